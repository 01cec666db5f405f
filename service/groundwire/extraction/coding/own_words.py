"""What the model says in its own words, held against the article: the one text of a record that is no quotation."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from groundwire.extraction.candidates.names import find_names
from groundwire.extraction.coding.geography import find_state, state_named
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.instructions import find_instructions
from groundwire.extraction.reading.numerals import read_numeral
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.extraction.reading.tokens import Kind, tokenize

_MARKUP = re.compile(r"[<>{}`|\\]")
_SMALL = 10
"""Numbers in words up to here are told without being in the article: both sides, one of them."""


def foreign_in(words: str, article: str) -> tuple[str, str] | None:
    """What of a sentence the article gives no reason for, with that reason; None if nothing.

    Args:
        words: The model's own.
        article: What it read, without what only speaks to machines.
    """
    for name in find_names(words, frozenset()):
        if not _is_named(name.words, article):
            return name.words, "the article does not name it"
    for written, value in _numbers(words, in_words_above=_SMALL):
        if value not in _values_in(article):
            return written, "the article has no such figure"
    if _MARKUP.search(words):
        return "a sentence", "it holds markup"
    if find_instructions(words, split_sentences(words)):
        return "a sentence", "it speaks to a machine"
    return None


def _is_named(words: str, article: str) -> bool:
    state = state_named(words)
    return any(find_words(words, article)) or (state is not None and find_state(state.code, article) is not None)


@lru_cache(maxsize=16)
def _values_in(article: str) -> frozenset[Decimal | str]:
    return frozenset(value for _, value in _numbers(article))


def _numbers(text: str, in_words_above: int = -1) -> Iterator[tuple[str, Decimal | str]]:
    """Numbers as they are written and as they are read; digits without a single reading stand for themselves.

    Args:
        text: Where they stand.
        in_words_above: Those that are written in words count only above this.
    """
    tokens = tokenize(text)
    at = 0
    while at < len(tokens):
        numeral = read_numeral(tokens, at)
        if numeral is not None:
            if not (numeral.spelled and numeral.value <= in_words_above):
                yield text[tokens[at].start : tokens[numeral.last - 1].end], numeral.value
            at = numeral.last
            continue
        if tokens[at].kind is Kind.DIGITS:
            yield (text[tokens[at].start : tokens[at].end],) * 2
        at += 1
