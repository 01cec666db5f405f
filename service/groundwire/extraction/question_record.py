"""Keeps what an observer is told of one question to a model: its attempts, their ends, the time it waited."""

import time
from dataclasses import dataclass, field

from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelRejected, ModelUnavailable
from groundwire.extraction.observer import Attempt, Chat, Outcome
from groundwire.schemas import Usage

_RATE_LIMITED = 429


@dataclass(frozen=True)
class Asking:
    """What all questions to one endpoint have in common; see `Chat`."""

    endpoint: str
    model: str
    temperature: float | None
    max_tokens: int


@dataclass
class QuestionRecord:
    """One question while it is being asked.

    Attributes:
        asking: To whom.
        waited_s: Seconds that it has waited for places, up to the last that it got.
        attempts: Those that came to their end.
    """

    asking: Asking
    waited_s: float = 0.0
    attempts: list[Attempt] = field(default_factory=list)
    _started_ns: int = field(default_factory=time.time_ns, init=False)
    _started: float = field(default_factory=time.monotonic, init=False)
    _waiting_since: float | None = field(default=None, init=False)

    def waits(self) -> None:
        """It stands in line for a place from now on."""
        self._waiting_since = time.monotonic()

    def goes(self) -> None:
        """It waits no longer."""
        if self._waiting_since is not None:
            self.waited_s += time.monotonic() - self._waiting_since
            self._waiting_since = None

    def chat(self, error: BaseException | None) -> Chat:
        """All of it, in the end.

        Args:
            error: What it ended with; None for an answer.
        """
        self.goes()
        return Chat(
            endpoint=self.asking.endpoint,
            model=self.asking.model,
            temperature=self.asking.temperature,
            max_tokens=self.asking.max_tokens,
            started_ns=self._started_ns,
            seconds=time.monotonic() - self._started,
            waited_s=self.waited_s,
            attempts=tuple(self.attempts),
            error=type(error).__name__ if error is not None else None,
        )


@dataclass
class AttemptRecord:
    """One attempt while it is being made."""

    _started_ns: int = field(default_factory=time.time_ns, init=False)
    _started: float = field(default_factory=time.monotonic, init=False)

    def ended(self, outcome: Outcome, error: BaseException | None, usage: Usage) -> Attempt:
        """All of it, in the end."""
        return Attempt(
            started_ns=self._started_ns,
            seconds=time.monotonic() - self._started,
            outcome=outcome,
            status=error.status if isinstance(error, ModelUnavailable | ModelRejected) else None,
            usage=usage,
        )


def outcome_of(error: BaseException) -> Outcome:
    """What became of an attempt that ended with an error."""
    match error:
        case ModelUnavailable(status=status):
            return Outcome.RATE_LIMITED if status == _RATE_LIMITED else Outcome.UNAVAILABLE
        case DeadlineExceeded():
            return Outcome.TIMEOUT
        case ModelRejected():
            return Outcome.REJECTED
        case InvalidAnswer():
            return Outcome.INVALID
        case _:
            return Outcome.CANCELLED
