"""Amounts of money in a text, exactly.

An amount is a number with a currency that stands before it (symbol, ISO code) or after it (symbol, code, name). The
value is computed in decimal arithmetic; one that is not a whole number of currency units is left out, never rounded,
and so is "hundreds of millions of dollars", which is no figure. Which names stand for what: see currency_words.
"""

from dataclasses import dataclass

from groundwire.extraction.reading import qualifiers
from groundwire.extraction.reading.currency_words import SYMBOLS, UNITS, WEIGHTS, codes, names
from groundwire.extraction.reading.digit_strings import Style
from groundwire.extraction.reading.number_words import MONEY_SUFFIXES, MULTIPLIERS
from groundwire.extraction.reading.numeral import Numeral, is_figure
from groundwire.extraction.reading.numerals import end_of_run, may_begin, read_numeral, shared
from groundwire.extraction.reading.tokens import (
    DASHES,
    HYPHENS,
    Kind,
    Token,
    follows,
    key_at,
    same_line,
    tokenize,
    touches,
    word_set,
)
from groundwire.schemas import Money

_BEFORE = Style(MONEY_SUFFIXES)
_AFTER = Style(MONEY_SUFFIXES, dot_groups=True)
_LARGER = word_set("quadrillion gazillion lakh crore hundreds dozens thousands millions billions")
_PER_UNIT = word_set("per a an pro je за / на")


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """An amount where it stands."""

    start: int
    """First character of the number or of the currency before it, inclusive, in code points."""
    end: int
    """One past the last character of the number or of the currency after it, exclusive."""
    money: Money
    """The amount, in whole units of its currency."""
    approximate: bool
    """True where the article says "about", "nearly", "more than" or the like: the amount is not exactly this."""


@dataclass(frozen=True, slots=True)
class _Amount:
    number: Numeral
    currency: str
    first: int
    last: int


def find_money(text: str) -> tuple[MoneyMention, ...]:
    """Find all amounts of money.

    Args:
        text: A sentence or an article.

    Returns:
        The amounts, left to right. Both ends of a range ("$5-7 million") are amounts of their own.
    """
    return find_money_in(tokenize(text))


def find_money_in(tokens: list[Token]) -> tuple[MoneyMention, ...]:
    """Find all amounts of money in a text that is cut into tokens already; see `find_money`."""
    mentions = []
    at = end = 0
    while at < len(tokens):
        amounts = _amounts(tokens, at) if may_begin(tokens[at]) else ()
        if amounts and amounts[0].first < end:
            amounts = ()  # "5 USD 20": the code is taken
        mentions += [found for amount in amounts if (found := _mention(tokens, amount, amount is not amounts[0]))]
        end = amounts[-1].last if amounts else end
        at = max(end_of_run(tokens, at), end)
    return tuple(mentions)


def _mention(tokens: list[Token], amount: _Amount, ends_range: bool) -> MoneyMention | None:
    value = amount.number.value
    if not is_figure(value):
        return None
    bound = qualifiers.after(tokens, amount.last)[1]
    if not ends_range:  # the "до" of "від 5 до 7 млн євро" is no qualifier
        bound |= qualifiers.before(tokens, amount.first)[1]
    money = Money(value=int(value), currency=amount.currency)
    return MoneyMention(tokens[amount.first].start, tokens[amount.last - 1].end, money, bool(bound))


def _amounts(tokens: list[Token], at: int) -> tuple[_Amount, ...]:
    """Read the amount, or the two amounts of a range, whose number starts at a token."""
    prefix = _currency_before(tokens, at)
    if prefix is None and touches(tokens, at) and tokens[at - 1].key in HYPHENS:
        return ()
    number = read_numeral(tokens, at, _BEFORE if prefix else _AFTER)
    if number is None or _unclear(tokens, number):
        return ()
    if prefix:
        first = _Amount(number, prefix[0], prefix[1], number.last)
        return _range_of(tokens, first) or (first,)
    suffix = _currency_after(tokens, number)
    if suffix:
        return (_Amount(number, suffix[0], at, suffix[1]),)
    return _range_before_currency(tokens, number)


def _unclear(tokens: list[Token], number: Numeral) -> bool:
    """Whether the number goes on in a way that is not understood ("$5 quadrillion", "$5x")."""
    after = number.last
    if not same_line(tokens, after):
        return False
    glued = touches(tokens, after) and tokens[after].kind is not Kind.MARK and tokens[after].key not in SYMBOLS
    return tokens[after].key in _LARGER or (glued and not _currency_after(tokens, number))


def _range_of(tokens: list[Token], first: _Amount) -> tuple[_Amount, ...]:
    """Read the second end of "$5-7 million" and "$5 to $7 million", which may lend its multiplier to the first."""
    at = _link(tokens, first.last, first.first)
    if at is None:
        return ()
    start = at
    while key_at(tokens, at) in SYMBOLS or key_at(tokens, at) == "us":
        at += 1
    number = read_numeral(tokens, at, _BEFORE) if at < len(tokens) else None
    prefix = _currency_before(tokens, at) if at > start else (first.currency, start)
    if number is None or prefix is None or prefix[0] != first.currency or _unclear(tokens, number):
        return ()
    if at == start and not _ascending(first.number, number):
        return ()
    second = _Amount(number, first.currency, start, number.last)
    return _Amount(shared(first.number, number), first.currency, first.first, first.last), second


def _range_before_currency(tokens: list[Token], first: Numeral) -> tuple[_Amount, ...]:
    """Read "5-7 million euros" and "between 5 and 7 million euros"."""
    at = _link(tokens, first.last, first.first)
    number = read_numeral(tokens, at, _AFTER) if at is not None and at < len(tokens) else None
    suffix = _currency_after(tokens, number) if number else None
    if at is None or number is None or suffix is None or not _ascending(first, number):
        return ()
    low = _Amount(shared(first, number), suffix[0], first.first, first.last)
    return low, _Amount(number, suffix[0], at, suffix[1])


def _ascending(first: Numeral, second: Numeral) -> bool:
    return shared(first, second).value < second.value


def _link(tokens: list[Token], at: int, first: int) -> int | None:
    """Find where the second end of a range starts."""
    key = key_at(tokens, at)
    between = key in {"and", "і", "и", "und"} and key_at(tokens, first - 1) in {"between", "від", "от", "zwischen"}
    if same_line(tokens, at) and same_line(tokens, at + 1) and (key in DASHES | {"to", "до", "bis"} or between):
        return at + 1
    return None


def _currency_before(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Read the currency before a number: its code, and the index where it starts."""
    if not same_line(tokens, at):
        return None
    key = key_at(tokens, at - 1)
    if key in SYMBOLS:
        joined = key_at(tokens, at - 2) + key
        if touches(tokens, at - 1) and tokens[at - 2].kind is Kind.WORD:
            return (SYMBOLS[joined], at - 2) if joined in SYMBOLS else None
        return SYMBOLS[key], at - 1
    return (key.upper(), at - 1) if _is_code(tokens, at - 1) else None


def _is_code(tokens: list[Token], at: int) -> bool:
    token = tokens[at]
    return token.capital and token.end - token.start == 3 and token.key.isascii() and token.key.upper() in codes()


def _currency_after(tokens: list[Token], number: Numeral) -> tuple[str, int] | None:
    """Read the currency after a number: its code, and one past the index where it ends."""
    at = number.last
    if key_at(tokens, at) == "." and touches(tokens, at) and tokens[at - 1].key in MULTIPLIERS:
        at += 1  # "1,5 Mrd. Euro"
    elif key_at(tokens, at) in HYPHENS and touches(tokens, at) and touches(tokens, at + 1):
        at += 1  # "a 90-billion-euro loan"
    if not same_line(tokens, at):
        return None
    for keys, code in names().get(tokens[at].key, ()):
        if follows(tokens, at, keys):
            return code, at + len(keys)
    key = tokens[at].key
    if touches(tokens, at + 1) and tokens[at + 1].kind is Kind.DIGITS:
        return None  # "5 $20": the symbol is the next number's
    code = SYMBOLS.get(key, UNITS.get(key, ""))
    if key in WEIGHTS and number.factor == 1:
        code = ""
    if not code and tokens[at].kind is Kind.WORD and _is_code(tokens, at):
        code = key.upper()
    if not code or (key_at(tokens, at + 1) in _PER_UNIT and "." in key_at(tokens, number.first)):
        return None
    return code, at + 1
