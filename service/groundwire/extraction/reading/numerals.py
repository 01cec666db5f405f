"""The grammar of numbers: digits with separators, number words, multipliers, and mixtures of them.

Reads one number that starts at a token. Whether it counts something is decided elsewhere (quantities, money, dates).
Where two readings are possible ("1.234" alone is 1234 in German and a fraction in English) nothing is read: a missing
number shows up as such, a wrong one does not.
"""

from dataclasses import replace
from decimal import Decimal

from groundwire.extraction.reading.digit_strings import Style, end_of_digits, parse_coefficient, parse_digits
from groundwire.extraction.reading.number_words import FOREIGN_MULTIPLIERS, MULTIPLIERS, SUFFIXES
from groundwire.extraction.reading.numeral import NUMBER_WORDS, Numeral, half_behind
from groundwire.extraction.reading.numerals_in_words import may_begin_in_words, read_spelled
from groundwire.extraction.reading.slavic_numbers import ABBREVIATED
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, key_at, same_line, touches

COUNTS = Style(SUFFIXES)
"""How counts are written."""


def read_numeral(tokens: list[Token], index: int, style: Style = COUNTS) -> Numeral | None:
    """Read the longest number that starts at a token.

    Args:
        tokens: The text.
        index: Where to start.
        style: What is known about the way it is written.

    Returns:
        The number, or None if none starts here or it has no single reading.
    """
    if not may_begin(tokens[index]):
        return None
    if tokens[index].kind is Kind.DIGITS:
        return _read_digits(tokens, index, style)
    return read_spelled(tokens, index)


def may_begin(token: Token) -> bool:
    """Whether a number can begin with a token, as far as the token alone tells: most words are none of a number."""
    if token.kind is Kind.WORD:
        return may_begin_in_words(token.key)
    return token.kind is Kind.DIGITS


def end_of_run(tokens: list[Token], index: int) -> int:
    """Find the end of the number words that start at a token, whether or not they make a number.

    After a number that has no single reading, reading must go on behind all of it: "nineteen ninety-five" is not 95.

    Args:
        tokens: The text.
        index: Where the words start.

    Returns:
        Index one past the last of them, at least one past `index`.
    """
    at = index + 1
    if tokens[index].kind is Kind.DIGITS:
        return end_of_digits(tokens, index)
    while same_line(tokens, at) and tokens[index].key in NUMBER_WORDS:
        joined = tokens[at].key in HYPHENS and touches(tokens, at)
        word = at + 1 if joined or tokens[at].key == "and" else at
        if key_at(tokens, word) not in NUMBER_WORDS or not same_line(tokens, word):
            break
        at = word + 1
    return at


def shared(first: Numeral, second: Numeral) -> Numeral:
    """Give the first end of a range the multiplier that is written at its second end only ("5 to 7 million").

    Args:
        first: The end written first.
        second: The end written second.

    Returns:
        The first end, multiplied where the second's multiplier goes with both.
    """
    if first.factor == 1 and second.factor > 1 and first.value < second.value / second.factor:
        return replace(first, value=first.value * second.factor, factor=second.factor, fraction=False)
    return first


def _read_digits(tokens: list[Token], index: int, style: Style) -> Numeral | None:
    """Read digits with their multipliers."""
    whole = _read_scaled(tokens, index, style)
    if whole is None or whole.factor == 1:
        return whole
    # "2 млн 300 тис": what follows with a smaller multiplier belongs to it.
    at = whole.last
    at += key_at(tokens, at) == "." and touches(tokens, at) and key_at(tokens, at - 1) in ABBREVIATED
    if same_line(tokens, at) and not touches(tokens, at) and tokens[at].kind is Kind.DIGITS:
        rest = _read_scaled(tokens, at, style)
        if rest and 1 < rest.factor < whole.factor and rest.value < whole.factor:
            return replace(whole, last=rest.last, value=whole.value + rest.value, factor=1)
    return whole


def _read_scaled(tokens: list[Token], index: int, style: Style) -> Numeral | None:
    last = end_of_digits(tokens, index)
    text = "".join(token.key for token in tokens[index:last])
    behind = half_behind(tokens, last)
    half = 5 if behind > last and key_at(tokens, behind) in MULTIPLIERS else 0
    multiplier = _multiplier(tokens, behind if half else last, style)
    if multiplier is None:
        parsed = None if half else parse_digits(text, style)
        return None if parsed is None else Numeral(index, last, parsed[0], fraction=parsed[1])
    at, factor = multiplier
    value = parse_coefficient(text, style, foreign=tokens[at].key in FOREIGN_MULTIPLIERS)
    if value is None:
        return None
    return Numeral(index, at + 1, (value + Decimal(half) / 10) * factor, factor)


def _multiplier(tokens: list[Token], index: int, style: Style) -> tuple[int, int] | None:
    """Find the multiplier of the digits before an index: its token and its value."""
    if key_at(tokens, index) in HYPHENS and touches(tokens, index) and touches(tokens, index + 1):
        factor = MULTIPLIERS.get(key_at(tokens, index + 1))
        return None if factor is None else (index + 1, factor)
    if not same_line(tokens, index):
        return None
    key = tokens[index].key
    factor = MULTIPLIERS.get(key, style.suffixes.get(key))
    if factor is None or (key in style.suffixes and _is_other_word(tokens, index)):
        return None
    return index, factor


def _is_other_word(tokens: list[Token], index: int) -> bool:
    """Whether a one-letter suffix is the start of something else ("5 m-long", "$5 B-52s")."""
    return key_at(tokens, index + 1) in HYPHENS and touches(tokens, index + 1)
