"""The breaker: when it opens, for how long, one probe at a time, what closes it, what it takes no notice of."""

import asyncio
import time

import pytest

from groundwire.extraction.breaker import Breaker, BreakerOpen
from groundwire.extraction.observer import BreakerState

CLOSED, OPEN, HALF_OPEN = BreakerState.CLOSED, BreakerState.OPEN, BreakerState.HALF_OPEN


class Rig:
    """A breaker at a clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.states: list[BreakerState] = []
        self.breaker = Breaker(self.states.append)

    def call(self, worked: bool | None) -> bool:
        """Make a call; whether it was let through."""
        try:
            with self.breaker.passing() as passage:
                passage.worked = worked
        except BreakerOpen:
            return False
        return True

    def open(self) -> None:
        """Fail until it opens."""
        while self.call(worked=False):
            assert len(self.states) < 2

    @property
    def wait_s(self) -> float:
        """How long a refused call is told to wait."""
        with pytest.raises(BreakerOpen) as caught:
            self.breaker.check()
        assert caught.value.retry_after_s is not None
        return caught.value.retry_after_s


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Closed."""
    rig = Rig()
    monkeypatch.setattr(time, "monotonic", lambda: rig.now)
    return rig


def test_an_endpoint_that_only_fails_is_left_alone_after_ten_calls(rig: Rig) -> None:
    assert [rig.call(worked=False) for _ in range(30)] == [True] * 10 + [False] * 20
    assert rig.states == [OPEN]


def test_ten_failures_among_twenty_calls_open_it_and_nine_do_not(rig: Rig) -> None:
    for worked in [True] * 50 + [False] * 9 + [True] * 11:
        assert rig.call(worked)
    for worked in [False, True] * 9:  # pushes the nine out, one by one
        assert rig.call(worked)
    assert rig.states == []
    for worked in (False, False, True, False, False):
        rig.call(worked)
    assert rig.states == [OPEN]


def test_what_was_cut_off_counts_for_nothing(rig: Rig) -> None:
    for worked in [False] * 9 + [None] * 50:
        assert rig.call(worked)
    assert rig.states == []
    rig.call(worked=False)
    assert rig.states == [OPEN]


def test_it_is_open_for_five_seconds_and_a_little_more(rig: Rig) -> None:
    rig.open()
    wait_s = rig.wait_s
    assert 5 <= wait_s <= 5.5
    rig.now += wait_s - 0.001
    assert not rig.call(worked=True)
    rig.now += 0.002
    assert rig.call(worked=True)
    assert rig.states == [OPEN, HALF_OPEN, CLOSED]


def test_one_probe_at_a_time(rig: Rig) -> None:
    rig.open()
    rig.now += 6
    with rig.breaker.passing() as probe:
        assert not rig.call(worked=True)
        assert rig.wait_s == 5
        probe.worked = True
    assert rig.states[-1] is CLOSED
    assert all(rig.call(worked=False) for _ in range(9))  # and it has forgotten the failures


def test_open_times_double_while_probes_fail_up_to_a_minute(rig: Rig) -> None:
    rig.open()
    waits = [rig.wait_s]
    for _ in range(5):
        rig.now += waits[-1] + 0.001
        assert rig.call(worked=False)
        waits.append(rig.wait_s)
    assert all(low <= wait <= low * 1.1 for low, wait in zip([5, 10, 20, 40, 60, 60], waits, strict=True))
    rig.now += 70
    rig.call(worked=True)
    rig.states.clear()
    rig.open()
    assert rig.wait_s <= 5.5  # begins anew


@pytest.mark.parametrize("error", [asyncio.CancelledError, ValueError])
def test_a_probe_that_says_nothing_frees_its_place(rig: Rig, error: type[BaseException]) -> None:
    rig.open()
    rig.now += 6
    with pytest.raises(error), rig.breaker.passing():
        raise error
    assert rig.states == [OPEN, HALF_OPEN]
    assert rig.call(worked=True)
    assert rig.states[-1] is CLOSED


def test_calls_from_before_it_opened_say_nothing(rig: Rig) -> None:
    with rig.breaker.passing() as good:
        good.worked = True
        rig.open()
    assert rig.states == [OPEN]
    rig.now += 6
    rig.call(worked=True)
    for _ in range(9):
        rig.call(worked=False)
    with rig.breaker.passing() as old:
        old.worked = False
        rig.call(worked=False)
        rig.now += 6
        assert rig.call(worked=True)
    assert [rig.call(worked=False) for _ in range(9)] == [True] * 9
    assert rig.states[-1] is CLOSED


def test_the_wall_clock_moves_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.open()
    before = rig.wait_s
    for jump in (1e9, -1e9):
        monkeypatch.setattr(time, "time", lambda jump=jump: 1.8e9 + jump)
        assert rig.wait_s == before
        assert not rig.call(worked=True)
