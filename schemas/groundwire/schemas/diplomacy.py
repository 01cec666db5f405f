"""The DiplomaticEvent record. Event types are PLOVER categories; rules in docs/codebook.md."""

from typing import Literal

from pydantic import Field

from groundwire.schemas.common import Actor, DateRange, Place, Record

DiplomaticEventType = Literal[
    "consult",
    "agree",
    "support",
    "cooperate",
    "concede",
    "request",
    "accuse",
    "reject",
    "threaten",
    "withdraw",
]
Topic = Literal[
    "ceasefire",
    "peace_terms",
    "territory",
    "prisoner_exchange",
    "security_guarantees",
    "military_support",
    "economic_support",
    "sanctions",
    "grain_exports",
    "humanitarian",
    "nato_membership",
    "energy",
    "nuclear",
    "condemnation_of_attack",
    "other",
]
DiplomaticStatus = Literal["planned", "ongoing", "concluded", "stalled", "rejected"]


class DiplomaticEvent(Record):
    """An act between states, their leaders, ministers, envoys or international organisations."""

    event_type: DiplomaticEventType
    """PLOVER category in lower case."""
    initiators: tuple[Actor, ...] = ()
    """Who acts or speaks; every party of a symmetric event (consult, agree, cooperate)."""
    counterparts: tuple[Actor, ...] = ()
    """Who is addressed, met or targeted; empty in symmetric events."""
    mediators: tuple[Actor, ...] = ()
    """Who hosts, brokers or mediates."""
    topics: tuple[Topic, ...] = ()
    """What it is about."""
    status: DiplomaticStatus | None = None
    """For consult, agree, cooperate: planned to stalled; for request: rejected if refused; else null."""
    place: Place | None = None
    """Where it happened; null if not stated."""
    date: DateRange | None = None
    """When it happened; null if not stated."""
    summary: str | None = Field(default=None, max_length=400)
    """One sentence of at most 25 words in the coder's own words; not scored."""
