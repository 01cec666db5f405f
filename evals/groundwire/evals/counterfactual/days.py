"""Families that change dates: another weekday in the text, another date at the head of the article."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from pydantic import JsonValue

from groundwire.evals.cases import EvalCase
from groundwire.evals.counterfactual.edits import Piece, replaced, with_records
from groundwire.evals.counterfactual.family import Family
from groundwire.evals.counterfactual.places import spans_of
from groundwire.evals.counterfactual.revision import Revision, made, rewritten
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.extraction.reading.dates import find_header_date
from groundwire.schemas import DateBasis, DateRange, Evidence

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""English names, in the order of `date.weekday`."""
HEADER_SHIFTS: Final = (range(-20, -4), range(5, 21))
"""Weeks by which a header's date goes back or forth: whole ones, so that weekdays stay, and another month for sure."""
_WEEKDAY: Final = re.compile("|".join(WEEKDAYS))
_ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def weekdays(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another weekday for the records that one mention dates."""
    free = [day for day in WEEKDAYS if day not in origin.article.text]
    done: set[tuple[int, ...]] = set()
    for _, item in origin.gold.records():
        places = _weekday_places(item)
        starts = tuple(span.start for span in places)
        if not places or starts in done or not free:
            continue
        done.add(starts)
        revision = _on_weekday(origin, item, places, draw.choice(free))
        if revision:
            yield made(origin, "weekday", revision)


def header_dates(origin: EvalCase, draw: Random) -> Iterator[EvalCase]:
    """Another date of publication at the head of the article; what is dated from it moves along."""
    header = find_header_date(origin.article.text) if origin.article.published is None else None
    if header is None or origin.article.text[header[1] : header[2]] != header[0].isoformat():
        return
    for way, weeks in zip(("earlier", "later"), HEADER_SHIFTS, strict=True):
        revision = _published(origin, header, header[0] + timedelta(weeks=draw.choice(weeks)), way)
        if revision:
            yield made(origin, "header_date", revision)


WEEKDAY = Family("weekday", "another weekday, resolved anew where a date of publication stands in the text", weekdays)
HEADER_DATE = Family("header_date", "another date of publication at the head of the article", header_dates)


def last_on_or_before(published: date, weekday: int) -> date:
    """The last day of that weekday (Monday is 0) on or before publication, as the codebook's rule 7 has it."""
    return published - timedelta((published.weekday() - weekday) % 7)


def _weekday_places(item: AnyGoldRecord) -> list[Evidence]:
    """The spans of a record's date if each of them names the weekday of its label once, and no other."""
    occurred: DateRange | None = item.record.date
    named = set(_WEEKDAY.findall(occurred.text)) if occurred else set()
    spans = spans_of(item, "/date")
    return spans if len(named) == 1 and all(_WEEKDAY.findall(span.quote) == list(named) for span in spans) else []


def _on_weekday(origin: EvalCase, item: AnyGoldRecord, places: list[Evidence], new: str) -> Revision | None:
    old = _WEEKDAY.findall(places[0].quote)[0]
    dated = [other for _, other in origin.gold.records() if _overlap(spans_of(other, "/date"), places)]
    if any(spans_of(other, "/date") != places or other.record.date is None for other in dated):
        return None
    shift = _shift(origin, item.record.date, old, new)
    if shift is None:
        return None
    ids = {other.id for other in dated}

    def moved(value: JsonValue) -> JsonValue:
        if not isinstance(value, str):
            return value
        if _ISO_DAY.fullmatch(value):
            return (date.fromisoformat(value) + shift).isoformat()
        return value.replace(old, new)

    text = origin.article.text
    pieces = []
    for span in places:
        at = span.start + span.quote.index(old)
        pieces.append(Piece(at, at + len(old), new))
    return Revision(
        slug=f"{item.id}-{new.lower()}",
        change=f"{', '.join(sorted(ids))}: {new} instead of {old}.",
        pieces=replaced(text, pieces),
        gold=with_records(origin.gold, lambda other: rewritten(other, "/date", moved) if other.id in ids else other),
        removed=(old, *_days_of(item)),
    )


def _overlap(spans: list[Evidence], places: list[Evidence]) -> bool:
    return any(span.start < place.end and place.start < span.end for span in spans for place in places)


def _shift(origin: EvalCase, occurred: DateRange | None, old: str, new: str) -> timedelta | None:
    """How far a date moves with its weekday; None if it was not resolved as the last such day before publication."""
    if occurred is None or occurred.basis is DateBasis.EXPLICIT:
        return None
    if occurred.start is None:
        return timedelta()
    header = find_header_date(origin.article.text)
    published = origin.article.published or (header[0] if header else None)
    if published is None or occurred.start != last_on_or_before(published, WEEKDAYS.index(old)):
        return None
    return last_on_or_before(published, WEEKDAYS.index(new)) - occurred.start


def _published(origin: EvalCase, header: tuple[date, int, int], new: date, way: str) -> Revision | None:
    old, start, end = header
    dated = [item for _, item in origin.gold.records() if any(map(_from_header, _dates(item)))]
    if not dated or not all(_can_move(item, old) for item in dated):
        return None

    def changed(value: JsonValue) -> JsonValue:
        return _moved(value, old, new) if isinstance(value, dict) and _from_header(value) else value

    ids = {item.id for item in dated}
    return Revision(
        slug=way,
        change=f"The article is dated {new} instead of {old}, and so is what it dates from there.",
        pieces=replaced(origin.article.text, [Piece(start, end, new.isoformat())]),
        gold=with_records(origin.gold, lambda item: rewritten(item, "/date", changed) if item.id in ids else item),
        removed=(old.isoformat(), *(day for item in dated for day in _days_of(item))),
    )


def _dates(item: AnyGoldRecord) -> list[JsonValue]:
    """The date of a record and all that is accepted instead of it."""
    label = item.record.date.model_dump(mode="json") if item.record.date else None
    return [label, *item.alternatives.get("/date", ())]


def _from_header(value: JsonValue) -> bool:
    return isinstance(value, dict) and value.get("basis") == DateBasis.HEADER


def _can_move(item: AnyGoldRecord, published: date) -> bool:
    """Whether all readings of a date follow the header: the month of publication, or days of the week before it."""
    if any(pointer.startswith("/date/") for pointer in item.alternatives):
        return False
    ranges = [value for value in _dates(item) if isinstance(value, dict) and _from_header(value)]
    return all(_is_month(value, published) or _is_recent(value, published) for value in ranges)


def _is_month(value: dict[str, JsonValue], published: date) -> bool:
    """Whether a date is the month of publication, to its end or to that day."""
    ends = {_month_end(published).isoformat(), published.isoformat()}
    return value["start"] == published.replace(day=1).isoformat() and value["end"] in ends


def _is_recent(value: dict[str, JsonValue], published: date) -> bool:
    week_ago = (published - timedelta(weeks=1)).isoformat()
    return week_ago <= str(value["start"]) <= str(value["end"]) <= published.isoformat()


def _moved(value: dict[str, JsonValue], old: date, new: date) -> JsonValue:
    if _is_month(value, old):
        end = new if value["end"] == old.isoformat() else _month_end(new)
        return {**value, "start": new.replace(day=1).isoformat(), "end": end.isoformat()}
    start, end = (date.fromisoformat(str(value[side])) + (new - old) for side in ("start", "end"))
    return {**value, "start": start.isoformat(), "end": end.isoformat()}


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _days_of(item: AnyGoldRecord) -> tuple[str, ...]:
    """First and last day of a record's date, in ISO form; nothing if it is not resolved."""
    occurred = item.record.date
    return (
        (occurred.start.isoformat(), occurred.end.isoformat()) if occurred and occurred.start and occurred.end else ()
    )
