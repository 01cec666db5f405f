"""What the pipeline tells of its work while it works, to whoever counts, traces or logs it.

Nothing here holds article text, answers, evidence or keys, so whatever an observer does with it, none can leak.
"""

from dataclasses import dataclass
from enum import StrEnum

from groundwire.schemas import CacheState, Usage


class Outcome(StrEnum):
    """What became of one request to an endpoint."""

    OK = "ok"
    """A usable answer."""
    SALVAGED = "salvaged"
    """An answer of which a part was usable."""
    INVALID = "invalid"
    """An answer, but nothing usable in it."""
    RATE_LIMITED = "rate_limited"
    """429."""
    UNAVAILABLE = "unavailable"
    """Not reached, broken off, or a status that says: later."""
    TIMEOUT = "timeout"
    """No answer in time."""
    REJECTED = "rejected"
    """A status that says: never."""
    CANCELLED = "cancelled"
    """Nobody waited for it any more."""


class BreakerState(StrEnum):
    """Whether an endpoint is asked."""

    CLOSED = "closed"
    """It is."""
    OPEN = "open"
    """It is not: it failed too often."""
    HALF_OPEN = "half_open"
    """One request at a time finds out whether it works again."""


class Shed(StrEnum):
    """Why a request was turned away before anything was done for it."""

    QUEUE_FULL = "queue_full"
    """As many wait already as may wait."""
    RATE = "rate"
    """Its key has sent too many."""
    TOKENS = "tokens"
    """Its key has used the tokens of the day."""
    BREAKER = "breaker"
    """The circuit breaker of the endpoint is open."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request to an endpoint.

    Attributes:
        started_ns: When it went out, in nanoseconds of the Unix clock.
        seconds: Until its end, by the monotonic clock.
        outcome: What became of it.
        status: HTTP status of an answer that was an error; None for others.
        usage: What the endpoint counted.
    """

    started_ns: int
    seconds: float
    outcome: Outcome
    status: int | None
    usage: Usage


@dataclass(frozen=True, slots=True)
class Chat:
    """One question to a model with all its attempts.

    Attributes:
        endpoint: Host and port that were asked.
        model: Name of the model in requests.
        temperature: As it was sent; None if it was not.
        max_tokens: Limit of the answer.
        started_ns: When the question was put, in nanoseconds of the Unix clock; waiting for a place counts.
        seconds: Until it was answered or given up, by the monotonic clock.
        waited_s: Seconds of these in which it waited for a place among the calls in flight.
        attempts: In order; none if a breaker forbade the first.
        error: Class of the error that it ended with; None for an answer.
    """

    endpoint: str
    model: str
    temperature: float | None
    max_tokens: int
    started_ns: int
    seconds: float
    waited_s: float
    attempts: tuple[Attempt, ...]
    error: str | None


class Observer:
    """Is told, and does nothing about it; subclasses do. Methods must not raise, block or take long."""

    def planned(self, questions: int) -> None:
        """So many questions about an article are about to be put; what is asked before is only how to ask."""

    def asked(self, chat: Chat) -> None:
        """A question to a model has come to its end."""

    def breaker(self, endpoint: str, state: BreakerState) -> None:
        """The breaker of an endpoint has changed its state."""

    def limit(self, endpoint: str, calls: int) -> None:
        """So many calls to an endpoint may be in flight from now on."""

    def in_flight(self, endpoint: str, calls: int) -> None:
        """So many calls to an endpoint are in flight now."""

    def throttle_failed(self, endpoint: str) -> None:
        """The limits of an endpoint could not be shared with others; a call kept to this process' own part of them."""

    def retry_refused(self, endpoint: str) -> None:
        """A further attempt was forgone because the process has spent its budget of retries."""

    def load(self, running: int, waiting: int) -> None:
        """So many extractions are being made now, and so many wait for a place."""

    def waited(self, seconds: float) -> None:
        """An extraction has waited so long for its place."""

    def shed(self, reason: Shed) -> None:
        """A request was turned away."""

    def answered(self, state: CacheState) -> None:
        """An extraction was handed to a caller."""

    def made(self, stage_ms: dict[str, float], records: dict[str, int], warnings: dict[str, int]) -> None:
        """An extraction was made.

        Args:
            stage_ms: Milliseconds by stage of the pipeline.
            records: Number of records by type.
            warnings: Number of warnings by code.
        """

    def fell_back(self) -> None:
        """The second endpoint answered in place of the first."""

    def cache_failed(self) -> None:
        """The cache could not be read or written; the request went on without it."""
