"""The cache on disk as the pipeline sees it: privately, beside others, off the event loop; more in test_cache_port."""

import asyncio
import stat
import time
from pathlib import Path

import pytest
from tests.extraction.cache_tools import LARGE, SMALL, get, key, put, rows, run_python, value_files, with_cache

from groundwire.extraction.cache import Cache, CacheFolderError, DiskCache


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A cache folder that does not exist yet."""
    return tmp_path / "deep" / "cache"


def test_what_was_never_put_was_replaced_or_was_deleted(folder: Path) -> None:
    async def work(cache: Cache) -> list[str | None]:
        await cache.put(key("replaced"), LARGE)
        await cache.put(key("replaced"), SMALL)
        await cache.put(key("deleted"), LARGE)
        await cache.delete(key("deleted"))
        await cache.delete(key("never"))
        return [await cache.get(key(name)) for name in ("never", "replaced", "deleted")]

    assert with_cache(folder, work) == [None, SMALL, None]
    assert value_files(folder) == []


def test_stats_count_the_disk_and_this_object(folder: Path) -> None:
    put(folder, "other process", LARGE)

    async def work(cache: DiskCache) -> None:
        await cache.put(key("a"), SMALL)
        await cache.get(key("a"))
        await cache.get(key("b"))
        stats = cache.stats()
        assert (stats.entries, stats.hits, stats.misses, stats.corrupt, stats.write_failures) == (2, 1, 1, 0, 0)
        assert len(LARGE.encode()) < stats.bytes < len(LARGE.encode()) + 200_000

    with_cache(folder, work)


def test_clear_leaves_nothing_to_read(folder: Path) -> None:
    for name in range(3):
        put(folder, name, LARGE)
    (folder / "cache.db.broken").write_text("old")
    with DiskCache(folder) as cache:
        assert cache.clear() == 3
        assert cache.stats().entries == 0
    assert value_files(folder) == []
    assert not (folder / "cache.db.broken").exists()
    assert get(folder, 1) is None


def test_the_oldest_entries_make_room(folder: Path) -> None:
    async def work(cache: DiskCache) -> list[str | None]:
        for name in range(60):
            await cache.put(key(name), "x" * 100_000)
        return [await cache.get(key(name)) for name in (0, 59)]

    with DiskCache(folder, size_limit=1 << 21) as cache:
        assert asyncio.run(work(cache)) == [None, "x" * 100_000]
        assert cache.stats().bytes < 1.1 * (1 << 21)


def test_a_size_limit_below_one_mebibyte_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="at least 1048576 bytes"):
        DiskCache(folder, size_limit=1000)


def test_nobody_else_can_look_in(folder: Path) -> None:
    put(folder, "small", SMALL)

    async def work(cache: DiskCache) -> None:
        await cache.put(key("large"), LARGE)
        await asyncio.to_thread(look)

    def look() -> None:  # while the cache is open, with its logs
        names = [folder, *folder.rglob("*")]
        assert {"cache.db", "cache.db-wal", "cache.db-shm", "cache.db.lock"} <= {path.name for path in names}
        for path in names:
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path

    with_cache(folder, work)


def test_an_open_database_of_ours_is_closed_to_others(folder: Path) -> None:
    put(folder, "a", SMALL)
    folder.chmod(0o755)
    (folder / "cache.db").chmod(0o644)
    assert get(folder, "a") == SMALL
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "cache.db").stat().st_mode) == 0o600


def test_an_empty_folder_that_others_may_write_in_is_taken_over(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    put(folder, "a", SMALL)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_where_others_may_have_planted_answers_is_refused(folder: Path, mode: int) -> None:
    put(folder, "a", SMALL)
    folder.chmod(mode)
    with pytest.raises(CacheFolderError, match=r"Others may write in it.*Remove it, or choose another folder"):
        DiskCache(folder)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CacheFolderError, match=r"file cannot be used\. File exists\. Choose a folder"):
        DiskCache(tmp_path / "file")
    with pytest.raises(CacheFolderError, match="Not a directory"):
        DiskCache(tmp_path / "file" / "below")


def test_a_name_that_diskcache_would_expand_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELSEWHERE", "x")
    with pytest.raises(CacheFolderError, match="holds a \\$variable"):
        DiskCache(tmp_path / "$ELSEWHERE")


def test_tasks_at_once_each_see_whole_texts(folder: Path) -> None:
    async def one(cache: DiskCache, number: int) -> None:
        name = number % 7
        for version in (SMALL, LARGE, SMALL):
            await cache.put(key(name), f"{name} {version}")
            assert await cache.get(key(name)) in (f"{name} {SMALL}", f"{name} {LARGE}")

    async def work(cache: DiskCache) -> None:
        await asyncio.gather(*(one(cache, number) for number in range(40)))
        stats = cache.stats()
        assert (stats.entries, stats.misses, stats.corrupt, stats.write_failures) == (7, 0, 0, 0)

    with_cache(folder, work)
    assert value_files(folder) == []


WRITER = """
import asyncio, sys
from pathlib import Path
from tests.extraction.cache_tools import LARGE, key
from groundwire.extraction.cache import DiskCache
async def main():
    with DiskCache(Path(sys.argv[1])) as cache:
        for number in range(150):
            await cache.put(key(f"{sys.argv[2]} {number}"), LARGE)
            await cache.put(key("shared"), f"{sys.argv[2]} {number} {LARGE}")
            assert (await cache.get(key("shared"))).endswith(LARGE)
        stats = cache.stats()
        assert (stats.misses, stats.corrupt, stats.write_failures) == (0, 0, 0), stats
asyncio.run(main())
"""


def test_processes_share_a_folder_and_verify_takes_nothing_from_them(folder: Path) -> None:
    with (
        run_python(str(folder), "a", code=WRITER) as a,
        run_python(str(folder), "b", code=WRITER) as b,
        DiskCache(folder) as cache,
    ):
        writers = (a, b)
        while any(writer.poll() is None for writer in writers):
            report = cache.verify()
            # It may be faster than a writer in removing a file that was replaced, but takes nothing else.
            assert (report.removed, report.database_replaced) == (0, False)
    for writer in writers:
        assert writer.returncode == 0
    with DiskCache(folder) as cache:
        report = cache.verify()
        assert (report.entries, report.ok, report.orphans_removed) == (301, 301, 0)


def test_the_event_loop_goes_on_while_the_disk_is_held_up(folder: Path) -> None:
    async def work(cache: DiskCache) -> None:
        await cache.put(key("old"), SMALL)
        with rows(folder) as other:
            other.execute("BEGIN IMMEDIATE")  # another process that holds the lock on writing
            puts = [asyncio.create_task(cache.put(key(number), LARGE)) for number in range(50)]
            for _ in range(20):
                await asyncio.sleep(0.005)
                assert await cache.get(key("old")) == SMALL  # a reader passes the writers
            assert not any(task.done() for task in puts)
        await asyncio.gather(*puts)
        assert cache.stats().entries == 51

    with_cache(folder, work)


def test_a_put_goes_on_when_its_caller_is_cancelled(folder: Path) -> None:
    async def work(cache: DiskCache) -> None:
        await cache.put(key("old"), SMALL)
        with rows(folder) as other:
            other.execute("BEGIN IMMEDIATE")
            puts = [asyncio.create_task(cache.put(key(number), SMALL)) for number in range(3)]
            await asyncio.sleep(0.05)
            for task in puts:
                task.cancel()
        await asyncio.gather(*puts, return_exceptions=True)
        await cache.delete(key("old"))  # queued behind them
        assert [await cache.get(key(number)) for number in range(3)] == [SMALL] * 3

    with_cache(folder, work)


def test_the_loop_ticks_while_many_large_entries_are_written(folder: Path) -> None:
    gaps: list[float] = []

    async def tick() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            gaps.append(time.monotonic() - before)

    async def work(cache: DiskCache) -> None:
        ticker = asyncio.create_task(tick())
        for number in range(100):
            await cache.put(key(number), LARGE)
        ticker.cancel()
        assert cache.stats().entries == 100

    with_cache(folder, work)
    # A loop that did the writes itself would not have ticked at all: nothing here waits for anything else.
    # The median forgives a busy machine.
    assert len(gaps) >= 5
    assert sorted(gaps)[len(gaps) // 2] < 0.05
