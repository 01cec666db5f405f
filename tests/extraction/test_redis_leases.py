"""Leases in Redis: one holder at a time, renewed while it lives, none left by a dead one, no failure without Redis."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import redis
from pydantic import SecretStr
from tests.servers.redis import RedisServer

from groundwire.extraction.deadline import NO_DEADLINE, Deadline
from groundwire.extraction.redis_leases import RedisLeases
from groundwire.extraction.redis_link import RedisLink

pytestmark = pytest.mark.anyio

KEY, OTHER = "ab" * 32, "cd" * 32
NAME = f"groundwire:lease:{KEY}"
HELD_S = 1.0


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


@asynccontextmanager
async def process(url: str) -> AsyncIterator[RedisLeases]:
    """Leases as a process of its own has them."""
    link = RedisLink(SecretStr(url))
    try:
        yield RedisLeases(link, HELD_S)
    finally:
        link.close()


async def test_a_holder_is_waited_for_as_long_as_it_lives_and_no_longer_than_it_holds(redis_url: str) -> None:
    order: list[str] = []

    async def take(leases: RedisLeases, name: str, seconds: float) -> None:
        async with leases.lease(KEY, NO_DEADLINE):
            order.append(f"{name} in")
            await asyncio.sleep(seconds)
            order.append(f"{name} out")

    async with process(redis_url) as one, process(redis_url) as two:
        first = asyncio.create_task(take(one, "one", 2.5 * HELD_S))
        await asyncio.sleep(0.3)
        begin = time.monotonic()
        await asyncio.gather(first, take(two, "two", 0), take(one, "three", 0))
        assert time.monotonic() - begin < 2.5 * HELD_S + 3
    assert order[:2] == ["one in", "one out"]
    assert sorted(order[2:]) == ["three in", "three out", "two in", "two out"]
    assert order[2][:3] == order[3][:3]


async def test_a_dead_holder_loses_it(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as dead:
        dead.set(NAME, "of one that is killed", px=round(HELD_S * 1000))
    async with process(redis_server.url) as leases:
        begin = time.monotonic()
        async with leases.lease(OTHER, NO_DEADLINE):
            assert time.monotonic() - begin < 0.5
        async with leases.lease(KEY, NO_DEADLINE):
            assert 0.5 < time.monotonic() - begin < 5


async def test_a_holder_that_is_stuck_is_waited_for_half_of_the_time_and_keeps_its_own(
    redis_server: RedisServer,
) -> None:
    with redis.Redis.from_url(redis_server.url) as stuck:
        stuck.set(NAME, "of another")
        async with process(redis_server.url) as leases:
            begin = time.monotonic()
            async with leases.lease(KEY, Deadline(2.0)):
                assert 0.9 < time.monotonic() - begin < 1.9
        assert stuck.get(NAME) == b"of another"


async def test_one_that_is_cancelled_leaves_nothing(redis_server: RedisServer) -> None:
    async def hold(leases: RedisLeases) -> None:
        async with leases.lease(KEY, NO_DEADLINE):
            await asyncio.sleep(60)

    async with process(redis_server.url) as leases:
        for seconds in (0.0, 0.001, 0.3):
            task = asyncio.create_task(hold(leases))
            await asyncio.sleep(seconds)
            task.cancel()
            await asyncio.wait({task})
    with redis.Redis.from_url(redis_server.url) as client:
        begin = time.monotonic()
        while client.exists(NAME):  # at most what a process leaves that dies
            assert time.monotonic() - begin < HELD_S + 2
            await asyncio.sleep(0.02)


async def test_without_redis_work_is_done_without(redis_server: RedisServer) -> None:
    done: list[str] = []
    async with process(redis_server.url) as leases:
        async with leases.lease(KEY, NO_DEADLINE):
            redis_server.stop()
            await asyncio.sleep(0.6)  # it is renewed in vain
            done.append("it dies meanwhile")
        try:
            begin = time.monotonic()
            async with leases.lease(KEY, NO_DEADLINE):
                done.append("it is away")
            assert time.monotonic() - begin < 3
        finally:
            redis_server.start()
    assert len(done) == 2
