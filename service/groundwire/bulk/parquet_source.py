"""A corpus as Parquet."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from groundwire.bulk.errors import Unfit
from groundwire.bulk.sources import FIELDS, Piece, Place

if TYPE_CHECKING:
    import pyarrow.parquet as pq

ROWS: Final = 500
"""Rows that are held at once."""


class ParquetSource:
    """Rows of a Parquet file; needs pyarrow."""

    def __init__(self, path: Path) -> None:
        """Read the schema.

        Raises:
            Unfit: pyarrow is missing, or the file is no Parquet with a text.
        """
        self._path = path
        with self._open() as file:
            names = file.schema_arrow.names
            self.size: int = file.metadata.num_rows
        if "text" not in names:
            raise Unfit(f"{path}: there is no column text; known columns are {', '.join(FIELDS)}")
        self.unknown = tuple(name for name in names if name not in FIELDS)
        self._columns = [name for name in names if name in FIELDS]

    def pieces(self, begin: Place) -> Generator[Piece, None, None]:
        """The rows from a place on."""
        with self._open() as file:
            first, groups = begin.offset, list(range(file.metadata.num_row_groups))
            while groups and first >= (rows := file.metadata.row_group(groups[0]).num_rows):
                first -= rows
                del groups[0]
            number = begin.offset - first
            for batch in file.iter_batches(ROWS, row_groups=groups, columns=self._columns):
                skipped = min(begin.offset - number, len(batch)) if number < begin.offset else 0
                number += skipped
                for fields in batch.slice(skipped).to_pylist():
                    number += 1
                    read = {name: _day(value) for name, value in fields.items()}
                    yield Piece(number, read, None, Place(number, number))

    def _open(self) -> "pq.ParquetFile":
        try:
            import pyarrow as pa  # noqa: PLC0415 - only who has Parquet needs it
            import pyarrow.parquet as pq  # noqa: PLC0415
        except ModuleNotFoundError:
            raise Unfit("Parquet needs pyarrow: pip install 'groundwire[bulk]'") from None
        try:
            return pq.ParquetFile(self._path)
        except pa.ArrowInvalid:
            raise Unfit(f"{self._path}: not a Parquet file") from None


def _day(value: object) -> object:
    """A moment that is the beginning of a day is written as one by many tools."""
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else value.isoformat()
    return value
