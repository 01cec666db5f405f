"""Mixed load for minutes, and whether memory, files, threads or work pile up: `make soak`.

    python -m benchmarks.load.soak [--seconds 600] [--rate 50] [--delay 0.2] [--json FILE]

Of the requests 70 % are cached, 10 % new articles, 5 % streams of new articles, 5 % articles at which the model fails,
5 % callers that hang up in mid-extraction, and 5 % are no requests at all. The process is looked at every 5 seconds.
Ends with 1 if something grew, or an answer was none of those that the kind of its request may have.
"""

import argparse
import asyncio
import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.load.articles import article, bodies, body
from benchmarks.load.client import Answer, Broken, Connection, Pool
from benchmarks.load.endpoint import FAULTS
from benchmarks.load.service import Service, machine, service_with_endpoint

EVERY_S = 5.0
"""Seconds between looks at the process."""
KNOWN = 200
"""Different cached articles."""
AT_ONCE = 8
"""So many of them are put there at once."""
HANG_UP_S = 0.1
"""After so many seconds a caller that hangs up does."""
GROWTH_MB = 10
"""Most that resident memory may grow after the warm-up."""
GROWTH_FILES = 8
"""Most that open files may grow after the warm-up, as other numbers of callers are connected."""

SHARES = {"hit": 70, "miss": 10, "stream": 5, "fault": 5, "hang-up": 5, "bad": 5}
ALLOWED = {
    "hit": {200},
    "miss": {200},
    "stream": {200},
    "fault": {502, 503},
    "hang-up": {0},
    "bad": {400, 413, 415, 422},
}
"""Statuses that a request of a kind may be answered with; 0 is no answer."""

BAD = (
    b"",
    b"{",
    b"[]",
    b'{"text": ""}',
    b'{"text": 1}',
    b'{"text": "a", "more": 1}',
    b"\xff\xfe",
    b'{"published": "1"}',
)
LAST_EVENT = b"event: extraction"
IDLE = {
    "http_server_active_requests": 1,
    "groundwire_extractions_running": 0,
    "groundwire_extractions_waiting": 0,
    "groundwire_model_in_flight": 0,
}
"""What gauges of work show when nothing is done but to ask for them."""


@dataclass(frozen=True)
class Look:
    """What the process had at one moment; memory in MB."""

    second: float
    memory_mb: float
    files: int
    threads: int


@dataclass
class Soak:
    """What came of it.

    Attributes:
        asked: Requests by kind and status.
        looks: The process over time.
        left: Gauges of work that are not idle some seconds after the last request.
    """

    asked: Counter[tuple[str, int]] = field(default_factory=Counter)
    looks: list[Look] = field(default_factory=list)
    left: dict[str, float] = field(default_factory=dict)

    @property
    def settled(self) -> list[Look]:
        """The looks after the warm-up, which is the first fifth."""
        return self.looks[len(self.looks) // 5 :]

    def growth_mb(self) -> float:
        """Memory of the last looks above that of the first after the warm-up."""
        return _late(self.settled, "memory_mb") - _early(self.settled, "memory_mb")

    def growth_files(self) -> float:
        """The same of open files."""
        return _late(self.settled, "files") - _early(self.settled, "files")

    def flaws(self, growth_mb: float = GROWTH_MB, growth_files: float = GROWTH_FILES) -> list[str]:
        """What must not be, one sentence each."""
        odd = {f"{kind}: {status}": n for (kind, status), n in self.asked.items() if status not in ALLOWED[kind]}
        found = [f"{n} odd answers of {name}" for name, n in odd.items()]
        if self.growth_mb() > growth_mb:
            found.append(f"memory grew by {self.growth_mb():.1f} MB")
        if self.growth_files() > growth_files:
            found.append(f"open files grew by {self.growth_files():.0f}")
        return found + [f"{name} is still {value:g}" for name, value in self.left.items()]


def _early(looks: list[Look], name: str) -> float:
    return _median([getattr(look, name) for look in looks[: max(1, len(looks) // 10)]])


def _late(looks: list[Look], name: str) -> float:
    return _median([getattr(look, name) for look in looks[-max(1, len(looks) // 10) :]])


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


class Callers:
    """Sends requests of each kind and counts how they end."""

    def __init__(self, service: Service, found: Soak, seed: int) -> None:
        self._address = (service.host, service.port)
        self._pool = Pool(*self._address)
        self._found = found
        self._random = random.Random(seed)  # noqa: S311 - no secret
        self._new = bodies()
        self._faults: Iterator[str] = itertools.cycle(FAULTS)
        self._bad = itertools.cycle(BAD)
        self._numbers = itertools.count()

    def kind(self) -> str:
        """What to send next."""
        return self._random.choices(list(SHARES), list(SHARES.values()))[0]

    async def send(self, kind: str) -> None:
        """Send one request of a kind."""
        try:
            status = await self._status(kind)
        except Broken:
            status = 0
        self._found.asked[kind, status] += 1

    async def _status(self, kind: str) -> int:
        if kind == "hang-up":
            return await self._hang_up()
        if kind == "stream":
            answer = await self._pool.ask("POST", "/v1/extract/stream", next(self._new))
            return answer.status if LAST_EVENT in answer.body or answer.status != 200 else -1
        return (await self._plain(kind)).status

    async def _plain(self, kind: str) -> Answer:
        if kind == "hit":
            content = known(self._random.randrange(KNOWN))
        elif kind == "fault":
            content = body(article(next(self._numbers), next(self._faults)))
        else:
            content = next(self._bad) if kind == "bad" else next(self._new)
        return await self._pool.ask("POST", "/v1/extract", content)

    async def _hang_up(self) -> int:
        connection = await Connection.open(*self._address)
        connection.send("POST", "/v1/extract", next(self._new))
        await asyncio.sleep(HANG_UP_S)
        connection.close()
        return 0

    async def prepare(self) -> None:
        """Put the articles that are to be found in the cache there."""
        numbers = iter(range(KNOWN))

        async def ask_the_rest() -> None:
            for number in numbers:
                await self._pool.ask("POST", "/v1/extract", known(number))

        await asyncio.gather(*(ask_the_rest() for _ in range(AT_ONCE)))

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


def known(number: int) -> bytes:
    """A request for one of the articles that are cached."""
    return body(article(number, "samovars"))


def soak_service(service: Service, rate: float, seconds: float, seed: int) -> Soak:
    """Send so many requests a second for so many seconds, of kinds drawn with that seed."""
    return asyncio.run(_soak(service, rate, seconds, seed))


async def _soak(service: Service, rate: float, seconds: float, seed: int) -> Soak:
    found = Soak()
    callers = Callers(service, found, seed)
    await callers.prepare()
    watching = asyncio.ensure_future(_watch(service, found, min(EVERY_S, seconds / 20)))
    loop = asyncio.get_running_loop()
    begin = loop.time()
    async with asyncio.TaskGroup() as group:
        for n in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, begin + n / rate - loop.time()))
            group.create_task(callers.send(callers.kind()))
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    callers.close()
    found.left = await _left(service)
    return found


async def _watch(service: Service, found: Soak, every_s: float) -> None:
    begin = asyncio.get_running_loop().time()
    while True:
        second = asyncio.get_running_loop().time() - begin
        found.looks.append(Look(second, service.memory_mb, service.files, service.threads))
        await asyncio.sleep(every_s)


async def _left(service: Service, within_s: float = 10.0) -> dict[str, float]:
    """Gauges of work under way that do not come down; the request for the metrics is itself under way."""
    end = asyncio.get_running_loop().time() + within_s
    while True:
        samples = await asyncio.to_thread(service.metrics)
        idle = {name: IDLE.get(name.partition("{")[0], value) for name, value in samples.items()}
        left = {name: value for name, value in samples.items() if value != idle[name]}
        if not left or asyncio.get_running_loop().time() > end:
            return left
        await asyncio.sleep(0.2)


def print_table(found: Soak, seconds: float, rate: float) -> None:
    """What docs/operations.md shows."""
    settled = found.settled
    print(f"{machine()}; {seconds:g} s at {rate:g} requests/s\n\n| requests | statuses |\n|---|---|")
    for kind in SHARES:
        counted = {status: n for (name, status), n in sorted(found.asked.items()) if name == kind}
        said = ", ".join(f"{status or 'hung up'}: {n:,}" for status, n in counted.items())
        print(f"| {kind} | {said} |")
    print("\n| of the process | after the warm-up | at the end | most |\n|---|---|---|---|")
    for name, title in {"memory_mb": "memory, MB", "files": "open files", "threads": "threads"}.items():
        most = max(getattr(look, name) for look in settled)
        print(f"| {title} | {_early(settled, name):.0f} | {_late(settled, name):.0f} | {most:.0f} |")
    print(f"| work left at the end | | {len(found.left)} | |")


def main() -> int:
    """Soak, print a table, and say what must not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="how long (default 600)")
    parser.add_argument("--rate", type=float, default=50, help="requests a second (default 50)")
    parser.add_argument("--delay", type=float, default=0.2, help="seconds until the endpoint answers (default 0.2)")
    parser.add_argument("--seed", type=int, default=1, help="of the order of requests (default 1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all looks at the process there")
    options = parser.parse_args()
    with service_with_endpoint(options.delay, {}) as running:
        found = soak_service(running, options.rate, options.seconds, options.seed)
    print_table(found, options.seconds, options.rate)
    if options.json:
        looks = [[look.second, look.memory_mb, look.files, look.threads] for look in found.looks]
        options.json.write_text(json.dumps(looks), encoding="utf-8")
    flaws = found.flaws()
    print(*flaws, sep="\n", file=sys.stderr)
    return bool(flaws)


if __name__ == "__main__":
    raise SystemExit(main())
