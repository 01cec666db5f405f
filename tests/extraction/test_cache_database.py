"""Databases that are garbage, cut short, somebody else's or gone: a new one is begun, and the log says so."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.extraction.cache_tools import LARGE, SMALL, get, key, put, run_python, value_files, with_cache

from groundwire.extraction.cache import DiskCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache with a small and a large entry."""
    folder = tmp_path / "cache"
    put(folder, "small", SMALL)
    put(folder, "large", LARGE)
    return folder


def garble(path: Path) -> None:
    """Fill with noise."""
    path.write_bytes(os.urandom(path.stat().st_size))


def cut(path: Path) -> None:
    """Cut off in the middle of a page."""
    os.truncate(path, path.stat().st_size // 2 + 100)


def spoil_a_page(path: Path) -> None:
    """Overwrite the root of the table of entries, and leave the first page alone."""
    with closing(sqlite3.connect(path)) as con:
        ((page,),) = con.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'Cache'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def replace_by_foreign(path: Path) -> None:
    """Put a database of another program there."""
    path.unlink()
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("CREATE TABLE Cache (id, body)")


def plant_setting(path: Path) -> None:
    """Plant a setting that diskcache would turn into its own attribute."""
    with closing(sqlite3.connect(path)) as con, con:
        con.execute("INSERT INTO Settings VALUES ('get', 'harm')")


HARMS = [garble, cut, spoil_a_page, replace_by_foreign, plant_setting]


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_database_is_set_aside_and_a_new_one_begun(
    folder: Path, harm: object, caplog: pytest.LogCaptureFixture
) -> None:
    harm(folder / "cache.db")  # type: ignore[operator] # one of HARMS

    async def work(cache: DiskCache) -> None:
        assert await cache.get(key("large")) is None
        await cache.put(key("new"), LARGE)
        assert await cache.get(key("new")) == LARGE
        stats = cache.stats()
        assert (stats.entries, stats.corrupt, stats.write_failures) == (1, 1, 0)

    with_cache(folder, work)
    assert (folder / "cache.db.broken").exists()
    assert [path.read_bytes().endswith(LARGE.encode()) for path in value_files(folder)] == [
        True
    ]  # the old ones are gone
    assert caplog.text.count("is kept as cache.db.broken, and a new one is begun") == 1
    assert "Odesa" not in caplog.text


@pytest.mark.parametrize("harm", HARMS)
def test_verify_replaces_a_broken_database(folder: Path, harm: object) -> None:
    harm(folder / "cache.db")  # type: ignore[operator] # one of HARMS
    with DiskCache(folder) as cache:
        assert cache.verify().database_replaced
        assert not cache.verify().database_replaced


@pytest.mark.parametrize("harm", [cut, garble, Path.unlink, lambda path: shutil.rmtree(path.parent)])
def test_a_database_that_breaks_or_goes_while_it_is_open(folder: Path, harm: object) -> None:
    async def work(cache: DiskCache) -> None:
        await cache.put(key("before"), SMALL)
        assert await cache.get(key("before")) == SMALL
        child = "import sys, tests.extraction.test_cache_database as t; from pathlib import Path\n"
        if harm in (cut, garble):  # from another process: closing the file here would drop SQLite's locks
            child += f"t.{harm.__name__}(Path(sys.argv[1]))"
            with run_python(str(folder / "cache.db"), code=child):
                pass
        else:
            harm(folder / "cache.db")  # type: ignore[operator] # a function
        for number in range(20):  # until the damage is met: pages may come out of memory for a while
            await cache.put(key(number), LARGE)
            await cache.get(key(number))
        await cache.put(key("after"), SMALL)
        assert await cache.get(key("after")) == SMALL

    with_cache(folder, work)
    assert get(folder, "after") == SMALL
