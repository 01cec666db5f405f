"""What was not read is read later, by whoever is there. On each engine that there is."""

import asyncio

import pytest
from tests.jobs.opening import (
    Gate,
    ended,
    job_of,
    opened,
    outcome_of,
    results_of,
    status_of,
    until,
    working,
)

from groundwire.jobs.engine import (
    MOST_TRIES,
    Delivery,
    Later,
    Outcome,
)
from groundwire.schemas.jobs import JobState

pytestmark = pytest.mark.anyio


async def test_later_is_later_and_counts_if_it_says_so(address: str) -> None:
    tries: list[int] = []

    async def body(delivery: Delivery) -> Outcome | Later:
        tries.append(delivery.tries)
        if len(tries) < 6:
            return Later(0.01, counts=len(tries) > 3)
        return outcome_of(delivery)

    async with opened(address) as engine, working(engine, body):
        status = await ended(engine, (await engine.submit(job_of(1))).id)
    assert tries == [1, 1, 1, 1, 2, 3]
    assert status.done == 1


async def test_who_waits_holds_nobody_up(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome | Later:
        return outcome_of(delivery) if delivery.index else Later(3000.0, counts=True)

    async with opened(address) as engine, working(engine, body):
        job_id = (await engine.submit(job_of(3))).id

        async def others_are_done() -> bool:
            return (await status_of(engine, job_id)).done == 2

        await until(others_are_done)
        status = await status_of(engine, job_id)
        assert (status.state, status.waiting, status.running) == (JobState.RUNNING, 1, 0)
        assert await results_of(engine, job_id) == []


async def test_an_article_may_be_put_off_as_often_as_the_body_likes(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome | Later:
        return outcome_of(delivery) if delivery.tries > MOST_TRIES + 1 else Later(0.0, counts=True)

    async with opened(address) as engine, working(engine, body):
        assert (await ended(engine, (await engine.submit(job_of(1))).id)).done == 1


async def test_a_worker_that_ends_gives_back_what_it_reads(address: str) -> None:
    leaving, staying = Gate(), Gate()
    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(3))).id
        async with working(engine, leaving, 2) as task:
            await leaving.has_begun(2)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert len(leaving.dropped) == 2
        status = await status_of(engine, job_id)
        assert (status.waiting, status.running) == (3, 0)
        async with opened(address) as other, working(other, staying, 3):
            await staying.has_begun(3)
            assert sorted((delivery.index, delivery.tries) for delivery in staying.begun) == [
                (0, 1),
                (1, 1),
                (2, 1),
            ]
            staying.open()
            assert (await ended(other, job_id)).done == 3


async def test_what_is_ready_when_a_worker_ends_is_kept(address: str) -> None:
    async def body(delivery: Delivery) -> Outcome:
        with_result = outcome_of(delivery)
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return with_result
        raise AssertionError

    gate = Gate()
    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(1))).id
        async with working(engine, body):

            async def is_running() -> bool:
                return (await status_of(engine, job_id)).running == 1

            await until(is_running)
        if not (await status_of(engine, job_id)).ended:  # an engine need not, but must not lose the article
            gate.open()
            async with working(engine, gate):
                await ended(engine, job_id)
        assert len(await results_of(engine, job_id)) == 1
