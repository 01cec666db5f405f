"""The database file of the disk cache: is it sound, set it aside when not, walk its rows, sweep its folder.

Plain SQL on the tables that diskcache 5.6 makes, because diskcache's own walk stops at the first pickled key,
and its `check(fix=True)` deletes every file in the folder that it does not know, those of writers at work too.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from filelock import FileLock

from groundwire.extraction.cache_files import DATABASE, Broken, ValueFiles, check_key, unseal

LOCK_WAIT_S: Final = 10.0
"""How long a writer waits for the writers of other processes, in seconds."""

SETTINGS: Final = frozenset({"count", "size", "hits", "misses"})
"""What diskcache keeps in its table of settings beside the settings themselves."""

_COLUMNS: Final = {
    "Settings": {"key", "value"},
    "Cache": {"rowid", "key", "raw", "store_time", "expire_time", "access_time", "access_count", "tag"}
    | {"size", "mode", "filename", "value"},
}
_SELECT: Final = "SELECT rowid, key, raw, mode, filename, value FROM Cache"
_DAMAGE: Final = frozenset(
    {
        sqlite3.SQLITE_CONSTRAINT,  # an index and its table contradict each other
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_MISMATCH,
        sqlite3.SQLITE_NOTADB,
    }
)
_BATCH: Final = 100
_BROKEN_SUFFIX: Final = ".broken"


class Walked(NamedTuple):
    """What a walk over all rows found: rows seen, sound ones, removed ones."""

    entries: int
    ok: int
    removed: int


def is_damage(error: Exception) -> bool:
    """Tell an error that speaks of a damaged database from one of a full, busy or read-only disk."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_IOERR_SHORT_READ:
            return True
        # A missing table or column shares its code with a failed rollback; only the words differ.
        return isinstance(code, int) and (code & 0xFF in _DAMAGE or str(error).startswith("no such"))
    return isinstance(error, ValueError | TypeError)  # diskcache found fewer or other values than it wrote


def opening_lock(folder: Path) -> FileLock:
    """Return the lock under which processes open the database, or set it aside, one at a time."""
    return FileLock(folder / f"{DATABASE}.lock", timeout=LOCK_WAIT_S, mode=0o600)


def is_damaged(folder: Path, known_settings: frozenset[str], *, thorough: bool) -> bool:
    """Look at the database with fresh eyes.

    Args:
        folder: The cache folder.
        known_settings: Names that may stand in the table of settings. diskcache would turn any other into an
            attribute of itself, so a database with others is not ours.
        thorough: Read every page (seconds per gigabyte) instead of the first few.

    Returns:
        True when it is no database, a damaged one, one of another program, or a link to one that lies elsewhere.
        A missing, empty or half-made database is not damaged: diskcache makes what is missing.

    Raises:
        sqlite3.Error: The disk cannot be read or the database is busy, which says nothing about damage.
    """
    path = folder / DATABASE
    if path.is_symlink():
        return True
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        with closing(_connect(folder)) as con:
            for table, expected in _COLUMNS.items():
                found = {row[1] for row in con.execute(f"PRAGMA table_info({table})")}
                if found and found != expected:
                    return True
                if found and table == "Settings":
                    names = {row[0] for row in con.execute("SELECT key FROM Settings")}
                    if not names <= known_settings:
                        return True
            return thorough and not _is_whole(con)
    except sqlite3.Error as error:
        if is_damage(error):
            return True
        raise


def set_aside(folder: Path) -> Path:
    """Rename the database out of the way, over the one that was set aside before, and remove its value files.

    The write-ahead log goes first: a new database beside an old log would have the old pages written into it.
    Only under `opening_lock`.

    Returns:
        The new name of the database.

    Raises:
        OSError: The folder cannot be written.
    """
    for part in ("-wal", "-shm", ""):
        path = folder / f"{DATABASE}{part}"
        with suppress(FileNotFoundError):
            path.replace(folder / f"{DATABASE}{_BROKEN_SUFFIX}{part}")
    value_files = ValueFiles(folder)
    for name in value_files.names():
        value_files.remove(name)
    return folder / f"{DATABASE}{_BROKEN_SUFFIX}"


def remove_set_aside(folder: Path) -> None:
    """Remove what `set_aside` left.

    Raises:
        OSError: The folder cannot be written.
    """
    for part in ("-wal", "-shm", ""):
        (folder / f"{DATABASE}{_BROKEN_SUFFIX}{part}").unlink(missing_ok=True)


class RowReader:
    """Reads entries and never writes, so that no other process' lock on writing can keep it waiting.

    diskcache writes its settings whenever it opens, and waits up to a minute for the lock.

    Args:
        folder: The cache folder. Without a database in it, nothing is found.
    """

    def __init__(self, folder: Path) -> None:
        self._files = ValueFiles(folder)
        self._con = _connect(folder) if (folder / DATABASE).exists() else None

    def read(self, key: str) -> str | None:
        """Return the text of an entry; None when there is none.

        Raises:
            Broken: There is one that must not be used, or a writer has replaced it in this very moment.
            sqlite3.Error: The database is damaged, busy, or cannot be read.
            OSError: The process is short of file handles or memory.
        """
        if self._con is None:
            return None
        try:
            rows = self._con.execute(f"{_SELECT} WHERE key = ? AND raw = 1", (key,)).fetchall()
        except sqlite3.OperationalError as error:
            if str(error).startswith("no such table"):  # another process is making the database
                return None
            raise
        return unseal(key, self._files.read(*rows[0][3:])) if rows else None

    def close(self) -> None:
        """Close the connection."""
        if self._con is not None:
            self._con.close()

    def abandon(self) -> None:
        """Do nothing: there is no transaction that could be left open."""


def walk(folder: Path, progress: Callable[[int, int], None] | None = None) -> Walked:
    """Read every entry, and remove those that are not sound.

    Args:
        folder: The cache folder, with a database in it.
        progress: Called with entries done and entries in all, after every hundred and at the end.

    Raises:
        sqlite3.Error: The database is damaged, or the disk is full, busy or read-only.
    """
    files = ValueFiles(folder)
    ok = removed = done = last = 0
    with closing(_connect(folder)) as con:
        if not _is_whole(con):
            raise ValueError("the database is damaged")
        ((total,),) = con.execute("SELECT COUNT(*) FROM Cache")
        select = f"{_SELECT} WHERE rowid > ? ORDER BY rowid LIMIT ?"
        while rows := con.execute(select, (last, _BATCH)).fetchall():
            for row in rows:
                if _is_sound(files, row):
                    ok += 1
                else:
                    found_sound, was_removed = _settle(con, files, row[0])
                    ok += found_sound
                    removed += was_removed
            last = rows[-1][0]
            done += len(rows)
            if progress is not None:
                progress(done, max(total, done))
    return Walked(ok + removed, ok, removed)


def sweep(folder: Path) -> int:
    """Remove the value files that no row names, and put diskcache's sums right.

    Exact at any time, with writers at work: they write file and row under the lock that is held here.

    Returns:
        How many files were removed.

    Raises:
        sqlite3.Error: The database is damaged, or the disk is full, busy or read-only.
    """
    files = ValueFiles(folder)
    with closing(_connect(folder)) as con, _transaction(con):
        named = {name for (name,) in con.execute("SELECT filename FROM Cache WHERE filename IS NOT NULL")}
        orphans = [name for name in files.names() if name not in named]
        for name in orphans:
            files.remove(name)
        con.execute("UPDATE Settings SET value = (SELECT COUNT(*) FROM Cache) WHERE key = 'count'")
        con.execute("UPDATE Settings SET value = (SELECT COALESCE(SUM(size), 0) FROM Cache) WHERE key = 'size'")
    return len(orphans)


def _is_whole(con: sqlite3.Connection) -> bool:
    return bool(con.execute("PRAGMA integrity_check(1)").fetchall() == [("ok",)])


def _settle(con: sqlite3.Connection, files: ValueFiles, rowid: int) -> tuple[bool, bool]:
    """Look again where no writer can interfere, and remove the row if it is still unsound.

    Returns:
        Whether it is sound after all, and whether it was removed; neither when the row is gone by itself.
    """
    with _transaction(con):
        row = con.execute(f"{_SELECT} WHERE rowid = ?", (rowid,)).fetchone()
        if row is None:
            return False, False
        if _is_sound(files, row):
            return True, False
        con.execute("DELETE FROM Cache WHERE rowid = ?", (rowid,))
    files.remove(row[4])
    return False, True


def _is_sound(files: ValueFiles, row: tuple[object, ...]) -> bool:
    _, key, raw, mode, filename, value = row
    try:
        if raw != 1 or not isinstance(key, str):
            return False
        check_key(key)
        unseal(key, files.read(mode, filename, value))
    except (Broken, ValueError):
        return False
    return True


def _connect(folder: Path) -> sqlite3.Connection:
    con = sqlite3.connect(folder / DATABASE, timeout=LOCK_WAIT_S, isolation_level=None)
    con.text_factory = _lenient  # a text that is no longer UTF-8 would stop the walk
    return con


def _lenient(text: bytes) -> str:
    return text.decode(errors="replace")


@contextmanager
def _transaction(con: sqlite3.Connection) -> Iterator[None]:
    con.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk has rolled back by itself
            con.execute("ROLLBACK")
        raise
    con.execute("COMMIT")
