"""Dates of a text that do not fit each other, or do not fit the date of publication: by the calendar, by nothing else.

What happened when is never known here from elsewhere. A conflict is one that the words and the calendar show:

* a weekday and a date that is another day of the week ("Friday, 15 March 2031", a Saturday);
* a word that counts from publication beside a date that it does not reach ("earlier this month, on 3 May 2031");
* a full date after publication that is told as past, in English, or as the start of a time that lasts ("since 2035");
* a stated time between two dates that is not theirs: see `groundwire.extraction.reading.elapsed`.

Where a text may be read in two ways, it is read in the one that fits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from groundwire.extraction.reading import calendar_words as words
from groundwire.extraction.reading.calendar_scan import Item
from groundwire.extraction.reading.date_scan import scan
from groundwire.extraction.reading.date_spans import Span, span_of
from groundwire.extraction.reading.elapsed import misfits
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.extraction.reading.tokens import Token, key_at, same_line, tokenize, word_set

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_APPOSING = word_set(", ( . on the den dem am")
_WHEN = word_set("on in during am im")
_SLACK = timedelta(1)
"""Publication and event may lie in two time zones."""
_NEAR = 200
"""How far from a date, in code points, its sentence is read for the tense: sentences may be of any length."""
_REACH = {"day": 1, "week": 7, "weekend": 7, "month": 31, "year": 366}
"""Days by which "two weeks ago" may miss the day that it means."""
# In small letters, so that the month of May is no verb.
_NOT_YET = re.compile(
    r"\b(?:will|won['’]t|would|shall|should|may|might|can|could|must|if|unless|until|till|plan\w*|schedul\w*|expect\w*|"
    r"due|deadline|expir\w*|upcoming|next|future|propos\w*|postpon\w*|exten[dst]\w*|delay\w*|promis\w*|pledg\w*|vow\w*|"
    r"agree\w*|target\w*|forecast\w*|project\w*|aim\w*|ends?|set|valid|begins|starts|opens|takes place|intend\w*|"
    r"going to|called? for|ordered|elections?|vote|term|to (?!the\b|a\b|an\b|its\b|his\b|her\b|their\b)[a-z]+)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|began|broke|came|fell|fled|flew|fought|found|gave|held|hit|killed|left|lost|made|met|"
    r"rose|sank|sent|shot|struck|took|went|won|"
    r"(?!(?:added|announced|armed|based|confirmed|located|named|needed|noted|reported|stated|united|unmanned|warned|"
    r"wanted|so-called|called|claimed|indeed|hundred|speed|decided|approved)\b)[a-z]{3,}ed)\b"
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that cannot be true together."""

    message: str
    """What does not fit, for people."""
    with_publication: bool
    """Whether the date of publication is one of the two; else the text contradicts itself."""


def find_conflicts(text: str, published: date | None) -> tuple[Conflict, ...]:
    """Find dates that do not fit.

    Args:
        text: An article.
        published: Date of publication; None if unknown, which leaves only what the text says by itself.

    Returns:
        Each conflict once, left to right within each kind.
    """
    tokens = tokenize(text)
    items = scan(tokens)
    found = [*_beside(text, tokens, items, published)]
    if published is not None:
        found += _later(text, tokens, items, published)
    found += (Conflict(message, of_publication) for message, of_publication in misfits(tokens, items, published))
    return tuple(dict.fromkeys(found))


def _beside(text: str, tokens: list[Token], items: list[Item], published: date | None) -> Iterator[Conflict]:
    """Two expressions that name one day together: "Friday, 15 March", "yesterday, 3 May 2031"."""
    for left, right in pairwise(items):
        if right.kind != "day" or right.day2 or right.night == "into" or not _apposed(tokens, left, right):
            continue
        days = _days(right, published)
        if not days:
            continue
        quote = text[tokens[left.first].start : tokens[right.last - 1].end]
        if left.kind == "weekday" and all(day.weekday() != left.number for day in days):
            message = f"{quote!r}: {days[0]} is a {_WEEKDAYS[days[0].weekday()]}"
            yield Conflict(message, with_publication=not right.year)
        elif published is not None and not _reaches(left, days, published):
            yield Conflict(f"{quote!r} does not fit publication on {published}", with_publication=True)


def _apposed(tokens: list[Token], left: Item, right: Item) -> bool:
    between = range(left.last, right.first)
    return all(tokens[at].key in _APPOSING for at in between) and all(
        same_line(tokens, at) for at in range(left.last, right.first + 1)
    )


def _days(item: Item, published: date | None) -> list[date]:
    """The day that an item names; without a year the one before and the one after publication."""
    spans = [span_of(item, published, forward=forward) for forward in (False, True)]
    return [span.start for span in spans if span is not None]


def _reaches(item: Item, days: list[date], published: date) -> bool:
    """Whether an expression that counts from publication may mean one of the days."""
    counts = item.kind in {"relative", "unit", "ago", "ahead"} or (item.kind == "weekday" and item.modifier)
    if not counts:
        return True
    unit = "week" if item.kind == "weekday" else item.unit if item.kind in {"ago", "ahead"} else "day"
    slack = timedelta(_REACH.get(unit, 1))
    spans = [span_of(item, published, forward=forward) for forward in (False, True)]
    known = [span for span in spans if span is not None]
    return not known or any(span.start - slack <= day <= span.end + slack for span in known for day in days)


def _later(text: str, tokens: list[Token], items: list[Item], published: date) -> Iterator[Conflict]:
    """Full dates after publication that are told as past."""
    sentences = iter(split_sentences(text))
    sentence = next(sentences, None)
    for index, item in enumerate(items):
        span = _full(item)
        if span is None or span.start - published <= _SLACK:
            continue
        start, end = tokens[item.first].start, tokens[item.last - 1].end
        while sentence is not None and sentence.end <= start:
            sentence = next(sentences, None)
        if sentence is None:
            return
        told = text[max(sentence.start, start - _NEAR) : start], text[end : min(sentence.end, end + _NEAR)]
        before = _word_before(tokens, items, index)
        past = before in _WHEN and item.kind != "year" and not any(map(_NOT_YET.search, told))
        if before in words.SINCE or (past and any(map(_PAST.search, told))):
            message = f"{text[start:end]!r} is told as past, but publication is {published}"
            yield Conflict(message, with_publication=True)


def _full(item: Item) -> Span | None:
    return span_of(item, None, forward=False) if item.year else None


def _word_before(tokens: list[Token], items: list[Item], index: int) -> str:
    """The word that governs a date: "on" for "on Friday, 3 May 2031" and for "on the 3rd of May"."""
    first = items[index].first
    if index and items[index - 1].kind == "weekday" and _apposed(tokens, items[index - 1], items[index]):
        first = items[index - 1].first
    while key_at(tokens, first - 1) in {"the", "early", "late", "mid", "-"}:
        first -= 1
    return key_at(tokens, first - 1)
