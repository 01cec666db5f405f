"""Daily budgets: what is charged to whom, when nothing is left, and days that come back."""

import asyncio
import contextvars
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.server.access.support import NOON, Clock, Watching, a_chat, new_key

from groundwire.extraction.observer import Shed
from groundwire.schemas import ProblemType, Usage
from groundwire.server.access import Keyring, TokenBudget, TokenMeter, open_usage
from groundwire.server.access.keys import ApiKey, KeyDocument
from groundwire.server.access.tokens import CALLER, Exhausted
from groundwire.server.access.usage import UsageCounter


def _budget(usage: UsageCounter, clock: Clock, *keys: ApiKey, per_day: int | None = None) -> TokenBudget:
    return TokenBudget(Keyring(KeyDocument(keys=keys)), usage, per_day, Watching(), clock.now)


def _left(budget: TokenBudget, key: ApiKey) -> int:
    try:
        quota = asyncio.run(budget.check(key.id))
    except Exhausted as error:
        quota = error.quota
    assert quota is not None
    return quota.left


def test_prompt_and_completion_tokens_are_charged(tmp_path: Path) -> None:
    key, _ = new_key(tokens_per_day=100)
    with open_usage(tmp_path / "u.db") as usage:
        budget = _budget(usage, Clock(), key)
        assert _left(budget, key) == 100
        budget.spent(key.id, Usage(calls=1, prompt_tokens=60, cached_prompt_tokens=50, completion_tokens=9))
        assert _left(budget, key) == 31


def test_a_used_up_budget_refuses_until_midnight(tmp_path: Path) -> None:
    key, _ = new_key(tokens_per_day=100)
    clock, observer = Clock(), Watching()
    with open_usage(tmp_path / "u.db") as usage:
        budget = TokenBudget(Keyring(KeyDocument(keys=(key,))), usage, None, observer, clock.now)
        budget.spent(key.id, Usage(calls=1, prompt_tokens=100))
        clock.wall = datetime(2024, 3, 16, 23, 59, 58, 500_000, UTC)
        with pytest.raises(Exhausted) as caught:
            asyncio.run(budget.check(key.id))
        assert caught.value.problem.kind == ProblemType.TOKENS_EXHAUSTED
        assert caught.value.problem.status == 429
        assert caught.value.headers == {"Retry-After": "2"}
        assert observer.seen == [Shed.TOKENS]
        clock.wall += timedelta(seconds=2)
        assert _left(budget, key) == 100


def test_keys_without_a_budget_have_that_of_the_service_or_none(tmp_path: Path) -> None:
    key, _ = new_key()
    with open_usage(tmp_path / "u.db") as usage:
        assert asyncio.run(_budget(usage, Clock(), key).check(key.id)) is None
        assert _left(_budget(usage, Clock(), key, per_day=7), key) == 7


@pytest.mark.parametrize("back", [timedelta(hours=13), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_is_set_back_gives_nothing_back(tmp_path: Path, back: timedelta) -> None:
    key, _ = new_key(tokens_per_day=100)
    clock = Clock()
    with open_usage(tmp_path / "u.db") as usage:
        budget = _budget(usage, clock, key)
        budget.spent(key.id, Usage(calls=1, prompt_tokens=90))
        clock.wall = NOON - back
        assert _left(budget, key) == 10
        budget.spent(key.id, Usage(calls=1, prompt_tokens=5))
        assert _left(budget, key) == 5


def test_a_clock_that_was_ahead_for_a_while_takes_no_other_day_with_it(tmp_path: Path) -> None:
    key, _ = new_key(tokens_per_day=100)
    clock = Clock()
    with open_usage(tmp_path / "u.db") as usage:
        budget = _budget(usage, clock, key)
        budget.spent(key.id, Usage(calls=1, prompt_tokens=40))
        clock.wall = NOON + timedelta(days=400)
        assert _left(budget, key) == 100
        clock.wall = NOON
        assert _left(budget, key) == 60
        clock.wall = NOON + timedelta(days=1)
        assert _left(budget, key) == 100


def test_what_is_asked_is_charged_to_the_key_of_its_context(tmp_path: Path) -> None:
    (first, _), (second, _) = new_key(tokens_per_day=1000), new_key(tokens_per_day=1000)

    def ask_for(key: ApiKey) -> None:
        CALLER.set(key.id)
        meter.asked(a_chat(10, 20))

    with open_usage(tmp_path / "u.db") as usage:
        budget = _budget(usage, Clock(), first, second)
        meter = TokenMeter(budget)
        meter.asked(a_chat(10, 20))  # nobody's: a question at the start of the service
        contextvars.copy_context().run(ask_for, first)
        assert (_left(budget, first), _left(budget, second)) == (940, 1000)
