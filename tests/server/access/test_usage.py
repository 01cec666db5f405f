"""Counts of tokens: kept over restarts, shared by processes, and in memory where the disk fails."""

import asyncio
import logging
import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from groundwire.server.access import open_usage, usage_database

DAY = date(2024, 3, 16)

_COUNTS = """
import sys
from datetime import date
from pathlib import Path
from groundwire.server.access import open_usage
with open_usage(Path(sys.argv[1])) as usage:
    for _ in range(200):
        usage.add("shared", date(2024, 3, 16), 7)
"""


def _since(path: Path, key_id: str, day: date = DAY) -> int:
    with open_usage(path) as usage:
        return asyncio.run(usage.since(key_id, day))


def test_what_was_counted_is_there_after_a_restart_and_private(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "usage.db"
    with open_usage(path) as usage:
        usage.add("a", DAY, 5)
        usage.add("a", DAY, 6)
        usage.add("b", DAY, 1)
        assert asyncio.run(usage.since("a", DAY)) == 11
        modes = {stat.S_IMODE(part.stat().st_mode) for part in path.parent.iterdir()}
    assert modes == {0o600}
    assert (_since(path, "a"), _since(path, "b"), _since(path, "c")) == (11, 1, 0)


def test_days_are_counted_apart_but_later_ones_count_for_earlier_ones(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    with open_usage(path) as usage:
        usage.add("a", DAY, 5)
        usage.add("a", date(2024, 3, 17), 50)
    assert [_since(path, "a", date(2024, 3, day)) for day in (15, 16, 17, 18)] == [55, 55, 50, 0]


def test_processes_share_their_counts(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _COUNTS, str(path)]
    both = [subprocess.Popen(command, env=environment) for _ in range(2)]  # noqa: S603 - our own interpreter
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert _since(path, "shared") == 2 * 200 * 7


def test_a_disk_that_fails_costs_no_count_and_one_line(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "cache"
    folder.touch()  # no folder can be made there
    with open_usage(folder / "usage.db") as usage, caplog.at_level(logging.WARNING, "groundwire.server.access"):
        usage.add("a", DAY, 5)
        usage.add("a", DAY, 6)
        assert asyncio.run(usage.since("a", DAY)) == 11
        assert len(caplog.records) == 1
        folder.unlink()
        usage.add("a", DAY, 1)
        assert asyncio.run(usage.since("a", DAY)) == 12
    assert _since(folder / "usage.db", "a") == 12


def test_a_database_that_breaks_while_it_is_used_leaves_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    with open_usage(path) as usage:
        usage.add("a", DAY, 5)
        assert asyncio.run(usage.since("a", DAY)) == 5
        con = sqlite3.connect(path)
        con.execute("DROP TABLE usage")
        con.close()
        usage.add("a", DAY, 6)
        assert asyncio.run(usage.since("a", DAY)) in {6, 11}


def test_a_database_that_somebody_keeps_locked_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_database, "_BUSY_S", 0.3)
    path = tmp_path / "usage.db"
    with open_usage(path) as usage, closing(sqlite3.connect(path, isolation_level=None)) as other:
        usage.add("a", DAY, 5)
        assert asyncio.run(usage.since("a", DAY)) == 5
        other.execute("BEGIN IMMEDIATE")
        begin = time.monotonic()
        for _ in range(30):
            usage.add("a", DAY, 1)
        assert asyncio.run(usage.since("a", DAY)) == 35
        assert time.monotonic() - begin < 4  # 30 waits for the lock would take 9
        other.execute("ROLLBACK")
    assert _since(path, "a") == 35


def test_a_file_that_is_no_database_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    path.write_bytes(b"no database" * 500)
    with open_usage(path) as usage:
        usage.add("a", DAY, 5)
        assert asyncio.run(usage.since("a", DAY)) == 5
