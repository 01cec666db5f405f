"""The ways of keeping a text under a key that are measured; each is given a folder or an address of its own."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.extraction.cache_port import KeptCache


@dataclass(frozen=True)
class Kept:
    """A place that is open.

    Attributes:
        get: The text under a key.
        put: Keep a text.
        fill: Keep many texts, as fast as it goes.
        close: Give up files and connections.
    """

    get: Callable[[str], Awaitable[str | None]]
    put: Callable[[str, str], Awaitable[object]]
    fill: Callable[[Iterable[tuple[str, str]]], Awaitable[object]]
    close: Callable[[], object]


def groundwire_disk(place: str) -> Kept:
    """Our cache on disk: sealed entries, no pickles, in threads beside the event loop."""
    from groundwire.extraction.cache import DiskCache  # noqa: PLC0415 - each contender bears its own imports

    return _ours(DiskCache(Path(place) / "groundwire"))


def groundwire_redis(place: str) -> Kept:
    """Our cache in Redis: the same seals."""
    from pydantic import SecretStr  # noqa: PLC0415

    from groundwire.extraction.redis_cache import RedisCache  # noqa: PLC0415 - as above
    from groundwire.extraction.redis_link import RedisLink  # noqa: PLC0415

    return _ours(RedisCache(RedisLink(SecretStr(place))))


def _ours(cache: KeptCache) -> Kept:
    async def fill(texts: Iterable[tuple[str, str]]) -> None:
        for key, text in texts:
            await cache.put(key, text)

    return Kept(cache.get, cache.put, fill, cache.close)


def plain_diskcache(place: str) -> Kept:
    """Diskcache as it comes, in the calling thread."""
    import diskcache  # noqa: PLC0415, TID251 - a peer

    cache = diskcache.Cache(str(Path(place) / "diskcache"), size_limit=2**33)
    return _called(cache.get, cache.set, cache.close)


def sqlite_by_hand(place: str) -> Kept:
    """A table of SQLite with a write-ahead log, in the calling thread."""
    database = sqlite3.connect(str(Path(place) / "by-hand.db"), timeout=60, isolation_level=None)
    database.execute("PRAGMA journal_mode = wal")
    database.execute("PRAGMA synchronous = normal")
    database.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID")

    def get(key: str) -> str | None:
        row = database.execute("SELECT text FROM kept WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def put(key: str, text: str) -> None:
        database.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, text))

    return _called(get, put, database.close)


def plain_redis(place: str) -> Kept:
    """Redis with its own client, in the calling thread."""
    import redis  # noqa: PLC0415 - as above

    client = redis.Redis.from_url(place)

    def get(key: str) -> str | None:
        found = client.get(key)
        return found.decode() if isinstance(found, bytes) else None

    return _called(get, client.set, client.close)


def _called(get: Callable[[str], str | None], put: Callable[[str, str], object], close: Callable[[], object]) -> Kept:
    async def got(key: str) -> str | None:
        return get(key)

    async def kept(key: str, text: str) -> None:
        put(key, text)

    async def fill(texts: Iterable[tuple[str, str]]) -> None:
        for key, text in texts:
            put(key, text)

    return Kept(got, kept, fill, close)


IN_FOLDERS: Final[Mapping[str, Callable[[str], Kept]]] = {
    "groundwire": groundwire_disk,
    "diskcache": plain_diskcache,
    "sqlite3": sqlite_by_hand,
}
"""Those that are given a folder."""
IN_REDIS: Final[Mapping[str, Callable[[str], Kept]]] = {"groundwire on redis": groundwire_redis, "redis": plain_redis}
"""Those that are given the address of a Redis."""
