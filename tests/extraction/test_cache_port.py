"""What every cache promises, on disk and in Redis: the same text or nothing, and no failure of the caller."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from tests.extraction.cache_tools import LARGE, SMALL, key
from tests.servers.redis import RedisServer

from groundwire.extraction.cache import DiskCache
from groundwire.extraction.cache_port import KeptCache
from groundwire.extraction.redis_cache import RedisCache
from groundwire.extraction.redis_link import RedisLink

Opening: TypeAlias = Callable[[], KeptCache]


@pytest.fixture(params=["disk", "redis", "redis by socket"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Opening:
    """Opens the same cache anew each time, as a process of its own would."""
    if request.param == "disk":
        return lambda: DiskCache(tmp_path / "cache")
    server: RedisServer = request.getfixturevalue("redis_server")
    url = server.url if request.param == "redis" else server.socket_url
    return lambda: RedisCache(RedisLink(SecretStr(url)))


def _put(opening: Opening, name: object, text: str) -> None:
    with opening() as cache:
        asyncio.run(cache.put(key(name), text))


def _get(opening: Opening, name: object) -> str | None:
    with opening() as cache:
        return asyncio.run(cache.get(key(name)))


@pytest.mark.parametrize(
    "text",
    ["", "a", SMALL, "🚀" * 10, "a\r\nb\rc\nd", "nul \0 nul", "x" * 32_767, "x" * 32_768, LARGE, "é" * 200_000],
    ids=["empty", "one", "small", "emoji", "line ends", "nul", "below", "above", "large", "200k"],
)
def test_the_text_that_went_in_comes_out_also_after_a_restart(opening: Opening, text: str) -> None:
    _put(opening, "a", text)
    assert _get(opening, "a") == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(opening: Opening, text: str) -> None:
    _put(opening, "a", text)
    assert _get(opening, "a") == text


def test_what_was_never_put_was_replaced_or_was_deleted(opening: Opening) -> None:
    async def work(cache: KeptCache) -> list[str | None]:
        await cache.put(key("replaced"), LARGE)
        await cache.put(key("replaced"), SMALL)
        await cache.put(key("deleted"), LARGE)
        await cache.delete(key("deleted"))
        await cache.delete(key("never"))
        return [await cache.get(key(name)) for name in ("never", "replaced", "deleted")]

    with opening() as cache:
        assert asyncio.run(work(cache)) == [None, SMALL, None]


@pytest.mark.parametrize("bad", ["", "a" * 63, "A" * 64, "a" * 65, "../" * 21 + "a", "a" * 64 + "\n"])
def test_what_is_no_key_is_refused_before_anything_is_asked(opening: Opening, bad: str) -> None:
    async def work(cache: KeptCache) -> None:
        for call in (cache.get(bad), cache.put(bad, "text"), cache.delete(bad)):
            with pytest.raises(ValueError, match="64 lower-case"):
                await call

    with opening() as cache:
        asyncio.run(work(cache))


def test_half_a_surrogate_pair_is_a_counted_failure_not_an_error(opening: Opening) -> None:
    async def work(cache: KeptCache) -> None:
        await cache.put(key("a"), "\ud83d")
        assert await cache.get(key("a")) is None
        assert cache.stats().write_failures == 1

    with opening() as cache:
        asyncio.run(work(cache))


def test_a_closed_cache_misses_and_does_not_raise(opening: Opening) -> None:
    async def work(cache: KeptCache) -> str | None:
        await cache.put(key("a"), SMALL)
        cache.close()
        await cache.put(key("b"), SMALL)
        await cache.delete(key("b"))
        return await cache.get(key("a"))

    with opening() as cache:
        assert asyncio.run(work(cache)) is None
    assert _get(opening, "a") == SMALL


def test_who_looks_after_it_counts_checks_and_clears(opening: Opening) -> None:
    async def fill(cache: KeptCache) -> None:
        await asyncio.gather(*(cache.put(key(name), SMALL) for name in range(250)))

    told: list[tuple[int, int]] = []
    with opening() as cache:
        asyncio.run(fill(cache))
        assert asyncio.run(cache.get(key(0))) == SMALL
        assert asyncio.run(cache.get(key("never"))) is None
        stats = cache.stats()
        assert (stats.entries, stats.hits, stats.misses, stats.corrupt, stats.write_failures) == (250, 1, 1, 0, 0)
        assert stats.bytes > 250 * len(SMALL.encode())
        report = cache.verify(lambda done, total: told.append((done, total)))
        assert (report.entries, report.ok, report.removed, report.database_replaced) == (250, 250, 0, False)
        assert told[-1] == (250, 250)
        assert cache.clear() == 250
        assert cache.stats().entries == 0
    assert _get(opening, 1) is None


def test_event_loops_in_several_threads_share_one_cache(opening: Opening) -> None:
    async def client(cache: KeptCache, number: int) -> None:
        for turn in range(10):
            await cache.put(key(turn % 3), f"{turn % 3} {LARGE}")
            assert await cache.get(key(turn % 3)) == f"{turn % 3} {LARGE}", number

    async def loops(cache: KeptCache) -> None:
        await asyncio.gather(*(asyncio.to_thread(lambda n: asyncio.run(client(cache, n)), n) for n in range(8)))
        stats = cache.stats()
        assert (stats.entries, stats.hits, stats.misses, stats.corrupt, stats.write_failures) == (3, 80, 0, 0, 0)

    with opening() as cache:
        asyncio.run(loops(cache))


def test_a_caller_that_is_cancelled_leaves_no_answer_for_another(opening: Opening) -> None:
    async def work(cache: KeptCache) -> None:
        for name in range(20):
            await cache.put(key(name), f"{name}")
        for _ in range(5):
            asked = [asyncio.create_task(cache.get(key(name % 20))) for name in range(60)]
            await asyncio.sleep(0)
            for task in asked[::2]:
                task.cancel()
            await asyncio.wait(asked)
            assert [task.result() for task in asked if not task.cancelled()] == [
                f"{n % 20}" for n, task in enumerate(asked) if not task.cancelled()
            ]
        assert cache.stats().corrupt == 0

    with opening() as cache:
        asyncio.run(work(cache))
