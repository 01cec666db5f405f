"""Turns of calls: the arithmetic on a clock of the test's own, and the same in this process, in SQLite and in Redis."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from tests.security.test_disk import fill, small_disk
from tests.servers.redis import RedisServer

from groundwire.extraction.redis_link import RedisLink
from groundwire.extraction.redis_timetable import RedisTimetable
from groundwire.extraction.sqlite_timetable import FILE, TimetableFile
from groundwire.extraction.timetable import BURST_S, Booking, Bookings, Cost, OwnTimetable, Timetable, TimetableError

Opening: TypeAlias = Callable[[], Timetable]

SECOND = Cost(request_s=1.0, tokens_s=0.0)
SLACK_S = 0.5
"""So much later than it should a busy machine may do things."""


def waits(calls: list[tuple[float, Cost]]) -> list[float]:
    """Seconds that calls wait which come at those moments."""
    bookings, found = Bookings(), []
    for now, cost in calls:
        bookings, wait_s = bookings.seen(now).booked(now, cost)
        found.append(round(wait_s, 6))
    return found


def test_calls_are_as_far_apart_as_the_limit_says() -> None:
    assert waits([(100, SECOND)] * 4) == [0, 1, 2, 3]
    assert waits([(100, SECOND), (100.5, SECOND), (107, SECOND), (107, SECOND)]) == [0, 0.5, 0, 1]


def test_what_was_not_used_is_made_up_for_by_a_fifth_of_a_second_at_most() -> None:
    fiftieth = Cost(0.02, 0.0)
    found = waits([(100, fiftieth)] * 15)
    assert found.count(0) == BURST_S / 0.02
    assert found[10:] == [0.02, 0.04, 0.06, 0.08, 0.1]
    assert waits([(10**6, fiftieth)] * 15) == found


def test_tokens_are_paid_for_afterwards_and_by_all() -> None:
    small, large = Cost(0.01, 0.1), Cost(0.01, 30.0)
    assert waits([(100, large), (100, small), (101, small), (140, small)]) == [0, 29.8, 28.9, 0]


def test_who_waits_for_tokens_keeps_the_order_and_the_limit_of_requests() -> None:
    assert waits([(100, Cost(1, 30)), (100, Cost(1, 0.001)), (100, Cost(1, 0.001))]) == [0, 29.8, 30.8]


def test_after_a_new_start_of_the_machine_nobody_waits_longer_than_before() -> None:
    assert waits([(10**6, SECOND), (10**6, SECOND), (5, SECOND), (5, SECOND)]) == [0, 1, 2, 3]


def test_what_is_given_back_is_free_unless_somebody_booked_behind_it() -> None:
    cost = Cost(1.0, 2.0)
    one, _ = Bookings().booked(100, cost)
    two, wait_s = one.booked(100, cost)
    assert two.given_back(Booking(wait_s, two.requests), cost).booked(100, cost) == (two, wait_s)
    left = two.given_back(Booking(0, one.requests), cost)
    assert (left.requests, left.tokens) == (two.requests, two.tokens - 2)


@given(
    st.lists(st.tuples(st.floats(0, 3), st.floats(0.001, 3), st.floats(0, 3)), min_size=1, max_size=40),
    st.floats(0.1, 30),
)
def test_in_no_stretch_of_time_is_more_let_through_than_fits_and_nobody_overtakes(
    calls: list[tuple[float, float, float]], stretch_s: float
) -> None:
    now, bookings, turns = 1000.0, Bookings(), []
    for later, request_s, tokens_s in calls:
        now += later
        cost = Cost(request_s, tokens_s)
        bookings, wait_s = bookings.booked(now, cost)
        turns.append((now + wait_s, cost))
    moments = [moment for moment, _ in turns]
    assert all(later >= sooner - 1e-6 for sooner, later in pairwise(moments))
    for begin, _ in turns:
        within = [cost for moment, cost in turns if begin <= moment < begin + stretch_s]
        # All but the last had to be over before the last could go.
        assert sum(cost.request_s for cost in within[:-1]) <= stretch_s + BURST_S + 1e-6
        assert sum(cost.tokens_s for cost in within[:-1]) <= stretch_s + BURST_S + 1e-6


@pytest.fixture(params=["own", "sqlite", "redis"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    """Opens the same timetable anew each time, as another process would; one that is not shared is the same object."""
    own = OwnTimetable()
    with ExitStack() as stack:

        def sqlite() -> Timetable:
            file = TimetableFile(tmp_path / FILE)
            stack.callback(file.close)
            return file.of("model at endpoint")

        def in_redis() -> Timetable:
            link = RedisLink(SecretStr(request.getfixturevalue("redis_url")))
            stack.callback(link.close)
            return RedisTimetable(link, "model at endpoint")

        yield {"own": lambda: own, "sqlite": sqlite, "redis": in_redis}[request.param]


async def settled(table: Timetable, cost: Cost, wait_s: float) -> Booking:
    """Ask until the wait is at most that, for a change that is not waited for; nothing is booked before."""
    begin = time.monotonic()
    while (booking := await table.book(cost, wait_s)) is None:
        assert time.monotonic() - begin < 5
        await asyncio.sleep(0.01)
    return booking


def test_bookings_are_shared_and_what_is_refused_is_not_booked(opening: Opening) -> None:
    async def work() -> None:
        one, other = opening(), opening()
        first, second = await one.book(Cost(60, 0), 0), await other.book(Cost(60, 0), 100)
        assert first is not None
        assert second is not None
        assert first.wait_s == 0
        assert 60 - SLACK_S - 10 < second.wait_s <= 60
        assert await one.book(Cost(60, 0), 100) is None
        assert await one.book(Cost(60, 0), 100) is None
        third = await one.book(Cost(60, 0), float("inf"))
        assert third is not None
        assert second.wait_s + 50 < third.wait_s <= 120
        assert third.sharers == (1 if one is other else 2)

    asyncio.run(work())


def test_a_booking_can_be_given_back_and_tokens_corrected(opening: Opening) -> None:
    async def work() -> None:
        one, other = opening(), opening()
        cost = Cost(100, 1000)
        await one.book(cost, 0)
        booking = await one.book(cost, 5000)
        assert booking is not None
        one.give_back(booking, cost)
        again = await settled(other, cost, 1000)
        assert again.wait_s > 900
        other.correct(-1500.0)
        assert (await settled(other, Cost(0, 1), 500)).wait_s > 400

    asyncio.run(work())


def test_names_are_apart(tmp_path: Path, redis_url: str) -> None:
    async def work() -> None:
        for name in ("one", "two"):
            for table in (file.of(name), RedisTimetable(link, name)):
                booking = await table.book(SECOND, 0)
                assert booking is not None

    file, link = TimetableFile(tmp_path / FILE), RedisLink(SecretStr(redis_url))
    asyncio.run(work())
    file.close()
    link.close()


def _once(file: TimetableFile, cost: Cost = SECOND) -> Booking | None:
    try:
        return asyncio.run(file.of("model").book(cost, 0))
    finally:
        file.close()


def test_the_file_is_of_this_user_alone_and_begun_anew_if_it_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert _once(TimetableFile(path)) is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert _once(TimetableFile(path)) is None
    path.write_bytes(b"garbage" * 1000)
    with pytest.raises(TimetableError, match=r"limits\.db"):
        _once(TimetableFile(path))
    assert _once(TimetableFile(path)) is not None


def test_a_file_that_cannot_be_used_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(TimetableError, match="No such file"):
        _once(TimetableFile(tmp_path / "nowhere" / FILE))
    with small_disk(tmp_path / "disk") as disk:
        fill(disk)
        with pytest.raises(TimetableError, match=r"limits\.db"):
            _once(TimetableFile(disk / FILE))
    path = tmp_path / FILE
    assert _once(TimetableFile(path)) is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(TimetableError, match="SQLITE_BUSY"):
            _once(TimetableFile(path))


def test_a_closed_one_says_so(tmp_path: Path, redis_url: str) -> None:
    file, link = TimetableFile(tmp_path / FILE), RedisLink(SecretStr(redis_url))
    file.close()
    link.close()
    for table in (file.of("m"), RedisTimetable(link, "m")):
        with pytest.raises(TimetableError, match="closed"):
            asyncio.run(table.book(SECOND, 0))
        table.correct(1.0)


def test_redis_keeps_nothing_for_ever(redis_server: RedisServer) -> None:
    link = RedisLink(SecretStr(redis_server.url))
    asyncio.run(RedisTimetable(link, "m").book(Cost(1, 100), 0))
    link.close()
    with redis.Redis.from_url(redis_server.url) as client:
        left = sorted(client.ttl(name) for name in client.keys("groundwire:limit:*"))
    assert len(left) == 2
    assert 50 < left[0] <= 60
    assert 150 < left[1] <= 160
