"""Reading digits with separators, which are written differently in every country."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from groundwire.extraction.reading.tokens import Token

MAX_DIGITS = 15
"""Longer strings of digits are telephone, account or serial numbers."""
_MAX_GROUPS = 5

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,'’])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:[,'’.][0-9]{3})+)([.,])([0-9]+)")
_GROUP = re.compile(r"[0-9]{3}([.,][0-9]+)?")
_SPACES = frozenset(" \u00a0\u2009\u202f")


@dataclass(frozen=True, slots=True)
class Style:
    """What the place of a number tells about the way it is written."""

    suffixes: Mapping[str, int]
    """Multipliers that may stand at the digits."""
    dot_groups: bool = False
    """True where "1.234" must be 1234, because the words around it are German."""
    comma_groups: bool = True
    """False where "1,234" may be a fraction."""


def end_of_digits(tokens: list[Token], index: int) -> int:
    """Find the end of digits that blanks part into thousands ("1 234", with a blank of any width).

    Args:
        tokens: The text.
        index: The first digits.

    Returns:
        Index one past the last group.
    """
    key = tokens[index].key
    last = index + 1
    if not (key.isdigit() and len(key) <= 3 and key[0] != "0"):
        return last
    while last < len(tokens) and last - index <= _MAX_GROUPS and tokens[last].gap in _SPACES:
        if not _GROUP.fullmatch(tokens[last].key):
            break
        last += 1
        if not tokens[last - 1].key.isdigit():
            break
    return last


def parse_digits(text: str, style: Style) -> tuple[Decimal, bool] | None:
    """Read digits that no multiplier follows.

    Args:
        text: Digits with separators; blanks are taken out.
        style: What is known about the way they are written.

    Returns:
        The value, and whether it is written as a fraction; None if it has no single reading.
    """
    if text.isdigit():
        plain = len(text) == 1 or text[0] != "0"
        return (Decimal(text), False) if plain and len(text) <= MAX_DIGITS else None
    grouped = _GROUPED.fullmatch(text)
    if grouped and len(text) <= MAX_DIGITS * 2:
        mark = grouped[1]
        if mark == "," and text.count(",") == 1 and not style.comma_groups:
            return None
        if mark != "." or text.count(".") > 1 or style.dot_groups:
            return Decimal(text.replace(mark, "")), False
        return None
    decimal = _DECIMAL.fullmatch(text)
    if decimal and decimal[2] not in decimal[1] and len(text) <= MAX_DIGITS * 2:
        return Decimal(re.sub(r"[.,'’]", "", decimal[1]) + "." + decimal[3]), True
    return None


def parse_coefficient(text: str, style: Style, *, foreign: bool) -> Decimal | None:
    """Read digits before a multiplier, where a single separator before three digits may be a decimal point.

    Args:
        text: Digits with separators; blanks are taken out.
        style: What is known about the way they are written.
        foreign: True if the multiplier is not English, so that a comma is a decimal point.

    Returns:
        The value; None if it has no single reading.
    """
    ambiguous = _GROUPED.fullmatch(text) and text.count(text[-4]) == 1
    if ambiguous and (text[-4] == "." or (text[-4] == "," and foreign)):
        # "1.125 billion" is a fraction in English; "1.000 Millionen" and "1,000 млн" may be either.
        if text.endswith("000") or (foreign and text[-4] == "."):
            return None
        return Decimal(text.replace(",", "."))
    parsed = parse_digits(text, style)
    return None if parsed is None else parsed[0]
