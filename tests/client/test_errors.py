"""Each problem of the service has its exception."""

import pytest

from groundwire.client import (
    ApiError,
    DeadlineExceededError,
    GroundwireError,
    IdempotencyConflictError,
    InternalServerError,
    InvalidAnswerError,
    InvalidRequest,
    JobsUnavailableError,
    ModelRejectedError,
    ModelUnavailableError,
    OverloadedError,
    RateLimitedError,
    UnauthorizedError,
)
from groundwire.client.errors import Answer, api_error
from groundwire.schemas import FieldError, Problem, ProblemType, Usage

EXPECTED: dict[ProblemType, type[ApiError]] = {
    ProblemType.INVALID_REQUEST: InvalidRequest,
    ProblemType.MALFORMED_BODY: InvalidRequest,
    ProblemType.UNSUPPORTED_MEDIA_TYPE: InvalidRequest,
    ProblemType.TOO_LARGE: InvalidRequest,
    ProblemType.REQUEST_TIMEOUT: InvalidRequest,
    ProblemType.UNAUTHORIZED: UnauthorizedError,
    ProblemType.IDEMPOTENCY_CONFLICT: IdempotencyConflictError,
    ProblemType.RATE_LIMITED: RateLimitedError,
    ProblemType.TOKENS_EXHAUSTED: RateLimitedError,
    ProblemType.OVERLOADED: OverloadedError,
    ProblemType.STOPPING: OverloadedError,
    ProblemType.TOO_MANY_JOBS: OverloadedError,
    ProblemType.JOBS_UNAVAILABLE: JobsUnavailableError,
    ProblemType.NOT_FOUND: ApiError,
    ProblemType.METHOD_NOT_ALLOWED: ApiError,
    ProblemType.INVALID_ANSWER: InvalidAnswerError,
    ProblemType.MODEL_REJECTED: ModelRejectedError,
    ProblemType.MODEL_UNAVAILABLE: ModelUnavailableError,
    ProblemType.DEADLINE_EXCEEDED: DeadlineExceededError,
    ProblemType.INTERNAL_ERROR: InternalServerError,
}
HEADERS = {"content-type": "application/problem+json; charset=utf-8", "x-request-id": "from-header"}


def _problem(kind: str, **more: object) -> Problem:
    fields = {"type": f"urn:groundwire:problem:{kind}", "title": "T", "status": 499, "detail": "D.", **more}
    return Problem.model_validate(fields)


@pytest.mark.parametrize("kind", ProblemType)
def test_every_problem_has_its_exception(kind: ProblemType) -> None:
    problem = _problem(kind, usage=Usage(calls=2))
    error = api_error(Answer(499, HEADERS, problem.model_dump_json().encode()))
    assert type(error) is EXPECTED[kind]
    assert isinstance(error, GroundwireError)
    assert (error.status, error.problem, error.request_id) == (499, problem, "from-header")


def test_a_problem_of_a_newer_service_is_told_by_its_status() -> None:
    content = _problem("brand-new").model_dump_json().encode()
    assert type(api_error(Answer(422, HEADERS, content))) is InvalidRequest
    assert type(api_error(Answer(418, HEADERS, content))) is ApiError


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("text/html", b"<h1>502 Bad Gateway</h1>"),
        ("application/problem+json", b"<h1>liar</h1>"),
        ("application/problem+json", b'{"type": "about:blank"}'),
        ("", b""),
    ],
)
def test_what_is_no_problem_of_ours_is_still_an_error_with_its_status(content_type: str, content: bytes) -> None:
    error = api_error(Answer(502, {"content-type": content_type}, content))
    assert type(error) is ApiError
    assert (error.status, error.problem, error.request_id, str(error)) == (502, None, None, "HTTP 502")


def test_the_message_says_what_happened_where() -> None:
    wrong = FieldError(field="published", message="must be a day")
    problem = _problem("invalid-request", errors=(wrong,), request_id="r1")
    error = api_error(Answer(422, HEADERS, problem.model_dump_json().encode()))
    assert str(error) == "T (HTTP 422): D.; published must be a day [request r1]"
