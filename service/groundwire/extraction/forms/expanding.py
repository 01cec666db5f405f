"""From the words that a model chose for each sentence to drafts: the sentences of one event put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundwire.extraction.candidates.passage import Offer
from groundwire.extraction.deriving.weapons import weapon_of
from groundwire.extraction.drafts import (
    ActorDraft,
    AidDraft,
    AnyDraft,
    AttackDraft,
    DiplomacyDraft,
    PlaceDraft,
    TargetDraft,
    WeaponDraft,
)
from groundwire.schemas import RecordType

_SUBJECT = {RecordType.ATTACK: "places", RecordType.AID_PLEDGE: "donors"}
"""What a sentence names if it tells of an event of its own; one that does not goes on about the event before it."""


@dataclass(frozen=True)
class Chosen:
    """What a model chose for one sentence.

    Attributes:
        position: Of the sentence in its passage, from 1.
        paragraph: Number of its paragraph.
        refers_back: Whether it tells of an event that was told before ("The strikes also hit ...").
        offer: What it offered.
        words: Slots and what was chosen for them.
    """

    position: int
    paragraph: int
    refers_back: bool
    offer: Offer
    words: Mapping[str, Any]


def expanded(kind: RecordType, chosen: Sequence[Chosen]) -> list[AnyDraft]:
    """The drafts of a passage, in its order; a sentence does not tell the same twice."""
    drafts: list[AnyDraft] = [_DRAFTS[kind](told) for told in _joined(kind, chosen)]
    return [draft for index, draft in enumerate(drafts) if draft not in drafts[:index]]


@dataclass(frozen=True)
class _Told:
    sentences: list[int]
    paragraph: int
    words: dict[str, Any]

    def all(self, slot: str) -> list[str]:
        """The words of a slot that holds several, each once."""
        return list(dict.fromkeys(self.words.get(slot, ())))


def _joined(kind: RecordType, chosen: Sequence[Chosen]) -> list[_Told]:
    told: list[_Told] = []
    for record in chosen:
        if told and told[-1].paragraph == record.paragraph and _goes_on(kind, told[-1], record):
            told[-1] = _with(told[-1], record)
        else:
            told.append(_Told([record.position], record.paragraph, dict(record.words)))
    return told


def _goes_on(kind: RecordType, told: _Told, record: Chosen) -> bool:
    """Whether a sentence tells more of an event: it names no subject of its own, or the same or the first one."""
    subject = _SUBJECT.get(kind)
    if subject is None:
        return False
    if subject not in record.offer:
        return True
    before = told.words.get(subject, ())
    return record.refers_back and (not before or not set(before).isdisjoint(record.words.get(subject, ())))


def _with(told: _Told, more: Chosen) -> _Told:
    """An event with what a further sentence says of it; of two tolls the first stays, code finds the other."""
    words = dict(told.words)
    # What the sentence also says of attacks day after day is not when this one was.
    other = more.words.get("scope") == "campaign" != words.get("scope")
    for slot, said in more.words.items():
        if other and slot in {"scope", "when"}:
            continue
        words[slot] = [*words[slot], *said] if isinstance(said, list) and slot in words else words.get(slot, said)
    return _Told([*told.sentences, more.position], told.paragraph, words)


def _attack(told: _Told) -> AttackDraft:
    return AttackDraft(
        sentences=told.sentences,
        scope=told.words.get("scope"),
        attack_type=None,
        places=[_place(name) for name in told.all("places")],
        attackers=told.all("attackers"),
        attribution=None,
        weapons=_weapons(told),
        when=told.words.get("when"),
        targets=[TargetDraft(category=None, text=words) for words in told.all("targets")],
        killed=told.words.get("killed"),
        injured=told.words.get("injured"),
    )


def _diplomacy(told: _Told) -> DiplomacyDraft:
    return DiplomacyDraft(
        sentences=told.sentences,
        event_type=told.words["act"],
        initiators=_parties(told, "by"),
        counterparts=_parties(told, "to"),
        mediators=_parties(told, "host"),
        topics=None,
        status=None,
        place=_place(told.words["place"]) if "place" in told.words else None,
        when=told.words.get("when"),
        summary="",
    )


def _aid(told: _Told) -> AidDraft:
    return AidDraft(
        sentences=told.sentences,
        donors=_parties(told, "donors"),
        recipients=_parties(told, "recipients"),
        aid_type=None,
        instrument=None,
        amount=told.words.get("amount"),
        equivalents=told.all("equivalents"),
        items=told.all("items"),
        status=told.words.get("status"),
        period=told.words.get("period"),
        when=told.words.get("when"),
    )


_DRAFTS: Mapping[RecordType, Callable[[_Told], AnyDraft]] = {
    RecordType.ATTACK: _attack,
    RecordType.DIPLOMATIC_EVENT: _diplomacy,
    RecordType.AID_PLEDGE: _aid,
}


def _place(name: str) -> PlaceDraft:
    return PlaceDraft(name=name, region=None, country=None)


def _parties(told: _Told, slot: str) -> list[ActorDraft]:
    return [ActorDraft(name=name, country=None, kind=None) for name in told.all(slot)]


def _weapons(told: _Told) -> list[WeaponDraft]:
    """The weapons, those with a count or a name first: "a ballistic missile" and "two Iskander missiles" are two."""
    weapons = [weapon for words in told.all("weapons") if (weapon := _weapon(words))]
    return sorted(weapons, key=lambda weapon: (weapon.count is None, weapon.name is None))


def _weapon(words: str) -> WeaponDraft | None:
    weapon = weapon_of(words)
    if weapon is None:
        return None
    # Guns and mines that are counted were seized or found more often than fired.
    count = None if weapon.kind in {"small_arms", "mine", "other"} else weapon.count
    return WeaponDraft(kind=weapon.kind, name=weapon.name, count=count, intercepted=None)
