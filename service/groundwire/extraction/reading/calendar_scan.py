"""Reading dates that name a day, month or year of the calendar."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from groundwire.extraction.reading import calendar_words as words
from groundwire.extraction.reading.tokens import DASHES, HYPHENS, Kind, Token, follows, key_at, same_line, touches

Night = Literal["", "after", "into"]
"""Which night is meant: none, the one that follows the day, the one that leads into it."""

_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
OPENERS = frozenset("([{\"'“”‘’«„—–,:;*/|>")


@dataclass(frozen=True, slots=True)
class Item:
    """A date-like expression. What it leaves open is 0 or empty."""

    first: int
    """Index of its first token."""
    last: int
    """One past the index of its last token."""
    kind: Literal["day", "month", "year", "weekday", "relative", "unit", "ago", "window", "ahead"]
    """What it names."""
    year: int = 0
    month: int = 0
    day: int = 0
    day2: int = 0
    """Last day, where two days share one month ("3-5 March")."""
    number: int = 0
    """Weekday (0 is Monday), days from publication, or the number of units."""
    unit: str = ""
    """hour, day, week, weekend, month or year."""
    modifier: str = ""
    """last, this, next; also earlier and later, for a part of this week, month or year."""
    night: Night = ""


def possessive(key: str) -> str:
    """Spelling of a word without the "'s" of "Friday's"."""
    return key.removesuffix("'s")


def read_numeric(tokens: list[Token], at: int) -> Item | None:
    """Read 2024-03-15, 2024/03/15, 15.03.2024, and 15/03/2024 where only one order is possible."""
    dotted = _DOTTED.fullmatch(tokens[at].key)
    if dotted:
        year = int(dotted[3]) + (2000 if len(dotted[3]) == 2 else 0)
        return Item(at, at + 1, "day", year, int(dotted[2]), int(dotted[1])) if _clean(tokens, at + 1) else None
    spaced = _read_spaced(tokens, at)
    if spaced:
        return spaced
    mark = key_at(tokens, at + 1)
    if (
        mark not in HYPHENS | {"/"}
        or key_at(tokens, at + 3) != mark
        or (at + 4 >= len(tokens) + 0 and at + 5 > len(tokens))
    ):
        return None
    if not all(touches(tokens, at + k) for k in range(1, 5)):
        return None
    parts = [tokens[at + k].key for k in (0, 2, 4)]
    if not all(part.isdigit() and len(part) <= 4 for part in parts) or not _clean(tokens, at + 5):
        return None
    first, second, third = map(int, parts)
    if len(parts[0]) == 4:
        return Item(at, at + 5, "day", first, second, third)
    if len(parts[2]) != 4 or (first <= 12 and second <= 12 and first != second):
        return None
    day, month = (first, second) if second <= 12 else (second, first)
    return Item(at, at + 5, "day", third, month, day)


def _read_spaced(tokens: list[Token], at: int) -> Item | None:
    """Read the German "15. 3. 2024"."""
    keys = [key_at(tokens, at + k) for k in range(5)]
    if keys[1] != "." or keys[3] != "." or not all(key.isdigit() for key in keys[::2]) or len(keys[4]) != 4:
        return None
    if not (
        touches(tokens, at + 1) and touches(tokens, at + 3) and same_line(tokens, at + 2) and same_line(tokens, at + 4)
    ):
        return None
    day, month = int(keys[0]), int(keys[2])
    if not (1 <= day <= 31 and 1 <= month <= 12) or not _clean(tokens, at + 5):
        return None
    return Item(at, at + 5, "day", int(keys[4]), month, day)


def _clean(tokens: list[Token], at: int) -> bool:
    """Whether a date of digits ends before an index; the "T" of a time stamp may follow."""
    return not touches(tokens, at) or tokens[at].key == "t" or tokens[at].kind is Kind.MARK


def _day(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Read a day of a month with its ordinal ending; answers the day and where to go on."""
    key = key_at(tokens, at)
    if key in words.DAY_WORDS:
        return words.DAY_WORDS[key], at + 1
    if key in words.DAY_TENS:
        unit = words.DAY_WORDS.get(key_at(tokens, at + 1), 10)
        return (words.DAY_TENS[key] + unit, at + 2) if unit < 10 and same_line(tokens, at + 1) else None
    if not (key.isdigit() and key.isascii() and len(key) <= 2 and 1 <= int(key) <= 31):
        return None
    after = at + 1
    if touches(tokens, after):
        if tokens[after].key in {"st", "nd", "rd", "th", "."}:
            after += 1
        elif tokens[after].key in HYPHENS and key_at(tokens, after + 1) in {"го", "е", "й", "ого", "ге", "те"}:
            after += 2
    return int(key), after


def read_month(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Read a month's name; answers the month and where to go on."""
    key = possessive(key_at(tokens, at))
    month = words.MONTHS.get(key)
    if month is None or (key in words.CAPITAL_MONTHS and not tokens[at].capital):
        return None
    dot = key in words.SHORT_MONTHS and key_at(tokens, at + 1) == "." and touches(tokens, at + 1)
    return month, at + 1 + dot


def _year(tokens: list[Token], at: int) -> tuple[int, int]:
    """Read the year of a date, if there is one; answers 0 if not, and where to go on."""
    start = at + 1 if key_at(tokens, at) in {",", "of"} else at
    key = key_at(tokens, start)
    if not (len(key) == 4 and key.isdigit() and key.isascii() and key[0] in "12" and same_line(tokens, start)):
        return 0, at
    if touches(tokens, start) or (touches(tokens, start + 1) and tokens[start + 1].kind is Kind.WORD):
        return 0, at
    after = start + 1
    return int(key), after + (key_at(tokens, after) in words.YEAR_WORDS and same_line(tokens, after))


def _second_day(tokens: list[Token], first: int, at: int, day: int) -> tuple[int, int]:
    """Read the last day of "3-5 March" or "3 and 4 March"; answers 0 if there is none, and where to go on."""
    link, before = key_at(tokens, at), key_at(tokens, first - 1)
    if before in {"the", "dem", "den"}:
        before = key_at(tokens, first - 2)
    crossed = link in words.INTO_DAY and before in words.OF_DAY  # "у ніч з 4 на 5 березня"
    if (crossed or link in DASHES | {"to", "bis", "по", "до"} | words.AND_WORDS) and same_line(tokens, at):
        start = at + 1
        while key_at(tokens, start) in {"the", "den", "dem", "zum"}:
            start += 1
        found = _day(tokens, start)
        loose = link not in words.AND_WORDS or before in words.BETWEEN
        near = found and (found[0] > day if loose else found[0] == day + 1)
        if found and near:
            return found
    return 0, at


def read_day_month(tokens: list[Token], at: int) -> Item | None:
    """Read "24 February 2022", "24th of February", "3-5 March", "24-го лютого 2022 року", "24. Februar"."""
    first = _day(tokens, at)
    if first is None:
        return None
    day, after = first
    day2, after = _second_day(tokens, at, after, day)
    after += key_at(tokens, after) == "of"
    month = read_month(tokens, after)
    if month is None or not same_line(tokens, after):
        return None
    year, last = _year(tokens, month[1])
    return with_night(tokens, Item(at, last, "day", year, month[0], day, day2))


def read_month_first(tokens: list[Token], at: int, lone: bool) -> Item | None:
    """Read "February 24, 2022", "Feb. 24", "March 3-5", "March 2024", and "March" where it is the month."""
    month = read_month(tokens, at)
    if month is None:
        return None
    number, after = month
    day = _day(tokens, after) if same_line(tokens, after) else None
    if day and not (touches(tokens, day[1]) and tokens[day[1]].kind is Kind.WORD):
        day2, last = _second_day(tokens, after, day[1], day[0])
        year, last = _year(tokens, last)
        # "On March 20 ..." is a day; in "in March 20 people died" the number counts.
        if year or lone or key_at(tokens, at - 1) not in {"in", "since", "until", "during"}:
            return with_night(tokens, Item(at, last, "day", year, number, day[0], day2))
    year, last = _year(tokens, after)
    if year or lone or key_at(tokens, at) not in {"may", "march"} | words.SHORT_MONTHS or _month_wanted(tokens, at):
        return Item(at, last, "month", year, number)
    return None


def _month_wanted(tokens: list[Token], at: int) -> bool:
    before = key_at(tokens, at - 1)
    return before in words.MODIFIERS or before in words.IN_YEAR - {"the"} or before in HYPHENS


def after_year(tokens: list[Token], at: int) -> bool:
    """Whether a number is the second one of "2014-2022"."""
    return key_at(tokens, at - 1) in DASHES and _is_year(key_at(tokens, at - 2)) and not touches(tokens, at - 2)


def _is_year(key: str) -> bool:
    return len(key) == 4 and key.isdigit() and key.isascii() and 1900 <= int(key) <= 2099


def read_year(tokens: list[Token], at: int, lone: bool) -> Item | None:
    """Read a year without a month; a number of four digits that counts something is none."""
    key = tokens[at].key
    if not _is_year(key):
        return None
    if touches(tokens, at + 1) and (tokens[at + 1].kind is Kind.WORD or tokens[at + 1].key in "%°€$₴"):
        return None
    named = same_line(tokens, at + 1) and key_at(tokens, at + 1) in words.YEAR_WORDS
    if lone or named or not _counts(tokens, at):
        return Item(at, at + 1 + named, "year", int(key))
    return None


def _counts(tokens: list[Token], at: int) -> bool:
    """Whether a number of four digits that could be a year counts the noun after it, or is bounded before it."""
    if any(follows(tokens, at - len(phrase), phrase) for phrase in (("more", "than"), ("at", "least"), ("up", "to"))):
        return True
    link, end = key_at(tokens, at + 1), key_at(tokens, at + 2)
    if (link in DASHES or link == "to") and end.isdigit() and not _is_year(end):
        return len(end) >= 4
    if not same_line(tokens, at + 1) or touches(tokens, at + 1) or tokens[at + 1].kind is not Kind.WORD:
        return False
    noun = tokens[at + 1]
    plural = noun.key.endswith("s") or noun.key in {"people", "men", "women", "children", "troops"}
    if noun.capital or not (plural or not noun.key.isascii()):
        return False
    before = key_at(tokens, at - 1)
    return before not in (words.STRICT_IN_YEAR if int(tokens[at].key) % 100 == 0 else words.IN_YEAR)


def with_night(tokens: list[Token], item: Item) -> Item:
    """Take in the part of the day that follows a day: "night", "evening"."""
    after = item.last
    if not same_line(tokens, after) or touches(tokens, after):
        return item
    key = possessive(tokens[after].key)
    if key in words.NIGHT:
        return replace(item, last=after + 1, night="after")
    return replace(item, last=after + 1) if key in words.DAY_PARTS else item
