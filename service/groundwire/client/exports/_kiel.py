"""Aid in the columns of the Kiel Ukraine Support Tracker.

Columns: sheet "Bilateral Assistance, MAIN DATA" of the tracker (https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/),
by the names that its public users read it with; later releases rename some.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from groundwire.client.exports._countries import country
from groundwire.client.exports._csv import Cell, File, write_csv
from groundwire.client.exports._records import iso_days, named, quotes
from groundwire.schemas import Actor, AidPledge, Extraction, RecordType

KIEL_COLUMNS: Final = (
    "ID",
    "Countries",
    "Announcement Date",
    "Type of Aid General",
    "Type of Aid Specific",
    "Sub-type of item",
    "No. of Units",
    "Original Currency",
    "Monetary Value as Given by Source",
    "Converted Value in EUR",
    "Total monetary value delivered in EUR",
)
"""Columns of the tracker. After them come ours, which begin with `groundwire_`."""

_OURS: Final = (
    "groundwire_id",
    "groundwire_status",
    "groundwire_recipients",
    "groundwire_instrument",
    "groundwire_items",
    "groundwire_period_months",
    "groundwire_source",
    "groundwire_evidence",
)
_COUNTED: Final = frozenset({"pledged", "committed", "delivered"})
_GOVERNMENT: Final = frozenset({"state", "government_body", "official"})


def to_kiel_csv(extractions: Iterable[Extraction], file: File, *, sources: Mapping[str, str] | None = None) -> int:
    """Write the aid as CSV with the tracker's columns and ours; returns the number of rows.

    * Aid that is only proposed, or blocked, is left out: the tracker counts commitments. `to_rows` has it.
    * `Countries` is the donor's country, or its name in the article if it is no government; several are in one row,
      as their shares are not known.
    * `Announcement Date` is a day, or two with a slash between; empty for aid that is told as delivered, whose date is
      another one.
    * Values in euros are those that the article states; nothing is converted.
    * `ID`, `Type of Aid Specific`, `Sub-type of item` and `No. of Units` are in Kiel's own vocabulary and stay empty;
      the goods as written are in `groundwire_items`.

    Args:
        extractions: Where the aid is.
        file: A path, or a file open for text with `newline=""`.
        sources: What to write as `groundwire_source`, by `article_id`.
    """
    return write_csv(file, (*KIEL_COLUMNS, *_OURS), _rows(extractions, sources or {}))


def _rows(extractions: Iterable[Extraction], sources: Mapping[str, str]) -> Iterable[dict[str, Cell]]:
    for name, extraction, aid in named(extractions, RecordType.AID_PLEDGE):
        if isinstance(aid, AidPledge) and aid.status in _COUNTED:
            yield {
                **_in_kiel_columns(aid),
                "groundwire_id": name,
                "groundwire_status": aid.status,
                "groundwire_recipients": "; ".join(actor.name for actor in aid.recipients),
                "groundwire_instrument": aid.instrument,
                "groundwire_items": "; ".join(aid.items),
                "groundwire_period_months": aid.period_months,
                "groundwire_source": sources.get(extraction.article_id),
                "groundwire_evidence": quotes(aid),
            }


def _in_kiel_columns(aid: AidPledge) -> dict[str, Cell]:
    euros = _euros(aid)
    return {
        "Countries": "; ".join(dict.fromkeys(_donor(actor) for actor in aid.donors)),
        "Announcement Date": "" if aid.status == "delivered" else iso_days(aid.date),
        "Type of Aid General": aid.aid_type.capitalize(),
        "Original Currency": aid.amount.currency if aid.amount else "",
        "Monetary Value as Given by Source": aid.amount.value if aid.amount else None,
        "Converted Value in EUR": euros,
        "Total monetary value delivered in EUR": euros if aid.status == "delivered" else None,
    }


def _donor(actor: Actor) -> str:
    state = country(actor.country) if actor.kind in _GOVERNMENT else None
    return state.name if state else actor.name


def _euros(aid: AidPledge) -> int | None:
    """The amount in euros, if the article states it."""
    stated = [*([aid.amount] if aid.amount else []), *aid.stated_equivalents]
    return next((money.value for money in stated if money.currency == "EUR"), None)
