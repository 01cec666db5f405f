"""What sort of party a name is, and which state it acts for."""

import re
from collections.abc import Iterator
from functools import lru_cache

from groundwire.extraction.coding.geography import find_states, state_named, states_in
from groundwire.extraction.deriving.party_words import (
    BODIES,
    COMPANIES,
    GROUPS,
    LOCAL,
    ORGANISATIONS,
    ORGANS,
    PERSON,
    PRIVATE,
    TITLE,
    UNION,
)
from groundwire.extraction.deriving.places import known_place
from groundwire.extraction.reading.folding import find_words, folded
from groundwire.schemas import ActorKind

_OTHERS = re.compile(
    r"(?:partners|allies|counterparts?|neighbou?rs|enem(?:y|ies)|foes?|opponents?|rivals?|backers|supporters|critics|"
    r"партнер\w*|партн[её]р\w*|союзник\w*|verbündete\w*|partnern?)$",
    re.IGNORECASE,
)
"""Those of a state who are not that state: "Kyiv's partners"."""
_REACH = 100
"""How far from a person's name, in code points, an office may be told."""
_CLAUSE_END = re.compile(
    r"[.;:!?()\n\"“”«»]|(?<!\w)(?:and|but|with|told|said|that|who|which|та|й|і|и|що|что|und|dass)(?!\w)", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"(?:(?<!\w)(?:to|for|in|on|against|with|from|near|at|about|toward|towards|до|в|у|на|по|для|in|für|nach|an|"
    r"gegen) (?:the )?|pro-|anti-)$"
)
_BLOC = re.compile(
    r"(?:the |der |den |dem )?(?:(?:collective|global) )?(?:west|east|north|south|westen|захід|запад|заходу|запада)",
    re.IGNORECASE,
)
"""Many states together, whoever speaks of them."""
_AFFECTED = re.compile(
    r"[- ](?:backed|led|allied|aligned|supported|sponsored|occupied|controlled|held|installed)(?!\w)"
)
_CAPITALISED = re.compile(r"[^\W\d_a-zа-яіїєґ][\w'’]*(?:-[\w'’]+)?")
_BEHIND_NAME = re.compile(r"(?:,| \(| [–—-])? ?(?:who is |as |the |a |an |now )*")


def actor_kind_of(words: str, article: str = "") -> ActorKind:
    """What sort of party some words name.

    Args:
        words: The name, as the article writes it.
        article: Where to look for the office of somebody who is named alone ("Nowak").
    """
    state = state_named(words)
    if state is not None:
        return "international_organisation" if state.code == "EU" else "state"
    if PRIVATE.search(words):
        return "other"
    if GROUPS.search(words):
        return "armed_group"
    if _is_office(words):
        return "official"
    if UNION.search(words) or ORGANISATIONS.search(words):
        return "international_organisation"
    if BODIES.search(words):
        return "government_body"
    if COMPANIES.search(words):
        return "company"
    return "official" if PERSON.fullmatch(words.strip()) or _has_office(words, article) else "other"


def _is_office(words: str) -> bool:
    """Whether words turn on a title ("NATO's secretary general") and not on an office ("the president's office")."""
    titles = list(TITLE.finditer(words))
    if not titles:
        return False
    behind = words[titles[-1].end() :]
    return not BODIES.search(behind) and not behind.startswith(("'s ", "’s "))


@lru_cache(maxsize=256)
def country_of(words: str, article: str) -> str | None:
    """Code of the state that a party acts for, as far as the article names it beside the party; None if unknown.

    An armed group acts for no state, nor does an international organisation; the European Union has the code EU.

    Args:
        words: The name, as the article writes it.
        article: The whole text.
    """
    state = state_named(words)
    if state is not None:
        return state.code
    if GROUPS.search(words) or _OTHERS.search(words) or _BLOC.fullmatch(words.strip()):
        return None
    own = _state_in(words)
    if own is not None:
        return own
    if ORGANISATIONS.search(words):
        return None
    return next(_states_beside(words, article), None)


def _state_in(words: str) -> str | None:
    """The state first named in some words, unless as an addressee ("envoy to Norway") or a patron ("Iran-backed")."""
    own = [(first, code) for first, last, code in _named(words) if not _is_object(words, first, last)]
    return min(own)[1] if own else None


def _named(words: str) -> list[tuple[int, int, str]]:
    """Spans of some words that name a state, an organ of its own name or the European Union, with its code.

    Beside one who holds office in a region or a town, a known name of either stands for its state.
    """
    found = [(*match.span(), "EU") for match in UNION.finditer(words)]
    found += [(*match.span(), code) for code, organ in ORGANS.items() for match in organ.finditer(words)]
    if LOCAL.search(words):
        places = ((match.span(), known_place(match[0])) for match in _CAPITALISED.finditer(words))
        found += [(*span, code) for span, code in places if code is not None]
    return found + [(*span, code) for code in states_in(words) for span in find_states(code, words)]


def _is_object(words: str, first: int, last: int) -> bool:
    """Whether a state is named as an addressee, a place or a patron."""
    return bool(_ELSEWHERE.search(folded(words[:first])) or _AFFECTED.match(folded(words[last:])))


def _states_beside(words: str, article: str) -> Iterator[str]:
    """States that the article names with a person's office or before a body, the fullest mention of its name first."""
    for name in _names(words):
        for span in find_words(name, article):
            code = _state_before(article, span) or _state_behind(article, span)
            if code is not None:
                yield code


def _names(words: str) -> list[str]:
    """By what a party may be called: its words, these without titles, and a person's last name."""
    bare = words.strip()
    titles = list(TITLE.finditer(bare))
    bare = (bare[titles[-1].end() :].strip(" ,") if titles else "") or bare
    last = bare.split()[-1] if PERSON.fullmatch(bare) else ""
    return list(dict.fromkeys(name for name in (words.strip(), bare, last) if name))


def _state_before(article: str, span: tuple[int, int]) -> str | None:
    """The state of "Polish foreign minister Jan Nowak", "the president of Poland, Jan Nowak", "Polish police"."""
    before = article[max(0, span[0] - _REACH) : span[0]].rstrip(" ,")
    ends = list(_CLAUSE_END.finditer(before))
    clause = before[ends[-1].end() :] if ends else before
    # Another comma parts this name from what is told of somebody else.
    clause = clause.rpartition(",")[2]
    if BODIES.search(article[span[0] : span[1]]) and (direct := _last_word_state(clause)) is not None:
        return direct
    for first, last, code in sorted(_named(clause), reverse=True):
        if TITLE.search(clause[first:last]):  # "Secretary of State"
            return code
        # Whoever's title stands between is that state's; before it, the state must not be one that he is sent to.
        if TITLE.search(clause[last:]) or (TITLE.search(clause[:first]) and not _is_object(clause, first, last)):
            return code
    return None


def _last_word_state(clause: str) -> str | None:
    """The state that the last words are, as "the Norwegian" before "defence ministry"."""
    words = re.sub(r"['’]s$", "", clause).split()
    state = next((s for n in (2, 1) if len(words) >= n and (s := state_named(" ".join(words[-n:])))), None)
    return state.code if state else None


def _state_behind(article: str, span: tuple[int, int]) -> str | None:
    """The state of "Jan Nowak, the Polish foreign minister," or "Jan Nowak, president of Poland"."""
    after = article[span[1] : span[1] + _REACH]
    lead = _BEHIND_NAME.match(after)
    if lead is None or not after[: lead.end()].strip(" "):
        return None
    clause = re.split(r"[,.;:!?()\n–—]", after[lead.end() :], maxsplit=1)[0]
    return _state_in(clause) if TITLE.search(" ".join(clause.split()[:6])) else None


def _has_office(words: str, article: str) -> bool:
    """Whether the article puts a title right before a name of one word, somewhere."""
    if not words[:1].isupper() or len(words.split()) != 1:
        return False
    for start, end in find_words(words, article):
        before = article[max(0, start - _REACH) : start].split()[-3:]
        if TITLE.search(" ".join(before)) or TITLE.match(article[end:].lstrip(" ,").removeprefix("the ")):
            return True
    return False


_HIGH_OFFICE = re.compile(
    r"(?<!\w)(?:(?:vice |deputy )?president|(?:prime |foreign |defen[cs]e |deputy )*minister|premier|"
    r"chancellor|king|queen|"
    r"emir|ambassador|(?:special )?envoy|secretary of state|secretary[- ]general|(?:chief )?negotiator|commissioner|"
    r"spokes(?:man|woman|person)|high representative|президент\w*|(?:прем['’]єр-)?міністр\w*|"
    r"(?:премьер-)?министр\w*|präsident\w*|(?:außen|verteidigungs|premier)?minister\w*|bundeskanzler\w*),? $",
    re.IGNORECASE,
)
"""Offices that act for a state, whichever it is."""


def has_high_office(name: str, article: str) -> bool:
    """Whether the article names somebody with an office that acts for a state ("President Nowak")."""
    return any(
        _HIGH_OFFICE.search(article, 0, first) for bare in _names(name) for first, _ in find_words(bare, article)
    )
