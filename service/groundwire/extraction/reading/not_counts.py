"""Telling numbers that count persons or things from those that do not.

A number of an article may be a measure, an age, a time, a name's part, a list mark. Each rule looks at a few tokens
beside the number. A wrong exclusion shows as a missing figure; so where a rule must guess, it guesses for exclusion.
"""

from groundwire.extraction.reading import count_words as words
from groundwire.extraction.reading.currency_words import CROWNS, WEIGHTS
from groundwire.extraction.reading.currency_words import UNITS as CURRENCIES
from groundwire.extraction.reading.number_words import ATOMS, ORDINALS
from groundwire.extraction.reading.numeral import Numeral
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, follows, key_at, same_line, touches

_OPENERS = frozenset("([{\"'“”‘’«»„—–,;:~≈<>≥≤*…")
_JOINTS = frozenset(["and", "or", "і", "й", "та", "и", "und"])
_MONEY = (CURRENCIES.keys() | CROWNS) - WEIGHTS  # the weights are units anyway
_TELEPHONE = HYPHENS | {"(", ")", "+"}
_CLOSERS = frozenset(".,;:!?)]}\"'“”‘’«»…+—–*-\u2010\u2011\u2012\u2212")


def is_no_count(tokens: list[Token], first: int, last: int, number: Numeral) -> bool:
    """Whether a number does not count.

    Args:
        tokens: The text.
        first: First token of the figure, a range's first end included.
        last: One past its last token.
        number: The end of the range, or the number itself, that is looked at.

    Returns:
        True if it is a measure, a time, an age, an ordinal, a name or a mark.
    """
    return (
        number.fraction
        or _glued(tokens, first, last)
        or _compound(tokens, last)
        or _measured(tokens, last)
        or _named(tokens, first, last)
        or _aged(tokens, first, last)
        or _ordinal(tokens, number)
        or _pronoun(tokens, first, number)
        or _share(tokens, first, last)
        or _marked(tokens, first, last)
    )


def is_vague_measure(tokens: list[Token], at: int) -> bool:
    """Whether "several", "dozens of" and the like are followed by a unit, a currency or a time.

    Args:
        tokens: The text.
        at: One past the vague words.

    Returns:
        True if they count no persons or things.
    """
    at += key_at(tokens, at) == "of"
    at += key_at(tokens, at) in words.UNIT_ADJECTIVES - {"more", "square"} and same_line(tokens, at)
    return same_line(tokens, at) and (tokens[at].key in words.UNITS or tokens[at].key in CURRENCIES)


def _glued(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the figure touches something that makes it a part of another thing ("F16", "24/7", "20%", "+380 44")."""
    if touches(tokens, first) and tokens[first - 1].key not in _OPENERS:
        return True
    if touches(tokens, first) and touches(tokens, first - 1):
        mark, before = tokens[first - 1].key, tokens[first - 2]
        if mark in ":,'’–" and before.kind is Kind.DIGITS:
            return True  # the end of a clock time, of a score, or of a number that is not understood
        if mark == "–" and before.capital and before.end - before.start <= 3:
            return True  # "S–300"
    if not touches(tokens, last):
        return False
    after = tokens[last].key
    clock = after in ":.,'’" and touches(tokens, last + 1) and tokens[last + 1].kind is Kind.DIGITS
    return after not in _CLOSERS or clock


def _compound(tokens: list[Token], last: int) -> bool:
    """Whether the figure is the first part of a compound that counts nothing ("10-year-old", "5-4", "30-day")."""
    if key_at(tokens, last) not in HYPHENS or not touches(tokens, last) or not touches(tokens, last + 1):
        return False
    after = tokens[last + 1].key
    if after in words.CARDINAL_ENDINGS:
        return key_at(tokens, last + 2) in words.UNITS
    if after in words.MEMBERS | {"plus", "odd"}:
        return key_at(tokens, last + 2) in HYPHENS and touches(tokens, last + 2)
    return True


def _measured(tokens: list[Token], last: int) -> bool:
    """Whether a unit follows: a length, a weight, a span of time, a rate, or a time of the day."""
    at = last
    if same_line(tokens, at) and tokens[at].key in words.UNIT_ADJECTIVES and key_at(tokens, at + 1) in words.UNITS:
        at += 1
    if key_at(tokens, at) in _JOINTS and _is_figure(tokens, at + 1) and key_at(tokens, at + 2) in words.UNITS:
        at += 2  # "5 and 7 years"
    if not same_line(tokens, at):
        return False
    key = tokens[at].key
    if key == "grad" and key_at(tokens, at + 1).startswith(("rocket", "missile", "rakete")):
        return False  # a weapon, no degrees
    day_half = key in {"a", "p"} and key_at(tokens, at + 1) == "." and key_at(tokens, at + 2) == "m"
    return key in words.UNITS or key in _MONEY or day_half or follows(tokens, at, ("per", "cent"))


def _is_figure(tokens: list[Token], at: int) -> bool:
    return 0 <= at < len(tokens) and (tokens[at].kind is Kind.DIGITS or tokens[at].key in ATOMS)


def _named(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the figure is a part of a name ("Article 5", "No. 7", "Leopard 2", "[12]")."""
    at = first - 1
    if key_at(tokens, at) == "." and touches(tokens, at):
        at -= 1
    if at >= 0 and tokens[at].key in words.DESIGNATORS and same_line(tokens, first):
        word = tokens[at]
        small = word.key in {"number", "numbers", "№", "#", "nr"} or not word.key.isascii() or word.kind is Kind.MARK
        dotted = word.key in {"no", "nos"} and (at < first - 1 or word.capital)
        counted = word.key in {"day", "week"} and key_at(tokens, at - 1) in {"on", "until", "by"}
        if small or dotted or counted or (word.capital and word.key not in {"no", "nos"}):
            return True
    if key_at(tokens, first - 1) == "," and tokens[first].kind is Kind.DIGITS and _in_street(tokens, first - 1):
        return True
    if key_at(tokens, at) == "minus" or (follows(tokens, at - 1, ("group", "of")) and tokens[at - 1].capital):
        return True
    return key_at(tokens, first - 1) == "[" and key_at(tokens, last) == "]"


def _in_street(tokens: list[Token], at: int) -> bool:
    """Whether the comma at an index ends the name of a street."""
    return any(key_at(tokens, at - back) in words.STREETS for back in range(2, 6))


def _aged(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the figure is an age ("aged 34", "Ivan, 34, said", "soldiers under 25")."""
    before = key_at(tokens, first - 1)
    at = first - 1
    if before in {"of", "between", "from", "under", "over", "about", "around"}:
        at -= 1
    while first - at < 8 and (key_at(tokens, at) in _JOINTS | {","} or _is_figure(tokens, at)):
        at -= 1  # "aged 8, 11 and 14"
    if key_at(tokens, at) in words.AGES_BEFORE and same_line(tokens, first):
        return True
    if before in {"under", "over", "above", "below"} and key_at(tokens, first - 2) in words.PERSONS:
        noun = same_line(tokens, last) and tokens[last].kind is Kind.WORD and not touches(tokens, last)
        return not noun or key_at(tokens, last) in {
            "along",
            "and",
            "or",
            "were",
            "was",
            "are",
            "to",
            "in",
            "from",
            "who",
        }
    person = before in {",", "("} and first >= 2 and tokens[first - 2].kind is Kind.WORD
    closed = key_at(tokens, last) in ({")"} if before == "(" else {",", ";", "."})
    name = person and (tokens[first - 2].capital or tokens[first - 2].key in words.PERSONS | {"teacher", "driver"})
    return bool(name and closed and touches(tokens, last) and tokens[first].kind is Kind.DIGITS)


def _ordinal(tokens: list[Token], number: Numeral) -> bool:
    """Whether number words go on as an ordinal or a fraction ("twenty-third", "two hundredth")."""
    at = number.last
    if key_at(tokens, at) in HYPHENS and touches(tokens, at):
        return key_at(tokens, at + 1) in ORDINALS
    dotted = (
        key_at(tokens, at) == "." and touches(tokens, at) and same_line(tokens, at + 1) and not touches(tokens, at + 1)
    )
    if dotted and tokens[at + 1].kind is Kind.WORD and key_at(tokens, number.first - 1) in words.GERMAN_LEADS:
        return tokens[number.first].kind is Kind.DIGITS
    tens = number.spelled and number.value >= 20 and number.value % 10 == 0
    at += key_at(tokens, at) == "and"
    key = key_at(tokens, at)
    return tens and key in ORDINALS - {"first", "second"} and same_line(tokens, at)


def _pronoun(tokens: list[Token], first: int, number: Numeral) -> bool:
    """Whether "one" counts nothing ("one of the", "the one", "at one point", "one in five")."""
    if number.value != 1 or not number.spelled or tokens[first].key not in words.ONE:
        return False
    before = key_at(tokens, first - 1)
    after = key_at(tokens, number.last) if same_line(tokens, number.last) else ""
    if tokens[first].key != "one":
        return after in words.ONE_OF or before in words.NOT_ONE
    if after in words.ONE_AFTER:
        bounded = follows(tokens, first - 2, ("at", "least")) or follows(tokens, first - 2, ("more", "than"))
        another_number = after != "or" or key_at(tokens, number.last + 1) in ATOMS | {"more": 1}
        return not bounded and (after != "or" or not another_number)
    if before in words.CLAUSE_OPENERS:
        return not after[:1].isalpha() or after in words.ONE_ACTS
    return before in words.ONE_BEFORE or follows(tokens, first - 2, ("one", "by"))


def _share(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the figure is an end of "one in five"."""
    if key_at(tokens, last) == "in" and tokens[first].key in {"1", "one"}:
        return _is_figure(tokens, last + 1)
    return key_at(tokens, first - 1) == "in" and key_at(tokens, first - 2) in {"1", "one"}


def _marked(tokens: list[Token], first: int, last: int) -> bool:
    """Whether the figure is a mark of a list, a score, or one of a string of numbers like a telephone's."""
    starts_line = first == 0 or not same_line(tokens, first)
    if starts_line and tokens[first].kind is Kind.DIGITS and last == first + 1:
        mark = key_at(tokens, last)
        if mark in {".", ")"} and touches(tokens, last) and not touches(tokens, last + 1) and len(tokens) > last + 1:
            return same_line(tokens, last + 1)
    if tokens[first].kind is not Kind.DIGITS:
        return False
    return _numbers_beside(tokens, first - 1, -1) + _numbers_beside(tokens, last, 1) >= 2


def _numbers_beside(tokens: list[Token], at: int, step: int) -> int:
    """Count the strings of digits, two at most, on one side, with only blanks, hyphens and brackets between."""
    count = 0
    while count < 2 and 0 <= at < len(tokens):
        token = tokens[at]
        if token.kind is Kind.DIGITS:
            count += 1
        elif token.key not in _TELEPHONE:
            break
        at += step
    return count
