"""Spans of time that are told in months or years (codebook, aid pledge: period_months)."""

from dataclasses import dataclass
from decimal import Decimal

from groundwire.extraction.reading.number_words import GERMAN_HALVES, PARTS
from groundwire.extraction.reading.numerals import end_of_run, read_numeral
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, key_at, same_line, tokenize, touches, word_set

_YEARS = word_set(
    "year years yr yrs рік року роки років роками роках год года году лет годами годах jahr jahre jahren jahres"
)
_MONTHS = word_set(
    "month months місяць місяця місяці місяців місяцями місяцях месяц месяца месяцев месяцами месяцах monat monate "
    "monaten monats"
)
_HALF_YEARS = word_set("півроку полгода полугода")
_ONE = word_set("a an ein eine einem einen einer eines")
_OLD = word_set("old ago of-age тому назад alt")
_AGED = word_set("aged віком возрасте йому їй ему ей vor")
"""Words before an age, or before a time that is past."""


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """A span of time where it stands."""

    start: int
    """First character, inclusive, in code points."""
    end: int
    """One past the last character, exclusive."""
    months: int
    """Its length in whole months."""


def find_periods(text: str) -> tuple[PeriodMention, ...]:
    """Find spans of whole months or years.

    Args:
        text: A sentence or an article.

    Returns:
        The spans, left to right: "over the next two years", "a three-year programme", "18 months", "a year". Ages
        ("34 years old") and past dates ("two years ago") are none; "one and a half years" is none if it is not read
        exactly.
    """
    tokens = tokenize(text)
    mentions = []
    at = 0
    while at < len(tokens):
        period = _period(tokens, at)
        if period:
            months, last = period
            mentions.append(PeriodMention(tokens[at].start, tokens[last - 1].end, months))
            at = last
        else:
            at = end_of_run(tokens, at)
    return tuple(mentions)


def _period(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Read the period that starts at a token: its months, and one past the index where it ends."""
    if touches(tokens, at) and tokens[at - 1].kind is not Kind.MARK:
        return None
    if key_at(tokens, at - 1) in _AGED or (key_at(tokens, at - 1) == "von" and key_at(tokens, at - 2) == "alter"):
        return None
    number = read_numeral(tokens, at)
    amount = _in_words(tokens, at) if number is None else (number.value, number.last)
    if amount is None:
        return None
    value, unit = amount
    if key_at(tokens, unit) in HYPHENS and touches(tokens, unit) and touches(tokens, unit + 1):
        unit += 1  # "a three-year programme"
    if not same_line(tokens, unit):
        return None
    key = tokens[unit].key
    months = value * 12 if key in _YEARS | _HALF_YEARS else value if key in _MONTHS else None
    if months is None or months != int(months) or not 0 < months < 1200:
        return None
    after = unit + 1
    after += key_at(tokens, after) in HYPHENS
    return None if key_at(tokens, after) in _OLD else (int(months), unit + 1)


def _in_words(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """Read "a", "пів", "півтора" and "ein halbes" before a unit: the value, and the index of the unit."""
    key = tokens[at].key
    if key in _HALF_YEARS:
        return Decimal("0.5"), at
    if key in PARTS:
        return PARTS[key], at + 1
    if key not in _ONE:
        return None
    if key_at(tokens, at + 1) in GERMAN_HALVES and same_line(tokens, at + 1):
        return Decimal("0.5"), at + 2
    return Decimal(1), at + 1
