"""Reads a corpus piece by piece, from a place on: what stands there, not yet what it means."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from groundwire.bulk.errors import Unfit
from groundwire.schemas.jobs import JobArticle

FIELDS: Final = tuple(dict.fromkeys(("text", "id", "published", "title", "source_url", *JobArticle.model_fields)))
"""The columns that an article may have; all but the text may be missing. The last ones are wishes for it alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Between two pieces of a corpus.

    Attributes:
        offset: Where to go on, in the unit of the source: bytes, rows or files.
        line: Number of the last line, row or file before it; 0 at the beginning.
    """

    offset: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a corpus, as it stands there.

    Attributes:
        line: Its number from 1: the line that it begins in, or its row, or its file.
        fields: Its columns; None if it cannot be read.
        flaw: Why not.
        after: Where the next one begins.
    """

    line: int
    fields: Mapping[str, object] | None
    flaw: str | None
    after: Place


class Source(Protocol):
    """A corpus."""

    @property
    def size(self) -> int | None:
        """Its size in the unit of `Place.offset`; None if nobody knows without reading it."""
        ...

    @property
    def unknown(self) -> tuple[str, ...]:
        """Columns that mean nothing to us, as far as a header or the first line tells."""
        ...

    def pieces(self, begin: Place) -> Generator[Piece, None, None]:
        """Its articles from a place on, read as they are wanted."""
        ...


def open_source(path: Path, max_chars: int) -> Source:
    """The corpus of a file or folder, by its name.

    Args:
        path: A file .jsonl, .ndjson or .csv, each also with .gz, or .parquet; or a folder of .txt files, also with .gz.
        max_chars: Longest article in code points; no more of a line is held in memory than that can take.

    Raises:
        Unfit: There is none, or it is of no known form.
    """
    # pyarrow takes a while to load, and each form needs only its own module.
    name = path.name.lower().removesuffix(".gz")
    try:
        if path.is_dir():
            from groundwire.bulk.folder_source import FolderSource  # noqa: PLC0415 - see above

            return FolderSource(path, max_chars)
        if name.endswith((".jsonl", ".ndjson")):
            from groundwire.bulk.line_source import LineSource  # noqa: PLC0415 - see above

            return LineSource(path, max_chars)
        if name.endswith(".csv"):
            from groundwire.bulk.csv_source import CsvSource  # noqa: PLC0415 - see above

            return CsvSource(path, max_chars)
        if path.name.lower().endswith(".parquet"):
            from groundwire.bulk.parquet_source import ParquetSource  # noqa: PLC0415 - see above

            return ParquetSource(path)
    except OSError as error:
        raise Unfit(f"cannot read {path}: {error.strerror or error}") from None
    raise Unfit(f"{path}: not a corpus; give .jsonl, .ndjson, .csv (also .gz), .parquet, or a folder of .txt files")
