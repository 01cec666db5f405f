"""Tokens by key and day in an SQLite file that several processes share."""

import os
import sqlite3
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

_BUSY_S: Final = 2.0
"""How long a write waits for those of other processes, in seconds; each takes far less than one millisecond."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS usage (
    key_id TEXT NOT NULL, day TEXT NOT NULL, tokens INTEGER NOT NULL, PRIMARY KEY (key_id, day)
) WITHOUT ROWID
"""

_ADD: Final = """
INSERT INTO usage VALUES (?, ?, ?) ON CONFLICT (key_id, day) DO UPDATE SET tokens = tokens + excluded.tokens
"""


class UsageStoreError(Exception):
    """Counts cannot be kept or read. The message says why, for the log."""


class UsageDatabase:
    """One row for each key and day (UTC). It is opened at its first use, and again after a failure.

    Rows are never removed: they are small, tell who used how much, and a clock that goes back finds them again.

    Args:
        path: The file, mode 0600.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._con: sqlite3.Connection | None = None

    def add(self, counts: Counter[tuple[str, date]]) -> None:
        """Add tokens to keys and days, all or none.

        Raises:
            UsageStoreError: They could not be kept.
        """
        rows = [(key_id, day.isoformat(), tokens) for (key_id, day), tokens in counts.items()]
        try:
            with self._opened() as con:
                con.executemany(_ADD, rows)
        except (sqlite3.Error, OSError) as error:
            raise self._failed(error) from error

    def since(self, key_id: str, day: date) -> int:
        """Tokens of a key on a day and on all later ones.

        Raises:
            UsageStoreError: They could not be read.
        """
        select = "SELECT COALESCE(SUM(tokens), 0) FROM usage WHERE key_id = ? AND day >= ?"
        try:
            ((tokens,),) = self._opened().execute(select, (key_id, day.isoformat()))
        except (sqlite3.Error, OSError) as error:
            raise self._failed(error) from error
        return int(tokens)

    def close(self) -> None:
        """Close the file."""
        con, self._con = self._con, None
        if con is not None:
            with suppress(sqlite3.Error):
                con.close()

    def _opened(self) -> sqlite3.Connection:
        if self._con is None:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # SQLite gives its logs the mode of the database.
            with suppress(FileExistsError):
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            self._con = sqlite3.connect(self._path, timeout=_BUSY_S)
            self._con.execute("PRAGMA journal_mode = WAL")
            self._con.execute("PRAGMA synchronous = NORMAL")
            self._con.execute(_SCHEMA)
        return self._con

    def _failed(self, error: Exception) -> UsageStoreError:
        self.close()
        return UsageStoreError(f"{self._path} cannot be used: {type(error).__name__}: {error}")
