"""The results of a job as lines of JSON; what was found goes out as it is kept, neither parsed nor written anew."""

import json
import logging
from collections.abc import AsyncGenerator, Sequence
from typing import Final

from groundwire.jobs.engine import Engine, EngineError, Result
from groundwire.schemas.jobs import ResultState

PAGE: Final = 50
"""Results that are in memory at once."""

_log = logging.getLogger("groundwire.server.jobs")


async def lines(
    engine: Engine, job_id: str, owner: str | None, first: Sequence[Result], left: int
) -> AsyncGenerator[bytes]:
    """All results from a first page on, up to the first article that has none, or so many that none is left.

    Args:
        engine: Keeps them.
        job_id: Of the job.
        owner: Who asks.
        first: The page that is there already.
        left: Results to be given at most, those of the page included.
    """
    page = first
    while page:
        yield b"".join(_line(result) for result in page)
        left -= len(page)
        try:
            page = await engine.results(job_id, owner, page[-1].index + 1, min(left, PAGE)) or () if left else ()
        except EngineError as error:
            # Fewer lines than there are is what any answer may have; whoever asks for the rest is told why.
            _log.warning("the results of job %s break off: %s", job_id, error)
            return


def _line(result: Result) -> bytes:
    """A JobResult."""
    found = result.text if result.state is ResultState.DONE else "null"
    problem = result.text if result.state is ResultState.FAILED else "null"
    head = json.dumps({"index": result.index, "id": result.name, "state": result.state}, ensure_ascii=False)
    return f'{head[:-1]}, "extraction": {found}, "problem": {problem}}}\n'.encode()
