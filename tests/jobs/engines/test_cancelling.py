"""A job that is cancelled is over at once. On each engine that there is."""

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
    Outcome,
)
from groundwire.schemas.jobs import JobState, ResultState

pytestmark = pytest.mark.anyio


async def test_before_anything_was_begun(address: str) -> None:
    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(3, owner="ann"))).id
        status = await engine.cancel(job_id, "ann")
        assert status is not None
        assert (status.state, status.cancelled, status.waiting) == (JobState.CANCELLED, 3, 0)
        assert status.finished is not None
        gate = Gate()
        async with working(engine, gate):
            later = (await engine.submit(job_of(1))).id
            await gate.has_begun(1)
        assert [delivery.job for delivery in gate.begun] == [later]
        results = await results_of(engine, job_id)
        assert [(result.index, result.name, result.state, result.text) for result in results] == [
            (index, f"name {index}", ResultState.CANCELLED, "") for index in range(3)
        ]


async def test_in_the_midst(address: str) -> None:
    gate = Gate()

    async def body(delivery: Delivery) -> Outcome | Later:
        return outcome_of(delivery) if delivery.index < 2 else await gate(delivery)

    async with opened(address) as engine, working(engine, body, 2):
        job_id = (await engine.submit(job_of(6))).id
        await gate.has_begun(2)
        status = await engine.cancel(job_id, None)
        assert status is not None
        assert (status.state, status.done, status.cancelled) == (JobState.CANCELLED, 2, 4)
        assert (status.running, status.waiting) == (0, 0)
        await until(lambda: len(gate.dropped) == 2)  # and it is paid for no longer
        results = await results_of(engine, job_id)
        assert [result.state for result in results] == [ResultState.DONE] * 2 + [ResultState.CANCELLED] * 4
        after = (await engine.submit(job_of(1))).id
        assert (await ended(engine, after)).done == 1
        assert await status_of(engine, job_id) == status


async def test_what_another_process_reads(address: str) -> None:
    gate = Gate()
    async with opened(address) as here, opened(address) as there, working(there, gate, 2):
        job_id = (await here.submit(job_of(2))).id
        await gate.has_begun(2)
        status = await here.cancel(job_id, None)
        await until(lambda: len(gate.dropped) == 2)
        assert await status_of(here, job_id) == status


async def test_a_result_that_comes_later_is_dropped(address: str) -> None:
    begun = asyncio.Event()

    async def body(delivery: Delivery) -> Outcome:
        begun.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return outcome_of(delivery)  # it cannot be stopped any more
        raise AssertionError

    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(1))).id
        async with working(engine, body):
            await begun.wait()
            status = await engine.cancel(job_id, None)
        assert await status_of(engine, job_id) == status
        (result,) = await results_of(engine, job_id)
        assert (result.state, result.text) == (ResultState.CANCELLED, "")


async def test_nothing_happens_to_one_that_has_ended(address: str) -> None:
    async with opened(address) as engine:
        job_id = (await engine.submit(job_of(2))).id
        async with working(engine, read):
            status = await ended(engine, job_id)
        assert await engine.cancel(job_id, None) == status
        cancelled = (await engine.submit(job_of(2))).id
        assert await engine.cancel(cancelled, None) == await engine.cancel(cancelled, None)
