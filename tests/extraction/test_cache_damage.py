"""Entries that lie: planted pickles and paths, flipped bits, lost and exchanged files."""

import asyncio
import os
import pickle
import shutil
from pathlib import Path

import pytest
from tests.extraction.cache_tools import LARGE, SMALL, get, key, put, rows, run_python, value_files, with_cache

from groundwire.extraction.cache import DiskCache

MODE_RAW, MODE_TEXT, MODE_PICKLE = 1, 3, 4


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.marker),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache with a small and a large entry."""
    folder = tmp_path / "cache"
    put(folder, "small", SMALL)
    put(folder, "large", LARGE)
    return folder


def set_row(folder: Path, name: str, **columns: object) -> None:
    """Overwrite columns of an entry behind the cache's back."""
    with rows(folder) as con:
        for column, value in columns.items():
            con.execute(f"UPDATE Cache SET {column} = ? WHERE key = ?", (value, key(name)))  # noqa: S608 - our own names


def assert_miss_counted_and_removed(folder: Path, name: str) -> None:
    """The entry is a miss, once counted as corrupt, then gone; the other entry is still there."""

    async def work(cache: DiskCache) -> None:
        assert await cache.get(key(name)) is None
        assert cache.stats().corrupt == 1
        assert await cache.get(key(name)) is None
        stats = cache.stats()
        assert (stats.entries, stats.misses, stats.corrupt) == (1, 2, 1)
        other = {"small": "large", "large": "small"}[name]
        assert await cache.get(key(other)) == {"small": SMALL, "large": LARGE}[other]

    with_cache(folder, work)


def assert_verify_removes(folder: Path, removed: int, orphans: int = 0) -> None:
    """A check finds the broken entries, and a second one none."""
    with DiskCache(folder) as cache:
        report = cache.verify()
        assert (report.removed, report.orphans_removed, report.database_replaced) == (removed, orphans, False)
        assert report.entries == report.ok + removed
        again = cache.verify()
        assert (again.entries, again.removed, again.orphans_removed) == (again.ok, 0, 0)
        assert cache.stats().entries == again.ok


def plant_pickle(folder: Path, marker: Path, where: str) -> None:
    """Put a pickle into the place of the small entry."""
    bomb = pickle.dumps(Bomb(marker))
    if where == "row":
        set_row(folder, "small", mode=MODE_PICKLE, value=bomb)
    elif where == "file":
        (folder / "bomb.val").write_bytes(bomb)
        set_row(folder, "small", mode=MODE_PICKLE, value=None, filename="bomb.val")
    else:
        set_row(folder, "small", raw=0, key=bomb)


@pytest.mark.parametrize("where", ["row", "file"])
def test_a_planted_pickle_is_removed_and_never_run(folder: Path, tmp_path: Path, where: str) -> None:
    plant_pickle(folder, tmp_path / "ran", where)
    assert_miss_counted_and_removed(folder, "small")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("where", ["row", "file", "key"])
def test_verify_finds_a_planted_pickle_and_does_not_run_it(folder: Path, tmp_path: Path, where: str) -> None:
    plant_pickle(folder, tmp_path / "ran", where)
    assert_verify_removes(folder, 1)
    assert not (tmp_path / "ran").exists()


def test_the_planted_pickle_is_a_real_one(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Bomb(tmp_path / "ran")))  # noqa: S301 - the attack itself
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"value": "a text"},
        {"value": 7},
        {"value": None},
        {"value": b""},
        {"value": b"\x80" * 80},
        {"mode": MODE_TEXT},
        {"mode": None},
        {"filename": "../../elsewhere"},
    ],
    ids=str,
)
def test_what_is_no_entry_of_ours_is_a_miss(folder: Path, columns: dict[str, object]) -> None:
    set_row(folder, "small", **columns)
    backup = shutil.copytree(folder, folder.parent / "backup")
    assert_miss_counted_and_removed(folder, "small")
    assert_verify_removes(backup, 1)


@pytest.mark.parametrize("bit", [0, 7, 64 * 8, 65 * 8, 70 * 8 + 7, -1])
def test_a_flipped_bit_in_a_row_is_noticed(folder: Path, bit: int) -> None:
    with rows(folder) as con:
        ((value,),) = con.execute("SELECT value FROM Cache WHERE key = ?", (key("small"),))
    set_row(folder, "small", value=flip(value, bit))
    assert_miss_counted_and_removed(folder, "small")


@pytest.mark.parametrize("bit", [0, 64 * 8, 500_003, -1])
def test_a_flipped_bit_in_a_file_is_noticed(folder: Path, bit: int) -> None:
    (path,) = value_files(folder)
    path.write_bytes(flip(path.read_bytes(), bit))
    assert_miss_counted_and_removed(folder, "large")
    assert value_files(folder) == []


def flip(data: bytes, bit: int) -> bytes:
    """Change one bit, counted from the end when negative."""
    changed = bytearray(data)
    changed[(bit // 8) % len(data)] ^= 1 << (bit % 8)
    return bytes(changed)


def test_a_file_cut_short_lost_or_locked_is_noticed(folder: Path) -> None:
    for harm in (lambda path: os.truncate(path, 40_000), Path.unlink, lambda path: (path.unlink(), path.mkdir())):
        put(folder, "large", LARGE)
        (path,) = value_files(folder)
        harm(path)
        assert_miss_counted_and_removed(folder, "large")
        shutil.rmtree(path, ignore_errors=True)


def test_a_text_under_the_key_of_another_is_noticed(folder: Path) -> None:
    with rows(folder) as con:
        con.execute("DELETE FROM Cache WHERE key = ?", (key("large"),))
        con.execute("UPDATE Cache SET key = ?", (key("other"),))

    async def work(cache: DiskCache) -> None:
        assert await cache.get(key("other")) is None
        assert cache.stats().corrupt == 1

    with_cache(folder, work)


def test_a_planted_path_reads_and_removes_nothing_outside(folder: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    for name in (str(precious), "../precious"):
        put(folder, "large", LARGE)
        set_row(folder, "large", filename=name)
        assert_miss_counted_and_removed(folder, "large")
        put(folder, "large", LARGE)
        set_row(folder, "large", filename=name)
        put(folder, "large", LARGE)  # the replaced file is removed, but not this one
    with DiskCache(folder) as cache:
        assert cache.verify().orphans_removed == 4  # whose rows named something else
    (path,) = value_files(folder)
    path.unlink()
    path.symlink_to(precious)
    backup = shutil.copytree(folder, folder.parent / "backup", symlinks=True)
    assert_miss_counted_and_removed(folder, "large")
    assert_verify_removes(backup, 1)
    assert precious.read_text() == "mine"


STARVED = """
import os, resource, sys
from pathlib import Path
from tests.extraction.cache_tools import LARGE, key, with_cache
async def work(cache):
    assert await cache.get(key("large")) == LARGE
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
    found = await cache.get(key("large"))
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert found is None
    assert await cache.get(key("large")) == LARGE
    assert cache.stats().corrupt == 0
with_cache(Path(sys.argv[1]), work)
print("fed")
"""


def test_an_entry_is_not_blamed_for_a_want_of_file_handles(folder: Path) -> None:
    with run_python(str(folder), code=STARVED) as child:
        assert child.communicate()[0] == "fed\n"


def test_verify_removes_orphans_only(folder: Path) -> None:
    stranger = folder / "notes.txt"
    stranger.write_text("not ours")
    (folder / "ab").mkdir(exist_ok=True)
    (folder / "ab" / f"{'0' * 30}.val").write_text("left by a kill")
    assert_verify_removes(folder, 0, orphans=1)
    assert stranger.exists()
    assert get(folder, "large") == LARGE


def test_verify_tells_how_far_it_is(tmp_path: Path) -> None:
    async def work(cache: DiskCache) -> None:
        await asyncio.gather(*(cache.put(key(number), SMALL) for number in range(250)))
        calls: list[tuple[int, int]] = []
        cache.verify(lambda done, total: calls.append((done, total)))
        assert calls == [(100, 250), (200, 250), (250, 250)]

    with_cache(tmp_path / "cache", work)
