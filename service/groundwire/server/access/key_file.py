"""The file of the keys: of this user alone, changed by one process at a time, never seen half-written."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from filelock import FileLock, Timeout
from pydantic import SecretStr, ValidationError

from groundwire.server.access.errors import KeysError
from groundwire.server.access.keys import KeyDocument

_LOCK_WAIT_S: Final = 10.0
"""How long a change waits for the changes of other processes, in seconds."""
_MAX_BYTES: Final = 16_000_000


class Stamp(NamedTuple):
    """What changes when the file does, or who may read it."""

    inode: int
    ctime_ns: int
    mtime_ns: int
    size: int


class KeyFile:
    """Keys in a JSON file.

    Args:
        path: The file; need not exist. A link is followed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()

    def stamp(self) -> Stamp | None:
        """What tells this state of the file from others; None if there is no file, or none that can be looked at."""
        try:
            facts = self.path.stat()
        except OSError:
            return None
        return Stamp(facts.st_ino, facts.st_ctime_ns, facts.st_mtime_ns, facts.st_size)

    def read(self) -> KeyDocument:
        """All keys; none if there is no file.

        Raises:
            KeysError: It cannot be read, others may read or write it, or it is not what it should be.
        """
        try:
            handle = os.open(self.path, os.O_RDONLY)
        except FileNotFoundError:
            return KeyDocument()
        except OSError as error:
            raise self._error(f"cannot be read: {error.strerror}") from None
        with open(handle, "rb") as reader:  # noqa: PTH123 - takes over the handle, which Path cannot
            self._check_private(os.fstat(handle))
            try:
                return _parsed(reader.read(_MAX_BYTES))
            except OSError as error:
                raise self._error(f"cannot be read: {error.strerror}") from None
            except ValueError as error:
                raise self._error(f"is no list of keys: {error}") from None

    def change(self, edit: Callable[[KeyDocument], KeyDocument]) -> None:
        """Replace the keys by what `edit` makes of them, while no other process can.

        Raises:
            KeysError: As for `read`, or the file cannot be written; it is then as it was.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=_LOCK_WAIT_S, mode=0o600):
                self._write(edit(self.read()))
        except Timeout:
            raise self._error(f"is being changed by another process, for more than {_LOCK_WAIT_S:g} seconds") from None
        except OSError as error:
            raise self._error(f"cannot be written: {error.strerror}") from None

    def _write(self, document: KeyDocument) -> None:
        draft = self.path.with_name(f"{self.path.name}.new")
        draft.unlink(missing_ok=True)  # of a process that was killed; nobody else is here
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(handle, "wb") as writer:  # noqa: PTH123 - takes over the handle, which Path cannot
                writer.write(document.model_dump_json(indent=2, exclude_none=True).encode() + b"\n")
                writer.flush()
                os.fsync(handle)
            draft.replace(self.path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise

    def _check_private(self, facts: os.stat_result) -> None:
        if not hasattr(os, "geteuid"):
            return  # Windows has no such modes; the user's profile folder is private there
        if facts.st_uid != os.geteuid():
            raise self._error(f"belongs to user {facts.st_uid}, who could let anybody in")
        if stat.S_IMODE(facts.st_mode) & 0o077:
            raise self._error("may be read or written by others; see that its keys are yours, then `chmod 600` it")

    def _error(self, what: str) -> KeysError:
        return KeysError(f"the file of API keys {self.path} {what}")


def keys_of_setting(setting: SecretStr) -> KeyDocument:
    """The keys that the setting GROUNDWIRE_KEYS holds in place of a file.

    Raises:
        KeysError: It is not what it should be.
    """
    try:
        return _parsed(setting.get_secret_value())
    except ValueError as error:
        raise KeysError(f"GROUNDWIRE_KEYS is no list of keys: {error}") from None


def _parsed(data: str | bytes) -> KeyDocument:
    """Raise ValueError that says what is wrong where, without any value."""
    try:
        return KeyDocument.model_validate_json(data)
    except ValidationError as error:
        flaws = error.errors(include_input=False, include_url=False, include_context=False)
        places = (f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}".removeprefix(": ") for flaw in flaws[:5])
        raise ValueError("; ".join(places)) from None
