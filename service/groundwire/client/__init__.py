"""The SDK: calls a Groundwire service over HTTP. Needs httpx and pydantic, nothing of the service.

from groundwire.client import ApiError, Client

with Client("http://127.0.0.1:8000") as client:
    extraction = client.extract(text, published="2024-03-16")
    for attack in extraction.attacks:
        print(attack.killed, [span.quote for span in attack.evidence])

`extract_stream` gives records as they are found, `extract_many` takes many articles, `submit` hands them in as a job
that `wait` waits for and `results` reads. `AsyncClient` is the same with
`async with` and `await`. Errors are in `groundwire.client.errors`; `GroundwireError` catches them all. For data frames
and files see `groundwire.client.exports`, for tests of your own `groundwire.client.testing`.
"""

from groundwire.client._async_client import AsyncClient
from groundwire.client._client import Client
from groundwire.client._events import Event, Found, Withdrawn
from groundwire.client._jobs import AnyArticle, Job, JobProgress
from groundwire.client._many import Outcome, Progress
from groundwire.client._wishes import Wishes
from groundwire.client.errors import (
    ApiError,
    ConnectionFailed,
    DeadlineExceededError,
    GroundwireError,
    IdempotencyConflictError,
    InternalServerError,
    InvalidAnswerError,
    InvalidRequest,
    JobsUnavailableError,
    JobUnfinished,
    ModelRejectedError,
    ModelUnavailableError,
    OverloadedError,
    RateLimitedError,
    StreamBroken,
    UnauthorizedError,
    UnexpectedResponse,
)

__all__ = [
    "AnyArticle",
    "ApiError",
    "AsyncClient",
    "Client",
    "ConnectionFailed",
    "DeadlineExceededError",
    "Event",
    "Found",
    "GroundwireError",
    "IdempotencyConflictError",
    "InternalServerError",
    "InvalidAnswerError",
    "InvalidRequest",
    "Job",
    "JobProgress",
    "JobUnfinished",
    "JobsUnavailableError",
    "ModelRejectedError",
    "ModelUnavailableError",
    "Outcome",
    "OverloadedError",
    "Progress",
    "RateLimitedError",
    "StreamBroken",
    "UnauthorizedError",
    "UnexpectedResponse",
    "Wishes",
    "Withdrawn",
]
