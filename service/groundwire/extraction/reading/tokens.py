"""Cutting a text into words, digit strings and marks, with the offsets kept.

Numbers, money and dates are found by small scanners over these tokens and not by long patterns over the text: each
token is looked at a bounded number of times, so the cost grows with the length of the text and with nothing else.
"""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple

HYPHENS = frozenset("-\u2010\u2011")
"""What joins the parts of one word; U+2011 is the hyphen at which no line breaks."""
DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
"""What may stand between the two ends of a range."""

_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f])"  # the second part: accents of decomposed text (NFD)
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060"
"""Soft hyphen, places where a line may or may not break: they part no word."""
_STRESS = "\u0300\u0301"
"""Accents that Cyrillic letters are stressed with; on letters that have them by right, composing has taken them in."""
_TOKEN = re.compile(rf"({_LETTER}+(?:['’ʼ{_UNSEEN}]{_LETTER}+)*)|([0-9]+(?:[.,'’][0-9]+)*)|\S")
_NO_BREAK = frozenset(("", " "))
"""What most tokens have before them."""
_SPELLING = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", **dict.fromkeys(_UNSEEN + _STRESS)})


class Kind(StrEnum):
    """What a token is made of."""

    WORD = "word"
    """Letters, with apostrophes inside ("п'ять")."""
    DIGITS = "digits"
    """ASCII digits, with single separators inside ("1,234.5"). Digits of other scripts are marks, and never read."""
    MARK = "mark"
    """Any other single character."""


class Token(NamedTuple):
    """A piece of the text without white space."""

    start: int
    """First character, inclusive, in code points."""
    end: int
    """One past the last character, exclusive."""
    key: str
    """The piece as tables spell it: see `fold`."""
    kind: Kind
    """What it is made of."""
    gap: str
    """The white space before it; empty where it touches the token before."""
    capital: bool
    """True if its first character is a capital letter."""


def fold(word: str) -> str:
    """Spell a word as the tables do.

    Args:
        word: Letters in any case, composed or decomposed.

    Returns:
        Case folded and composed (NFC), with the plain apostrophe, "е" for "ё", which print mixes freely, and without
        stress marks and characters that nobody sees.
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFC", word).casefold()
    return unicodedata.normalize("NFC", folded).translate(_SPELLING)


def word_set(words: str) -> frozenset[str]:
    """Make a table's set of words, written with blanks between, spelled as `fold` spells."""
    return frozenset(fold(word) for word in words.split())


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, left to right.

    Args:
        text: Anything.

    Returns:
        All of the text but its white space.
    """
    tokens = []
    end = 0
    kinds = (Kind.MARK, Kind.WORD, Kind.DIGITS)
    for match in _TOKEN.finditer(text):
        raw = match[0]
        start, last = match.span()
        tokens.append(Token(start, last, fold(raw), kinds[match.lastindex or 0], text[end:start], raw[0].isupper()))
        end = last
    return tokens


def key_at(tokens: list[Token], index: int) -> str:
    """Spelling of a token, or an empty string beyond either end of the text."""
    return tokens[index].key if 0 <= index < len(tokens) else ""


def touches(tokens: list[Token], index: int) -> bool:
    """Whether a token follows the one before it with nothing between."""
    return 0 < index < len(tokens) and not tokens[index].gap


def same_line(tokens: list[Token], index: int) -> bool:
    """Whether a token follows the one before it on the same line.

    A number never goes on beyond the end of a line: headlines carry no full stop.
    """
    if not 0 < index < len(tokens):
        return False
    gap = tokens[index].gap
    return gap in _NO_BREAK or (len(gap.splitlines()) < 2 and "\n" not in gap)


def same_paragraph(tokens: list[Token], index: int) -> bool:
    """Whether a token follows the one before it with at most one line break between."""
    return 0 < index < len(tokens) and tokens[index].gap.count("\n") < 2


def follows(tokens: list[Token], index: int, keys: tuple[str, ...]) -> bool:
    """Whether the tokens from an index on spell a phrase, on one line."""
    if index < 0 or index + len(keys) > len(tokens) or tokens[index].key != keys[0]:
        return False
    return all(tokens[index + k].key == key and (k == 0 or same_line(tokens, index + k)) for k, key in enumerate(keys))
