"""Codes the drafts that answered the questions about one article."""

from collections.abc import Sequence
from dataclasses import dataclass

from groundwire.extraction.coding.belligerents import Belligerents, belligerents
from groundwire.extraction.coding.occasions import Publication, publication_of
from groundwire.extraction.coding.record import Coded, code
from groundwire.extraction.coding.support import Note
from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.nearby import nearby
from groundwire.extraction.plan import Question
from groundwire.extraction.recall import Recall, alone
from groundwire.extraction.told import Told
from groundwire.schemas import Article


@dataclass(frozen=True)
class Coder:
    """What coding needs to know of an article, whichever of its passages a draft was made of.

    Attributes:
        text: Of the article, without what speaks to a machine; offsets are the article's.
        publication: What its relative dates refer to.
        notes: What contradicts that.
        war: Whose war it tells of, if that is clear.
    """

    text: str
    publication: Publication
    notes: tuple[Note, ...]
    war: Belligerents | None

    @classmethod
    def of(cls, article: Article, told: Told) -> "Coder":
        """The coder of an article, of which some is news."""
        publication, notes = publication_of(article)
        return cls(told.text, publication, notes, belligerents(told.text, told.sentences))

    def code(self, question: Question, drafts: Sequence[AnyDraft]) -> list[Coded]:
        """What each of the drafts that answered a question came to; they cite sentences by positions from 1."""
        if isinstance(question, Recall):
            shown = [alone(question, draft) for draft in drafts]
        else:
            shown = [nearby(question.passage, draft) for draft in drafts]
        return [code(self.text, passage, draft, self.publication, self.war) for passage, draft in shown]
