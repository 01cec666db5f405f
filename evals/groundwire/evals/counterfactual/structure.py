"""Families that leave sentences as they are: paragraphs dropped, put in, or in another order."""

from collections.abc import Iterator, Sequence
from functools import partial
from random import Random
from typing import Final

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.blocks import Stretch, blocks, gap_before, is_heading, paragraphs, refers_back
from groundwire.evals.counterfactual.edits import Piece, moved, replaced, with_records
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.numbers import numbers_in
from groundwire.evals.counterfactual.places import spans_of
from groundwire.evals.counterfactual.revision import Revision, made
from groundwire.evals.counterfactual.strangers import STRANGERS
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.schemas import Evidence

INSERTIONS: Final = 2
"""Cases with a strange paragraph that are made of one article."""
SHUFFLES: Final = 2
"""Cases with another order that are made of one article."""
TEMPTING: Final = 32
"""Smallest number of a strange paragraph that is looked for in the answer: above the days of any month."""


def drops(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:  # noqa: ARG001 - every family is called alike
    """Without a paragraph and the records that it alone states."""
    text = origin.article.text
    rows = paragraphs(text)
    for at in range(1, len(rows)):
        gone = [item for _, item in origin.gold.records() if _stated_in(item, rows[at])]
        others = [item for _, item in origin.gold.records() if item not in gone]
        if not gone or not all(_can_do_without(item, rows[at]) for item in others) or _leaned_on(text, rows, at):
            continue
        first, last = _with_heading(text, rows, at)
        if all(_only_there(item, text[: rows[at][0]] + text[rows[at][1] :]) for item in gone):
            ids = {item.id for item in gone}
            revision = Revision(
                slug=gone[0].id,
                change=f"Without the paragraph that states {', '.join(sorted(ids))}.",
                pieces=[Piece(0, first), Piece(last, len(text))],
                gold=with_records(origin.gold, partial(_without, paragraph=rows[at])),
                removed=tuple(words for item in gone for words in (*_places(item), *_sums(item))),
            )
            yield made(origin, "drop", revision)


def insertions(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """With a paragraph about something else, which holds no record."""
    text = origin.article.text
    places = [start for start, _ in blocks(text)[1:]]
    chosen = draw.sample(sorted(STRANGERS), INSERTIONS)
    for topic, place in zip(chosen, draw.sample(places, min(INSERTIONS, len(places))), strict=False):
        paragraph = STRANGERS[topic]
        numbers = [str(value) for value, _, _ in numbers_in(paragraph) if value >= TEMPTING]
        revision = Revision(
            slug=topic,
            change=f"With a paragraph on {topic.replace('-', ' ')}, which states no record.",
            pieces=replaced(text, [Piece(place, place, paragraph + gap_before(text, place))]),
            gold=origin.gold,
            planted=tuple(numbers),
        )
        yield made(origin, "insert", revision)


def shuffles(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """With its blocks in another order, the first and the last one staying."""
    text = origin.article.text
    found = blocks(text)
    movable = list(range(1, len(found) - 1))
    if len(movable) < 2 or not all(_inside_one(span, found) for span in _all_spans(origin)):
        return
    seen = [movable]
    for _ in range(SHUFFLES):
        order = draw.sample(movable, len(movable))
        if order in seen:
            continue
        seen.append(order)
        revision = Revision(
            slug=str(len(seen) - 1),
            change="Paragraphs in another order.",
            pieces=moved(text, found, [0, *order, len(found) - 1]),
            gold=origin.gold,
        )
        yield made(origin, "shuffle", revision)


DROP = Family("drop", "without a paragraph and the records that it alone states", drops)
INSERT = Family("insert", "with a paragraph on something else", insertions)
SHUFFLE = Family("shuffle", "the same paragraphs in another order", shuffles)


def _all_spans(origin: EvalCase) -> list[Evidence]:
    return [span for _, item in origin.gold.records() for span in _spans(item)]


def _spans(item: AnyGoldRecord) -> list[Evidence]:
    return [*item.record.evidence, *(span for spans in item.spans.values() for span in spans)]


def _within(span: Evidence, stretch: Stretch) -> bool:
    return stretch[0] <= span.start and span.end <= stretch[1]


def _inside_one(span: Evidence, found: Sequence[Stretch]) -> bool:
    return any(_within(span, block) for block in found)


def _stated_in(item: AnyGoldRecord, paragraph: Stretch) -> bool:
    return all(_within(span, paragraph) for span in item.record.evidence)


def _touches(span: Evidence, paragraph: Stretch) -> bool:
    return span.start < paragraph[1] and paragraph[0] < span.end


def _can_do_without(item: AnyGoldRecord, paragraph: Stretch) -> bool:
    """Whether all that a paragraph says of a record is said in the same words elsewhere."""
    if any(_touches(span, paragraph) for span in item.record.evidence):
        return False
    for spans in item.spans.values():
        kept = {span.quote for span in spans if not _touches(span, paragraph)}
        if not all(span.quote in kept for span in spans):
            return False
    return True


def _without(item: AnyGoldRecord, paragraph: Stretch) -> AnyGoldRecord | None:
    """A record without the spans in a paragraph; None if nothing else states it."""
    if _stated_in(item, paragraph):
        return None
    spans = {
        pointer: tuple(span for span in places if not _touches(span, paragraph))
        for pointer, places in item.spans.items()
    }
    return item.model_copy(update={"spans": spans})


def _only_there(item: AnyGoldRecord, rest: str) -> bool:
    """Whether the rest of an article lacks every place of a record, and at least one thing that it names."""
    elsewhere = [span.quote in rest for spans in item.spans.values() for span in spans]
    return not any(name in rest for name in _places(item)) and not all(elsewhere)


def _places(item: AnyGoldRecord) -> list[str]:
    """The names of a record's places as the article writes them, their regions left out."""
    return [
        span.quote
        for pointer, spans in item.spans.items()
        if pointer.startswith("/place") and not pointer.endswith("/admin")
        for span in spans
    ]


def _sums(item: AnyGoldRecord) -> list[str]:
    """The amounts of money of a record as the article writes them."""
    return [span.quote for pointer in ("/amount", "/stated_equivalents") for span in spans_of(item, pointer)]


def _leaned_on(text: str, rows: Sequence[Stretch], at: int) -> bool:
    """Whether the paragraph right after this one points back to it."""
    return at + 1 < len(rows) and refers_back(text, rows[at + 1])


def _with_heading(text: str, rows: Sequence[Stretch], at: int) -> Stretch:
    """What goes with a paragraph: the gap before it, and its heading if that would head nothing."""
    first = at
    alone = at + 1 == len(rows) or is_heading(text, rows[at + 1])
    while alone and first > 1 and is_heading(text, rows[first - 1]):
        first -= 1
    return rows[first - 1][1], rows[at][1]
