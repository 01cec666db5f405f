"""CSV files (RFC 4180, UTF-8) that a spreadsheet can open without running what an article says."""

import csv
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO, TypeAlias

File: TypeAlias = str | os.PathLike[str] | TextIO
"""A path, which is written anew, or a file that is open for writing text (with `newline=""`)."""

Cell: TypeAlias = str | int | None

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def write_csv(file: File, columns: Iterable[str], rows: Iterable[Mapping[str, Cell]]) -> int:
    """Write a header and rows; what is None, or missing, is an empty cell. Returns how many rows there were."""
    count = 0
    with open_text(file) as out:
        writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\r\n")
        writer.writeheader()
        for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is what is wanted
            writer.writerow({name: harmless(cell) for name, cell in row.items()})
    return count


def harmless(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula: after OWASP, an apostrophe goes before = + - @ and controls.

    Numbers are left as they are, negative ones too.
    """
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def open_text(file: File) -> "nullcontext[TextIO] | TextIO":
    """The file, to be used in a `with` block, which closes only what was opened here."""
    if isinstance(file, str | os.PathLike):
        return Path(file).open("w", encoding="utf-8", newline="")
    return nullcontext(file)
