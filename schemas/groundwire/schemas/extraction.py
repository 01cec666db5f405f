"""What goes into an extraction and what comes out: Article and Extraction, with coverage and meta."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from groundwire.schemas.aid import AidPledge
from groundwire.schemas.attack import Attack
from groundwire.schemas.common import Part
from groundwire.schemas.diplomacy import DiplomaticEvent


class RecordType(StrEnum):
    """The kinds of records, named as in a request."""

    ATTACK = "attack"
    DIPLOMATIC_EVENT = "diplomatic_event"
    AID_PLEDGE = "aid_pledge"


class Article(Part):
    """A news article. The text is kept as it came; every offset refers to it."""

    text: str = Field(min_length=1)
    """The whole text, never normalised or trimmed."""
    published: date | None = None
    """Date of publication, if the caller knows it; relative dates resolve against it."""
    title: str | None = None
    """Headline, if it is not part of the text. It is read for context, never cited as evidence."""
    source_url: str | None = None
    """Where the article came from; carried through, never fetched."""


class WarningCode(StrEnum):
    """What a warning is about."""

    VALUE_UNSUPPORTED = "value_unsupported"
    """A value that the model gave does not stand in the evidence; it was removed."""
    VALUE_FLAGGED = "value_flagged"
    """A value that the model gave does not stand in the evidence; it was kept, its grounding `ungrounded`, as the
    request wished."""
    VALUE_INVALID = "value_invalid"
    """A value that the model gave is outside what the codebook allows; it was removed."""
    RECORD_UNSUPPORTED = "record_unsupported"
    """A whole proposed record was dropped: no evidence, or nothing in the evidence that makes it a record."""
    RECORDS_MERGED = "records_merged"
    """Proposed records of the same event became one."""
    FIGURES_DIFFER = "figures_differ"
    """Merged records gave different figures; the record spans them."""
    DATE_UNRESOLVED = "date_unresolved"
    """A date could not be resolved; its words are kept."""
    DATE_CONTRADICTION = "date_contradiction"
    """The date of publication and the text do not fit each other."""
    PARTS_EXCEED_TOTAL = "parts_exceed_total"
    """The incidents of a wave hold more killed, injured or weapons than the wave itself; nothing was changed."""
    INSTRUCTION_IN_ARTICLE = "instruction_in_article"
    """Part of the article speaks to a machine instead of telling news; nothing was taken from there."""
    ANSWER_TRUNCATED = "answer_truncated"
    """An answer of the model breaks off, or goes on without end; the records that it held to their end were kept, as
    many as there was room for. Others may be missing."""
    ITEM_INVALID = "item_invalid"
    """A record in an answer of the model was left out: it does not fit its schema, nor when it was asked for again, or
    it recites the question."""
    CALL_FAILED = "call_failed"
    """One question to the model failed for good; the answer lacks what it would have found. Where it was a second
    question about the same sentences (`unsupported: repair`, `recall_pass`), what the first one found is there."""


class ExtractionWarning(Part):
    """Something that the reader of an Extraction should know before trusting it."""

    code: WarningCode
    """Stable, for programs."""
    message: str
    """For people; names values, never more of the article than the value at stake."""
    path: str | None = None
    """JSON Pointer into the Extraction of the record or value at stake; null if it is not there any more."""


class UnclaimedKind(StrEnum):
    """What sort of fact no record claims."""

    NUMBER = "number"
    """A figure ("20", "a dozen")."""
    MONEY = "money"
    """A sum of money."""
    PLACE = "place"
    """A state, a capital or another large city, at its first mention. Towns and regions beyond these are not known."""
    CASUALTY = "casualty"
    """Words of dead or hurt in a sentence that gives no figure of them ("dozens were killed", "the wounded")."""


class Unclaimed(Part):
    """A fact of the article that no record claims: a place to look for what was missed."""

    kind: UnclaimedKind
    """Sort of fact."""
    quote: str
    """Exactly `text[start:end]` of the article."""
    start: int = Field(ge=0)
    """First character, inclusive, in code points."""
    end: int = Field(ge=1)
    """One past the last character, exclusive, in code points."""


class Coverage(Part):
    """How much of the article's hard facts the records claim."""

    found: int = Field(ge=0)
    """Numbers, amounts of money, known places (each once) and casualty words without a figure in the article."""
    claimed: int = Field(ge=0)
    """Those of them that some record claims: one of its values stands on them; it names the place, or has the code of
    the state; it is an attack with such a toll, and the casualty words are in its evidence."""
    unclaimed: tuple[Unclaimed, ...] = ()
    """The rest, in order of appearance."""


class Usage(Part):
    """What was asked of the model, failed attempts included."""

    calls: int = Field(default=0, ge=0)
    """Attempts that were sent to the endpoint, whatever became of them."""
    failed_calls: int = Field(default=0, ge=0)
    """Those of them that gave no usable answer."""
    prompt_tokens: int = Field(default=0, ge=0)
    """Tokens read, as the endpoint counts them; 0 for attempts it did not count."""
    cached_prompt_tokens: int = Field(default=0, ge=0)
    """Those of them that the endpoint took from its own prompt cache."""
    completion_tokens: int = Field(default=0, ge=0)
    """Tokens written, as the endpoint counts them."""

    def __add__(self, other: "Usage") -> "Usage":
        """Sum field by field."""
        return Usage(**{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields})


class CacheState(StrEnum):
    """What the cache did for a request."""

    HIT = "hit"
    """Answered from the cache; no call to the model."""
    MISS = "miss"
    """Looked up, not found, extracted, stored if it was complete."""
    REFRESH = "refresh"
    """Not looked up, extracted, stored if it was complete."""
    OFF = "off"
    """Neither looked up nor stored."""
    SHARED = "shared"
    """An identical request was in flight; both got its answer."""


class Meta(Part):
    """How an Extraction was made."""

    groundwire_version: str
    """Version of the program."""
    model: str
    """Name of the model, as it was asked for."""
    fallback: bool = False
    """True when the second model answered, because the first could not be reached, refused or broke off; `model` names
    the one that answered, and the usage is that of both."""
    mode: str | None
    """How schemas were put to the endpoint: json_schema, tools, json, md_json or llguidance; null if the article
    gave no reason to ask anything."""
    schema_enforced: bool | None
    """Whether the endpoint was seen to enforce a schema; null if it was not tried."""
    prompt_digest: str
    """SHA-256 over the prompt texts that were used."""
    schema_digest: str
    """SHA-256 over the JSON Schemas of drafts and records."""
    cache: CacheState
    """What the cache did for this request."""
    created: datetime
    """When the model's answers were made (UTC); on a hit this lies in the past."""
    complete: bool
    """False if a question to the model failed for good or part of its answer was lost; never cached then."""
    usage: Usage
    """What making this answer took, failed attempts included; on a hit it was spent when the answer was made."""
    cost_usd: float | None
    """Price of that usage in US dollars; null if no price is set; 0 for the embedded model."""
    stage_ms: dict[str, float]
    """Milliseconds by stage of the pipeline when the answer was made."""


class Extraction(Part):
    """All that one article says about attacks, diplomatic events and aid pledges."""

    schema_version: Literal[1] = 1
    """Version of this format."""
    article_id: str
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    attacks: tuple[Attack, ...] = ()
    """Attacks, in order of their first evidence."""
    diplomatic_events: tuple[DiplomaticEvent, ...] = ()
    """Diplomatic events, in order of their first evidence."""
    aid_pledges: tuple[AidPledge, ...] = ()
    """Aid pledges, in order of their first evidence."""
    warnings: tuple[ExtractionWarning, ...] = ()
    """What was removed, merged, left unresolved or not answered."""
    coverage: Coverage
    """Which hard facts of the article no record claims."""
    meta: Meta
    """How this answer was made."""
