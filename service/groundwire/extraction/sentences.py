"""Splits an article into numbered sentences without changing a character: `text[start:end]` is the sentence."""

from dataclasses import dataclass

import sentencex


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


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """All sentences of `text` in order. A line break always ends a sentence."""
    sentences: list[Sentence] = []
    offset = 0
    paragraph = 0
    for line in text.splitlines(keepends=True):
        pieces = tuple(_pieces(line, offset))
        for start, end in pieces:
            sentences.append(Sentence(len(sentences) + 1, paragraph, start, end))
        paragraph += bool(pieces)
        offset += len(line)
    return tuple(sentences)


def _pieces(line: str, offset: int) -> list[tuple[int, int]]:
    """Spans of the sentences of one line, moved by `offset`."""
    spans = []
    position = 0
    # "en": sentencex keeps abbreviations by language; English and the fallback rules serve Cyrillic and German too.
    for piece in sentencex.segment("en", line):
        found = line.find(piece, position)
        if found < 0:  # never seen; the rest of the line is then one sentence rather than a wrong offset
            break
        position = found + len(piece)
        spans.append((found, position))
    spans.append((position, len(line)))
    return [span for start, end in spans if (span := _trimmed(line, start, end, offset)) is not None]


def _trimmed(line: str, start: int, end: int, offset: int) -> tuple[int, int] | None:
    inner = line[start:end]
    if not inner.strip():
        return None
    return offset + start + len(inner) - len(inner.lstrip()), offset + end - len(inner) + len(inner.rstrip())
