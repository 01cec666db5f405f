"""Lets one process at a time work on a key, so that processes that share a cache do no work twice."""

import asyncio
import errno
import os
import struct
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Final, Protocol

from groundwire.extraction.deadline import Deadline

FILE: Final = "leases"
"""Name of the file in the cache folder; it has no content."""
POLL_S: Final = 0.03
"""Time between two tries to take a lease that somebody else holds."""
MAX_WAIT_S: Final = 300.0
"""How long a holder that lives is waited for, at most; a dead one has lost its leases."""


class Leases(Protocol):
    """Hands out leases. None of its methods fails: what cannot be leased is done without."""

    def lease(self, key: str, deadline: Deadline) -> AbstractAsyncContextManager[None]:
        """Hold the lease of a key meanwhile, after waiting for whoever holds it now.

        Waits for half of what is left until the deadline, so that there is time to do the work without the lease.

        Args:
            key: 64 lower-case hexadecimal characters.
            deadline: Of the work.
        """
        ...


class NoLeases:
    """For a process that shares its cache with nobody."""

    def lease(self, key: str, deadline: Deadline) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - of the port
        """Nothing is held."""
        return nullcontext()


class FolderLeases:
    """Leases among the processes that share a folder on a local disk, kept by the kernel.

    A lease is a lock on one byte of one file, at an offset that the key says; it needs no space, leaves nothing to
    clean up, and ends with its holder, however that dies. The locks are Linux's *open file description locks*: others
    of fcntl belong to the process, which loses all of them when it closes any descriptor of the file. Elsewhere, on a
    read-only disk and wherever the file cannot be locked, work is done without.
    """

    def __init__(self, folder: Path) -> None:
        """The folder of the cache; it need not exist yet."""
        self._path = folder / FILE

    @asynccontextmanager
    async def lease(self, key: str, deadline: Deadline) -> AsyncIterator[None]:
        """See `Leases.lease`."""
        descriptor = self._open()
        try:
            if descriptor is not None:
                await _lock(descriptor, int(key[:15], 16), deadline)
            yield
        finally:
            if descriptor is not None:
                os.close(descriptor)

    def _open(self) -> int | None:
        if not sys.platform.startswith("linux") or sys.maxsize <= 1 << 32:
            return None
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError:
            return None  # read-only, full, gone, out of descriptors: the cache says so, if it is the cache's trouble


async def _lock(descriptor: int, offset: int, deadline: Deadline) -> None:
    """Take the lock, or give up after half of the time."""
    patience = Deadline(min(MAX_WAIT_S, deadline.remaining_s / 2))
    while not _try(descriptor, offset) and not patience.over:  # noqa: ASYNC110 - another process says nothing
        await asyncio.sleep(POLL_S)


def _try(descriptor: int, offset: int) -> bool:
    """Try once; True also if there can be no lock, for then there is nothing to wait for."""
    import fcntl  # noqa: PLC0415 - does not exist on Windows, where the package must still import

    wanted = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, offset, 1, 0)  # struct flock of 64-bit Linux
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
    except OSError as error:
        return error.errno not in {errno.EAGAIN, errno.EACCES}
    return True
