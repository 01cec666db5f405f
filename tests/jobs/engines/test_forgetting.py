"""Jobs go when they are told to, or are old; never before they have ended. On each engine that there is."""

import pytest
from tests.jobs.opening import (
    Gate,
    ended,
    job_of,
    opened,
    read,
    results_of,
    status_of,
    until,
    working,
)

pytestmark = pytest.mark.anyio


async def test_delete(address: str) -> None:
    async with opened(address) as engine:
        kept = (await engine.submit(job_of(2, owner="ann"))).id
        await engine.delete(kept, "ann")
        assert (await status_of(engine, kept)).waiting == 2
        async with working(engine, read):
            await ended(engine, kept)
            other = (await engine.submit(job_of(1, owner="ann"))).id
            await ended(engine, other)
        await engine.delete(kept, "ann")
        assert await engine.status(kept, "ann") is None
        assert await engine.results(kept, "ann", 0, 10) is None
        assert len(await results_of(engine, other)) == 1
        cancelled = (await engine.submit(job_of(1))).id
        await engine.cancel(cancelled, None)
        await engine.delete(cancelled, None)
        assert await engine.status(cancelled, None) is None


async def test_old_jobs_are_forgotten(address: str) -> None:
    gate = Gate()
    async with opened(address) as engine:
        old = (await engine.submit(job_of(2))).id
        async with working(engine, read):
            await ended(engine, old)
        waits = (await engine.submit(job_of(1))).id
    async with opened(address, keep_days=1e-8) as engine, working(engine, gate):

        async def is_gone() -> bool:
            return await engine.status(old, None) is None

        await until(is_gone)
        assert await engine.results(old, None, 0, 10) is None
        assert not (await status_of(engine, waits)).ended
