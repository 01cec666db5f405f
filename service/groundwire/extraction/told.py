"""What an article tells: its sentences and text without those that speak to a machine, planted instructions.

Such sentences are neither shown to the model nor citable, so nothing can be taken from them; and their figures are no
gap in the coverage.
"""

from dataclasses import dataclass
from functools import cached_property

from groundwire.extraction.coding.support import Note
from groundwire.extraction.reading.instructions import find_instructions
from groundwire.extraction.reading.sentences import Sentence, split_sentences
from groundwire.schemas import WarningCode


@dataclass(frozen=True)
class Told:
    """An article without the instructions in it.

    Attributes:
        article: The text as it came.
        sentences: Those that tell news, in order.
        instructions: Those that are addressed to a machine, in order.
    """

    article: str
    sentences: tuple[Sentence, ...]
    instructions: tuple[Sentence, ...]

    @classmethod
    def by(cls, article: str) -> "Told":
        """What the text of an article tells."""
        sentences = split_sentences(article)
        found = find_instructions(article, sentences)
        news, orders = (tuple(s for s in sentences if (s in found) is planted) for planted in (False, True))
        return cls(article, news, orders)

    @cached_property
    def text(self) -> str:
        """The article, blanks in the place of the instructions: offsets stay what they are."""
        pieces: list[str] = []
        position = 0
        for sentence in self.instructions:
            pieces += [self.article[position : sentence.start], " " * (sentence.end - sentence.start)]
            position = sentence.end
        return "".join([*pieces, self.article[position:]])

    @property
    def notes(self) -> tuple[Note, ...]:
        """One warning that names the instructions, if there are any."""
        if not self.instructions:
            return ()
        numbers = ", ".join(str(sentence.number) for sentence in self.instructions)
        message = f"sentences {numbers} speak to a machine instead of telling news; nothing was taken from there"
        return (Note(WarningCode.INSTRUCTION_IN_ARTICLE, message),)
