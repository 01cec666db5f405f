"""What the service does with three times more than it can: `make overload`.

    python -m benchmarks.load.overload [--seconds 20] [--times 3] [--delay 0.2] [--json FILE]

Capacity is measured first, with just as many callers as there are places. Then new articles arrive at a multiple of it,
whether earlier ones are answered or not, and a cached one is asked for all the while. Last, 32 extractions are kept in
flight and cached answers timed beside them. Endpoint, service and this client are processes of their own.
"""

import argparse
import asyncio
import itertools
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.load.articles import article, bodies, body
from benchmarks.load.client import Answer, Broken, Pool
from benchmarks.load.service import Service, machine, quantile, service_with_endpoint

PLACES = 4
"""Extractions at once in the first part."""
WAITING = 4
"""Extractions that may wait in the first part."""
CROWD = 32
"""Extractions in flight in the second part."""
MOST_MS = 50
"""Most milliseconds that 99 of 100 refusals and cached answers may take."""
MOST_MB = 50
"""Most that memory may grow under overload."""
PROBES_PER_S = 25
"""Requests a second for the cached answer."""


@dataclass
class Tally:
    """Answers of one kind of request.

    Attributes:
        statuses: How often each status came; 0 stands for a broken connection.
        seconds: Of each answer, by status.
        unmarked: Refusals without Retry-After or of another type than `overloaded`.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=dict)
    unmarked: int = 0

    def add(self, answer: Answer | None) -> None:
        """Count an answer; None for a connection that broke."""
        status = answer.status if answer else 0
        self.statuses[status] += 1
        if answer is None:
            return
        self.seconds.setdefault(status, []).append(answer.seconds)
        if status == 503:
            whole = "retry-after" in answer.headers and answer.json()["type"].endswith(":overloaded")
            self.unmarked += not whole

    def p99_ms(self, status: int) -> float:
        """99th percentile of that status' answers."""
        return quantile(self.seconds.get(status, []), 0.99) * 1000


@dataclass(frozen=True)
class Overloaded:
    """What was found under more load than can be carried.

    Attributes:
        capacity_per_s: Extractions a second with as many callers as places.
        goodput_per_s: Extractions a second under overload.
        offered_per_s: Articles that arrived a second.
        refused: Articles that were turned away.
        odd: Answers that are neither an extraction nor a whole refusal.
        refused_p99_ms: Time that a refusal takes.
        cached_p99_ms: Time that a cached answer takes meanwhile.
        growth_mb: Resident memory at its highest above what it was before.
    """

    capacity_per_s: float
    goodput_per_s: float
    offered_per_s: float
    refused: int
    odd: int
    refused_p99_ms: float
    cached_p99_ms: float
    growth_mb: float

    def flaws(self) -> list[str]:
        """What must not be, one sentence each."""
        wanted = {
            f"only {self.goodput_per_s / self.capacity_per_s:.0%} of capacity is done": (
                self.goodput_per_s >= 0.9 * self.capacity_per_s
            ),
            f"{self.odd} answers are neither an extraction nor a whole refusal": self.odd == 0,
            f"refusals take {self.refused_p99_ms:.0f} ms": self.refused_p99_ms < MOST_MS,
            f"cached answers take {self.cached_p99_ms:.0f} ms": self.cached_p99_ms < MOST_MS,
            f"memory grows by {self.growth_mb:.0f} MB": self.growth_mb < MOST_MB,
        }
        return [flaw for flaw, well in wanted.items() if not well]


@dataclass(frozen=True)
class Crowded:
    """What was found beside many extractions in flight.

    Attributes:
        in_flight: How many.
        cached: Number of cached answers that were timed.
        cached_p50_ms: Their median.
        cached_p99_ms: Their 99th percentile.
    """

    in_flight: int
    cached: int
    cached_p50_ms: float
    cached_p99_ms: float

    @property
    def late(self) -> bool:
        """Whether they take longer than they may."""
        return self.cached_p99_ms >= MOST_MS


async def ask(pool: Pool, content: bytes) -> Answer | None:
    """One extraction; None if the connection broke."""
    try:
        return await pool.ask("POST", "/v1/extract", content)
    except Broken:
        return None


async def callers(pool: Pool, contents: Iterator[bytes], number: int, seconds: float) -> Tally:
    """So many callers, each with its next article as soon as it has an answer."""
    tally = Tally()
    end = asyncio.get_running_loop().time() + seconds

    async def caller() -> None:
        while asyncio.get_running_loop().time() < end:
            tally.add(await ask(pool, next(contents)))

    async with asyncio.TaskGroup() as group:
        for _ in range(number):
            group.create_task(caller())
    return tally


async def arrivals(pool: Pool, contents: Iterator[bytes], per_s: float, seconds: float) -> Tally:
    """So many requests a second, whether earlier ones are answered or not."""
    tally = Tally()
    loop = asyncio.get_running_loop()
    begin = loop.time()

    async def one(content: bytes) -> None:
        tally.add(await ask(pool, content))

    async with asyncio.TaskGroup() as group:
        for n in itertools.takewhile(lambda n: n < per_s * seconds, itertools.count()):
            await asyncio.sleep(max(0.0, begin + n / per_s - loop.time()))
            group.create_task(one(next(contents)))
    return tally


@asynccontextmanager
async def cached_probes(pool: Pool) -> AsyncIterator[Tally]:
    """Ask for one cached answer again and again while the block runs."""
    known = body(article(0))
    tally = Tally()
    for _ in range(20):
        await ask(pool, known)

    async def one() -> None:
        tally.add(await ask(pool, known))

    async def probe() -> None:
        async with asyncio.TaskGroup() as group:
            while True:
                group.create_task(one())
                await asyncio.sleep(1 / PROBES_PER_S)

    probing = asyncio.ensure_future(probe())
    try:
        yield tally
    finally:
        probing.cancel()
        await asyncio.gather(probing, return_exceptions=True)


@asynccontextmanager
async def watched_memory(service: Service) -> AsyncIterator[list[float]]:
    """Resident memory of the service in MB, ten times a second while the block runs."""
    samples = [service.memory_mb]

    async def sample() -> None:
        while True:
            samples.append(service.memory_mb)
            await asyncio.sleep(0.1)

    sampling = asyncio.ensure_future(sample())
    try:
        yield samples
    finally:
        sampling.cancel()
        await asyncio.gather(sampling, return_exceptions=True)


async def overload(service: Service, times: float, seconds: float) -> Overloaded:
    """Measure capacity, then offer a multiple of it."""
    pool = Pool(service.host, service.port)
    contents = bodies()
    await callers(pool, contents, PLACES, 2.0)
    begin = asyncio.get_running_loop().time()
    peak = await callers(pool, contents, PLACES, seconds / 2)
    capacity = peak.statuses[200] / (asyncio.get_running_loop().time() - begin)
    async with cached_probes(pool) as probes, watched_memory(service) as memory:
        begin = asyncio.get_running_loop().time()
        tally = await arrivals(pool, contents, times * capacity, seconds)
        took = asyncio.get_running_loop().time() - begin
    pool.close()
    return Overloaded(
        capacity_per_s=capacity,
        goodput_per_s=tally.statuses[200] / took,
        offered_per_s=tally.statuses.total() / took,
        refused=tally.statuses[503],
        odd=tally.statuses.total() - tally.statuses[200] - tally.statuses[503] + tally.unmarked,
        refused_p99_ms=tally.p99_ms(503),
        cached_p99_ms=probes.p99_ms(200),
        growth_mb=max(memory) - memory[0],
    )


async def crowd(service: Service, seconds: float) -> Crowded:
    """Time cached answers while many extractions are in flight."""
    pool = Pool(service.host, service.port)
    contents = bodies()
    await callers(pool, contents, 4, 1.0)
    async with cached_probes(pool) as probes:
        await callers(pool, contents, CROWD, seconds)
    pool.close()
    seen = probes.seconds[200]
    return Crowded(CROWD, len(seen), quantile(seen, 0.5) * 1000, quantile(seen, 0.99) * 1000)


def measure_overload(times: float, seconds: float, delay_s: float) -> Overloaded:
    """Overload a service with few places."""
    limits = {"CONCURRENCY": PLACES, "MAX_EXTRACTIONS": PLACES, "MAX_WAITING": WAITING}
    with service_with_endpoint(delay_s, _variables(limits)) as running:
        return asyncio.run(overload(running, times, seconds))


def measure_crowd(seconds: float, delay_s: float) -> Crowded:
    """Fill a service with many places."""
    with service_with_endpoint(delay_s, _variables({"CONCURRENCY": CROWD, "MAX_EXTRACTIONS": CROWD})) as running:
        return asyncio.run(crowd(running, seconds))


def _variables(settings: dict[str, int]) -> dict[str, str]:
    return {f"GROUNDWIRE_{name}": str(value) for name, value in settings.items()}


def main() -> int:
    """Measure, print a table for docs/operations.md, and say what must not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=20, help="of overload (default 20)")
    parser.add_argument("--times", type=float, default=3, help="what is offered, in capacities (default 3)")
    parser.add_argument("--delay", type=float, default=0.2, help="seconds until the endpoint answers (default 0.2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    over = measure_overload(options.times, options.seconds, options.delay)
    crowds = [measure_crowd(options.seconds / 2, delay_s) for delay_s in (0.05, 1.0)]
    print(f"{machine()}\n\n| figure | |\n|---|---|")
    print(f"| capacity, extractions a second | {over.capacity_per_s:.1f} |")
    print(f"| offered, articles a second, for {options.seconds:g} s | {over.offered_per_s:.1f} |")
    share = over.goodput_per_s / over.capacity_per_s
    print(f"| goodput, extractions a second | {over.goodput_per_s:.1f} ({share:.0%} of capacity) |")
    print(f"| refused with 503 and Retry-After | {over.refused}, p99 {over.refused_p99_ms:.0f} ms |")
    print(f"| other answers | {over.odd} |")
    print(f"| cached answers meanwhile, p99 | {over.cached_p99_ms:.0f} ms |")
    print(f"| growth of memory | {over.growth_mb:.0f} MB |")
    for found, delay_s in zip(crowds, (0.05, 1.0), strict=True):
        print(
            f"| cached answers beside {found.in_flight} extractions in flight, model answers in {delay_s:g} s "
            f"| p50 {found.cached_p50_ms:.1f} ms, p99 {found.cached_p99_ms:.0f} ms of {found.cached} |"
        )
    if options.json:
        options.json.write_text(json.dumps([asdict(over), *map(asdict, crowds)], indent=1), encoding="utf-8")
    late = [f"beside {found.in_flight} extractions {found.cached_p99_ms:.0f} ms" for found in crowds if found.late]
    flaws = over.flaws() + late
    print(*flaws, sep="\n", file=sys.stderr)
    return bool(flaws)


if __name__ == "__main__":
    raise SystemExit(main())
