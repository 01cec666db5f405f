"""The history of nights: one row a night in an SQLite file, for trends and for "the night before"."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from groundwire.evals.errors import EvalError
from groundwire.evals.scoring.scores import Interval

FORMAT: Final = 1
"""`PRAGMA user_version` of the files that this module writes."""

Headline = dict[str, dict[str, Interval]]
"""Figures by group of cases and name."""

_HEADLINE: Final = TypeAdapter(Headline)
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS nights (
    night TEXT NOT NULL PRIMARY KEY,
    run TEXT NOT NULL,
    recorded TEXT NOT NULL,
    git_commit TEXT,
    gold_digest TEXT NOT NULL,
    model TEXT NOT NULL,
    gate INTEGER NOT NULL,
    headline TEXT NOT NULL
) STRICT
"""


@dataclass(frozen=True)
class Night:
    """One night's outcome.

    Attributes:
        night: Date in whose night the run was made.
        run: Name of the run: its folder beside the history.
        git_commit: Commit that was run; None outside a repository.
        gold_digest: Data set that it was scored against; figures of different ones are not comparable.
        model: Name of the model.
        gate: 0 fine, 1 a significant regression, 2 infrastructure failed.
        headline: Figures with intervals.
    """

    night: date
    run: str
    git_commit: str | None
    gold_digest: str
    model: str
    gate: int
    headline: Headline


class History:
    """The nights that were recorded. Every method opens and closes the file, so that nothing stays locked."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet; the file is made when the first night is recorded."""
        self._path = path

    def nights(self) -> list[Night]:
        """All nights, oldest first.

        Raises:
            EvalError: The file is no history, is damaged or was written by a newer version.
        """
        if not self._path.exists():
            return []
        with self._open() as connection:
            return [self._night(row) for row in connection.execute("SELECT * FROM nights ORDER BY night")]

    def of(self, night: date) -> Night | None:
        """One night's outcome, or None if it was not recorded.

        Raises:
            EvalError: As `nights`.
        """
        return next((one for one in self.nights() if one.night == night), None)

    def record(self, night: Night) -> None:
        """Keep a night's outcome, in place of an older one of the same night.

        Raises:
            EvalError: As `nights`, or the folder cannot be written; an existing file is left as it is.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as connection, connection:
            connection.execute(
                "INSERT OR REPLACE INTO nights VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    night.night.isoformat(),
                    night.run,
                    datetime.now(UTC).isoformat(timespec="seconds"),
                    night.git_commit,
                    night.gold_digest,
                    night.model,
                    night.gate,
                    _HEADLINE.dump_json(night.headline).decode(),
                ),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as connection:
                connection.row_factory = sqlite3.Row
                self._check(connection)
                yield connection
        except sqlite3.Error as error:
            raise EvalError(
                f"{self._path}: the history cannot be used: {error}; it was left as it is: "
                "move it away to begin a new one, or put a backup in its place"
            ) from error

    def _check(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        if version == 0 and not tables:
            with connection:  # one transaction: a kill leaves an empty file or a whole history
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {FORMAT}")
            return
        if version != FORMAT or "nights" not in tables:
            raise EvalError(f"{self._path}: is no history of format {FORMAT} (user_version {version}, tables {tables})")
        found = connection.execute("PRAGMA quick_check").fetchone()[0]
        if found != "ok":
            raise EvalError(f"{self._path}: the history is damaged: {found}; it was left as it is")

    def _night(self, row: sqlite3.Row) -> Night:
        try:
            return Night(
                night=date.fromisoformat(row["night"]),
                run=row["run"],
                git_commit=row["git_commit"],
                gold_digest=row["gold_digest"],
                model=row["model"],
                gate=row["gate"],
                headline=_HEADLINE.validate_json(row["headline"]),
            )
        except (ValueError, ValidationError) as error:
            raise EvalError(f"{self._path}: night {row['night']}: broken row: {error}") from error
