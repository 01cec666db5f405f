"""Which state a place lies in, by what the article says beside its name, or by a name that is known."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel.core import get_global

from groundwire.extraction.coding.geography import (
    find_states,
    is_demonym,
    is_whole_state,
    split_region,
    state_named,
    states_in,
)
from groundwire.extraction.deriving.region_names import REGIONS
from groundwire.extraction.reading.folding import find_words, folded

_REACH = 90
"""How far from a place's name, in code points, its state may be told."""
_KIND = (
    r"(?:cit(?:y|ies)|towns?|villages?|ports?|regions?|oblasts?|provinces?|districts?|capital|settlements?|islands?|"
    r"resorts?|"
    r"enclaves?|exclaves?|territor(?:y|ies)|airports?|airbases?|air bases?|bases?|county|governorate|state|suburbs?|"
    r"hamlets?|"
    r"peninsula|border|coast|"
    r"міст[оаіу]|сел[оаіу]|порт\w*|област\w*|район\w*|столиц\w+|острів|острові|город\w*|посел\w+|деревн\w+|остров\w*|"
    r"stadt|städte\w*|dorf\w*|region\w*|provinz\w*|hauptstadt|hafenstadt|insel\w*)"
)
_NOT_ITS_OWN = (
    r"(?:attacks?|strikes?|missiles?|drones?|forces|troops|army|shelling|rockets?|raids?|assaults?|on|in|at|against|"
    r"near|from|to|"
    r"and|hit|struck|said|that|with|targeted|атак\w*|удар\w*|ракет\w*|дрон\w*|обстр\w+|війська|войска|по|на|в|у|auf|"
    r"in|und)"
)
_OF_STATE_BEFORE = re.compile(
    rf"(?:['’]s)?(?: (?!{_NOT_ITS_OWN}\b)[\w-]+){{0,3}}? {_KIND}(?: of| von)?(?: the)? $", re.IGNORECASE
)
_OWNED_BEFORE = re.compile(r"['’]s $")
_IN_STATE_BEHIND = re.compile(
    rf"(?:['’]s)?(?:[ -]{_KIND})?,?(?: (?:an?|the|[\w-]+|{_KIND})){{0,4}}? (?:in|of|on|у|в|in der|von|im)(?: the)?"
    r"(?: (?:[\w-]+ern|occupied|central|far|north|south|east|west|[\w-]+-[\w-]+))* $",
    re.IGNORECASE,
)
_APPOSED = re.compile(r", $")
_CLOSED = re.compile(r"[,.;:)]|\s*$| (?:on|in|at|and|by)\b")
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
_BREAK = re.compile(r"(?<!\w)(?:and|but|while|said|that|та|і|и|але|но|und)(?!\w)|[.!?;]\s|\n", re.IGNORECASE)


@lru_cache(maxsize=64)  # it holds on to articles
def country_of_place(name: str, region: str | None, article: str) -> str | None:
    """Code of the state in which a place lies; None if neither the article nor its name tells.

    The article's own words go first ("the Russian city of Kursk"), then those about the region, then a known name.
    That an article names one state only says nothing: it may be the one that attacked.

    Args:
        name: Of the place, as the article writes it.
        region: Of the region, if it is known.
        article: The whole text.
    """
    if is_whole_state(name):
        state = state_named(name)
        return state.code if state else None
    for words in (name, region):
        if words is not None and (code := _told(split_region(words)[0], article) or known_place(words)) is not None:
            return code
    named = _states_of(article)
    return next(iter(named)) if len(named) == 1 else None


@lru_cache(maxsize=4)
def _states_of(article: str) -> frozenset[str]:
    return states_in(article) - {"EU"}


def _told(name: str, article: str) -> str | None:
    """The state that the article names together with a place."""
    known = _told_by(article)
    if name not in known:
        known[name] = _found_beside(name, article)
    return known[name]


@lru_cache(maxsize=4)
def _told_by(article: str) -> dict[str, str | None]:  # noqa: ARG001 - each article has a dictionary of its own
    """What has been found out so far: a place that is hit often is named often, and need not be looked at each time."""
    return {}


def _found_beside(name: str, article: str) -> str | None:
    spans = list(find_words(name, article))
    codes = [code for span in spans if (code := next(_beside(article, span), None)) is not None]
    return codes[0] if len(set(codes)) == 1 else None


def _beside(article: str, span: tuple[int, int]) -> Iterator[str]:
    before = article[max(0, span[0] - _REACH) : span[0]]
    before = before[max((match.end() for match in _SENTENCE_END.finditer(before)), default=0) :]
    for code, _, last in _states(before):
        lead = before[last:]
        if _OF_STATE_BEFORE.fullmatch(lead) or (_OWNED_BEFORE.fullmatch(lead)):
            yield code
    behind = article[span[1] : span[1] + _REACH]
    end = _BREAK.search(behind)
    for code, first, last in _states(behind[: end.start() + 1 if end else None]):
        lead, written = behind[:first], behind[first:last]
        if not _is_territory(written):
            continue
        if _IN_STATE_BEHIND.fullmatch(lead) or (_APPOSED.fullmatch(lead) and _CLOSED.match(behind, last)):
            yield code
    yield from _by_region_behind(behind[: end.start() + 1 if end else None])


def _is_territory(written: str) -> bool:
    return is_whole_state(written) and not is_demonym(written)


def _states(words: str) -> list[tuple[str, int, int]]:
    return sorted(
        ((code, *span) for code in states_in(words) - {"EU"} for span in find_states(code, words)),
        key=lambda found: found[1],
    )


def _by_region_behind(behind: str) -> Iterator[str]:
    """The state of a known region that follows: "Zorivka, Kharkiv region", "Zorivka in the Donetsk region"."""
    match = re.match(
        rf"(?:, | in (?:the )?| \((?:in )?)(?:(?:[\w-]+ern|central|an?|the|{_KIND}|in|"
        rf"of) )*(?P<region>[^\W\d_a-z][\w'’ -]*?)"
        rf"(?:['’]s)? {_KIND}(?!\w)",
        behind,
    )
    if match is not None and (code := known_place(match["region"])) is not None:
        yield code


def known_place(name: str) -> str | None:
    """Code of the state of a region or city that is known by its name; None if it is not known."""
    bare = split_region(name)[0]
    seat = state_named(bare) if not is_demonym(bare) else None
    return _by_name().get(folded(name)) or _by_name().get(folded(bare)) or (seat.code if seat else None)


@cache
def _by_name() -> dict[str, str]:
    """Folded names of known cities and regions to the code of their state."""
    names: dict[str, str] = {}
    for zone, code in get_global("zone_territories").items():
        if zone.count("/") == 1 and not zone.startswith(("Etc/", "Antarctica/")) and len(code) == 2 and code.isalpha():
            names[folded(zone.partition("/")[2].replace("_", " "))] = code
    for code, listed in REGIONS.items():
        names |= {folded(name): code for name in listed.split("|")}
    return names
