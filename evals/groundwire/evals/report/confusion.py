"""Confusion tables of the slots that take one value of a fixed list: types, status, scope and their like."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, get_args, get_origin

from groundwire.evals.report.form import NONE, Confusion
from groundwire.evals.scoring.scores import CaseScore, SlotScore, Verdict
from groundwire.evals.scoring.sums import counted
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Record, RecordType

_FORMS: Final[dict[RecordType, type[Record]]] = {
    RecordType.ATTACK: Attack,
    RecordType.DIPLOMATIC_EVENT: DiplomaticEvent,
    RecordType.AID_PLEDGE: AidPledge,
}


def _values(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401 - an annotation can be anything
    """The values of `Literal[...]` and of `Literal[...] | None`; nothing for every other annotation."""
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    options = [option for option in get_args(annotation) if option is not type(None)]
    return _values(options[0]) if len(options) == 1 else ()


CODED_SLOTS: Final[dict[tuple[RecordType, str], tuple[str, ...]]] = {
    (kind, name): values
    for kind, form in _FORMS.items()
    for name, field in form.model_fields.items()
    if (values := _values(field.annotation))
}
"""Slots with a fixed list of values, and the list in the codebook's order."""


def confusions(group: str, cases: Iterable[CaseScore]) -> Iterator[Confusion]:
    """One table for every coded slot that occurs in the cases. Optional records count nowhere, so they are left out."""
    counts: dict[tuple[RecordType, str], Counter[tuple[str, str]]] = {key: Counter() for key in CODED_SLOTS}
    for case in cases:
        for record in counted(case):
            for slot in record.slots:
                if (record.type, slot.slot) in counts and slot.verdict is not Verdict.NUL:
                    counts[record.type, slot.slot][_cell(slot)] += 1
    for (kind, name), cells in counts.items():
        if cells:
            present = {value for cell in cells for value in cell}
            values = (*(value for value in CODED_SLOTS[kind, name] if value in present), NONE)
            table = tuple(tuple(cells[gold, predicted] for predicted in values) for gold in values)
            yield Confusion(group=group, type=kind, slot=name, values=values, counts=table)


def _cell(slot: SlotScore) -> tuple[str, str]:
    """Gold value and predicted value."""
    predicted = NONE if slot.predicted is None else str(slot.predicted)
    if slot.verdict is Verdict.COR:
        return predicted, predicted
    return NONE if slot.gold is None else str(slot.gold), predicted
