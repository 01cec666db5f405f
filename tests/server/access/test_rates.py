"""The rate of a key: bursts, refills, waiting times, and clocks that jump."""

import time

import pytest
from tests.server.access.support import Clock, new_key

from groundwire.server.access import RequestRates
from groundwire.server.access.quotas import Quota, quota_headers


@pytest.mark.parametrize(
    ("per_minute", "burst", "window_s"),
    [(1, 1, 60), (5, 5, 60), (7, 7, 60), (60, 10, 10), (100, 16, 10), (600, 100, 10)],
)
def test_a_burst_and_then_the_rate(per_minute: int, burst: int, window_s: int) -> None:
    clock = Clock()
    rates, (key, _) = RequestRates(per_minute, clock.now_ms), new_key()
    taken = [rates.take(key) for _ in range(burst)]
    assert [wait for _, wait in taken] == [None] * burst
    assert [quota.left for quota, _ in taken] == list(reversed(range(burst)))
    assert (taken[0][0].size, taken[0][0].window_s) == (burst, window_s)
    quota, wait_s = rates.take(key)
    assert wait_s is not None
    assert wait_s == pytest.approx(60 / per_minute, abs=0.001)
    assert quota.left == 0
    clock.ms += int(wait_s * 1000) - 2
    assert rates.take(key)[1] is not None
    clock.ms += 2
    assert rates.take(key)[1] is None


def test_refused_requests_do_not_count() -> None:
    clock = Clock()
    rates, (key, _) = RequestRates(60, clock.now_ms), new_key()
    waits = [rates.take(key)[1] for _ in range(500)]
    assert waits.count(None) == 10
    clock.ms += 1000
    assert rates.take(key)[1] is None


def test_a_key_may_have_its_own_rate_and_none_takes_from_another() -> None:
    rates, (slow, _), (fast, _) = RequestRates(60, Clock().now_ms), new_key(requests_per_minute=1), new_key()
    assert [rates.take(slow)[1] is None for _ in range(3)] == [True, False, False]
    assert [rates.take(fast)[1] for _ in range(10)] == [None] * 10


def test_over_a_long_time_no_more_than_the_rate_comes_through() -> None:
    clock = Clock()
    rates, (key, _) = RequestRates(100, clock.now_ms), new_key()
    granted = 0
    for _ in range(6000):  # ten minutes, ten times a second
        granted += rates.take(key)[1] is None
        clock.ms += 100
    assert 1000 <= granted <= 1000 + 16


@pytest.mark.parametrize("jump_s", [-86_400 * 400, 86_400 * 400])
def test_the_wall_clock_is_nobody_s_business(jump_s: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rates, (key, _) = RequestRates(1), new_key()
    assert rates.take(key)[1] is None
    monkeypatch.setattr(time, "time", lambda: 1.7e9 + jump_s)
    monkeypatch.setattr(time, "time_ns", lambda: int(1.7e18) + jump_s * 10**9)
    _, wait_s = rates.take(key)
    assert wait_s is not None
    assert 30 < wait_s <= 60


def test_headers_are_structured_fields() -> None:
    quotas = [Quota("requests", 100, 10, 99, 1), Quota("tokens", 5000, 86_400, 0, 43_200)]
    assert quota_headers(quotas) == {
        "RateLimit-Policy": '"requests";q=100;w=10, "tokens";q=5000;w=86400',
        "RateLimit": '"requests";r=99;t=1, "tokens";r=0;t=43200',
    }
