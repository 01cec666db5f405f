"""The grammar of numbers: digits with separators, number words, multipliers, and mixtures of them.

Reads one number that starts at a token. Whether it counts something is decided elsewhere (quantities, money, dates).
Where two readings are possible ("1.234" alone is 1234 in German and a fraction in English) nothing is read: a missing
number shows up as such, a wrong one does not.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from groundwire.extraction.reading.digit_strings import Style, end_of_digits, parse_coefficient, parse_digits
from groundwire.extraction.reading.number_words import (
    ATOMS,
    ENGLISH_MULTIPLIERS,
    FOREIGN_MULTIPLIERS,
    GERMAN,
    MULTIPLIERS,
    ORDINALS,
    PARTS,
    SINGULAR,
    SUFFIXES,
    german_thousands,
)
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, follows, key_at, same_line, touches

_NUMBER_WORDS = ATOMS.keys() | MULTIPLIERS.keys()
_ARTICLES = frozenset({"a", "an", "ein", "eine", "einer", "einem", "einen"})
_FIRST_WORDS = ATOMS.keys() | SINGULAR | PARTS.keys() | _ARTICLES | {"half", "quarter", "hundred", "dozen"}


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
    return _read_part(tokens, index) or _read_words(tokens, index)


def may_begin(token: Token) -> bool:
    """Whether a number can begin with a token, as far as the token alone tells: most words are none of a number."""
    if token.kind is Kind.WORD:
        return token.key in _FIRST_WORDS or "tausend" in token.key
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
    while same_line(tokens, at) and tokens[index].key in _NUMBER_WORDS:
        joined = tokens[at].key in HYPHENS and touches(tokens, at)
        word = at + 1 if joined or tokens[at].key == "and" else at
        if key_at(tokens, word) not in _NUMBER_WORDS or not same_line(tokens, word):
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
    if same_line(tokens, at) and not touches(tokens, at) and tokens[at].kind is Kind.DIGITS:
        rest = _read_scaled(tokens, at, style)
        if rest and 1 < rest.factor < whole.factor and rest.value < whole.factor:
            return replace(whole, last=rest.last, value=whole.value + rest.value, factor=1)
    return whole


def _read_scaled(tokens: list[Token], index: int, style: Style) -> Numeral | None:
    last = end_of_digits(tokens, index)
    text = "".join(token.key for token in tokens[index:last])
    half = 5 if follows(tokens, last, ("and", "a", "half")) and key_at(tokens, last + 3) in MULTIPLIERS else 0
    multiplier = _multiplier(tokens, last + 3 if half else last, style)
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
        factor = ENGLISH_MULTIPLIERS.get(key_at(tokens, index + 1))
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


def _read_part(tokens: list[Token], index: int) -> Numeral | None:
    """Read "half a dozen", "a half-dozen", "a quarter of a million", "півтори тисячі"."""
    at = index
    key = tokens[at].key
    if key in {"a", "one"} and key_at(tokens, at + 1) in {"half", "quarter"} and same_line(tokens, at + 1):
        at += 1
        key = tokens[at].key
    value = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(key, PARTS.get(key))
    before = key_at(tokens, index - 1)
    if value is None or before in HYPHENS | {"and"} or before in _NUMBER_WORDS:
        return None  # the end of "one and a half million" or "three-quarter million", which did not make a number
    at += 1
    for link in ("of", "a", "-"):
        if key_at(tokens, at) == link and same_line(tokens, at):
            at += 1
    factor = MULTIPLIERS.get(key_at(tokens, at))
    if factor is None or not same_line(tokens, at):
        return None
    return Numeral(index, at + 1, value * factor, factor, spelled=True)


class _Words:
    """A number in words while it is read: finished thousands, and the hundreds that are being built."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.group = Decimal(0)
        self.limit: int | None = None  # multipliers of a thousand or more must shrink from left to right
        self.factor = 1
        self.atoms = 0

    def add(self, value: int) -> bool:
        """Add a word below a thousand if the places that it fills are still empty."""
        room = 1000 if value >= 100 else 100 if value >= 10 else 10
        teens = value < 10 and 10 <= self.group % 100 < 20
        if self.group % room or teens:
            return False
        self.group += value
        self.factor = 1
        self.atoms += 1
        return True

    def multiply(self, factor: int, half: bool) -> bool:
        """Apply a multiplier if what stands before it allows it."""
        coefficient = self.group + (Decimal("0.5") if half else 0)
        if not coefficient or (factor < 1000 and (coefficient >= 100 or self.factor > 1)):
            return False
        if factor < 1000:
            self.group = coefficient * factor
        elif self.limit is not None and factor >= self.limit:
            return False
        else:
            self.total += coefficient * factor
            self.group = Decimal(0)
            self.limit = factor
        self.factor = factor if self.total + self.group == coefficient * factor else 1
        return True


def _read_words(tokens: list[Token], index: int) -> Numeral | None:
    words = _Words()
    at = _open(tokens, index, words)
    if at is None:
        return None
    while at < len(tokens):
        step = _step(tokens, at, words)
        if step is None:
            break
        at = step
    if _clashes(tokens, at):
        return None
    german = tokens[index].key in GERMAN or "tausend" in tokens[index].key
    return Numeral(index, at, words.total + words.group, words.factor, spelled=True, german=german)


def _open(tokens: list[Token], index: int, words: _Words) -> int | None:
    """Read the first word of a number; answers where to go on."""
    key = tokens[index].key
    if key in _ARTICLES:
        multiplier = key_at(tokens, index + 1)
        known = ENGLISH_MULTIPLIERS if key in {"a", "an"} else {"million": 1, "milliarde": 1, "dutzend": 1}
        if multiplier not in known or not same_line(tokens, index + 1) or _fraction_of(tokens, index):
            return None
        words.add(1)
        return index + 1
    thousands = german_thousands(key)
    if thousands is not None:
        words.total, words.atoms = Decimal(thousands), 1
        return index + 1
    if key in ATOMS:
        words.add(ATOMS[key])
        return index + 1
    if key in SINGULAR or key in {"hundred", "dozen"}:
        words.add(1)
        words.multiply(MULTIPLIERS[key], half=False)
        return index + 1
    return None


def _fraction_of(tokens: list[Token], index: int) -> bool:
    """Whether "a million" is only the end of "two-thirds of a million"."""
    return key_at(tokens, index - 1) in {"of", "half", "quarter"} and (
        key_at(tokens, index - 2) in ORDINALS | {"half", "quarter", "quarters", "thirds", "fifths", "tenths"}
        or key_at(tokens, index - 1) != "of"
    )


def _step(tokens: list[Token], at: int, words: _Words) -> int | None:
    """Read one more word of a number; answers where to go on, or None at its end."""
    if not same_line(tokens, at):
        return None
    key = tokens[at].key
    if key in HYPHENS and touches(tokens, at) and touches(tokens, at + 1):
        after = key_at(tokens, at + 1)
        small = ATOMS.get(after, 100) < 10 and words.add(ATOMS[after])
        return at + 2 if small or (after in MULTIPLIERS and words.multiply(MULTIPLIERS[after], half=False)) else None
    if touches(tokens, at):
        return None
    if key == "and" and follows(tokens, at, ("and", "a", "half")):
        factor = MULTIPLIERS.get(key_at(tokens, at + 3))
        return at + 4 if factor and same_line(tokens, at + 3) and words.multiply(factor, half=True) else None
    if key == "and" and same_line(tokens, at + 1):
        rest = ATOMS.get(key_at(tokens, at + 1), 100)
        open_places = words.group % 100 == 0 and (words.total or words.group >= 100)
        return at + 2 if open_places and rest < 100 and words.add(rest) else None
    if key in MULTIPLIERS:
        return at + 1 if words.multiply(MULTIPLIERS[key], half=False) else None
    return at + 1 if key in ATOMS and words.add(ATOMS[key]) else None


def _clashes(tokens: list[Token], at: int) -> bool:
    """Whether another number word follows that does not go with what was read ("twenty twenty-four").

    One that belongs to a compound of its own ("three ten-storey houses") does not clash.
    """
    if not same_line(tokens, at) or touches(tokens, at):
        return False
    key = tokens[at].key
    if key in HYPHENS or key not in _NUMBER_WORDS:
        return False
    return not (key_at(tokens, at + 1) in HYPHENS and touches(tokens, at + 1) and key_at(tokens, at + 2) not in ATOMS)
