"""The SDK: calls a Groundwire service over HTTP. Needs httpx and pydantic, nothing of the service.

from groundwire.client import ApiError, Client

with Client("http://127.0.0.1:8000") as client:
    extraction = client.extract(text, published="2024-03-16")
    for attack in extraction.attacks:
        print(attack.killed, [span.quote for span in attack.evidence])

`AsyncClient` is the same with `async with` and `await`. Errors are in `groundwire.client.errors`; `GroundwireError`
catches them all.
"""

from groundwire.client._client import AsyncClient, Client
from groundwire.client.errors import (
    ApiError,
    ConnectionFailed,
    DeadlineExceededError,
    GroundwireError,
    InternalServerError,
    InvalidAnswerError,
    InvalidRequest,
    ModelRejectedError,
    ModelUnavailableError,
    OverloadedError,
    RateLimitedError,
    UnauthorizedError,
    UnexpectedResponse,
)

__all__ = [
    "ApiError",
    "AsyncClient",
    "Client",
    "ConnectionFailed",
    "DeadlineExceededError",
    "GroundwireError",
    "InternalServerError",
    "InvalidAnswerError",
    "InvalidRequest",
    "ModelRejectedError",
    "ModelUnavailableError",
    "OverloadedError",
    "RateLimitedError",
    "UnauthorizedError",
    "UnexpectedResponse",
]
