"""Whose the cache's files are, and what a stranger's files in its folder can do: nothing."""

import os
import stat
from pathlib import Path

import pytest
from tests.extraction.cache_tools import LARGE, SMALL, get, key, put, rows

from groundwire.extraction.cache import CacheFolderError, DiskCache


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folders_are_0700_and_files_0600_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        put(tmp_path / "cache", "small", SMALL)
        put(tmp_path / "cache", "large", LARGE)
        with DiskCache(tmp_path / "cache") as cache:
            cache.verify()
    finally:
        os.umask(before)
    found = [tmp_path / "cache", *(tmp_path / "cache").rglob("*")]
    assert {path.name for path in found} >= {"cache.db", "cache.db.lock"}
    assert any(path.suffix == ".val" for path in found)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in found}
    assert modes == {path.name: 0o700 if path.is_dir() else 0o600 for path in found}


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_could_write_in_is_refused_with_its_answers(tmp_path: Path, mode: int) -> None:
    put(tmp_path / "cache", "planted", SMALL)
    (tmp_path / "cache").chmod(mode)
    with pytest.raises(CacheFolderError, match="Others may write in it, so its answers cannot be trusted"):
        DiskCache(tmp_path / "cache")


def test_a_database_that_is_a_link_is_set_aside_and_its_target_left_alone(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "planted", SMALL)
    target = tmp_path / "elsewhere" / "cache.db"
    before = target.read_bytes()
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache" / "cache.db").symlink_to(target)
    assert get(tmp_path / "cache", "planted") is None
    put(tmp_path / "cache", "own", SMALL)
    assert get(tmp_path / "cache", "own") == SMALL
    assert not (tmp_path / "cache" / "cache.db").is_symlink()
    assert target.read_bytes() == before


def test_a_link_to_nowhere_makes_no_file_there(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache" / "cache.db").symlink_to(tmp_path / "made-by-a-link")
    put(tmp_path / "cache", "own", SMALL)
    assert get(tmp_path / "cache", "own") == SMALL
    assert not (tmp_path / "made-by-a-link").exists()


def test_an_entry_sealed_for_one_key_answers_no_other(tmp_path: Path) -> None:
    put(tmp_path / "cache", "of-the-attacker", SMALL)
    with rows(tmp_path / "cache") as con:
        con.execute("UPDATE Cache SET key = ?", (key("of-the-victim"),))
    assert get(tmp_path / "cache", "of-the-victim") is None
    assert get(tmp_path / "cache", "of-the-attacker") is None
