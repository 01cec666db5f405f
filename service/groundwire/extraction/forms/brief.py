"""The brief form, for small models: for each sentence, slots that offer the words that code found in it.

An answer is an object with a key for each sentence that reports a record of its own: `s1`, and `s1b` where a sentence
has room for two. So no record can be told twice, and none can cite what is not there. A slot exists only where the
sentence holds something that can fill it, and takes words of the passage only: neither an example nor a figure of the
model's own can get into an answer. Codes that follow from the words are not asked for; code derives them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from groundwire.extraction.candidates.passage import Offer, Surroundings, offer_of
from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.forms.expanding import Chosen, expanded
from groundwire.extraction.plan import Question
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import AidStatus, RecordType

_CLOSED = ConfigDict(extra="forbid", frozen=True)
_LISTS: Mapping[RecordType, Mapping[str, int]] = {
    RecordType.ATTACK: {"places": 8, "attackers": 2, "weapons": 4, "targets": 4},
    RecordType.DIPLOMATIC_EVENT: {"by": 4, "to": 3, "host": 2},
    RecordType.AID_PLEDGE: {"donors": 4, "recipients": 2, "equivalents": 2},
}
"""Slots that hold several words, and how many at most."""
_NEEDED: Mapping[RecordType, tuple[frozenset[str], ...]] = {
    RecordType.ATTACK: (
        frozenset({"killed", "injured", "weapons", "targets", "attackers"}),
        frozenset({"places", "attackers", "when"}),
    ),
    RecordType.DIPLOMATIC_EVENT: (frozenset({"by"}), frozenset({"act"})),
    RecordType.AID_PLEDGE: (frozenset({"donors"}),),
}
"""Of each of these sets a record needs one slot at least: without, the codebook knows no such record."""
_NAMED: Mapping[RecordType, tuple[str, ...]] = {
    RecordType.ATTACK: ("places", "attackers"),
    RecordType.DIPLOMATIC_EVENT: ("by", "to"),
    RecordType.AID_PLEDGE: ("donors", "recipients"),
}
_SUBJECTS = frozenset({"places", "donors"})
_FREE_ITEMS = Annotated[list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=4)]
_ORDER = (
    *("killed", "injured", "places", "targets", "weapons", "attackers"),
    *("act", "by", "to", "host", "place"),
    *("donors", "recipients", "amount", "equivalents", "items", "period"),
    "when",
)
LAYOUT: tuple[object, ...] = (
    {kind.value: dict(slots) for kind, slots in _LISTS.items()},
    {kind.value: [sorted(slots) for slots in needed] for kind, needed in _NEEDED.items()},
    {kind.value: slots for kind, slots in _NAMED.items()},
    _ORDER,
)
"""What the forms are made by, for a digest."""


@dataclass(frozen=True)
class Slot:
    """Room for one record of one sentence.

    Attributes:
        key: Its key in an answer.
        sentence: The sentence.
        position: Its position in the passage, from 0.
        offer: Words for its slots.
    """

    key: str
    sentence: Sentence
    position: int
    offer: Offer


@dataclass(frozen=True)
class BriefForm:
    """What is to be filled in for one question.

    Attributes:
        kind: Type of record.
        room: Where records can be told, in order of the passage.
    """

    kind: RecordType
    room: tuple[Slot, ...]
    mark: str = "s"

    @cached_property
    def schema(self) -> type[BaseModel]:
        """The schema of an answer."""
        fields: dict[str, Any] = {
            slot.key: (_record(slot.key.upper(), self.kind, slot.offer) | None, None) for slot in self.room
        }
        return create_model(f"Brief{self.kind.name.title().replace('_', '')}", __config__=_CLOSED, **fields)

    def drafts(self, answer: BaseModel) -> list[AnyDraft]:
        """The drafts that an answer gives, each citing sentences of the passage by their positions from 1."""
        given = answer.model_dump(exclude_none=True)
        told = [
            Chosen(slot.position + 1, slot.sentence.paragraph, slot.offer, given[slot.key])
            for slot in self.room
            if slot.key in given
        ]
        return expanded(self.kind, told)


def brief_form(text: str, question: Question) -> BriefForm | None:
    """The form for a question about an article; None if its passage can hold no such record."""
    article = Surroundings.of(text)
    sentences = [text[sentence.start : sentence.end] for sentence in question.passage.sentences]
    own = [offer_of(question.kind, sentence, article) for sentence in sentences]
    room = [
        Slot(
            f"s{number}{letter}", question.passage.sentences[position], position, _with_earlier(question, own, position)
        )
        for number, position in enumerate(question.citable, start=1)
        for letter in _letters(question.kind, own[position])
    ]
    possible = [slot for slot in room if all(slot.offer.keys() & needed for needed in _NEEDED[question.kind])]
    return BriefForm(question.kind, tuple(possible)) if possible else None


def _with_earlier(question: Question, own: Sequence[Offer], position: int) -> Offer:
    """What a sentence offers; what it does not name itself ("they"), a sentence before it may have named.

    Where an attack happened and who gives aid are left to the record of that sentence, if it has room for one.
    """
    paragraph = question.passage.sentences[position].paragraph
    before = [at for at in range(position) if question.passage.sentences[at].paragraph == paragraph]
    offer = dict(own[position])
    for slot in _NAMED[question.kind]:
        named = [at for at in before if slot in own[at]]
        if slot not in offer and named and (slot not in _SUBJECTS or named[-1] not in question.citable):
            offer[slot] = own[named[-1]][slot]
    return offer


def _letters(kind: RecordType, offer: Offer) -> list[str]:
    """Further room in a sentence: two tolls at two places, two acts of named parties."""
    if kind is RecordType.ATTACK:
        two = len(offer.get("places", ())) > 1 and max(len(offer.get(role, ())) for role in ("killed", "injured")) > 1
    else:
        two = len(offer.get("act", ())) > 1 or len(offer.get("amount", ())) > 1
    return ["", "b"] if two else [""]


@lru_cache(maxsize=256)
def _chooser(words: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type made of the words
    return Literal[words]


def _record(name: str, kind: RecordType, offer: Offer) -> type[BaseModel]:
    """The schema of one record: the slots that have an offer, in the order of `_ORDER`."""
    fields: dict[str, Any] = {}
    if kind is RecordType.AID_PLEDGE:
        fields["status"] = (AidStatus, ...)
        offer = {**offer, "items": ()}
    for slot in sorted(offer, key=_ORDER.index):
        fields[slot] = _field(kind, slot, offer[slot])
    return create_model(f"{name}Record", __config__=_CLOSED, **fields)


def _field(kind: RecordType, slot: str, words: tuple[str, ...]) -> tuple[Any, Any]:
    if slot == "items":
        return _FREE_ITEMS | None, None
    if slot in _LISTS[kind]:
        room = min(_LISTS[kind][slot], len(words))
        chosen: Any = Annotated[list[_chooser(words)], Field(min_length=1, max_length=room)]  # type: ignore[misc]
        # Nobody acts if nobody is named: these a small model may not leave out.
        return (chosen, ...) if slot in {"by", "donors"} else (chosen | None, None)
    if slot == "act":
        return _chooser(words), ...
    return _chooser(words) | None, None
