"""Jobs are taken in whole, once, and for their owner alone. On each engine that there is."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.jobs.opening import (
    ended,
    job_of,
    opened,
    read,
    status_of,
    working,
)

from groundwire.jobs.engine import (
    ANY_OWNER,
    IdempotencyConflict,
)
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobState

pytestmark = pytest.mark.anyio


async def test_a_new_job_waits(address: str) -> None:
    async with opened(address) as engine:
        status = await engine.submit(job_of(3, owner="ann"))
        assert status.state is JobState.QUEUED
        assert (status.total, status.waiting, status.running, status.done) == (3, 3, 0, 0)
        assert (status.failed, status.cancelled, status.finished) == (0, 0, None)
        assert (status.usage, status.cost_usd) == (Usage(), 0.0)
        assert abs(datetime.now(UTC) - status.created) < timedelta(minutes=5)
        assert await engine.status(status.id, "ann") == status


async def test_ids_are_long_and_fit_into_a_url(address: str) -> None:
    async with opened(address) as engine:
        ids = {(await engine.submit(job_of(1))).id for _ in range(5)}
        assert len(ids) == 5
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,64}", job_id) for job_id in ids)


async def test_the_same_key_and_body_are_the_same_job(address: str) -> None:
    async with opened(address) as engine:
        first = await engine.submit(job_of(2, owner="ann", idempotency_key="k", digest="d"))
        again = await engine.submit(job_of(2, owner="ann", idempotency_key="k", digest="d"))
        assert again == first
        others = [
            await engine.submit(job_of(2, owner="bob", idempotency_key="k", digest="other")),
            await engine.submit(job_of(2, owner=None, idempotency_key="k", digest="other")),
            await engine.submit(job_of(2, owner="ann", idempotency_key="l", digest="other")),
            await engine.submit(job_of(2, owner="ann", digest="d")),
            await engine.submit(job_of(2, owner="ann", digest="d")),
        ]
        assert len({first.id, *(other.id for other in others)}) == 6


async def test_the_same_key_without_an_owner_is_one_job_too(address: str) -> None:
    async with opened(address) as engine:
        first = await engine.submit(job_of(1, idempotency_key="k", digest="d"))
        assert (await engine.submit(job_of(1, idempotency_key="k", digest="d"))).id == first.id


async def test_another_body_under_the_same_key_is_refused(address: str) -> None:
    async with opened(address) as engine:
        first = await engine.submit(job_of(2, owner="ann", idempotency_key="k", digest="d"))
        with pytest.raises(IdempotencyConflict):
            await engine.submit(job_of(3, owner="ann", idempotency_key="k", digest="e"))
        assert await status_of(engine, first.id) == first


async def test_many_at_once_under_one_key_are_one_job(address: str) -> None:
    async with opened(address) as one, opened(address) as other:
        job = job_of(20, owner="ann", idempotency_key="k", digest="d")
        made = await asyncio.gather(*(engine.submit(job) for engine in [one, other] * 5))
        assert len({status.id for status in made}) == 1
        assert made[0].total == 20


async def test_the_key_is_free_again_when_the_job_is_deleted(address: str) -> None:
    async with opened(address) as engine, working(engine, read):
        first = await engine.submit(job_of(1, idempotency_key="k", digest="d"))
        await ended(engine, first.id)
        await engine.delete(first.id, None)
        assert (await engine.submit(job_of(1, idempotency_key="k", digest="e"))).id != first.id


async def test_a_job_is_its_owners_alone(address: str) -> None:
    async with opened(address) as engine:
        of_ann = (await engine.submit(job_of(1, owner="ann"))).id
        of_nobody = (await engine.submit(job_of(1))).id
        for job_id, right, wrong in ((of_ann, "ann", ["bob", None, ""]), (of_nobody, None, ["ann", "None", ""])):
            for owner in wrong:
                assert await engine.status(job_id, owner) is None
                assert await engine.results(job_id, owner, 0, 10) is None
                assert await engine.cancel(job_id, owner) is None
                await engine.delete(job_id, owner)
            for owner in (right, ANY_OWNER):
                status = await engine.status(job_id, owner)
                assert status is not None
                assert status.state is JobState.QUEUED
                assert await engine.results(job_id, owner, 0, 10) == []


async def test_a_job_that_is_none(address: str) -> None:
    async with opened(address) as engine:
        for job_id in ("", "none", "0", "1", "' OR 1=1 --", "\x00", "é🚀"):
            assert await engine.status(job_id, ANY_OWNER) is None
            assert await engine.results(job_id, ANY_OWNER, 0, 10) is None
            assert await engine.cancel(job_id, ANY_OWNER) is None
            await engine.delete(job_id, ANY_OWNER)
