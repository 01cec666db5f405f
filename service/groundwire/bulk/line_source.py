"""A corpus with one JSON object a line."""

import json
from collections.abc import Generator
from pathlib import Path
from typing import Final

from groundwire.bulk.lines import Lines, open_bytes, size_of
from groundwire.bulk.sources import FIELDS, Piece, Place

_MOST_BYTES_A_CHARACTER: Final = 12
"""JSON may write a character as two escapes of six bytes."""
_FOR_THE_REST: Final = 64 * 1024
"""Bytes of a line that are none of the text's."""


class LineSource:
    """Lines of JSON; blank ones are skipped."""

    def __init__(self, path: Path, max_chars: int) -> None:
        """See that it can be opened, and what the first line has."""
        self.size = size_of(path)
        self._path = path
        self._max_chars = max_chars
        first = next(self.pieces(Place()), None)
        self.unknown = tuple(name for name in (first.fields if first else None) or () if name not in FIELDS)

    def pieces(self, begin: Place) -> Generator[Piece, None, None]:
        """The lines from a place on."""
        with open_bytes(self._path) as file:
            lines = Lines(file, begin, self._max_chars * _MOST_BYTES_A_CHARACTER + _FOR_THE_REST)
            for line in lines:
                if line is None:
                    yield Piece(lines.place.line, None, "the line is too long", lines.place)
                elif not line.isspace():
                    yield _piece(line, lines.place)


def _piece(line: bytes, after: Place) -> Piece:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Piece(after.line, None, f"not UTF-8 (byte {error.start} of the line)", after)
    except json.JSONDecodeError as error:
        return Piece(after.line, None, f"not JSON: {error.msg} (character {error.pos} of the line)", after)
    except (ValueError, RecursionError):
        return Piece(after.line, None, "not JSON that can be read: too deep, or a number too long", after)
    if not isinstance(found, dict):
        return Piece(after.line, None, "not a JSON object", after)
    return Piece(after.line, found, None, after)
