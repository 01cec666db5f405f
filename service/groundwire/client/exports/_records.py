"""The records of Extractions with a name for each that holds across articles."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from groundwire.schemas import AidPledge, Attack, DateRange, DiplomaticEvent, Extraction, Quantity, RecordType
from groundwire.schemas.common import Record

AnyRecord: TypeAlias = Attack | DiplomaticEvent | AidPledge


def records_of(extraction: Extraction, record_type: RecordType) -> tuple[AnyRecord, ...]:
    """Those of one type, in order."""
    match record_type:
        case RecordType.ATTACK:
            return extraction.attacks
        case RecordType.DIPLOMATIC_EVENT:
            return extraction.diplomatic_events
        case RecordType.AID_PLEDGE:
            return extraction.aid_pledges


def id_of(extraction: Extraction, record_type: RecordType, index: int) -> str:
    """The article's id, the type and the place among the records of that type, from 0."""
    return f"{extraction.article_id}/{record_type}/{index}"


def named(extractions: Iterable[Extraction], record_type: RecordType) -> Iterator[tuple[str, Extraction, AnyRecord]]:
    """Each record with its id and where it comes from."""
    for extraction in extractions:
        for index, record in enumerate(records_of(extraction, record_type)):
            yield id_of(extraction, record_type, index), extraction, record


def quotes(record: Record) -> str:
    """The evidence in one line."""
    return " [...] ".join(" ".join(span.quote.split()) for span in record.evidence)


def iso_days(date: DateRange | None) -> str:
    """A day, or two with a slash between (ISO 8601); empty if unknown."""
    if date is None or date.start is None or date.end is None:
        return ""
    return date.start.isoformat() if date.start == date.end else f"{date.start}/{date.end}"


def bounds(quantity: Quantity | None) -> str:
    """A quantity in words; empty if there is none."""
    if quantity is None:
        return ""
    about = "about " if quantity.approximate else ""
    match quantity.min, quantity.max:
        case None, None:
            return "some, no figure"
        case least, None:
            return f"{about}{least} or more"
        case None, most:
            return f"{about}{most} or fewer"
        case least, most:
            return f"{about}{least}" if least == most else f"{about}{least} to {most}"
