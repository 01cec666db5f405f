"""Stated times between two dates ("18 months since the invasion of 24 February 2022") that are not theirs.

Only where the words tie a length to its dates: "N units since D" ends at publication, and "D1, N units after D2" is
between two days of the text. "For two years", with no start beside it, is tied to nothing.
"""

from collections.abc import Iterator
from datetime import date

from groundwire.extraction.reading.calendar_scan import Item
from groundwire.extraction.reading.date_scan import read_amount
from groundwire.extraction.reading.date_spans import Span, span_of
from groundwire.extraction.reading.tokens import Kind, Token, key_at, same_line, word_set

_UNIT_DAYS = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_HEDGES = word_set("nearly almost about around just exactly some roughly over than more less the only , ( - – —")
_MORE = word_set("over than")
_LESS = word_set("nearly almost under")
_LINKS = {"since": 0, "after": 1, "before": -1}
_WORDS_BETWEEN = 7
"""How many words may name what happened on a date ("since the invasion began on ...")."""


def misfits(tokens: list[Token], items: list[Item], published: date | None) -> Iterator[tuple[str, bool]]:
    """Find stated times that do not fit their dates.

    Args:
        tokens: Of the text.
        items: Its date-like expressions.
        published: Date of publication; None if unknown.

    Yields:
        What does not fit, and whether publication is one of its two ends.
    """
    starts = {item.first: item for item in items}
    ends = {item.last: item for item in items}
    at = 0
    while at < len(tokens):
        amount = read_amount(tokens, at) if at not in starts else None
        if amount is None or amount[1] not in _UNIT_DAYS:
            at += 1
            continue
        number, unit, after = amount
        conflict = _checked(tokens, (starts, ends), (at, after), published)
        if conflict is not None:
            days, of_publication = conflict
            if not _fits(number, unit, days, key_at(tokens, at - 1)):
                stated = f"{number} {unit}{'s' if number != 1 else ''}"
                yield f"{stated} are stated between two dates that lie {days[0]} days apart", of_publication
        at = after


def _checked(
    tokens: list[Token],
    places: tuple[dict[int, Item], dict[int, Item]],
    amount: tuple[int, int],
    published: date | None,
) -> tuple[tuple[int, int], bool] | None:
    """The fewest and most days between the two ends of a stated time, and whether publication is one of them."""
    starts, ends = places
    link = amount[1] + (key_at(tokens, amount[1]) == ",")
    direction = _LINKS.get(key_at(tokens, link))
    anchor = _date_behind(tokens, starts, link + 1) if direction is not None else None
    if anchor is None or direction is None:
        return None
    other = _date_ahead(tokens, ends, amount[0])
    if other is not None:
        first, last = (other, anchor) if direction < 0 else (anchor, other)
        return ((last.start - first.end).days, (last.end - first.start).days), False
    if direction == 0 and published is not None:
        return ((published - anchor.end).days, (published - anchor.start).days), True
    return None


def _date_behind(tokens: list[Token], starts: dict[int, Item], at: int) -> Span | None:
    """The full date behind a few words that name an event, on the same line and in the same clause."""
    for here in range(at, min(at + _WORDS_BETWEEN + 1, len(tokens))):
        if not same_line(tokens, here):
            return None
        if here in starts:
            return span_of(starts[here], None, forward=False) if starts[here].year else None
        if tokens[here].kind is not Kind.WORD and tokens[here].key not in {"-", "(", '"'}:
            return None
    return None


def _date_ahead(tokens: list[Token], ends: dict[int, Item], at: int) -> Span | None:
    """The full date right before a stated time, but for words like "nearly"."""
    while at > 0 and at not in ends and key_at(tokens, at - 1) in _HEDGES:
        at -= 1
    item = ends.get(at)
    return span_of(item, None, forward=False) if item is not None and item.year else None


def _fits(number: int, unit: str, days: tuple[int, int], hedge: str) -> bool:
    """Whether a stated time is that of the dates, give or take one unit, a tenth of it, and a day."""
    stated = number * _UNIT_DAYS[unit]
    slack = max(_UNIT_DAYS[unit], stated / 10) + 1
    too_short = days[1] < stated - slack and hedge not in _LESS
    too_long = days[0] > stated + slack and hedge not in _MORE
    return not (too_short or too_long)
