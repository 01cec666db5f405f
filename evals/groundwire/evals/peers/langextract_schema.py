"""The output schema that langextract is given: its README names one as the way to fix the values of attributes."""

from collections.abc import Iterable
from typing import Any, Final, get_args

from langextract.core.output_schema import extraction_item_schema, extractions_schema

from groundwire.schemas import (
    AidInstrument,
    AidStatus,
    AidType,
    AttackScope,
    AttackType,
    Attribution,
    DiplomaticEventType,
    DiplomaticStatus,
    Topic,
)

MOST: Final = 12
"""Extractions in one chunk, at most: a small model can repeat itself without end."""

_TEXT: Final = {"type": "string"}


def _enum(values: Iterable[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _texts(most: int) -> dict[str, Any]:
    return {"type": "array", "items": _TEXT, "maxItems": most}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


_ATTACK: Final = {
    "scope": _enum(get_args(AttackScope)),
    "attack_type": _enum(get_args(AttackType)),
    "perpetrators": _texts(4),
    "attribution": _enum(get_args(Attribution)),
    "weapons": _texts(6),
    "places": _texts(12),
    "date": _or_null(_TEXT),
    "targets": _texts(8),
    "killed": _or_null(_TEXT),
    "injured": _or_null(_TEXT),
    "civilian_harm": _or_null({"type": "boolean"}),
}
_DIPLOMATIC_EVENT: Final = {
    "event_type": _enum(get_args(DiplomaticEventType)),
    "initiators": _texts(8),
    "counterparts": _texts(8),
    "mediators": _texts(4),
    "topics": {"type": "array", "items": _enum(get_args(Topic)), "maxItems": 5},
    "status": _or_null(_enum(get_args(DiplomaticStatus))),
    "place": _or_null(_TEXT),
    "date": _or_null(_TEXT),
}
_AID_PLEDGE: Final = {
    "donors": _texts(6),
    "recipients": _texts(4),
    "aid_type": _enum(get_args(AidType)),
    "instrument": _or_null(_enum(get_args(AidInstrument))),
    "amount": _or_null(_TEXT),
    "stated_equivalents": _texts(3),
    "items": _texts(8),
    "status": _enum(get_args(AidStatus)),
    "period": _or_null(_TEXT),
    "date": _or_null(_TEXT),
}


def _schema() -> dict[str, Any]:
    schema = extractions_schema(
        extraction_item_schema("attack", attributes=_ATTACK),
        extraction_item_schema("diplomatic_event", attributes=_DIPLOMATIC_EVENT),
        extraction_item_schema("aid_pledge", attributes=_AID_PLEDGE),
    )
    schema["properties"]["extractions"]["maxItems"] = MOST
    return schema


OUTPUT_SCHEMA: Final = _schema()
"""A list of attacks, diplomatic events and aid pledges: each a text and its attributes, all of them asked for."""
