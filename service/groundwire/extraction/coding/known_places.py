"""Places that a text names and that can be known without asking a model: states, their capitals, some large cities.

There is no gazetteer here. States are named by CLDR in four languages, with the further names of
`groundwire.extraction.coding.state_names`; cities are those after which CLDR names time zones, some 400 all over the
world in four languages, and the capitals that name none, in English. Towns and regions beyond these are not known.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from groundwire.extraction.coding import state_names
from groundwire.extraction.coding.geography import is_whole_state, state_named
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, key_at, same_line, tokenize, touches

_LANGUAGES = ("en", "uk", "ru", "de")
_LONGEST = 6
"""Most tokens that a name is made of."""
_NO_CITIES = ("Etc/", "Antarctica/", "America/Resolute", "Asia/Oral", "Pacific/Midway")
"""Zones that name no city, or one whose name is an everyday word."""
_CAPITALS = (
    "Abu Dhabi|Abuja|Ankara|Astana|Bandar Seri Begawan|Basseterre|Beijing|Belmopan|Bern|Brasilia|Bridgetown|Canberra|"
    "Cape Town|Castries|Dodoma|Doha|Gitega|Hanoi|Honiara|Islamabad|Kiev|Kingstown|Kuwait City|Lilongwe|Manama|Moroni|"
    "Naypyidaw|New Delhi|Ottawa|Palikir|Port Louis|Port Vila|Praia|Pretoria|Quito|Rabat|Ramallah|Roseau|Sanaa|"
    "San Salvador|Suva|The Hague|Tirana|Valletta|Washington|Wellington|Yamoussoukro|Yaounde"
)
"""Capitals and seats of government that name no time zone; those that are everyday words or names are left out."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A known place where a text names it.

    Attributes:
        start: First character, inclusive, in code points.
        end: One past the last character, exclusive.
        name: The same for all mentions of the place in one language: a state's code, or a city's folded name.
        state: Code of the state, if the place is a whole one.
    """

    start: int
    end: int
    name: str
    state: str | None


def find_places(text: str) -> tuple[PlaceMention, ...]:
    """All mentions of known places, left to right, not overlapping, the longest name first.

    A demonym is no place, nor is a name that is a part of a longer word ("Chad-backed"), nor the European Union. People
    who are called like a place are taken for it.
    """
    return find_places_in(text, tokenize(text))


def find_places_in(text: str, tokens: list[Token]) -> tuple[PlaceMention, ...]:
    """All mentions in a text whose tokens are known already; see `find_places`."""
    found: list[PlaceMention] = []
    at = 0
    while at < len(tokens):
        mention = _mention(text, tokens, at) if tokens[at].kind is Kind.WORD and tokens[at].capital else None
        if mention is None:
            at += 1
            continue
        found.append(mention[0])
        at = mention[1]
    return tuple(found)


def _mention(text: str, tokens: list[Token], at: int) -> tuple[PlaceMention, int] | None:
    if touches(tokens, at) and key_at(tokens, at - 1) in HYPHENS:
        return None
    last = at + 1
    while last < min(at + _LONGEST, len(tokens)) and same_line(tokens, last):
        last += 1
    if not {tokens[at].key, _plain(tokens[at].key)} & _first_words():
        last = at + 1
    for after in range(last, at, -1):
        if touches(tokens, after) and (tokens[after].kind is Kind.WORD or tokens[after].key in HYPHENS):
            continue
        written = text[tokens[at].start : tokens[after - 1].end]
        written = written[: -len("'s")] if folded(written).endswith("'s") else written
        place = _known(written)
        if place is not None:
            start = tokens[at].start
            return PlaceMention(start, start + len(written), *place), after
    return None


@lru_cache(maxsize=4096)
def _known(written: str) -> tuple[str, str | None] | None:
    """Name and state of a known place; None if the words are none."""
    if not written[-1].isalpha() and not (written[-1] == "." and written.isupper()):
        return None
    if is_whole_state(written):
        state = state_named(written)
        code = state.code if state else ""
        acronym = code in {"US", "GB"} and len(written) <= len("U.S.")
        return None if code in {"", "EU"} or (acronym and not written.isupper()) else (code, code)
    bare = _plain(written)
    return (bare, None) if bare in _cities() else None


@cache
def _cities() -> frozenset[str]:
    """Folded names of the known cities."""
    names = {_plain(name) for name in _CAPITALS.split("|")}
    for zone in get_global("zone_territories"):
        if zone.count("/") != 1 or zone.startswith(_NO_CITIES):
            continue
        english = zone.partition("/")[2].replace("_", " ")
        for language in _LANGUAGES:
            city = Locale(language).time_zones.get(zone, {}).get("city")
            if city or language == "en":
                names.add(_plain(city or english))
    return frozenset(names)


@cache
def _first_words() -> frozenset[str]:
    """The words with which known names of several words begin."""
    states = {name for listed in state_names.NAMES.values() for name in listed.split("|")}
    for language in _LANGUAGES:
        states |= set(Locale(language).territories.values())
    names = (tokenize(name) for name in (*states, *_cities()))
    # Cities are known by their plain spelling: "São" begins one, and so does "Sao".
    return frozenset(word for tokens in names if len(tokens) > 1 for word in (tokens[0].key, _plain(tokens[0].key)))


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    """A name without accents, case and differences of spaces and quotes."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(char))
    return re.sub(r"\s+", " ", bare)
