"""A corpus as CSV with a header (RFC 4180)."""

import csv
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Final

from groundwire.bulk.errors import Unfit
from groundwire.bulk.lines import Lines, open_bytes, size_of
from groundwire.bulk.sources import FIELDS, Piece, Place

_MOST_BYTES_A_CHARACTER: Final = 4
_FOR_THE_REST: Final = 64 * 1024


class CsvSource:
    """Rows of CSV; blank lines are skipped, and an empty cell is a missing value."""

    def __init__(self, path: Path, max_chars: int) -> None:
        """Read the header.

        Raises:
            Unfit: There is none, or one without a text.
        """
        self.size = size_of(path)
        self._path = path
        self._most_bytes = max_chars * _MOST_BYTES_A_CHARACTER + _FOR_THE_REST
        with open_bytes(path) as file:
            rows = _Rows(Lines(file, Place(), self._most_bytes), self._most_bytes)
            self._columns = tuple(name.strip() for name in next(rows, (Place(), [""], None))[1])
            self._begin = rows.lines.place
        if "text" not in self._columns:
            raise Unfit(f"{path}: the first line names no column text; known columns are {', '.join(FIELDS)}")
        if len(set(self._columns)) < len(self._columns):
            raise Unfit(f"{path}: the first line names a column twice")
        self.unknown = tuple(name for name in self._columns if name not in FIELDS)

    def pieces(self, begin: Place) -> Generator[Piece, None, None]:
        """The rows from a place on; a row has the number of its first line."""
        with open_bytes(self._path) as file:
            lines = Lines(file, max(begin, self._begin, key=lambda place: place.offset), self._most_bytes)
            rows = _Rows(lines, self._most_bytes)
            for before, cells, flaw in rows:
                if cells or flaw:
                    yield self._piece(before.line + 1, cells, flaw, lines.place)

    def _piece(self, line: int, cells: Sequence[str], flaw: str | None, after: Place) -> Piece:
        if flaw is None and len(cells) != len(self._columns):
            flaw = f"{len(cells)} cells where the header has {len(self._columns)}"
        if flaw is not None:
            return Piece(line, None, flaw, after)
        return Piece(line, {name: cell or None for name, cell in zip(self._columns, cells, strict=True)}, None, after)


class _Rows:
    """Rows of cells, each with the place before it and what is wrong with it."""

    def __init__(self, lines: Lines, most_bytes: int) -> None:
        csv.field_size_limit(most_bytes)
        self.lines = lines
        self._flaw: str | None = None
        self._reader = csv.reader(self._decoded(), strict=True)

    def __iter__(self) -> "_Rows":
        return self

    def __next__(self) -> tuple[Place, list[str], str | None]:
        self._flaw, before = None, self.lines.place
        try:
            cells = next(self._reader)
        except csv.Error as error:
            # A new reader: the old one may believe that it stands between two quotation marks.
            self._reader = csv.reader(self._decoded(), strict=True)
            return before, [], self._flaw or f"not CSV: {error}"
        return before, cells, self._flaw

    def _decoded(self) -> Iterator[str]:
        for line in self.lines:
            if line is None:
                self._flaw = "a line is too long"
                yield "\n"
                continue
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError as error:
                self._flaw = f"not UTF-8 (byte {error.start} of line {self.lines.place.line})"
                yield line.decode("utf-8", "replace")
