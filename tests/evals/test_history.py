"""The history of nights: a real SQLite file, and what becomes of a damaged one."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from groundwire.evals.errors import EvalError
from groundwire.evals.history import History, Night
from groundwire.evals.scoring.scores import Interval


def night(day: int, gate: int = 0, f1: float = 0.5) -> Night:
    return Night(
        night=date(2026, 11, day),
        run=f"runs/2026-11-{day:02}",
        git_commit="abc123",
        gold_digest="d" * 64,
        model="scripted",
        gate=gate,
        headline={"gold": {"slot.f1": Interval(value=f1, low=f1 - 0.1, high=f1 + 0.1, n=5)}},
    )


def test_nights_come_back_oldest_first_whatever_the_order_of_recording(tmp_path: Path) -> None:
    history = History(tmp_path / "new" / "history.sqlite")
    for day in (3, 1, 2):
        history.record(night(day))
    assert history.nights() == [night(1), night(2), night(3)]
    assert history.of(date(2026, 11, 2)) == night(2)
    assert history.of(date(2026, 11, 9)) is None


def test_no_file_is_an_empty_history_and_reading_makes_none(tmp_path: Path) -> None:
    assert History(tmp_path / "history.sqlite").nights() == []
    assert list(tmp_path.iterdir()) == []


def test_recording_a_night_again_replaces_it(tmp_path: Path) -> None:
    history = History(tmp_path / "history.sqlite")
    history.record(night(1, gate=2))
    history.record(night(1, gate=0, f1=0.7))
    assert history.nights() == [night(1, gate=0, f1=0.7)]


def test_a_half_written_history_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    for day in range(1, 29):
        History(path).record(night(day))
    half = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(half)
    with pytest.raises(EvalError, match=r"history\.sqlite.*left as it is"):
        History(path).record(night(29))
    assert path.read_bytes() == half


def test_a_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    path.write_text("night,gate\n" * 200, "utf-8")
    with pytest.raises(EvalError, match=r"history\.sqlite: the history cannot be used"):
        History(path).nights()
    assert path.read_text("utf-8").startswith("night,gate")


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    with pytest.raises(EvalError, match="no history of format 1"):
        History(path).record(night(1))


def test_a_broken_row_is_named_by_its_night(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    History(path).record(night(1))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE nights SET headline = '{\"gold\": 3}'")
    connection.close()
    with pytest.raises(EvalError, match="night 2026-11-01: broken row"):
        History(path).nights()
