"""Codes drafts from what an article tells, without its sentences that speak to a machine: planted instructions."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.occasions import Publication
from groundwire.extraction.coding.record import Coded, code
from groundwire.extraction.coding.support import Note
from groundwire.extraction.drafts import AnyDraft, DiplomacyDraft
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.reading.instructions import find_instructions
from groundwire.extraction.reading.sentences import Sentence, split_sentences
from groundwire.schemas import WarningCode

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Told:
    """An article without the instructions in it.

    Attributes:
        article: The text.
        instructions: Its sentences that are addressed to a machine.
    """

    article: str
    instructions: frozenset[Sentence]

    @classmethod
    def by(cls, article: str) -> "Told":
        """What the text of an article tells."""
        return cls(article, find_instructions(article, split_sentences(article)))

    @property
    def text(self) -> str:
        """The article, blanks in the place of the instructions: offsets stay what they are."""
        pieces: list[str] = []
        position = 0
        for sentence in sorted(self.instructions, key=lambda sentence: sentence.start):
            pieces += [self.article[position : sentence.start], " " * (sentence.end - sentence.start)]
            position = sentence.end
        return "".join([*pieces, self.article[position:]])

    @property
    def notes(self) -> tuple[Note, ...]:
        """One warning that names the instructions, if there are any."""
        if not self.instructions:
            return ()
        message = (
            f"{_named(self.instructions)} speak to a machine instead of telling news; nothing was taken from there"
        )
        return (Note(WarningCode.INSTRUCTION_IN_ARTICLE, message),)

    def code(self, passage: Sequence[Sentence], draft: AnyDraft, publication: Publication) -> Coded:
        """Code a draft from the news of its passage.

        A draft that cites instructions alone is dropped. Of any other the instructions are hidden, so that a value
        which stands only there is not found, and goes.
        """
        if self.instructions.isdisjoint(passage):
            return code(self.article, passage, draft, publication)
        cited = {passage[number - 1] for number in draft.sentences if 1 <= number <= len(passage)}
        if cited and cited <= self.instructions:
            message = f"dropped a proposed record: {_named(cited)} speak to a machine instead of telling news"
            return Coded(None, (Note(WarningCode.INSTRUCTION_IN_ARTICLE, message),))
        news = [sentence for sentence in passage if sentence not in self.instructions]
        numbers = [number for number, sentence in enumerate(news, start=1) if sentence in cited]
        left = draft.model_copy(update={"sentences": numbers})
        if isinstance(left, DiplomacyDraft) and self._only_instructed(left.summary):
            coded = code(self.article, news, left.model_copy(update={"summary": ""}), publication)
            note = Note(WarningCode.INSTRUCTION_IN_ARTICLE, "removed a summary that repeats an instruction", "/summary")
            return Coded(coded.record, (*coded.notes, note)) if coded.record else coded
        return code(self.article, news, left, publication)

    def _only_instructed(self, summary: str) -> bool:
        """Whether a summary, which is in the model's own words, has some that the article only says in instructions."""
        instructed = {word for one in self.instructions for word in _words(self.article[one.start : one.end])}
        return not instructed.isdisjoint(_words(summary) - _words(self.text))


def _words(text: str) -> set[str]:
    return set(_WORD.findall(folded(text)))


def _named(sentences: Collection[Sentence]) -> str:
    return "sentences " + ", ".join(str(number) for number in sorted(sentence.number for sentence in sentences))
