"""Values that the article does not state, kept for a caller who wants to see them, and marked as ungrounded.

They are put into records that are finished: merged, summed up and compared with the article without them. So no record
exists because of them, no figure, sum or coverage is changed by them, and what is supported stays wherever it stands.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from groundwire.extraction.coding.support import Lost, Note
from groundwire.extraction.likeness import same_member
from groundwire.extraction.merging import AnyRecord
from groundwire.extraction.pointers import is_within, value_at
from groundwire.extraction.reconcile import Entry
from groundwire.schemas import Actor, AidPledge, Grounding, GroundingStatus, Money, WarningCode
from groundwire.schemas.common import Part


def with_flagged(entry: Entry) -> Entry:
    """The record with every value that its drafts gave and the article does not state, where it has no other."""
    record, notes = entry.record, list(entry.notes)
    for index, note in enumerate(notes):
        if note.lost is None or note.lost.value is None or _is_told(record, note):
            continue
        put = _put(record, note.path.split("/")[1:], note.lost.value)
        if put is not None:
            changed, path = put
            record = changed.model_copy(update={"grounding": _grounding(record, path, note.lost.value)})
            notes[index] = _kept(note, note.lost, path)
    return Entry(record, tuple(notes))


def _kept(note: Note, lost: Lost, path: str) -> Note:
    return replace(
        note, code=WarningCode.VALUE_FLAGGED, message=f"kept {lost.words!r}, ungrounded: {lost.why}", path=path
    )


def _is_told(record: AnyRecord, note: Note) -> bool:
    """Whether the record says it elsewhere: a party has one part in it, and a sum is told once in a currency."""
    value = note.lost.value if note.lost else None
    if isinstance(value, Actor):
        parties = (member for _, members in record if isinstance(members, tuple) for member in members)
        return any(isinstance(party, Actor) and same_member(party, value) for party in parties)
    if isinstance(value, Money) and isinstance(record, AidPledge) and note.path == "/stated_equivalents":
        sums = [money for money in (record.amount, *record.stated_equivalents) if money is not None]
        return record.amount is None or any(money.currency == value.currency for money in sums)
    return False


def _put(whole: Any, steps: list[str], value: Any) -> tuple[Any, str] | None:  # noqa: ANN401 - of any kind
    """`whole` with a value where the steps lead, and the path of it there; None if a value stands there already."""
    if not steps:
        if isinstance(whole, tuple):
            known = any(same_member(member, value) for member in whole)
            return None if known else ((*whole, value), f"/{len(whole)}")
        return (value, "") if whole is None or whole == "other" else None
    step, *further = steps
    part = value_at(whole, f"/{step}")
    put = _put(part, further, value) if part is not None or not further else None
    if put is None:
        return None
    changed, path = put
    if isinstance(whole, tuple):
        return (*whole[: int(step)], changed, *whole[int(step) + 1 :]), f"/{step}{path}"
    return whole.model_copy(update={step: changed}), f"/{step}{path}"


def _grounding(record: AnyRecord, path: str, value: object) -> tuple[Grounding, ...]:
    others = [entry for entry in record.grounding if not is_within(entry.path, path)]
    added = [Grounding(path=part, status=GroundingStatus.UNGROUNDED) for part in _paths(path, value)]
    return tuple(sorted([*others, *added], key=lambda entry: entry.path))


def _paths(path: str, value: object) -> Iterator[str]:
    """The paths of a value and of each of its parts that is not null."""
    if value is None:
        return
    yield path
    if isinstance(value, Part):
        for name, part in value:
            yield from _paths(f"{path}/{name}", part)
