"""Tells whether an id has stood in the corpus before, for corpora of which not even the ids fit into memory."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from groundwire.bulk.errors import OutOfRoom

_DIGEST_BYTES: Final = 16


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise OutOfRoom(f"cannot write the table of ids: {error}") from error


class Ids:
    """The ids of the articles that were read, in a file: some 50 bytes each, whatever their length.

    Asking twice for the same line is the same as asking once, so that a run that was killed may read lines again.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises:
            OutOfRoom: It cannot be written.
        """
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            with _writing():
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute("PRAGMA synchronous = FULL")
                self._database.execute(
                    "CREATE TABLE IF NOT EXISTS ids (id BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID"
                )
        except OutOfRoom:
            self._database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def first_lines(self, named: Iterable[tuple[str, int]]) -> list[int]:
        """For each id and its line, the first line that has it: that one, or one before. Kept all or none.

        Raises:
            OutOfRoom: The file cannot be written.
        """
        with _writing():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                first = [self._first(name, line) for name, line in named]
                self._database.execute("COMMIT")
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
            return first

    def _first(self, name: str, line: int) -> int:
        digest = hashlib.blake2b(name.encode(), digest_size=_DIGEST_BYTES).digest()
        self._database.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (digest, line))
        row = self._database.execute("SELECT line FROM ids WHERE id = ?", (digest,)).fetchone()
        return int(row[0])
