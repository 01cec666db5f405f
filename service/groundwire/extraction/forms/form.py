"""What every form has."""

from typing import Protocol

from pydantic import BaseModel

from groundwire.extraction.drafts import AnyDraft


class Form(Protocol):
    """A form for the answer to one question."""

    @property
    def mark(self) -> str:
        """What stands before the numbers of sentences."""
        ...

    @property
    def schema(self) -> type[BaseModel]:
        """The schema of an answer."""
        ...

    def drafts(self, answer: BaseModel) -> list[AnyDraft]:
        """The drafts that an answer gives; they cite sentences of the passage by their positions from 1."""
        ...
