"""Answers that were paid for, kept on disk: text in, the same text out, or nothing.

The port is `Cache`; `DiskCache` puts diskcache behind it and keeps three promises.

* It never runs what it reads. diskcache unpickles rows (CVE-2025-69872, unfixed), its JSONDisk too; here a row
  that is not bytes with the right checksum is a miss, counted and removed.
* It never fails its caller. A damaged entry is a miss; a damaged database is set aside and a new one begun; a
  full, busy or read-only disk means misses at worst, and puts that are counted as failed.
* It never blocks the event loop. Reads and writes have one thread each, and reads a connection that never
  writes: SQLite's write-ahead log lets it pass every writer, so no get waits behind a slow put, and the puts of
  one process never fight for SQLite's lock.

SIGKILL at any moment loses no acknowledged entry: file and row are written in one transaction, and a replaced
file is removed only when its successor is committed. What a kill can leave is a value file without a row
(at most one a kill), which `verify` removes. Power loss may take the last entries, but damages none unnoticed.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Self, TypeVar

import diskcache  # noqa: TID251 - this is the one module that may

from groundwire.extraction import cache_database as database
from groundwire.extraction import cache_files as files
from groundwire.extraction.cache_files import Broken, CacheFolderError
from groundwire.extraction.cache_port import Cache, CacheStats, Counters, VerifyReport
from groundwire.extraction.cache_store import Lane, Store, Unavailable

__all__ = ["Cache", "CacheFolderError", "CacheStats", "DiskCache", "VerifyReport"]

DEFAULT_SIZE_LIMIT: Final = 1 << 30
MIN_SIZE_LIMIT: Final = 1 << 20
"""Bytes. An empty database has some 50,000; near that, an entry would be evicted by its own arrival."""

_log = logging.getLogger("groundwire.cache")
_T = TypeVar("_T")


class _TextDisk(diskcache.Disk):  # type: ignore[misc] # diskcache has no types
    """Refuses every pickle, keeps bytes only, and files of mode 0600 inside the folder only."""

    def __init__(self, directory: str, **settings: object) -> None:
        super().__init__(directory, **settings)
        self.files = files.ValueFiles(Path(directory))

    def put(self, key: object) -> tuple[str, bool]:
        if type(key) is not str:
            raise TypeError("keys are texts")
        return key, True

    def get(self, key: object, raw: object) -> str:
        if not raw or not isinstance(key, str):
            raise Broken("not a key of this program")
        return key

    def store(self, value: object, read: bool, key: object = None) -> tuple[int, int, str | None, bytes | None]:  # noqa: ARG002 - diskcache's signature
        if type(value) is not bytes:
            raise TypeError("only bytes are stored, never a pickle")
        if len(value) < self.min_file_size:
            return 0, files.MODE_RAW, None, value
        return len(value), files.MODE_BINARY, self.files.write(value), None

    def fetch(self, mode: object, filename: object, value: object, read: bool) -> bytes:  # noqa: ARG002 - diskcache's signature
        return self.files.read(mode, filename, value)

    def remove(self, file_path: str) -> None:
        self.files.remove(file_path)


class _TextCache(diskcache.Cache):  # type: ignore[misc] # diskcache has no types
    """A diskcache that leaves no connection open behind a failed start, and no transaction behind a failed write."""

    def __init__(self, folder: Path, size_limit: int) -> None:
        # All settings are given, so that none is taken over from a database that somebody else made.
        settings = {
            **diskcache.DEFAULT_SETTINGS,
            "eviction_policy": "least-recently-stored",  # the others write on every get
            "size_limit": size_limit,
            "sqlite_cache_size": 512,  # pages of 4 KB; 8,192 would be 32 MB of entries that were only written
            "sqlite_mmap_size": 0,  # a file cut short under a memory map is SIGBUS, not an error
        }
        try:
            super().__init__(str(folder), timeout=database.LOCK_WAIT_S, disk=_TextDisk, **settings)
        except BaseException:
            self.close()
            raise

    def write(self, key: str, sealed: bytes) -> None:
        # The lock first, the file second: a sweep under the lock then knows each file without a row for an orphan.
        with _waiting(), self.disk.files.transaction(), self.transact():
            self.set(key, sealed)

    def forget(self, key: str) -> None:
        with _waiting(), self.disk.files.transaction(), self.transact():
            self.delete(key)

    def empty(self) -> int:
        with _waiting():
            return int(self.clear())

    def read(self, key: str) -> str | None:
        sealed = self.get(key)
        return None if sealed is None else files.unseal(key, sealed)

    def discard_broken(self, key: str) -> str | None:
        """Look again where no writer can interfere; remove the entry if it is still broken."""
        with _waiting(), self.transact():
            try:
                return self.read(key)
            except Broken:
                self.delete(key)
                return None

    def abandon(self) -> None:
        """End a transaction that a failed commit left open: the next write could not begin its own."""
        if self._con.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._sql("ROLLBACK")


@contextlib.contextmanager
def _waiting() -> Iterator[None]:
    """Translate diskcache's one error for whatever kept it from beginning to write."""
    try:
        yield
    except diskcache.Timeout:
        raise Unavailable("another writer holds the lock, or the disk is full or read-only") from None


_KNOWN_SETTINGS: Final = database.SETTINGS | frozenset(diskcache.DEFAULT_SETTINGS)


class DiskCache:
    """The cache on disk. Processes may share a folder, on a local file system.

    Call `close` at the end; afterwards every get is a miss and every put a failure, as at the end of a server
    with requests under way. `stats`, `verify` and `clear` are for the command line: they work in the calling
    thread, with a connection of their own.

    Args:
        folder: Where to keep everything; made with mode 0700 when absent.
        size_limit: Bytes on disk above which the oldest entries are evicted, ten at a time; at least 1 MiB.
        on_failure: Called in the event loop for each text that the disk did not let be looked up, kept or deleted.

    Raises:
        CacheFolderError: The folder cannot be made, belongs to somebody else, or others could write in it.
        ValueError: The size limit is too small.
    """

    def __init__(
        self, folder: Path, size_limit: int = DEFAULT_SIZE_LIMIT, on_failure: Callable[[], None] = lambda: None
    ) -> None:
        if size_limit < MIN_SIZE_LIMIT:
            raise ValueError(f"size_limit must be at least {MIN_SIZE_LIMIT} bytes")
        self._folder = Path(folder).absolute()
        self._size_limit = size_limit
        self._on_failure = on_failure
        self._counters = Counters()
        files.prepare_folder(self._folder)
        reading = Store(self._folder, lambda: database.RowReader(self._folder), _KNOWN_SETTINGS, self._counters)
        self._reader = Lane("reader", reading)
        self._writer = Lane("writer", self._new_store())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def place(self) -> str:
        """Where it is, for people."""
        return str(self._folder)

    async def get(self, key: str) -> str | None:
        """Return the text, or None when there is none that can be trusted.

        Raises:
            ValueError: The key is not one.
        """
        files.check_key(key)
        text = None
        try:
            text = await self._reader.run(lambda cache: cache.read(key))
        except Broken as reason:
            text = await self._reread(key, reason)
        except Unavailable as cause:
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
            await self._writer.run(lambda cache: cache.write(key, sealed))
        except UnicodeEncodeError:
            self._failed(Unavailable("a text with half a surrogate pair cannot be kept"))
        except Unavailable as cause:
            self._failed(cause)

    async def delete(self, key: str) -> None:
        """Forget the text, if there is one. A failure is counted and logged, not raised.

        Raises:
            ValueError: The key is not one.
        """
        files.check_key(key)
        try:
            await self._writer.run(lambda cache: cache.forget(key))
        except Unavailable as cause:
            self._failed(cause)

    def stats(self) -> CacheStats:
        """Count: entries and bytes as they are on disk, the rest as this object has seen it.

        Raises:
            CacheFolderError: The disk is full, read-only, busy or worse.
        """
        _, (entries, size) = self._here(lambda cache: (len(cache), cache.volume()))
        return CacheStats(entries=entries, bytes=size, **self._counters.read())

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        """Read every entry, remove those that are broken, and value files that no entry names.

        Other processes may read and write meanwhile.

        Args:
            progress: Called with entries done and entries in all.

        Raises:
            CacheFolderError: The disk is full, read-only, busy or worse.
        """

        def work(_: _TextCache) -> tuple[database.Walked, int]:
            return database.walk(self._folder, progress), database.sweep(self._folder)

        replaced, (walked, orphans) = self._here(work)
        return VerifyReport(*walked, orphans_removed=orphans, database_replaced=replaced)

    def clear(self) -> int:
        """Remove every entry, orphan and damaged database.

        Returns:
            How many entries there were.

        Raises:
            CacheFolderError: The disk is full, read-only, busy or worse.
        """

        def work(cache: _TextCache) -> int:
            removed = cache.empty()
            database.sweep(self._folder)
            database.remove_set_aside(self._folder)
            return removed

        return self._here(work)[1]

    def close(self) -> None:
        """Finish the writes that are queued, and close everything. More than once is allowed."""
        self._reader.close()
        self._writer.close()

    def _new_store(self) -> Store[_TextCache]:
        return Store(self._folder, self._open, _KNOWN_SETTINGS, self._counters)

    def _open(self) -> _TextCache:
        with database.opening_lock(self._folder):
            return _TextCache(self._folder, self._size_limit)

    def _failed(self, cause: Unavailable) -> None:
        self._counters.add("write_failures")
        self._unavailable(cause)

    def _unavailable(self, cause: Unavailable) -> None:
        self._counters.warn_unavailable(cause)
        self._on_failure()

    async def _reread(self, key: str, reason: Broken) -> str | None:
        """Remove a broken entry, unless another writer has replaced it in the moment of reading."""
        try:
            text = await self._writer.run(lambda cache: cache.discard_broken(key))
        except Unavailable as cause:
            self._failed(cause)
            text = None
        if text is None:
            self._counters.add("corrupt")
            _log.warning("cache entry %s is unusable and not kept: %s", key[:12], reason)
        return text

    def _here(self, work: Callable[[_TextCache], _T]) -> tuple[bool, _T]:
        """Work in this thread; returns also whether a damaged database was set aside for it."""
        store = self._new_store()
        try:
            result = store.attempt(work)
        except Unavailable as cause:
            raise CacheFolderError(
                self._folder, f"It does not work: {cause}. See to the disk and try again."
            ) from cause
        finally:
            store.close()
        return store.replaced, result
