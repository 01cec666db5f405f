"""The full form, for large models: a list of whole drafts.

Its schema is the same for every question of a type, so that an endpoint that compiles schemas compiles three.
"""

from dataclasses import dataclass
from typing import cast

from pydantic import BaseModel

from groundwire.extraction.drafts import ANSWERS, Answer, AnyDraft
from groundwire.extraction.plan import Question


@dataclass(frozen=True)
class FullForm:
    """What is to be filled in for one question."""

    question: Question
    mark: str = ""

    @property
    def schema(self) -> type[BaseModel]:
        """The schema of an answer."""
        return ANSWERS[self.question.kind]

    def drafts(self, answer: BaseModel) -> list[AnyDraft]:
        """The drafts of an answer; a sentence that was not shown cannot be cited."""
        citable = self.question.citable
        drafts: list[AnyDraft] = list(cast("Answer", answer).records)
        return [
            draft.model_copy(update={"sentences": [citable[n - 1] + 1 for n in draft.sentences if n <= len(citable)]})
            for draft in drafts
        ]
