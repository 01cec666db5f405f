"""How many tokens of the model a key may use in a day."""

import math
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime, time, timedelta
from typing import Final

from groundwire.extraction.observer import Chat, Observer, Shed
from groundwire.schemas import ProblemType, Usage
from groundwire.server.access.keyring import Keyring
from groundwire.server.access.quotas import Quota
from groundwire.server.access.usage import UsageCounter
from groundwire.server.problems import ProblemError

CALLER: ContextVar[str | None] = ContextVar("groundwire_caller", default=None)
"""Id of the key whose request is being worked for; tasks inherit it."""

_DAY_S: Final = 86_400


def _now() -> datetime:
    return datetime.now(UTC)


class TokenBudget:
    """Tokens of the day (UTC), of all keys and in all processes that share the counter.

    A budget is checked before the model is asked and charged as answers come in: requests under way when it is used up
    still end. A clock that is set back begins no new day, for later days count as well.

    Args:
        keyring: The keys with their own budgets.
        usage: Counts tokens.
        per_day: For keys that have no budget of their own; None for no limit.
        observer: Told of requests that were turned away.
        now: The time of day, UTC.
    """

    def __init__(
        self,
        keyring: Keyring,
        usage: UsageCounter,
        per_day: int | None,
        observer: Observer,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._keyring = keyring
        self._usage = usage
        self._per_day = per_day
        self._observer = observer
        self._now = now

    async def check(self, key_id: str) -> Quota | None:
        """Where a key stands; None if it has no budget.

        Raises:
            Exhausted: Nothing is left of it.
        """
        key = self._keyring.get(key_id)
        budget = (key.tokens_per_day if key else None) or self._per_day
        if budget is None:
            return None
        now = self._now()
        used = await self._usage.since(key_id, now.date())
        quota = Quota("tokens", budget, _DAY_S, max(budget - used, 0), _until_midnight_s(now))
        if used >= budget:
            self._observer.shed(Shed.TOKENS)
            raise Exhausted(quota)
        return quota

    def spent(self, key_id: str, usage: Usage) -> None:
        """Charge a key for what a model has counted; returns at once, from any thread."""
        if tokens := usage.prompt_tokens + usage.completion_tokens:
            self._usage.add(key_id, self._now().date(), tokens)


class Exhausted(ProblemError):
    """A key has used its tokens of the day.

    Attributes:
        quota: Where it stands.
    """

    def __init__(self, quota: Quota) -> None:
        super().__init__(ProblemType.TOKENS_EXHAUSTED, headers={"Retry-After": str(quota.reset_s)})
        self.quota = quota


class TokenMeter(Observer):
    """Charges each question to a model to the key whose request began it.

    So the first of several callers of the same pays and the others do not, and what was asked for a caller who
    then hung up is paid for.
    """

    def __init__(self, budget: TokenBudget) -> None:
        self._budget = budget

    def asked(self, chat: Chat) -> None:
        """Charge all attempts, those in vain included."""
        key_id = CALLER.get()
        if key_id is not None:
            for attempt in chat.attempts:
                self._budget.spent(key_id, attempt.usage)


def _until_midnight_s(now: datetime) -> int:
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return math.ceil((midnight - now).total_seconds())
