"""Has `groundwire worker` read a job on this machine, in one process or several, and times them."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.service import model_endpoint
from benchmarks.simulation.real import Kind, text, watching
from pydantic import SecretStr
from tests.cli.support import endpoint_variables, make_shell
from tests.servers.postgres import run_postgres

from groundwire.cli.engines import open_engine
from groundwire.cli.settings import Settings
from groundwire.jobs.engine import Engine, NewItem, NewJob
from groundwire.schemas import ExtractRequest

_FIRST = 10**8
"""Numbers of articles from here on are no other test's."""
_POLL_S = 0.1
_EDGE = 0.15
"""Part of the articles at either end that is not timed: workers begin and end one by one."""


@dataclass(frozen=True)
class Shift:
    """Workers, and what they read.

    Attributes:
        kind: Of the articles.
        delay_s: Until the endpoint answers a call.
        processes: Workers.
        calls: `GROUNDWIRE_CONCURRENCY` of each.
        places: `GROUNDWIRE_JOB_CONCURRENCY` of each.
        postgres: The jobs are in PostgreSQL, on this machine too; else in a file.
    """

    kind: Kind
    delay_s: float
    processes: int
    calls: int
    places: int
    postgres: bool = False


@dataclass(frozen=True)
class Worked:
    """What was measured.

    Attributes:
        per_s: Articles a second, of all workers.
        cpu_ms: Processor time of the workers, an article.
        stalled_share: Part of the time that a thread of the first worker was ready and had no core.
    """

    per_s: float
    cpu_ms: float
    stalled_share: float


def measure_shift(shift: Shift, articles: int) -> Worked:
    """Hand in a job of so many articles, and time its middle part."""
    with tempfile.TemporaryDirectory() as name, model_endpoint(shift.delay_s) as base_url, ExitStack() as stack:
        limits = {"CONCURRENCY": shift.calls, "MAX_EXTRACTIONS": shift.places, "JOB_CONCURRENCY": shift.places}
        variables = {f"GROUNDWIRE_{name}": str(limit) for name, limit in limits.items()}
        database = stack.enter_context(_database(shift))
        shell = make_shell(Path(name), {**endpoint_variables(base_url), **variables, **database})
        log = Path(name) / "worker.log"
        workers = [stack.enter_context(shell.start("worker", log=log)) for _ in range(shift.processes)]
        url = database.get("GROUNDWIRE_DATABASE_URL")
        settings = Settings(cache_dir=shell.cache, database_url=None if url is None else SecretStr(url))
        return asyncio.run(_read(open_engine(settings), shift, articles, [each.process.pid for each in workers]))


@contextmanager
def _database(shift: Shift) -> Iterator[dict[str, str]]:
    """The variables that name it."""
    if not shift.postgres:
        yield {}
        return
    with run_postgres() as server:
        yield {"GROUNDWIRE_DATABASE_URL": server.new_database()}


async def _read(opening: AbstractAsyncContextManager[Engine], shift: Shift, articles: int, pids: list[int]) -> Worked:
    async with opening as engine:
        # Each worker is known to work once a few articles for each of its places are read.
        await _read_up_to(engine, await _hand_in(engine, shift.kind, 2 * shift.places * shift.processes), 1.0)
        job = await _hand_in(engine, shift.kind, articles)
        first, begin = await _read_up_to(engine, job, _EDGE)
        with ExitStack() as stack:
            watches = [stack.enter_context(watching(pid)) for pid in pids]
            last, end = await _read_up_to(engine, job, 1 - _EDGE)
    done = last - first
    cpu_ms = sum(watch.cpu_s for watch in watches) / done * 1e3
    return Worked(done / (end - begin), cpu_ms, watches[0].stalled_s / watches[0].seconds)


async def _hand_in(engine: Engine, kind: Kind, articles: int) -> str:
    """A job of so many articles that are new; its name."""
    texts = (text(kind, _FIRST + number) for number in range(articles))
    first = time.monotonic_ns()  # no two jobs of a run have an article in common
    requests = (ExtractRequest(text=f"{each}\n\nSheet {first + n}.") for n, each in enumerate(texts))
    return (await engine.submit(NewJob([NewItem(request.model_dump_json()) for request in requests]))).id


async def _read_up_to(engine: Engine, job: str, share: float) -> tuple[int, float]:
    """Wait until that part of a job is read; how many articles that are then, and when it was."""
    while True:
        status = await engine.status(job, None)
        if status is None or status.failed:
            raise SystemExit("an article failed")
        if status.done >= share * status.total:
            return status.done, time.monotonic()
        await asyncio.sleep(_POLL_S)
