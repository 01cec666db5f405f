"""The schemas that the model fills: flat, small, and apart from the public records.

A draft copies words ("at least 9", "on Friday"); numbers, dates and codes are made of them by code. A closed code
(scope, kind, category) may be left null: then code derives it from the words. All fields are required and nullable,
nothing has a default, no object is open: the subset that strict endpoints accept.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from groundwire.schemas import (
    ActorKind,
    AidInstrument,
    AidStatus,
    AidType,
    AttackScope,
    AttackType,
    Attribution,
    DiplomaticEventType,
    DiplomaticStatus,
    RecordType,
    TargetCategory,
    Topic,
    WeaponKind,
)

MAX_RECORDS = 100
"""Most records that one answer may hold; a bound, because a model can repeat itself without end."""

Short = Annotated[str, Field(max_length=120)]
SentenceNumbers = Annotated[list[Annotated[int, Field(ge=1)]], Field(min_length=1, max_length=8)]
Few = Field(max_length=4)
Many = Field(max_length=8)


class _Draft(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RecordDraft(_Draft):
    """What every draft of a record begins with."""

    sentences: SentenceNumbers


class ActorDraft(_Draft):
    """A party, with the code of its state."""

    name: Short
    country: Annotated[str, Field(max_length=2)] | None
    kind: ActorKind | None


class PlaceDraft(_Draft):
    """A place, with its region if the passage names it."""

    name: Short
    region: Short | None
    country: Annotated[str, Field(max_length=2)] | None


class WeaponDraft(_Draft):
    """A weapon; counts in the words of the passage."""

    kind: WeaponKind
    name: Short | None
    count: Short | None
    intercepted: Short | None


class TargetDraft(_Draft):
    """What was hit."""

    category: TargetCategory | None
    text: Short


class AttackDraft(RecordDraft):
    """An attack as the model reads it."""

    scope: AttackScope | None
    attack_type: AttackType | None
    places: Annotated[list[PlaceDraft], Many]
    attackers: Annotated[list[Short], Few]
    attribution: Attribution | None
    weapons: Annotated[list[WeaponDraft], Few]
    when: Short | None
    targets: Annotated[list[TargetDraft], Few]
    killed: Short | None
    injured: Short | None


class DiplomacyDraft(RecordDraft):
    """A diplomatic event as the model reads it."""

    event_type: DiplomaticEventType
    initiators: Annotated[list[ActorDraft], Many]
    counterparts: Annotated[list[ActorDraft], Many]
    mediators: Annotated[list[ActorDraft], Few]
    topics: Annotated[list[Topic], Few] | None
    status: DiplomaticStatus | None
    place: PlaceDraft | None
    when: Short | None
    summary: Annotated[str, Field(max_length=200)]


class AidDraft(RecordDraft):
    """An aid pledge as the model reads it; money in the words of the passage."""

    donors: Annotated[list[ActorDraft], Many]
    recipients: Annotated[list[ActorDraft], Few]
    aid_type: AidType | None
    instrument: AidInstrument | None
    amount: Short | None
    equivalents: Annotated[list[Short], Few]
    items: Annotated[list[Short], Many]
    status: AidStatus | None
    period: Short | None
    when: Short | None


class AttackAnswer(_Draft):
    """The answer to "which attacks does this passage report?"."""

    records: Annotated[list[AttackDraft], Field(max_length=MAX_RECORDS)]


class DiplomacyAnswer(_Draft):
    """The answer to "which diplomatic events does this passage report?"."""

    records: Annotated[list[DiplomacyDraft], Field(max_length=MAX_RECORDS)]


class AidAnswer(_Draft):
    """The answer to "which aid pledges does this passage report?"."""

    records: Annotated[list[AidDraft], Field(max_length=MAX_RECORDS)]


AnyDraft = AttackDraft | DiplomacyDraft | AidDraft
Answer = AttackAnswer | DiplomacyAnswer | AidAnswer

ANSWERS: dict[RecordType, type[Answer]] = {
    RecordType.ATTACK: AttackAnswer,
    RecordType.DIPLOMATIC_EVENT: DiplomacyAnswer,
    RecordType.AID_PLEDGE: AidAnswer,
}
"""The answer for each type of record."""
