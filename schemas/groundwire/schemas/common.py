"""Parts that every record is made of: evidence, quantities, money, dates, actors, places.

The meaning of each field is the codebook's (docs/codebook.md); the docstrings here add units and bounds.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, or `EU` for the European Union."""

CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""ISO 4217, such as `USD`."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank; use null for unknown")
    return text


Name = Annotated[str, AfterValidator(_not_blank)]
"""A name as the article writes it; never empty, never "unknown"."""


class Part(BaseModel):
    """Base of everything on the wire: immutable.

    Unknown fields are ignored, so that an older SDK can read a newer server; only requests forbid them.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, use_attribute_docstrings=True)


class Evidence(Part):
    """A verbatim span of the article's text."""

    quote: str = Field(min_length=1)
    """Exactly `text[start:end]` of the article."""
    start: int = Field(ge=0)
    """First character, inclusive, counted in Unicode code points of the article's text."""
    end: int = Field(ge=1)
    """One past the last character, exclusive, in Unicode code points."""

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.quote):
            raise ValueError("end - start must equal the number of code points in quote")
        return self


class Quantity(Part):
    """A count of persons or things as a closed interval of whole numbers.

    Both sides null means that the article speaks of some, but gives no figure ("dozens").
    """

    min: int | None = Field(default=None, ge=0)
    """Lower bound, inclusive. Null when the article gives none."""
    max: int | None = Field(default=None, ge=0)
    """Upper bound, inclusive. Null when the article gives none."""
    approximate: bool = False
    """True where the article says "about" or the like."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not exceed max")
        return self


class Money(Part):
    """An amount of money in whole units of its currency."""

    value: int = Field(ge=0)
    """The full number in currency units: 314000000 for "$314 million"."""
    currency: CurrencyCode
    """ISO 4217 code of the currency."""


class DateBasis(StrEnum):
    """What the resolution of a date rests on."""

    EXPLICIT = "explicit"
    """The words fix the span by themselves ("24 February 2022")."""
    RELATIVE = "relative"
    """The words need the date of publication, which the caller passed in ("on Friday")."""
    HEADER = "header"
    """As `relative`, the date of publication being one that stands in the article."""
    NONE = "none"
    """Not resolved: start and end are null."""


class DateRange(Part):
    """When something happened: the article's words and the calendar days that they stand for."""

    text: str = Field(min_length=1)
    """The words of the article ("on Friday evening")."""
    start: date | None = None
    """First day, inclusive, proleptic Gregorian, in the article's own local time. Null if unresolved."""
    end: date | None = None
    """Last day, inclusive. Null if unresolved."""
    basis: DateBasis = DateBasis.NONE
    """What start and end rest on."""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError("start and end must both be given or both be null")
        if self.start is not None and self.end is not None and self.start > self.end:
            raise ValueError("start must not be after end")
        if (self.start is None) != (self.basis is DateBasis.NONE):
            raise ValueError("basis is none exactly when start and end are null")
        return self


ActorKind = Literal[
    "state",
    "government_body",
    "official",
    "international_organisation",
    "armed_group",
    "company",
    "other",
]


class Actor(Part):
    """Who acts, is addressed, gives or receives."""

    name: Name
    """The fullest name that the article gives."""
    country: CountryCode | None = None
    """State that the actor acts for; `EU` for the European Union; null for none or unknown."""
    kind: ActorKind = "other"
    """What sort of actor it is."""


class Place(Part):
    """A named settlement, site or region."""

    name: Name
    """The most specific name that the article gives."""
    admin: Name | None = None
    """Region, bare ("Donetsk"), if the article states it."""
    country: CountryCode | None = None
    """ISO 3166-1 alpha-2; null if unknown."""


class GroundingStatus(StrEnum):
    """How a value stands to the text of the article."""

    EXACT = "exact"
    """The value is written in the evidence, letter for letter."""
    NORMALISED = "normalised"
    """The value equals one in the evidence once both are normalised ("six" = 6, "$1.2bn" = 1200000000)."""
    INFERRED = "inferred"
    """A judgement, or a code derived from a name (country, type, date): not written in the text as such."""
    UNGROUNDED = "ungrounded"
    """Nothing in the evidence supports the value."""


class Grounding(Part):
    """Where one value of a record stands in the article."""

    path: str = Field(pattern=r"^(/[^/]+)+$")
    """JSON Pointer (RFC 6901) of the value within its record, such as `/killed/min`."""
    status: GroundingStatus
    """How the value was found."""
    start: int | None = Field(default=None, ge=0)
    """First character of the supporting words, inclusive, in code points; null if there are none."""
    end: int | None = Field(default=None, ge=1)
    """One past their last character, exclusive; null if there are none."""


class Record(Part):
    """What attacks, diplomatic events and aid pledges have in common."""

    evidence: tuple[Evidence, ...] = Field(min_length=1)
    """The spans of the article that state the record, in order of appearance."""
    grounding: tuple[Grounding, ...] = ()
    """Where each value of the record stands in the article."""
