"""The cache in Redis: what was planted there, a server that dies, hangs, refuses or is full, and what is told of it."""

import asyncio
import logging
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import redis
from pydantic import SecretStr
from tests.extraction.cache_tools import SMALL, key
from tests.servers.redis import RedisServer

from groundwire.extraction import cache_files as files
from groundwire.extraction.cache_port import CacheAway
from groundwire.extraction.redis_cache import RedisCache
from groundwire.extraction.redis_link import AWAY_S, RedisLink

ENTRY = f"groundwire:cache:{key('a')}"


class _Trap:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return os.mkdir, (str(self._file),)


@pytest.fixture
def client(redis_server: RedisServer) -> Iterator[redis.Redis]:
    """Somebody else at the same server."""
    with redis.Redis.from_url(redis_server.url) as opened:
        yield opened


@contextmanager
def opened(url: str, failures: list[None] | None = None) -> Iterator[RedisCache]:
    """A cache; `failures` gets one for each failure that it told of."""
    told = [] if failures is None else failures
    with RedisCache(RedisLink(SecretStr(url)), lambda: told.append(None)) as cache:
        yield cache


@contextmanager
def hanging(url: str) -> Iterator[None]:
    """The server does not answer in the block, though it is there."""
    with redis.Redis.from_url(url) as client:
        process = psutil.Process(int(client.info("server")["process_id"]))
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def _planted(file: Path) -> dict[str, bytes]:
    trap = pickle.dumps(_Trap(file))
    return {
        "pickle": trap,
        "sealed pickle of another key": files.seal(key("b"), "x")[:65] + trap,
        "text": b"an answer that nobody paid for",
        "empty": b"",
        "other key's": files.seal(key("b"), SMALL),
        "cut off": files.seal(key("a"), SMALL)[:-1],
        "no UTF-8": files.seal(key("a"), SMALL)[:65] + b"\xff",
    }


@pytest.mark.parametrize("name", _planted(Path()))
def test_what_was_planted_is_a_miss_removed_and_never_run(
    client: redis.Redis, redis_url: str, tmp_path: Path, name: str
) -> None:
    client.set(ENTRY, _planted(tmp_path / "ran")[name])
    with opened(redis_url) as cache:
        assert asyncio.run(cache.get(key("a"))) is None
        assert not client.exists(ENTRY)
        assert (cache.stats().corrupt, cache.stats().misses) == (1, 1)
        asyncio.run(cache.put(key("a"), SMALL))
        assert asyncio.run(cache.get(key("a"))) == SMALL
    assert not (tmp_path / "ran").exists()


def test_a_value_of_another_kind_is_a_miss_and_removed(client: redis.Redis, redis_url: str) -> None:
    client.rpush(ENTRY, "an", "answer")
    with opened(redis_url) as cache:
        assert asyncio.run(cache.get(key("a"))) is None
        assert not client.exists(ENTRY)


def test_verify_removes_what_is_not_whole_and_clear_touches_nothing_of_others(
    client: redis.Redis, redis_url: str, tmp_path: Path
) -> None:
    client.set("somebody's", "own")
    client.set("groundwire:cache:no key", "x")
    client.rpush(f"groundwire:cache:{key('list')}", "x")
    for number, value in enumerate(_planted(tmp_path / "ran").values()):
        client.set(f"groundwire:cache:{key(number)}", value)
    with opened(redis_url) as cache:
        asyncio.run(cache.put(key("a"), SMALL))
        report = cache.verify()
        planted = len(_planted(tmp_path)) + 2
        assert (report.entries, report.ok, report.removed) == (planted + 1, 1, planted)
        assert asyncio.run(cache.get(key("a"))) == SMALL
        assert cache.clear() == 1
    assert client.keys() == [b"somebody's"]


def test_a_server_that_is_killed_costs_the_cache_and_no_request_and_works_again(
    redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[None] = []

    async def work(cache: RedisCache) -> None:
        await cache.put(key("a"), SMALL)
        with redis_server.away():
            begin = time.monotonic()
            assert [await cache.get(key("a")) for _ in range(50)] == [None] * 50
            await cache.put(key("a"), SMALL)
            await cache.delete(key("a"))
            assert time.monotonic() - begin < 5  # not a second for each
        while await cache.get(key("a")) is None:
            await cache.put(key("a"), SMALL)
            assert time.monotonic() - begin < 60
            await asyncio.sleep(0.1)

    with caplog.at_level(logging.WARNING), opened(redis_server.url, failures) as cache:
        asyncio.run(work(cache))
        assert cache.stats().write_failures >= 2
    assert len(failures) >= 52
    assert len(caplog.records) == 1
    assert "does not answer" in caplog.text


def test_a_server_that_hangs_costs_a_second_for_all_and_not_for_each(redis_server: RedisServer) -> None:
    async def work(cache: RedisCache) -> float:
        begin = time.monotonic()
        assert await asyncio.gather(*(cache.get(key(n)) for n in range(100))) == [None] * 100
        return time.monotonic() - begin

    with opened(redis_server.url) as cache:
        asyncio.run(cache.put(key("a"), SMALL))
        with hanging(redis_server.url):
            assert asyncio.run(work(cache)) < 10  # 100 by itself, 25 by four threads
        time.sleep(AWAY_S)
        assert asyncio.run(cache.get(key("a"))) == SMALL


def test_a_full_server_that_evicts_nothing_refuses_and_goes_on_answering(client: redis.Redis, redis_url: str) -> None:
    failures: list[None] = []
    with opened(redis_url, failures) as cache:
        asyncio.run(cache.put(key("a"), SMALL))
        client.config_set("maxmemory", 1)
        try:
            asyncio.run(cache.put(key("b"), SMALL))
            assert asyncio.run(cache.get(key("a"))) == SMALL
            assert asyncio.run(cache.get(key("b"))) is None
        finally:
            client.config_set("maxmemory", 0)
        assert cache.stats().write_failures == len(failures) == 1


def test_neither_password_nor_text_is_told(caplog: pytest.LogCaptureFixture) -> None:
    url = "redis://me:hunter2@127.0.0.1:9/0"
    with caplog.at_level(logging.DEBUG), opened(url) as cache:
        asyncio.run(cache.put(key("a"), SMALL))
        assert cache.place == "127.0.0.1:9/0"
        with pytest.raises(CacheAway, match=r"Redis at 127\.0\.0\.1:9/0") as raised:
            cache.stats()
    assert "hunter2" not in caplog.text + str(raised.value)
    assert "Odesa" not in caplog.text


@pytest.mark.parametrize(
    "url", ["redis://h:hunter2", "redis://:hunter2@h/0?no=1", "http://hunter2", "redis://[hunter2"]
)
def test_what_is_no_url_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValueError, match="no address of a Redis") as raised:
        RedisLink(SecretStr(url))
    assert "hunter2" not in str(raised.value)
