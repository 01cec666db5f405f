"""Lets so many extractions run at once and so many wait, and turns the rest away at once."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded, Overloaded
from groundwire.extraction.observer import Observer, Shed
from groundwire.extraction.waiting import DEADLINE_OVER, until

LAST_RUNS: Final = 32
"""The mean of so many runs tells how long the next ones will take."""
FIRST_RUN_S: Final = 10.0
"""How long a run is taken to last while none has ended yet, in seconds."""
RETRY_AFTER_S: Final = (1.0, 300.0)
"""The least and the most seconds that a caller is asked to wait."""


class Admission:
    """Places for extractions, given to who waits in the order of arrival. Belongs to one event loop."""

    def __init__(self, places: int = 1000, queue: int = 1000, observer: Observer | None = None) -> None:
        """All places are free.

        Args:
            places: Extractions that are made at once, 1 or more.
            queue: Extractions that wait for a place, 0 or more.
            observer: Is told of the load.
        """
        self._places = places
        self._queue = queue
        self._observer = observer or Observer()
        self._running = 0
        self._line: deque[asyncio.Future[None]] = deque()
        self._seconds: deque[float] = deque([FIRST_RUN_S], maxlen=LAST_RUNS)

    @asynccontextmanager
    async def place(self, deadline: Deadline) -> AsyncIterator[None]:
        """A place to run in, given back at the end.

        Raises:
            Overloaded: As many wait already as may.
            DeadlineExceeded: There was no place in time.
        """
        arrived = time.monotonic()
        await self._enter(deadline)
        begin = time.monotonic()
        self._observer.waited(begin - arrived)
        try:
            yield
            self._seconds.append(time.monotonic() - begin)
        finally:
            self._leave()

    def refusal(self) -> Overloaded | None:
        """What who comes now is turned away with, told to the observer; None if there is room. From any thread."""
        if self._running < self._places or len(self._line) < self._queue:
            return None
        self._observer.shed(Shed.QUEUE_FULL)
        message = f"{self._running} articles are being read and {len(self._line)} wait"
        return Overloaded(message, self._retry_after_s())

    async def _enter(self, deadline: Deadline) -> None:
        if self._running < self._places:
            self._running += 1
            self._tell()
            return
        if (refusal := self.refusal()) is not None:
            raise refusal
        await self._queue_up(deadline)

    async def _queue_up(self, deadline: Deadline) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        self._tell()
        try:
            await until(deadline, [turn])
        except asyncio.CancelledError:
            if not turn.cancelled():  # the place came in the same moment, and goes to the next in line
                self._leave()
            raise
        finally:
            if turn.cancelled():
                self._line.remove(turn)
            self._tell()
        if turn.cancelled():
            raise DeadlineExceeded(DEADLINE_OVER)

    def _leave(self) -> None:
        turn = next((turn for turn in self._line if not turn.done()), None)
        if turn is None:
            self._running -= 1
        else:
            self._line.remove(turn)
            turn.set_result(None)
        self._tell()

    def _tell(self) -> None:
        self._observer.load(self._running, len(self._line))

    def _retry_after_s(self) -> float:
        """Seconds until who comes last would have a place, if articles take as long as the last ones."""
        seconds = tuple(self._seconds)  # at once: another thread may add to it
        mean = sum(seconds) / len(seconds)
        least, most = RETRY_AFTER_S
        return min(most, max(least, mean * (len(self._line) + 1) / self._places))
