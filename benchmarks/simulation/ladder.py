"""The rungs of the ladder from one article a day to ten million: what runs on each, as scenarios."""

from dataclasses import dataclass, replace
from statistics import mean
from typing import Final, Literal, TypeAlias

from benchmarks.simulation.chance import DAY_S
from benchmarks.simulation.parameters import parameters
from benchmarks.simulation.scenario import Arrivals, Article, Backlog, Costs, Database, Endpoint, Fleet, Scenario

from groundwire.extraction.profiles import Profile

Engine: TypeAlias = Literal["SQLite", "PostgreSQL"]
NOON_S: Final = DAY_S / 2


@dataclass(frozen=True)
class Rung:
    """A way to run Groundwire.

    Attributes:
        per_day: Articles that come a day.
        name: Of the scenario.
        runs: What runs, in words.
        profile: Of its model.
        endpoint: The model.
        fleet: Our processes.
        engine: Of jobs.
        look_s: How long it is looked at, in seconds of the simulation.
    """

    per_day: float
    name: str
    runs: str
    profile: Profile
    endpoint: Endpoint
    fleet: Fleet
    engine: Engine
    look_s: float

    def noon(self) -> Scenario:
        """A day like any other, at its busiest."""
        return self._scenario(self._arrivals(), 1.0)

    def burst(self) -> Scenario:
        """News breaks at noon."""
        return self._scenario(replace(self._arrivals(), breaks_at_s=(NOON_S,), burst_s=self.look_s), 1.0)

    def backlog(self) -> Scenario:
        """An archive: as much as it can read."""
        return self._scenario(Backlog(), 0.0)

    @property
    def articles(self) -> tuple[Article, ...]:
        """As the profile has them."""
        known = parameters()
        return known.small if self.profile is Profile.SMALL else known.large

    def _arrivals(self) -> Arrivals:
        known = parameters()
        return Arrivals(
            self.per_day,
            swing=known["swing"],
            burst_times=known["burst_times"],
            repeats=known["repeats"],
            start_s=NOON_S - self._warm_up_s,
        )

    @property
    def _warm_up_s(self) -> float:
        return max(30.0, self.look_s / 4)

    def _scenario(self, load: Arrivals | Backlog, requests: float) -> Scenario:
        return Scenario(
            name=self.name,
            articles=self.articles,
            costs=costs(self.profile, self.engine, requests),
            endpoint=self.endpoint,
            fleet=self.fleet,
            load=load,
            database=database(self.engine),
            seconds=self.look_s,
            warm_up_s=self._warm_up_s,
        )


def costs(profile: Profile, engine: Engine, requests: float) -> Costs:
    """Processor time of our processes, as measured; `requests` 1 over HTTP, 0 for jobs."""
    known = parameters()
    return Costs(
        characters_us=known[f"cpu_us_a_character_{profile.value}"],
        call_ms=known["cpu_ms_a_call"],
        request_ms=known["cpu_ms_a_request"] * requests,
        engine_ms=known["cpu_ms_sqlite" if engine == "SQLite" else "cpu_ms_postgres"],
    )


def database(engine: Engine) -> Database:
    """What an article takes of the database's server; SQLite has none."""
    if engine == "SQLite":
        return Database()
    return Database(parameters()["server_cpu_ms_postgres"], cores=4)


def embedded() -> Endpoint:
    """The embedded model: one call at a time."""
    known = parameters()
    calls = mean(article.questions for article in known.small)
    return Endpoint(known["embedded_s_an_article"] / calls, places=1)


def remote(account: str) -> Endpoint:
    """A provider, with the limits of such an account."""
    known = parameters()
    written = mean(article.completion_tokens / article.questions for article in known.large)
    latency_s = known["remote_first_token_s"] + written / known["remote_output_tokens_a_second"]
    requests, tokens = known.limits[account]
    return Endpoint(latency_s, requests_per_minute=requests, tokens_per_minute=tokens)


def gpus(number: int) -> Endpoint:
    """Servers of our own, as fast for each call as they are when they are full."""
    known = parameters()
    written = mean(article.completion_tokens / article.questions for article in known.large)
    each = known["gpu_output_tokens_a_second"] / known["gpu_calls"]
    return Endpoint(written / each, places=round(number * known["gpu_calls"]))


def rungs() -> list[Rung]:
    """From the ground up."""
    laptop = Fleet(machines=1, cores=2, processes=1, calls=1, places=4)
    one = Fleet(machines=1, cores=2, processes=1, calls=16, places=32)
    two = Fleet(machines=1, cores=4, processes=2, calls=128, places=128)
    ten = Fleet(machines=10, cores=2, processes=1, calls=256, places=160)
    many = Fleet(machines=20, cores=4, processes=4, calls=160, places=80)
    own = "the embedded model on a laptop"
    return [
        Rung(1, "laptop", own, Profile.SMALL, embedded(), laptop, "SQLite", 86_400),
        Rung(100, "laptop", own, Profile.SMALL, embedded(), laptop, "SQLite", 43_200),
        Rung(1_000, "laptop", own, Profile.SMALL, embedded(), laptop, "SQLite", 3_600),
        Rung(10_000, "one-machine", "one process, a provider", Profile.LARGE, remote("small"), one, "SQLite", 1_200),
        Rung(
            100_000,
            "two-processes",
            "two processes on one machine, a cache folder between them, a provider",
            Profile.LARGE,
            remote("middle"),
            two,
            "SQLite",
            600,
        ),
        Rung(
            1_000_000,
            "ten-machines",
            "replicas and workers on ten machines, Valkey, PostgreSQL, a provider",
            Profile.LARGE,
            remote("large"),
            ten,
            "PostgreSQL",
            120,
        ),
        Rung(
            10_000_000,
            "cluster",
            "the same on twenty machines, and 32 GPUs in place of the provider",
            Profile.LARGE,
            gpus(32),
            many,
            "PostgreSQL",
            30,
        ),
    ]
