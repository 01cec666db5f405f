"""The one retry policy: which failures of a model are tried again, how often, after how long.

Two counters, kept apart: transport (the endpoint could not be reached or was overloaded) and correction (it
answered with something unusable and is told so). The SDKs below retry nothing on their own, so a question costs
at most `1 + transport + corrections` requests, and each broken item of its answer `1 + transport` more.

A call that found no end in its own time is not tried again: the endpoint may be at work on it still, and the next one
would take as long.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

import tenacity  # noqa: TID251 - this is the module that decides about retries

from groundwire.extraction.breaker import BreakerOpen
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import InvalidAnswer, ModelError, ModelUnavailable

T = TypeVar("T")


@dataclass(frozen=True)
class RetryPolicy:
    """How often and how patiently a question is put again.

    Attributes:
        transport: Further tries after the endpoint could not be reached or was overloaded, 0 or more.
        corrections: Further tries after an unusable answer, 0 or more. With 0, no broken item is asked for again.
        base_s: The first wait is drawn evenly from 0 to this many seconds; the bound doubles each time (full jitter).
        max_wait_s: Bound of a wait in seconds. An endpoint that asks for more is not waited for.
    """

    transport: int = 2
    corrections: int = 1
    base_s: float = 0.5
    max_wait_s: float = 30.0


@dataclass(frozen=True)
class Leave:
    """Whether a further try is worth beginning, whatever the policy says.

    Attributes:
        deadline: A wait that would not end before it is not waited.
        spend: Asked before a transport retry, and not for a correction: whether the process can afford it.
    """

    deadline: Deadline = NO_DEADLINE
    spend: Callable[[ModelUnavailable], bool] = lambda _: True


@dataclass
class _Rule:
    policy: RetryPolicy
    leave: Leave
    unavailable: int = 0
    invalid: int = 0
    jitter: tenacity.wait_random_exponential = field(init=False)

    def __post_init__(self) -> None:
        self.jitter = tenacity.wait_random_exponential(multiplier=self.policy.base_s, max=self.policy.max_wait_s)

    def allows(self, state: tenacity.RetryCallState) -> bool:
        error = _error(state)
        if isinstance(error, BreakerOpen):
            return False
        if isinstance(error, ModelUnavailable):
            self.unavailable += 1
            patient = (error.retry_after_s or 0.0) <= self.policy.max_wait_s
            return patient and self.unavailable <= self.policy.transport
        if isinstance(error, InvalidAnswer):
            self.invalid += 1
            return self.invalid <= self.policy.corrections
        return False

    def wait(self, state: tenacity.RetryCallState) -> float:
        error = _error(state)
        if isinstance(error, InvalidAnswer):
            return 0.0
        asked = error.retry_after_s if isinstance(error, ModelUnavailable) else None
        # Jitter on top of Retry-After as well: callers that were refused together must not come back together.
        return (asked or 0.0) + self.jitter(state)

    def ends(self, state: tenacity.RetryCallState) -> bool:
        """Asked last of all, when the wait is known: what is spent here is a retry that comes about."""
        if state.upcoming_sleep >= self.leave.deadline.remaining_s:
            return True
        error = _error(state)
        return isinstance(error, ModelUnavailable) and not self.leave.spend(error)


def _error(state: tenacity.RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome is not None else None


async def with_retries(
    policy: RetryPolicy, attempt: Callable[[ModelError | None], Awaitable[T]], leave: Leave | None = None
) -> T:
    """Run `attempt` until it succeeds or the policy gives up; then its last error is raised.

    Args:
        policy: How often and how patiently.
        attempt: One try. It is handed the error of the try before, None the first time.
        leave: What else may forbid a further try; None if nothing does.
    """
    rule = _Rule(policy, leave or Leave())
    last: ModelError | None = None
    async for trial in tenacity.AsyncRetrying(retry=rule.allows, wait=rule.wait, stop=rule.ends, reraise=True):
        with trial:
            try:
                return await attempt(last)
            except ModelError as error:
                last = error
                raise
    raise AssertionError("tenacity returns or raises")
