"""Cuts a corpus into chunks, each of which becomes one job; cut from the same place they are the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from groundwire.bulk.articles import Flaw, Intake, Row
from groundwire.bulk.ids import Ids
from groundwire.bulk.sources import Piece, Place

PIECES: Final = 200
"""Most pieces of a chunk."""
CHARS: Final = 4_000_000
"""Characters after which no further piece is taken in."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Neighbouring pieces of a corpus.

    Attributes:
        number: Its place among the chunks, from 0.
        rows: Its articles.
        flaws: The pieces that are none.
        end: Where the next chunk begins.
    """

    number: int
    rows: tuple[Row, ...]
    flaws: tuple[Flaw, ...]
    end: Place


def cut(pieces: Iterable[Piece], intake: Intake, ids: Ids, number: int) -> Iterator[Chunk]:
    """The chunks of these pieces, read as they are wanted.

    Args:
        pieces: From the beginning of a chunk on.
        intake: Makes articles of them.
        ids: Finds those that repeat an id.
        number: Of the first chunk.

    Raises:
        OutOfRoom: The file of ids cannot be written.
    """
    taken: list[Row | Flaw] = []
    end, chars = Place(), 0
    for piece in pieces:
        read = intake.read(piece)
        taken.append(read)
        end, chars = piece.after, chars + (read.chars if isinstance(read, Row) else 0)
        if len(taken) == PIECES or chars >= CHARS:
            yield _chunk(number, taken, ids, end)
            number, taken, chars = number + 1, [], 0
    if taken:
        yield _chunk(number, taken, ids, end)


def _chunk(number: int, taken: list[Row | Flaw], ids: Ids, end: Place) -> Chunk:
    rows = [item for item in taken if isinstance(item, Row)]
    flaws = [item for item in taken if isinstance(item, Flaw)]
    first = ids.first_lines((row.id, row.line) for row in rows)
    repeated = [
        Flaw(row.line, f"id: that of line {line} again")
        for row, line in zip(rows, first, strict=True)
        if line != row.line
    ]
    kept = tuple(row for row, line in zip(rows, first, strict=True) if line == row.line)
    return Chunk(number, kept, tuple(sorted([*flaws, *repeated], key=lambda flaw: flaw.line)), end)
