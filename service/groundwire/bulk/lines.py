"""Lines of a file as bytes, from a place on, plain or compressed; a line without end fills no memory."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from groundwire.bulk.errors import Unfit
from groundwire.bulk.sources import Place

BOM: Final = b"\xef\xbb\xbf"
_GZIP: Final = ".gz"


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, decompressed if its name ends in .gz."""
    return cast("BinaryIO", gzip.open(path, "rb")) if path.name.lower().endswith(_GZIP) else path.open("rb")


def size_of(path: Path) -> int | None:
    """Bytes that `open_bytes` gives; None for a compressed file, which does not tell."""
    return None if path.name.lower().endswith(_GZIP) else path.stat().st_size


class Lines:
    """The lines of a file; iterate over it."""

    def __init__(self, file: BinaryIO, begin: Place, most_bytes: int) -> None:
        """Go to a place.

        Args:
            file: Open for reading.
            begin: The place; a byte order mark at the beginning of the file is skipped.
            most_bytes: Longest line; of a longer one nothing but its number is given.
        """
        self.place = begin
        """Before the line that comes next."""
        self._file = file
        self._most = most_bytes
        file.seek(begin.offset)
        if begin.offset == 0 and file.read(len(BOM)) == BOM:
            self.place = Place(len(BOM), begin.line)
        file.seek(self.place.offset)

    def __iter__(self) -> "Iterator[bytes | None]":
        """Each line with its end, or None for one that is too long.

        Raises:
            Unfit: A compressed file is damaged.
        """
        try:
            while line := self._file.readline(self._most + 1):
                length, tail = len(line), line
                while length > self._most and not tail.endswith(b"\n") and (tail := self._file.readline(self._most)):
                    length += len(tail)
                self.place = Place(self.place.offset + length, self.place.line + 1)
                yield line if length <= self._most else None
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise Unfit(f"the compressed file is damaged after line {self.place.line}") from None


def text_of(path: Path, most_bytes: int) -> bytes | None:
    """All bytes of a small file without a byte order mark; None if they are too many.

    Raises:
        OSError: It cannot be read, or is damaged.
    """
    try:
        with open_bytes(path) as file:
            data = file.read(most_bytes + len(BOM) + 1).removeprefix(BOM)
    except (EOFError, zlib.error) as error:
        raise OSError("the compressed file is damaged") from error
    return None if len(data) > most_bytes else data
