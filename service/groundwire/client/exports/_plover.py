"""Records as PLOVER events, one JSON object a line.

Fields and categories: PLOVER 2.0, codebook and data interchange specification
(https://github.com/openeventdata/PLOVER, PLOVER_MANUAL.tex). docs/sdk.md has the mapping as a table.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from groundwire.client.exports._countries import country
from groundwire.client.exports._csv import File, open_text
from groundwire.client.exports._records import AnyRecord, bounds, named
from groundwire.schemas import Actor, AidPledge, Attack, DiplomaticEvent, Extraction, Place, Quantity, RecordType

PLOVER_FIELDS: Final = (
    "id",
    "date",
    "enddate",
    "actor",
    "recipient",
    "event",
    "mode",
    "context",
    "event_loc",
    "event_text",
    "text_info",
    "size",
    "cite_info",
    "coder",
    "comment",
)
"""Fields of each object, in order."""

_ASSAULT_MODES: Final = {
    "drone_strike": "drone",
    "air_strike": "aerial",
    "shelling": "heavy-weapons",
    "bombing": "explosives",
}
_AID_MODES: Final = {"military": "military", "financial": "economic", "humanitarian": "humanitarian"}


def to_plover_jsonl(extractions: Iterable[Extraction], file: File, *, sources: Mapping[str, str] | None = None) -> int:
    """Write all records as PLOVER events, one a line, all with `PLOVER_FIELDS`; returns how many there were.

    * Attacks are ASSAULT, with a mode where the means has one. The recipient is empty: the article's targets are
      things, and whose they are is not coded.
    * Diplomatic events have their category; `withdraw` is SANCTION, and a meeting that is only planned is AGREE.
    * Aid that was delivered is AID with its mode, what is proposed, pledged or committed is AGREE; blocked aid is left
      out, for no category is surely its own.
    * `context` is empty: topics are not PLOVER's contexts. `size` is the lower bound of the dead and injured, all
      bounds are in `comment`.
    * `event_text` and `text_info` are the evidence and its offsets in the article, end exclusive.

    Args:
        extractions: Where the records are.
        file: A path, or a file open for text.
        sources: What to write as `cite_info.url`, by `article_id`.
    """
    count = 0
    with open_text(file) as out:
        for event in _events(list(extractions), sources or {}):
            out.write(json.dumps(event, ensure_ascii=False) + "\n")
            count += 1
    return count


def _events(extractions: list[Extraction], sources: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for kind in RecordType:
        for name, extraction, record in named(extractions, kind):
            if isinstance(record, AidPledge) and record.status == "blocked":
                continue
            yield {**dict.fromkeys(PLOVER_FIELDS), **_event(name, extraction, record, sources)}


def _event(name: str, extraction: Extraction, record: AnyRecord, sources: Mapping[str, str]) -> dict[str, Any]:
    span = record.date
    return {
        "id": name,
        "date": span.start.isoformat() if span and span.start else None,
        "enddate": span.end.isoformat() if span and span.end else None,
        "context": [],
        "event_text": [evidence.quote for evidence in record.evidence],
        "text_info": [{"start": evidence.start, "end": evidence.end} for evidence in record.evidence],
        "cite_info": {"citation": extraction.article_id, "url": sources.get(extraction.article_id)},
        "coder": f"groundwire {extraction.meta.groundwire_version}, {extraction.meta.model}",
        **_coded(record),
    }


def _coded(record: AnyRecord) -> dict[str, Any]:
    if isinstance(record, Attack):
        return _assault(record)
    if isinstance(record, AidPledge):
        given = record.status == "delivered"
        return {
            "actor": _actors(record.donors),
            "recipient": _actors(record.recipients),
            "event": ["AID" if given else "AGREE"],
            "mode": [_AID_MODES[record.aid_type]] if given else [],
        }
    return {
        "actor": _actors(record.initiators),
        "recipient": _actors(record.counterparts),
        "event": [_category(record)],
        "mode": [],
        "event_loc": _location(record.place),
        "comment": record.summary,
    }


def _assault(attack: Attack) -> dict[str, Any]:
    mode = _ASSAULT_MODES.get(attack.attack_type)
    counts = {"killed": bounds(attack.killed), "injured": bounds(attack.injured)}
    return {
        "actor": _actors(attack.perpetrators),
        "recipient": [],
        "event": ["ASSAULT"],
        "mode": [mode] if mode else [],
        "event_loc": _location(attack.places[0]) if len(attack.places) == 1 else None,
        "size": {"dead": _least(attack.killed), "injured": _least(attack.injured)},
        "comment": "; ".join(f"{name}: {count}" for name, count in counts.items() if count) or None,
    }


def _category(event: DiplomaticEvent) -> str:
    if event.event_type == "consult" and event.status == "planned":
        return "AGREE"
    return "SANCTION" if event.event_type == "withdraw" else event.event_type.upper()


def _actors(actors: tuple[Actor, ...]) -> list[dict[str, Any]]:
    return [{"entity_text": actor.name, "country": _alpha3(actor.country)} for actor in actors]


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"extracted_place": place.name, "province": place.admin, "country": _alpha3(place.country)}


def _alpha3(alpha2: str | None) -> str | None:
    state = country(alpha2)
    return state.alpha3 if state else None


def _least(quantity: Quantity | None) -> int | None:
    return quantity.min if quantity else None
