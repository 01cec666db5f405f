"""What is simulated: articles, the processes that read them, the model behind them, and how articles come."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Spread: TypeAlias = Literal["constant", "exponential", "lognormal"]
"""How the durations of calls are distributed about their mean."""


@dataclass(frozen=True)
class Article:
    """A kind of article.

    Attributes:
        questions: Calls to the model that it takes.
        characters: Its length.
        prompt_tokens: Tokens read for it, by all questions together.
        completion_tokens: Tokens written, likewise.
    """

    questions: int
    characters: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True)
class Costs:
    """Processor time of a process of ours.

    Attributes:
        article_ms: Of each article that is read.
        characters_us: Of each of its characters, besides.
        call_ms: Of each call to the model.
        plan_share: Part of the article's time that comes before its questions.
        request_ms: Of each request over HTTP, whatever is answered; 0 for jobs.
        engine_ms: Of the engine of jobs, an article; 0 for requests over HTTP.
        beside_ms: Of other programs on the same machine, an article: who sends it, or an endpoint that is there too.
        idle_ms: Nobody's: what an article waits for besides, such as the disk and other threads.
    """

    article_ms: float = 0.0
    characters_us: float = 0.0
    call_ms: float = 0.0
    plan_share: float = 0.3
    request_ms: float = 0.0
    engine_ms: float = 0.0
    beside_ms: float = 0.0
    idle_ms: float = 0.0

    def article_s(self, article: Article) -> float:
        """Seconds of an article, without those of its calls."""
        return self.article_ms / 1e3 + self.characters_us * article.characters / 1e6


@dataclass(frozen=True)
class Endpoint:
    """The model.

    Attributes:
        latency_s: Mean duration of a call on its own.
        spread: Distribution of that.
        sigma: Of the logarithm, where the spread is lognormal.
        places: Calls that it works on at once; more of them wait there. None: any number.
        requests_per_minute: The limit that all processes share; None for none.
        tokens_per_minute: Likewise, read and written.
    """

    latency_s: float
    spread: Spread = "lognormal"
    sigma: float = 0.4
    places: int | None = None
    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None


@dataclass(frozen=True)
class Fleet:
    """Our processes.

    Attributes:
        machines: How many.
        cores: Of each.
        processes: On each.
        calls: To the model at once, of each process (`GROUNDWIRE_CONCURRENCY`).
        places: Articles at once, of each process (`GROUNDWIRE_MAX_EXTRACTIONS` or `GROUNDWIRE_JOB_CONCURRENCY`).
        waiting: Articles that may wait for a place, of each process; further ones are shed (`GROUNDWIRE_MAX_WAITING`).
        timeout_s: Deadline of a request (`GROUNDWIRE_REQUEST_TIMEOUT_S`).
    """

    machines: int = 1
    cores: int = 2
    processes: int = 1
    calls: int = 8
    places: int = 32
    waiting: int = 64
    timeout_s: float = 600.0


@dataclass(frozen=True)
class Database:
    """The database of jobs.

    Attributes:
        article_ms: Its processor time, an article; 0 for no database.
        cores: That it may use. 1 for SQLite: one writes at a time.
    """

    article_ms: float = 0.0
    cores: int = 1


@dataclass(frozen=True)
class Arrivals:
    """Requests that come whether earlier ones are answered or not.

    Attributes:
        per_day: Mean of a day.
        swing: By so much of the mean do they come more often at the middle of the day, and less often at midnight.
        bursts_per_day: Times that news breaks, by chance.
        breaks_at_s: Times of the day at which it breaks besides.
        burst_s: How long each lasts.
        burst_times: So many times as many come meanwhile.
        repeats: Part of them that is an article which came before.
        start_s: Time of day at which the simulation begins.
        even: They come at even intervals, as a load client sends them, instead of by chance.
    """

    per_day: float
    swing: float = 0.0
    bursts_per_day: float = 0.0
    breaks_at_s: tuple[float, ...] = ()
    burst_s: float = 600.0
    burst_times: float = 3.0
    repeats: float = 0.0
    start_s: float = 0.0
    even: bool = False


@dataclass(frozen=True)
class Backlog:
    """More articles than can be read: whoever is free takes the next one, as workers of jobs do.

    Attributes:
        repeats: Part of them that is an article which came before.
    """

    repeats: float = 0.0


@dataclass(frozen=True)
class Callers:
    """Requests of so many callers, each of whom sends the next one as soon as the last is answered.

    Attributes:
        number: How many.
        repeats: Part of the requests that is for an article which came before.
    """

    number: int
    repeats: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """All of it.

    Attributes:
        name: For tables.
        articles: Kinds, each as frequent as the others.
        costs: Of our processes.
        endpoint: The model.
        fleet: Our processes.
        load: How articles come.
        database: Of jobs.
        seconds: How long it is looked at.
        warm_up_s: How long it runs before.
    """

    name: str
    articles: tuple[Article, ...]
    costs: Costs
    endpoint: Endpoint
    fleet: Fleet
    load: Arrivals | Callers | Backlog
    database: Database = Database()
    seconds: float = 600.0
    warm_up_s: float = 60.0
