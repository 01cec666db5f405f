"""Callers of the same job share one run of it: who leaves harms nobody, and when all have left the run ends."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded
from groundwire.extraction.reader import Task
from groundwire.extraction.streaming import Sightings
from groundwire.extraction.waiting import DEADLINE_OVER, finite
from groundwire.schemas import CacheMode, Extraction

GRACE_S: Final = 5.0
"""How long after its deadline a run is waited for: what was answered by then is still made into records."""


_Name: TypeAlias = tuple[str, CacheMode]


@dataclass(frozen=True)
class Job:
    """What callers share if they want the same.

    Attributes:
        key: Of the answer that is wanted.
        task: What is to be read; it follows from the key.
        mode: What to do about the cache.
    """

    key: str
    task: Task
    mode: CacheMode

    @property
    def name(self) -> _Name:
        """Jobs of the same name are the same work."""
        return self.key, self.mode


class Flight:
    """One run of a job.

    Attributes:
        job: The job.
        deadline: Of the caller that waits longest.
        sightings: The records so far.
    """

    def __init__(self, job: Job) -> None:
        """Nobody waits for it yet."""
        self.job = job
        self.deadline = Deadline(0)
        self.sightings = Sightings()


class Flights:
    """The runs under way. Belongs to one event loop."""

    def __init__(self, make: Callable[[Flight], Coroutine[Any, Any, Extraction]]) -> None:
        """`make` makes the Extraction of a flight."""
        self._make = make
        self._aloft: dict[_Name, _Aloft] = {}

    @contextmanager
    def aboard(self, job: Job, deadline: Deadline) -> Iterator["Seat"]:
        """A seat on the flight for a job, which waits for this deadline too."""
        aloft = self._to_join(job)
        joined = aloft is not None
        if aloft is None:
            aloft = self._begin(job)
        aloft.flight.deadline.put_off(deadline)
        aloft.callers += 1
        try:
            yield Seat(aloft.flight, aloft.run, deadline, joined)
        finally:
            aloft.callers -= 1
            if aloft.callers == 0:
                self._end(job, aloft)

    def under_way(self, job: Job) -> bool:
        """Whether a caller of this job would join others. From any thread."""
        return self._to_join(job) is not None

    def _to_join(self, job: Job) -> "_Aloft | None":
        """The flight for a job, unless its time is over: it only lands, and all that it missed would be missing."""
        aloft = self._aloft.get(job.name)
        return None if aloft is None or aloft.flight.deadline.over else aloft

    def _begin(self, job: Job) -> "_Aloft":
        flight = Flight(job)
        run = asyncio.create_task(self._make(flight))
        aloft = self._aloft[job.name] = _Aloft(flight, run)
        run.add_done_callback(lambda _: self._end(job, aloft))
        return aloft

    def _end(self, job: Job, aloft: "_Aloft") -> None:
        """Whoever comes now begins anew: it has landed, or nobody waits for it any more."""
        if self._aloft.get(job.name) is aloft:
            del self._aloft[job.name]
        if not aloft.run.cancel() and not aloft.run.cancelled():
            aloft.run.exception()  # seen, also if all have left


@dataclass(eq=False)
class _Aloft:
    flight: Flight
    run: "asyncio.Task[Extraction]"
    callers: int = 0


@dataclass(frozen=True)
class Seat:
    """A caller of a flight.

    Attributes:
        flight: The flight.
        run: What makes its Extraction.
        deadline: Of this caller.
        joined: Whether the flight was under way already.
    """

    flight: Flight
    run: "asyncio.Task[Extraction]"
    deadline: Deadline
    joined: bool

    async def arrival(self) -> Extraction:
        """What comes of the flight.

        Raises:
            DeadlineExceeded: Nothing came by the deadline; the others go on.
            ExtractionError: As the run raised it.
        """
        while not self.run.done() and not self.deadline.over:
            await asyncio.wait({self.run}, timeout=finite(self.deadline.remaining_s))
        if not self.run.done() and self.flight.deadline.over:
            await asyncio.wait({self.run}, timeout=GRACE_S)
        if not self.run.done():
            raise DeadlineExceeded(DEADLINE_OVER)
        return self.run.result()
