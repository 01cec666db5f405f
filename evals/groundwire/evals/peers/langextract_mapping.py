"""From langextract's extractions to public records: classes are record types, attributes are fields.

The peer must not lose for the mapping's sake: attributes are read with Groundwire's own code (`langextract_values`), a
value that cannot be read is null, and where the public form demands one, the codebook's catch-all stands in. Only what
has no such value (an event type, an aid type) or no class of ours is counted as unmapped.
"""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from langextract.data import Extraction

from groundwire.evals.peers.answer import PeerAidPledge, PeerAttack, PeerDiplomaticEvent, PeerRecord
from groundwire.evals.peers.evidence import locate
from groundwire.evals.peers.langextract_values import (
    actor,
    day,
    flag,
    many_of,
    money,
    months,
    one_of,
    place,
    quantity,
    target,
    text_of,
    texts_of,
    weapon,
)
from groundwire.extraction.coding.occasions import Publication
from groundwire.schemas import (
    Actor,
    AidInstrument,
    AidStatus,
    AidType,
    AttackScope,
    AttackType,
    Attribution,
    DiplomaticEventType,
    DiplomaticStatus,
    Evidence,
    Topic,
)

Attributes = Mapping[str, Any]
Quotes = tuple[Evidence, ...]


def record_of(extraction: Extraction, text: str, publication: Publication) -> PeerRecord | None:
    """The record that an extraction stands for; None if it stands for none."""
    kind = one_of(extraction.extraction_class, _CODERS)
    if kind is None or not extraction.attributes:
        return None
    return _CODERS[kind](extraction.attributes, evidence_of(extraction, text), publication)


def evidence_of(extraction: Extraction, text: str) -> Quotes:
    """Where the extraction's text stands: the whole of it if the article says it, else what langextract aligned."""
    span = extraction.char_interval
    start, end = (span.start_pos, span.end_pos) if span else (None, None)
    found = locate(str(extraction.extraction_text), text, near=start or 0)
    if found is None and start is not None and end is not None and 0 <= start < end <= len(text):
        found = Evidence(quote=text[start:end], start=start, end=end)
    return (found,) if found else ()


def _attack(said: Attributes, evidence: Quotes, publication: Publication) -> PeerAttack:
    return PeerAttack(
        evidence=evidence,
        scope=one_of(said.get("scope"), get_args(AttackScope)) or "incident",
        attack_type=one_of(said.get("attack_type"), get_args(AttackType)) or "other",
        perpetrators=_actors(said.get("perpetrators")),
        attribution=one_of(said.get("attribution"), get_args(Attribution)) or "unknown",
        weapons=tuple(arm for words in texts_of(_weapons(said)) if (arm := weapon(words))),
        places=tuple(site for words in texts_of(said.get("places")) if (site := place(words))),
        date=day(said.get("date"), publication),
        targets=tuple(hit for words in texts_of(said.get("targets")) if (hit := target(words))),
        killed=quantity(said.get("killed")),
        injured=quantity(said.get("injured")),
        civilian_harm=flag(said.get("civilian_harm")),
    )


def _diplomatic_event(said: Attributes, evidence: Quotes, publication: Publication) -> PeerDiplomaticEvent | None:
    event_type = one_of(said.get("event_type"), get_args(DiplomaticEventType))
    if event_type is None:
        return None
    where = text_of(said.get("place"))
    return PeerDiplomaticEvent(
        evidence=evidence,
        event_type=event_type,
        initiators=_actors(said.get("initiators")),
        counterparts=_actors(said.get("counterparts")),
        mediators=_actors(said.get("mediators")),
        topics=many_of(said.get("topics"), get_args(Topic)),
        status=one_of(said.get("status"), get_args(DiplomaticStatus)),
        place=place(where) if where else None,
        date=day(said.get("date"), publication),
    )


def _aid_pledge(said: Attributes, evidence: Quotes, publication: Publication) -> PeerAidPledge | None:
    aid_type = one_of(said.get("aid_type"), get_args(AidType))
    if aid_type is None:
        return None
    equivalents = (money(words) for words in texts_of(said.get("stated_equivalents")))
    return PeerAidPledge(
        evidence=evidence,
        donors=_actors(said.get("donors")),
        recipients=_actors(said.get("recipients")),
        aid_type=aid_type,
        instrument=one_of(said.get("instrument"), get_args(AidInstrument)),
        amount=money(said.get("amount")),
        stated_equivalents=tuple(item for item in equivalents if item),
        items=texts_of(said.get("items")),
        status=one_of(said.get("status"), get_args(AidStatus)) or "pledged",
        period_months=months(said.get("period")),
        date=day(said.get("date"), publication),
    )


_CODERS: Mapping[str, Callable[[Attributes, Quotes, Publication], PeerRecord | None]] = {
    "attack": _attack,
    "diplomatic_event": _diplomatic_event,
    "aid_pledge": _aid_pledge,
}


def _actors(value: object) -> tuple[Actor, ...]:
    found = [item for words in texts_of(value) if (item := actor(words))]
    return tuple(dict.fromkeys(found))


def _weapons(said: Attributes) -> object:
    """A list as it is; one text is one weapon, for its semicolons part that weapon's fields."""
    value = said.get("weapons")
    return [value] if isinstance(value, str) else value
