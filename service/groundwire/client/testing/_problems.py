"""The problems of the fake."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from groundwire.schemas import Problem, ProblemType

STATUS: Final[Mapping[ProblemType, int]] = {
    ProblemType.MALFORMED_BODY: 400,
    ProblemType.UNAUTHORIZED: 401,
    ProblemType.NOT_FOUND: 404,
    ProblemType.METHOD_NOT_ALLOWED: 405,
    ProblemType.REQUEST_TIMEOUT: 408,
    ProblemType.IDEMPOTENCY_CONFLICT: 409,
    ProblemType.TOO_LARGE: 413,
    ProblemType.UNSUPPORTED_MEDIA_TYPE: 415,
    ProblemType.INVALID_REQUEST: 422,
    ProblemType.RATE_LIMITED: 429,
    ProblemType.TOKENS_EXHAUSTED: 429,
    ProblemType.INTERNAL_ERROR: 500,
    ProblemType.INVALID_ANSWER: 502,
    ProblemType.MODEL_REJECTED: 502,
    ProblemType.MODEL_UNAVAILABLE: 503,
    ProblemType.OVERLOADED: 503,
    ProblemType.STOPPING: 503,
    ProblemType.JOBS_UNAVAILABLE: 503,
    ProblemType.TOO_MANY_JOBS: 503,
    ProblemType.DEADLINE_EXCEEDED: 504,
}
"""The status of each problem, as the service gives it."""


def problem_of(kind: ProblemType) -> Problem:
    """A problem that happened for no reason."""
    status = HTTPStatus(STATUS[kind])
    title = kind.replace("-", " ").capitalize()
    return Problem(type=f"urn:groundwire:problem:{kind}", title=title, status=status, detail="Made up by the test.")
