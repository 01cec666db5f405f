"""Writes results to files: whole or not at all, whatever ends the program meanwhile."""

import contextlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from groundwire.cli.reading import InputError


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write into, which takes its name when the block has ended well; until then an older one stays.

    A pipe or a device is written to as it is.

    Raises:
        InputError: It cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as plain:
                yield plain
        else:
            with _replacing(path.resolve()) as fresh:
                yield fresh
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from None


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    draft = path.with_name(f".groundwire.{uuid.uuid4().hex}.new")  # not longer where the name itself is long
    try:
        with draft.open("xb") as fresh:
            yield fresh
            fresh.flush()
            os.fsync(fresh.fileno())
        with contextlib.suppress(FileNotFoundError):
            draft.chmod(path.stat().st_mode & 0o777)  # who may read the old one may read the new one
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
