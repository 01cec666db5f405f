"""Keeps questions from an endpoint that only fails: they fail at once, and it is left in peace to recover.

Closed, it lets every call through; it opens when `FAILURES` of the last `WINDOW` calls failed. Open, it lets none
through for `OPEN_S`. Then it is half open: one call at a time finds out how the endpoint is. A good one closes it, a
bad one opens it again for twice as long, up to `MAX_OPEN_S`.
"""

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from groundwire.extraction.errors import ModelUnavailable
from groundwire.extraction.observer import BreakerState

FAILURES: Final = 10
WINDOW: Final = 20
OPEN_S: Final = 5.0
MAX_OPEN_S: Final = 60.0
_JITTER: Final = 0.1
"""Part of the open time that is drawn on top, so that the probes of many processes do not come together."""


class BreakerOpen(ModelUnavailable):
    """The endpoint was not asked, since it failed too often; `retry_after_s` is until it will be."""


@dataclass(slots=True)
class Passage:
    """A call that was let through. Whoever makes it says how the endpoint did; a call that was cut off says nothing.

    Attributes:
        era: How often the breaker had opened when it began.
        worked: Whether the endpoint answered, be it badly; None if that is not known.
    """

    era: int
    worked: bool | None = None


class Breaker:
    """The breaker of one endpoint, for one event loop. All times are of the monotonic clock."""

    def __init__(self, changed: Callable[[BreakerState], None], open_s: float = OPEN_S) -> None:
        """Closed.

        Args:
            changed: Told of each new state.
            open_s: How long it stays open the first time, in seconds.
        """
        self._changed = changed
        self._first_open_s = open_s
        self._open_s = open_s
        self._state = BreakerState.CLOSED
        self._recent: deque[bool] = deque(maxlen=WINDOW)
        self._era = 0
        self._probe_at = 0.0
        self._probe: Passage | None = None

    def check(self) -> None:
        """Raise if no call would be let through now.

        Raises:
            BreakerOpen: It would not.
        """
        if self._state is BreakerState.CLOSED:
            return
        wait_s = self._probe_at - time.monotonic()
        if wait_s > 0:
            raise BreakerOpen("the endpoint failed too often and is left in peace for now", retry_after_s=wait_s)
        if self._probe is not None:
            raise BreakerOpen("the endpoint failed too often and is being tried", retry_after_s=self._first_open_s)

    @contextmanager
    def passing(self) -> Iterator[Passage]:
        """Let a call through, which lasts as long as the block; as a probe if this is not closed.

        Raises:
            BreakerOpen: No call is let through now.
        """
        self.check()
        passage = Passage(self._era)
        if self._state is not BreakerState.CLOSED:
            self._probe = passage
            self._enter(BreakerState.HALF_OPEN)
        try:
            yield passage
        finally:
            if self._probe is passage:
                self._probe = None
                self._judge(passage)
            elif self._state is BreakerState.CLOSED and passage.era == self._era:
                self._count(passage)

    def _count(self, passage: Passage) -> None:
        if passage.worked is not None:
            self._recent.append(passage.worked)
            if self._recent.count(False) >= FAILURES:
                self._open(self._first_open_s)

    def _judge(self, probe: Passage) -> None:
        if probe.worked:
            self._recent.clear()
            self._enter(BreakerState.CLOSED)
        elif probe.worked is not None:
            self._open(min(self._open_s * 2, MAX_OPEN_S))

    def _open(self, seconds: float) -> None:
        self._era += 1
        self._open_s = seconds
        self._probe_at = time.monotonic() + seconds * random.uniform(1, 1 + _JITTER)  # noqa: S311 - no secret
        self._enter(BreakerState.OPEN)

    def _enter(self, state: BreakerState) -> None:
        if state is not self._state:
            self._state = state
            self._changed(state)
