"""The bridge to the loop that extracts: results, errors, cancellation and context cross it, and it ends in order."""

import asyncio
import contextvars
import threading
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing
from typing import Any

import pytest
from tests.server.support import FakeExtractor, extraction_of

from groundwire.extraction.errors import Overloaded
from groundwire.extraction.streaming import Event, Withdrawn
from groundwire.schemas import ExtractRequest
from groundwire.server.aside import Aside, AsideExtractor
from groundwire.server.stopping import CutOff

REQUEST = ExtractRequest(text="a")
WHO: contextvars.ContextVar[str] = contextvars.ContextVar("WHO", default="nobody")


def _here(work: Coroutine[Any, Any, None]) -> None:
    """Run on a serving loop; what takes longer hangs."""

    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work

    asyncio.run(bounded())


async def _until(condition: Any) -> None:  # noqa: ANN401 - a function of nothing
    while not condition():  # noqa: ASYNC110 - what happens in another thread sets no event here
        await asyncio.sleep(0.002)


def test_work_is_done_in_another_thread_with_the_context_of_the_caller() -> None:
    async def work() -> tuple[str, int]:
        await asyncio.sleep(0)
        return WHO.get(), threading.get_ident()

    async def ask(aside: Aside) -> None:
        WHO.set("me")
        who, thread = await aside.run(work())
        assert (who, thread != threading.get_ident()) == ("me", True)

    with Aside() as aside:
        _here(ask(aside))


def test_an_error_comes_back_as_it_was_raised() -> None:
    error = Overloaded("too many wait", 3.0)

    async def ask(aside: Aside) -> None:
        with pytest.raises(Overloaded) as raised:
            await AsideExtractor(FakeExtractor(error=error), aside).extract(REQUEST)
        assert raised.value is error

    with Aside() as aside:
        _here(ask(aside))


def test_busy_work_does_not_hold_up_the_caller_s_loop() -> None:
    async def busy() -> None:
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            pass

    async def ask(aside: Aside) -> None:
        task = asyncio.ensure_future(aside.run(busy()))
        ticks = 0
        while not task.done():
            await asyncio.sleep(0.001)
            ticks += 1
        assert ticks > 10

    with Aside() as aside:
        _here(ask(aside))


@pytest.mark.parametrize("way", ["extract", "stream"])
def test_a_caller_that_is_cancelled_cancels_the_work_at_once(way: str) -> None:
    extractor = FakeExtractor(wait_s=60)

    async def ask(aside: Aside) -> None:
        bridge = AsideExtractor(extractor, aside)
        work = bridge.extract(REQUEST) if way == "extract" else _last(bridge.stream(REQUEST))
        caller = asyncio.ensure_future(work)
        await _until(lambda: extractor.calls)
        begin = time.monotonic()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        await _until(lambda: extractor.cancelled == 1)
        assert time.monotonic() - begin < 2

    with Aside() as aside:
        _here(ask(aside))


async def _last(events: AsyncGenerator[Event]) -> Event:
    async with aclosing(events):
        return [event async for event in events][-1]


def test_events_come_in_order_then_the_end() -> None:
    told = [Withdrawn(str(number)) for number in range(200)]

    async def ask(aside: Aside) -> None:
        bridge = AsideExtractor(FakeExtractor(found=told), aside)
        events = [event async for event in bridge.stream(REQUEST)]
        assert events == [*told, extraction_of(REQUEST.article())]

    with Aside() as aside:
        _here(ask(aside))


async def _gather(events: AsyncGenerator[Event], seen: list[Event]) -> None:
    async for event in events:
        seen.append(event)  # noqa: PERF401 - what was seen before an error counts


def test_a_stream_that_fails_tells_what_was_found_before() -> None:
    async def ask(aside: Aside) -> None:
        bridge = AsideExtractor(FakeExtractor(found=[Withdrawn("1")], error=Overloaded("no", 1.0)), aside)
        seen: list[Event] = []
        with pytest.raises(Overloaded):
            await _gather(bridge.stream(REQUEST), seen)
        assert seen == [Withdrawn("1")]

    with Aside() as aside:
        _here(ask(aside))


def test_a_reader_that_leaves_a_stream_early_cancels_it() -> None:
    extractor = FakeExtractor(found=[Withdrawn("1")], wait_s=60)

    async def ask(aside: Aside) -> None:
        async with aclosing(AsideExtractor(extractor, aside).stream(REQUEST)) as events:
            assert await anext(events) == Withdrawn("1")
            await _until(lambda: extractor.calls)
        await _until(lambda: extractor.cancelled == 1)

    with Aside() as aside:
        _here(ask(aside))


def test_what_is_cut_off_says_so_and_nothing_is_begun_afterwards() -> None:
    extractor = FakeExtractor(wait_s=60)

    async def ask(aside: Aside) -> None:
        bridge = AsideExtractor(extractor, aside)
        callers = [asyncio.ensure_future(bridge.extract(REQUEST)), asyncio.ensure_future(_last(bridge.stream(REQUEST)))]
        await _until(lambda: len(extractor.calls) == 2)
        assert bridge.cut() == 2
        for caller in callers:
            with pytest.raises(CutOff):
                await caller
        with pytest.raises(CutOff):
            await bridge.extract(REQUEST)
        await _until(lambda: extractor.cancelled == 2)

    with Aside() as aside:
        _here(ask(aside))


def test_what_has_ended_is_not_kept_to_be_cut_off() -> None:
    async def ask(aside: Aside) -> None:
        failing = AsideExtractor(FakeExtractor(error=Overloaded("no", 1.0)), aside)
        with pytest.raises(Overloaded):
            await failing.extract(REQUEST)
        assert failing.cut() == 0
        bridge = AsideExtractor(FakeExtractor(), aside)
        await bridge.extract(REQUEST)
        await _last(bridge.stream(REQUEST))
        assert bridge.cut() == 0

    with Aside() as aside:
        _here(ask(aside))


def test_cached_answers_do_not_take_the_way_around() -> None:
    class Here(FakeExtractor):
        async def cached(self, request: ExtractRequest) -> str | None:  # noqa: ARG002 - signature of the port
            return str(threading.get_ident())

    async def ask(aside: Aside) -> None:
        assert await AsideExtractor(Here(), aside).cached(REQUEST) == str(threading.get_ident())

    with Aside() as aside:
        _here(ask(aside))


def test_the_end_waits_for_work_to_be_cancelled_and_leaves_no_thread() -> None:
    ended = threading.Event()

    async def tidy() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.set()

    async def ask(aside: Aside) -> None:
        aside.run(tidy()).cancel()  # before it has begun
        aside.run(tidy())
        await aside.run(asyncio.sleep(0))

    before = threading.active_count()
    with Aside() as aside:
        _here(ask(aside))
    assert ended.is_set()
    assert threading.active_count() == before
