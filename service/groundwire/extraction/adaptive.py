"""How many calls to an endpoint may be in flight: fewer when it is overloaded or slow, more again when it is not.

Additive increase, multiplicative decrease, as TCP does it: all who share an endpoint come to even shares of what it can
do, without knowing of each other. The places themselves are anyio's CapacityLimiter, first come, first served.
"""

from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Final

from anyio import CapacityLimiter

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.time_limit import limited

OVERLOADED: Final = 0.5
"""What is left of the limit after a sign of overload."""
SLOW: Final = 0.9
"""What is left of it when answers have become slow."""
WINDOW: Final = 16
"""Answers whose median is compared."""
BASELINE: Final = 256
"""Most answers before them that they are compared with; fewer than a quarter of that are no baseline."""
TOLERANCE: Final = 3.0
"""So many times the baseline is slow. An endpoint that batches is slower for each when it does more in all."""
SHORT_S: Final = 0.5
"""Calls that take less say more about this process than about the endpoint."""


class Pace:
    """Whether an endpoint has become slow, by seconds for each token written: calls differ in length."""

    def __init__(self) -> None:
        self._window: list[tuple[float, float]] = []
        self._baseline: deque[float] = deque(maxlen=BASELINE)
        self.slow = False

    def add(self, seconds: float, tokens: int) -> bool:
        """Note an answer.

        Returns:
            Whether a window is full that was slow: once for each such window.
        """
        self._window.append((seconds, seconds / max(1, tokens)))
        if len(self._window) < WINDOW:
            return False
        whole_s = median(whole for whole, _ in self._window)
        each_s = [each for _, each in self._window]
        known = len(self._baseline) >= BASELINE // 4
        self.slow = known and whole_s >= SHORT_S and median(each_s) > TOLERANCE * median(self._baseline)
        self._baseline.extend(each_s)
        self._window.clear()
        return self.slow


@dataclass(eq=False, slots=True)
class Place:
    """A call's place among those in flight.

    Attributes:
        era: How often the limit had been decreased when it was taken.
    """

    era: int = 0


class AdaptiveLimit:
    """The limit of calls in flight to one endpoint, between 1 and `most`; for one event loop.

    It begins at `most`, which is what the user said that the endpoint can take.
    """

    def __init__(self, most: int, changed: Callable[[int], None], flying: Callable[[int], None]) -> None:
        """All places free.

        Args:
            most: Upper bound, 1 or more.
            changed: Told of each new limit, and of the first.
            flying: Told how many are in flight, whenever that changes.
        """
        self._most = most
        self._changed = changed
        self._flying = flying
        self._limit = float(most)
        self._places = CapacityLimiter(most)
        self._pace = Pace()
        self._decreases = 0
        changed(most)

    @property
    def limit(self) -> int:
        """Calls that may be in flight now."""
        return int(self._places.total_tokens)

    @asynccontextmanager
    async def place(self, deadline: Deadline) -> AsyncIterator[Place]:
        """Wait for a place and hold it. A waiter that is cancelled takes none, and loses none for the others.

        Raises:
            DeadlineExceeded: There was none in time.
        """
        place = Place()
        async with limited(deadline):
            await self._places.acquire_on_behalf_of(place)
        place.era = self._decreases
        self._flying(self._places.borrowed_tokens)
        try:
            yield place
        finally:
            self._places.release_on_behalf_of(place)
            self._flying(self._places.borrowed_tokens)

    def overloaded(self, place: Place) -> None:
        """The endpoint said, or showed by its silence, that it has too much to do."""
        self._decrease(place, OVERLOADED)

    def answered(self, place: Place, seconds: float, tokens: int) -> None:
        """The endpoint answered, in so many seconds and tokens. Call it while the place is held."""
        slow = self._pace.add(seconds, tokens)
        if place.era != self._decreases:
            return
        if slow:
            self._decrease(place, SLOW)
        elif not self._pace.slow and self._places.borrowed_tokens >= self.limit:
            self._set(min(float(self._most), self._limit + 1 / self._limit))

    def _decrease(self, place: Place, left: float) -> None:
        # What was sent before the last decrease says nothing about what that has helped.
        if place.era == self._decreases:
            self._decreases += 1
            self._set(max(1.0, self._limit * left))

    def _set(self, limit: float) -> None:
        before = self.limit
        self._limit = limit
        if int(limit) != before:
            self._places.total_tokens = int(limit)
            self._changed(int(limit))
