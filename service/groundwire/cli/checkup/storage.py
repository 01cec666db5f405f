"""Checks of what is kept on disk: the cache and the file of keys."""

import asyncio
import hashlib
import os
import tempfile

from groundwire.cli.caching import cache_folder, open_cache
from groundwire.cli.checkup.verdict import Verdict, fail, ok
from groundwire.cli.settings import Settings
from groundwire.extraction.cache import Cache, CacheFolderError
from groundwire.extraction.cache_files import prepare_folder
from groundwire.server.access import KeysError
from groundwire.server.access.key_file import KeyFile, keys_of_setting


def folder(settings: Settings) -> Verdict:
    """Whether the cache's folder is there or can be made, is of this user alone, and can be written in."""
    path = cache_folder(settings)
    try:
        prepare_folder(path)
        with tempfile.TemporaryFile(dir=path) as probe:
            probe.write(b"groundwire")
            probe.flush()
    except CacheFolderError as error:
        what, _, why = str(error).partition(". ")
        return fail(what, why)
    except OSError as error:
        remedy = "See to the disk, or set GROUNDWIRE_CACHE_DIR to a folder that you may write in."
        return fail(f"{path} cannot be written in: {error.strerror}", remedy)
    return ok(f"{path}, of this user alone")


def cache(settings: Settings) -> Verdict:
    """Whether the cache gives back what was put into it."""
    key = hashlib.sha256(os.urandom(32)).hexdigest()
    try:
        with open_cache(settings) as opened:
            kept = asyncio.run(_round_trip(opened, key))
            entries = opened.stats().entries
    except CacheFolderError as error:
        what, _, why = str(error).partition(". ")
        return fail(what, why)
    if not kept:
        remedy = "See to it, then run groundwire cache verify. Until then nothing is kept, and every answer costs."
        return fail("it does not give back what is put into it", remedy)
    return ok(f"an entry was written, read and removed; it holds {entries:,}")


async def _round_trip(opened: Cache, key: str) -> bool:
    await opened.put(key, key)
    kept = await opened.get(key) == key
    await opened.delete(key)
    return kept


def keys(settings: Settings) -> Verdict:
    """Whether the keys of the service can be read, by this user alone."""
    try:
        if settings.keys is not None:
            return ok(f"{len(keys_of_setting(settings.keys).keys)} in GROUNDWIRE_KEYS")
        count = len(KeyFile(settings.keys_file).read().keys)
    except KeysError as error:
        return fail(str(error), "groundwire keys list says more; until then the service does not start.")
    if not count:
        return ok("none: the service lets in programs of this machine only")
    return ok(f"{count} in {settings.keys_file}")
