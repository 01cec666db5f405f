"""An SQLite file for several processes at once, used from a thread of its own."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, TypeVar

from filelock import FileLock, Timeout

from groundwire.extraction.cache_database import is_damage
from groundwire.jobs.engine import EngineError, EngineUnavailable
from groundwire.jobs.sqlite_schema import make_tables

BUSY_S: Final = 5.0
"""How long other processes are waited for that write, in seconds."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Database:
    """One connection to the file, and the one thread that uses it: nothing here holds up an event loop."""

    def __init__(self, path: Path) -> None:
        """Open the file, and make it if need be: mode 0600, in a folder that is there or is made with 0700.

        Raises:
            EngineUnavailable: The disk is full or read-only, or the file is locked.
            EngineError: The file is damaged, or none of ours.
        """
        self._path = path
        self._closed = False
        self._thread = ThreadPoolExecutor(1, "jobs")
        try:
            self._con = self._thread.submit(self._open).result()
        except BaseException:
            self._thread.shutdown()
            raise

    async def run(self, work: Callable[Concatenate[sqlite3.Connection, _P], _T], *args: _P.args, **kw: _P.kwargs) -> _T:
        """Have `work` done in the thread. Cancelled, it is done all the same.

        Raises:
            EngineUnavailable: The disk is full or read-only, the file is locked, or was closed; nothing was done.
            EngineError: The file is damaged.
        """
        if self._closed:
            raise self._unavailable("it is closed")

        def translated() -> _T:
            with self._errors():
                return work(self._con, *args, **kw)

        return await asyncio.get_running_loop().run_in_executor(self._thread, translated)

    async def close(self) -> None:
        """Close the file, after what is under way."""
        if self._closed:
            return
        self._closed = True
        await asyncio.get_running_loop().run_in_executor(self._thread, self._con.close)
        self._thread.shutdown(wait=False)

    def _open(self) -> sqlite3.Connection:
        with self._errors():
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One at a time: SQLite's change to a write-ahead log does not wait for others. The file is never opened
            # but by SQLite, since closing it would take away the locks of all connections of this process.
            with FileLock(f"{self._path}.lock", timeout=BUSY_S, mode=0o600):
                self._path.touch(mode=0o600)
                con = sqlite3.connect(self._path, timeout=BUSY_S, isolation_level=None)
                try:
                    con.execute("PRAGMA journal_mode = WAL")
                    con.execute("PRAGMA synchronous = NORMAL")  # whole after any kill; a power cut may cost a second
                    with writing(con):
                        make_tables(con)
                except BaseException:
                    con.close()
                    raise
                return con

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except EngineUnavailable:
            raise
        except EngineError as error:
            if type(error) is not EngineError:
                raise
            raise EngineError(f"The jobs file {self._path} cannot be used: {error}.") from None
        except sqlite3.Error as error:
            if is_damage(error):
                raise EngineError(
                    f"The jobs file {self._path} is damaged. Move it away, with {self._path.name}-wal and "
                    f"{self._path.name}-shm beside it, and hand in its jobs again; what is cached is not lost."
                ) from error
            if not isinstance(error, sqlite3.OperationalError):
                raise  # a defect
            raise self._unavailable(str(error)) from error
        except Timeout as error:
            raise self._unavailable("another process is opening it") from error
        except OSError as error:
            raise self._unavailable(error.strerror or "input/output error") from error

    def _unavailable(self, reason: str) -> EngineUnavailable:
        return EngineUnavailable(f"The jobs file {self._path} cannot be used now: {reason}.")


@contextmanager
def writing(con: sqlite3.Connection) -> Iterator[None]:
    """A transaction that waits for other writers first, and is undone if it fails."""
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
        con.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk has rolled back by itself
            con.execute("ROLLBACK")
        raise


@contextmanager
def reading(con: sqlite3.Connection) -> Iterator[None]:
    """Several reads that see the same moment."""
    con.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            con.execute("ROLLBACK")
