"""The one retry policy: two counters kept apart, waits that are as long as they should be, and an end."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import pytest

from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.retry import RetryPolicy, with_retries

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


class Attempts:
    """Fails with each of `failures` in turn, then succeeds; notes what it was handed and when."""

    def __init__(self, failures: Sequence[BaseException]) -> None:
        self.failures = failures
        self.handed: list[ModelError | None] = []
        self.times: list[float] = []

    async def __call__(self, last: ModelError | None) -> str:
        """One try."""
        n = len(self.handed)
        self.handed.append(last)
        self.times.append(time.monotonic())
        if n < len(self.failures):
            raise self.failures[n]
        return "done"

    @property
    def waits(self) -> list[float]:
        """Seconds between the tries."""
        return [later - earlier for earlier, later in zip(self.times, self.times[1:], strict=False)]


def _policy(**values: Any) -> RetryPolicy:  # noqa: ANN401 - fields of RetryPolicy
    return RetryPolicy(**{"transport": 2, "corrections": 1, "base_s": 0.001, **values})


DOWN = ModelUnavailable("down")
BAD = InvalidAnswer("bad")


async def test_success_needs_one_try() -> None:
    attempts = Attempts([])
    assert await with_retries(_policy(), attempts) == "done"
    assert attempts.handed == [None]


@pytest.mark.parametrize(
    "failures",
    [[DOWN], [DOWN, DOWN], [BAD], [BAD, DOWN], [DOWN, BAD], [DOWN, BAD, DOWN], [BAD, DOWN, DOWN], [DOWN, DOWN, BAD]],
    ids=lambda failures: " ".join(str(error) for error in failures),
)
async def test_both_counters_may_be_used_up_in_any_order(failures: list[ModelError]) -> None:
    attempts = Attempts(failures)
    assert await with_retries(_policy(), attempts) == "done"
    assert attempts.handed == [None, *failures]


@pytest.mark.parametrize(
    ("failures", "tries"),
    [([DOWN] * 9, 3), ([BAD] * 9, 2), ([DOWN, BAD, BAD], 3), ([BAD, DOWN, DOWN, DOWN], 4), ([DOWN, BAD, DOWN, BAD], 4)],
)
async def test_the_last_error_is_raised_when_a_counter_is_used_up(failures: list[ModelError], tries: int) -> None:
    attempts = Attempts(failures)
    with pytest.raises(ModelError) as caught:
        await with_retries(_policy(), attempts)
    assert caught.value is failures[tries - 1]
    assert len(attempts.handed) == tries <= 1 + 2 + 1


@pytest.mark.parametrize("policy", [_policy(transport=0), _policy(corrections=0)])
async def test_counters_of_zero_allow_no_second_try(policy: RetryPolicy) -> None:
    failure = DOWN if policy.transport == 0 else BAD
    attempts = Attempts([failure])
    with pytest.raises(type(failure)):
        await with_retries(policy, attempts)
    assert len(attempts.handed) == 1


@pytest.mark.parametrize(
    "failure",
    [ModelRejected("no"), DeadlineExceeded("late"), ModelError("?"), ValueError("ours"), asyncio.CancelledError()],
    ids=lambda failure: type(failure).__name__,
)
async def test_what_another_try_cannot_help_is_raised_at_once(failure: BaseException) -> None:
    attempts = Attempts([failure])
    with pytest.raises(type(failure)) as caught:
        await with_retries(_policy(base_s=9), attempts)
    assert caught.value is failure
    assert len(attempts.handed) == 1


async def test_a_correction_does_not_wait() -> None:
    attempts = Attempts([BAD])
    await with_retries(_policy(base_s=30), attempts)
    assert attempts.waits[0] < 0.5


async def test_the_wait_an_endpoint_asks_for_is_waited_with_jitter_on_top() -> None:
    asked = ModelUnavailable("busy", retry_after_s=0.1)
    tries = [Attempts([asked]) for _ in range(12)]
    await asyncio.gather(*(with_retries(_policy(base_s=0.2), each) for each in tries))
    waits = sorted(each.waits[0] for each in tries)
    assert waits[0] >= 0.1
    assert waits[-1] < 0.1 + 0.2 + 0.5
    assert waits[-1] - waits[0] > 0.02  # those refused together do not come back together


async def test_waits_without_a_wish_are_bounded_and_drawn() -> None:
    tries = [Attempts([DOWN, DOWN]) for _ in range(12)]
    await asyncio.gather(*(with_retries(_policy(base_s=5, max_wait_s=0.1), each) for each in tries))
    waits = [wait for each in tries for wait in each.waits]
    assert max(waits) < 0.1 + 0.5
    assert len({round(wait, 4) for wait in waits}) > 3


@pytest.mark.parametrize("asked_s", [5.1, 86_400.0, float("inf")])
async def test_an_endpoint_that_asks_for_more_patience_than_there_is_is_given_up(asked_s: float) -> None:
    attempts = Attempts([ModelUnavailable("busy", retry_after_s=asked_s)])
    begin = time.monotonic()
    with pytest.raises(ModelUnavailable) as caught:
        await with_retries(_policy(max_wait_s=5), attempts)
    assert time.monotonic() - begin < 5
    assert caught.value.retry_after_s == asked_s  # the caller may tell its own caller
    assert len(attempts.handed) == 1


async def test_a_cancelled_wait_ends_at_once() -> None:
    attempts = Attempts([ModelUnavailable("busy", retry_after_s=20)])
    task = asyncio.create_task(with_retries(_policy(), attempts))
    await asyncio.sleep(0.05)
    task.cancel()
    begin = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - begin < 10
    assert len(attempts.handed) == 1
