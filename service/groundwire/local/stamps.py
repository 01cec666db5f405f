"""SHA-256 of large files, remembered as long as the file stays as it was.

A stamp is a small JSON file: the sum, and the size, modification time and inode the file had when the
sum was taken. It saves seconds of hashing at each start; it is no defence against somebody who can
write into the cache folder.
"""

import hashlib
import json
import os
import uuid
from pathlib import Path
from typing import Final

from groundwire.local.progress import Progress

CHUNK: Final = 4 * 1024 * 1024
"""Bytes read or written at a time."""


def private_folder(path: Path) -> Path:
    """Make a folder that only this user may enter (0700).

    Args:
        path: The folder; its parents are made too.

    Returns:
        The same path.
    """
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def write_atomically(path: Path, text: str) -> None:
    """Replace a small file so that a reader sees the old text or the new, never a part.

    Args:
        path: The file.
        text: Its new content.
    """
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def stamped_sum(file: Path, stamp: Path) -> str | None:
    """Read the remembered sum of a file.

    Args:
        file: The large file.
        stamp: Where its stamp would be.

    Returns:
        The SHA-256 in hexadecimal; None when there is no file, no stamp, or the file has changed since.
    """
    try:
        noted = json.loads(stamp.read_text("utf-8"))
        now = _state(file.stat())
    except (OSError, ValueError):
        return None
    if not isinstance(noted, dict) or any(noted.get(key) != value for key, value in now.items()):
        return None
    digest = noted.get("sha256")
    return digest if isinstance(digest, str) else None


def write_stamp(file: Path, stamp: Path, digest: str) -> None:
    """Remember the sum of a file as it is now.

    Args:
        file: The large file.
        stamp: Where to note it.
        digest: Its SHA-256 in hexadecimal.
    """
    write_atomically(stamp, json.dumps({"sha256": digest, **_state(file.stat())}))


def hash_file(file: Path, stamp: Path, progress: Progress) -> str:
    """Take the SHA-256 of a file, from its stamp where that fits, and stamp it otherwise.

    Args:
        file: The file.
        stamp: Where its stamp is or will be.
        progress: Told of stage "hashing", in bytes.

    Returns:
        The SHA-256 in hexadecimal.

    Raises:
        OSError: The file cannot be read.
    """
    known = stamped_sum(file, stamp)
    if known is not None:
        return known
    digest, done = hashlib.sha256(), 0
    with file.open("rb") as source:
        before = os.fstat(source.fileno())
        while block := source.read(CHUNK):
            digest.update(block)
            done += len(block)
            progress("hashing", done, before.st_size)
    if _state(before) == _state(file.stat()):  # else somebody writes to it: this sum is of no one version
        write_stamp(file, stamp, digest.hexdigest())
    return digest.hexdigest()


def _state(stat: os.stat_result) -> dict[str, int]:
    return {"size": stat.st_size, "mtime_ns": stat.st_mtime_ns, "inode": stat.st_ino}
