"""Files of which a kill leaves nothing half: replaced whole, or written on and cut back to what is known to count."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from groundwire.bulk.errors import OutOfRoom


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in words that a file cannot be written.

    Raises:
        OutOfRoom: It cannot.
    """
    try:
        yield
    except OSError as error:
        raise OutOfRoom(f"cannot write {path}: {error.strerror or error}") from None


def replace(path: Path, data: bytes) -> None:
    """Write a small file; until it is whole, the old one stays, also when the power fails.

    Raises:
        OutOfRoom: It cannot be written.
    """
    draft = path.with_name(f"{path.name}.new")
    with writing(path):
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Parts:
    """Files that grow together.

    What is appended counts once `sync` has returned and somebody keeps the sizes that it gave; opened with these, the
    files are cut back to them.
    """

    def __init__(self, folder: Path, sizes: Mapping[str, int]) -> None:
        """Open the files, or make them.

        Args:
            folder: Where they are.
            sizes: Their names, and how many bytes of each count.

        Raises:
            OutOfRoom: One cannot be written.
        """
        self._files: dict[str, BinaryIO] = {}
        self._folder = folder
        try:
            for name, size in sizes.items():
                self._open(folder / name, size)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def append(self, name: str, lines: Iterable[str]) -> None:
        """Write lines at the end of a file.

        Raises:
            OutOfRoom: There is no room.
        """
        data = memoryview("".join(f"{line}\n" for line in lines).encode())
        with writing(self._folder / name):
            while data:  # a disk that fills up takes part of it first
                data = data[self._files[name].write(data) :]

    def sync(self) -> dict[str, int]:
        """Put everything on the disk; the size of each file.

        Raises:
            OutOfRoom: There is no room.
        """
        sizes = {}
        for name, file in self._files.items():
            with writing(self._folder / name):
                os.fsync(file.fileno())
                sizes[name] = file.tell()
        return sizes

    def close(self) -> None:
        """Close the files; what was not synchronised may be lost."""
        for file in self._files.values():
            file.close()

    def _open(self, path: Path, size: int) -> None:
        with writing(path):
            # Unbuffered: a write that fails must not be tried again when the file is closed.
            file = path.open("r+b" if path.exists() else "w+b", buffering=0)
            self._files[path.name] = file
            file.truncate(size)
            file.seek(size)
