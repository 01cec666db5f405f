"""Reads the attribute texts of langextract's extractions as kindly as can be, with Groundwire's own reading code.

A text that cannot be read is a null. None of these functions raises, whatever a model wrote.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeVar, get_args

from groundwire.extraction.coding.geography import force_of, is_whole_state, split_region, state_named, valid_code
from groundwire.extraction.coding.occasions import Publication
from groundwire.extraction.coding.role_words import PERSON_NOUNS
from groundwire.extraction.coding.support import stated
from groundwire.extraction.coding.weapon_words import CUES, NOUNS, SPECIFIC, STOPPED
from groundwire.extraction.reading.dates import resolve_date
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import (
    Actor,
    ActorKind,
    DateRange,
    Money,
    Place,
    Quantity,
    Target,
    TargetCategory,
    Weapon,
    WeaponKind,
)

E = TypeVar("E", bound=str)

_BRACKETS: Final = re.compile(r"^(?P<name>[^()]*)\((?P<inside>[^()]*)\)?\s*$")
_COUNTED: Final = re.compile(
    r"(?P<role>launched|fired|intercepted|shot down|downed)\b:?\s*(?P<count>.*)", re.IGNORECASE
)
_STOPPED_ROLES: Final = frozenset({"intercepted", "shot down", "downed"})
_MODEL: Final = re.compile(r"(?<![\w-])[A-Z][\w-]*(?: \d+\w*)?")


def text_of(value: object) -> str | None:
    """One text: of a list the first member; None for what says nothing."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str | int | float) and (said := stated(str(part))):
            return said
    return None


def texts_of(value: object) -> tuple[str, ...]:
    """All texts of an attribute, whether it came as a list or as one text with semicolons."""
    parts = value if isinstance(value, list) else str(value).split(";") if isinstance(value, str) else []
    said = (stated(str(part)) for part in parts if isinstance(part, str | int | float))
    return tuple(dict.fromkeys(part for part in said if part))


def one_of(value: object, allowed: Iterable[E]) -> E | None:
    """The allowed value that a text names, case, spaces and hyphens aside; else the longest one that it contains."""
    said = text_of(value)
    if said is None:
        return None
    key = _key(said)
    found = [choice for choice in allowed if f"_{_key(choice)}_" in f"_{key}_"]
    return max(found, key=len, default=None)


def many_of(value: object, allowed: Iterable[E]) -> tuple[E, ...]:
    """All allowed values that an attribute names."""
    choices = tuple(allowed)
    parts = [part for text in texts_of(value) for part in text.split(",")]
    return tuple(dict.fromkeys(found for part in parts if (found := one_of(part, choices))))


def flag(value: object) -> bool | None:
    """A truth value as such or as a word."""
    if isinstance(value, bool):
        return value
    return {"true": True, "yes": True, "false": False, "no": False}.get((text_of(value) or "").lower())


def quantity(value: object) -> Quantity | None:
    """The first count of a text: "at least 20" has the minimum 20."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Quantity(min=value, max=value) if value >= 0 else None
    said = text_of(value)
    if said is None:
        return None
    if said == "0":
        return Quantity(min=0, max=0)
    return next((mention.quantity for mention in find_quantities(said, nouns=PERSON_NOUNS | NOUNS)), None)


def money(value: object) -> Money | None:
    """The first amount of money of a text."""
    said = text_of(value)
    return next((mention.money for mention in find_money(said)), None) if said else None


def months(value: object) -> int | None:
    """The first period of a text in months; a bare number is a number of months."""
    said = text_of(value)
    if said is None:
        return None
    if said.isascii() and said.isdigit():
        return int(said) or None
    return next((mention.months for mention in find_periods(said)), None)


def day(value: object, publication: Publication) -> DateRange | None:
    """The words of a date, resolved where the words and the date of publication allow it."""
    said = text_of(value)
    if said is None:
        return None
    resolved = resolve_date(said, publication.day, header=publication.in_text)
    return DateRange(text=said, start=resolved.start, end=resolved.end, basis=resolved.basis)


def actor(said: str) -> Actor | None:
    """`Marta Lind (SE, official)`, with or without the brackets. A state by any of its names is that state."""
    name, inside = _bracketed(said)
    if not name:
        return None
    state = state_named(name)
    if state is not None:
        kind: ActorKind = "international_organisation" if state.code == "EU" else "state"
        return Actor(name=state.name, country=state.code, kind=kind)
    force = force_of(name)
    country = _country(inside) or (force.code if force else None)
    kinds = (one_of(part, get_args(ActorKind)) for part in inside)
    return Actor(name=name, country=country, kind=next((kind for kind in kinds if kind), "other"))


def place(said: str) -> Place | None:
    """`Kupiansk, Kharkiv region (UA)`, each part but the first one optional."""
    name, inside = _bracketed(said)
    parts = [part.strip() for part in name.split(",") if part.strip()]
    if not parts:
        return None
    states = [state.code for part in parts[1:] if is_whole_state(part) and (state := state_named(part))]
    regions = [split_region(part)[0] for part in parts[1:] if not is_whole_state(part) and not valid_code(part)]
    return Place(
        name=parts[0],
        admin=regions[0] if regions else None,
        country=_country(inside) or next(iter(states), None) or _country(parts[1:]),
    )


def target(said: str) -> Target | None:
    """`energy: a power station`; without a category whatever the words themselves say."""
    head, colon, rest = said.partition(":")
    categories: tuple[TargetCategory, ...] = get_args(TargetCategory)
    words = rest.strip() if colon and one_of(head, categories) else said.strip()
    return Target(category=one_of(head if colon else said, categories) or "other", text=words) if words else None


def weapon(said: str) -> Weapon | None:
    """`drone: Shahed; launched nine; intercepted six`, or words such as "six Kalibr cruise missiles"."""
    head, _, rest = said.partition(":") if ":" in said else said.partition(";")
    kind = one_of(head, get_args(WeaponKind)) or _weapon_kind(said)
    if kind is None:
        return None
    parts = [part.strip() for part in rest.split(";") if part.strip()]
    counts = {match["role"].lower(): match["count"] for part in parts if (match := _COUNTED.match(part))}
    stopped = next((count for role, count in counts.items() if role in _STOPPED_ROLES), None)
    launched = next((count for role, count in counts.items() if role not in _STOPPED_ROLES), None)
    named = [part for part in parts if not _COUNTED.match(part)]
    if not counts and not rest:
        launched, stopped = (None, said) if STOPPED.search(said) else (said, None)
    return Weapon(
        kind=kind,
        name=_model_in(" ".join(named)) or _model_in(head),
        launched=quantity(launched),
        intercepted=quantity(stopped),
    )


def _weapon_kind(said: str) -> WeaponKind | None:
    """The kind whose words a text has; the more specific of several."""
    kinds: tuple[WeaponKind, ...] = get_args(WeaponKind)
    return next((kind for kind in kinds if SPECIFIC.get(kind, CUES[kind]).search(said)), None)


def _model_in(words: str) -> str | None:
    """A proper name among the words that is no state's ("Russian")."""
    names = [match.group() for match in _MODEL.finditer(words) if not state_named(match.group())]
    return next((name for name in names if not find_quantities(name)), None)


def _bracketed(said: str) -> tuple[str, tuple[str, ...]]:
    """The name, and the parts in brackets behind it."""
    match = _BRACKETS.match(said.strip())
    if match is None:
        return said.strip(), ()
    return match["name"].strip(), tuple(part.strip() for part in match["inside"].split(",") if part.strip())


def _country(parts: Iterable[str]) -> str | None:
    """The first code or name of a state among the parts."""
    for part in parts:
        state = state_named(part)
        code = valid_code(part) or (state.code if state else None)
        if code:
            return code
    return None


def _key(said: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", said.lower()))
