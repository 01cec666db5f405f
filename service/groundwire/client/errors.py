"""What can go wrong between a caller and the service.

* GroundwireError
  + ConnectionFailed            no answer: not reachable, broke off, or not in time
    - StreamBroken              a stream that had begun ended before its extraction
  + JobUnfinished               `wait` was told to wait no longer; the job goes on
  + ApiError                    an answer that is no extraction; `status`, `problem`, `request_id`
    - InvalidRequest            400, 408, 413, 415, 422: the request is at fault; `problem.errors` says where
    - UnauthorizedError         401: no API key, or one that is unknown or revoked
    - IdempotencyConflictError  409: another job was submitted under this idempotency key
    - RateLimitedError          429: too many requests or tokens for this key; `problem.kind` says which
    - InvalidAnswerError        502: the model gave nothing usable
    - ModelRejectedError        502: the model's endpoint refuses the service: key, model name or parameters
    - ModelUnavailableError     503: the model cannot be reached or is overloaded; try again later
    - OverloadedError           503: the service has too much to do, or is about to end; try again later
    - JobsUnavailableError      503: the service cannot keep or find jobs now; try again later
    - DeadlineExceededError     504: the model did not answer in time
    - InternalServerError       500: a defect of the service
    - UnexpectedResponse        2xx, but no extraction: probably not a Groundwire service at that address

An answer that is no problem of ours, such as a proxy's page of HTML, is told by its status and has `problem` None.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from groundwire.schemas import Problem, ProblemType
from groundwire.schemas.jobs import JobStatus


class GroundwireError(Exception):
    """Base of all errors of the SDK. Messages never hold article text or keys."""


class ConnectionFailed(GroundwireError):
    """No answer came: the service cannot be reached, the connection broke off, or `timeout_s` is over."""


class StreamBroken(ConnectionFailed):
    """A stream of records began, but broke off before the extraction that ends it."""


class JobUnfinished(GroundwireError):
    """A job has not ended in the time that `wait` was given; it goes on.

    Attributes:
        status: How it stood at last.
    """

    def __init__(self, status: JobStatus) -> None:
        ended = status.total - status.waiting - status.running
        super().__init__(f"job {status.id} has not ended in time: {ended} of {status.total} articles have")
        self.status = status


class ApiError(GroundwireError):
    """The service, or something before it, answered with something else than an extraction.

    Attributes:
        status: HTTP status code.
        problem: What the service says about it; None if the answer is not one of its problems.
        request_id: Identifies the request in the service's log; None if the answer bears none.
    """

    def __init__(self, status: int, problem: Problem | None = None, request_id: str | None = None) -> None:
        super().__init__(_message(status, problem, request_id))
        self.status = status
        self.problem = problem
        self.request_id = request_id


class InvalidRequest(ApiError):
    """The request is at fault; sending it again is no use."""


class UnauthorizedError(ApiError):
    """The service wants an API key, or does not know this one."""


class IdempotencyConflictError(ApiError):
    """Another job was submitted under this idempotency key."""


class RateLimitedError(ApiError):
    """The key has sent too many requests, or used its tokens of the day."""


class OverloadedError(ApiError):
    """The service has too much to do, or is about to end; worth another try later."""


class InvalidAnswerError(ApiError):
    """The model answered with nothing usable, also when asked again."""


class ModelRejectedError(ApiError):
    """The model's endpoint refuses the service's requests: its key, model name or parameters are wrong."""


class ModelUnavailableError(ApiError):
    """The model cannot be reached or is overloaded; worth another try later."""


class JobsUnavailableError(ApiError):
    """The service cannot keep or find jobs now; worth another try later."""


class DeadlineExceededError(ApiError):
    """The model did not answer in time."""


class InternalServerError(ApiError):
    """A defect of the service; its log knows the `request_id`."""


class UnexpectedResponse(ApiError):
    """A success that is no extraction."""


_OF_PROBLEM: dict[str, type[ApiError]] = {
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

_OF_STATUS: dict[int, type[ApiError]] = dict.fromkeys((400, 408, 413, 415, 422), InvalidRequest)
_OF_STATUS |= {401: UnauthorizedError, 429: RateLimitedError}


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP response.

    Attributes:
        headers: By names in lower case.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes


def api_error(answer: Answer) -> ApiError:
    """The error that an answer stands for."""
    problem = _problem(answer)
    kind = _OF_PROBLEM.get(problem.kind) if problem else None
    request_id = (problem.request_id if problem else None) or answer.headers.get("x-request-id")
    return (kind or _OF_STATUS.get(answer.status, ApiError))(answer.status, problem, request_id)


def _problem(answer: Answer) -> Problem | None:
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/problem+json":
        return None
    try:
        return Problem.model_validate_json(answer.content)
    except ValidationError:
        return None


def _message(status: int, problem: Problem | None, request_id: str | None) -> str:
    parts = [f"HTTP {status}"]
    if problem:
        parts = [f"{problem.title} (HTTP {status}): {problem.detail}"]
        parts += [f"{error.field} {error.message}" for error in problem.errors]
    return "; ".join(parts) + (f" [request {request_id}]" if request_id else "")
