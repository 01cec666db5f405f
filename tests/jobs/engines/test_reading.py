"""Articles are begun in order, and their results are read in order. On each engine that there is."""

import asyncio

import pytest
from tests.jobs.opening import (
    Gate,
    ended,
    job_of,
    opened,
    outcome_of,
    read,
    results_of,
    status_of,
    until,
    working,
)

from groundwire.jobs.engine import (
    Delivery,
    Later,
    NewItem,
    NewJob,
    Outcome,
)
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobState, ResultState

pytestmark = pytest.mark.anyio


async def test_an_article_comes_as_it_was_handed_in(address: str) -> None:
    gate = Gate()
    items = [NewItem('{"text": "Ракети 🚀 \\" \\u0000 ok"}', "имя '1'"), NewItem("x" * 300_000)]
    async with opened(address) as engine, working(engine, gate, 2):
        job_id = (await engine.submit(NewJob(items, "ann"))).id
        await gate.has_begun(2)
        assert gate.begun == [Delivery(job_id, n, item.request, "ann", 1) for n, item in enumerate(items)]
        gate.open()
        await ended(engine, job_id)
        first, second = await results_of(engine, job_id)
        assert (first.index, first.name, first.state) == (0, "имя '1'", ResultState.DONE)
        assert first.text == f"read {items[0].request}"
        assert (second.index, second.name, second.text) == (1, None, f"read {items[1].request}")


async def test_articles_are_begun_in_the_order_of_arrival(address: str) -> None:
    begun: list[tuple[str, int]] = []

    async def body(delivery: Delivery) -> Outcome:
        begun.append((delivery.job, delivery.index))
        return outcome_of(delivery)

    async with opened(address) as engine:
        ids = [(await engine.submit(job_of(3, owner=owner))).id for owner in ("ann", "bob", "ann", None)]
        async with working(engine, body):
            for job_id in ids:
                await ended(engine, job_id)
    assert begun == [(job_id, index) for job_id in ids for index in range(3)]


async def test_no_more_at_once_than_wanted(address: str) -> None:
    gate = Gate()
    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(9))).id
        async with working(engine, gate, 4):
            await gate.has_begun(4)
            status = await status_of(engine, job_id)
            assert (status.state, status.running, status.waiting) == (JobState.RUNNING, 4, 5)
            gate.open()
            status = await ended(engine, job_id)
        assert (status.state, status.done, status.waiting, status.running) == (JobState.DONE, 9, 0, 0)
        assert status.finished is not None
        assert status.finished >= status.created
    assert len(gate.begun) == 9


async def test_results_up_to_the_first_gap(address: str) -> None:
    slow = asyncio.Event()

    async def body(delivery: Delivery) -> Outcome:
        if delivery.index == 3:
            await slow.wait()
        return outcome_of(delivery)

    async with opened(address) as engine, working(engine, body, 2):
        job_id = (await engine.submit(job_of(8))).id

        async def others_are_done() -> bool:
            return (await status_of(engine, job_id)).done == 7

        await until(others_are_done)
        assert [result.index for result in await results_of(engine, job_id)] == [0, 1, 2]
        assert [result.index for result in await results_of(engine, job_id, 1, 1)] == [1]
        assert await results_of(engine, job_id, 3) == []
        assert [result.index for result in await results_of(engine, job_id, 5)] == [5, 6, 7]
        slow.set()
        await ended(engine, job_id)
        assert [result.index for result in await results_of(engine, job_id)] == list(range(8))
        assert [result.name for result in await results_of(engine, job_id, 5)] == ["name 5", "name 6", "name 7"]
        assert await results_of(engine, job_id, 8) == []
        assert await results_of(engine, job_id, 1000) == []
        assert await results_of(engine, job_id, 0, 0) == []


async def test_failed_articles_are_results_too(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome:
        state = ResultState.FAILED if delivery.index % 2 else ResultState.DONE
        return Outcome(state, f"text {delivery.index}")

    async with opened(address) as engine, working(engine, body, 3):
        status = await ended(engine, (await engine.submit(job_of(5))).id)
        assert (status.state, status.done, status.failed) == (JobState.DONE, 3, 2)
        results = await results_of(engine, status.id)
        assert [(result.state, result.text) for result in results[:2]] == [
            (ResultState.DONE, "text 0"),
            (ResultState.FAILED, "text 1"),
        ]


async def test_usage_and_cost_are_summed(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome | Later:
        if delivery.index == 1 and delivery.tries == 1:
            return Later(0.0, counts=True, usage=Usage(calls=1, failed_calls=1), cost_usd=0.25)
        usage = Usage(calls=2, failed_calls=1, prompt_tokens=30, cached_prompt_tokens=20, completion_tokens=5)
        return Outcome(ResultState.DONE, "", usage, 0.5) if delivery.index else Outcome(ResultState.FAILED, "")

    async with opened(address) as engine, working(engine, body, 2):
        status = await ended(engine, (await engine.submit(job_of(3))).id)
        assert status.usage == Usage(
            calls=5, failed_calls=3, prompt_tokens=60, cached_prompt_tokens=40, completion_tokens=10
        )
        assert status.cost_usd == 1.25  # the failed one made no call, so it cost nothing


async def test_one_call_without_a_price_makes_the_sum_unknown(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome:
        return outcome_of(delivery, None if delivery.index == 1 else 0.5)

    async with opened(address) as engine, working(engine, body):
        status = await ended(engine, (await engine.submit(job_of(3))).id)
        assert (status.usage.calls, status.cost_usd) == (3, None)


async def test_two_engines_share_the_work(address: str) -> None:
    here, there = Gate(), Gate()
    async with (
        opened(address) as one,
        opened(address) as other,
        working(one, here, 3),
        working(other, there, 3),
    ):
        job_id = (await one.submit(job_of(6))).id
        await asyncio.gather(here.has_begun(3), there.has_begun(3))
        assert (await status_of(other, job_id)).running == 6
        here.open()
        there.open()
        assert (await ended(other, job_id)).done == 6
    assert sorted(delivery.index for delivery in here.begun + there.begun) == list(range(6))


async def test_what_was_taken_in_is_there_after_a_restart(address: str) -> None:
    async with opened(address) as engine:
        first = await engine.submit(job_of(4, owner="ann", idempotency_key="k", digest="d"))
        async with working(engine, read):
            await ended(engine, first.id)
        second = await engine.submit(job_of(2, owner="ann"))
    async with opened(address) as engine, working(engine, read):
        assert (await engine.submit(job_of(4, owner="ann", idempotency_key="k", digest="d"))).id == first.id
        assert len(await results_of(engine, first.id)) == 4
        assert (await ended(engine, second.id)).done == 2
