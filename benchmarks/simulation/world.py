"""The things that are in short supply: interpreters, cores, places, calls, the endpoint and the database."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import simpy
from benchmarks.simulation.chance import duration, stream
from benchmarks.simulation.cores import Cores, Interpreter, Thread
from benchmarks.simulation.quota import Quota
from benchmarks.simulation.scenario import Article, Endpoint, Scenario
from benchmarks.simulation.tally import Gauge, Tally

Steps: TypeAlias = Generator[simpy.Event, Any, None]
"""What a simulated process does, step by step."""


@dataclass
class Supply:
    """Something that so many can use at once, first come, first served; gauged if it has a gauge."""

    resource: simpy.Resource
    gauge: Gauge | None = None

    def change(self, by: int) -> None:
        """Tell the gauge."""
        if self.gauge is not None:
            self.gauge.change(self.resource._env.now, by)  # noqa: SLF001 - simpy has no public name for it

    @contextmanager
    def used(self) -> Generator[None, None, None]:
        """Gauge it while the block runs."""
        self.change(1)
        try:
            yield
        finally:
            self.change(-1)


class Model:
    """The endpoint and the limits that all processes share."""

    def __init__(self, env: simpy.Environment, endpoint: Endpoint, tally: Tally, seed: int) -> None:
        self._env = env
        self._endpoint = endpoint
        self._tally = tally
        self._chance = stream(seed, "calls")
        self._places = _supply(env, tally, "endpoint", endpoint.places) if endpoint.places else None
        limits = (endpoint.requests_per_minute, endpoint.tokens_per_minute)
        self._requests, self._tokens = (Quota(limit) if limit else None for limit in limits)

    def admit(self, article: Article) -> Steps:
        """Wait until the limits let a call of this article pass."""
        now = self._env.now
        tokens = (article.prompt_tokens + article.completion_tokens) / max(1, article.questions)
        waits = [self._requests.wait_s(now)] if self._requests else []
        waits += [self._tokens.wait_s(now, tokens)] if self._tokens else []
        if any(waits):
            yield self._env.timeout(max(waits))

    def answer(self, article: Article) -> Steps:
        """Answer a call of this article."""
        share = 1 / max(1, article.questions)
        self._tally.calls += 1
        self._tally.prompt_tokens += round(article.prompt_tokens * share)
        self._tally.completion_tokens += round(article.completion_tokens * share)
        seconds = duration(self._chance, self._endpoint)
        if self._places is None:
            yield self._env.timeout(seconds)
            return
        with self._places.resource.request() as turn:
            yield turn
            with self._places.used():
                yield self._env.timeout(seconds)


class Machine:
    """Cores that the processes on it share, and other programs that need some of them."""

    def __init__(self, env: simpy.Environment, scenario: Scenario, tally: Tally) -> None:
        self.cores = Cores(env, scenario.fleet.cores, tally.gauge("cores", scenario.fleet.cores))
        self.beside = Thread(self.cores, Interpreter(env))


class Process:
    """One process of ours: a thread for HTTP and one for extractions, places for articles, and for calls."""

    def __init__(self, env: simpy.Environment, machine: Machine, scenario: Scenario, tally: Tally) -> None:
        interpreter = Interpreter(env, tally.gauge("interpreter", 1))
        self.http = Thread(machine.cores, interpreter)
        self.loop = Thread(machine.cores, interpreter)
        self.beside = machine.beside
        self.places = _supply(env, tally, "places", scenario.fleet.places)
        self.calls = _supply(env, tally, "calls", scenario.fleet.calls)


class Jobs:
    """The database of jobs."""

    def __init__(self, env: simpy.Environment, scenario: Scenario, tally: Tally) -> None:
        self._env = env
        self._seconds = scenario.database.article_ms / 1e3
        self._cores = _supply(env, tally, "database", scenario.database.cores) if self._seconds else None

    def use(self, share: float) -> Steps:
        """Do that part of what an article takes."""
        if self._cores is None:
            return
        with self._cores.resource.request() as core:
            yield core
            with self._cores.used():
                yield self._env.timeout(self._seconds * share)


def _supply(env: simpy.Environment, tally: Tally, name: str, size: int) -> Supply:
    return Supply(simpy.Resource(env, size), tally.gauge(name, size))
