"""A process that extracts when it is told to, beside others that share its cache."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import SecretStr
from tests.extraction.reading_tools import WANTED, strike_of
from tests.fakes.model import Asked, ScriptedModel

from groundwire.extraction.cache import Cache, DiskCache
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.leases import FolderLeases, Leases
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.redis_cache import RedisCache
from groundwire.extraction.redis_leases import RedisLeases
from groundwire.extraction.redis_link import RedisLink

HELD = "held"
"""While a file of this name stands in the folder, no question is answered."""


def asked_in(folder: Path) -> int:
    """How many questions the models of all processes were asked."""
    return sum(path.stat().st_size for path in folder.glob("asked-*"))


def work(folder: Path, name: str, line: Connection, url: str | None = None) -> None:
    """Say that all is ready; at a word from the other end, extract and say what the cache did and how many calls.

    Cache and leases are in the folder, or in the Redis at a URL.
    """

    async def wait(_: Asked) -> None:
        with (folder / f"asked-{name}").open("a") as notes:
            notes.write(".")
        while (folder / HELD).exists():  # noqa: ASYNC110 - another process removes it
            await asyncio.sleep(0.01)

    @contextmanager
    def shared() -> Iterator[tuple[Cache, Leases]]:
        if url is None:
            with DiskCache(folder / "cache") as cache:
                yield cache, FolderLeases(folder / "cache")
        else:
            link = RedisLink(SecretStr(url))
            with RedisCache(link) as in_redis:
                yield in_redis, RedisLeases(link)

    async def main() -> None:
        with shared() as (cache, leases):
            reader = Reader(ScriptedModel(strike_of, delay_s=wait), Profile.SMALL)
            extractor = Extractor(reader, cache, leases=leases)
            line.send("ready")
            line.recv()
            made = await extractor.extract(WANTED)
            line.send((made.meta.cache.value, made.meta.usage.calls))

    asyncio.run(main())
