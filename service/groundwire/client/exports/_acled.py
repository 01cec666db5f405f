"""Attacks in the columns of ACLED's export.

Columns and their order: ACLED's export since 20 March 2023 (https://acleddata.com/methodology/guide-2023-acled-column-changes),
codes: ACLED Codebook of 7 October 2024. docs/sdk.md has the mapping as a table.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from groundwire.client.exports._countries import country
from groundwire.client.exports._csv import Cell, File, write_csv
from groundwire.client.exports._records import bounds, iso_days, named, quotes
from groundwire.schemas import Attack, DateRange, Extraction, Place, RecordType

ACLED_COLUMNS: Final = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
)
"""ACLED's columns, in its order. After them comes `groundwire_id`, which is ours."""

_REMOTE: Final = "Explosions/Remote violence"
_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "missile_strike": (_REMOTE, "Shelling/artillery/missile attack"),
    "drone_strike": (_REMOTE, "Air/drone strike"),
    "missile_and_drone_strike": (_REMOTE, ""),
    "air_strike": (_REMOTE, "Air/drone strike"),
    "shelling": (_REMOTE, "Shelling/artillery/missile attack"),
    "bombing": (_REMOTE, "Remote explosive/landmine/IED"),
}
"""Only where the codebooks of both leave no doubt. Both kinds of weapon in one strike are two sub-events to ACLED; a
ground assault may be a battle or violence against civilians, sabotage may be anything."""


def to_acled_csv(extractions: Iterable[Extraction], file: File, *, sources: Mapping[str, str] | None = None) -> int:
    """Write the attacks as CSV with ACLED's columns and `groundwire_id`; returns the number of rows.

    * `fatalities` is the lower bound of `killed`, for ACLED takes the most conservative figure; all bounds and the
      injured are in `notes`, after the evidence. Empty if there is no lower bound, and for a wave whose incidents have
      rows of their own, for its dead would count twice.
    * `event_date` is the day (`time_precision` 1), the first of a span of up to seven days (2) or the middle of one
      within a month (3); empty for longer ones, which ACLED does not code.
    * `actor1` is the first perpetrator as the article names it, `assoc_actor_1` the others; both are empty where
      sources blame different ones.
    * `location`, `admin1`, `country` and `iso` are filled as far as all places of the attack share them.
    * What the article does not tell in ACLED's sense stays empty: ACLED's ids, actor types, interaction, targeting,
      region, coordinates, precision and scale.

    Args:
        extractions: Where the attacks are.
        file: A path, or a file open for text with `newline=""`.
        sources: What to write as `source`, by `article_id`.
    """
    return write_csv(file, (*ACLED_COLUMNS, "groundwire_id"), _rows(extractions, sources or {}))


def _rows(extractions: Iterable[Extraction], sources: Mapping[str, str]) -> Iterable[dict[str, Cell]]:
    for name, extraction, attack in named(extractions, RecordType.ATTACK):
        if isinstance(attack, Attack):
            in_parts = attack.scope == "wave" and any(other.scope != "wave" for other in extraction.attacks)
            yield {
                **_when(attack.date),
                **_what(attack),
                **_where(attack.places),
                "source": sources.get(extraction.article_id),
                "notes": _notes(attack),
                "fatalities": attack.killed.min if attack.killed and not in_parts else None,
                "groundwire_id": name,
            }


def _what(attack: Attack) -> dict[str, Cell]:
    event_type, sub_event_type = _TYPES.get(attack.attack_type, ("", ""))
    known = () if attack.attribution == "disputed" else attack.perpetrators
    return {
        "disorder_type": "Political violence" if event_type else "",
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "actor1": known[0].name if known else "",
        "assoc_actor_1": "; ".join(actor.name for actor in known[1:]),
    }


def _when(span: DateRange | None) -> dict[str, Cell]:
    if span is None or span.start is None or span.end is None:
        return {}
    days = (span.end - span.start).days + 1
    if days == 1:
        return _dated(span.start, 1)
    if days <= 7:
        return _dated(span.start, 2)
    if (span.start.year, span.start.month) == (span.end.year, span.end.month):
        return _dated(span.start + timedelta(days=days // 2), 3)
    return {"year": span.start.year} if span.start.year == span.end.year else {}


def _dated(day: date, precision: int) -> dict[str, Cell]:
    return {"event_date": day.isoformat(), "year": day.year, "time_precision": precision}


def _where(places: tuple[Place, ...]) -> dict[str, Cell]:
    state = country(_shared(place.country for place in places))
    return {
        "iso": state.numeric if state else "",
        "country": state.name if state else "",
        "admin1": _shared(place.admin for place in places),
        "location": _shared(place.name for place in places),
    }


def _shared(values: Iterable[str | None]) -> str | None:
    """The value that all have."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _notes(attack: Attack) -> str:
    facts = {
        "Scope": attack.scope if attack.scope != "incident" else "",
        "Killed": bounds(attack.killed),
        "Injured": bounds(attack.injured),
        "Date": iso_days(attack.date),
        "Places": "; ".join(place.name for place in attack.places),
        "Blamed": "; ".join(actor.name for actor in attack.perpetrators) if attack.attribution == "disputed" else "",
    }
    return " ".join([quotes(attack), *(f"{name}: {fact}." for name, fact in facts.items() if fact)])
