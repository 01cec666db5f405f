"""Whether two dates, as records hold them, can be of one event."""

import re
from datetime import date, timedelta

from groundwire.extraction.reading.calendar_words import WEEKDAYS
from groundwire.extraction.reading.dates import resolve_date
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import tokenize
from groundwire.schemas import DateRange

_ANY_DAY = date(2031, 1, 8)
_NIGHT = timedelta(1)
"""Days between the two ends of a night, which is the widest time that tells one event from another."""
_FROM_ANOTHER = re.compile(
    r"\b(?:minutes?|hours?|days?|nights?|weeks?|months?|years?|morning|evening) "
    r"(?:earlier|later|before|after|afterwards)\b|"
    r"\b(?:the )?(?:following|next|other) (?:day|night|morning|evening|week)\b|"
    r"\b(?:годин|дн|доб|тижн|місяц|час|сут|недел|месяц)\w* (?:раніше|пізніше|потому|по тому|раньше|позже|спустя)|"
    r"(?:stunden?|tage?|wochen?|monate?) (?:zuvor|später|danach|davor)"
)
"""Words that place an event by another one."""
_TIMES_OF_DAY = tuple(
    map(
        re.compile,
        (
            r"(?<!fort)night|ніч|ноч|nacht(?!m)",
            r"dawn|morning|sunrise|ранк|ранці|ранок|світан|утр|рассвет|morgen|früh|vormittag",
            r"noon|midday|lunch|полудн|обід|обед|(?<!vor)mittag",
            r"evening|dusk|sunset|вечор|вечер|вечір|ввечері|abend",
        ),
    )
)


def same_time(a: DateRange | None, b: DateRange | None) -> bool:
    """Whether two dates are told so narrowly, and so alike, that they speak for one event: the same night or day."""
    if a is None or b is None:
        return False
    here, there = _days(a), _days(b)
    if here is None or there is None:
        return False
    narrow = here[1] - here[0] <= _NIGHT and there[1] - there[0] <= _NIGHT
    return narrow and not days_apart(a, b)


def days_apart(a: DateRange | None, b: DateRange | None) -> bool:
    """Whether two dates cannot be of one event.

    They have no day in common, are two nights or two times of day; of dates that are not resolved, they name other
    weekdays, or one counts from the other ("two days later").
    """
    if a is None or b is None:
        return False
    here, there = _days(a), _days(b)
    if here is None or there is None:
        days, others = _weekdays(a.text), _weekdays(b.text)
        return (bool(days and others) and not days & others) or _counts_on(a, b) or _counts_on(b, a)
    nights = here[1] - here[0] == there[1] - there[0] == _NIGHT and here != there
    return here[1] < there[0] or there[1] < here[0] or nights or _far_apart(times_of_day(a), times_of_day(b))


def _counts_on(a: DateRange, b: DateRange) -> bool:
    """Whether a date is told by its distance from another event, and not in the words of `b`."""
    return a.start is None and _FROM_ANOTHER.search(folded(a.text)) is not None and folded(a.text) != folded(b.text)


def times_of_day(when: DateRange | None) -> frozenset[int]:
    """The times of day that a date names: 0 the night, 1 the morning, 2 noon and afternoon, 3 the evening."""
    words = folded(when.text) if when is not None else ""
    return frozenset(number for number, names in enumerate(_TIMES_OF_DAY) if names.search(words))


def _far_apart(here: frozenset[int], there: frozenset[int]) -> bool:
    """Whether no two times of day border on each other: "at dawn" and "overnight" may be one hour."""
    return bool(here and there) and all(abs(x - y) == 2 for x in here for y in there)


def _days(when: DateRange) -> tuple[date, date] | None:
    return (when.start, when.end) if when.start is not None and when.end is not None else None


def _weekdays(words: str) -> frozenset[int]:
    """The weekdays that some words name, whichever week is meant: Friday night is Friday and Saturday."""
    if not any(token.key in WEEKDAYS for token in tokenize(words)):
        return frozenset()
    found = resolve_date(words, _ANY_DAY)
    if found.start is None or found.end is None:
        return frozenset()
    return frozenset((found.start + timedelta(n)).weekday() for n in range(min((found.end - found.start).days, 6) + 1))
