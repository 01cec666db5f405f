"""Finding date-like expressions in tokens, without resolving them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from groundwire.extraction.reading import calendar_words as words
from groundwire.extraction.reading.calendar_scan import (
    OPENERS,
    Item,
    Night,
    after_year,
    possessive,
    read_day_month,
    read_month,
    read_month_first,
    read_numeric,
    read_year,
    with_night,
)
from groundwire.extraction.reading.numerals import may_begin, read_numeral
from groundwire.extraction.reading.tokens import Kind, Token, follows, key_at, same_line, same_paragraph, touches

_WEEKENDS = frozenset({"weekend", "wochenende", "вихідні", "вихідних", "выходные", "выходных"})
_OTHER_NIGHTS = frozenset({"zuvor", "davor", "danach", "darauf", "vor", "nach"})
"""Words after "in der Nacht" that make it another one than the last."""
_BEGINNINGS = (
    words.WEEKDAYS.keys()
    | words.WEEKDAY_PARTS.keys()
    | words.WEEKDAY_NIGHTS.keys()
    | words.SHORT_WEEKDAYS.keys()
    | words.RELATIVE.keys()
    | words.MODIFIERS.keys()
    | words.MONTHS.keys()
    | words.NIGHT
    | words.LAST_NIGHT
    | _WEEKENDS
    | words.DAY_WORDS.keys()
    | words.SINGLE_UNITS
    | {"day", "tonight", "earlier", "later", "vor", "in", "через", "торік"}
)
"""Words with which a date can begin, numbers aside: most words of a text are none of them."""


def scan(tokens: list[Token], *, lone: bool = False) -> list[Item]:
    """Find all date-like expressions.

    Args:
        tokens: A text, or just the words of a date.
        lone: True if the text is nothing but a date, so that "May" is a month and "2000" a year.

    Returns:
        The expressions, left to right, not overlapping.
    """
    items = []
    at = 0
    while at < len(tokens):
        item = _item(tokens, at, lone)
        if item is None:
            at += 1
            continue
        items.append(item)
        at = item.last
    return items


def _item(tokens: list[Token], at: int, lone: bool) -> Item | None:
    if tokens[at].kind is Kind.MARK:
        return None
    if tokens[at].kind is Kind.DIGITS:
        if touches(tokens, at) and tokens[at - 1].key not in OPENERS and not after_year(tokens, at):
            return None
        found = read_numeric(tokens, at) or read_day_month(tokens, at) or _ago(tokens, at)
        return found or read_year(tokens, at, lone)
    if possessive(tokens[at].key) not in _BEGINNINGS and not may_begin(tokens[at]):
        return None
    if tokens[at].key in words.DAY_WORDS or tokens[at].key in words.DAY_TENS:
        return read_day_month(tokens, at)
    for read in _READERS:
        found = read(tokens, at)
        if found:
            return found
    return read_month_first(tokens, at, lone)


def _weekday(tokens: list[Token], at: int) -> Item | None:
    """Read "Friday", "last Friday", "Friday night", "Freitagabend"."""
    modifier = words.MODIFIERS.get(tokens[at].key, "")
    day = at + 1 if modifier and same_paragraph(tokens, at + 1) else at
    key = possessive(key_at(tokens, day))
    night: Night = "after" if key in words.WEEKDAY_NIGHTS else ""
    number = words.WEEKDAYS.get(key, words.WEEKDAY_PARTS.get(key, words.WEEKDAY_NIGHTS.get(key)))
    if number is None and _short_weekday(tokens, day):
        number = words.SHORT_WEEKDAYS[key]
    if number is None or (modifier and day == at):
        return None
    item = Item(at, day + 1, "weekday", number=number, modifier=modifier, night=night)
    return with_night(tokens, item)


def _short_weekday(tokens: list[Token], at: int) -> bool:
    after = at + 1
    while key_at(tokens, after) in {".", ","}:
        after += 1
    dated = after < len(tokens) and (tokens[after].kind is Kind.DIGITS or key_at(tokens, after) in words.MONTHS)
    return key_at(tokens, at) in words.SHORT_WEEKDAYS and tokens[at].capital and dated


def _relative(tokens: list[Token], at: int) -> Item | None:
    """Read "today", "last night", "overnight into Saturday", "the day before yesterday"."""
    key = possessive(tokens[at].key)
    if key in words.RELATIVE:
        return with_night(tokens, Item(at, at + 1, "relative", number=words.RELATIVE[key]))
    for phrase, number in ((("day", "before", "yesterday"), -2), (("day", "after", "tomorrow"), 2)):
        if follows(tokens, at, phrase):
            return Item(at, at + 3, "relative", number=number)
    if key == "tonight":
        return Item(at, at + 1, "relative", night="after")
    following = possessive(key_at(tokens, at + 1)) if same_paragraph(tokens, at + 1) else ""
    modifier = words.MODIFIERS.get(key)
    if following in words.NIGHT and modifier in {"last", "this"}:
        # In the past "this night" is the one that led into the day of publication.
        return Item(at, at + 2, "relative", night="into")
    if following in words.DAY_PARTS and modifier in {"last", "this"}:
        return Item(at, at + 2, "relative", number=-1 if modifier == "last" else 0)
    if key in words.LAST_NIGHT:
        return _leading_night(tokens, at) or Item(at, at + 1, "relative", night="into")
    if key not in words.NIGHT:
        return None
    plain = follows(tokens, at - 2, ("in", "der", "nacht")) and key_at(tokens, at + 1) not in _OTHER_NIGHTS
    return _leading_night(tokens, at) or (Item(at, at + 1, "relative", night="into") if plain else None)


def _leading_night(tokens: list[Token], at: int) -> Item | None:
    """Read a night that is named before its day: "night of 3 March", "overnight into Saturday", "ніч на 5 березня"."""
    link = key_at(tokens, at + 1)
    overnight = tokens[at].key in words.LAST_NIGHT
    into = link in words.INTO_DAY or (overnight and link == "on")
    after = at + 2 if into or link in words.OF_DAY else at + 1
    after += key_at(tokens, after) in {"the", "den", "dem"}
    if after >= len(tokens) or not same_line(tokens, after) or (after == at + 1 and not overnight):
        return None
    item = _item(tokens, after, lone=False) if tokens[after].key not in words.NIGHT | words.LAST_NIGHT else None
    if item is None or item.kind not in {"day", "weekday", "relative"}:
        return None
    if item.night or item.day2:
        return replace(item, first=at)
    return replace(item, first=at, night="into" if into or overnight else "after")


def _unit(tokens: list[Token], at: int) -> Item | None:
    """Read "last week", "earlier this month", "the weekend", "the past 24 hours"."""
    key = tokens[at].key
    if key in _WEEKENDS or key == "weekend's":
        return Item(at, at + 1, "unit", unit="weekend")
    if key == "торік":
        return Item(at, at + 1, "unit", unit="year", modifier="last")
    earlier = key if key in {"earlier", "later"} and words.MODIFIERS.get(key_at(tokens, at + 1)) == "this" else ""
    start = at + 1 if earlier else at
    modifier = words.MODIFIERS.get(key_at(tokens, start))
    if modifier is None or not same_paragraph(tokens, start + 1):
        return None
    unit = words.UNITS.get(possessive(key_at(tokens, start + 1)))
    if unit in {"week", "weekend", "month", "year"}:
        return Item(at, start + 2, "unit", unit=unit, modifier=earlier or modifier)
    if unit == "day" and modifier == "last":
        return Item(at, start + 2, "window", unit="day", number=1)
    month = read_month(tokens, start + 1)
    if month:
        return Item(at, month[1], "month", month=month[0], modifier=modifier)
    amount = read_amount(tokens, start + 1)
    if modifier == "last" and amount and amount[1] in {"hour", "day", "week"}:
        return Item(at, amount[2], "window", number=amount[0], unit=amount[1])
    return None


def read_amount(tokens: list[Token], at: int) -> tuple[int, str, int] | None:
    """Read "three days": the number, the unit and where to go on; None if there is no such length of time."""
    if key_at(tokens, at) in {"a", "an", "einem", "einer"}:
        number, after = 1, at + 1
    else:
        numeral = read_numeral(tokens, at) if at < len(tokens) else None
        if numeral is None or numeral.fraction or numeral.value != int(numeral.value) or numeral.value > 9999:
            return None
        number, after = int(numeral.value), numeral.last
    unit = words.UNITS.get(possessive(key_at(tokens, after))) if same_line(tokens, after) else None
    return (number, unit, after + 1) if unit and not touches(tokens, after) else None


def _ago(tokens: list[Token], at: int) -> Item | None:
    """Read "three days ago", "vor drei Tagen", "in two weeks"."""
    key = tokens[at].key
    start = at + 1 if key in {"vor", "in", "через"} else at
    single = start == at and key in words.SINGLE_UNITS
    amount = (1, words.UNITS[key], at + 1) if single else read_amount(tokens, start)
    if amount is None:
        return None
    number, unit, after = amount
    if start == at:
        after_ago = same_line(tokens, after) and key_at(tokens, after) in words.AGO
        return Item(at, after + 1, "ago", number=number, unit=unit) if after_ago else None
    kind: Literal["ago", "ahead"] = "ago" if key == "vor" else "ahead"
    return Item(at, after, kind, number=number, unit=unit)


_READERS: tuple[Callable[[list[Token], int], Item | None], ...] = (_weekday, _relative, _unit, _ago)
