"""A corpus as a folder of text files, in the order of their names."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Final

from groundwire.bulk.errors import Unfit
from groundwire.bulk.lines import text_of
from groundwire.bulk.sources import Piece, Place

_MOST_BYTES_A_CHARACTER: Final = 4


class FolderSource:
    """Files .txt and .txt.gz, hidden ones and those of subfolders left out; the name of a file is its id.

    The names are held in memory, some 100 bytes each, the texts are not.
    """

    unknown: tuple[str, ...] = ()
    """A file has a text and a name."""

    def __init__(self, folder: Path, max_chars: int) -> None:
        """List the folder.

        Raises:
            Unfit: There is no such file in it.
        """
        self._folder = folder
        self._most_bytes = max_chars * _MOST_BYTES_A_CHARACTER
        self._names = text_files(folder)
        self.size = len(self._names)
        if not self._names:
            raise Unfit(f"{folder}: no .txt file in this folder")

    def pieces(self, begin: Place) -> Generator[Piece, None, None]:
        """The files from a place on; the number of a file is its place among the names."""
        for number in range(begin.offset, self.size):
            yield self._piece(self._names[number], Place(number + 1, number + 1))

    def _piece(self, name: str, after: Place) -> Piece:
        try:
            data = text_of(self._folder / name, self._most_bytes)
        except OSError as error:
            return Piece(after.line, None, f"cannot be read: {error.strerror or error}", after)
        if data is None:
            return Piece(after.line, None, "text: too long", after)
        try:
            return Piece(after.line, {"text": data.decode("utf-8"), "id": name}, None, after)
        except UnicodeDecodeError as error:
            return Piece(after.line, None, f"not UTF-8 (byte {error.start})", after)


def text_files(folder: Path) -> list[str]:
    """Names of the articles in a folder, sorted by their characters."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.lower().endswith((".txt", ".txt.gz"))]
    return sorted(name for name in names if not name.startswith("."))
