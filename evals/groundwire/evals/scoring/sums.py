"""A scored answer as plain sums, of which every figure of a group is made.

Records: `records.gold`, `.predicted`, `.matched`, `.exact`, `.spurious`. Slot fills of all records (`slots`), of pairs
alone (`pairs`) and of figures alone (`figures`): `.credit`, `.possible` (POS), `.actual` (ACT), `.wrong` (INC + SPU),
`.spurious` and `.nul`. All these stand again by kind of record, as in `attack.slots.credit`. Records that gold calls
optional count nowhere. The rest is of the answer as a whole.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from groundwire.evals.scoring.comparing import CREDIT
from groundwire.evals.scoring.scores import CaseScore, RecordScore, Verdict
from groundwire.evals.scoring.slots import FIGURES, likeness

Sums = Mapping[str, float]
"""Sums by name; one that is not there is 0."""

_POSSIBLE = frozenset({Verdict.COR, Verdict.PAR, Verdict.INC, Verdict.MIS})
_ACTUAL = frozenset({Verdict.COR, Verdict.PAR, Verdict.INC, Verdict.SPU})
_WRONG = frozenset({Verdict.INC, Verdict.SPU})


def counted(case: CaseScore) -> list[RecordScore]:
    """The records of an answer that count: all but those that gold allows to leave out."""
    return [record for record in case.records if not record.optional]


def sums_of(case: CaseScore) -> Sums:
    """The sums of one answer."""
    sums: defaultdict[str, float] = defaultdict(float)
    for record in counted(case):
        for name, value in (*_of_record(record), *_of_slots(record)):
            sums[name] += value
            sums[f"{record.type.value}.{name}"] += value
    for name, value in (*_of_answer(case), *_of_support(case)):
        sums[name] += value
    return dict(sums)


def _of_record(record: RecordScore) -> Iterator[tuple[str, float]]:
    in_gold, predicted = record.gold_id is not None, record.predicted_index is not None
    yield "records.gold", in_gold
    yield "records.predicted", predicted
    yield "records.matched", in_gold and predicted
    yield "records.exact", record.exact
    yield "records.spurious", not in_gold


def _of_slots(record: RecordScore) -> Iterator[tuple[str, float]]:
    paired = record.gold_id is not None and record.predicted_index is not None
    for slot in record.slots:
        of = ["slots", *(["pairs"] if paired else []), *(["figures"] if slot.slot in FIGURES else [])]
        for name in of:
            yield f"{name}.credit", CREDIT[slot.verdict]
            yield f"{name}.possible", slot.verdict in _POSSIBLE
            yield f"{name}.actual", slot.verdict in _ACTUAL
            yield f"{name}.wrong", slot.verdict in _WRONG
            yield f"{name}.nul", slot.verdict is Verdict.NUL
            yield f"{name}.spurious", slot.verdict is Verdict.SPU


def _of_answer(case: CaseScore) -> Iterator[tuple[str, float]]:
    answered = case.failure is None
    slots = [slot for record in counted(case) for slot in record.slots if slot.verdict is not Verdict.NUL]
    yield "articles", 1
    yield "articles.answered", answered
    yield "articles.failed", not answered
    yield "articles.forbidden", bool(case.forbidden)
    yield "articles.with_slots", bool(slots)
    yield "articles.slot_f1", likeness(slots) if slots else 0
    yield "usage.prompt_tokens", case.usage.prompt_tokens
    yield "usage.completion_tokens", case.usage.completion_tokens
    yield "usage.calls", case.usage.calls
    yield "usage.priced", case.cost_usd is not None
    yield "usage.cost_usd", case.cost_usd or 0


def _of_support(case: CaseScore) -> Iterator[tuple[str, float]]:
    yield "values", case.grounded.values
    yield "values.supported", case.grounded.supported
    yield "numbers", case.grounded.numbers
    yield "numbers.unsupported", len(case.grounded.unsupported_numbers)
