"""Where a value of a record is written, as its spans tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.numbers import numbers_in
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.schemas import Evidence


@dataclass(frozen=True)
class Written:
    """Words of the article that are to be replaced.

    Attributes:
        start: First character, inclusive, in code points of the article.
        end: One past the last.
        words: What stands there.
    """

    start: int
    end: int
    words: str


def related(pointer: str, other: str) -> bool:
    """Whether one of two pointers names a part of what the other one names, or the same."""
    return f"{pointer}/".startswith(f"{other}/") or f"{other}/".startswith(f"{pointer}/")


def spans_of(item: AnyGoldRecord, pointer: str) -> list[Evidence]:
    """Where a value, or a part of it, is written."""
    return [span for other, spans in item.spans.items() if f"{other}/".startswith(f"{pointer}/") for span in spans]


def figure_places(item: AnyGoldRecord, pointer: str, number: int) -> list[Written]:
    """Where the number of a value is written.

    Returns:
        A place in each of the value's spans; nothing if a span does not hold the number exactly once, or holds it as a
        dozen, which no other number fits.
    """
    found: set[Written] = set()
    for span in spans_of(item, pointer):
        here = [(start, end) for value, start, end in numbers_in(span.quote) if value == number]
        words = span.quote[slice(*here[0])] if len(here) == 1 else ""
        if not words or words.lower() == "dozen":
            return []
        found.add(Written(span.start + here[0][0], span.start + here[0][1], words))
    return sorted(found, key=lambda place: place.start)


def used_elsewhere(origin: EvalCase, item: AnyGoldRecord, pointer: str, places: Sequence[Written]) -> bool:
    """Whether words that are to change also state a value of another record, or another value of this one."""
    return any(
        span.start < place.end and place.start < span.end
        for _, other in origin.gold.records()
        for other_pointer, spans in other.spans.items()
        if other.id != item.id or not related(pointer, other_pointer)
        for span in spans
        for place in places
    )
