"""Whether two parts of records are the same thing in other words."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from groundwire.extraction.coding.geography import is_whole_state
from groundwire.extraction.reading.calendar_words import WEEKDAYS
from groundwire.extraction.reading.dates import resolve_date
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import tokenize, word_set
from groundwire.schemas import Actor, DateRange, Place, Target, Weapon

_TITLES = word_set(
    "president prime minister foreign defence defense interior secretary state chancellor king queen general gen mr "
    "mrs ms dr sir envoy ambassador governor premier deputy vice first of the"
)
_ANY_DAY = date(2031, 1, 8)
_NARROW = timedelta(1)
"""Days between the two ends of a night, which is the widest time that tells one event from another."""


def same_actor(a: Actor, b: Actor) -> bool:
    """Whether two actors are one: the same name, or one person by full and by last name."""
    if folded(a.name) == folded(b.name):
        return True
    if a.kind != "official" or b.kind != "official" or (a.country and b.country and a.country != b.country):
        return False
    here, there = _bare_name(a.name), _bare_name(b.name)
    if not here or not there or here[-1] != there[-1]:
        return False
    return len(here) == 1 or len(there) == 1 or here == there


def _bare_name(name: str) -> list[str]:
    words = [word.strip(".,") for word in folded(name).split()]
    return [word for word in words if word not in _TITLES]


def name_key(actor: Actor) -> str:
    """What the names of two actors that are one have in common: the last name, titles aside."""
    bare = _bare_name(actor.name)
    return bare[-1] if bare else folded(actor.name)


def overlap(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    """Whether two lists have an actor in common."""
    return any(same_actor(x, y) for x in a for y in b)


def same_member(a: Any, b: Any) -> bool:  # noqa: ANN401 - members of lists of any kind
    """Whether two members of a record's lists are the same."""
    if isinstance(a, Actor) and isinstance(b, Actor):
        return same_actor(a, b)
    if isinstance(a, Weapon) and isinstance(b, Weapon):
        names = a.name is None or b.name is None or folded(a.name) == folded(b.name)
        return names and (a.kind == b.kind or _says_less(a, b) or _says_less(b, a))
    if isinstance(a, Place) and isinstance(b, Place):
        return folded(a.name) == folded(b.name)
    if isinstance(a, Target) and isinstance(b, Target):
        return folded(a.text) == folded(b.text)
    if isinstance(a, str) and isinstance(b, str):
        return folded(a) == folded(b)
    return bool(a == b)


def lies_in(place: Place, whole: Place) -> bool:
    """Whether a place is told more vaguely by the state in which it lies: "talks in Turkey" for Istanbul's."""
    vague = is_whole_state(whole.name) and not is_whole_state(place.name)
    return vague and whole.country is not None and whole.country == place.country


def _says_less(a: Weapon, b: Weapon) -> bool:
    """Whether a weapon is told only as a missile, where another tells which kind of missile."""
    bare = a.kind == "missile" and a.name is None and a.launched is None and a.intercepted is None
    return bare and b.kind in {"ballistic_missile", "cruise_missile"}


def same_time(a: DateRange | None, b: DateRange | None) -> bool:
    """Whether two dates are told so narrowly, and so alike, that they speak for one event: the same night or day."""
    if a is None or b is None:
        return False
    here, there = _days(a), _days(b)
    if here is None or there is None:
        return False
    narrow = here[1] - here[0] <= _NARROW and there[1] - there[0] <= _NARROW
    return narrow and not days_apart(a, b)


def days_apart(a: DateRange | None, b: DateRange | None) -> bool:
    """Whether two dates have no day in common; of dates that are not resolved, whether they name other weekdays."""
    if a is None or b is None:
        return False
    here, there = _days(a), _days(b)
    if here is not None and there is not None:
        return here[1] < there[0] or there[1] < here[0]
    days, others = _weekdays(a.text), _weekdays(b.text)
    return bool(days and others) and not days & others


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
