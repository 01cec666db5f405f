"""What a check says, and the bound on the time that it may take."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_GRACE_S: Final = 0.5
"""So much longer a check is waited for than it gives itself: its own message says more than ours."""


class Level(StrEnum):
    """How it stands."""

    OK = "ok"
    """It works."""
    WARN = "warn"
    """It works, but not as it could."""
    FAIL = "fail"
    """It does not work."""


@dataclass(frozen=True)
class Verdict:
    """What a check found.

    Attributes:
        level: How it stands.
        found: What was seen. Never a key, nor anything of an address but host and port.
        remedy: What to do; None where there is nothing to do.
    """

    level: Level
    found: str
    remedy: str | None = None


@dataclass(frozen=True)
class Finding:
    """A verdict and what it is about."""

    check: str
    verdict: Verdict


def ok(found: str) -> Verdict:
    """It works."""
    return Verdict(Level.OK, found)


def warn(found: str, remedy: str) -> Verdict:
    """It works, but not as it could."""
    return Verdict(Level.WARN, found, remedy)


def fail(found: str, remedy: str) -> Verdict:
    """It does not work."""
    return Verdict(Level.FAIL, found, remedy)


class Examiner:
    """Makes checks, each of which ends in time whatever it waits for.

    Args:
        timeout_s: How long a check may take, in seconds.
    """

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s

    def examine(self, check: str, work: Callable[[], Verdict]) -> Finding:
        """What the check says; that it took too long or has a defect is a failure too."""
        said: queue.SimpleQueue[Verdict] = queue.SimpleQueue()
        # A daemon, as nothing ends a thread that waits for a dead disk or a name server.
        threading.Thread(target=lambda: said.put(_verdict(work)), name=f"check {check}", daemon=True).start()
        try:
            return Finding(check, said.get(timeout=self.timeout_s + _GRACE_S))
        except queue.Empty:
            remedy = "Give it more with --timeout, or see what keeps it."
            return Finding(check, fail(f"no answer within {self.timeout_s:g} s", remedy))


def _verdict(work: Callable[[], Verdict]) -> Verdict:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - a check that fails must not keep the others from being made
        # Not its message: nobody knows what that holds.
        return fail(f"the check ended with {type(error).__name__}", "Report this as a defect of Groundwire.")
