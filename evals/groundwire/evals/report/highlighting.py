"""An article with the marks of its records, piece by piece, ready to be written into the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from groundwire.evals.report.form import Mark, Outcome, ReportRecord
from groundwire.evals.report.segments import segments

_MOST_TELLING_FIRST: Final = (
    Outcome.MISSED,
    Outcome.SPURIOUS,
    Outcome.DIFFERS,
    Outcome.EXACT,
    Outcome.OPTIONAL,
)


@dataclass(frozen=True)
class Piece:
    """A piece of an article with what is to be seen on it.

    Attributes:
        text: The article's words.
        css: Classes: `o-` and the outcome that it is coloured by, `u-` and a second one, `deep` for the evidence of
            several records, `value` for words that state a value. Empty for plain text.
        records: Ids of all records that it belongs to, separated by spaces.
        title: The records, each with the values of it that are written here.
        begins: Records whose evidence begins here.
    """

    text: str
    css: str
    records: str
    title: str
    begins: tuple[ReportRecord, ...]


def pieces(text: str, marks: Sequence[Mark], records: Sequence[ReportRecord]) -> Iterator[Piece]:
    """The whole text; joined again, the pieces are the text."""
    known = {record.id: record for record in records}
    for segment in segments(text, marks):
        yield Piece(
            text=segment.text,
            css=_css(segment.marks, known),
            records=" ".join(dict.fromkeys(mark.record for mark in segment.marks)),
            title="; ".join(_titles(segment.marks)),
            begins=tuple(known[mark.record] for mark in segment.begins),
        )


def _css(marks: Sequence[Mark], records: Mapping[str, ReportRecord]) -> str:
    evidence = {mark.record for mark in marks if mark.path is None}
    present = {records[name].outcome for name in evidence}
    outcomes = [outcome for outcome in _MOST_TELLING_FIRST if outcome in present]
    classes = [f"{prefix}-{outcome.value}" for prefix, outcome in zip("ou", outcomes, strict=False)]
    classes += ["deep"] if len(evidence) > 1 else []
    classes += ["value"] if len(marks) > len(evidence) else []
    return " ".join(classes)


def _titles(marks: Sequence[Mark]) -> Iterator[str]:
    for name in dict.fromkeys(mark.record for mark in marks):
        values = ", ".join(dict.fromkeys(mark.path.strip("/") for mark in marks if mark.record == name and mark.path))
        yield f"{name} {values}" if values else name
