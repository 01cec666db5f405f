"""Every failure as a problem after RFC 9457: one table from failure to status, title and name.

Nothing of a request but the names of its fields is ever repeated, and of those only a part.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelError,
    ModelRejected,
    ModelUnavailable,
    Overloaded,
)
from groundwire.schemas import FieldError, Problem, ProblemType
from groundwire.server.stopping import CutOff

MEDIA_TYPE = "application/problem+json"
URN = "urn:groundwire:problem:"

_RETRY_AFTER_S = 5
"""Seconds that a caller is asked to wait where nothing better is known."""
_MAX_ERRORS = 10
_MAX_NAME = 40
"""Characters of a field's name that are repeated: a name may be a piece of an article, sent by mistake."""


@dataclass(frozen=True, slots=True)
class Row:
    """What does not change between problems of one type."""

    status: int
    title: str
    detail: str
    """What to say if nothing is known about this time."""


TABLE: Mapping[ProblemType, Row] = {
    ProblemType.MALFORMED_BODY: Row(400, "Malformed body", "Send one JSON object in UTF-8."),
    ProblemType.UNAUTHORIZED: Row(401, "Unauthorized", "Send a valid key: `Authorization: Bearer gw_…`."),
    ProblemType.NOT_FOUND: Row(404, "Not found", "There is nothing at this path; see /docs."),
    ProblemType.METHOD_NOT_ALLOWED: Row(405, "Method not allowed", "See the Allow header for the methods."),
    ProblemType.REQUEST_TIMEOUT: Row(408, "Request timeout", "The body did not arrive in time."),
    ProblemType.IDEMPOTENCY_CONFLICT: Row(409, "Idempotency conflict", "Send another body under another key."),
    ProblemType.TOO_LARGE: Row(413, "Too large", "Send a shorter text."),
    ProblemType.UNSUPPORTED_MEDIA_TYPE: Row(415, "Unsupported media type", "Send application/json in UTF-8."),
    ProblemType.INVALID_REQUEST: Row(422, "Invalid request", "The body does not fit; `errors` says where."),
    ProblemType.RATE_LIMITED: Row(429, "Too many requests", "Wait as long as Retry-After says."),
    ProblemType.TOKENS_EXHAUSTED: Row(429, "Tokens of the day used up", "Wait for the next day (UTC)."),
    ProblemType.INTERNAL_ERROR: Row(500, "Internal error", "A defect of the server; its log knows this request_id."),
    ProblemType.INVALID_ANSWER: Row(502, "Invalid answer of the model", "The model gave nothing usable."),
    ProblemType.MODEL_REJECTED: Row(502, "Model rejected the request", "Key, model name or parameters are wrong."),
    ProblemType.MODEL_UNAVAILABLE: Row(503, "Model unavailable", "Try again later."),
    ProblemType.OVERLOADED: Row(503, "Overloaded", "Too many extractions are waiting; try again later."),
    ProblemType.STOPPING: Row(503, "Stopping", "The server is about to end; try again."),
    ProblemType.JOBS_UNAVAILABLE: Row(503, "Jobs unavailable", "Jobs cannot be kept or found now; try again later."),
    ProblemType.TOO_MANY_JOBS: Row(503, "Too many jobs", "Too many articles of jobs wait; try again later."),
    ProblemType.DEADLINE_EXCEEDED: Row(504, "Deadline exceeded", "There was no answer in time."),
}

_OF_MODEL: Mapping[type[ModelError], ProblemType] = {
    InvalidAnswer: ProblemType.INVALID_ANSWER,
    ModelRejected: ProblemType.MODEL_REJECTED,
    ModelUnavailable: ProblemType.MODEL_UNAVAILABLE,
    DeadlineExceeded: ProblemType.DEADLINE_EXCEEDED,
}

_OF_STATUS = {
    row.status: kind
    for kind, row in TABLE.items()
    if row.status < HTTPStatus.INTERNAL_SERVER_ERROR and row.status != HTTPStatus.TOO_MANY_REQUESTS
}
"""The statuses that the framework may end a request with by itself."""


class ProblemError(Exception):
    """A failure that knows its problem.

    Attributes:
        problem: What the client is told.
        headers: What it is told in headers.
    """

    def __init__(
        self,
        kind: ProblemType,
        detail: str | None = None,
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.value)
        self.problem = _problem(kind, detail, errors=tuple(errors))
        self.headers = dict(headers or {})


HANDLED: tuple[type[Exception], ...] = (
    ProblemError,
    HTTPException,
    RequestValidationError,
    Overloaded,
    CutOff,
    *_OF_MODEL,
)
"""Failures that are expected; any other is a defect and belongs in the log with its traceback."""


def response_to(error: Exception, request_id: str | None) -> Response:
    """The answer to whatever went wrong; to a defect, one that tells nothing of it."""
    problem, headers = _translated(error)
    body = problem.model_copy(update={"request_id": request_id}).model_dump_json(exclude_none=True)
    return Response(body, problem.status, headers, MEDIA_TYPE)


def problem_to(error: Exception, request_id: str | None) -> Problem:
    """The same, for who can send no status any more."""
    return _translated(error)[0].model_copy(update={"request_id": request_id})


def unavailable(reason: str) -> ProblemError:
    """Not ready: `reason` is one sentence for the caller."""
    return ProblemError(ProblemType.MODEL_UNAVAILABLE, reason, headers={"Retry-After": str(_RETRY_AFTER_S)})


def stopping() -> ProblemError:
    """The server is about to end."""
    return ProblemError(ProblemType.STOPPING, headers=_retry_after(1))


def overloaded(reason: str) -> Response:
    """The answer to whom nothing is done for, before there is a request that could bear an id."""
    return response_to(ProblemError(ProblemType.OVERLOADED, reason, headers=_retry_after(None)), None)


def bare_problem(status: int) -> Response:
    """The answer to what is no request that could be routed: a problem of no kind of ours."""
    problem = _unnamed(status)
    return Response(problem.model_dump_json(exclude_none=True), status, media_type=MEDIA_TYPE)


def field_errors(details: Iterable[Mapping[str, Any]]) -> tuple[FieldError, ...]:
    """Pydantic's errors as ours: where and what, never the value."""
    by_place = {tuple(detail["loc"]): str(detail["msg"]) for detail in details}
    # A wrong item is dropped, and then pydantic also finds the list too short: a consequence, no second error.
    around = {place[:depth] for place in by_place for depth in range(1, len(place))}
    return shortened(
        FieldError(field=".".join(map(field_name, place)) or "body", message=_in_words_of_json(message))
        for place, message in by_place.items()
        if place not in around
    )


def _in_words_of_json(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Tuple", "Array").replace("tuple", "array")


def shortened(errors: Iterable[FieldError]) -> tuple[FieldError, ...]:
    """The first few errors."""
    return tuple(error for error, _ in zip(errors, range(_MAX_ERRORS), strict=False))


def field_name(name: object) -> str:
    """A name that the client chose, made short and printable."""
    text = "".join(char if char.isprintable() else "?" for char in str(name)[: _MAX_NAME + 1])
    return text if len(text) <= _MAX_NAME else f"{text[:_MAX_NAME]}…"


def _translated(error: Exception) -> tuple[Problem, dict[str, str]]:
    if isinstance(error, ProblemError):
        return error.problem, error.headers
    if isinstance(error, ModelError):
        return _of_model(error)
    if isinstance(error, CutOff):
        return _translated(stopping())
    if isinstance(error, Overloaded):
        return _problem(ProblemType.OVERLOADED, str(error)), _retry_after(error.retry_after_s)
    if isinstance(error, RequestValidationError):
        return _problem(ProblemType.INVALID_REQUEST, errors=field_errors(error.errors())), {}
    if isinstance(error, HTTPException):
        kind = _OF_STATUS.get(error.status_code)
        return _problem(kind) if kind else _unnamed(error.status_code), dict(error.headers or {})
    return _problem(ProblemType.INTERNAL_ERROR), {}


def _of_model(error: ModelError) -> tuple[Problem, dict[str, str]]:
    kind = next((_OF_MODEL[cls] for cls in type(error).__mro__ if cls in _OF_MODEL), None)
    if kind is None:
        return _problem(ProblemType.INTERNAL_ERROR).model_copy(update={"usage": error.usage}), {}
    headers = _retry_after(error.retry_after_s) if isinstance(error, ModelUnavailable) else {}
    return _problem(kind, str(error)).model_copy(update={"usage": error.usage}), headers


def _retry_after(wait_s: float | None) -> dict[str, str]:
    known = wait_s is not None and math.isfinite(wait_s) and wait_s > 0
    return {"Retry-After": str(math.ceil(wait_s) if wait_s is not None and known else _RETRY_AFTER_S)}


def _problem(kind: ProblemType, detail: str | None = None, *, errors: tuple[FieldError, ...] = ()) -> Problem:
    row = TABLE[kind]
    return Problem(type=URN + kind, title=row.title, status=row.status, detail=detail or row.detail, errors=errors)


def _unnamed(status: int) -> Problem:
    phrase = {known.value: known.phrase for known in HTTPStatus}.get(status, "Error")
    return Problem(type="about:blank", title=phrase, status=status, detail=f"{phrase}.")
