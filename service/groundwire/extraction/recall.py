"""Plans a second look at the sentences whose facts no record claims.

They are shown by themselves, as many at once as the model takes, wherever in the article they stand. So what one of
them says supports nothing that a draft makes of another: only the sentences that a draft cites count for it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from groundwire.extraction.cues import has_cue
from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.plan import MAX_CHUNK_CHARS, MAX_PASSAGE_CHARS, MAX_SENTENCES, Passage, Question, is_heading
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import Sentence
from groundwire.extraction.reading.spans import Spans
from groundwire.extraction.told import Told
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Record, RecordType, Unclaimed, UnclaimedKind

_TYPES: dict[RecordType, type[Record]] = {
    RecordType.ATTACK: Attack,
    RecordType.DIPLOMATIC_EVENT: DiplomaticEvent,
    RecordType.AID_PLEDGE: AidPledge,
}
_HELD = {
    RecordType.ATTACK: {UnclaimedKind.NUMBER, UnclaimedKind.PLACE, UnclaimedKind.CASUALTY},
    RecordType.DIPLOMATIC_EVENT: {UnclaimedKind.PLACE},
    RecordType.AID_PLEDGE: {UnclaimedKind.NUMBER, UnclaimedKind.PLACE, UnclaimedKind.MONEY},
}
"""Sorts of facts that records of a type hold."""


@dataclass(frozen=True, slots=True)
class Recall(Question):
    """A question about sentences that were read before, from anywhere in the article; all of them may be cited."""


def plan_recall(
    told: Told,
    records: Sequence[Record],
    unclaimed: Sequence[Unclaimed],
    asked: Sequence[Question],
    profile: Profile,
) -> tuple[Recall, ...]:
    """The questions to ask once more, none if there is nothing to find.

    A sentence is asked about for each type of which it has a cue word, unless a record of that type rests on it
    already that could not hold the facts in question. Headings are left out: they repeat what the body tells.

    Args:
        told: The article.
        records: What was found so far.
        unclaimed: Facts of the article that no record claims.
        asked: The questions that were put so far, which say what types are wanted. None is put twice.
        profile: Of the model.
    """
    facts = {sentence: _facts_in(sentence, unclaimed) for sentence in told.sentences}
    open_ones = [sentence for sentence in _body(told) if facts[sentence]]
    before = {(question.kind, question.passage, question.citable) for question in asked}
    questions: list[Recall] = []
    for kind in dict.fromkeys(question.kind for question in asked):
        spans = [span for record in records if isinstance(record, _TYPES[kind]) for span in record.evidence]
        rested_on = Spans((span.start, span.end) for span in spans)
        wanted = [
            sentence
            for sentence in open_ones
            if has_cue(kind, told.article[sentence.start : sentence.end])
            if facts[sentence] & _HELD[kind] or not rested_on.touch(sentence.start, sentence.end)
        ]
        planned = (Recall(kind, Passage(group), tuple(range(len(group)))) for group in _groups(wanted, profile))
        questions += (q for q in planned if (q.kind, q.passage, q.citable) not in before)
    return tuple(questions)


def _facts_in(sentence: Sentence, unclaimed: Sequence[Unclaimed]) -> set[UnclaimedKind]:
    return {fact.kind for fact in unclaimed if sentence.start <= fact.start < sentence.end}


def _body(told: Told) -> Iterator[Sentence]:
    sizes = Counter(sentence.paragraph for sentence in told.sentences)
    for sentence in told.sentences:
        if sizes[sentence.paragraph] > 1 or not is_heading(told.article, Passage((sentence,))):
            yield sentence


def _groups(sentences: Sequence[Sentence], profile: Profile) -> Iterator[tuple[Sentence, ...]]:
    """The sentences in order, as many together as a model of that profile takes at once."""
    large = profile is Profile.LARGE
    most, room = (len(sentences), MAX_CHUNK_CHARS) if large else (MAX_SENTENCES, MAX_PASSAGE_CHARS)
    group: list[Sentence] = []
    for sentence in sentences:
        chars = sum(member.end - member.start for member in [*group, sentence])
        if group and (len(group) == most or chars > room):
            yield tuple(group)
            group = []
        group.append(sentence)
    if group:
        yield tuple(group)


def alone(question: Recall, draft: AnyDraft) -> tuple[tuple[Sentence, ...], AnyDraft]:
    """The sentences that a draft cites, and the draft citing them by their positions among themselves."""
    sentences = question.passage.sentences
    cited = tuple(sentences[number - 1] for number in sorted(set(draft.sentences)) if 1 <= number <= len(sentences))
    return cited, draft.model_copy(update={"sentences": list(range(1, len(cited) + 1))})
