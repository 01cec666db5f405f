"""What the disk cache keeps, byte by byte, and the folder it keeps it in.

An entry is `sha256(key, payload)` in hex, a newline, the payload in UTF-8. The checksum binds the payload to
its key, so that a flipped bit, a cut-off file and an answer that landed under another article's key are all
noticed. It is no signature: whoever may write in the folder may plant an answer, hence folder and owner checks.

Small entries are blobs in the database's row, larger ones files beside it. Both are bytes on purpose: SQLite
fails on text that is no longer UTF-8, and diskcache's text files come back with their line ends changed.
"""

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

DATABASE: Final = "cache.db"
"""The name of the database, which diskcache fixes."""

MODE_RAW: Final = 1
MODE_BINARY: Final = 2
"""How diskcache marks a blob in the row and a file of bytes; any other mark is refused."""

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_VALUE_NAME: Final = re.compile(r"[0-9a-f]{2}/[0-9a-f]{30}\.val")
_CHECKSUM_CHARS: Final = 64
_OUT_OF_MEANS: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})


class Broken(Exception):
    """An entry that must not be used. The message says why, without content."""


class CacheFolderError(Exception):
    """The cache folder cannot be used.

    Args:
        folder: The folder.
        reason: What is wrong and what to do, as whole sentences.
    """

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"The cache folder {folder} cannot be used. {reason}")
        self.folder = folder


def check_key(key: str) -> None:
    """Refuse whatever is not a SHA-256 in lower-case hex, before it meets a file name or a log line.

    Raises:
        ValueError: Not 64 lower-case hexadecimal characters.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("a cache key is 64 lower-case hexadecimal characters")


def seal(key: str, text: str) -> bytes:
    """Make the bytes that are kept for a text.

    Raises:
        UnicodeEncodeError: The text holds half a surrogate pair, which no UTF-8 can say.
    """
    payload = text.encode()
    return _checksum(key, payload) + b"\n" + payload


def unseal(key: str, sealed: bytes) -> str:
    """Take the text out again.

    Raises:
        Broken: The bytes are not the ones that `seal` made for this key.
    """
    checksum, payload = sealed[:_CHECKSUM_CHARS], sealed[_CHECKSUM_CHARS + 1 :]
    if sealed[_CHECKSUM_CHARS : _CHECKSUM_CHARS + 1] != b"\n" or checksum != _checksum(key, payload):
        raise Broken("the checksum does not match")
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise Broken("not UTF-8") from None


def _checksum(key: str, payload: bytes) -> bytes:
    digest = hashlib.sha256(key.encode())
    digest.update(payload)
    return digest.hexdigest().encode()


def _is_value_name(name: object) -> bool:
    """Tell whether a file name of a row is one that this program makes, and so stays inside the folder."""
    return isinstance(name, str) and _VALUE_NAME.fullmatch(name) is not None


class ValueFiles:
    """The files of larger entries: two hexadecimal characters of folder, thirty of name, mode 0600."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._in_transaction = False
        self._written: list[str] = []
        self._doomed: list[object] = []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Remove replaced files after the commit, and new files after a rollback, never the other way round.

        To be entered before the transaction of the database, and left after it.
        """
        self._in_transaction, self._written, self._doomed = True, [], []
        try:
            yield
        except BaseException:
            self._doomed = list(self._written)
            raise
        finally:
            self._in_transaction = False
            for name in self._doomed:
                self.remove(name)

    def read(self, mode: object, filename: object, value: object) -> bytes:
        """Read what a database row stands for, and nothing but bytes that this program wrote.

        Args:
            mode: The row's mark, such as MODE_RAW.
            filename: The row's value file, relative to the folder; None when the value is in the row.
            value: The row's blob; None when there is a file.

        Raises:
            Broken: A pickle, a number, a text, a path that is not ours, a file that is gone or cannot be read.
            OSError: The process is short of file handles or memory, which says nothing about the entry.
        """
        if mode == MODE_RAW and filename is None and isinstance(value, bytes):
            return value
        if mode != MODE_BINARY or value is not None or not _is_value_name(filename):
            raise Broken("not an entry of this program")
        try:
            # O_NOFOLLOW: a planted link must not make the service read a file elsewhere.
            handle = os.open(self._folder / str(filename), os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with open(handle, "rb") as reader:  # noqa: PTH123 - takes over the handle, which Path cannot
                return reader.read()
        except OSError as error:
            if error.errno in _OUT_OF_MEANS:
                raise
            raise Broken("its file is gone or cannot be read") from None

    def write(self, data: bytes) -> str:
        """Write a new file; nothing is left of it when that fails.

        Returns:
            Its name, relative to the folder.

        Raises:
            OSError: The disk is full, read-only or broken.
        """
        drawn = os.urandom(16).hex()
        name = f"{drawn[:2]}/{drawn[2:]}.val"
        path = self._folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._written.append(name)
        try:
            with open(handle, "wb") as writer:  # noqa: PTH123 - takes over the handle, which Path cannot
                writer.write(data)
        except OSError:
            path.unlink(missing_ok=True)
            raise
        return name

    def remove(self, name: object) -> None:
        """Remove a file, inside a transaction after its end; a planted path elsewhere is left alone."""
        if self._in_transaction:
            self._doomed.append(name)
        elif _is_value_name(name):
            with suppress(OSError):  # stays as an orphan until the next verify
                (self._folder / str(name)).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """List the files, whether or not a row names them."""
        found = (f"{path.parent.name}/{path.name}" for path in self._folder.glob("??/*.val"))
        return [name for name in found if _is_value_name(name)]


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name: device and inode; None when there is none."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        return None
    return facts.st_dev, facts.st_ino


def make_private(folder: Path) -> None:
    """Give the database and its logs mode 0600; SQLite gives later logs the mode of the database.

    By name, never by opening them: a process that closes any handle of its own on an SQLite database loses
    the locks of all its connections, and with them the write-ahead log. On a read-only disk it stays as it is;
    the folder's own mode keeps others out as well.
    """
    for part in ("", "-wal", "-shm"):
        path = folder / f"{DATABASE}{part}"
        with suppress(OSError):
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                path.chmod(0o600)


def prepare_folder(folder: Path) -> None:
    """Make the folder, or make sure that nobody else can plant answers in it or read them.

    An empty folder that others may enter or write is closed to them (mode 0700), and so is one with files in it
    that others could only read. One with files in it that others could *write* is refused: the answers in it
    may be theirs. A folder that its owner made read-only stays so.

    Raises:
        CacheFolderError: It cannot be made, belongs to somebody else, or was open to writers.
    """
    if os.path.expandvars(folder) != str(folder):
        raise CacheFolderError(folder, "Its name holds a $variable. Choose a path without one.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = folder.stat()
        if not hasattr(os, "geteuid"):
            return  # Windows has no such modes; the user's profile folder is private there
        if facts.st_uid != os.geteuid():
            reason = f"It belongs to user {facts.st_uid}. Choose a folder of your own, or run as its owner."
            raise CacheFolderError(folder, reason)
        mode = stat.S_IMODE(facts.st_mode)
        if mode & 0o022 and any(folder.iterdir()):
            reason = "Others may write in it, so its answers cannot be trusted. Remove it, or choose another folder."
            raise CacheFolderError(folder, reason)
        if mode & 0o077:
            folder.chmod(mode & 0o700)
    except OSError as error:
        reason = f"{error.strerror or 'Input/output error'}. Choose a folder that you may write in."
        raise CacheFolderError(folder, reason) from error
