"""Counts of persons and things in a text (codebook, rule 6).

Where the codebook is silent:

* "a couple" is 2; "a couple of drones" is 2 and approximate, because it is said loosely.
* "two or three" is 2 to 3. "from 5 to 7" is a range, but two counts where something rose or fell from one to the other.
* Qualifiers stack: "at least about 20" has the minimum 20 and is approximate. Of two before a figure that contradict
  each other, the nearer one counts; one before and one after it that do leave no bound.
* "one of the" counts nothing, "at least one of the" counts one.
* Durations, weights, rates and fractions are measures, and are left out like distances.
* A figure with two readings is left out. What is left out shows as a missing value, which is better than a wrong one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from groundwire.extraction.reading import count_words as words
from groundwire.extraction.reading import qualifiers
from groundwire.extraction.reading.count_styles import is_german_noun, read_count
from groundwire.extraction.reading.date_scan import scan
from groundwire.extraction.reading.money import MoneyMention, find_money_in
from groundwire.extraction.reading.not_counts import is_no_count, is_vague_measure
from groundwire.extraction.reading.number_words import GERMAN
from groundwire.extraction.reading.numeral import Numeral, is_figure
from groundwire.extraction.reading.numerals import end_of_run, may_begin, read_numeral, shared
from groundwire.extraction.reading.qualifiers import Bound
from groundwire.extraction.reading.tokens import (
    DASHES,
    Kind,
    Token,
    follows,
    key_at,
    same_line,
    tokenize,
    touches,
    word_set,
)
from groundwire.schemas import Quantity

_UNEVEN = 100
_LONGEST_SENTENCE = 1200
"""Longest text in code points whose counts are kept: that of a sentence."""
_AND = word_set("and і й та и und")
_BETWEEN = word_set("between між между zwischen")
_FROM = word_set("from від з от с von")
_BEGINNINGS = (
    words.ZERO.keys()
    | words.NO
    | words.HARM
    | words.PAIRS.keys()
    | words.VAGUE.keys()
    | words.ARTICLES
    | words.NOT_ONE
    | {"not"}
)
"""Words with which a count can begin, numbers aside: most words of a text are none of them."""


@dataclass(frozen=True, slots=True)
class QuantityMention:
    """A count where it stands."""

    start: int
    """First character, inclusive, in code points; words like "at least" belong to the mention."""
    end: int
    """One past the last character, exclusive."""
    quantity: Quantity
    """What is said."""
    figure: tuple[int, int]
    """Span of the figure alone, from its first digit or number word to its last; both ends of a range."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A count in tokens: the figure's, the mention's, and where reading goes on."""

    figure: tuple[int, int]
    mention: tuple[int, int]
    quantity: Quantity


def find_quantities(text: str, *, nouns: frozenset[str] = frozenset()) -> tuple[QuantityMention, ...]:
    """Find all counts of a text.

    Args:
        text: A sentence or an article.
        nouns: Singular nouns, case folded, before which "a", "an" or German "ein" counts one ("a drone"), other words
            between them allowed ("a Russian ballistic missile").

    Returns:
        The counts, left to right, not overlapping.
    """
    return _in_sentence(text, nouns) if len(text) <= _LONGEST_SENTENCE else _in_article(text, nouns)


def _in_article(text: str, nouns: frozenset[str]) -> tuple[QuantityMention, ...]:
    tokens = tokenize(text)
    return find_quantities_in(tokens, find_money_in(tokens), nouns=nouns)


_in_sentence = lru_cache(maxsize=2048)(_in_article)
"""Every value of a record is looked for in the same few sentences."""


def find_quantities_in(
    tokens: list[Token], money: Iterable[MoneyMention], *, nouns: frozenset[str] = frozenset()
) -> tuple[QuantityMention, ...]:
    """Find all counts in a text whose tokens and amounts of money are known already; see `find_quantities`."""
    taken = _taken(tokens, money)
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        if taken[at]:
            at += 1
            continue
        count, at = _read(tokens, at, taken, nouns)
        if count:
            if found and found[-1].quantity == Quantity() and found[-1].mention[1] > count.mention[0]:
                found.pop()  # "some" of "some over 20"
            first = max(count.mention[0], found[-1].mention[1] if found else 0)
            found.append(replace(count, mention=(first, count.mention[1])))
    return tuple(_mention(tokens, count) for count in found)


def same_figure(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities have the same bounds, whatever they say about being approximate.

    Args:
        first: One.
        second: The other.

    Returns:
        False for two without any figure: "dozens" equals nothing.
    """
    known = first.min is not None or first.max is not None
    return known and (first.min, first.max) == (second.min, second.max)


def _mention(tokens: list[Token], found: _Found) -> QuantityMention:
    first, last = found.mention
    figure = tokens[found.figure[0]].start, tokens[found.figure[1] - 1].end
    return QuantityMention(tokens[first].start, tokens[last - 1].end, found.quantity, figure)


def _taken(tokens: list[Token], amounts: Iterable[MoneyMention]) -> list[bool]:
    """Mark the tokens that belong to dates and to amounts of money."""
    taken = [False] * len(tokens)
    for item in scan(tokens):
        if item.kind not in {"window", "ahead", "ago"}:
            taken[item.first : item.last] = [True] * (item.last - item.first)
    mentions = iter(amounts)
    money = next(mentions, None)
    for index, token in enumerate(tokens):
        while money and money.end <= token.start:
            money = next(mentions, None)
        if money and token.start >= money.start:
            taken[index] = True
    return taken


def _read(tokens: list[Token], at: int, taken: list[bool], nouns: frozenset[str]) -> tuple[_Found | None, int]:
    """Read the count that starts at a token; answers it and where to go on."""
    if not may_begin(tokens[at]) and tokens[at].key not in _BEGINNINGS:
        return None, end_of_run(tokens, at)
    found = _zero(tokens, at) or _pair(tokens, at)
    if found:
        return found, found.mention[1]
    number = read_count(tokens, at)
    if number is None:
        run = end_of_run(tokens, at)
        found = _vague(tokens, at) or (_indefinite(tokens, at, nouns) if run == at + 1 else None)
        return found, found.figure[1] if found else run
    last, second = _second_end(tokens, number)
    if second and second.value >= _UNEVEN * shared(number, second).value and second.value % 1000 == 0:
        return None, last  # "15-20,000" may begin at 15,000
    if any(taken[at:last]):
        return None, number.last
    if is_no_count(tokens, at, last, number) or (second and is_no_count(tokens, at, last, second)):
        return None, last
    found = _counted(tokens, number, second, last)
    return found, found.mention[1] if found else last


def _second_end(tokens: list[Token], first: Numeral) -> tuple[int, Numeral | None]:
    """Read the second end of a range; answers where the figure ends, and the second end if there is one."""
    at = first.last
    key = key_at(tokens, at)
    between = key in _AND and key_at(tokens, qualifiers.before(tokens, first.first)[0] - 1) in _BETWEEN
    linked = key in DASHES | {"to", "or", "до", "чи", "або", "или", "bis", "oder"} or between
    if not (linked and same_line(tokens, at) and same_line(tokens, at + 1)):
        return first.last, None
    second = read_count(tokens, at + 1)
    if second is None or second.fraction or not shared(first, second).value < second.value:
        return first.last, None
    return second.last, second


def _counted(tokens: list[Token], number: Numeral, second: Numeral | None, last: int) -> _Found | None:
    """Put a number, or the two ends of a range, and the qualifiers around it together."""
    low = shared(number, second) if second else number
    if second and _changed(tokens, number.first):
        second, last = None, number.last
    ends = [low.value, (second or low).value]
    if not all(map(is_figure, ends)) or low.fraction:
        return None
    german = number.german or tokens[number.first].key in GERMAN or is_german_noun(tokens, last)
    first, bound = qualifiers.before(tokens, number.first, german=german)
    if second and key_at(tokens, first - 1) in _BETWEEN | _FROM:
        first, outer = qualifiers.before(tokens, first - 1)
        bound |= outer
    end, more = qualifiers.after(tokens, last)
    quantity = _quantity(int(ends[0]), int(ends[1]), bound | more)
    return _Found((number.first, last), (first, end), quantity)


def _quantity(low: int, high: int, bound: Bound) -> Quantity:
    """Apply what is said about a figure. Two bounds that contradict each other leave none."""
    least, most = Bound.LEAST in bound, Bound.MOST in bound
    return Quantity(
        min=None if most else low,
        max=None if least else high,
        approximate=Bound.ABOUT in bound,
    )


def _changed(tokens: list[Token], at: int) -> bool:
    """Whether "from 5 to 7" tells that something rose or fell."""
    if key_at(tokens, at - 1) not in _FROM:
        return False
    start = at - 1
    while start > 0 and at - start < 12 and same_line(tokens, start) and tokens[start].key not in {".", ";"}:
        start -= 1
    return any(token.key in words.CHANGES or token.key.startswith(words.CHANGE_STEMS) for token in tokens[start:at])


def _phrase(tokens: list[Token], at: int, table: dict[str, list[tuple[str, ...]]]) -> int:
    """Length of the phrase that starts at a token, 0 if there is none."""
    phrases = table.get(tokens[at].key, ())
    return next((len(keys) for keys in phrases if follows(tokens, at, keys)), 0)


def _zero(tokens: list[Token], at: int) -> _Found | None:
    """Read a stated nobody: "no one", "without casualties", "not a single person", "жертв немає"."""
    key = tokens[at].key
    length = _phrase(tokens, at, words.ZERO) if key != "zero" else 0
    if key == "not" and follows(tokens, at, ("not", "a", "single")):
        length = 3
    elif key in words.NOT_ONE and key_at(tokens, at + 1) in words.ONE:
        length = 3 if key_at(tokens, at + 2) in words.HARM and same_line(tokens, at + 2) else 0
    elif key in words.NO and not length:
        noun = at + 2 if key_at(tokens, at + 1) in words.HARM_KINDS else at + 1
        noun += key_at(tokens, noun) in words.HARM_KINDS and key_at(tokens, at + 1) == "any"
        if key_at(tokens, noun) in words.HARM and same_line(tokens, noun):
            length = noun + 1 - at
    elif key in words.HARM and key_at(tokens, at + 1) in words.ABSENT and same_line(tokens, at + 1):
        length = 2
    return _Found((at, at + length), (at, at + length), Quantity(min=0, max=0)) if length else None


def _pair(tokens: list[Token], at: int) -> _Found | None:
    length = _phrase(tokens, at, words.PAIRS)
    if not length or _phrase(tokens, at, words.VAGUE) or is_vague_measure(tokens, at + length):
        return None
    loose = key_at(tokens, at + 1) == "couple" and key_at(tokens, at + length) == "of"
    first, bound = qualifiers.before(tokens, at)
    quantity = _quantity(2, 2, bound | (Bound.ABOUT if loose else Bound.EXACT))
    return _Found((at, at + length), (first, at + length), quantity)


def _vague(tokens: list[Token], at: int) -> _Found | None:
    """Read "dozens", "several hundred", "tens of thousands"."""
    length = _phrase(tokens, at, words.VAGUE)
    if not length or (tokens[at].key == "some" and _numeral_follows(tokens, at + 1)):
        return None
    if same_line(tokens, at) and tokens[at - 1].kind is Kind.DIGITS:
        return None  # the end of a number that is not understood
    if key_at(tokens, at - 1) == "as" and key_at(tokens, at + 1) == "as":
        return None  # "as many as 40" is a bound
    end = at + length
    while True:
        step = end + (key_at(tokens, end) == "of")
        if key_at(tokens, step) not in words.VAGUE_ENDS or not same_line(tokens, step):
            break
        end = step + 1
    if is_vague_measure(tokens, end):
        return None
    first, _ = qualifiers.before(tokens, at)
    return _Found((at, end), (first, end), Quantity())


def _numeral_follows(tokens: list[Token], at: int) -> bool:
    return same_line(tokens, at) and read_numeral(tokens, at) is not None


def _indefinite(tokens: list[Token], at: int, nouns: frozenset[str]) -> _Found | None:
    """Read the article of "a drone", where the caller wants to know how many drones."""
    if tokens[at].key not in words.ARTICLES:
        return None
    for noun in range(at + 1, min(at + 6, len(tokens))):
        key = tokens[noun].key
        if not same_line(tokens, noun) or (tokens[noun].kind is Kind.MARK and key not in DASHES):
            return None
        if key in nouns and key_at(tokens, noun + 1) not in words.HEADS and not touches(tokens, noun + 1):
            return _Found((at, at + 1), (at, at + 1), Quantity(min=1, max=1))
        if key in nouns and touches(tokens, noun + 1) and tokens[noun + 1].key in ".,;:!?)”\"'’":
            return _Found((at, at + 1), (at, at + 1), Quantity(min=1, max=1))
        if key in {"of", "in", "on", "and", "or", "that", "who", "for", "with", "by", "to", "from", "at", "the"}:
            return None
    return None
