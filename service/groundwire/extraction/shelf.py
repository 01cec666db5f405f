"""Finds the records that a record could be one event with, without comparing it to every other one.

Records are kept under what two of one event have in common (`groundwire.extraction.sameness`): a place, a party or a
sentence, and a day, unless one of them has no date. What is found is more than what fits, never less.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date, timedelta

from groundwire.extraction.coding.geography import split_region
from groundwire.extraction.likeness import name_key
from groundwire.extraction.merging import AnyRecord
from groundwire.extraction.reading.folding import folded
from groundwire.schemas import AidPledge, Attack, DateRange, DiplomaticEvent

_MOST_DAYS = 31
"""Dates that span more are kept like records without a date."""


class Shelf:
    """Numbered records by what they could share with another."""

    def __init__(self) -> None:
        self._by_day: defaultdict[tuple[Hashable, date | None], set[int]] = defaultdict(set)
        self._all: defaultdict[Hashable, set[int]] = defaultdict(set)

    def put(self, number: int, record: AnyRecord) -> None:
        """Keep a record; again, under the same number, when it has changed."""
        days: list[date | None] = [*_days(record.date)] or [None]
        for mark in [*_marks(record), *_wave_marks(record, kept=True)]:
            self._all[mark].add(number)
            for day in days:
                self._by_day[mark, day].add(number)

    def near(self, record: AnyRecord) -> list[int]:
        """Numbers of all records that could be one event with this one, ascending."""
        days = list(_days(record.date))
        found: set[int] = set()
        for mark in [*_marks(record), *_wave_marks(record, kept=False)]:
            if days:
                found.update(*(self._by_day.get((mark, day), ()) for day in (None, *days)))
            else:
                found |= self._all.get(mark, set())
        return sorted(found)


def _days(when: DateRange | None) -> Iterator[date]:
    if when is None or when.start is None or when.end is None or when.end - when.start > timedelta(_MOST_DAYS):
        return
    for n in range((when.end - when.start).days + 1):
        yield when.start + timedelta(n)


def _marks(record: AnyRecord) -> Iterator[Hashable]:
    """What another record must have one of to be the same event, waves aside."""
    if isinstance(record, Attack):
        yield from (("evidence", span.start) for span in record.evidence)
        names = {name for place in record.places for name in (split_region(place.name)[0], place.admin) if name}
        yield from (("place", folded(name)) for name in names)
    elif isinstance(record, DiplomaticEvent):
        yield from (("act", record.event_type, name_key(actor)) for actor in record.initiators)
    elif isinstance(record, AidPledge):
        yield from (("gift", name_key(actor)) for actor in record.donors)


def _wave_marks(record: AnyRecord, *, kept: bool) -> Iterator[Hashable]:
    """A wave without places can be any other wave, so it is kept apart for those that have some."""
    if isinstance(record, Attack) and record.scope == "wave":
        if kept or not record.places:
            yield "wave"
        if kept is not bool(record.places):
            yield "wave without places"
