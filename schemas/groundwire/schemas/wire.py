"""Bodies of the HTTP interface: the request of `POST /v1/extract` and the problems that it may answer with."""

import re
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, FailFast, Field

from groundwire.schemas.common import Part
from groundwire.schemas.extraction import Article, RecordType, Usage

_CALENDAR_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def characters(text: str) -> str:
    """The same text, if it is made of characters that can be kept and sent on; raises ValueError if not."""
    if "\x00" in text:
        raise ValueError("must not contain NUL characters (U+0000)")
    try:
        text.encode()
    except UnicodeEncodeError:
        # JSON can write half a surrogate pair (\ud800); no such text has a digest, a cache entry or an answer.
        raise ValueError("must not contain lone surrogates (U+D800 to U+DFFF)") from None
    return text


def _readable(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty or blank")
    return characters(text)


def _calendar_day(value: object) -> object:
    # Left to itself, pydantic also reads 1710460800, "1710460800" and "2024-03-15T00:00:00" as days.
    if isinstance(value, str) and _CALENDAR_DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("must be a day of the calendar, written YYYY-MM-DD")


class CacheMode(StrEnum):
    """What a caller wants of the cache."""

    USE = "use"
    """Answer from the cache if possible; store what had to be extracted."""
    REFRESH = "refresh"
    """Extract anew and store."""
    OFF = "off"
    """Extract anew and store nothing."""


class Unsupported(StrEnum):
    """What becomes of a value that the model gave and that the passage does not state.

    Values that the codebook does not allow are removed whatever the caller wants.
    """

    DROP = "drop"
    """It is removed, with a warning `value_unsupported`."""
    FLAG = "flag"
    """It is kept where the record has no supported value in its place, with grounding `ungrounded` for it and each of
    its parts and a warning `value_flagged`. It makes no record, and changes no other value, sum or coverage."""
    REPAIR = "repair"
    """The question is put once more, with the values that the passage does not state. What is supported in the new
    answer fills what the first one left empty; the rest is removed as under `drop`. Costs up to as many calls again."""


class ExtractRequest(Part):
    """Body of `POST /v1/extract`."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, AfterValidator(_readable)]
    """The article, 1 to 200,000 characters unless the server is set otherwise."""
    published: Annotated[date, BeforeValidator(_calendar_day)] | None = None
    """Date of publication, YYYY-MM-DD."""
    title: Annotated[str, Field(max_length=1000), AfterValidator(characters)] | None = None
    """Headline, if it is not part of the text; at most 1,000 characters."""
    source_url: Annotated[str, Field(max_length=2000), AfterValidator(characters)] | None = None
    """Where the article came from; at most 2,000 characters; never fetched."""
    # Without FailFast, a million wrong entries become a million error objects and eight seconds.
    record_types: Annotated[tuple[RecordType, ...], Field(min_length=1, max_length=len(RecordType)), FailFast()] = (
        tuple(RecordType)
    )
    """Kinds of records wanted; all by default. Fewer cost fewer tokens."""
    cache: CacheMode = CacheMode.USE
    """What to do about the cache."""
    unsupported: Unsupported = Unsupported.DROP
    """What becomes of values that the passage does not state: `drop`, `flag` or `repair`."""
    recall_pass: Annotated[bool, Field(strict=True)] = False
    """Ask once more about the sentences with facts that no record claims; they alone are read again, and nothing is
    asked if there are none."""

    timeout_s: Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)] | None = None
    """Seconds until the answer is wanted: waiting, every attempt and every correction included. 600 by default; nobody
    is given more than 900, however many are named, unless the server is set otherwise. What is found by then is
    returned with `meta.complete` false; 504 if that is nothing."""

    def article(self) -> Article:
        """The article without the wishes of the caller."""
        return Article(text=self.text, published=self.published, title=self.title, source_url=self.source_url)


class Health(Part):
    """Body of `GET /healthz`."""

    status: Literal["alive"] = "alive"
    """Says that the process answers; `GET /readyz` says whether it would extract."""
    version: str
    """Version of the program."""


class ProblemType(StrEnum):
    """Stable names of what can go wrong; a problem's `type` is `urn:groundwire:problem:` and the name."""

    INVALID_REQUEST = "invalid-request"
    """422: a field is missing, unknown or out of bounds."""
    MALFORMED_BODY = "malformed-body"
    """400: the body is not UTF-8 or not JSON."""
    UNSUPPORTED_MEDIA_TYPE = "unsupported-media-type"
    """415: the body is not application/json."""
    TOO_LARGE = "too-large"
    """413: the text or the body exceeds the limit."""
    UNAUTHORIZED = "unauthorized"
    """401: no API key, or one that is unknown or revoked."""
    NOT_FOUND = "not-found"
    """404: no such resource."""
    METHOD_NOT_ALLOWED = "method-not-allowed"
    """405: the resource does not answer that method."""
    REQUEST_TIMEOUT = "request-timeout"
    """408: the body did not arrive in time."""
    IDEMPOTENCY_CONFLICT = "idempotency-conflict"
    """409: another body was handed in under this `Idempotency-Key`."""
    RATE_LIMITED = "rate-limited"
    """429: the key has sent too many requests; try again after `Retry-After`."""
    TOKENS_EXHAUSTED = "tokens-exhausted"
    """429: the key has used its model tokens of this day (UTC); cached answers are still served."""
    INVALID_ANSWER = "invalid-answer"
    """502: the model answered, but with nothing usable, also when asked again."""
    MODEL_REJECTED = "model-rejected"
    """502: the endpoint refuses the requests of this server (key, model name or parameters are wrong)."""
    MODEL_UNAVAILABLE = "model-unavailable"
    """503: the endpoint cannot be reached or is overloaded; try again later."""
    OVERLOADED = "overloaded"
    """503: too many extractions are waiting; try again after `Retry-After`."""
    STOPPING = "stopping"
    """503: the server is about to end; try again, another one will answer."""
    JOBS_UNAVAILABLE = "jobs-unavailable"
    """503: the database of jobs cannot be reached or written; try again after `Retry-After`."""
    TOO_MANY_JOBS = "too-many-jobs"
    """503: as many articles wait already as are kept; try again after `Retry-After`."""
    DEADLINE_EXCEEDED = "deadline-exceeded"
    """504: there was no answer in time."""
    INTERNAL_ERROR = "internal-error"
    """500: a defect of the server."""


class FieldError(Part):
    """What is wrong with one field of a request."""

    field: str
    """Name of the field, dots between levels; `body` for the body as a whole."""
    message: str
    """What is wrong and what is allowed; never the value itself."""


class Problem(Part):
    """An error body after RFC 9457 (`application/problem+json`). It never repeats the article."""

    type: str
    """`urn:groundwire:problem:` and a `ProblemType`."""
    title: str
    """The kind of problem, the same words each time."""
    status: int = Field(ge=400, le=599)
    """HTTP status code."""
    detail: str
    """What happened this time, and what to do."""
    errors: tuple[FieldError, ...] = ()
    """Field by field, for requests that are wrong."""
    usage: Usage | None = None
    """What was spent on the model before the request failed."""
    request_id: str | None = None
    """Identifies this request in the server's log."""

    @property
    def kind(self) -> str:
        """The last part of `type`, comparable with `ProblemType`."""
        return self.type.rpartition(":")[2]
