"""Spans of time that are told in months or years (codebook, aid pledge: period_months)."""

from dataclasses import dataclass

from groundwire.extraction.reading.numerals import end_of_run, read_numeral
from groundwire.extraction.reading.tokens import HYPHENS, Kind, Token, key_at, same_line, tokenize, touches, word_set

_YEARS = word_set("year years yr yrs рік року роки років год года лет jahr jahre jahren")
_MONTHS = word_set("month months місяць місяця місяці місяців месяц месяца месяцев monat monate monaten")
_ONE = word_set("a an ein eine einem einen einer")
_OLD = word_set("old ago of-age тому назад")


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
    number = read_numeral(tokens, at)
    if number is None and tokens[at].key not in _ONE:
        return None
    value, unit = (number.value, number.last) if number else (1, at + 1)
    if key_at(tokens, unit) in HYPHENS and touches(tokens, unit) and touches(tokens, unit + 1):
        unit += 1  # "a three-year programme"
    if not same_line(tokens, unit):
        return None
    key = tokens[unit].key
    months = value * 12 if key in _YEARS else value if key in _MONTHS else None
    if months is None or months != int(months) or not 0 < months < 1200:
        return None
    after = unit + 1
    after += key_at(tokens, after) in HYPHENS
    return None if key_at(tokens, after) in _OLD else (int(months), unit + 1)
