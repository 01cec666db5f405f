"""Which questions are with a provider, in which batch: one small database that a kill cannot tear.

It holds digests, numbers and the provider's names; no word of an article, a question or an answer.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from groundwire.bulk.errors import Occupied, OutOfRoom, Unfit
from groundwire.schemas import Usage

_NAME: Final = "batches.db"
_LOCK: Final = "lock"
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS term (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parcel (
    number INTEGER PRIMARY KEY, questions INTEGER NOT NULL, batch TEXT, ended TEXT, usage TEXT
);
CREATE TABLE IF NOT EXISTS question (digest TEXT PRIMARY KEY, parcel INTEGER, why TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_parcel ON question (parcel);
"""


@dataclass(frozen=True)
class Parcel:
    """Questions that go to the provider as one batch.

    Attributes:
        number: From 1.
        questions: How many.
        batch: The provider's name for it; None if it has, as far as is known, not been handed in.
    """

    number: int
    questions: int
    batch: str | None


class Fetching:
    """What is noted of one parcel while its answers are read. Nothing counts before all is."""

    def __init__(self, database: sqlite3.Connection, parcel: Parcel) -> None:
        self._database = database
        self._number = parcel.number
        self.usage = Usage()

    def answered(self, digest: str) -> bool:
        """A question is answered, whatever the answer is worth; False if it was not asked here, or is noted already."""
        where = (digest, self._number)
        return self._database.execute("DELETE FROM question WHERE digest = ? AND parcel = ?", where).rowcount > 0

    def asked(self, digest: str) -> bool:
        """Whether a question is in this parcel, and nothing is noted of it yet."""
        where = (digest, self._number)
        query = "SELECT 1 FROM question WHERE digest = ? AND parcel = ? AND why IS NULL"
        return self._database.execute(query, where).fetchone() is not None

    def failed(self, digest: str, why: str) -> None:
        """A question was not answered."""
        where = (why, digest, self._number)
        self._database.execute("UPDATE question SET why = ? WHERE digest = ? AND parcel = ?", where)


class Book:
    """The database. For one thread, one process at a time."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        """Use `open_book`."""
        self.folder = folder
        self._database = database

    @property
    def terms(self) -> Mapping[str, str]:
        """What it was begun with; empty at first."""
        return dict(self._database.execute("SELECT name, value FROM term"))

    def begin(self, terms: Mapping[str, str]) -> None:
        """Note what it is begun with."""
        with self._transaction():
            self._database.executemany("INSERT INTO term VALUES (?, ?)", terms.items())

    def waits(self, digest: str) -> bool:
        """Whether a question is with the provider, or about to go there."""
        query = "SELECT 1 FROM question WHERE digest = ? AND parcel IS NOT NULL"
        return self._database.execute(query, (digest,)).fetchone() is not None

    def why(self, digest: str) -> str | None:
        """Why a question was not answered the last time; None if that is not known, or it was not asked."""
        row = self._database.execute("SELECT why FROM question WHERE digest = ?", (digest,)).fetchone()
        return None if row is None else row[0]

    def pack(self, digests: Iterable[str]) -> Parcel:
        """A new parcel with these questions, which is to be handed in."""
        rows = list(digests)
        with self._transaction():
            made = self._database.execute("INSERT INTO parcel (questions) VALUES (?)", (len(rows),))
            number = int(made.lastrowid or 0)
            asked = ((digest, number) for digest in rows)
            self._database.executemany("INSERT OR REPLACE INTO question VALUES (?, ?, NULL)", asked)
        return Parcel(number, len(rows), None)

    def unpack(self, parcel: Parcel) -> None:
        """Forget a parcel that cannot be handed in any more."""
        with self._transaction():
            self._database.execute("DELETE FROM question WHERE parcel = ?", (parcel.number,))
            self._database.execute("DELETE FROM parcel WHERE number = ?", (parcel.number,))

    def handed_in(self, parcel: Parcel, batch: str) -> None:
        """The provider has taken a parcel."""
        with self._transaction():
            self._database.execute("UPDATE parcel SET batch = ? WHERE number = ?", (batch, parcel.number))

    def packed(self) -> list[Parcel]:
        """Parcels that were, as far as is known, not handed in."""
        return self._parcels("batch IS NULL")

    def under_way(self) -> list[Parcel]:
        """Parcels of which the answers are to be fetched."""
        return self._parcels("batch IS NOT NULL AND ended IS NULL")

    @contextmanager
    def fetching(self, parcel: Parcel, ended: str, otherwise: str) -> Iterator[Fetching]:
        """Note what came of a parcel; all of it if the block ends well, else nothing.

        Args:
            parcel: Whose answers are read in the block.
            ended: How its batch has ended, in the provider's word.
            otherwise: Why those questions have failed of which the block notes nothing.
        """
        with self._transaction():
            notes = Fetching(self._database, parcel)
            yield notes
            self._database.execute(
                "UPDATE question SET parcel = NULL, why = coalesce(why, ?) WHERE parcel = ?", (otherwise, parcel.number)
            )
            told = (ended, notes.usage.model_dump_json(), parcel.number)
            self._database.execute("UPDATE parcel SET ended = ?, usage = ? WHERE number = ?", told)

    def bill(self) -> Usage:
        """What all batches took that were fetched, usable or not."""
        found = self._database.execute("SELECT usage FROM parcel WHERE usage IS NOT NULL")
        return sum((Usage.model_validate_json(row[0]) for row in found), Usage())

    def _parcels(self, which: str) -> list[Parcel]:
        query = f"SELECT number, questions, batch FROM parcel WHERE {which} ORDER BY number"  # noqa: S608 - ours
        return [Parcel(*row) for row in self._database.execute(query)]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")


@contextmanager
def open_book(folder: Path) -> Iterator[Book]:
    """The book of a folder, made if there is none; held by one process until the block ends.

    Raises:
        Occupied: Another process holds it.
        Unfit: The folder cannot be used, or its database is damaged.
        OutOfRoom: The disk is full.
    """
    lock = FileLock(folder / _LOCK)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise Occupied(f"another command works on {folder}") from None
    except OSError as error:
        raise Unfit(f"cannot use {folder}: {error.strerror or error}") from None
    try:
        with closing(sqlite3.connect(folder / _NAME, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            database.executescript(_SCHEMA)
            yield Book(folder, database)
    except sqlite3.OperationalError as error:
        raise OutOfRoom(f"cannot write {folder / _NAME}: {error}") from None
    except sqlite3.DatabaseError as error:
        raise Unfit(f"cannot use {folder / _NAME}: {error}") from None
    finally:
        lock.release()
