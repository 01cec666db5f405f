"""Where the routes find the engine that keeps jobs, if it can be had, and what they say if it cannot."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from groundwire.jobs.engine import Engine, EngineError, EngineFull, EngineUnavailable, IdempotencyConflict
from groundwire.schemas import ProblemType
from groundwire.server.problems import ProblemError

_AGAIN_S: Final = 5
"""Seconds after which a database may be back."""
_ROOM_S: Final = 60
"""Seconds after which some of the articles that wait may have been read."""

_log = logging.getLogger("groundwire.server.jobs")


class JobDesk:
    """Where jobs are handed in and asked for.

    Attributes:
        engine: Keeps them; None while it cannot be opened. May be set from another thread.
    """

    def __init__(self, engine: Engine | None = None) -> None:
        self.engine = engine

    @contextmanager
    def attended(self) -> Iterator[Engine]:
        """The engine, with its errors told as problems.

        Raises:
            ProblemError: There is none now, or it refused.
        """
        try:
            if self.engine is None:
                raise _unavailable()
            yield self.engine
        except IdempotencyConflict:
            raise ProblemError(ProblemType.IDEMPOTENCY_CONFLICT) from None
        except EngineFull:
            raise ProblemError(ProblemType.TOO_MANY_JOBS, headers={"Retry-After": str(_ROOM_S)}) from None
        except EngineUnavailable as error:
            _log.warning("jobs are unavailable: %s", error)
            raise _unavailable() from None
        except EngineError as error:
            _log.error("jobs cannot be kept: %s", error)
            raise _unavailable() from None


def _unavailable() -> ProblemError:
    return ProblemError(ProblemType.JOBS_UNAVAILABLE, headers={"Retry-After": str(_AGAIN_S)})
