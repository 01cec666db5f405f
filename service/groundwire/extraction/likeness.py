"""Whether two parts of records are the same thing in other words."""

from collections.abc import Sequence
from typing import Any

from groundwire.extraction.coding.geography import is_whole_state
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import word_set
from groundwire.schemas import Actor, Place, Target, Weapon

_TITLES = word_set(
    "president prime minister foreign defence defense interior secretary state chancellor king queen general gen mr "
    "mrs ms dr sir envoy ambassador governor premier deputy vice first of the"
)


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
