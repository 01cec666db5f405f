"""Splits an article into numbered sentences without changing a character: `text[start:end]` is the sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sentencex

from groundwire.extraction.reading.sentence_ends import mend_ends

MAX_SENTENCE_CHARS = 1200
"""Longest sentence in code points. What goes on longer is no prose, or lost its full stops, and is cut."""

_CYRILLIC = re.compile(r"[а-яґєії]", re.IGNORECASE)
_UKRAINIAN = re.compile(r"[ґєії]", re.IGNORECASE)
_RUSSIAN = re.compile(r"[ёъыэ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_GERMAN = re.compile(
    r"\b(?:der|die|das|und|den|dem|des|von|vom|mit|im|am|ist|nach|ein|eine|einer|für|auf|bei|zum|zur|er|sie|es|nicht|"
    r"wurden?|sagte|kam|gab|euro)\b|[äöüß]",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|a|with|from|on|is|it|he|was|were|by|at|for|they|that)\b", re.IGNORECASE
)  # "in" is both


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, white space around it left out.

    Attributes:
        number: Position in the article, from 1.
        paragraph: Position of its line among the lines that are not blank, from 0.
        start: First character, inclusive, in code points of the article.
        end: One past the last character, exclusive.
    """

    number: int
    paragraph: int
    start: int
    end: int


@lru_cache(maxsize=4)  # it holds on to articles
def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of `text` in order. A line break always ends a sentence."""
    sentences: list[Sentence] = []
    language = _language(text)
    offset = 0
    paragraph = 0
    for line in text.splitlines(keepends=True):
        first = len(sentences)
        for start, end in _pieces(line, language):
            sentences.append(Sentence(len(sentences) + 1, paragraph, offset + start, offset + end))
        paragraph += len(sentences) > first
        offset += len(line)
    return tuple(sentences)


def _language(text: str) -> str:
    """The language whose abbreviations sentencex is to know: in English "5 год. ранку" is two sentences."""
    cyrillic = _count(_CYRILLIC, text)
    if cyrillic and cyrillic > _count(_LATIN, text):
        return "uk" if _count(_UKRAINIAN, text) > _count(_RUSSIAN, text) else "ru"
    return "de" if _count(_GERMAN, text) > _count(_ENGLISH, text) else "en"


def _count(pattern: re.Pattern[str], text: str) -> int:
    return len(pattern.findall(text))


def _pieces(line: str, language: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one line, none blank, none too long."""
    start = 0
    for end in mend_ends(line, tuple(_ends(line, language)), language):
        yield from _bounded(line, start, end)
        start = end
    yield from _bounded(line, start, len(line))


def _ends(line: str, language: str) -> Iterator[int]:
    """Where the library ends the sentences of one line."""
    position = 0
    for piece in sentencex.segment(language, line):
        found = line.find(piece, position)
        if found < 0:  # never seen; the rest of the line is then one sentence rather than a wrong offset
            return
        position = found + len(piece)
        yield position


def _bounded(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the white space around it; cut at a space, or anywhere if there is none, where too long."""
    while (inner := line[start:end]).strip():
        start += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        cut = min(end, start + MAX_SENTENCE_CHARS)
        if cut < end and not line[cut].isspace():
            cut = _last_space(line, start, cut) or cut
        yield start, start + len(line[start:cut].rstrip())
        start = cut


def _last_space(line: str, start: int, end: int) -> int:
    """Position of the last white space in a span that begins with none; 0 if there is none."""
    return next((at for at in range(end - 1, start, -1) if line[at].isspace()), 0)
