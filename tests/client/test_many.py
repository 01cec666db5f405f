"""Many articles: in order, some at a time, lazily, and none lost for the error of another."""

import asyncio
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing, closing
from typing import Any

import pytest

from groundwire.client import ApiError, AsyncClient, Client, InvalidRequest, Outcome
from groundwire.client._many import AHEAD
from groundwire.client.testing import FakeGroundwire, Reply, problem, sample_extraction
from groundwire.schemas import Article, Extraction, ExtractRequest

Many = Callable[..., list[Outcome]]


def _with_client(url: str, articles: Iterable[Article | str], **options: Any) -> list[Outcome]:  # noqa: ANN401 - options
    with Client(url) as client:
        return list(client.extract_many(articles, **options))


def _with_async_client(url: str, articles: Iterable[Article | str], **options: Any) -> list[Outcome]:  # noqa: ANN401 - options
    async def call() -> list[Outcome]:
        async with AsyncClient(url) as client:
            return [outcome async for outcome in client.extract_many(articles, **options)]

    return asyncio.run(call())


EITHER = pytest.mark.parametrize("many", [_with_client, _with_async_client])


class Busy:
    """Answers the sooner the later an article's number is, and counts what is under way."""

    def __init__(self) -> None:
        self.now = 0
        self.most = 0
        self._lock = threading.Lock()

    def __call__(self, request: ExtractRequest) -> Reply | Extraction:
        """The sample, after a while; the article 3 is too large."""
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.05 if int(request.text) % 2 == 0 else 0.01)
        with self._lock:
            self.now -= 1
        return problem("too-large") if request.text == "3" else sample_extraction(request.article())


@EITHER
def test_outcomes_are_in_order_and_an_error_is_one_of_them(many: Many) -> None:
    busy = Busy()
    told: list[tuple[int, int | None, int]] = []
    articles = [str(number) for number in range(12)]
    with FakeGroundwire(answer=busy) as fake:
        outcomes = many(
            fake.url, articles, concurrency=3, progress=lambda *said: told.append((*said[:2], said[2].index))
        )
    assert [outcome.index for outcome in outcomes] == list(range(12))
    assert [outcome.article for outcome in outcomes] == articles
    (failed,) = [outcome for outcome in outcomes if outcome.error]
    assert (failed.index, type(failed.error), failed.extraction) == (3, InvalidRequest, None)
    with pytest.raises(InvalidRequest):
        failed.unwrap()
    for outcome in outcomes:
        if outcome is not failed:
            assert outcome.unwrap() == outcome.extraction == sample_extraction(Article(text=str(outcome.index)))
    assert [said[:2] for said in told] == [(done, 12) for done in range(1, 13)]
    assert sorted(said[2] for said in told) == list(range(12))
    assert 1 < busy.most <= 3


@EITHER
def test_articles_are_taken_as_they_are_needed_and_wishes_count_for_all(many: Many) -> None:
    with FakeGroundwire() as fake:
        outcomes = many(
            fake.url, (Article(text=str(number)) for number in range(50)), record_types=(t for t in ["attack"])
        )
        assert len(outcomes) == 50
        assert {received.request.record_types for received in fake.requests} == {("attack",)}
        assert many(fake.url, []) == []


def _counted(taken: list[int]) -> Iterator[str]:
    for number in range(1_000_000):
        taken.append(number)
        yield str(number)


def test_whoever_looks_at_the_first_has_not_taken_all() -> None:
    taken: list[int] = []
    with FakeGroundwire() as fake:
        with Client(fake.url) as client, closing(client.extract_many(_counted(taken), concurrency=2)) as outcomes:
            assert next(outcomes).index == 0

        async def first() -> int:
            client = AsyncClient(fake.url)
            async with client, aclosing(client.extract_many(_counted(taken), concurrency=2)) as outcomes:
                return (await anext(outcomes)).index

        assert asyncio.run(first()) == 0
    assert len(taken) <= 2 * (2 * AHEAD + 1)


def test_a_slow_first_one_holds_the_line_but_not_more_than_it_may_hold() -> None:
    taken: list[int] = []
    first = threading.Event()

    def answer(request: ExtractRequest) -> Extraction:
        if request.text == "0":
            first.wait(30)
        return sample_extraction(request.article())

    told: list[int] = []

    def progress(done: int, total: int | None, latest: Outcome) -> None:
        assert total is None
        told.append(latest.index)
        if done == 2 * AHEAD - 1:  # all that may be held, but the first
            first.set()

    with (
        FakeGroundwire(answer=answer) as fake,
        Client(fake.url) as client,
        closing(client.extract_many(_counted(taken), concurrency=2, progress=progress)) as outcomes,
    ):
        assert next(outcomes).index == 0
    assert told[: 2 * AHEAD - 1] == list(range(1, 2 * AHEAD))
    assert len(taken) <= 2 * AHEAD + 1


@EITHER
def test_what_is_no_error_of_the_service_ends_it_all(many: Many) -> None:
    def articles() -> Iterator[str]:
        yield "a"
        raise LookupError("no further article")

    def progress(*_: object) -> None:
        raise ArithmeticError

    with FakeGroundwire() as fake:
        with pytest.raises(LookupError):
            many(fake.url, articles())
        with pytest.raises(ArithmeticError):
            many(fake.url, ["a"], progress=progress)
        sent = len(fake.requests)
        for wrong in ({"publshed": "x"}, {"articles": "one text"}):
            with pytest.raises(TypeError):
                many(fake.url, wrong.pop("articles", ["a"]), **wrong)
        with pytest.raises(ValueError, match="concurrency"):
            many(fake.url, ["a"], concurrency=0)
        with pytest.raises(ValueError, match="timeout_s"):
            many(fake.url, ["a"], timeout_s=0)
        assert len(fake.requests) == sent


def test_cancelling_cancels_the_calls_under_way() -> None:
    async def run(fake: FakeGroundwire) -> None:
        async with AsyncClient(fake.url) as client:

            async def consume() -> list[Outcome]:
                async with aclosing(client.extract_many(["a"] * 10, concurrency=2)) as outcomes:
                    return [outcome async for outcome in outcomes]

            task = asyncio.create_task(consume())
            while len(fake.requests) < 2:  # noqa: ASYNC110 - the fake is in another thread
                await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert asyncio.all_tasks() == {asyncio.current_task()}

    with FakeGroundwire(answer=lambda _: Reply(sample_extraction(), delay_s=60)) as fake:
        asyncio.run(run(fake))
        assert len(fake.requests) == 2


def test_an_error_of_the_service_for_each_is_no_error_of_the_whole() -> None:
    with FakeGroundwire(answer=lambda _: problem("unauthorized")) as fake:
        outcomes = _with_client(fake.url, ["a", "b"])
    assert [isinstance(outcome.error, ApiError) for outcome in outcomes] == [True, True]


def test_ctrl_c_ends_the_program_although_calls_are_under_way() -> None:
    with FakeGroundwire(answer=lambda _: Reply(sample_extraction(), delay_s=120)) as fake:
        code = f"""
import sys
sys.path[:0] = {[path for path in sys.path if path]!r}
from groundwire.client import Client
with Client({fake.url!r}) as client:
    list(client.extract_many(["a"] * 10, concurrency=2))
"""
        program = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own interpreter
        try:
            end = time.monotonic() + 60
            while len(fake.requests) < 2:
                assert time.monotonic() < end
                time.sleep(0.01)
            program.send_signal(signal.SIGINT)
            _, said = program.communicate(timeout=30)
        finally:
            program.kill()
            program.wait()
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert len(fake.requests) == 2
