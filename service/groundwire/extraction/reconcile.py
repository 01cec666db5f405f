"""One real event, one record: merges what several passages and several drafts tell of the same event.

What counts as the same is decided by what the records say, not by how they are worded: attacks by place, date and
scope; diplomatic events by type and parties; aid by donor and sum. Records that contradict each other stay apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwire.extraction.folding import folded
from groundwire.extraction.merging import Merged, merge_records
from groundwire.extraction.support import Note
from groundwire.schemas import Actor, AidPledge, Attack, DateRange, DiplomaticEvent, Quantity, Record, WarningCode


@dataclass(frozen=True)
class Entry:
    """A record with the notes about it."""

    record: Attack | DiplomaticEvent | AidPledge
    notes: tuple[Note, ...]


def reconcile(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each event once, in order of their first evidence."""
    settled: list[Entry] = []
    for entry in sorted(entries, key=_first_character):
        index = next((i for i, other in enumerate(settled) if _same(other.record, entry.record)), None)
        if index is None:
            settled.append(entry)
        else:
            settled[index] = _joined(settled[index], entry)
    return tuple(sorted(settled, key=_first_character))


def _first_character(entry: Entry) -> tuple[int, int]:
    return entry.record.evidence[0].start, entry.record.evidence[0].end


def _joined(first: Entry, second: Entry) -> Entry:
    merged: Merged = merge_records(first.record, second.record)
    notes = list(dict.fromkeys((*first.notes, *second.notes)))
    if first.record != second.record and not any(note.code is WarningCode.RECORDS_MERGED for note in notes):
        notes.append(Note(WarningCode.RECORDS_MERGED, "told in several places of the article; their facts were merged"))
    notes += [
        Note(
            WarningCode.FIGURES_DIFFER,
            f"the article gives different figures of {name}; the record spans them",
            f"/{name}",
        )
        for name in merged.spanned
    ]
    return Entry(merged.record, tuple(notes))


def _same(a: Record, b: Record) -> bool:
    if isinstance(a, Attack) and isinstance(b, Attack):
        return _same_attack(a, b)
    if isinstance(a, DiplomaticEvent) and isinstance(b, DiplomaticEvent):
        return _same_diplomacy(a, b)
    if isinstance(a, AidPledge) and isinstance(b, AidPledge):
        return _same_aid(a, b)
    return False


def _same_attack(a: Attack, b: Attack) -> bool:
    if a.scope != b.scope or _days_apart(a.date, b.date) or _different(a.perpetrators, b.perpetrators):
        return False
    if _toll_apart(a, b):
        return False
    here, there = {folded(place.name) for place in a.places}, {folded(place.name) for place in b.places}
    if here and there:
        return bool(here & there)
    return _shared_evidence(a, b)


def _toll_apart(a: Attack, b: Attack) -> bool:
    """Whether both tolls differ: one figure may have been corrected, two make two events."""
    return _apart(a.killed, b.killed) and _apart(a.injured, b.injured)


def _apart(a: Quantity | None, b: Quantity | None) -> bool:
    if a is None or b is None:
        return False
    low, high = max(a.min or 0, b.min or 0), min(_upper(a), _upper(b))
    return low > high


def _upper(quantity: Quantity) -> float:
    return float("inf") if quantity.max is None else quantity.max


def _same_diplomacy(a: DiplomaticEvent, b: DiplomaticEvent) -> bool:
    if a.event_type != b.event_type or _days_apart(a.date, b.date):
        return False
    actors_meet = _overlap(a.initiators, b.initiators) and not _different(a.counterparts, b.counterparts)
    topics_meet = not a.topics or not b.topics or bool(set(a.topics) & set(b.topics))
    return actors_meet and topics_meet and (a.place is None or b.place is None or a.place.name == b.place.name)


def _same_aid(a: AidPledge, b: AidPledge) -> bool:
    if not _overlap(a.donors, b.donors) or _days_apart(a.date, b.date):
        return False
    if a.amount is not None and b.amount is not None:
        return a.amount in {b.amount, *b.stated_equivalents} or b.amount in a.stated_equivalents
    return bool(set(a.items) & set(b.items)) or _shared_evidence(a, b)


def _days_apart(a: DateRange | None, b: DateRange | None) -> bool:
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    return a.end < b.start or b.end < a.start


def _overlap(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return bool({folded(actor.name) for actor in a} & {folded(actor.name) for actor in b})


def _different(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return bool(a and b) and not _overlap(a, b)


def _shared_evidence(a: Record, b: Record) -> bool:
    return bool({span.start for span in a.evidence} & {span.start for span in b.evidence})
