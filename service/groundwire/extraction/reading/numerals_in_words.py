"""Numbers that are all in words ("twenty-three", "дві тисячі триста", "eine halbe Million")."""

from decimal import Decimal

from groundwire.extraction.reading.number_words import (
    ATOMS,
    ENGLISH_MULTIPLIERS,
    FUSED_HALVES,
    GERMAN,
    GERMAN_HALVES,
    MULTIPLIERS,
    ORDINALS,
    PARTS,
    SINGULAR,
    german_thousands,
)
from groundwire.extraction.reading.numeral import NUMBER_WORDS, Numeral, half_behind
from groundwire.extraction.reading.slavic_numbers import GENITIVE_SINGULAR, GOVERN_GENITIVE, HALVES, is_slavic_ordinal
from groundwire.extraction.reading.tokens import DASHES, HYPHENS, Token, key_at, same_line, touches

_ARTICLES = frozenset({"a", "an", "ein", "eine", "einer", "einem", "einen"})
_FIRST_WORDS = (
    ATOMS.keys()
    | SINGULAR
    | GENITIVE_SINGULAR
    | PARTS.keys()
    | FUSED_HALVES.keys()
    | _ARTICLES
    | {"half", "quarter", "hundred", "dozen"}
)


def may_begin_in_words(key: str) -> bool:
    """Whether a number in words can begin with a folded word: most words are none of a number."""
    return key in _FIRST_WORDS or "tausend" in key


def read_spelled(tokens: list[Token], index: int) -> Numeral | None:
    """Read the longest number in words that starts at a token; None if none does or it has no single reading."""
    return _read_part(tokens, index) or _read_words(tokens, index)


def _read_part(tokens: list[Token], index: int) -> Numeral | None:
    """Read "half a dozen", "a half-dozen", "a quarter of a million", "півтори тисячі", "eine halbe Million"."""
    at = index
    key = tokens[at].key
    if key in FUSED_HALVES:
        return Numeral(index, at + 1, Decimal(FUSED_HALVES[key]), spelled=True)
    if key in _ARTICLES and key_at(tokens, at + 1) in GERMAN_HALVES and same_line(tokens, at + 1):
        factor = MULTIPLIERS.get(key_at(tokens, at + 2)) if same_line(tokens, at + 2) else None
        return Numeral(index, at + 3, Decimal(factor) / 2, factor, spelled=True) if factor else None
    if key in {"a", "one"} and key_at(tokens, at + 1) in {"half", "quarter"} and same_line(tokens, at + 1):
        at += 1
        key = tokens[at].key
    value = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(key, PARTS.get(key))
    before = key_at(tokens, index - 1)
    if value is None or before in HYPHENS | {"and"} or before in NUMBER_WORDS:
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
    if same_line(tokens, index) and not touches(tokens, index) and is_slavic_ordinal(key_at(tokens, index - 1)):
        return None  # the end of a number that is not understood
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
    before = key_at(tokens, index - 1)
    if before in GERMAN_HALVES | HALVES:
        return None
    one = key in GENITIVE_SINGULAR and before in GOVERN_GENITIVE and same_line(tokens, index)
    if one or key in SINGULAR or key in {"hundred", "dozen"}:
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
    tens = words.group % 100 >= 20  # "twenty–three" can be no range
    if (key in HYPHENS or (key in DASHES and tens)) and touches(tokens, at) and touches(tokens, at + 1):
        after = key_at(tokens, at + 1)
        small = ATOMS.get(after, 100) < 10 and words.add(ATOMS[after])
        return at + 2 if small or (after in MULTIPLIERS and words.multiply(MULTIPLIERS[after], half=False)) else None
    if touches(tokens, at):
        return None
    behind = half_behind(tokens, at)
    if behind > at:
        factor = MULTIPLIERS.get(key_at(tokens, behind))
        return behind + 1 if factor and same_line(tokens, behind) and words.multiply(factor, half=True) else None
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
    if is_slavic_ordinal(key) or half_behind(tokens, at) > at:
        return True
    if key in HYPHENS or key not in NUMBER_WORDS:
        return False
    return not (key_at(tokens, at + 1) in HYPHENS and touches(tokens, at + 1) and key_at(tokens, at + 2) not in ATOMS)
