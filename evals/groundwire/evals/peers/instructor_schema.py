"""The response model of the plain instructor call: the fields of the public records, in the model's own values.

It is plainer than groundwire.schemas on purpose. Evidence is quotes without offsets, dates have no basis, and patterns
and bounds stand in the JSON Schema alone: an endpoint that enforces schemas keeps to them, and one slip of a model
elsewhere ("usd", a ninth place) costs a value in the mapping instead of the whole article.
"""

from typing import Annotated, Any

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
    TargetCategory,
    Topic,
    WeaponKind,
)


def _all_asked(schema: dict[str, Any]) -> None:
    """Ask for every field, null if need be: a small model leaves out what it may leave out."""
    schema["required"] = list(schema["properties"])
    for described in schema["properties"].values():
        described.pop("default", None)


class _Form(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True, json_schema_extra=_all_asked)


def _few(most: int) -> Any:  # noqa: ANN401 - pydantic types its own Field so
    return Field(default_factory=list, json_schema_extra={"maxItems": most})


Country = Annotated[str, Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


class Count(_Form):
    """A count as a closed interval; both bounds null for "dozens"."""

    min: int | None = None
    """Lower bound: 20 for "20" and for "at least 20"; null for "up to 20"."""
    max: int | None = None
    """Upper bound: 20 for "20" and for "up to 20"; null for "at least 20"."""
    approximate: bool = False
    """True for "about 20"."""


class Sum(_Form):
    """An amount of money."""

    value: int
    """Full number of currency units: 314000000 for "314 million"."""
    currency: str = Field(json_schema_extra={"pattern": "^[A-Z]{3}$"})
    """ISO 4217 code."""


class When(_Form):
    """When it happened."""

    text: str
    """The article's words for the date ("on Friday")."""
    start: Day | None = None
    """First day, YYYY-MM-DD, relative words resolved against the date of publication; null if unresolved."""
    end: Day | None = None
    """Last day; null if unresolved."""


class Party(_Form):
    """A state, person, organisation or group."""

    name: str
    """The fullest name that the article gives."""
    country: Country | None = None
    """Two-letter code of the state it acts for, EU for the European Union; null for none."""
    kind: ActorKind = "other"
    """What sort of actor it is."""


class Site(_Form):
    """A named place."""

    name: str
    """The most specific name that the article gives."""
    admin: str | None = None
    """Region, if stated."""
    country: Country | None = None
    """Two-letter code."""


class Arm(_Form):
    """A weapon used."""

    kind: WeaponKind
    """Class of weapon."""
    name: str | None = None
    """Model ("Iskander-M"); null if none is given."""
    launched: Count | None = None
    """How many were launched."""
    intercepted: Count | None = None
    """How many were shot down."""


class Hit(_Form):
    """Something that was hit."""

    category: TargetCategory
    """What sort of object it is."""
    text: str
    """The article's words for it."""


class AttackForm(_Form):
    """An attack."""

    evidence: list[str] = _few(4)
    """Sentences of the article that state it, word for word."""
    scope: AttackScope
    """One strike (incident), a barrage (wave) or repeated attacks (campaign)."""
    attack_type: AttackType
    """Means of attack."""
    perpetrators: list[Party] = _few(4)
    """States or groups whose forces acted."""
    attribution: Attribution = "unknown"
    """Who names the perpetrators."""
    weapons: list[Arm] = _few(6)
    """Weapons used."""
    places: list[Site] = _few(12)
    """Places hit."""
    date: When | None = None
    """When it happened."""
    targets: list[Hit] = _few(8)
    """What was hit."""
    killed: Count | None = None
    """Persons killed; null if the article does not say."""
    injured: Count | None = None
    """Persons injured; null if the article does not say."""
    civilian_harm: bool | None = None
    """True if a civilian person or object was hit."""


class DiplomaticForm(_Form):
    """A diplomatic event."""

    evidence: list[str] = _few(4)
    """Sentences of the article that state it, word for word."""
    event_type: DiplomaticEventType
    """Kind of act."""
    initiators: list[Party] = _few(8)
    """Who acts or speaks; every party of consult, agree, cooperate."""
    counterparts: list[Party] = _few(8)
    """Who is addressed, met or targeted."""
    mediators: list[Party] = _few(4)
    """Who hosts, brokers or mediates."""
    topics: list[Topic] = _few(5)
    """What it is about."""
    status: DiplomaticStatus | None = None
    """How far it has come."""
    place: Site | None = None
    """Where it happened."""
    date: When | None = None
    """When it happened."""
    summary: str | None = None
    """One sentence of at most 25 words."""


class AidForm(_Form):
    """An aid pledge."""

    evidence: list[str] = _few(4)
    """Sentences of the article that state it, word for word."""
    donors: list[Party] = _few(6)
    """Who gives."""
    recipients: list[Party] = _few(4)
    """Who receives."""
    aid_type: AidType
    """Military, financial or humanitarian."""
    instrument: AidInstrument | None = None
    """Grant, loan, guarantee or goods; null if not stated."""
    amount: Sum | None = None
    """The first-named sum."""
    stated_equivalents: list[Sum] = _few(3)
    """The same sum in other currencies."""
    items: list[str] = _few(8)
    """Goods, as written."""
    status: AidStatus
    """How far the aid has come."""
    period_months: int | None = None
    """Months over which it is given."""
    date: When | None = None
    """When it was announced, or delivered."""


class Events(_Form):
    """All that an article reports."""

    attacks: list[AttackForm] = _few(12)
    """Attacks; empty if it reports none."""
    diplomatic_events: list[DiplomaticForm] = _few(12)
    """Diplomatic events; empty if it reports none."""
    aid_pledges: list[AidForm] = _few(12)
    """Aid pledges; empty if it reports none."""
