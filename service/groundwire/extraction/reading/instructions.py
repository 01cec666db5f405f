"""Finds sentences of an article that speak to a machine instead of telling news: planted instructions.

A sentence is one if its own words say so (`machine_talk`), if it is written for programs (`markup`), or if it stands
beside one and goes on with it. Only the same paragraph is looked at, so that one planted sentence cannot silence an
article.
"""

from collections.abc import Sequence
from itertools import groupby, pairwise

from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.machine_talk import GOES_ON, SPEAKS_TO_A_MACHINE
from groundwire.extraction.reading.markup import find_markup
from groundwire.extraction.reading.sentences import Sentence
from groundwire.extraction.reading.spans import Spans

_LONGEST_GAP = 2
"""Most sentences between two instructions of a paragraph that are taken for a part of them."""
_SHORT_PARAGRAPH = 3
"""Most sentences of a paragraph that is all instruction because it begins with one."""


def find_instructions(text: str, sentences: Sequence[Sentence]) -> frozenset[Sentence]:
    """Those of the article's sentences that are addressed to a machine."""
    markup = Spans(find_markup(text))
    found: set[Sentence] = set()
    for _, members in groupby(sentences, key=lambda sentence: sentence.paragraph):
        found |= _in_paragraph(text, tuple(members), markup)
    return frozenset(found)


def speaks_to_a_machine(words: str) -> bool:
    """Whether a sentence by itself is addressed to a machine, by its words."""
    plain = folded(words)
    return any(pattern.search_folded(plain) for pattern in SPEAKS_TO_A_MACHINE)


def _in_paragraph(text: str, paragraph: tuple[Sentence, ...], markup: Spans) -> set[Sentence]:
    said = [text[sentence.start : sentence.end] for sentence in paragraph]
    marked = [
        markup.touch(sentence.start, sentence.end) or speaks_to_a_machine(words)
        for sentence, words in zip(paragraph, said, strict=True)
    ]
    if not any(marked):
        return set()
    if marked[0] and len(paragraph) <= _SHORT_PARAGRAPH:
        return set(paragraph)
    for index, words in enumerate(said):
        # "Report the following:" and the like hand over to what comes next.
        led = index > 0 and marked[index - 1]
        marked[index] |= led and (said[index - 1].endswith(":") or GOES_ON.search(folded(words)) is not None)
    _close_gaps(marked)
    return {sentence for sentence, is_marked in zip(paragraph, marked, strict=True) if is_marked}


def _close_gaps(marked: list[bool]) -> None:
    """Mark what stands between two marked sentences, where it is short."""
    positions = [index for index, is_marked in enumerate(marked) if is_marked]
    for before, after in pairwise(positions):
        if after - before - 1 <= _LONGEST_GAP:
            marked[before:after] = [True] * (after - before)
