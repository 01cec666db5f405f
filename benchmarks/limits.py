"""How evenly processes share a limit a minute, and how exactly it is kept.

    python -m benchmarks.limits [--redis URL] [--processes 4] [--seconds 5] [--rate 50]

Each process takes turns as fast as it gets them, eight callers at a time; the limit is kept in an SQLite file, or in
the Redis that is named.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded
from groundwire.extraction.sqlite_timetable import TimetableFile
from groundwire.extraction.throttle import Limits, Throttle

CALLERS: Final = 8


@dataclass(frozen=True)
class Work:
    """What each process does.

    Attributes:
        store: Path of the SQLite file, or URL of the Redis.
        rate: Limit of all, in requests a second.
        seconds: How long turns are taken.
    """

    store: str
    rate: float
    seconds: float


@dataclass(frozen=True)
class Shared:
    """What came of it.

    Attributes:
        turns: Of each process.
        worst_second: Most turns of all within any second.
        cpu_us: Processor time of a turn, in microseconds, the server's not included.
    """

    turns: tuple[int, ...]
    worst_second: int
    cpu_us: float

    @property
    def uneven(self) -> float:
        """By what part of an even share the farthest process is from it."""
        even = sum(self.turns) / len(self.turns)
        return max(abs(turns - even) for turns in self.turns) / even


def measure(work: Work, variables: Sequence[Mapping[str, str]]) -> Shared:
    """Let processes take turns.

    Args:
        work: What each does.
        variables: Environment of each process beside this one's.
    """
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, "--work", json.dumps(vars(work))]
    with ExitStack() as stack:
        processes = [stack.enter_context(_process(command, each)) for each in variables]
        for process in processes:
            process.stdout.readline()  # type: ignore[union-attr] # it is a pipe
        begin = time.monotonic() + 0.2
        for process in processes:
            print(begin, file=process.stdin, flush=True)
        said = [json.loads(process.communicate(timeout=work.seconds + 60)[0]) for process in processes]
    moments = sorted(moment for each in said for moment in each["moments"])
    worst = max(bisect_left(moments, moment + 1) - n for n, moment in enumerate(moments))
    cpu_us = 1e6 * sum(each["cpu_s"] for each in said) / len(moments)
    return Shared(tuple(len(each["moments"]) for each in said), worst, cpu_us)


def _process(command: Sequence[str], variables: Mapping[str, str]) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), **variables}
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)


def _take_turns(work: Work) -> None:
    limits, moments = Limits(requests_per_minute=60 * work.rate), list[float]()
    with ExitStack() as stack:
        if "://" in work.store:
            from groundwire.extraction.redis_link import RedisLink  # noqa: PLC0415 - of an extra
            from groundwire.extraction.redis_timetable import RedisTimetable  # noqa: PLC0415

            link = RedisLink(SecretStr(work.store))
            stack.callback(link.close)
            throttle = Throttle("measured", limits, RedisTimetable(link, "measured"))
        else:
            file = TimetableFile(Path(work.store))
            stack.callback(file.close)
            throttle = Throttle("measured", limits, file.of("measured"))
        print("ready", flush=True)
        begin = float(input())
        cpu_s = asyncio.run(_all_turns(throttle, begin, begin + work.seconds, moments))
    print(json.dumps({"moments": moments, "cpu_s": cpu_s}))


async def _all_turns(throttle: Throttle, begin: float, end: float, moments: list[float]) -> float:
    """Note when each turn came; returns the CPU seconds that they took."""
    await asyncio.sleep(begin - time.monotonic())
    before = time.process_time()

    async def caller() -> None:
        while time.monotonic() < end:
            try:
                await throttle.take(1, Deadline(end - time.monotonic()))
            except DeadlineExceeded:
                return
            moments.append(time.monotonic())

    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return time.process_time() - before


def main() -> None:
    """Measure and print, or do the work of one process."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--redis", metavar="URL", help="a Redis that keeps the limit; by default an SQLite file does")
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rate", type=float, default=50, help="turns a second of all processes")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.work:
        _take_turns(Work(**json.loads(chosen.work)))
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Work(chosen.redis or f"{folder}/limits.db", chosen.rate, chosen.seconds)
        shared = measure(work, [{}] * chosen.processes)
    print(
        f"{sum(shared.turns)} turns of {chosen.rate * chosen.seconds:g}, by process {sorted(shared.turns)}, "
        f"uneven by {shared.uneven:.1%}, worst second {shared.worst_second}, {shared.cpu_us:.0f} us of CPU each"
    )


if __name__ == "__main__":
    main()
