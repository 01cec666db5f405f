"""How bulk commands end: what stops a corpus, as one line on standard error and an exit code."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from groundwire.cli.exits import Exit, explained, fail

_GOES_ON = "the same command goes on where it was"


@contextmanager
def ending() -> Iterator[None]:
    """As `explained`, and for the errors of corpora and engines."""
    with explained():
        try:
            yield
        except (asyncio.CancelledError, KeyboardInterrupt):
            fail(Exit.INTERRUPTED, f"stopped; {_GOES_ON}")
        except Exception as error:
            known = _explanation(error)
            if known is None:
                raise
            fail(*known)


def _explanation(error: Exception) -> tuple[Exit, str] | None:
    # Imported here, where they are loaded anyway: a mistyped option is told without waiting for them.
    from groundwire.bulk.errors import BudgetSpent, BulkError, OutOfRoom, Refused, WorkerEnded  # noqa: PLC0415
    from groundwire.jobs.engine import EngineError, EngineUnavailable  # noqa: PLC0415

    match error:
        case BudgetSpent():
            return Exit.UNFINISHED, f"{error}; run again with a larger --budget-usd to go on"
        case OutOfRoom():
            return Exit.UNFINISHED, f"{error}; when there is room, {_GOES_ON}"
        case Refused():
            return Exit.MODEL_FAILED, f"{error}; when that is mended, {_GOES_ON}"
        case EngineUnavailable():
            return Exit.UNFINISHED, f"{error}; when it is back, {_GOES_ON}"
        case WorkerEnded(code=code):
            return Exit(code) if code in set(Exit) - {Exit.OK} else Exit.DEFECT, str(error)
        case BulkError() | EngineError():
            return Exit.USAGE, str(error)
        case OSError(strerror=str(why)):
            return Exit.UNFINISHED, f"{error.filename or 'a file'}: {why}; when that is mended, {_GOES_ON}"
        case _:
            return None
