"""The slots of each kind of record, and the outcome of every slot fill of a pair of records or of one alone.

A list is scored by its elements, paired one to one so that they earn the most; what is left over is missing or
spurious. A weapon is scored by its parts. The summary of a diplomatic event is not scored.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, JsonValue

from groundwire.evals.scoring.alignment import assign
from groundwire.evals.scoring.comparing import (
    CREDIT,
    compare_actors,
    compare_dates,
    compare_exactly,
    compare_places,
    compare_quantities,
    compare_targets,
    compare_weapons,
)
from groundwire.evals.scoring.names import compare_names, compare_wordings
from groundwire.evals.scoring.readings import Accepted, Element
from groundwire.evals.scoring.scores import SlotScore, Verdict
from groundwire.schemas import Record, RecordType

Rule = Callable[[Any, Any], Verdict]


@dataclass(frozen=True, slots=True)
class Slot:
    """A field that is scored.

    Attributes:
        name: Of the field.
        rule: Compares two values that are present; of a slot with parts it only says whether they are the same thing.
        many: Whether it holds a list.
        parts: What is scored of each element in its place; empty if the element is scored as a whole.
    """

    name: str
    rule: Rule
    many: bool = False
    parts: tuple["Slot", ...] = ()


_WEAPON = (
    Slot("kind", compare_exactly),
    Slot("name", compare_names),
    Slot("launched", compare_quantities),
    Slot("intercepted", compare_quantities),
)
SLOTS: Final[dict[RecordType, tuple[Slot, ...]]] = {
    RecordType.ATTACK: (
        Slot("scope", compare_exactly),
        Slot("attack_type", compare_exactly),
        Slot("perpetrators", compare_actors, many=True),
        Slot("attribution", compare_exactly),
        Slot("weapons", compare_weapons, many=True, parts=_WEAPON),
        Slot("places", compare_places, many=True),
        Slot("date", compare_dates),
        Slot("targets", compare_targets, many=True),
        Slot("killed", compare_quantities),
        Slot("injured", compare_quantities),
        Slot("civilian_harm", compare_exactly),
    ),
    RecordType.DIPLOMATIC_EVENT: (
        Slot("event_type", compare_exactly),
        Slot("initiators", compare_actors, many=True),
        Slot("counterparts", compare_actors, many=True),
        Slot("mediators", compare_actors, many=True),
        Slot("topics", compare_exactly, many=True),
        Slot("status", compare_exactly),
        Slot("place", compare_places),
        Slot("date", compare_dates),
    ),
    RecordType.AID_PLEDGE: (
        Slot("donors", compare_actors, many=True),
        Slot("recipients", compare_actors, many=True),
        Slot("aid_type", compare_exactly),
        Slot("instrument", compare_exactly),
        Slot("amount", compare_exactly),
        Slot("stated_equivalents", compare_exactly, many=True),
        Slot("items", compare_wordings, many=True),
        Slot("status", compare_exactly),
        Slot("period_months", compare_exactly),
        Slot("date", compare_dates),
    ),
}
FIGURES: Final = frozenset(
    {"killed", "injured", "weapons.launched", "weapons.intercepted", "amount", "stated_equivalents"}
)
"""Slots that hold a figure, where a wrong digit is worst."""

_BEST_FIRST = (Verdict.COR, Verdict.NUL, Verdict.PAR, Verdict.INC, Verdict.SPU, Verdict.MIS)
_IDENTITY = 0.01
"""What being the same weapon weighs beside its parts: enough to make a pair, too little to cost a part's credit."""
_NEED = 0.001
"""What an element that is needed weighs more than one that may be left out."""


def compare_records(kind: RecordType, accepted: Accepted, predicted: Record) -> tuple[SlotScore, ...]:
    """The outcome of every slot fill of a gold record and the prediction of it."""
    return tuple(score for slot in SLOTS[kind] for score in _compare_slot(slot, accepted, predicted))


def score_alone(kind: RecordType, record: Record, verdict: Verdict) -> tuple[SlotScore, ...]:
    """The slot fills of a record without a partner: each value is missing (`MIS`) or spurious (`SPU`)."""
    scores: list[SlotScore] = []
    for slot in SLOTS[kind]:
        value = getattr(record, slot.name)
        for member in value if slot.many else [value]:
            scores += _alone(slot, member, verdict)
    return tuple(scores)


def earned(scores: Iterable[SlotScore]) -> float:
    """Credit of some outcomes: 1 for each correct one, a half for each that is partly so."""
    return sum(CREDIT[score.verdict] for score in scores)


def likeness(scores: Sequence[SlotScore]) -> float:
    """F1 of some outcomes, 0 to 1: the credit over what gold and prediction hold on average; 1 if neither holds any."""
    gold = sum(score.verdict in {Verdict.COR, Verdict.PAR, Verdict.INC, Verdict.MIS} for score in scores)
    predicted = sum(score.verdict in {Verdict.COR, Verdict.PAR, Verdict.INC, Verdict.SPU} for score in scores)
    return 2 * earned(scores) / (gold + predicted) if gold + predicted else 1.0


def _compare_slot(slot: Slot, accepted: Accepted, predicted: Record) -> Sequence[SlotScore]:
    value = getattr(predicted, slot.name)
    if not slot.many:
        return [_compare(slot.name, slot.rule, accepted.values[slot.name], value)]
    return max((_compare_lists(slot, whole, value) for whole in accepted.lists[slot.name]), key=_quality)


def _quality(scores: Sequence[SlotScore]) -> tuple[float, int]:
    return likeness(scores), -sum(score.verdict not in {Verdict.COR, Verdict.PAR, Verdict.NUL} for score in scores)


def _compare(name: str, rule: Rule, readings: Sequence[Any], predicted: object) -> SlotScore:
    """The best outcome over the accepted readings; what is shown of gold is the label, whichever reading it was."""
    verdict = min((_verdict(rule, reading, predicted) for reading in readings), key=_BEST_FIRST.index)
    return SlotScore(slot=name, verdict=verdict, gold=_plain(readings[0]), predicted=_plain(predicted))


def _verdict(rule: Rule, gold: object, predicted: object) -> Verdict:
    if gold is None:
        return Verdict.NUL if predicted is None else Verdict.SPU
    return Verdict.MIS if predicted is None else rule(gold, predicted)


def _compare_lists(slot: Slot, gold: Sequence[Element], predicted: Sequence[Any]) -> list[SlotScore]:
    weights = [[_weight_of_pair(slot, element, value) for value in predicted] for element in gold]
    pairs = dict(assign(weights))
    scores: list[SlotScore] = []
    for row, element in enumerate(gold):
        if row in pairs:
            scores += _compare_elements(slot, element, predicted[pairs[row]])
        elif element.needed:
            scores += _alone(slot, element.readings[0], Verdict.MIS)
    for column, value in enumerate(predicted):
        if column not in pairs.values():
            scores += _alone(slot, value, Verdict.SPU)
    return scores or [SlotScore(slot=slot.name, verdict=Verdict.NUL)]


def _weight_of_pair(slot: Slot, element: Element, predicted: object) -> float:
    weight = max(_weight(slot, reading, predicted) for reading in element.readings)
    return weight + _NEED if weight and element.needed else weight


def _weight(slot: Slot, reading: object, predicted: object) -> float:
    """What a pair of elements earns."""
    same = CREDIT[slot.rule(reading, predicted)]
    if not slot.parts or not same:
        return same
    return _IDENTITY * same + earned(_compare_parts(slot, reading, predicted))


def _compare_elements(slot: Slot, element: Element, predicted: object) -> Iterable[SlotScore]:
    if not slot.parts:
        return [_compare(slot.name, slot.rule, element.readings, predicted)]
    same = [reading for reading in element.readings if CREDIT[slot.rule(reading, predicted)]]
    scored = max((list(_compare_parts(slot, reading, predicted)) for reading in same), key=_quality)
    label = _compare_parts(slot, element.readings[0], predicted)
    return [score.model_copy(update={"gold": shown.gold}) for score, shown in zip(scored, label, strict=True)]


def _compare_parts(slot: Slot, gold: object, predicted: object) -> Iterator[SlotScore]:
    for part in slot.parts:
        values = [getattr(gold, part.name)]
        yield _compare(f"{slot.name}.{part.name}", part.rule, values, getattr(predicted, part.name))


def _alone(slot: Slot, value: object, verdict: Verdict) -> Iterator[SlotScore]:
    if slot.parts:
        for part in slot.parts:
            inner = Slot(f"{slot.name}.{part.name}", part.rule)
            yield from _alone(inner, getattr(value, part.name), verdict)
    elif value is not None:
        side = "gold" if verdict is Verdict.MIS else "predicted"
        yield SlotScore.model_validate({"slot": slot.name, "verdict": verdict, side: _plain(value)})


def _plain(value: object) -> JsonValue:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value  # type: ignore[return-value]
