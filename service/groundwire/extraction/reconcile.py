"""One real event, one record: merges what several passages and several drafts tell of the same event.

What counts as the same is decided by what the records say, not by how they are worded: attacks by place, date and
scope; diplomatic events by type and parties; aid by donor and sum. Records that contradict each other stay apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from groundwire.extraction.coding.support import Note
from groundwire.extraction.likeness import days_apart, lies_in, overlap, same_member
from groundwire.extraction.merging import STRIKES, Merged, merge_records
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.shares import share
from groundwire.schemas import Actor, AidPledge, Attack, DiplomaticEvent, Place, Quantity, Record, WarningCode


@dataclass(frozen=True)
class Entry:
    """A record with the notes about it."""

    record: Attack | DiplomaticEvent | AidPledge
    notes: tuple[Note, ...]


def reconcile(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries, each event once, in order of their first evidence.

    What comes out does not depend on the order of what goes in: entries are joined in the order of the article, and
    again until no two are the same, because joined facts may show that more belongs together.
    """
    settled: list[Entry] = sorted(entries, key=_place_in_article)
    while True:
        joined = _joined_once(settled)
        if len(joined) == len(settled):
            shared = share([entry.record for entry in joined])
            return tuple(replace(entry, record=record) for entry, record in zip(joined, shared, strict=True))
        settled = sorted(joined, key=_place_in_article)


def _joined_once(entries: Sequence[Entry]) -> list[Entry]:
    settled: list[Entry] = []
    for entry in entries:
        index = next((i for i, other in enumerate(settled) if _same(other.record, entry.record)), None)
        if index is None:
            settled.append(entry)
        else:
            settled[index] = _joined(settled[index], entry)
    return settled


def _place_in_article(entry: Entry) -> tuple[int, int, str, str]:
    first = entry.record.evidence[0]
    return first.start, first.end, entry.record.model_dump_json(), repr(entry.notes)


def _joined(first: Entry, second: Entry) -> Entry:
    merged: Merged = merge_records(first.record, second.record)
    theirs = (replace(note, path=_moved(note.path, merged.moved)) for note in second.notes)
    notes = list(dict.fromkeys((*first.notes, *theirs)))
    if first.record != second.record and not any(note.code is WarningCode.RECORDS_MERGED for note in notes):
        notes.append(Note(WarningCode.RECORDS_MERGED, "told in several places of the article; their facts were merged"))
    for path in merged.spanned:
        name = path.strip("/").replace("/", " ").replace("_", " ")
        message = f"the article gives different figures of {name}; the record spans them"
        notes.append(Note(WarningCode.FIGURES_DIFFER, message, path))
    return Entry(merged.record, tuple(dict.fromkeys(notes)))


def _moved(path: str, moved: dict[str, str]) -> str:
    """The path of a value in the joined record: members of lists may have another index there."""
    for source, target in moved.items():
        if path == source or path.startswith(f"{source}/"):
            return target + path[len(source) :]
    return path


def _same(a: Record, b: Record) -> bool:
    if isinstance(a, Attack) and isinstance(b, Attack):
        return _same_attack(a, b)
    if isinstance(a, DiplomaticEvent) and isinstance(b, DiplomaticEvent):
        return _same_diplomacy(a, b)
    if isinstance(a, AidPledge) and isinstance(b, AidPledge):
        return _same_aid(a, b)
    return False


def _same_attack(a: Attack, b: Attack) -> bool:
    if a.scope != b.scope or days_apart(a.date, b.date) or _different(a.perpetrators, b.perpetrators):
        return False
    if _toll_apart(a, b):
        return False
    here, there = {folded(place.name) for place in a.places}, {folded(place.name) for place in b.places}
    if here and there:
        return bool(here & there)
    return _shared_evidence(a, b) or (a.scope == "wave" and _counts_alike(a, b))


def _counts_alike(a: Attack, b: Attack) -> bool:
    """Whether two waves, one told without its places, are of the same sort, and neither dated nor counted otherwise.

    An article tells of one barrage again and again ("the overnight assault with 40 drones"); two are told by their
    numbers, their times or their places.
    """
    if (
        a.date
        and b.date
        and (a.date.start is None or b.date.start is None)
        and folded(a.date.text) != folded(b.date.text)
    ):
        return False
    strikes = {a.attack_type, b.attack_type} <= STRIKES
    pairs = [(x, y) for x in a.weapons for y in b.weapons if same_member(x, y)]
    counts = [(x.launched, y.launched) for x, y in pairs if x.launched and y.launched]
    return (strikes or a.attack_type == b.attack_type) and all(x == y for x, y in counts)


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
    if a.event_type != b.event_type or days_apart(a.date, b.date):
        return False
    actors_meet = overlap(a.initiators, b.initiators) and not _different(a.counterparts, b.counterparts)
    topics_meet = not a.topics or not b.topics or bool(set(a.topics) & set(b.topics))
    return actors_meet and topics_meet and _can_be_there(a.place, b.place)


def _can_be_there(a: Place | None, b: Place | None) -> bool:
    return a is None or b is None or same_member(a, b) or lies_in(a, b) or lies_in(b, a)


def _same_aid(a: AidPledge, b: AidPledge) -> bool:
    if not overlap(a.donors, b.donors) or days_apart(a.date, b.date):
        return False
    if a.amount is not None and b.amount is not None:
        return a.amount in {b.amount, *b.stated_equivalents} or b.amount in a.stated_equivalents
    goods = {folded(item) for item in a.items} & {folded(item) for item in b.items}
    # Two gifts of one donor may share a sentence: "€100 million for air defence, and 200 generators".
    return bool(goods) or (a.aid_type == b.aid_type and _shared_evidence(a, b))


def _different(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return bool(a and b) and not overlap(a, b)


def _shared_evidence(a: Record, b: Record) -> bool:
    return bool({span.start for span in a.evidence} & {span.start for span in b.evidence})
