"""How many tokens each key has used on each day: kept on disk, counted in memory where the disk fails."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from groundwire.server.access.usage_database import UsageDatabase, UsageStoreError

LOGGER = logging.getLogger("groundwire.server.access")

_REST_S: Final = 5.0
"""Seconds for which nothing is written to a store that failed: each try may take two, and requests wait for all."""


class UsageStore(Protocol):
    """Counts that outlast the process and are shared with others. Called from one thread, which it may block."""

    def add(self, counts: Counter[tuple[str, date]]) -> None:
        """Add tokens to keys and days, all or none.

        Raises:
            UsageStoreError: They could not be kept.
        """
        ...

    def since(self, key_id: str, day: date) -> int:
        """Tokens of a key on a day and on all later ones.

        Raises:
            UsageStoreError: They could not be read.
        """
        ...

    def close(self) -> None:
        """End it; nothing is called afterwards."""
        ...


class UsageCounter:
    """Counts tokens without ever blocking the event loop or failing: all work of the store is done in one thread.

    Args:
        store: Where the counts are kept. If it fails they stay in memory until it works again.
    """

    def __init__(self, store: UsageStore) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="groundwire-usage")
        # What follows belongs to that thread alone.
        self._unwritten: Counter[tuple[str, date]] = Counter()
        self._last_read: dict[tuple[str, date], int] = {}
        self._works = True
        self._write_at = 0.0

    def add(self, key_id: str, day: date, tokens: int) -> None:
        """Count tokens; returns at once, from any thread."""
        self._thread.submit(self._add, key_id, day, tokens)

    async def since(self, key_id: str, day: date) -> int:
        """Tokens of a key on a day and on all later ones, those of calls to `add` before this included."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._since, key_id, day)

    def close(self) -> None:
        """Write what is not written yet, and end."""
        self._thread.submit(self._write)
        self._thread.submit(self._store.close)
        self._thread.shutdown()

    def _add(self, key_id: str, day: date, tokens: int) -> None:
        self._unwritten[key_id, day] += tokens
        if time.monotonic() >= self._write_at:
            self._write()

    def _write(self) -> None:
        if not self._unwritten:
            return
        try:
            self._store.add(self._unwritten)
        except UsageStoreError as error:
            self._fails(error)
        else:
            self._unwritten.clear()
            self._works = True

    def _since(self, key_id: str, day: date) -> int:
        try:
            self._last_read[key_id, day] = self._store.since(key_id, day)
        except UsageStoreError as error:
            self._fails(error)
        here = sum(count for (of, when), count in self._unwritten.items() if of == key_id and when >= day)
        return self._last_read.get((key_id, day), 0) + here

    def _fails(self, error: UsageStoreError) -> None:
        if self._works:  # one line for each time it breaks
            LOGGER.warning("the tokens of keys are counted in memory only for now: %s", error)
        self._works = False
        self._write_at = time.monotonic() + _REST_S


@contextmanager
def open_usage(path: Path) -> Iterator[UsageCounter]:
    """A counter that keeps its counts in an SQLite file, shared by all processes that name the same one.

    Args:
        path: The file; made when absent, in a folder of this user alone.
    """
    counter = UsageCounter(UsageDatabase(path))
    try:
        yield counter
    finally:
        counter.close()
