"""When two names, or two wordings of the same thing, are the same.

Words are folded first: case, accents, punctuation, possessives and small words aside. Then words of letters may differ
a little, as transliterations do; a word that holds a digit must be the same to the letter: "Kh-101" is never "Kh-102".
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from groundwire.evals.scoring.scores import Verdict

SAME_WORD: Final = 85.0
"""Least likeness of two spellings of a word (Indel ratio in percent). It lets pass a letter more in a word of three or
longer (Odesa, Odessa: 91) and a changed letter in one of seven or longer (Luhansk, Lugansk: 86), which is how
transliterations differ, and stops a changed letter in a shorter one, which makes another name (Iran, Iraq: 75)."""
SAME_WORDING: Final = 0.8
"""Least part of the words that two wordings of the same thing share (Dice): one of three words may be left out."""
HALF_WORDING: Final = 0.5
"""Least part of the words shared by two wordings of which one is partly right: half of them."""

Words = tuple[str, ...]

_SMALL = frozenset({"a", "an", "the", "of"})
_POSSESSIVE = re.compile(r"['’]s?\b")
_TITLED = re.compile(
    r"^.*\b(?:president|minister|secretary of state|secretary[ -]general|secretary|chancellor|premier|king|queen|pope|"
    r"mr|mrs|ms|dr|sir|envoy|ambassador|governor|mayor|general|colonel|commander|chief of staff|"
    r"spokes(?:man|woman|person))[.,]? (?!of\b|for\b|staff\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def words_of(text: str) -> Words:
    """The words of a text, folded; of a text of small words alone, those."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = re.findall(r"\w+", _POSSESSIVE.sub("", plain.casefold()))
    return tuple(word for word in words if word not in _SMALL) or tuple(words)


@lru_cache(maxsize=65_536)
def compare_names(gold: str, predicted: str) -> Verdict:
    """Correct if the names are the same, titles aside; partly correct if one is the other with words left out."""
    ours, theirs = _forms(gold), _forms(predicted)
    if any(_same(one, other) for one in ours for other in theirs):
        return Verdict.COR
    shorter, longer = sorted((ours[-1], theirs[-1]), key=len)
    return Verdict.PAR if shorter and _shared(shorter, longer) == len(shorter) else Verdict.INC


@lru_cache(maxsize=65_536)
def compare_wordings(gold: str, predicted: str) -> Verdict:
    """How much of what is called by words two wordings share; other digits never make the same thing."""
    ours, theirs = words_of(gold), words_of(predicted)
    if _same(ours, theirs):
        return Verdict.COR
    digits, others = ({word for word in words if _has_digit(word)} for words in (ours, theirs))
    if digits and others and digits != others:
        return Verdict.INC
    likeness = 2 * _shared(ours, theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
    if likeness >= SAME_WORDING and digits == others:
        return Verdict.COR
    return Verdict.PAR if likeness >= HALF_WORDING else Verdict.INC


def _forms(name: str) -> tuple[Words, Words]:
    """The words of a name as it stands, and without the titles before it."""
    return words_of(name), words_of(_TITLED.sub("", name))


def _same(ours: Words, theirs: Words) -> bool:
    """Whether words are the same in any order, or written apart in one and together in the other ("S-300", "S300")."""
    if "".join(ours) == "".join(theirs):
        return True
    return len(ours) == len(theirs) and all(map(_same_word, sorted(ours), sorted(theirs)))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    return not (_has_digit(one) or _has_digit(other)) and fuzz.ratio(one, other) >= SAME_WORD


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _shared(ours: Words, theirs: Words) -> int:
    """How many words both have, each counted once; equal ones are paired first."""
    left = list(theirs)
    rest = []
    for word in ours:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    shared = len(ours) - len(rest)
    for word in rest:
        match = next((other for other in left if _same_word(word, other)), None)
        if match is not None:
            left.remove(match)
            shared += 1
    return shared
