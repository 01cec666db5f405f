"""Gold labels: what an article says by the codebook, each value tied to the words that state it.

A file of `evals/gold/` is one `GoldArticle`. Its records are the public ones of groundwire.schemas, so a label can
hold nothing that an Extraction cannot.
"""

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field, JsonValue

from groundwire.evals.files import Kept
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Evidence, RecordType

AnyRecord = Attack | DiplomaticEvent | AidPledge
R = TypeVar("R", Attack, DiplomaticEvent, AidPledge)

Pointer = Annotated[str, Field(pattern=r"^(/[^/]+)+$")]
"""JSON Pointer (RFC 6901) of a value within its record, such as `/killed` or `/places/0`."""


class Settled(Kept):
    """A difference between the two passes and how it was settled."""

    path: Pointer | None = None
    """The value at stake; null if it was whether the record exists."""
    pass_a: JsonValue
    """What the first pass had; null for nothing."""
    pass_b: JsonValue
    """What the second pass had; null for nothing."""
    reason: str = Field(min_length=10)
    """The codebook's rule that decides, in a sentence; or why it cannot decide, where both are accepted."""


class GoldRecord(Kept, Generic[R]):
    """One labelled record."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Short name, unique in its file ("odesa-double-strike")."""
    record: R
    """The record. Its evidence is verbatim; `grounding` is left empty, `spans` says more."""
    spans: dict[Pointer, tuple[Evidence, ...]] = Field(default={})
    """For each value that the article writes: every place of the article where that value of this record is written,
    in order of appearance. Judgements (types, topics, status) have none."""
    alternatives: dict[Pointer, tuple[JsonValue, ...]] = Field(default={})
    """Other readings that the codebook allows, by value. Null means that leaving the value out is right as well. The
    pointer of a whole list (`/targets`) offers other whole lists; `/targets/-` offers further elements that may be
    present."""
    optional: bool = False
    """True if the codebook allows a coder to leave the record out: found or not, it counts neither way."""
    settled: tuple[Settled, ...] = ()
    """Differences of the two passes in this record."""


AnyGoldRecord = GoldRecord[Attack] | GoldRecord[DiplomaticEvent] | GoldRecord[AidPledge]


class Dropped(Kept):
    """A record of one pass that did not become gold."""

    type: RecordType
    """Its kind."""
    id: str
    """Its name in that pass."""
    from_pass: Literal["a", "b"]
    """The pass that had it."""
    reason: str = Field(min_length=10)
    """The codebook's rule against it."""


class GoldArticle(Kept):
    """All records of one article."""

    format: Literal[1] = 1
    """Version of this file format."""
    article: str
    """Name of the file in `evals/articles/`."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    """SHA-256 of that file's bytes."""
    published: date | None = None
    """Date of publication that is passed in; null where none is known but what the article itself says."""
    attacks: tuple[GoldRecord[Attack], ...] = ()
    """Attacks, in order of their first evidence."""
    diplomatic_events: tuple[GoldRecord[DiplomaticEvent], ...] = ()
    """Diplomatic events, in order of their first evidence."""
    aid_pledges: tuple[GoldRecord[AidPledge], ...] = ()
    """Aid pledges, in order of their first evidence."""
    dropped: tuple[Dropped, ...] = ()
    """Records of the passes that did not become gold."""

    def records(
        self,
    ) -> Iterator[tuple[RecordType, "GoldRecord[Attack] | GoldRecord[DiplomaticEvent] | GoldRecord[AidPledge]"]]:
        """All records with their kinds."""
        for kind, field in RECORD_FIELDS.items():
            for item in getattr(self, field):
                yield kind, item


RECORD_FIELDS = {
    RecordType.ATTACK: "attacks",
    RecordType.DIPLOMATIC_EVENT: "diplomatic_events",
    RecordType.AID_PLEDGE: "aid_pledges",
}
"""Where the records of each kind stand, in a gold file as in an Extraction."""


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
