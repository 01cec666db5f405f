"""The AidPledge record. Terms follow the Kiel Ukraine Support Tracker; rules in docs/codebook.md."""

from typing import Literal

from pydantic import Field

from groundwire.schemas.common import Actor, DateRange, Money, Name, Record

AidType = Literal["military", "financial", "humanitarian"]
AidInstrument = Literal["grant", "loan", "guarantee", "in_kind"]
AidStatus = Literal["proposed", "pledged", "committed", "delivered", "blocked"]


class AidPledge(Record):
    """A donor's promise, commitment or delivery of aid that the article states as a fact of its own."""

    donors: tuple[Actor, ...] = ()
    """States or organisations that give, also where a person announces it."""
    recipients: tuple[Actor, ...] = ()
    """Who receives."""
    aid_type: AidType
    """Kiel's general type; a package with several gets the one that its items or purpose name first."""
    instrument: AidInstrument | None = None
    """As stated; null if not stated."""
    amount: Money | None = None
    """The first-named amount; null if none is stated."""
    stated_equivalents: tuple[Money, ...] = ()
    """The same money in the other currencies that the article states."""
    items: tuple[Name, ...] = ()
    """Goods, as written."""
    status: AidStatus
    """How far the aid has come."""
    period_months: int | None = Field(default=None, ge=1)
    """Months over which it is given; null if not stated."""
    date: DateRange | None = None
    """Of the announcement; of the delivery if status is delivered; null if not stated."""
