"""Dates of the codebook's rule 7: found in a text, and resolved against the date of publication.

Where the codebook is silent:

* Only a span that the words fix is given. "recently", "three days later", "a week earlier" (than something else), "by
  Friday", "before March" and "around 3 May" have none; neither has 03/04/2024, which is two days in two countries.
* "since X" lasts from X to publication.
* "N days ago" is that day; "two weeks ago", "a month ago", "a year ago" are as precise as they sound: that week (Monday
  to Sunday), month or year. "More than a week ago" is none.
* "last Friday" is the last one before the day of publication, "next Friday" the first one after it, "this Friday" the
  one of its week. "Early March" is within March, and gets the month's span.
* A night that is named by its day follows it ("Friday night": Friday and Saturday); one that leads into a day precedes
  it ("overnight into Saturday", "overnight on Saturday", "у ніч на суботу"). Evenings and dawns are one day.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from groundwire.extraction.reading import calendar_words as words
from groundwire.extraction.reading.calendar_scan import Item
from groundwire.extraction.reading.date_scan import scan
from groundwire.extraction.reading.date_spans import Span, span_of
from groundwire.extraction.reading.tokens import Kind, Token, key_at, tokenize, word_set
from groundwire.schemas import DateBasis

_LONGEST_SENTENCE = 1200
"""Longest text in code points whose dates are kept: that of a sentence."""
HEADER_LENGTH = 200
"""How far from its start an article's own date is looked for, in code points."""

_LABELS = word_set(
    "date dated published updated posted issued released дата опубліковано оновлено опубликовано veröffentlicht datum "
    "stand"
)
_UPDATES = word_set("updated оновлено обновлено stand")
_LABEL_FILLERS = word_set("on at first last by am : , | - – — ( [ / • · .")
_AFTER_DATE = word_set("( — – - / : | · •")
_FULL = re.compile(
    r"(?=.{8,40}\Z)(?=.*[^\W\d_]{3})"  # short, with the name of a month
    r"\D*(?:(\d{1,2})\D+(\d{4})|(\d{4})\D+(\d{1,2}))\D*",  # one day and one year, and no other digits
    re.DOTALL,
)
_WHOLE_OF = word_set("week weekend anniversary eve days weeks")


@dataclass(frozen=True, slots=True)
class Resolved:
    """The days that some words stand for."""

    start: date | None
    """First day, inclusive. None if the words fix no span, or need a date of publication that is unknown."""
    end: date | None
    """Last day, inclusive; None exactly when start is."""
    basis: DateBasis
    """What they rest on."""


UNRESOLVED = Resolved(None, None, DateBasis.NONE)
"""What is answered for words that fix no span."""


def resolve_date(words_: str, published: date | None, *, header: bool = False, forward: bool = False) -> Resolved:
    """Resolve the words of a date.

    Args:
        words_: The words, as the article has them ("on Friday evening").
        published: Date of publication, in the article's own local time; None if unknown.
        header: True if that date stands in the article, False if the caller passed it in.
        forward: True if the sentence speaks of the future ("will meet on Friday").

    Returns:
        The days, and what they rest on. Never depends on the day on which it is asked.
    """
    tokens = tokenize(words_)
    items = scan(tokens, lone=True)
    span = _foreign(words_) if _unread(tokens, items) else _combined(tokens, items, published, forward)
    if span is None or span.start > span.end:
        return UNRESOLVED
    relative = DateBasis.HEADER if header else DateBasis.RELATIVE
    return Resolved(span.start, span.end, DateBasis.EXPLICIT if span.explicit else relative)


def find_dates(text: str) -> tuple[tuple[int, int], ...]:
    """Find all date-like expressions of a text, whether or not they can be resolved.

    Args:
        text: A sentence or an article.

    Returns:
        Their spans as (start, end) in code points, left to right, not overlapping.
    """
    return _in_sentence(text) if len(text) <= _LONGEST_SENTENCE else _in_article(text)


def _in_article(text: str) -> tuple[tuple[int, int], ...]:
    tokens = tokenize(text)
    return tuple((tokens[item.first].start, tokens[item.last - 1].end) for item in scan(tokens))


_in_sentence = lru_cache(maxsize=2048)(_in_article)
"""Several records cite the same few sentences."""


def find_header_date(text: str) -> tuple[date, int, int] | None:
    """Find the date of publication that stands at the top of an article.

    Accepted are a full date behind a label ("Published: 15 March 2024"), in a dateline ("KYIV, March 15, 2024 (Agency)
    —"), alone on its line, or in ISO form as the very first words. A date in running text is none: it may be any day.

    Args:
        text: The article from its first character on.

    Returns:
        The day and its span (start, end) in code points, or None.
    """
    return next(((day, start, end) for day, start, end, _ in _headers(text)), None)


def find_rival_header_date(text: str) -> date | None:
    """Find a second date of publication at the top that differs from the first, such as a dateline below a label.

    Dates behind "updated" are no rivals: an article may well be changed on a later day.
    """
    found = [(day, updated) for day, _, _, updated in _headers(text)]
    if not found or found[0][1]:
        return None
    return next((day for day, updated in found[1:] if day != found[0][0] and not updated), None)


def _headers(text: str) -> Iterator[tuple[date, int, int, bool]]:
    """All dates of publication at the top with their spans, and whether they are those of an update."""
    tokens = tokenize(text[: HEADER_LENGTH * 2])
    floor = 0
    for item in scan(tokens):
        if tokens[item.first].start >= HEADER_LENGTH:
            return
        span = span_of(item, None, forward=False)
        if item.kind != "day" or item.night or span is None or span.start != span.end:
            continue
        before = _line_before(tokens, item, floor)
        if _is_header(text, tokens, item, before):
            updated = not _UPDATES.isdisjoint(token.key for token in before)
            yield span.start, tokens[item.first].start, tokens[item.last - 1].end, updated
            floor = item.last


def _line_before(tokens: list[Token], item: Item, floor: int) -> list[Token]:
    """What stands before an item on its line, and behind the date of publication before it, if there is one."""
    first = item.first
    while first > floor and not _breaks(tokens[first]):
        first -= 1
    return tokens[first : item.first]


def _is_header(text: str, tokens: list[Token], item: Item, before: list[Token]) -> bool:
    rest = tokens[item.last :]
    alone = (
        not rest
        or _breaks(rest[0])
        or rest[0].key in _AFTER_DATE
        or (rest[0].key == "," and len(rest) > 1 and rest[1].kind is Kind.DIGITS)
    )
    keys = [token.key for token in before]
    byline = "by" in keys or "von" in keys
    plain = all(
        key in _LABELS or key in _LABEL_FILLERS or key in words.WEEKDAYS or (byline and token.capital)
        for key, token in zip(keys, before, strict=True)
    )
    if plain and _LABELS.intersection(keys):
        return True
    if plain and "on" not in keys and "at" not in keys:
        return alone or (item.first == 0 and key_at(tokens, 1) == "-")
    named = all(token.capital or token.kind is not Kind.WORD for token in before)
    shouted = text[before[0].start : before[0].end].isupper()
    return alone and named and shouted and len(before) <= 8


def _breaks(token: Token) -> bool:
    return len(token.gap.splitlines()) > 1 or "\n" in token.gap


def _unread(tokens: list[Token], items: list[Item]) -> bool:
    """Whether nothing was found, or only a year or a month beside other digits ("7 avril 2021", "32 April")."""
    inside = {at for item in items for at in range(item.first, item.last)}
    beside = [at for at, token in enumerate(tokens) if token.kind is Kind.DIGITS and at not in inside]
    for at in beside:  # "3 and 5 March" and "3. und 5. März" are two days
        link = at + 1 + (key_at(tokens, at + 1) == ".")
        if key_at(tokens, link) in words.AND_WORDS | {","} and link + 1 in inside:
            return True
    return not items or (bool(beside) and all(item.kind in {"year", "month"} for item in items))


def _combined(tokens: list[Token], items: list[Item], published: date | None, forward: bool) -> Span | None:
    """Resolve the expressions of one date together."""
    before = _word_before(tokens, items[0])
    if _fixes_nothing(tokens, items[0], before):
        return None
    groups: list[list[Item]] = [[items[0]]]
    links = []
    for left, right in pairwise(items):
        between = {token.key for token in tokens[left.last : right.first]}
        if between & (words.RANGE_WORDS | words.AND_WORDS):
            links.append(not between & words.RANGE_WORDS and not _between(tokens, items[0]))
            groups.append([right])
        else:
            groups[-1].append(right)
    if len(groups) == 1:
        span = _apposed(groups[0], published, forward)
        ranged = any(item.day2 for item in items)  # "з 3 по 5 березня"
        return _until_now(span, published) if before in words.SINCE and not ranged else span
    return _ranged(groups, published, forward, joined=links[0]) if len(groups) == 2 else None


def _word_before(tokens: list[Token], item: Item) -> str:
    at = item.first - 1
    while key_at(tokens, at) in {"the", "early", "late", "mid", "-", "den", "dem"}:
        at -= 1
    return key_at(tokens, at)


def _between(tokens: list[Token], item: Item) -> bool:
    return any(token.key in words.BETWEEN for token in tokens[: item.first])


def _fixes_nothing(tokens: list[Token], item: Item, before: str) -> bool:
    if before in words.NO_SPAN or (item.kind == "ago" and before in {"over", "under"}):
        return True
    return before == "of" and bool(_WHOLE_OF.intersection(token.key for token in tokens[: item.first]))


def _until_now(span: Span | None, published: date | None) -> Span | None:
    if span is None or published is None or span.start > published:
        return None
    return Span(span.start, published, explicit=False)


def _apposed(items: list[Item], published: date | None, forward: bool) -> Span | None:
    """Resolve expressions that name one span together: "Friday, 15 March", "Monday of last week"."""
    kinds = {item.kind for item in items}
    if "day" in kinds:
        items = [item for item in items if item.kind != "weekday"]
    spans = [span_of(item, published, forward=forward) for item in items]
    if len(items) == 2 and kinds == {"weekday", "unit"} and None not in spans:
        day, unit = sorted(items, key=lambda item: item.kind == "unit")
        week = span_of(unit, published, forward=forward)
        if unit.unit == "week" and week:
            start = week.start - timedelta(week.start.weekday()) + timedelta(day.number)
            return Span(start, start + timedelta(bool(day.night)), explicit=False)
    known = [span for span in spans if span is not None]
    if not known or len(known) < len(spans):
        return None
    narrow = min(known, key=lambda span: span.end - span.start)
    inside = all(span.start <= narrow.start and narrow.end <= span.end for span in known)
    return narrow if inside else None


def _ranged(groups: list[list[Item]], published: date | None, forward: bool, *, joined: bool) -> Span | None:
    """Resolve two ends of a span. Each end without a year is looked for from the other one."""
    first, last = groups
    kinds = {item.kind for group in groups for item in group}
    if "year" in kinds and len(kinds) > 1:
        return None  # "2022 to Friday"
    dated_first, dated_last = (any(item.year for item in group) for group in groups)
    onward = (forward or dated_first) and not dated_last
    if onward:
        start = _apposed(first, published, forward)
        end = _apposed(last, start.start if start and _floats(last) else published, forward=True)
    else:
        end = _apposed(last, published, forward)
        start = _apposed(first, end.end if end and _floats(first) else published, forward=False)
    if start is None or end is None:
        return None
    if joined and end.start - start.end > timedelta(1):
        return None  # two days that are not neighbours are no span
    # An end without a year took it from the other one: if that one has it, the words alone fix both.
    if onward:
        explicit = start.explicit and (end.explicit or _floats(last))
    else:
        explicit = end.explicit and (start.explicit or _floats(first))
    return Span(min(start.start, end.start), max(start.end, end.end), explicit)


def _floats(items: list[Item]) -> bool:
    """Whether expressions name days by weekday, or without a year, so that they take their place from another date."""
    return all(item.kind in {"weekday", "day", "month"} and not item.year and not item.modifier for item in items)


def _foreign(text: str) -> Span | None:
    """Read a full date in another language; nothing that is not written in it can come out."""
    found = _FULL.fullmatch(text)
    if not found:
        return None
    import dateparser  # noqa: PLC0415 - dates like these are rare

    settings = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - a fixed base without a clock; no part may come from it
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser builds on deprecated calls of the standard library
        parsed = dateparser.parse(text, settings=settings)
    day, year = int(found[1] or found[4]), int(found[2] or found[3])
    if parsed is None or (parsed.day, parsed.year) != (day, year):
        return None
    return Span(parsed.date(), parsed.date(), explicit=True)
