"""What the tests of the cache share: keys, texts, a way into its database, and the writer that is killed.

Run as a program (`python cache_tools.py FOLDER SEED`) it writes entries as fast as it can, and says on standard
output which of them the cache has acknowledged: `KEY GENERATION`.
"""

import asyncio
import hashlib
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from groundwire.extraction.cache import DiskCache

T = TypeVar("T")
SMALL = "Missiles hit Odesa: 20 killed, 75 injured. Ракети 🚀\r\n"
LARGE = SMALL * 2000


def key(name: object) -> str:
    """Make a key of the right form out of any name."""
    return hashlib.sha256(str(name).encode()).hexdigest()


def with_cache(folder: Path, work: Callable[[DiskCache], Awaitable[T]]) -> T:
    """Open the cache, work with it in an event loop, close it."""

    async def main(cache: DiskCache) -> T:
        return await work(cache)

    with DiskCache(folder) as cache:
        return asyncio.run(main(cache))


def get(folder: Path, name: object) -> str | None:
    """Get one entry through a cache of its own."""
    return with_cache(folder, lambda cache: cache.get(key(name)))


def put(folder: Path, name: object, text: str) -> None:
    """Put one entry through a cache of its own."""
    with_cache(folder, lambda cache: cache.put(key(name), text))


@contextmanager
def rows(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the database behind the cache's back; commits at the end."""
    with closing(sqlite3.connect(folder / "cache.db")) as con, con:
        yield con


def value_files(folder: Path) -> list[Path]:
    """List the files of large entries."""
    return sorted(folder.glob("??/*.val"))


def run_python(*arguments: str, code: str | None = None) -> "subprocess.Popen[str]":
    """Start Python with this process' import path, reading its standard output."""
    command = [sys.executable, *(["-c", code] if code else []), *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - our own command


def text_of(name: str, generation: int) -> str:
    """Make the text that an entry must have: a few characters to 150,000, a third above diskcache's 32 KiB."""
    draw = random.Random(f"{name}-{generation}")  # noqa: S311 - no secret
    length = draw.choice([10, 2_000, 5_000, 20_000, 33_000, 150_000])
    return (f"{name} {generation} 🚀 " * (length // 70 + 1))[:length]


async def _write_for_ever(cache: DiskCache, lane: str) -> None:
    """Write new entries, each replaced once by another text, as `refresh` does."""
    number = 0
    while True:
        for name in (f"{lane}-{number}", f"{lane}-{number + 1}"):
            for generation in (1, 2):
                await cache.put(key(name), text_of(name, generation))
                os.write(1, f"{name} {generation}\n".encode())
        number += 2


async def _main(folder: Path, seed: str) -> None:
    with DiskCache(folder, size_limit=1 << 40) as cache:
        await asyncio.gather(*(_write_for_ever(cache, f"{seed}-{lane}") for lane in range(4)))


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), sys.argv[2]))
