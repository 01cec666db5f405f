"""Puts a load on the real service on this machine, before an endpoint that answers after a delay, and times it."""

import asyncio
import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias

import psutil
from benchmarks.load.articles import article, body
from benchmarks.load.client import Answer, Pool
from benchmarks.load.overload import Tally, arrivals, callers
from benchmarks.load.service import Service, quantile, service_with_endpoint
from benchmarks.made_up import article as made_up
from tests.cli.support import AID, ATTACK

Kind: TypeAlias = Literal["short", "long"]
TALKS: Final = "Ministers of Norway and Peru held talks in Calagard on 3 May 2033."
NEWS_CHARACTERS: Final = 3_300
"""With the sentences before it about as long as the mean of the five articles of the evals, 3,660."""
CALLS: Final = {"short": 1, "long": 3}
"""Calls to the model that each kind takes (`meta.usage.calls`); asserted when it is measured."""
_WARM_UP_S: Final = 2.0
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Point:
    """A load.

    Attributes:
        kind: Of the articles: a strike in two sentences, or about 3,500 characters of news of three types.
        delay_s: Until the endpoint answers a call.
        calls: `GROUNDWIRE_CONCURRENCY`.
        places: `GROUNDWIRE_MAX_EXTRACTIONS`.
        waiting: `GROUNDWIRE_MAX_WAITING`.
        callers: So many, each with its next article as soon as it has an answer; 0 if articles come by rate.
        per_s: Articles that come a second, evenly; 0 if there are callers.
    """

    kind: Kind
    delay_s: float
    calls: int
    places: int
    callers: int = 0
    per_s: float = 0.0
    waiting: int = 64


@dataclass(frozen=True)
class Measured:
    """What was measured.

    Attributes:
        per_s: Articles read, a second.
        p50_s: Their median, in seconds.
        p95_s: Their 95th percentile.
        shed_share: Part of them that was turned away.
        busy: Processor time of the service, as part of the time.
        stalled_share: Part of the time that a thread of the service was ready and had no core: what else runs here.
    """

    per_s: float
    p50_s: float
    p95_s: float
    shed_share: float
    busy: float
    stalled_share: float


def text(kind: Kind, number: int) -> str:
    """An article of that kind that no other number gives."""
    if kind == "short":
        return article(number)
    return f"{ATTACK} Report {number} was read.\n\n{AID} {TALKS}\n\n{made_up(NEWS_CHARACTERS, seed=number).text}"


def measure(point: Point, seconds: float) -> Measured:
    """Start a service, warm it up, and put the load on it for so long."""
    settings = {"CONCURRENCY": point.calls, "MAX_EXTRACTIONS": point.places, "MAX_WAITING": point.waiting}
    variables = {f"GROUNDWIRE_{name}": str(value) for name, value in settings.items()}
    with service_with_endpoint(point.delay_s, variables) as service:
        return asyncio.run(_load(service, point, seconds))


async def _load(service: Service, point: Point, seconds: float) -> Measured:
    pool = _Timed(service.host, service.port)
    contents = bodies(point.kind)
    answer = await pool.ask("POST", "/v1/extract", next(contents))
    calls = answer.json()["meta"]["usage"]["calls"]
    if calls != CALLS[point.kind]:
        raise SystemExit(f"a {point.kind} article takes {calls} calls, not {CALLS[point.kind]}")
    await callers(pool, contents, min(point.callers or 4, point.places), _WARM_UP_S)
    with watching(service.running.process.pid) as watch:
        begin = time.monotonic()
        if point.callers:
            tally = await callers(pool, contents, point.callers, seconds)
        else:
            tally = await arrivals(pool, contents, point.per_s, seconds + _WARM_UP_S)
    pool.close()
    # Callers end together, some time later than told; of those who come by rate, the first and the last are left out.
    end = begin + (watch.seconds if point.callers else seconds + _WARM_UP_S)
    return _summed(tally, watch, pool.made_per_s(begin if point.callers else begin + _WARM_UP_S, end))


def _summed(tally: Tally, watch: "watching", per_s: float) -> Measured:
    return Measured(
        per_s=per_s,
        p50_s=quantile(tally.seconds[200], 0.5),
        p95_s=quantile(tally.seconds[200], 0.95),
        shed_share=tally.statuses[503] / tally.statuses.total(),
        busy=watch.cpu_s / watch.seconds,
        stalled_share=watch.stalled_s / watch.seconds,
    )


def bodies(kind: Kind) -> Iterator[bytes]:
    """Requests for ever new articles."""
    while True:
        yield body(text(kind, next(_numbers)))


class _Timed(Pool):
    """A pool that notes when each answer came, and its status."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port)
        self.ended: list[tuple[float, int]] = []

    async def ask(self, method: str, path: str, body: bytes = b"") -> Answer:
        """As the pool does."""
        answer = await super().ask(method, path, body)
        self.ended.append((time.monotonic(), answer.status))
        return answer

    def made_per_s(self, begin: float, end: float) -> float:
        """Articles read a second, between two moments."""
        return sum(begin <= moment < end and status == 200 for moment, status in self.ended) / (end - begin)


class watching:  # noqa: N801 - read as a phrase: with watching(process)
    """What a process uses while the block runs."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._begin = (0.0, 0.0, 0.0)
        self.seconds = self.cpu_s = self.stalled_s = 0.0

    def __enter__(self) -> Self:
        self._begin = self._now()
        return self

    def __exit__(self, *_error: object) -> None:
        now = self._now()
        self.seconds, self.cpu_s, self.stalled_s = (
            after - before for after, before in zip(now, self._begin, strict=True)
        )

    def _now(self) -> tuple[float, float, float]:
        return time.monotonic(), cpu_s(self._pid), stalled_s(self._pid)


def cpu_s(pid: int) -> float:
    """Processor time of a process."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def stalled_s(pid: int) -> float:
    """Seconds that threads of a process were ready to run and had no core; 0 where Linux does not tell."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[1]) for thread in threads) / 1e9
