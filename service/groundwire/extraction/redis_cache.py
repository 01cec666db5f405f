"""Answers that were paid for, kept in a Redis or Valkey that many machines share: text in, the same text out.

Entries are sealed as on disk (`groundwire.extraction.cache_files`): a value that is not the bytes that were made for
its key is a miss, counted and removed, and nothing that is read is ever run. No method fails because of the server;
while it is away every get is a miss. How much is kept, and what goes first, is the server's to say: `maxmemory` and
`maxmemory-policy allkeys-lru`.
"""

import logging
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, Self, TypeVar

import redis
from redis.client import Pipeline

from groundwire.extraction import cache_files as files
from groundwire.extraction.cache_files import Broken
from groundwire.extraction.cache_port import CacheAway, CacheStats, Counters, VerifyReport
from groundwire.extraction.redis_link import DELETE_IF_SAME, PREFIX, RedisAway, RedisLink

_OURS: Final = f"{PREFIX}cache:"
_AT_ONCE: Final = 100
"""Entries that a walk asks for at once."""

_log = logging.getLogger("groundwire.cache")
_T = TypeVar("_T")


class RedisCache:
    """The cache in Redis, for any event loop. Its methods are those of `DiskCache`.

    Args:
        link: To the server; it is closed with the cache.
        on_failure: Called in the event loop for each text that could not be looked up, kept or deleted.
    """

    def __init__(self, link: RedisLink, on_failure: Callable[[], None] = lambda: None) -> None:
        self._link = link
        self._on_failure = on_failure
        self._counters = Counters()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return self._link.address

    async def get(self, key: str) -> str | None:
        """Return the text, or None when there is none that can be trusted.

        Raises:
            ValueError: The key is not one.
        """
        files.check_key(key)
        text = None
        try:
            text = await self._link.do(lambda client: _read(client, key))
        except Broken as reason:
            self._counters.add("corrupt")
            _log.warning("cache entry %s is unusable and not kept: %s", key[:12], reason)
        except RedisAway as cause:
            self._unavailable(cause)
        self._counters.add("misses" if text is None else "hits")
        return text

    async def put(self, key: str, text: str) -> None:
        """Keep the text, replacing an older one. A failure is counted and logged, not raised.

        Raises:
            ValueError: The key is not one.
        """
        files.check_key(key)
        try:
            sealed = files.seal(key, text)
        except UnicodeEncodeError:
            self._failed(ValueError("a text with half a surrogate pair cannot be kept"))
            return
        await self._write(lambda client: client.set(_OURS + key, sealed))

    async def delete(self, key: str) -> None:
        """Forget the text, if there is one. A failure is counted and logged, not raised.

        Raises:
            ValueError: The key is not one.
        """
        files.check_key(key)
        await self._write(lambda client: client.delete(_OURS + key))

    def stats(self) -> CacheStats:
        """Count: entries and bytes as they are in the server, the rest as this object has seen it.

        Raises:
            CacheAway: The server cannot be asked.
        """

        def work(client: redis.Redis) -> list[int]:
            told = (_each(client, names, lambda pipe, name: pipe.strlen(name)) for names in _walk(client))
            return [size for part in told for size in part if isinstance(size, int)]

        sizes = self._here(work)
        return CacheStats(entries=len(sizes), bytes=sum(sizes), **self._counters.read())

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        """Read every entry, and remove those that are broken. Others may read and write meanwhile.

        Args:
            progress: Called with entries done and entries in all.

        Raises:
            CacheAway: The server cannot be asked.
        """

        def work(client: redis.Redis) -> VerifyReport:
            names = [name for part in _walk(client) for name in part]
            entries = whole = 0
            for first in range(0, len(names), _AT_ONCE):
                part = names[first : first + _AT_ONCE]
                for name, value in zip(part, _each(client, part, lambda pipe, name: pipe.get(name)), strict=True):
                    entries += value is not None  # it may have gone by itself
                    whole += value is not None and _is_whole(client, name, value)
                if progress is not None:
                    progress(min(first + _AT_ONCE, len(names)), len(names))
            return VerifyReport(entries=entries, ok=whole, removed=entries - whole, orphans_removed=0)

        return self._here(work)

    def clear(self) -> int:
        """Remove every entry.

        Returns:
            How many entries there were.

        Raises:
            CacheAway: The server cannot be asked.
        """
        return self._here(lambda client: sum(int(client.unlink(*names)) for names in _walk(client)))

    def close(self) -> None:
        """Finish what is under way, and close the connections. More than once is allowed."""
        self._link.close()

    async def _write(self, work: Callable[[redis.Redis], object]) -> None:
        try:
            await self._link.do(work)
        except RedisAway as cause:
            self._failed(cause)

    def _failed(self, cause: Exception) -> None:
        self._counters.add("write_failures")
        self._unavailable(cause)

    def _unavailable(self, cause: Exception) -> None:
        self._counters.warn_unavailable(cause)
        self._on_failure()

    def _here(self, work: Callable[[redis.Redis], _T]) -> _T:
        try:
            return self._link.here(work)
        except RedisAway as cause:
            raise CacheAway(f"The cache cannot be looked after: {cause}. See to the server and try again.") from None


def _read(client: redis.Redis, key: str) -> str | None:
    """The text of an entry; a broken one is removed, unless another writer has replaced it meanwhile."""
    name = _OURS + key
    try:
        sealed = client.get(name)
    except redis.ResponseError as error:
        if not str(error).startswith("WRONGTYPE"):
            raise
        client.delete(name)
        raise Broken("not an entry of this program") from None
    if not isinstance(sealed, bytes):
        return None
    try:
        return files.unseal(key, sealed)
    except Broken:
        client.eval(DELETE_IF_SAME, 1, name, sealed)
        raise


def _is_whole(client: redis.Redis, name: bytes, value: object) -> bool:
    """Whether an entry is whole; one that is not is removed."""
    key = name.decode(errors="replace").removeprefix(_OURS)
    try:
        files.check_key(key)
        files.unseal(key, value if isinstance(value, bytes) else b"")
    except (ValueError, Broken):
        if isinstance(value, bytes):
            client.eval(DELETE_IF_SAME, 1, name, value)
        else:
            client.delete(name)
        return False
    return True


def _walk(client: redis.Redis) -> Iterator[list[bytes]]:
    """The names of all entries, some at a time."""
    names = iter(set(client.scan_iter(match=f"{_OURS}*", count=1000)))  # a scan may tell one twice
    while part := list(islice(names, _AT_ONCE)):
        yield part


def _each(client: redis.Redis, names: list[bytes], ask: Callable[[Pipeline, bytes], object]) -> list[object]:
    """What is said of each name; an error for one is in its place."""
    with client.pipeline(transaction=False) as pipe:
        for name in names:
            ask(pipe, name)
        return list(pipe.execute(raise_on_error=False))
