"""The brief form, for small models: for each sentence, slots that offer the words that code found in it.

An answer is an object with a key for each sentence that reports a record of its own: `s1`, and `s1b` where a sentence
has room for two. So no record can be told twice, and none can cite what is not there. A slot exists only where the
sentence holds something that can fill it, and takes words of the passage only: neither an example nor a figure of the
model's own can get into an answer. Where a sentence leaves no choice, and where codes follow from words, nothing is
asked: the model says which sentences report an event, and chooses where there is a choice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from groundwire.extraction.candidates.acts import SYMMETRIC
from groundwire.extraction.candidates.passage import Offer, Surroundings, offer_of
from groundwire.extraction.coding.weapon_words import NOUNS
from groundwire.extraction.cues import tells_of_force
from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.forms.expanding import Chosen, expanded
from groundwire.extraction.plan import Question
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.extraction.reading.sentences import Sentence
from groundwire.schemas import RecordType

_CLOSED = ConfigDict(extra="forbid", frozen=True)
_LISTS: Mapping[str, int] = {
    "places": 8,
    "attackers": 2,
    "weapons": 4,
    "targets": 4,
    "by": 4,
    "to": 3,
    "host": 2,
    "donors": 4,
    "recipients": 2,
    "equivalents": 2,
    "items": 6,
}
"""Slots that hold several words, and how many at most."""
_WHOLE = frozenset({"weapons", "items"})
"""Slots that take all that a sentence offers, if it has room for one record only."""
_SETTLED = frozenset(
    {"scope", "killed", "injured", "places", "targets", "attackers", "act", "by", "donors", "amount", "period", "when"}
)
"""Slots that are settled by an only offer, if the sentence has room for one record only."""
_SETTLED_TWICE = frozenset({"by", "donors"})
"""Slots that are settled by an only offer even if the sentence has room for more records."""
_DEMANDED = frozenset(
    {"scope", "killed", "injured", "places", "attackers", "act", "by", "donors", "status", "weapons", "items"}
)
"""Slots that a record may not leave open where there is an offer: a small model leaves open what it may."""
_NEEDED: Mapping[RecordType, tuple[frozenset[str], ...]] = {
    RecordType.ATTACK: (
        frozenset({"killed", "injured", "weapons", "targets", "attackers"}),
        frozenset({"places", "attackers", "when"}),
    ),
    RecordType.DIPLOMATIC_EVENT: (frozenset({"act"}), frozenset({"by", "to", "place", "when"})),
    RecordType.AID_PLEDGE: (frozenset({"donors"}), frozenset({"amount", "items"})),
}
"""Of each of these sets a record needs one slot at least: without, the codebook knows no such record."""
_NAMED: Mapping[RecordType, tuple[str, ...]] = {
    RecordType.ATTACK: ("places", "attackers", "when"),
    RecordType.DIPLOMATIC_EVENT: ("by", "to"),
    RecordType.AID_PLEDGE: ("donors", "recipients"),
}
_SUBJECTS = frozenset({"places", "attackers", "when", "donors"})
_MARKS = ("", "b", "c")
_PRONOUN = re.compile(
    r"(?<!\w)(?:he|she|they|it|him|them|his|her|their|its|він|вона|вони|йому|їй|їм|його|її|їх|он|она|они|ему|ей|им|его|"
    r"её|ее|их|er|sie|ihm|ihr|ihnen)(?!\w)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:the|this|these|that|those|both|цей|ця|ці|этот|эта|эти|der|die|dieser|diese) (?:[\w’'-]+ ){0,3}?"
    r"(?:attacks?|strikes?|assaults?|raids?|barrages?|bombardments?|shelling|bombings?|blasts?|explosions?|missiles?|"
    r"drones?|rockets?|events?|incidents?|violence|атак[аиу]|удар[иы]?|обстр[іе]л[иы]?|вибух[и]?|взрыв[ы]?|ракет[иы]|"
    r"дрон[иы]|angriffe?|einschläge?|explosion(?:en)?|raketen?|drohnen?)(?!\w)",
    re.IGNORECASE,
)
"""A sentence that begins so goes on about an attack that has been told of."""
_ANOTHER = re.compile(
    r"(?<!\w)(?:separate(?:ly)?|elsewhere|another|other|accident(?:s|ally)?|crash(?:es|ed)?|disease|cholera|hunger|famine|"
    r"окрем\w+|інш\w+|аварі\w+|отдельн\w+|друг(?:ой|ая|ом|их)|авари\w+|ander\w+|anderswo|unfall\w*)(?!\w)",
    re.IGNORECASE,
)
"""That a sentence tells of something else than the one before it."""
_ORDER = (
    *("scope", "killed", "injured", "places", "targets", "weapons", "attackers"),
    *("act", "by", "to", "host", "place"),
    *("status", "donors", "recipients", "amount", "equivalents", "items", "period"),
    "when",
)
LAYOUT: tuple[object, ...] = (
    dict(_LISTS),
    [sorted(slots) for slots in (_WHOLE, _SETTLED, _DEMANDED)],
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
        sole: Whether its sentence has room for no other record.
        refers_back: Whether its sentence tells of an event that was told before.
        tells_of_another: Whether its sentence says that it tells of something else.
    """

    key: str
    sentence: Sentence
    position: int
    offer: Offer
    sole: bool
    refers_back: bool
    tells_of_another: bool

    @cached_property
    def settled(self) -> Mapping[str, Any]:
        """What needs no asking, once the sentence reports a record."""
        plain = {slot: kept for slot, words in self.offer.items() if (kept := self._plain(slot, words))}
        return {slot: list(words[: _LISTS[slot]]) if slot in _LISTS else words[0] for slot, words in plain.items()}

    def _plain(self, slot: str, words: tuple[str, ...]) -> tuple[str, ...]:
        """What of an offer is taken without asking."""
        if len(words) == 1 and slot in (_SETTLED if self.sole else _SETTLED_TWICE):
            return words
        if not self.sole or slot not in _WHOLE:
            return ()
        # Beside weapons that are counted, others are another attack's ("on a city that drones hit almost daily").
        counted = tuple(word for word in words if find_quantities(word, nouns=NOUNS))
        return words if slot == "items" or len(words) == 1 else counted

    @property
    def gives_toll_alone(self) -> bool:
        """Whether its sentence tells how many were killed or injured, and neither where nor that it was elsewhere."""
        told = bool(self.settled.keys() & {"killed", "injured"})
        return told and "places" not in self.offer and not self.tells_of_another

    def is_beside(self, other: "Slot") -> bool:
        """Whether both are of one paragraph."""
        return self.sentence.paragraph == other.sentence.paragraph

    @cached_property
    def asked(self) -> Offer:
        """What there is to choose: nobody addresses himself."""
        own = {*self.settled.get("by", ()), *self.settled.get("donors", ())}
        open_ones = {slot: words for slot, words in self.offer.items() if slot not in self.settled}
        if self.offer.get("act", ("",))[0] in SYMMETRIC:  # all parties to it are its initiators
            open_ones.pop("to", None)
        others = {slot: tuple(word for word in words if word not in own) for slot, words in open_ones.items()}
        return {slot: words for slot, words in others.items() if words}


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
        fields: dict[str, Any] = {slot.key: (_record(slot.key.upper(), slot.asked) | None, None) for slot in self.room}
        return create_model(f"Brief{self.kind.name.title().replace('_', '')}", __config__=_CLOSED, **fields)

    def drafts(self, answer: BaseModel) -> list[AnyDraft]:
        """The drafts that an answer gives, each citing sentences of the passage by their positions from 1."""
        given = answer.model_dump(exclude_none=True)
        told = [
            Chosen(
                slot.position + 1,
                slot.sentence.paragraph,
                slot.refers_back,
                slot.offer,
                {**slot.settled, **given.get(slot.key, {})},
            )
            for slot in self._reported(frozenset(given))
        ]
        return expanded(self.kind, told)

    def _reported(self, given: frozenset[str]) -> list[Slot]:
        """The sentences that report: those of the answer, and of an attack what these cannot do without.

        A sentence that refers back ("the barrage") goes on about the one before it; and one that gives a toll and no
        place goes on about the attack that was reported before it. Small models leave out what offers no choice.
        """
        reported: list[Slot] = []
        following = (*self.room[1:], None)
        for slot, after in zip(self.room, following, strict=True):
            taken_up = after is not None and after.key in given and after.refers_back and slot.is_beside(after)
            goes_on = bool(reported) and slot.is_beside(reported[-1]) and slot.gives_toll_alone
            if slot.key in given or (self.kind is RecordType.ATTACK and (taken_up or goes_on)):
                reported.append(slot)
        return reported


def brief_form(text: str, question: Question) -> BriefForm | None:
    """The form for a question about an article; None if its passage can hold no such record."""
    article = Surroundings.of(text)
    sentences = [text[sentence.start : sentence.end] for sentence in question.passage.sentences]
    if question.kind is RecordType.ATTACK and not any(tells_of_force(sentence) for sentence in sentences):
        return None
    own = [offer_of(question.kind, sentence, article) for sentence in sentences]
    room = []
    for number, position in enumerate(question.citable, start=1):
        offer = _with_earlier(question, own, position, sentences[position])
        sentence = question.passage.sentences[position]
        said = sentences[position]
        back, other = _BACK.match(said) is not None, _ANOTHER.search(said) is not None
        rooms = _rooms(question.kind, offer)
        sole = len(rooms) == 1 or "act" in offer
        room += [Slot(f"s{number}{mark}", sentence, position, part, sole, back, other) for mark, part in rooms]
    possible: list[Slot] = []
    for slot in room:
        first, second = (*_NEEDED[question.kind], frozenset(slot.offer))[:2]
        # A sentence that goes on about an event need not name it.
        goes_on = question.kind is RecordType.ATTACK and any(
            s.sentence.paragraph == slot.sentence.paragraph for s in possible
        )
        if slot.offer.keys() & first and (goes_on or slot.offer.keys() & second):
            possible.append(slot)
    return BriefForm(question.kind, tuple(possible)) if possible else None


def _with_earlier(question: Question, own: Sequence[Offer], position: int, sentence: str) -> Offer:
    """What a sentence offers; those whom it only calls "he" or "they", a sentence before it may have named.

    Where an attack happened and who gives aid are left to the record of that sentence, if it has room for one.
    """
    paragraph = question.passage.sentences[position].paragraph
    before = [at for at in range(position) if question.passage.sentences[at].paragraph == paragraph]
    offer = dict(own[position])
    for slot in _NAMED[question.kind]:
        named = [at for at in before if slot in own[at]]
        elsewhere = slot in _SUBJECTS and bool(named) and named[-1] not in question.citable
        if slot not in offer and named and (elsewhere or (slot not in _SUBJECTS and _PRONOUN.search(sentence))):
            offer[slot] = own[named[-1]][slot]
    return offer


def _rooms(kind: RecordType, offer: Offer) -> list[tuple[str, Offer]]:
    """The marks of a sentence's room, each with its offer: one for each act, two for two tolls at two places."""
    acts = offer.get("act", ())
    if len(acts) > 1:
        return [(mark, {**offer, "act": (act,)}) for mark, act in zip(_MARKS, acts, strict=False)]
    tolls = max(len(offer.get(role, ())) for role in ("killed", "injured"))
    sums = len(offer.get("amount", ())) > 1 and "equivalents" not in offer
    two = sums or (kind is RecordType.ATTACK and tolls > 1 and len(offer.get("places", ())) > 1)
    return [(mark, offer) for mark in _MARKS[: 2 if two else 1]]


@lru_cache(maxsize=256)
def _chooser(words: tuple[str, ...]) -> Any:  # noqa: ANN401 - a type made of the words
    return Literal[words]


def _record(name: str, asked: Offer) -> type[BaseModel]:
    """The schema of one record: the slots with a choice, in the order of `_ORDER`."""
    fields: dict[str, Any] = {slot: _field(slot, asked[slot]) for slot in sorted(asked, key=_ORDER.index)}
    return create_model(f"{name}Record", __config__=_CLOSED, **fields)


def _field(slot: str, words: tuple[str, ...]) -> tuple[Any, Any]:
    chosen: Any = _chooser(words)
    if slot in _LISTS:
        chosen = Annotated[list[chosen], Field(min_length=1, max_length=min(_LISTS[slot], len(words)))]
    return (chosen, ...) if slot in _DEMANDED else (chosen | None, None)
