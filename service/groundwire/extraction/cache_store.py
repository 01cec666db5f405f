"""How the cache lives through a damaged, renamed, full or read-only database, each thread on its own."""

import asyncio
import contextlib
import logging
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, Generic, Protocol, TypeVar

import filelock

from groundwire.extraction import cache_database as database
from groundwire.extraction import cache_files as files
from groundwire.extraction.cache_files import CacheFolderError
from groundwire.extraction.cache_port import Counters

REOPEN_AFTER_S: Final = 5.0
"""How long a cache that could not be opened is left alone, in seconds."""

_log = logging.getLogger("groundwire.cache")


class Unavailable(Exception):
    """The cache cannot be used at the moment. The message names the cause, without content."""


class Closable(Protocol):
    """What a store asks of the cache it opens; each call concerns the calling thread's connection."""

    def close(self) -> None:
        """Close the connection."""

    def abandon(self) -> None:
        """End a transaction that a failed write left open."""


C = TypeVar("C", bound=Closable)
_T = TypeVar("_T")


class Store(Generic[C]):
    """One thread's way to the disk: opens, notices damage, begins anew.

    Args:
        folder: The cache folder.
        open_cache: Opens what the work is done with; there may be no database yet.
        known_settings: See `is_damaged`.
        counters: Where a database that is set aside is counted.
    """

    def __init__(
        self, folder: Path, open_cache: Callable[[], C], known_settings: frozenset[str], counters: Counters
    ) -> None:
        self._folder = folder
        self._open_cache = open_cache
        self._known_settings = known_settings
        self._counters = counters
        self._cache: C | None = None
        self._identity: tuple[int, int] | None = None
        self._suspect = False
        self._closed_until = 0.0
        self.replaced = False
        """True once this store has set a damaged database aside."""

    def attempt(self, work: Callable[[C], _T]) -> _T:
        """Do the work; when the database turns out to be damaged, once more on a new one.

        Raises:
            Broken: The work found an entry that must not be used.
            Unavailable: The disk is full, read-only, busy or worse.
        """
        if self._cache is None and time.monotonic() < self._closed_until:
            raise Unavailable("it could not be opened a moment ago")
        try:
            try:
                return work(self._opened())
            except (sqlite3.Error, ValueError, TypeError) as error:
                if not database.is_damage(error):
                    raise
                self.close()
                self._suspect = True
                return work(self._opened())
        except filelock.Timeout:
            raise Unavailable("another process is opening it, and does not end") from None
        except (CacheFolderError, sqlite3.Error, OSError, ValueError, TypeError) as error:
            self._recover(error)
            raise Unavailable(_describe(error)) from error

    def close(self) -> None:
        """Close the connection of the calling thread; the next attempt opens a new one."""
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    def _recover(self, error: Exception) -> None:
        if self._cache is not None and database.is_damage(error):
            self.close()
        if self._cache is None:
            self._closed_until = time.monotonic() + REOPEN_AFTER_S
        else:
            self._cache.abandon()

    def _opened(self) -> C:
        """Return the open cache, opened anew if the file is not the one that was opened.

        SQLite goes on with a renamed or deleted file for as long as it is open, and nobody else would see that.
        """
        path = self._folder / files.DATABASE
        if self._cache is not None:
            if files.identity(path) == self._identity:
                return self._cache
            self.close()
        files.prepare_folder(self._folder)
        if self._is_damaged():
            self._set_aside()
        before = files.identity(path)  # if it is exchanged from here on, the next call will see that
        self._cache = self._open_cache()
        self._identity = before or files.identity(path)
        self._suspect = False
        files.make_private(self._folder)
        return self._cache

    def _is_damaged(self) -> bool:
        return database.is_damaged(self._folder, self._known_settings, thorough=self._suspect)

    def _set_aside(self) -> None:
        with database.opening_lock(self._folder):
            if not self._is_damaged():
                return  # another thread or process was faster
            kept = database.set_aside(self._folder)
        self.replaced = True
        self._counters.add("corrupt")
        _log.warning("the cache database was damaged; it is kept as %s, and a new one is begun", kept.name)


class Lane(Generic[C]):
    """A thread with a store of its own, so that nothing that touches the disk runs on the event loop."""

    def __init__(self, name: str, store: Store[C]) -> None:
        self._store = store
        self._executor = ThreadPoolExecutor(1, thread_name_prefix=f"groundwire-cache-{name}")

    async def run(self, work: Callable[[C], _T]) -> _T:
        """Do the work in the thread. A caller that is cancelled does not take a queued write with it.

        Raises:
            Broken: See `Store.attempt`.
            Unavailable: See there; also after `close`.
        """
        loop = asyncio.get_running_loop()
        try:
            future = loop.run_in_executor(self._executor, self._store.attempt, work)
        except RuntimeError:  # the executor is shut down
            raise Unavailable("it is closed") from None
        return await asyncio.shield(future)

    def close(self) -> None:
        """Finish what is queued, and end the thread. More than once is allowed."""
        with contextlib.suppress(RuntimeError):
            self._executor.submit(self._store.close)
        self._executor.shutdown()


def _describe(error: Exception) -> str:
    """Name an error without its message, which may hold content."""
    if isinstance(error, CacheFolderError):
        return str(error)
    detail = getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None)
    return f"{type(error).__name__} ({detail})" if detail else type(error).__name__
