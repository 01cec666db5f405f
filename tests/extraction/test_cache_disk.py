"""Disks that are full, read-only or not ours, met for real."""

import asyncio
import logging
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.extraction.cache_tools import LARGE, SMALL, get, key, put, run_python, with_cache

from groundwire.extraction.cache import CacheFolderError, DiskCache


@contextmanager
def as_common_user(path: Path) -> Iterator[None]:
    """Become nobody, whom file modes bind, if we are root, whom they do not."""
    if os.geteuid() != 0:
        yield
        return
    for item in [path, *path.rglob("*")]:
        os.chown(item, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that a common user can reach, unlike pytest's."""
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    (base / "cache").mkdir(mode=0o700)
    yield base / "cache"
    (base / "cache").chmod(0o700)
    shutil.rmtree(base)


def test_a_read_only_folder_means_misses_and_counted_failures(
    public_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(public_folder, "old", SMALL)

    async def work(cache: DiskCache) -> None:
        for number in range(3):
            await cache.put(key(number), LARGE)
            assert await cache.get(key(number)) is None
        await cache.delete(key("old"))
        assert cache._counters.read() == {"hits": 0, "misses": 3, "corrupt": 0, "write_failures": 4}
        assert len(told) == 7
        with pytest.raises(CacheFolderError, match="does not work"):
            cache.stats()

    told: list[None] = []
    with as_common_user(public_folder):
        public_folder.chmod(0o500)
        with DiskCache(public_folder, on_failure=lambda: told.append(None)) as cache:
            asyncio.run(work(cache))
        public_folder.chmod(0o700)
        assert get(public_folder, "old") == SMALL
    assert [record.levelno for record in caplog.records] == [logging.WARNING]  # once, not seven times


def test_a_folder_of_somebody_else_is_refused(public_folder: Path) -> None:
    if os.geteuid() != 0:
        public_folder = Path("/")
    else:
        os.chown(public_folder, 65534, 65534)
    with pytest.raises(CacheFolderError, match=r"It belongs to user \d+\. Choose a folder of your own"):
        DiskCache(public_folder)


def test_a_folder_that_cannot_be_made_is_refused(public_folder: Path) -> None:
    with as_common_user(public_folder):
        public_folder.chmod(0o500)
        with pytest.raises(CacheFolderError, match=r"Permission denied\. Choose a folder that you may write in"):
            DiskCache(public_folder / "below")


async def fill(cache: DiskCache) -> None:
    """Write until the disk refuses, and see that reading goes on and that later writing works again."""
    await cache.put(key("first"), SMALL)
    number = 0
    while cache._counters.read()["write_failures"] < 5:
        await cache.put(key(number), SMALL if number % 2 else LARGE)
        number += 1
        assert number < 1000, "the disk never filled up"
    assert await cache.get(key("first")) == SMALL
    assert await cache.get(key(0)) == LARGE


async def recover(cache: DiskCache) -> None:
    """See that it works again when there is room."""
    await cache.put(key("later"), LARGE)
    assert await cache.get(key("later")) == LARGE


def test_a_full_disk_fails_puts_only_and_heals(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    mounted = subprocess.run(  # noqa: S603 - our own command
        ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "none", str(tmp_path)],  # noqa: S607 - wherever it is
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    try:
        ballast = tmp_path / "ballast"
        ballast.write_bytes(bytes(1 << 19))

        async def work(cache: DiskCache) -> None:
            await fill(cache)
            await asyncio.to_thread(ballast.unlink)
            await recover(cache)

        with_cache(tmp_path / "cache", work)
        with DiskCache(tmp_path / "cache") as cache:
            report = cache.verify()
            assert (report.removed, report.orphans_removed, report.database_replaced) == (0, 0, False)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)  # noqa: S603, S607 - as above


LIMITED = """
import asyncio, resource, sys
from pathlib import Path
from tests.extraction.test_cache_disk import fill, recover, with_cache
async def work(cache):
    await cache.put("0" * 64, "opens the files")
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
    await fill(cache)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    await recover(cache)
with_cache(Path(sys.argv[1]), work)
print("healed")
"""


def test_a_limit_on_file_sizes_fails_puts_only_and_heals(tmp_path: Path) -> None:
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[1] == resource.RLIM_INFINITY
    with run_python(str(tmp_path / "cache"), code=LIMITED) as child:
        assert child.communicate()[0] == "healed\n"
    with DiskCache(tmp_path / "cache") as cache:
        report = cache.verify()
        assert (report.removed, report.orphans_removed, report.database_replaced) == (0, 0, False)
