"""Turning date-like expressions into calendar days (codebook, rule 7).

All arithmetic is on the proleptic Gregorian calendar and starts from the date of publication that is passed in; no
clock is read. Weeks run from Monday to Sunday (ISO 8601).
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from groundwire.extraction.reading.calendar_scan import Item

_LEAP_CYCLE = 8
"""Years within which 29 February comes back, the skipped leap years included."""


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar days from start to end, both inclusive."""

    start: date
    end: date
    explicit: bool
    """True if the words alone fix the days; False if the date of publication was needed."""


def span_of(item: Item, published: date | None, *, forward: bool) -> Span | None:
    """Resolve one expression.

    Args:
        item: What stands in the text.
        published: Date of publication; None if unknown.
        forward: True if the sentence speaks of the future.

    Returns:
        Its days; None if they cannot be told, or lie outside the years 1 to 9999.
    """
    try:
        span = _explicit(item)
        if span is None and published is not None:
            days = _relative(item, published, forward)
            span = None if days is None else Span(*days, explicit=False)
        if span is None or not item.night:
            return span
        if item.night == "into":
            return replace(span, start=span.start - timedelta(1))
        return replace(span, end=span.end + timedelta(1))
    except (ValueError, OverflowError):
        return None


def _explicit(item: Item) -> Span | None:
    if not item.year:
        return None
    if item.kind == "year":
        return Span(date(item.year, 1, 1), date(item.year, 12, 31), explicit=True)
    if item.kind == "month":
        return Span(*_month(item.year, item.month), explicit=True)
    return Span(*_days(item, item.year), explicit=True)


def _days(item: Item, year: int) -> tuple[date, date]:
    start = date(year, item.month, item.day)
    return start, date(year, item.month, item.day2) if item.day2 else start


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _relative(item: Item, published: date, forward: bool) -> tuple[date, date] | None:
    match item.kind:
        case "day" | "month":
            return _dated(item, published, forward)
        case "weekday":
            day = _weekday(item, published, forward)
            return day, day
        case "relative":
            day = published + timedelta(item.number)
            return day, day
        case "unit":
            return _unit(item, published, forward)
        case "window":
            length = {"hour": -(-item.number // 24), "day": item.number, "week": item.number * 7}[item.unit]
            return published - timedelta(length), published
        case "ago":
            return _shifted(item.unit, -item.number, published)
        case "ahead":
            return _shifted(item.unit, item.number, published) if forward else None
    return None


def _dated(item: Item, published: date, forward: bool) -> tuple[date, date] | None:
    """A day or month without a year: the latest that began by publication, or the next that has not ended."""
    if item.modifier == "next":
        forward = True
    steps = range(_LEAP_CYCLE + 1)
    for year in (published.year + (step if forward else -step) for step in steps):
        try:
            span = _month(year, item.month) if item.kind == "month" else _days(item, year)
        except ValueError:
            continue  # 29 February
        inside = span[0] <= published <= span[1] and item.kind == "month" and item.modifier in {"last", "next"}
        if not inside and (span[1] >= published if forward else span[0] <= published):
            return span
    return None


def _weekday(item: Item, published: date, forward: bool) -> date:
    """A weekday: "last" and "next" are strictly before and after publication, "this" is the one of its week."""
    back = (published.weekday() - item.number) % 7
    ahead = (item.number - published.weekday()) % 7
    if item.modifier == "this":
        return published + timedelta(item.number - published.weekday())
    if item.modifier == "last":
        return published - timedelta(back or 7)
    if item.modifier == "next" or forward:
        return published + timedelta(ahead or 7)
    return published - timedelta(back)


def _unit(item: Item, published: date, forward: bool) -> tuple[date, date]:
    """A week, weekend, month or year, by its modifier."""
    if item.unit == "weekend":
        return _weekend(item.modifier, published, forward)
    shift = {"last": -1, "next": 1}.get(item.modifier, 0)
    start, end = _shifted(item.unit, shift, published) or (published, published)
    if item.modifier == "earlier":
        return start, published
    if item.modifier == "later":
        return published, end
    return start, end


def _weekend(modifier: str, published: date, forward: bool) -> tuple[date, date]:
    saturday = published + timedelta(5 - published.weekday())  # of the week of publication
    week = timedelta(7)
    on_weekend = published >= saturday
    if modifier == "last":
        saturday -= week
    elif modifier == "next":
        saturday += week if on_weekend else timedelta(0)
    elif modifier != "this" and not forward and not on_weekend:
        saturday -= week
    return saturday, saturday + timedelta(1)


def _shifted(unit: str, number: int, published: date) -> tuple[date, date] | None:
    """The day, week, month or year that lies a number of its kind from that of publication."""
    if unit == "day":
        day = published + timedelta(number)
        return day, day
    if unit == "week":
        monday = published - timedelta(published.weekday()) + timedelta(7 * number)
        return monday, monday + timedelta(6)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + number
        return _month(months // 12, months % 12 + 1)
    if unit == "year":
        return date(published.year + number, 1, 1), date(published.year + number, 12, 31)
    return None
