"""Decides what to ask: which passages of an article are put to the model for which type of record.

A passage is a paragraph, or a part of a long one, so that any article becomes questions of bounded size. Nothing of
the rest of the article goes along: shown the lead for context, a small model fills each record with the lead's
figures. Questions of one type follow each other, because they begin with the same instructions, which an endpoint
then has in its prompt cache.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from groundwire.extraction.cues import has_cue
from groundwire.extraction.drafts import MAX_SENTENCES
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import RecordType

MAX_PASSAGE_CHARS = 2400
"""Longest passage in code points; at least as much as the longest sentence (`MAX_SENTENCE_CHARS`)."""

_HEADING_CHARS = 100
_SENTENCE_ENDS = (".", "!", "?", "…", '."', ".”", '!"', "!”", '?"', "?”", ":", ";")


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of one paragraph."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Does this passage report records of that type?

    Attributes:
        kind: Type of record.
        passage: What the model is shown.
        citable: Positions, from 0, of the sentences with a cue of the type; only they may be cited.
    """

    kind: RecordType
    passage: Passage
    citable: tuple[int, ...]


def plan(text: str, sentences: Sequence[Sentence], kinds: Sequence[RecordType]) -> tuple[Question, ...]:
    """The questions to ask about an article, type by type, in order of the text.

    Args:
        text: The article.
        sentences: Those of its sentences that may be shown to the model, in order.
        kinds: Types of records that are wanted.
    """
    passages = _passages(sentences)
    questions: list[Question] = []
    for kind in kinds:
        asked = [question for passage in passages if (question := _question(text, kind, passage)).citable]
        bodies = [question for question in asked if not is_heading(text, question.passage)]
        # A heading repeats what the body tells, unless the heading is all there is.
        questions += bodies or asked
    return tuple(questions)


def _question(text: str, kind: RecordType, passage: Passage) -> Question:
    said = (text[sentence.start : sentence.end] for sentence in passage.sentences)
    return Question(kind, passage, tuple(i for i, words in enumerate(said) if has_cue(kind, words)))


def _passages(sentences: Sequence[Sentence]) -> list[Passage]:
    return [
        Passage(part)
        for _, members in groupby(sentences, key=lambda sentence: sentence.paragraph)
        for part in _parts(tuple(members))
    ]


def _parts(paragraph: tuple[Sentence, ...]) -> list[tuple[Sentence, ...]]:
    """The paragraph, cut where it has too many sentences or characters."""
    parts: list[tuple[Sentence, ...]] = []
    first = 0
    for index, sentence in enumerate(paragraph):
        too_long = sentence.end - paragraph[first].start > MAX_PASSAGE_CHARS
        if index > first and (index - first >= MAX_SENTENCES or too_long):
            parts.append(paragraph[first:index])
            first = index
    return [*parts, paragraph[first:]]


def is_heading(text: str, passage: Passage) -> bool:
    """Whether a passage is one short line that ends like no sentence."""
    if len(passage.sentences) > 1:
        return False
    line = text[passage.sentences[0].start : passage.sentences[0].end]
    return len(line) <= _HEADING_CHARS and not line.endswith(_SENTENCE_ENDS)
