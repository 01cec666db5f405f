"""Runs a scenario: articles come, are looked up, wait for a place, are read, and leave."""

import itertools
from random import Random

import simpy
from benchmarks.simulation.chance import arrivals, stream
from benchmarks.simulation.scenario import Arrivals, Article, Backlog, Callers, Scenario
from benchmarks.simulation.tally import End, Outcome, Tally
from benchmarks.simulation.world import Jobs, Machine, Model, Process, Steps

RECENT = 2000
"""Articles among which a repeated one is chosen."""


def simulate(scenario: Scenario, seed: int = 1) -> Outcome:
    """What happens in that time; the same for the same seed."""
    env = simpy.Environment()
    tally = Tally()
    newsroom = _Newsroom(env, scenario, tally, seed)
    newsroom.open()
    env.run(until=scenario.warm_up_s or 1e-9)
    tally.begin(env.now)
    env.run(until=scenario.warm_up_s + scenario.seconds)
    return tally.outcome(scenario.name, env.now)


class _Copy:
    """An article that has come: its kind, and the moment from which it is in the cache."""

    def __init__(self, env: simpy.Environment, kind: Article) -> None:
        self.kind = kind
        self.kept = env.event()


class _Newsroom:
    """All that runs."""

    def __init__(self, env: simpy.Environment, scenario: Scenario, tally: Tally, seed: int) -> None:
        self._env = env
        self._scenario = scenario
        self._tally = tally
        self._model = Model(env, scenario.endpoint, tally, seed)
        self._jobs = Jobs(env, scenario, tally)
        machines = [Machine(env, scenario, tally) for _ in range(scenario.fleet.machines)]
        # One of each machine, then the next of each, as a balancer goes round.
        self._processes = [
            Process(env, machine, scenario, tally) for _ in range(scenario.fleet.processes) for machine in machines
        ]
        self._seed = seed
        self._kinds = stream(seed, "kinds")
        self._known: list[_Copy] = []

    def open(self) -> None:
        """Let articles come."""
        load = self._scenario.load
        if isinstance(load, Arrivals):
            self._env.process(self._arrive(load))
        elif isinstance(load, Callers):
            for process, _ in zip(itertools.cycle(self._processes), range(load.number)):
                self._env.process(self._call(process, load))
        else:
            for process, _ in itertools.product(self._processes, range(self._scenario.fleet.places)):
                self._env.process(self._work(process, load))

    def _arrive(self, load: Arrivals) -> Steps:
        processes = itertools.cycle(self._processes)
        for moment in arrivals(stream(self._seed, "arrivals"), load):
            yield self._env.timeout(moment - self._env.now)
            self._env.process(self._request(next(processes), self._next(load.repeats)))

    def _call(self, process: Process, load: Callers) -> Steps:
        """One of the callers."""
        while True:
            yield from self._request(process, self._next(load.repeats))

    def _work(self, process: Process, load: Backlog) -> Steps:
        """One of the places of a worker."""
        while True:
            begin = self._env.now
            self._tally.came(begin)
            copy, known = self._next(load.repeats)
            engine_s = self._scenario.costs.engine_ms / 1e3
            yield process.loop.compute(engine_s / 2)
            yield from self._jobs.use(0.5)
            end = End.HIT
            if known and copy.kept.triggered:
                yield process.loop.compute(self._scenario.costs.request_ms / 1e3)
            else:
                with process.places.used():
                    yield from self._read(process, copy.kind)
                end = End.MADE
                self._keep(copy)
            yield process.loop.compute(engine_s / 2)
            yield from self._jobs.use(0.5)
            self._tally.ended(self._env.now, end, self._env.now - begin)

    def _request(self, process: Process, what: tuple[_Copy, bool]) -> Steps:
        begin = self._env.now
        self._tally.came(begin)
        copy, known = what
        yield process.http.compute(self._scenario.costs.request_ms / 1e3)
        if known and copy.kept.triggered:
            self._tally.ended(self._env.now, End.HIT, self._env.now - begin)
        elif known:
            yield copy.kept | self._env.timeout(self._scenario.fleet.timeout_s)
            self._tally.ended(self._env.now, End.SHARED, self._env.now - begin)
        else:
            yield from self._admit(process, copy, begin)

    def _admit(self, process: Process, copy: _Copy, begin: float) -> Steps:
        places = process.places.resource
        if places.count >= places.capacity and len(places.queue) >= self._scenario.fleet.waiting:
            self._tally.ended(self._env.now, End.SHED, self._env.now - begin)
            self._forget(copy)
            return
        with places.request() as turn:
            yield turn | self._env.timeout(begin + self._scenario.fleet.timeout_s - self._env.now)
            if not turn.triggered:
                self._tally.ended(self._env.now, End.LATE, self._env.now - begin)
                self._forget(copy)
                return
            self._tally.waited.append(self._env.now - begin)
            with process.places.used():
                yield from self._read(process, copy.kind)
        self._keep(copy)
        self._tally.ended(self._env.now, End.MADE, self._env.now - begin)

    def _read(self, process: Process, kind: Article) -> Steps:
        costs = self._scenario.costs
        whole = costs.article_s(kind)
        yield self._env.timeout(costs.idle_ms / 1e3)
        yield process.beside.compute(costs.beside_ms / 1e3)
        yield process.loop.compute(whole * costs.plan_share)
        questions = [self._env.process(self._ask(process, kind)) for _ in range(kind.questions)]
        yield self._env.all_of(questions)
        yield process.loop.compute(whole * (1 - costs.plan_share))

    def _ask(self, process: Process, kind: Article) -> Steps:
        half = self._scenario.costs.call_ms / 2e3
        with process.calls.resource.request() as turn:
            yield turn
            with process.calls.used():
                yield from self._model.admit(kind)
                yield process.loop.compute(half)
                yield from self._model.answer(kind)
                yield process.loop.compute(half)

    def _next(self, repeats: float) -> tuple[_Copy, bool]:
        """The article that comes, and whether it has come before."""
        chance: Random = self._kinds
        if self._known and chance.random() < repeats:
            return chance.choice(self._known), True
        copy = _Copy(self._env, chance.choice(self._scenario.articles))
        self._known.append(copy)
        if len(self._known) > RECENT:
            self._known.pop(0)
        return copy, False

    def _keep(self, copy: _Copy) -> None:
        if not copy.kept.triggered:
            copy.kept.succeed()

    def _forget(self, copy: _Copy) -> None:
        """It was not read, so whoever sends it again has to have it read."""
        if copy in self._known:
            self._known.remove(copy)
        self._keep(copy)
