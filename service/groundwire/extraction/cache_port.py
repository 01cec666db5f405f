"""What the pipeline knows of a cache: the port, and the figures that the command line shows."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, Self

WARN_EVERY_S: Final = 60.0
"""The least time between two warnings that the cache does not work, in seconds."""

_log = logging.getLogger("groundwire.cache")


class Cache(Protocol):
    """Keeps texts under keys of 64 lower-case hexadecimal characters. No method fails because of a disk."""

    async def get(self, key: str) -> str | None:
        """Return the text, or None when there is none that can be trusted."""

    async def put(self, key: str, text: str) -> None:
        """Keep the text, replacing an older one. That it was kept is not promised."""

    async def delete(self, key: str) -> None:
        """Forget the text, if there is one."""


class CacheAway(Exception):
    """A cache elsewhere cannot be looked after at the moment. The message says where it is, and what to do."""


@dataclass(frozen=True)
class CacheStats:
    """The state of a cache."""

    entries: int
    """Entries there now, whoever wrote them."""
    bytes: int
    """Bytes that they take now; on disk pages of the database and value files, in Redis the values alone."""
    hits: int
    """Gets that found a text, by this object since it was made."""
    misses: int
    """Gets that did not, the unusable ones included, by this object since it was made."""
    corrupt: int
    """Entries found unusable and databases set aside, by this object since it was made."""
    write_failures: int
    """Puts and deletes that failed, by this object since it was made."""


@dataclass(frozen=True)
class VerifyReport:
    """What a check of every entry found."""

    entries: int
    """Entries looked at; those that went by themselves meanwhile are not counted."""
    ok: int
    """Entries whose text is whole."""
    removed: int
    """Entries that were not, and are gone now."""
    orphans_removed: int
    """Value files that no entry named, left by a kill, and gone now."""
    database_replaced: bool = False
    """True when the database itself was damaged, and a new, empty one was begun."""


class KeptCache(Cache, Protocol):
    """A cache with those who look after it: the command line, and who opened it."""

    @property
    def place(self) -> str:
        """Where it is, for people."""

    def stats(self) -> CacheStats:
        """Count what is there, and what this object has seen."""

    def verify(self, progress: Callable[[int, int], None] | None = None) -> VerifyReport:
        """Read every entry, remove those that are broken; `progress` is told entries done and entries in all."""

    def clear(self) -> int:
        """Remove every entry; returns how many there were."""

    def close(self) -> None:
        """Finish what is under way, and close it."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Counters:
    """Counts of one cache object, fed by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(("hits", "misses", "corrupt", "write_failures"), 0)
        self._warned_at = -WARN_EVERY_S

    def add(self, name: str) -> None:
        """Count one more of a field of CacheStats."""
        with self._lock:
            self._counts[name] += 1

    def read(self) -> dict[str, int]:
        """Return all counts, by the names in CacheStats."""
        with self._lock:
            return dict(self._counts)

    def warn_unavailable(self, cause: Exception) -> None:
        """Log that the cache does not work, once in WARN_EVERY_S seconds at most.

        Args:
            cause: What is wrong; its message holds no content.
        """
        with self._lock:
            now = time.monotonic()
            if now - self._warned_at < WARN_EVERY_S:
                return
            self._warned_at = now
            failures = self._counts["write_failures"]
        _log.warning("the cache does not work: %s; %d writes failed so far", cause, failures)
