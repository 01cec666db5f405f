"""Turns before calls: waited for, refused in time, given back, corrected, and shared evenly as long as that can be."""

import asyncio
import logging
import time
from pathlib import Path

import pytest
from benchmarks.limits import CALLERS, Work, measure
from pydantic import SecretStr
from tests.extraction.llm_tools import GOOD, asking
from tests.fakes.endpoint import Reply, answer, enforcing, hang, status
from tests.servers.redis import RedisServer
from tests.service.clock import DAY_S, WallClock, compiler

from groundwire.extraction import throttle as throttling
from groundwire.extraction.breaker import BreakerOpen
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.errors import DeadlineExceeded, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.line import Line, LineOptions
from groundwire.extraction.redis_link import RedisLink
from groundwire.extraction.redis_timetable import RedisTimetable
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.throttle import FIRST_GUESS, Limits, Throttle
from groundwire.extraction.timetable import Booking, Cost, OwnTimetable, TimetableError

pytestmark = pytest.mark.anyio

ONCE = RetryPolicy(transport=0, corrections=0)


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


class Notes:
    """A timetable on which every turn comes at once, which notes what it is told, and can be away.

    Attributes:
        sharers: How many it says that there are.
        booked: Costs.
        corrections: Seconds of tokens.
        given_back: Costs.
    """

    def __init__(self, sharers: int = 1) -> None:
        self.sharers = sharers
        self.away = False
        self.booked: list[Cost] = []
        self.corrections: list[float] = []
        self.given_back: list[Cost] = []

    async def book(self, cost: Cost, patience_s: float) -> Booking | None:  # noqa: ARG002 - of the port
        """At once, unless it is away."""
        if self.away:
            raise TimetableError("nobody is there")
        self.booked.append(cost)
        return Booking(0.0, 0.0, self.sharers)

    def correct(self, tokens_s: float) -> None:
        """Note it."""
        self.corrections.append(tokens_s)

    def give_back(self, booking: Booking, cost: Cost) -> None:  # noqa: ARG002 - of the port
        """Note it."""
        self.given_back.append(cost)


def a_second(calls: float) -> Limits:
    """So many requests a second."""
    return Limits(requests_per_minute=60 * calls)


async def test_a_turn_is_waited_for() -> None:
    throttle = Throttle("here", a_second(10), OwnTimetable())
    begin = time.monotonic()
    for _ in range(6):
        await throttle.take(0, NO_DEADLINE)
    assert 0.3 < time.monotonic() - begin < 5  # two at once, then four tenths


async def test_who_would_come_too_late_is_refused_at_once_and_takes_no_turn() -> None:
    throttle = Throttle("here", a_second(0.5), OwnTimetable())
    await throttle.take(0, NO_DEADLINE)
    begin = time.monotonic()
    for _ in range(100):
        with pytest.raises(DeadlineExceeded, match="no turn before the deadline"):
            await throttle.take(0, Deadline(0.5))
    assert time.monotonic() - begin < 1.4  # not half a second for each; then there is a turn
    await throttle.take(0, Deadline(3))


async def test_a_waiter_that_is_cancelled_leaves_its_turn_to_the_next() -> None:
    throttle = Throttle("here", a_second(0.5), OwnTimetable())
    await throttle.take(0, NO_DEADLINE)
    waiter = asyncio.create_task(throttle.take(0, NO_DEADLINE))
    await asyncio.sleep(0.05)
    with pytest.raises(DeadlineExceeded):  # its turn is that of the waiter
        await throttle.take(0, Deadline(2))
    waiter.cancel()
    await asyncio.wait({waiter})
    await throttle.take(0, Deadline(2))


async def test_tokens_are_expected_by_length_and_by_the_answers_before_and_corrected_afterwards() -> None:
    notes = Notes()
    throttle = Throttle("here", Limits(tokens_per_minute=60), notes)
    first = await throttle.take(4000, NO_DEADLINE)
    throttle.settle(first, read=1100, written=100)
    second = await throttle.take(4000, NO_DEADLINE)
    throttle.settle(second, read=0, written=0)
    expected = 1000 + FIRST_GUESS
    again = 1000 + (FIRST_GUESS + 100) / 2
    assert notes.booked == [Cost(0.0, expected), Cost(0.0, again)]
    assert notes.corrections == pytest.approx([1200 - expected, -again])


async def test_without_the_shared_timetable_each_keeps_to_an_even_share_and_says_so_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttling, "ALONE_S", 0.2)
    failed: list[None] = []
    notes = Notes(sharers=4)
    throttle = Throttle("here", a_second(40), notes, lambda: failed.append(None))
    await throttle.take(0, NO_DEADLINE)
    notes.away = True
    begin = time.monotonic()
    with caplog.at_level(logging.WARNING):
        for _ in range(8):
            await throttle.take(0, NO_DEADLINE)
    assert 0.4 < time.monotonic() - begin < 5  # ten a second, two of them at once
    assert len(failed) == 8
    assert [record.getMessage() for record in caplog.records] == [
        "the limits of calls to here cannot be shared: nobody is there; this process keeps to 1/4 of them by itself"
    ]
    notes.away = False
    await asyncio.sleep(0.25)
    await throttle.take(0, NO_DEADLINE)
    assert len(failed) == 8
    assert len(notes.booked) == 2


async def test_a_redis_that_is_killed_stops_nobody_and_is_shared_again(redis_server: RedisServer) -> None:
    failed: list[None] = []
    link = RedisLink(SecretStr(redis_server.url))
    throttle = Throttle("here", a_second(100), RedisTimetable(link, "m"), lambda: failed.append(None))
    await throttle.take(0, NO_DEADLINE)
    with redis_server.away():
        for _ in range(20):
            await asyncio.wait_for(throttle.take(0, NO_DEADLINE), 5)
    assert len(failed) == 20

    async def shared() -> bool:
        before = len(failed)
        await throttle.take(0, NO_DEADLINE)
        return len(failed) == before

    begin = time.monotonic()
    while not await shared():
        assert time.monotonic() - begin < 30
        await asyncio.sleep(0.1)
    link.close()


async def test_each_request_takes_a_turn_retries_too_and_the_wait_is_not_the_endpoints() -> None:
    notes = Notes()
    throttle = Throttle("here", Limits(600, 60_000), notes)
    async with asking(enforcing([status(500), answer(GOOD)]), throttle=throttle) as asked:
        await asked.model.dialect(Ledger())
        notes.booked.clear()
        notes.corrections.clear()
        await asked.ask()
        await asked.ask()
    assert len(notes.booked) == 3
    assert all(cost.request_s == 0.1 for cost in notes.booked)
    # What was refused costs no tokens; what was answered costs those of the answer.
    taken = [cost.tokens_s + put_right for cost, put_right in zip(notes.booked, notes.corrections, strict=True)]
    assert taken == pytest.approx([0.0, 0.015, 0.015])

    own = Throttle("here", a_second(10), OwnTimetable())
    async with asking(enforcing([answer(GOOD)]), throttle=own) as asked:
        await asked.model.dialect(Ledger())
        await asyncio.gather(*(asked.ask() for _ in range(6)))
    assert max(chat.waited_s for chat in asked.observer.chats) > 0.3
    assert min(chat.seconds - chat.waited_s for chat in asked.observer.chats) < 0.3


async def test_without_a_turn_in_time_nothing_is_sent_and_nobody_is_blamed() -> None:
    throttle = Throttle("here", a_second(0.01), OwnTimetable())
    async with asking(enforcing([answer(GOOD)]), throttle=throttle, concurrency=2) as asked:
        await asked.model.dialect(Ledger())
        asked.ledger = Ledger(Deadline(5))
        begin = time.monotonic()
        for _ in range(10):
            with pytest.raises(DeadlineExceeded):
                await asked.ask()
        assert time.monotonic() - begin < 4
        assert asked.endpoint.calls == 0
    assert asked.observer.limits == [2]
    assert {chat.attempts for chat in asked.observer.chats[1:]} == {()}


@pytest.mark.parametrize("reply", [status(500), hang()], ids=["refused", "cut off"])
async def test_what_is_not_sent_is_given_back_and_what_is_cut_off_may_have_cost_what_was_expected(reply: Reply) -> None:
    notes = Notes()
    throttle = Throttle("here", Limits(600, 60_000), notes)
    async with asking(enforcing([reply]), throttle=throttle, policy=ONCE, call_timeout_s=2.0) as asked:
        await asked.model.dialect(Ledger())
        notes.booked.clear()
        notes.corrections.clear()
        asked.ledger = Ledger(Deadline(1.0))
        asked.model._line = Line(LineOptions("here", 1), asked.observer, throttle)
        waiting = [asyncio.create_task(asked.ask()) for _ in range(12)]
        await asyncio.wait(waiting)
        errors = [task.exception() for task in waiting]
    sent = asked.endpoint.calls
    assert {type(error) for error in errors} <= {ModelUnavailable, DeadlineExceeded, BreakerOpen}
    assert len(notes.booked) == sent + len(notes.given_back)
    assert len(notes.corrections) == (sent if reply.status == 500 else 0)


def test_processes_share_a_limit_evenly_and_keep_it(tmp_path: Path) -> None:
    shared = measure(Work(str(tmp_path / "limits.db"), rate=50, seconds=2), [{}] * 3)
    assert 80 <= sum(shared.turns) <= 100 + 10 + 1
    assert max(shared.turns) - min(shared.turns) <= 2 * CALLERS + 10
    assert shared.worst_second <= 50 + 10 + 15  # some may come late together


@pytest.mark.skipif(compiler() is None, reason="no C compiler to build the clock with")
def test_workers_share_it_in_redis_also_if_the_clock_of_one_is_wrong(tmp_path: Path, redis_url: str) -> None:
    clock = WallClock(tmp_path)
    clock.jump(DAY_S)
    shared = measure(Work(redis_url, rate=50, seconds=2), [clock.variables, {}])
    assert 80 <= sum(shared.turns) <= 100 + 10 + 1
    assert max(shared.turns) - min(shared.turns) <= 2 * CALLERS + 10


async def test_turns_come_in_the_order_in_which_they_were_asked_for() -> None:
    throttle, order = Throttle("here", a_second(50), OwnTimetable()), list[int]()

    async def take(number: int) -> None:
        await throttle.take(0, NO_DEADLINE)
        order.append(number)

    await asyncio.gather(*(take(number) for number in range(20)))
    assert order == sorted(order)
