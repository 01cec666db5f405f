"""A sentence of evidence for a terminal: the words that values stand on are marked by how the values were found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from groundwire.cli.exits import harmless
from groundwire.schemas import Evidence, Grounding, GroundingStatus

_LOOKS = {
    GroundingStatus.EXACT: ("bold green", "="),
    GroundingStatus.NORMALISED: ("bold cyan", "*"),
    GroundingStatus.INFERRED: ("bold magenta", "~"),
    GroundingStatus.UNGROUNDED: ("bold yellow", "?"),
}
"""Colour of a status, and the sign behind its words for those who see no colour. Best status first."""


@dataclass(frozen=True)
class _Mark:
    """Words that values stand on, by their offsets in the article."""

    start: int
    end: int
    statuses: tuple[GroundingStatus, ...]


def marked(span: Evidence, grounding: Sequence[Grounding]) -> Text:
    """The quote in quotation marks, with coloured words and a sign behind them."""
    text = Text("“", style="italic")
    at = span.start
    for mark in _marks(span, grounding):
        text.append(_part(span, at, mark.start))
        text.append(_part(span, mark.start, mark.end), style=_LOOKS[mark.statuses[0]][0])
        text.append("".join(_LOOKS[status][1] for status in mark.statuses), style="dim not italic")
        at = mark.end
    text.append(_part(span, at, span.end))
    return text.append("”")


def plain(span: Evidence) -> Text:
    """The quote in quotation marks, as it is."""
    return Text(f"“{harmless(span.quote)}”")


def legend() -> Text:
    """What colours and signs mean."""
    text = Text("Words of evidence: ", style="dim")
    for status, (style, sign) in _LOOKS.items():
        text.append(status.value, style=style).append(f"{sign}  ")
    text.rstrip()
    return text


def _marks(span: Evidence, grounding: Sequence[Grounding]) -> Iterator[_Mark]:
    """In order, none within another: of two that overlap the shorter, which says more exactly where a value stands."""
    found: dict[tuple[int, int], set[GroundingStatus]] = {}
    for each in grounding:
        if each.start is not None and each.end is not None and span.start <= each.start < each.end <= span.end:
            found.setdefault((each.start, each.end), set()).add(each.status)
    taken: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda place: (place[1] - place[0], place)):
        if all(end <= other_start or start >= other_end for other_start, other_end in taken):
            taken.append((start, end))
    for place in sorted(taken):
        yield _Mark(*place, tuple(status for status in _LOOKS if status in found[place]))


def _part(span: Evidence, start: int, end: int) -> str:
    return harmless(span.quote[start - span.start : end - span.start])
