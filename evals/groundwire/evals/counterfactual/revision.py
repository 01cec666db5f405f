"""From a change to a case: the new text, labels that follow it, and what a right answer can no longer contain."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.edits import Piece, follow, with_records, written
from groundwire.evals.counterfactual.numbers import numbers_in
from groundwire.evals.labels.gold import AnyGoldRecord, GoldArticle
from groundwire.schemas import Article

LABELS_OF_TEXT = {"evidence", "grounding"}
"""Fields of a record that point into the text instead of saying what it means."""
Node = Callable[[JsonValue], JsonValue]
"""Changes a value of a record; what it does not change it gives back."""


@dataclass(frozen=True)
class Revision:
    """A changed article before it is a case.

    Attributes:
        slug: What tells the case from others of its family and article ("odesa-double-strike-killed").
        change: What was changed, in a sentence.
        pieces: The new text.
        gold: The labels with their new values; their spans still point into the old text.
        removed: Names, figures and sums ("$314 million") that were changed away.
        planted: Names and figures that were put in and are no facts.
    """

    slug: str
    change: str
    pieces: Sequence[Piece]
    gold: GoldArticle
    removed: tuple[str, ...] = ()
    planted: tuple[str, ...] = ()


def made(origin: EvalCase, family: str, revision: Revision) -> EvalCase:
    """The case that a revision makes of a gold case.

    What was removed is forbidden if the new text and the new labels are free of it, what was planted if the old text
    and the labels are: then it can only come from memory, or from obeying.

    Raises:
        EvalError: A label cannot follow the change.
    """
    old = origin.article.text
    new = written(old, revision.pieces)
    values = " ".join(_values(revision.gold))
    forbidden = [word for word in revision.removed if not _occurs(word, f"{new} {values}")]
    forbidden += [word for word in revision.planted if not _occurs(word, f"{old} {values}")]
    return EvalCase(
        name=f"{family}-{origin.name}-{revision.slug}",
        family=family,
        article=Article(text=new, published=origin.article.published),
        gold=follow(_without_history(revision.gold), old, revision.pieces),
        origin=origin.name,
        change=revision.change,
        forbidden=tuple(dict.fromkeys(forbidden)),
    )


def rewritten(item: AnyGoldRecord, under: str, change: Node) -> AnyGoldRecord:
    """A record with every value at and below a pointer changed, in the label as in its accepted alternatives.

    Args:
        item: The labelled record.
        under: Pointer of the value, or "" for all of the record.
        change: Called for every value at and below it, parts before wholes.
    """
    kept = item.record.model_dump(mode="json", exclude=LABELS_OF_TEXT)
    changed = _walked(kept, "", under, change)
    record = type(item.record).model_validate({**dict(item.record), **_object(changed)})
    alternatives = {
        pointer: tuple(_walked(value, pointer, under, change) for value in values)
        for pointer, values in item.alternatives.items()
    }
    return item.model_copy(update={"record": record, "alternatives": alternatives})


def nodes(value: JsonValue) -> Iterator[JsonValue]:
    """A value and all that it holds."""
    yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        yield from nodes(part)


def _without_history(gold: GoldArticle) -> GoldArticle:
    """Labels without what they went through: it speaks of the article as it was."""
    plain = with_records(gold, lambda item: item.model_copy(update={"settled": ()}))
    return plain.model_copy(update={"dropped": ()})


def _walked(value: JsonValue, path: str, under: str, change: Node) -> JsonValue:
    if isinstance(value, dict):
        value = {key: _walked(inner, f"{path}/{key}", under, change) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_walked(inner, f"{path}/{at}", under, change) for at, inner in enumerate(value)]
    return change(value) if f"{path}/".startswith(f"{under}/") else value


def _object(value: JsonValue) -> dict[str, JsonValue]:
    if not isinstance(value, dict):
        raise TypeError("the JSON of a record is an object")
    return value


def _values(gold: GoldArticle) -> Iterator[str]:
    """All values of all labels in words and digits."""
    for _, item in gold.records():
        accepted: list[JsonValue] = [item.record.model_dump(mode="json", exclude=LABELS_OF_TEXT)]
        accepted += [value for values in item.alternatives.values() for value in values]
        for value in accepted:
            yield from (str(node) for node in nodes(value) if isinstance(node, str | int))


def _occurs(word: str, text: str) -> bool:
    if word.isdigit() and any(value == int(word) for value, _, _ in numbers_in(text)):
        return True
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
