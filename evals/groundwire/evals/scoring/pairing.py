"""Which predicted record is which gold record.

Two records can be a pair if they tell of the same event, which takes both:

* An anchor. Either one's evidence is the other's for at least `SAME_EVIDENCE` of the shorter one; or they share what
  makes an event this one, and their dates do not exclude each other: attacks a place, or, where not both name places,
  a figure or a thing hit; diplomatic events a party and the type; pledges a sum, an item, or a donor and the type.
* At least `LEAST_LIKENESS` of their slot fills in common, so that one sentence that tells two events makes no pair.

Of all one-to-one pairings, the one is taken whose pairs are most alike together: the F1 over the slot fills of a pair
plus the part of the shorter evidence in common, each 0 to 1. Credit alone, by which MUC-4 maps templates, would let a
record that repeats the codes of a whole wave take the place of the incident that stands in its sentence, and call the
figures of both wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.evals.scoring.alignment import assign
from groundwire.evals.scoring.comparing import CREDIT
from groundwire.evals.scoring.readings import accepted_by
from groundwire.evals.scoring.scores import SlotScore, Verdict
from groundwire.evals.scoring.slots import FIGURES, compare_records, likeness
from groundwire.schemas import DateRange, Evidence, Record, RecordType

SAME_EVIDENCE: Final = 0.5
"""Least part of the shorter evidence that two records share to be anchored by it alone. Half: records of neighbouring
events often share a sentence, and seldom most of what they cite; and one may cite a clause of the other's sentence."""
LEAST_LIKENESS: Final = 0.2
"""Least F1 over the slot fills of a pair. A record of ten values of which two are found is just a match; records of
different events in one sentence that share nothing but a code or two are none."""

_PARTIES = frozenset({"initiators", "counterparts", "mediators", "donors"})
_NEEDED = 1e-6
"""What a record that gold needs weighs more than an optional one: ties alone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A gold record and the prediction of it, by position, with the outcome of every slot fill."""

    gold: int
    predicted: int
    slots: tuple[SlotScore, ...]


def pair_records(kind: RecordType, gold: Sequence[AnyGoldRecord], predicted: Sequence[Record]) -> list[Pair]:
    """Pair gold and predicted records of one kind, by gold.

    Raises:
        EvalError: An alternative in gold is broken.
    """
    accepted = [accepted_by(label) for label in gold]
    slots = [[compare_records(kind, readings, record) for record in predicted] for readings in accepted]
    weights = [
        [_weight(kind, label, record, slots[row][column]) for column, record in enumerate(predicted)]
        for row, label in enumerate(gold)
    ]
    return [Pair(row, column, slots[row][column]) for row, column in assign(weights)]


def _weight(kind: RecordType, label: AnyGoldRecord, predicted: Record, slots: Sequence[SlotScore]) -> float:
    """What a pair weighs; 0 if the two cannot be one event."""
    shared = _shared_evidence(label.record.evidence, predicted.evidence)
    anchored = shared >= SAME_EVIDENCE or (
        _is_anchored(kind, label.record, predicted, slots) and not _days_exclude(label.record, predicted)
    )
    if not anchored or likeness(slots) < LEAST_LIKENESS:
        return 0.0
    return likeness(slots) + shared + (0 if label.optional else _NEEDED)


def _is_anchored(kind: RecordType, gold: Record, predicted: Record, slots: Iterable[SlotScore]) -> bool:
    """Whether two records share what makes an event this one."""
    common = {score.slot for score in slots if CREDIT[score.verdict]}
    same = {score.slot for score in slots if score.verdict is Verdict.COR}
    if kind is RecordType.ATTACK:
        placed = all(getattr(record, "places", ()) for record in (gold, predicted))
        return "places" in common or (not placed and ("targets" in same or bool(common & FIGURES)))
    if kind is RecordType.DIPLOMATIC_EVENT:
        return "event_type" in same and bool(common & _PARTIES)
    return bool(common & {"amount", "stated_equivalents", "items"}) or ("aid_type" in same and "donors" in common)


def _days_exclude(gold: Record, predicted: Record) -> bool:
    """Whether both dates are resolved and have no day in common."""
    ours, theirs = (getattr(record, "date", None) for record in (gold, predicted))
    if not (isinstance(ours, DateRange) and isinstance(theirs, DateRange)):
        return False
    if not (ours.start and ours.end and theirs.start and theirs.end):
        return False
    return ours.end < theirs.start or theirs.end < ours.start


def _shared_evidence(gold: Sequence[Evidence], predicted: Sequence[Evidence]) -> float:
    """Part of the shorter evidence that the longer one holds too, in characters, 0 to 1."""
    ours, theirs = set(_characters(gold)), set(_characters(predicted))
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0


def _characters(spans: Iterable[Evidence]) -> Iterator[int]:
    for span in spans:
        yield from range(span.start, span.end)
