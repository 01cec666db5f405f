"""The budget of retries: a tenth of the calls of the last half minute, and a few for small use."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.retry_budget import RetryBudget


class Clock:
    """A monotonic clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """In the place of `time.monotonic`."""
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


def _taken(budget: RetryBudget) -> int:
    taken = 0
    while budget.take():
        taken += 1
    return taken


@pytest.mark.parametrize(("calls", "retries"), [(0, 10), (9, 10), (10, 11), (100, 20), (1000, 110)])
def test_a_tenth_of_the_calls_and_a_reserve_are_granted(calls: int, retries: int) -> None:
    budget = RetryBudget()
    for _ in range(calls):
        budget.called()
    assert _taken(budget) == retries


def test_calls_and_retries_are_forgotten_after_half_a_minute(clock: Clock) -> None:
    budget = RetryBudget()
    for _ in range(100):
        budget.called()
    assert _taken(budget) == 20
    clock.now += 29.9
    assert _taken(budget) == 0
    clock.now += 0.2
    assert _taken(budget) == 10
    assert len(budget._calls) == 0


def test_the_wall_clock_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = RetryBudget()
    assert _taken(budget) == 10
    for jump in (1e9, -1e9):
        monkeypatch.setattr(time, "time", lambda jump=jump: 1.8e9 + jump)
        assert _taken(budget) == 0


STEPS = st.lists(st.tuples(st.sampled_from(["call", "retry"]), st.floats(0, 8)), max_size=120)


@given(steps=STEPS)
def test_no_window_holds_more_retries_than_it_affords(steps: list[tuple[str, float]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(time, "monotonic", clock)
        budget = RetryBudget(share=0.1, reserve=2)
        calls: list[float] = []
        retries: list[float] = []
        for step, pause_s in steps:
            clock.now += pause_s
            if step == "call":
                budget.called()
                calls.append(clock.now)
            elif budget.take():
                retries.append(clock.now)
                recent = [sum(moment > clock.now - 30 for moment in moments) for moments in (retries, calls)]
                assert recent[0] <= 2 + 0.1 * recent[1]
