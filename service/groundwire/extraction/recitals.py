"""Answers that recite what the model was told before the article: no reading of it, and nobody else's business.

An instruction in an article can make a model say its prompt instead of its answer. A draft that does is left out
before anything of it is coded, so that neither a record nor a warning repeats it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.model import Loss, Message
from groundwire.schemas import WarningCode

RECITED = Loss(WarningCode.ITEM_INVALID, "an item repeats what the model was told, not what the passage says")
"""What is lost by a draft that is left out."""

_ROW = 8
"""So many words in a row nobody shares with a prompt by chance, unless the passage has them too."""
_WORD = re.compile(r"\w+")


def without_recitals(drafts: Sequence[AnyDraft], dialogue: Sequence[Message]) -> list[AnyDraft]:
    """The drafts that say nothing of the dialogue but of its last message, which shows the passage."""
    said = [set().union(*(_rows(text) for text in _texts(draft.model_dump()))) for draft in drafts]
    if not any(said):
        return list(drafts)
    *told, passage = (_rows(message.content) for message in dialogue)
    private = set().union(*told) - passage
    return [draft for draft, rows in zip(drafts, said, strict=True) if not rows & private]


def _rows(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _ROW]) for at in range(len(words) - _ROW + 1)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Sequence):
        for part in value:
            yield from _texts(part)
