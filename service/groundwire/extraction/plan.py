"""Decides what to ask: which passages of an article are put to the model for which type of record.

For a small model a passage is a paragraph, or a part of a long one; nothing of the rest of the article goes along:
shown the lead for context, a small model fills each record with the lead's figures. For a large one it is the article,
or a chunk of a long one. Either way any article becomes questions of bounded size. Questions of one type follow each
other, because they begin with the same instructions, which an endpoint then has in its prompt cache.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from groundwire.extraction.cues import has_cue
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import RecordType

MAX_PASSAGE_CHARS = 2400
"""Longest passage for a small model in code points; at least as much as the longest sentence."""
MAX_SENTENCES = 5
"""Most sentences in it that may be cited."""
MAX_CHUNK_CHARS = 16_000
"""Longest chunk for a large model in code points, some 4,000 tokens of English; nearly every article is shorter."""
OVERLAP = 2
"""Sentences that a chunk shares with the one before it: what is told across a seam is then whole in one of them."""

_HEADING_CHARS = 100
_SENTENCE_ENDS = (".", "!", "?", "…", '."', ".”", '!"', "!”", '?"', "?”", ":", ";")


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of an article.

    Attributes:
        sentences: In order.
        context: How many of the first ones belong to the passage before, and are shown for context only.
    """

    sentences: tuple[Sentence, ...]
    context: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """Does this passage report records of that type?

    Attributes:
        kind: Type of record.
        passage: What the model is shown.
        citable: Positions, from 0, of the sentences that may be cited.
    """

    kind: RecordType
    passage: Passage
    citable: tuple[int, ...]


def plan(
    text: str, sentences: Sequence[Sentence], kinds: Sequence[RecordType], profile: Profile
) -> tuple[Question, ...]:
    """The questions to ask about an article, type by type, in order of the text.

    A passage without a cue of a type is not asked about; to a small model, only sentences with a cue are citable.

    Args:
        text: The article.
        sentences: Those of its sentences that may be shown to the model, in order.
        kinds: Types of records that are wanted.
        profile: Of the model.
    """
    if profile is Profile.LARGE:
        chunks = [Passage(chunk) for chunk in _chunks(sentences)]
        asked = (_whole_question(text, kind, chunk) for kind in kinds for chunk in chunks)
        return tuple(question for question in asked if question.citable)
    passages = _paragraphs(sentences)
    questions: list[Question] = []
    for kind in kinds:
        cued = [question for passage in passages if (question := _question(text, kind, passage)).citable]
        bodies = [question for question in cued if not is_heading(text, question.passage)]
        # A heading repeats what the body tells, unless the heading is all there is.
        questions += bodies or cued
    return tuple(questions)


def _question(text: str, kind: RecordType, passage: Passage) -> Question:
    told = enumerate(passage.sentences)
    return Question(
        kind, passage, tuple(i for i, s in told if i >= passage.context and has_cue(kind, text[s.start : s.end]))
    )


def _whole_question(text: str, kind: RecordType, chunk: Passage) -> Question:
    cued = any(has_cue(kind, text[s.start : s.end]) for s in chunk.sentences)
    return Question(kind, chunk, tuple(range(len(chunk.sentences))) if cued else ())


def _paragraphs(sentences: Sequence[Sentence]) -> list[Passage]:
    return [
        part
        for _, members in groupby(sentences, key=lambda sentence: sentence.paragraph)
        for part in _parts(tuple(members))
    ]


def _parts(paragraph: tuple[Sentence, ...]) -> Iterator[Passage]:
    """The paragraph, cut where it has too many sentences or characters; each part begins with the end of the last."""
    first = 0
    for index, sentence in enumerate(paragraph):
        too_long = sentence.end - paragraph[first].start > MAX_PASSAGE_CHARS
        if index > first and (index - first >= MAX_SENTENCES or too_long):
            yield _part(paragraph, first, index)
            first = index
    yield _part(paragraph, first, len(paragraph))


def _part(paragraph: tuple[Sentence, ...], first: int, last: int) -> Passage:
    fits = first > 0 and paragraph[last - 1].end - paragraph[first - 1].start <= MAX_PASSAGE_CHARS
    context = 1 if fits else 0
    return Passage(paragraph[first - context : last], context)


def _chunks(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """The article, cut where a chunk would be too long; each chunk begins with the end of the one before."""
    first = 0
    for index, sentence in enumerate(sentences):
        if sentence.end - sentences[first].start > MAX_CHUNK_CHARS and index > first:
            yield tuple(sentences[first:index])
            first = max(first + 1, index - OVERLAP)
    if sentences:
        yield tuple(sentences[first:])


def is_heading(text: str, passage: Passage) -> bool:
    """Whether a passage is one short line without a full stop."""
    if len(passage.sentences) > 1:
        return False
    line = text[passage.sentences[0].start : passage.sentences[0].end]
    return len(line) <= _HEADING_CHARS and not line.endswith(_SENTENCE_ENDS)
