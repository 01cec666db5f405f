"""In which style a number is written that may count: what the words around it tell of its separators."""

from groundwire.extraction.reading import count_words as words
from groundwire.extraction.reading.digit_strings import Style
from groundwire.extraction.reading.number_words import SUFFIXES
from groundwire.extraction.reading.numeral import Numeral
from groundwire.extraction.reading.numerals import read_numeral
from groundwire.extraction.reading.tokens import Kind, Token, key_at, same_line, touches, word_set

_PLAIN = Style(SUFFIXES)
_DOTTED = Style(SUFFIXES, dot_groups=True)
_MILLIONS = Style(SUFFIXES | {"m": 1_000_000})
_GERMAN_LEADS = word_set("als über bis zu fast beinahe nahezu knapp etwa rund ungefähr mindestens wenigstens")
_NEAR = 12
"""How many words to either side tell the language."""
_UMLAUTS = frozenset("äöü")


def read_count(tokens: list[Token], at: int) -> Numeral | None:
    """Read the number that starts at a token in the style that the words around it call for; None if none does."""
    after = key_at(tokens, at + 1)
    if after == "m" and touches(tokens, at + 1) and key_at(tokens, at + 2) in words.PERSONS:
        return read_numeral(tokens, at, _MILLIONS)
    return read_numeral(tokens, at, _DOTTED if _has_dotted_groups(tokens, at) else _PLAIN)


def is_german_noun(tokens: list[Token], at: int) -> bool:
    """Whether a word could be a German noun by its capital letter."""
    return same_line(tokens, at) and tokens[at].kind is Kind.WORD and tokens[at].capital


def _has_dotted_groups(tokens: list[Token], at: int) -> bool:
    """Whether "12.500" would be no fraction: what it counts is told in German."""
    if "." not in tokens[at].key:
        return False
    if key_at(tokens, at + 1) in words.GERMAN_NOUNS:
        return True
    if not is_german_noun(tokens, at + 1):
        return False
    beside = tokens[max(at - _NEAR, 0) : at + _NEAR]
    german = any(token.key in words.GERMAN_WORDS or not _UMLAUTS.isdisjoint(token.key) for token in beside)
    return german or key_at(tokens, at - 1) in _GERMAN_LEADS
