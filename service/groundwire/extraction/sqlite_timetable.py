"""The bookings of calls in an SQLite file, for the processes of one machine."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, TypeVar

from groundwire.extraction.timetable import Booking, Bookings, Cost, TimetableError

FILE: Final = "limits.db"
"""Name of the file in the cache folder."""

_BUSY_S: Final = 1.0
"""How long a booking waits for those of other processes, in seconds; each takes far less than one millisecond."""
_SHARING_S: Final = 60.0
"""Who has booked nothing for so long shares no longer."""
_OF_SQLITE: Final = ("", "-wal", "-shm")

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS bookings (
    name TEXT PRIMARY KEY, at REAL NOT NULL, requests REAL NOT NULL, tokens REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sharers (
    name TEXT NOT NULL, worker TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (name, worker)
) WITHOUT ROWID;
"""

_T = TypeVar("_T")


class TimetableFile:
    """The file. What it holds is worth minutes: it is not synced to the disk, and begun anew if it is damaged.

    Its clock is the system-wide monotonic one, which all processes read alike and no correction moves. Call `close` in
    the end.
    """

    def __init__(self, path: Path) -> None:
        """It is opened at the first use, in a folder that exists."""
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="groundwire-limits")
        self._con: sqlite3.Connection | None = None
        self.worker = os.urandom(8).hex()

    def of(self, name: str) -> "SqliteTimetable":
        """The timetable of that name."""
        return SqliteTimetable(self, name)

    async def run(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do the work in one transaction, in the file's thread.

        Raises:
            TimetableError: The file cannot be read or written.
        """
        try:
            future = asyncio.get_running_loop().run_in_executor(self._thread, self._attempt, work)
        except RuntimeError:
            raise TimetableError("it is closed") from None
        return await future

    def post(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do the work likewise, when it is its turn; that it failed is not told."""
        with suppress(RuntimeError):  # closed
            self._thread.submit(self._attempt, work)

    def close(self) -> None:
        """Finish what is under way."""
        with suppress(RuntimeError):
            self._thread.submit(self._close)
        self._thread.shutdown()

    def _attempt(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        try:
            con = self._opened()
            con.execute("BEGIN IMMEDIATE")
            result = work(con)
            con.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._close()
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                self._remove()
            raise TimetableError(f"{self._path.name}: {_cause(error)}") from None
        return result

    def _opened(self) -> sqlite3.Connection:
        if self._con is None:
            with suppress(FileExistsError):  # SQLite gives its logs the mode of the database
                os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            con = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False)
            self._con = con
            con.execute("PRAGMA journal_mode = WAL")
            con.execute("PRAGMA synchronous = OFF")
            con.executescript(_SCHEMA)
        return self._con

    def _close(self) -> None:
        con, self._con = self._con, None
        if con is not None:
            with suppress(sqlite3.Error), closing(con):
                if con.in_transaction:
                    con.execute("ROLLBACK")

    def _remove(self) -> None:
        for part in _OF_SQLITE:
            with suppress(OSError):
                self._path.with_name(self._path.name + part).unlink(missing_ok=True)


class SqliteTimetable:
    """The bookings of one name in the file."""

    def __init__(self, file: TimetableFile, name: str) -> None:
        self._file = file
        self._name = name

    async def book(self, cost: Cost, patience_s: float) -> Booking | None:
        """See `Timetable.book`."""

        def work(con: sqlite3.Connection) -> Booking | None:
            now = time.monotonic()
            after, wait_s = self._read(con).seen(now).booked(now, cost)
            if wait_s > patience_s:
                return None
            self._write(con, after)
            return Booking(wait_s, after.requests, self._sharers(con, now))

        return await self._file.run(work)

    def correct(self, tokens_s: float) -> None:
        """See `Timetable.correct`."""

        def work(con: sqlite3.Connection) -> None:
            con.execute("UPDATE bookings SET tokens = tokens + ? WHERE name = ?", (tokens_s, self._name))

        self._file.post(work)

    def give_back(self, booking: Booking, cost: Cost) -> None:
        """See `Timetable.give_back`."""
        self._file.post(lambda con: self._write(con, self._read(con).given_back(booking, cost)))

    def _read(self, con: sqlite3.Connection) -> Bookings:
        row = con.execute("SELECT at, requests, tokens FROM bookings WHERE name = ?", (self._name,)).fetchone()
        return Bookings(*row) if row else Bookings()

    def _write(self, con: sqlite3.Connection, bookings: Bookings) -> None:
        row = (self._name, bookings.at, bookings.requests, bookings.tokens)
        con.execute("INSERT OR REPLACE INTO bookings VALUES (?, ?, ?, ?)", row)

    def _sharers(self, con: sqlite3.Connection, now: float) -> int:
        con.execute("INSERT OR REPLACE INTO sharers VALUES (?, ?, ?)", (self._name, self._file.worker, now))
        # Later than now: of before a new start of the machine.
        con.execute("DELETE FROM sharers WHERE at NOT BETWEEN ? AND ?", (now - _SHARING_S, now))
        ((count,),) = con.execute("SELECT COUNT(*) FROM sharers WHERE name = ?", (self._name,))
        return int(count)


def _cause(error: Exception) -> str:
    return getattr(error, "sqlite_errorname", None) or getattr(error, "strerror", None) or type(error).__name__
