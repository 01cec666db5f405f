"""A number in a text, in digits or in words."""

from dataclasses import dataclass
from decimal import Decimal

from groundwire.extraction.reading.number_words import ATOMS, MULTIPLIERS
from groundwire.extraction.reading.tokens import Token, follows, key_at, same_line

NUMBER_WORDS = ATOMS.keys() | MULTIPLIERS.keys()
"""Words that numbers are made of."""
LARGEST = 2**63 - 1
"""Larger figures are not read: no article means them, and no column of whole numbers holds them, so that one of them
would keep a whole corpus out of a data frame or a Parquet file."""
_GENITIVE_HALF = frozenset({"половиною", "половиной"})


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the text."""

    first: int
    """Index of its first token."""
    last: int
    """One past the index of its last token."""
    value: Decimal
    """What it says, exactly."""
    factor: int = 1
    """The multiplier at its end (1000000 in "1.2 million"); 1 if it has none or goes on behind it."""
    fraction: bool = False
    """True if it is written with a decimal point and no multiplier ("20.0"): a measure, never a count."""
    spelled: bool = False
    """True if it is all in words."""
    german: bool = False
    """True if it is in German words."""


def is_figure(value: Decimal) -> bool:
    """Whether a number is a whole one that can be kept."""
    return value == value.to_integral_value() and value <= LARGEST


def half_behind(tokens: list[Token], at: int) -> int:
    """Where "and a half" and "з половиною" end that start at an index; the index itself if they do not."""
    if follows(tokens, at, ("and", "a", "half")):
        return at + 3
    half = (
        key_at(tokens, at) in {"з", "із", "с"}
        and key_at(tokens, at + 1) in _GENITIVE_HALF
        and same_line(tokens, at + 1)
    )
    return at + 2 if half else at
