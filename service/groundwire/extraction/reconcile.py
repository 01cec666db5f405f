"""One real event, one record: merges what several passages and several drafts tell of the same event.

`groundwire.extraction.sameness` says how surely two records are one event. What is surer is joined first: a recap that
fits two strikes on a town goes to the one whose toll it repeats, wherever it stands.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from groundwire.extraction.coding.support import Note
from groundwire.extraction.merging import Merged, merge_records
from groundwire.extraction.pointers import moved
from groundwire.extraction.sameness import Bond, bond
from groundwire.extraction.shares import share
from groundwire.extraction.shelf import Shelf
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Record, WarningCode


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
    settled: list[Entry] = _in_order(entries)
    for least in sorted(set(Bond) - {Bond.NONE}, reverse=True):
        before = len(settled) + 1
        while len(settled) < before:
            before = len(settled)
            settled = _in_order(_joined_once(settled, least))
    shared = share([entry.record for entry in settled])
    return tuple(_in_order(replace(entry, record=record) for entry, record in zip(settled, shared, strict=True)))


def _joined_once(entries: Sequence[Entry], least: Bond) -> list[Entry]:
    """The entries, each joined to the one before it to which its bond is the surest, if that is sure enough."""
    settled: list[Entry] = []
    shelf = Shelf()
    for entry in entries:
        index = _surest(settled, shelf.near(entry.record), entry, least)
        if index is None:
            index = len(settled)
            settled.append(entry)
        else:
            settled[index] = _joined(settled[index], entry)
        shelf.put(index, settled[index].record)
    return settled


def _surest(settled: Sequence[Entry], near: Iterable[int], entry: Entry, least: Bond) -> int | None:
    """Which of the entries near is most surely the same as another one; of several, the nearest, then the first."""
    bonds = [(bond(settled[index].record, entry.record), index) for index in near]
    surest = max((known for known, _ in bonds), default=Bond.NONE)
    best = [index for known, index in bonds if known is surest]
    if surest < least or not best:
        return None
    return best[0] if len(best) == 1 else min(best, key=lambda i: (_gap(settled[i].record, entry.record), i))


def _gap(a: Record, b: Record) -> int:
    """How far apart, at the nearest, the evidence of two records begins."""
    return min(abs(x.start - y.start) for x in a.evidence for y in b.evidence)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in order of the article; those of the same words in an order of their own, whatever came first."""
    by_words: defaultdict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_words[entry.record.evidence[0].start, entry.record.evidence[0].end].append(entry)
    return [entry for words in sorted(by_words) for entry in _ranked(by_words[words])]


def _ranked(entries: list[Entry]) -> list[Entry]:
    if len(entries) == 1:
        return entries
    return sorted(entries, key=lambda entry: (entry.record.model_dump_json(), repr(entry.notes)))


def _joined(first: Entry, second: Entry) -> Entry:
    merged: Merged = merge_records(first.record, second.record)
    theirs = (replace(note, path=moved(note.path, merged.moved)) for note in second.notes)
    notes = list(dict.fromkeys((*first.notes, *theirs)))
    here, there = ({(span.start, span.end) for span in entry.record.evidence} for entry in (first, second))
    # A record whose sentences are all the other's too was only read twice.
    if not (here <= there or there <= here) and not any(note.code is WarningCode.RECORDS_MERGED for note in notes):
        notes.append(Note(WarningCode.RECORDS_MERGED, "told in several places of the article; their facts were merged"))
    notes += [_differing(path, "the record spans them") for path in merged.spanned]
    notes += [_differing(path, "the later one replaces the earlier") for path in merged.replaced]
    return Entry(merged.record, tuple(dict.fromkeys(notes)))


def _differing(path: str, outcome: str) -> Note:
    name = path.strip("/").replace("/", " ").replace("_", " ")
    return Note(WarningCode.FIGURES_DIFFER, f"the article gives different figures of {name}; {outcome}", path)
