"""What is needed of an engine: it keeps jobs, hands their articles to workers, and keeps the results."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeAlias

from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobStatus, ResultState

MOST_TRIES: Final = 5
"""Times that an article is begun at most, if workers die of it or its model cannot be reached."""


class EngineError(Exception):
    """The engine cannot be used; the message says what to do, and holds neither text nor password."""


class EngineUnavailable(EngineError):
    """Not now: its database cannot be reached or written. To be tried again."""


class IdempotencyConflict(EngineError):
    """The owner has handed in another body under the same idempotency key."""


class EngineFull(EngineError):
    """As many articles wait already as the engine keeps."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """One article of a new job.

    Attributes:
        request: An ExtractRequest as JSON.
        name: The caller's name for it.
    """

    request: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job that is handed in.

    Attributes:
        items: Its articles, in order; 1 or more.
        owner: Id of the API key that hands it in; None without one.
        idempotency_key: The caller's name for this act of handing in; one owner and key make one job.
        digest: Tells one body from another, where there is an idempotency key.
    """

    items: Sequence[NewItem]
    owner: str | None = None
    idempotency_key: str | None = None
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One article, handed to a worker.

    Attributes:
        job: Name of the job.
        index: Place of the article in the job, from 0.
        request: An ExtractRequest as JSON.
        owner: Of the job.
        tries: How often it has been begun, this time included and those not that did not count (`Later.counts`).
    """

    job: str
    index: int
    request: str
    owner: str | None
    tries: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of an article.

    Attributes:
        state: DONE or FAILED.
        text: The Extraction or the Problem, as JSON.
        usage: What was spent for it.
        cost_usd: Price of that; None if it is not known.
    """

    state: ResultState
    text: str
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not now; the article is to be delivered again.

    Attributes:
        seconds: After so long, at the earliest.
        counts: Whether this try counts against MOST_TRIES. What failed for a reason that is not the article's does not.
        usage: What was spent for it all the same.
        cost_usd: Price of that; None if it is not known.
    """

    seconds: float
    counts: bool
    usage: Usage = field(default_factory=Usage)
    cost_usd: float | None = None


Body: TypeAlias = Callable[[Delivery], Awaitable[Outcome | Later]]
"""What a worker does with an article; safe to be repeated, and to be cancelled. It raises nothing else."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of an article, as an engine keeps it.

    Attributes:
        index: Its place in the job.
        name: The caller's name for it.
        state: What became of it.
        text: The Extraction or the Problem as JSON; empty if it was cancelled.
    """

    index: int
    name: str | None
    state: ResultState
    text: str


class Engine(Protocol):
    """Keeps jobs in a database. Methods may be called from any event loop and raise EngineUnavailable.

    `owner` is the id of an API key: a job of another owner is none. None is the owner of jobs handed in without a key;
    ANY_OWNER sees all.
    """

    async def submit(self, job: NewJob) -> JobStatus:
        """Take in a job, whole or not at all; once it returns, no kill loses it.

        Handed in again under the same owner and idempotency key, it is the same job.

        Raises:
            IdempotencyConflict: The body is another one.
            EngineFull: There is no room for it.
        """
        ...

    async def status(self, job_id: str, owner: str | None) -> JobStatus | None:
        """How a job stands; None if there is none.

        Usage and cost are the sums over what bodies said (`Outcome`, `Later`); the cost is 0 as long as no call was
        made, and None from the first call on whose price is not known. What a worker has spent that died, or whose
        result came second, is not in them.
        """
        ...

    async def results(self, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
        """Results in order from a place on, up to the first article that has none; None if there is no such job."""
        ...

    async def cancel(self, job_id: str, owner: str | None) -> JobStatus | None:
        """Begin none of its articles any more, and drop those being read; nothing happens to a job that has ended."""
        ...

    async def delete(self, job_id: str, owner: str | None) -> None:
        """Forget a job that has ended, with its results; for one that has not, nothing happens."""
        ...

    async def work(self, body: Body, concurrency: int) -> None:
        """Be one worker among all that share the database, until cancelled.

        Articles are begun in the order of their jobs' arrival, up to `concurrency` at once. What a worker holds that
        dies, or hangs, is delivered to another within 15 s. While the database is away, the worker waits for it. When
        cancelled, it cancels what it is reading and gives it back at once, untried.
        """
        ...

    async def close(self) -> None:
        """Give up connections and files."""
        ...


ANY_OWNER: Final = "*"
"""In place of an owner: whoever it is. Not the id of any key."""
