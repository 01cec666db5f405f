"""What a record is, in a line for people."""

from collections.abc import Iterable

from groundwire.schemas import Actor, AidPledge, Attack, DateRange, DiplomaticEvent, Place, Record


def describe(record: Record) -> str:
    """A record in a line: "missile_strike, Odesa, 2024-03-14"."""
    match record:
        case Attack():
            parts = [record.attack_type, _names(record.places), _day(record.date)]
        case DiplomaticEvent():
            addressed = _names(record.counterparts)
            who = _names(record.initiators) + (f" to {addressed}" if addressed else "")
            parts = [record.event_type, who, _day(record.date)]
        case AidPledge():
            amount = f"{record.amount.value:,} {record.amount.currency}" if record.amount else ", ".join(record.items)
            parts = [record.aid_type, _names(record.donors), amount, _day(record.date)]
        case _:
            parts = []
    return ", ".join(part for part in parts if part)


def _names(members: Iterable[Actor | Place]) -> str:
    return " and ".join(member.name for member in members)


def _day(date: DateRange | None) -> str:
    if date is None:
        return ""
    return date.text if date.start is None else date.start.isoformat()
