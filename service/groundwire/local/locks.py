"""Locks of the kernel (flock): gone with their holder, even after SIGKILL.

The embedded model needs a shared and an exclusive kind, which filelock does not offer on one file.
Linux and macOS only.
"""

import os
import sys
from pathlib import Path

from groundwire.local.errors import LocalModelError


def _flock(fd: int, *, exclusive: bool) -> bool:
    """Try to lock an open file without waiting; True when it was granted."""
    if sys.platform == "win32":
        raise LocalModelError(
            "The embedded model runs on Linux and macOS only. Set GROUNDWIRE_BASE_URL to a model server."
        )
    import fcntl  # noqa: PLC0415 - does not exist on Windows, where the package must still import

    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Flock:
    """One lock on an open file description of its own, so that two of them in one process are two holders.

    The descriptor is not inherited by programs the process starts. A process made by a bare fork keeps
    the lock with its parent until both are gone.

    Args:
        path: The lock file; made with mode 0600 when absent, never removed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self, *, exclusive: bool) -> bool:
        """Try once, without waiting.

        Args:
            exclusive: Alone, or together with other shared holders.

        Returns:
            True when this object holds the lock now.

        Raises:
            OSError: The lock file cannot be opened.
            LocalModelError: The system has no flock.
        """
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        granted = False
        try:
            granted = _flock(fd, exclusive=exclusive)
        finally:
            if not granted:
                os.close(fd)
        if granted:
            self.release()
            self._fd = fd
        return granted

    def release(self) -> None:
        """Let go; nothing happens when nothing is held."""
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)


def held_exclusively(path: Path) -> bool:
    """Tell whether some process holds the lock file exclusively.

    Asks for the shared kind, so that several askers do not take each other for the holder.

    Args:
        path: The lock file.

    Returns:
        True while an exclusive holder lives.
    """
    probe = Flock(path)
    free = probe.acquire(exclusive=False)
    probe.release()
    return not free
