"""Which state a name stands for: country names in four languages, and the demonyms and metonyms of the codebook.

Names come from CLDR through babel; what it lacks stands in `groundwire.extraction.coding.state_names`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from groundwire.extraction.coding import state_names
from groundwire.extraction.reading.folding import folded

_ABBREVIATION: Final = 3
"""Letters of the longest bare abbreviation of a state; no state has so short a name in lower case."""
_LANGUAGES = ("en", "uk", "ru", "de")
_REACH = 80
"""How far around a name its own words are looked for, in code points: an article may be of any length."""
_WORD = re.compile(r"\w+")
_FORCES = re.compile(state_names.FORCES + r"$")
_REGION_KINDS = (
    r"(?:regions?|oblasts?|provinces?|districts?|prefectures?|governorates?|county|область|області|областью|областю|"
    r"области|район\w*|provinz)"
)
_REGION_AFTER = re.compile(rf"(?:'s)?[ -]{_REGION_KINDS}(?!\w)")
_REGION_BEFORE = re.compile(rf"(?<!\w){_REGION_KINDS} (?:of|von) (?:the )?$")
_REGION_NAME = re.compile(
    rf"^(?:the )?(?:(?:north|south|east|west|central)[a-z-]* )?(?:{_REGION_KINDS} of )?"
    rf"(?P<name>.+?)(?:(?:'s)?[ -]{_REGION_KINDS})?$"
)

_GROUP = re.compile(
    r"\b(?:rebel|insurgent|militant|separatist|militia|fighter|combatant|partisan|guerrilla|gunm[ae]n|terrorist|jihadist|"
    r"paramilitar|arm(?:y|ies)\b|forces?\b|group|brigade|battalion|regiment|gang|cartel|troops|soldiers|повстан|бойовик|"
    r"боевик|сепаратист|партизан|rebell|kämpfer|miliz)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:president|prime|minister|deputy|secretary|governor|gov|general|gen|colonel|col|mayor|mr|mrs|ms|dr|king|queen|"
    r"envoy|ambassador|chancellor|spokes\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class StateName:
    """A state as a name stands for it.

    Attributes:
        code: ISO 3166-1 alpha-2, or EU.
        name: The state's name in English.
    """

    code: str
    name: str


@cache
def _territories() -> dict[str, str]:
    """Folded name of a state to its code."""
    names = {_bare(name): code for code, listed in state_names.NAMES.items() for name in listed.split("|")}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _is_state(code):
                names.setdefault(_bare(name), code)
    return names


@cache
def _names() -> dict[str, str]:
    """Folded name, demonym or seat of government to the code of its state."""
    more = {_bare(name): code for code, names in state_names.ALIASES.items() for name in names.split("|")}
    return _territories() | more


@cache
def _stems(*, nouns_only: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Codes with the pattern of their inflected names."""
    tables = (state_names.NOUN_STEMS,) if nouns_only else (state_names.NOUN_STEMS, state_names.ADJECTIVE_STEMS)
    codes = sorted({code for table in tables for code in table})
    return tuple((code, re.compile("|".join(table[code] for table in tables if code in table))) for code in codes)


def _bare(words: str) -> str:
    bare = " ".join(folded(words).strip(" .,;:'\"").split())
    return re.sub(r"^(?:the|der|die|das) ", "", bare)


def _is_state(code: str) -> bool:
    # CLDR's territories also hold regions of the world (numbers) and codes for no state in particular.
    return len(code) == 2 and code.isalpha() and code not in {"EZ", "QO", "UN", "XA", "XB", "ZZ"}


def valid_code(code: str | None) -> str | None:
    """The code in upper case if it is one of a state or EU, "UK" put right; else None."""
    code = (code or "").strip().upper()
    code = {"UK": "GB", "EL": "GR"}.get(code, code)
    return code if _is_state(code) and code in Locale("en").territories else None


@lru_cache(maxsize=4096)
def state_named(words: str) -> StateName | None:
    """The state that `words` stand for as a whole: its name, demonym or seat of government, forces aside.

    "Russia", "Russian forces", "the Kremlin" and "Moscow" are all Russia; "Kyiv's Western partners" is no state.
    """
    bare = _FORCES.sub("", _bare(words))
    if len(bare) <= _ABBREVIATION and bare in words:
        return None  # "let us", not "let US"
    code = _names().get(bare) or next((c for c, stem in _stems(nouns_only=False) if stem.fullmatch(bare)), None)
    return StateName(code, str(Locale("en").territories[code])) if code else None


@lru_cache(maxsize=64)  # it holds on to articles
def named_code(code: str | None, article: str) -> str | None:
    """The code, put right, if the article names its state by whatever name; a model's guess alone says nothing."""
    valid = valid_code(code)
    return valid if valid and find_state(valid, article) else None


def force_of(words: str) -> StateName | None:
    """The state whose forces some words are: as `state_named`, and by a demonym that they begin with.

    "Russian defence ministry" is Russia; "Kyiv's Western partners" and "Russian-backed rebels" are no state.
    """
    return state_named(words) or (state_named(first) if (first := _bare(words).partition(" ")[0]) != "" else None)


def is_group(words: str) -> bool:
    """Whether words can be an armed group: they say so, or are a name of its own that is no person's."""
    if _GROUP.search(words):
        return True
    return all(word[:1].isupper() or word[:1].isdigit() for word in words.split()) and not _TITLE.match(words)


@lru_cache(maxsize=4096)
def is_whole_state(words: str) -> bool:
    """Whether `words` are the name of a state itself, not a demonym and not a seat of government."""
    bare = _bare(words)
    return bare in _territories() or any(stem.fullmatch(bare) for _, stem in _stems(nouns_only=True))


def is_demonym(words: str) -> bool:
    """Whether `words` are an English adjective of a state ("Russian")."""
    return _bare(words) in _demonyms()


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(_bare(names.partition("|")[0]) for names in state_names.ALIASES.values())


@cache
def _mentions(code: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    names = sorted((name for name, owner in _names().items() if owner == code), key=len, reverse=True)
    stems = dict(_stems(nouns_only=False)).get(code)
    listed = "|".join(re.escape(name) for name in names)
    return (
        re.compile(rf"(?<!\w)(?:{listed})(?!\w)"),
        re.compile(rf"(?<!\w)(?:{stems.pattern})(?!\w)") if stems else None,
    )


def find_state(code: str, text: str) -> tuple[int, int] | None:
    """Where a text first names a state by any of its names, demonyms or seats of government."""
    return next(find_states(code, text), None)


def find_states(code: str, text: str) -> Iterator[tuple[int, int]]:
    """All places where a text names a state, those by its inflected names last."""
    names, stems = _mentions(code)
    plain = folded(text)
    for match in names.finditer(plain):
        written = text[match.start() : match.end()]
        # "us" is no state, nor is a verb "polish"; and "South Sudan" is not Sudan.
        acronym = len(written) <= 4 and code in {"US", "GB", "EU"}
        capital = written.isupper() if acronym else written[0].isupper() or not written.isascii()
        if capital and not belongs_to_another(code, text, match.span()):
            yield match.span()
    if stems:
        yield from (match.span() for match in stems.finditer(plain))


def states_in(text: str) -> frozenset[str]:
    """Codes of all states that a text names."""
    plain = folded(text)
    possible = {code for word in set(_WORD.findall(plain)) for code in _by_first_word().get(word, ())}
    if _any_stem().search(plain):
        possible |= {code for code, _ in _stems(nouns_only=False)}
    return frozenset(code for code in possible if find_state(code, text))


@cache
def _any_stem() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(stem.pattern for _, stem in _stems(nouns_only=False))})(?!\w)")


@cache
def _by_first_word() -> dict[str, frozenset[str]]:
    """The codes of the states one of whose names begins with a word."""
    first: dict[str, set[str]] = {}
    for name, code in _names().items():
        first.setdefault(_WORD.findall(name)[0], set()).add(code)
    return {word: frozenset(codes) for word, codes in first.items()}


def belongs_to_another(code: str, text: str, span: tuple[int, int]) -> bool:
    """Whether a name is the end of another state's, as "Sudan" in "South Sudan"."""
    before = text[max(0, span[0] - _REACH) : span[0]].split()[-1:]
    longer = state_named(f"{before[0]} {text[span[0] : span[1]]}") if before else None
    return longer is not None and longer.code != code


def is_region_at(text: str, span: tuple[int, int]) -> bool:
    """Whether a name stands for a region where it stands: "Lviv region", "the region of Lviv"."""
    before, after = folded(text[max(0, span[0] - _REACH) : span[0]]), folded(text[span[1] : span[1] + _REACH])
    return _REGION_AFTER.match(after) is not None or _REGION_BEFORE.search(before) is not None


def split_region(name: str) -> tuple[str, bool]:
    """A name without the word for its kind, and whether it had one: "Lviv region" is Lviv, a region."""
    match = _REGION_NAME.match(folded(name.strip()))
    if match is None:
        return name, False
    first, last = match.span("name")
    bare = name.strip()[first:last]
    return bare, len(bare) < len(name.strip())
