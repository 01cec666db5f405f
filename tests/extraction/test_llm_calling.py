"""Calls under load and failure over real sockets: retries, breaker, limit, deadline, what an observer is told."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from tests.extraction.llm_tools import GOOD, Asked, City, asking, by_mode, is_canary, until
from tests.fakes.endpoint import Json, Reply, answer, delay, enforcing, hang, html, prose, reset, status

from groundwire.extraction.breaker import BreakerOpen
from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.dialect_keeper import DialectKeeper
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.line import Line, LineOptions
from groundwire.extraction.llm_client import address_of
from groundwire.extraction.model import Dialect, Message, Mode
from groundwire.extraction.observer import BreakerState, Outcome, Shed
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.retry_budget import RetryBudget
from groundwire.schemas import Usage

pytestmark = pytest.mark.anyio

ODESA = City(city="Odesa", killed=20)
ONCE = RetryPolicy(transport=0, corrections=0)
QUESTION = [Message("user", "Where?")]


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


class Switch:
    """A script whose reply can be changed; canaries are always answered well."""

    def __init__(self, reply: Reply) -> None:
        self.reply = reply

    def __call__(self, body: Json, n: int) -> Reply:
        """The reply of the moment."""
        return enforcing([self.reply])(body, n)


async def _outcomes(asked: Asked, questions: int) -> list[object]:
    """What comes of so many questions at the same time."""
    return await asyncio.gather(*(asked.ask() for _ in range(questions)), return_exceptions=True)


def _short(asked: Asked, open_s: float = 0.2, most: int = 8) -> None:
    """Let the breaker open for less time than a test would wait."""
    asked.model._line = Line(LineOptions("here", most, open_s=open_s), asked.observer)


async def _due(asked: Asked) -> None:
    """Wait until the open breaker would let a probe through."""
    breaker = asked.model._line._breaker
    await until(lambda: time.monotonic() >= breaker._probe_at)


# --- retries and their budget


async def test_a_question_costs_three_calls_at_most() -> None:
    async with asking(enforcing([status(500)])) as asked:
        with pytest.raises(ModelUnavailable):
            await asked.ask()
        assert asked.endpoint.calls == 3


async def test_retries_are_a_tenth_of_many_calls() -> None:
    def script(_body: Json, n: int) -> Reply:
        return status(500) if n % 4 == 0 else answer(GOOD)

    async with asking(enforcing(script)) as asked:
        outcomes = [outcome for _ in range(25) for outcome in await _outcomes(asked, 8)]
        retries = asked.endpoint.calls - len(outcomes)
        assert 10 <= retries <= 10 + len(outcomes) // 10 + 1
        failed = sum(isinstance(outcome, ModelUnavailable) for outcome in outcomes)
        assert failed == asked.observer.refused > 10
        assert asked.observer.states == []  # a quarter is not enough for the breaker


async def test_corrections_are_not_counted_as_retries() -> None:
    budget = RetryBudget(reserve=0)
    async with asking(enforcing([prose("no"), answer(GOOD)]), budget=budget) as asked:
        assert await asked.ask() == ODESA
        assert asked.observer.refused == 0


async def test_endpoints_share_the_budget_of_the_process() -> None:
    budget = RetryBudget(reserve=2)
    async with asking(enforcing([status(500)]), budget=budget) as one:
        with pytest.raises(ModelUnavailable):
            await one.ask()
        async with asking(enforcing([status(500)]), budget=budget) as two:
            with pytest.raises(ModelUnavailable):
                await two.ask()
            assert (one.endpoint.calls, two.endpoint.calls, two.observer.refused) == (3, 1, 1)


def _later(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


RETRY_AFTER: dict[str, tuple[Callable[[], str], float, int]] = {
    "seconds": (lambda: "1", 1.0, 2),
    "date": (lambda: _later(2), 0.9, 2),  # a date has no parts of a second
    "past date": (lambda: _later(-60), 0.0, 2),
    "garbage": (lambda: "soon; 1", 0.0, 2),
    "negative": (lambda: "-5", 0.0, 2),
    "120 s": (lambda: "120", 0.0, 1),
    "far date": (lambda: _later(3600), 0.0, 1),
}


@pytest.mark.parametrize("name", RETRY_AFTER)
@pytest.mark.parametrize("code", [429, 503])
async def test_what_an_endpoint_asks_to_wait_is_waited_or_not_at_all(name: str, code: int) -> None:
    header, least_s, calls = RETRY_AFTER[name]
    replies = [status(code, headers={"Retry-After": header()}), answer(GOOD)]
    async with asking(enforcing(replies)) as asked:
        await asked.model.dialect(asked.ledger)
        begin = time.monotonic()
        (outcome,) = await _outcomes(asked, 1)
        assert least_s <= time.monotonic() - begin < least_s + 5
        assert asked.endpoint.calls == calls
    if calls == 2:
        assert outcome == ODESA
    else:
        assert isinstance(outcome, ModelUnavailable)
        assert (outcome.retry_after_s or 0) > 100  # the caller may tell its own caller


# --- the breaker


async def test_a_wholly_failing_endpoint_is_left_alone_after_twenty_calls_at_most() -> None:
    plenty = RetryBudget(reserve=1000)  # it is not the budget that forbids the retries
    async with asking(enforcing([status(500)]), budget=plenty) as asked:
        outcomes = [outcome for _ in range(10) for outcome in await _outcomes(asked, 8)]
        assert 10 <= asked.endpoint.calls <= 20
        assert asked.observer.states == [BreakerState.OPEN]
        shed = [outcome for outcome in outcomes if isinstance(outcome, BreakerOpen)]
        assert len(shed) >= 60
        assert asked.observer.sheds == [Shed.BREAKER] * len(shed)
        assert all(0 < (error.retry_after_s or 0) <= 5.5 for error in shed)
        begin = time.monotonic()
        assert all(isinstance(outcome, BreakerOpen) for outcome in await _outcomes(asked, 100))
        assert time.monotonic() - begin < 2


async def test_a_probe_at_a_time_finds_out_that_it_works_again() -> None:
    switch = Switch(status(500))
    async with asking(switch, policy=ONCE) as asked:
        await asked.model.dialect(asked.ledger)
        _short(asked)
        await _outcomes(asked, 8)
        await _outcomes(asked, 8)
        before = asked.endpoint.calls
        await _due(asked)
        await _outcomes(asked, 20)
        assert asked.endpoint.calls == before + 1
        assert asked.observer.states == [BreakerState.OPEN, BreakerState.HALF_OPEN, BreakerState.OPEN]
        switch.reply = delay(0.3, answer(GOOD))
        await _due(asked)
        outcomes = await _outcomes(asked, 20)
        assert outcomes.count(ODESA) == 1
        assert asked.endpoint.calls == before + 2
        assert asked.observer.states[-2:] == [BreakerState.HALF_OPEN, BreakerState.CLOSED]
        assert await _outcomes(asked, 8) == [ODESA] * 8


async def test_a_probe_whose_caller_leaves_makes_room_for_the_next() -> None:
    switch = Switch(status(500))
    async with asking(switch, policy=ONCE) as asked:
        await asked.model.dialect(asked.ledger)
        _short(asked)
        await _outcomes(asked, 16)
        switch.reply = hang()
        await _due(asked)
        before = asked.endpoint.calls
        probe = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == before + 1)
        with pytest.raises(BreakerOpen):
            await asked.ask()
        probe.cancel()
        await asyncio.wait([probe])
        switch.reply = answer(GOOD)
        assert await asked.ask() == ODESA


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (prose("no"), InvalidAnswer),
        (status(401), ModelRejected),
        (status(429), ModelUnavailable),
        (html(), InvalidAnswer),
    ],
    ids=["bad answer", "401", "429", "HTML"],
)
async def test_an_endpoint_that_answers_is_not_left_alone(reply: Reply, kind: type[ModelError]) -> None:
    async with asking(enforcing([reply]), policy=ONCE) as asked:
        outcomes = await _outcomes(asked, 30)
        assert {type(outcome) for outcome in outcomes} == {kind}
        assert asked.endpoint.calls == 30
        assert asked.observer.states == []


async def test_an_open_breaker_is_known_before_a_place_is_waited_for() -> None:
    replies = [hang(), *[status(500)] * 9, status(503)]
    async with asking(enforcing(replies), policy=ONCE, concurrency=2) as asked:
        first = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        for _ in range(10):
            await _outcomes(asked, 1)
        assert (asked.observer.states, asked.observer.limits) == ([BreakerState.OPEN], [2, 1])
        async with asyncio.timeout(5):
            with pytest.raises(BreakerOpen):
                await asked.ask()  # the one place is taken
        first.cancel()
        await asyncio.wait([first])


async def test_calls_without_an_answer_open_it() -> None:
    async with asking(enforcing([hang()]), policy=ONCE, call_timeout_s=0.5, concurrency=16) as asked:
        await asked.model.dialect(asked.ledger)
        await _outcomes(asked, 16)
        assert asked.observer.states == [BreakerState.OPEN]
        assert asked.observer.limits == [16, 8]


async def test_a_client_in_a_hurry_does_not_close_an_endpoint_to_others() -> None:
    switch = Switch(hang())
    async with asking(switch, concurrency=16) as asked:
        await asked.model.dialect(asked.ledger)
        asked.ledger = Ledger(Deadline(0.2))
        assert {type(outcome) for outcome in await _outcomes(asked, 16)} == {DeadlineExceeded}
        assert (asked.observer.states, asked.observer.limits) == ([], [16])
        asked.ledger, switch.reply = Ledger(), answer(GOOD)
        assert await asked.ask() == ODESA


async def test_neither_breaker_nor_budget_keeps_a_child_of_ours_from_being_revived() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    revived = 0

    async def revive() -> None:
        nonlocal revived
        revived += 1

    async with asking([], base_url=url, revive=revive, budget=RetryBudget(reserve=0)) as asked:
        for _ in range(10):
            with pytest.raises(ModelUnavailable):
                await asked.ask()
        assert revived == 20
        assert (asked.observer.states, asked.observer.refused) == ([], 0)


async def test_the_wall_clock_moves_neither_breaker_nor_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async with asking(enforcing([status(500)]), policy=ONCE) as asked:
        await asked.model.dialect(asked.ledger)
        await _outcomes(asked, 16)
        before = asked.endpoint.calls
        real = time.time
        for jump in (1e6, -1e6):
            monkeypatch.setattr(time, "time", lambda jump=jump: real() + jump)
            outcomes = await _outcomes(asked, 4)
            assert {type(outcome) for outcome in outcomes} == {BreakerOpen}
        assert asked.endpoint.calls == before


# --- the limit


async def test_the_limit_falls_when_told_to_slow_down_and_rises_again() -> None:
    switch = Switch(status(429))
    async with asking(switch, policy=ONCE) as asked:
        await asked.model.dialect(asked.ledger)
        for _ in range(3):
            await _outcomes(asked, 8)
        assert min(asked.observer.limits) == 1
        assert max(asked.observer.flying) <= 8
        switch.reply = answer(GOOD)
        for _ in range(40):
            if asked.observer.limits[-1] < 8:
                await _outcomes(asked, 8)
        assert asked.observer.limits[-1] == 8
        assert asked.observer.flying[-1] == 0


@pytest.mark.parametrize("reply", [hang(), reset(), status(500), prose("no")], ids=["hang", "reset", "500", "prose"])
async def test_whoever_leaves_whenever_gives_the_place_back(reply: Reply) -> None:
    async with asking(enforcing([reply]), concurrency=2) as asked:
        await asked.model.dialect(asked.ledger)
        tasks = [asyncio.create_task(asked.ask()) for _ in range(12)]
        for task in tasks:
            await asyncio.sleep(0.01)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert asked.observer.flying[-1] == 0
        assert len(asked.observer.chats) == 1 + 12


# --- the deadline


async def test_nothing_is_sent_after_the_deadline() -> None:
    async with asking(enforcing([answer(GOOD)])) as asked:
        asked.ledger = Ledger(Deadline(0))
        with pytest.raises(DeadlineExceeded, match="deadline of the request is over") as caught:
            await asked.ask()
        assert asked.endpoint.requests == []
        assert caught.value.usage == Usage()


async def test_the_deadline_cuts_a_call_short() -> None:
    async with asking(enforcing([hang()])) as asked:
        await asked.model.dialect(Ledger())
        asked.ledger = Ledger(Deadline(0.2))
        begin = time.monotonic()
        with pytest.raises(DeadlineExceeded, match="deadline of the request is over") as caught:
            await asked.ask()
        assert 0.19 <= time.monotonic() - begin < 3
        await until(lambda: asked.endpoint.abandoned == 1)
        assert caught.value.usage == Usage(calls=1, failed_calls=1)
        assert asked.observer.chats[-1].attempts[0].outcome is Outcome.TIMEOUT


async def test_a_wait_that_outlasts_the_deadline_is_not_begun() -> None:
    async with asking(enforcing([status(503, headers={"Retry-After": "5"})])) as asked:
        await asked.model.dialect(Ledger())
        asked.ledger = Ledger(Deadline(4))
        begin = time.monotonic()
        with pytest.raises(ModelUnavailable) as caught:
            await asked.ask()
        assert time.monotonic() - begin < 3
        assert caught.value.retry_after_s == 5
        assert asked.observer.refused == 0


async def test_no_correction_after_the_deadline() -> None:
    async with asking(enforcing([delay(0.1, prose("no"))])) as asked:
        await asked.model.dialect(Ledger())
        deadline = Deadline(60)
        asked.ledger = Ledger(deadline)
        asking_ = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        deadline._until = 0.0
        with pytest.raises(ModelError):
            await asking_
        assert asked.endpoint.calls == 1


async def test_waiting_for_a_place_counts() -> None:
    async with asking(enforcing([hang()]), concurrency=1) as asked:
        await asked.model.dialect(Ledger())
        first = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        with pytest.raises(DeadlineExceeded):
            await asked.model.ask(City, QUESTION, Ledger(Deadline(0.2)))
        chat = asked.observer.chats[-1]
        assert (chat.attempts, chat.error) == ((), "DeadlineExceeded")
        assert 0.15 <= chat.waited_s <= chat.seconds
        first.cancel()
        await asyncio.wait([first])
        assert asked.endpoint.calls == 1


async def test_a_deadline_that_is_put_off_meanwhile_lets_the_call_go_on() -> None:
    async with asking(enforcing([delay(1.2, answer(GOOD))])) as asked:
        await asked.model.dialect(Ledger())
        deadline = Deadline(0.8)
        asked.ledger = Ledger(deadline)
        task = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        deadline.put_off(NO_DEADLINE)
        assert await task == ODESA


async def test_a_canary_of_somebody_else_is_waited_for_no_longer_than_the_deadline() -> None:
    async with asking([hang()]) as asked:
        first = asyncio.create_task(asked.ask())
        await until(lambda: len(asked.bodies) == 1)
        with pytest.raises(DeadlineExceeded):
            await asked.model.dialect(Ledger(Deadline(0.1)))
        first.cancel()
        await asyncio.wait([first])


# --- what an observer is told


async def test_a_question_is_told_once_with_all_its_attempts() -> None:
    replies = [status(503), status(429), prose("no"), answer(GOOD, prompt_tokens=30, completion_tokens=7)]
    async with asking(enforcing(replies), max_output_tokens=77) as asked:
        before_ns = time.time_ns()
        assert await asked.ask() == ODESA
        canary, chat = asked.observer.chats
    assert [attempt.outcome for attempt in canary.attempts] == [Outcome.OK]
    outcomes = [Outcome.UNAVAILABLE, Outcome.RATE_LIMITED, Outcome.INVALID, Outcome.OK]
    assert [attempt.outcome for attempt in chat.attempts] == outcomes
    assert [attempt.status for attempt in chat.attempts] == [503, 429, None, None]
    assert [attempt.usage.completion_tokens for attempt in chat.attempts] == [0, 0, 5, 7]
    assert [(attempt.usage.calls, attempt.usage.failed_calls) for attempt in chat.attempts] == [(1, 1)] * 3 + [(1, 0)]
    assert (chat.endpoint, chat.model) == (address_of(asked.endpoint.base_url), "scripted")
    assert (chat.temperature, chat.max_tokens, chat.error) == (0.0, 77, None)
    assert before_ns <= chat.started_ns <= chat.attempts[0].started_ns <= time.time_ns()
    assert sum(attempt.seconds for attempt in chat.attempts) + chat.waited_s <= chat.seconds


@pytest.mark.parametrize(
    ("reply", "outcome", "code", "error"),
    [
        (status(401), Outcome.REJECTED, 401, "ModelRejected"),
        (reset(), Outcome.UNAVAILABLE, None, "ModelUnavailable"),
        (hang(), Outcome.TIMEOUT, None, "DeadlineExceeded"),
        (prose("no"), Outcome.INVALID, None, "InvalidAnswer"),
    ],
    ids=["401", "reset", "hang", "prose"],
)
async def test_a_question_that_fails_is_told_as_well(
    reply: Reply, outcome: Outcome, code: int | None, error: str
) -> None:
    patience_s = 1.0 if outcome is Outcome.TIMEOUT else 60
    async with asking(enforcing([reply]), policy=ONCE, call_timeout_s=patience_s) as asked:
        with pytest.raises(ModelError):
            await asked.ask()
        chat = asked.observer.chats[-1]
    assert [(attempt.outcome, attempt.status) for attempt in chat.attempts] == [(outcome, code)]
    assert chat.error == error


async def test_a_question_that_nobody_waits_for_and_one_that_is_refused_are_told() -> None:
    switch = Switch(hang())
    async with asking(switch, policy=ONCE) as asked:
        task = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        task.cancel()
        await asyncio.wait([task])
        chat = asked.observer.chats[-1]
        assert ([each.outcome for each in chat.attempts], chat.error) == ([Outcome.CANCELLED], "CancelledError")
        switch.reply = status(500)
        await _outcomes(asked, 16)
        await _outcomes(asked, 1)
        chat = asked.observer.chats[-1]
        assert (chat.attempts, chat.error) == ((), "BreakerOpen")


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://user:pass@host/v1", "host:80"),
        ("https://user:p%40ss@[::1]:8443/v1", "[::1]:8443"),
        ("https://api.example/v1?key=1", "api.example:443"),
    ],
)
def test_an_address_is_host_and_port(url: str, address: str) -> None:
    assert address_of(url) == address


async def test_credentials_of_an_address_are_sent_and_never_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    switch = Switch(answer(GOOD))
    async with asking(switch) as asked:
        url = asked.endpoint.base_url.replace("://", "://us%40er:pa55w0rd@")
        async with asking([], base_url=url) as other:
            assert await other.ask() == ODESA
            switch.reply = status(500)
            with pytest.raises(ModelUnavailable) as caught:
                await other.ask()
        assert asked.endpoint.requests[0].headers["authorization"] == "Basic dXNAZXI6cGE1NXcwcmQ="
    assert "127.0.0.1" in caplog.text
    for told in (caplog.text, repr(caught.value), repr(other.observer.chats)):
        assert "pa55" not in told
        assert "us%40er" not in told


# --- a dialect that was found by failing


def _starting(pages: Iterator[bool]) -> Switch:
    """Answers with a page of HTML while it starts, then as an endpoint that enforces schemas."""

    class Starting(Switch):
        def __call__(self, body: Json, n: int) -> Reply:
            return html() if next(pages, False) else super().__call__(body, n)

    return Starting(answer(GOOD))


async def test_an_endpoint_that_was_not_itself_is_looked_at_again() -> None:
    async with asking(_starting(iter([True] * 3)), mode=None) as asked:
        keeper = asked.model._dialects
        assert (await asked.model.dialect(Ledger())).mode is Mode.MD_JSON
        assert (await asked.model.dialect(Ledger())).mode is Mode.MD_JSON
        assert len(asked.bodies) == 3
        keeper._look_at = 0.0
        found = await asyncio.gather(*(asked.model.dialect(Ledger()) for _ in range(8)))
        assert sum(map(is_canary, asked.bodies)) == 4  # by one of them; the others go on meanwhile
        assert Dialect(Mode.JSON_SCHEMA, enforced=True) in found
        assert await asked.model.dialect(Ledger()) == Dialect(Mode.JSON_SCHEMA, enforced=True)
        keeper._look_at = 0.0
        await asked.model.dialect(Ledger())
        assert len(asked.bodies) == 4


async def test_what_is_still_unsure_is_looked_at_less_often() -> None:
    async with asking(_starting(iter([True] * 30)), mode=None) as asked:
        keeper = asked.model._dialects
        await asked.model.dialect(Ledger())
        assert (keeper._look_at - time.monotonic()) == pytest.approx(300, abs=60)
        for pause_s in (600, 1200, 2400, 3600, 3600):
            before, keeper._look_at = len(asked.bodies), 0.0
            assert (await asked.model.dialect(Ledger())).mode is Mode.MD_JSON
            assert len(asked.bodies) == before + 3
            assert (keeper._look_at - time.monotonic()) == pytest.approx(pause_s, abs=60)


async def test_nobody_waits_for_the_second_look_of_another() -> None:
    pages = iter([html()] * 3)
    async with asking(lambda _body, _n: next(pages, hang()), mode=None) as asked:
        await asked.model.dialect(Ledger())
        asked.model._dialects._look_at = 0.0
        looking = asyncio.create_task(asked.model.dialect(Ledger()))
        await until(lambda: len(asked.bodies) == 4)
        async with asyncio.timeout(5):
            assert (await asked.model.dialect(Ledger())).mode is Mode.MD_JSON
        assert len(asked.bodies) == 4
        looking.cancel()
        await asyncio.wait([looking])


async def test_a_second_look_that_fails_changes_nothing() -> None:
    async with asking(_starting(iter([True] * 3)), mode=None) as asked:
        keeper = asked.model._dialects
        await asked.model.dialect(Ledger())
        keeper._look_at = 0.0
        assert (await asked.model.dialect(Ledger(Deadline(0)))).mode is Mode.MD_JSON
        assert len(asked.bodies) == 3


@pytest.mark.parametrize("mode", [Mode.MD_JSON, Mode.JSON, None])
async def test_what_is_known_for_sure_is_not_asked_again(mode: Mode | None) -> None:
    def script(body: Json, n: int) -> Reply:
        refused = next((field for field in ("tools", "response_format") if field in body), None)
        if refused and mode is None:
            return status(400, body={"error": {"message": "no", "param": refused, "code": None}})
        return enforcing([answer(GOOD)])(body, n)

    async with asking(script, mode=mode) as asked:
        asked.model._dialects = DialectKeeper(mode, 0.0)
        first = await asked.model.dialect(Ledger())
        before = len(asked.bodies)
        assert await asked.model.dialect(Ledger()) == first
        assert first.mode in {Mode.MD_JSON, Mode.JSON}
        assert len(asked.bodies) == before
        assert by_mode(asked.bodies[-1]) is first.mode
