"""Processor time as it is shared: cores by processes, an interpreter by its threads, a thread by its tasks.

asyncio goes on with its tasks in turns and each does little at a turn, CPython hands its lock round between threads,
and the kernel does so with cores: so whoever is ready gets an even share, and work that came together ends together.
"""

import heapq
import itertools
from dataclasses import dataclass, field

import simpy
from benchmarks.simulation.tally import Gauge

_LITTLE_S = 1e-9


@dataclass
class Cores:
    """The cores of one machine.

    Attributes:
        number: How many.
        gauge: Of their use.
    """

    env: simpy.Environment
    number: int
    gauge: Gauge
    threads: list["Thread"] = field(default_factory=list)
    _used: float = 0.0

    def settle(self) -> None:
        """Share out anew, as some thread has begun or ended to be busy."""
        busy = [thread for thread in self.threads if thread.tasks]
        rivals: dict[Interpreter, int] = {}
        for thread in busy:
            rivals[thread.interpreter] = rivals.get(thread.interpreter, 0) + 1
        share = min(1.0, self.number / len(rivals)) if rivals else 0.0
        for thread in busy:
            thread.go_on(share / rivals[thread.interpreter])
        self.gauge.change(self.env.now, share * len(rivals) - self._used)
        self._used = share * len(rivals)


@dataclass(eq=False)
class Interpreter:
    """One process: at most one of its threads runs at a time.

    Attributes:
        gauge: Of its use.
    """

    env: simpy.Environment
    gauge: Gauge | None = None
    _busy: int = 0

    def busy(self, by: int) -> None:
        """One more or one less of its threads has something to do."""
        before, self._busy = self._busy > 0, self._busy + by
        if self.gauge is not None:
            self.gauge.change(self.env.now, (self._busy > 0) - before)


class Thread:
    """A thread, and the tasks that share it."""

    def __init__(self, cores: Cores, interpreter: Interpreter) -> None:
        self.interpreter = interpreter
        self.tasks: list[tuple[float, int, simpy.Event]] = []
        self._env = cores.env
        self._cores = cores
        self._speed = 0.0
        self._done_s = 0.0
        """What each task that was there from the beginning would have got until `_since`."""
        self._since = 0.0
        self._numbers = itertools.count()
        self._wake = 0
        cores.threads.append(self)

    def compute(self, seconds: float) -> simpy.Event:
        """Compute for so long, in turns with whatever else there is; the event of its end."""
        done = self._env.event()
        if seconds <= 0:
            return done.succeed()
        self._catch_up()
        heapq.heappush(self.tasks, (self._done_s + seconds, next(self._numbers), done))
        if len(self.tasks) == 1:
            self.interpreter.busy(1)
            self._cores.settle()
        else:
            self._plan()
        return done

    def go_on(self, speed: float) -> None:
        """Run at another speed: part of a core that it has to itself."""
        self._catch_up()
        self._speed = speed
        self._plan()

    def _catch_up(self) -> None:
        now = self._env.now
        if self.tasks:
            self._done_s += (now - self._since) * self._speed / len(self.tasks)
        self._since = now

    def _plan(self) -> None:
        """Wake when the next task ends, and only then."""
        self._wake += 1
        wake = self._wake
        left = max(0.0, self.tasks[0][0] - self._done_s) * len(self.tasks) / self._speed
        timeout = self._env.timeout(left)
        assert timeout.callbacks is not None  # noqa: S101 - for the type checker: it is new
        timeout.callbacks.append(lambda _: self._awake(wake))

    def _awake(self, wake: int) -> None:
        if wake != self._wake:
            return
        self._catch_up()
        while self.tasks and self.tasks[0][0] <= self._done_s + _LITTLE_S:
            heapq.heappop(self.tasks)[2].succeed()
        if self.tasks:
            self._plan()
        else:
            self.interpreter.busy(-1)
            self._cores.settle()
