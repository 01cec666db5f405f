"""Remembers what was made of files until one of them changes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")

_Stamp = tuple[int, int, int] | None


class Memory(Generic[T]):
    """Bounded; what was asked for longest ago goes first. May be used by several threads.

    Args:
        size: How many things are remembered.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[Path, ...], tuple[list[_Stamp], T]] = OrderedDict()

    def of(self, paths: Sequence[Path], make: Callable[[], T]) -> T:
        """What `make` gave when these files last changed; what it raises is not remembered."""
        key, stamps = tuple(paths), [_stamp(path) for path in paths]
        with self._lock:
            known = self._known.get(key)
            if known is not None and known[0] == stamps:
                self._known.move_to_end(key)
                return known[1]
        made = make()  # the stamps are older than what was read: a change in between is noticed next time
        with self._lock:
            self._known[key] = (stamps, made)
            self._known.move_to_end(key)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return made


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
