"""Cuts a text where marks begin and end, so that marks that overlap can be shown without nesting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from groundwire.evals.report.form import Mark


@dataclass(frozen=True)
class Segment:
    """A piece of a text that no mark begins or ends inside.

    Attributes:
        text: The piece.
        marks: All marks that cover it.
        begins: Those evidence marks that are the first of their record and begin here.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[Mark, ...] = ()


def segments(text: str, marks: Sequence[Mark]) -> Iterator[Segment]:
    """The whole text in pieces; joined again, they are the text.

    What a mark claims beyond the end of the text is left out: systems without checked offsets are reported on as well.
    """
    first: dict[str, Mark] = {}
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.path is None:
            first.setdefault(mark.record, mark)
    edges = {0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end) if edge < len(text))}
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        covering = tuple(mark for mark in marks if mark.start < end and start < mark.end)
        begins = tuple(mark for mark in first.values() if mark.start == start)
        yield Segment(text[start:end], covering, begins)
