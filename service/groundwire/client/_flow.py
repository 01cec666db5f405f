"""What a call is, without waiting for anything: which request, when again, what an answer means.

A flow is a generator. It yields `Send` and is sent the answer or the transport's error; it yields `Sleep` and is
sent None; it returns the result. The clients only do what it says, so tests need neither network nor clock.
"""

import json
import random
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from groundwire.client.errors import Answer, ConnectionFailed, GroundwireError, UnexpectedResponse, api_error
from groundwire.schemas import Article, Extraction
from groundwire.schemas.wire import Health

MAX_RETRY_AFTER_S = 60.0
"""Seconds that a service's Retry-After is obeyed for at most."""
FIRST_BACKOFF_S = 0.5
"""Upper bound, in seconds, of the first wait that the service does not set; it doubles with each attempt."""
MAX_BACKOFF_S = 8.0

_RETRIED_STATUS = frozenset({429, 503})
# Nothing was answered, so nothing is known to be wrong with the request. Not ReadTimeout: then the time is over.
_RETRIED_ERRORS = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)


@dataclass(frozen=True, slots=True)
class Send:
    """Send this request; all of it, answer included, may take `timeout_s` seconds."""

    method: Literal["GET", "POST"]
    url: str
    headers: Mapping[str, str]
    content: bytes
    timeout_s: float


@dataclass(frozen=True, slots=True)
class Sleep:
    """Wait so many seconds."""

    seconds: float


Model = TypeVar("Model", bound=BaseModel)
Received: TypeAlias = Answer | httpx.RequestError | None
Flow: TypeAlias = Generator[Send | Sleep, Received, Model]


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls that both clients offer, as flows.

    Attributes:
        timeout_s: Seconds for a whole call, waits and further attempts included.
        retries: Further attempts after the first.
        clock: Seconds from any fixed moment.
        jitter: A number from 0 to 1, uniformly at random.
    """

    base_url: str
    api_key: str | None = None
    timeout_s: float = 600.0
    retries: int = 2
    clock: Callable[[], float] = time.monotonic
    jitter: Callable[[], float] = random.random

    def __post_init__(self) -> None:
        """Refuse what could never work, before the first call."""
        try:
            url = httpx.URL(self.base_url)
        except httpx.InvalidURL as error:
            raise ValueError(f"base_url: {error}") from None
        if url.scheme not in {"http", "https"} or not url.host:
            raise ValueError("base_url must begin with http:// or https:// and name a host")
        if not self.timeout_s > 0 or self.retries < 0:
            raise ValueError("timeout_s must be above 0 and retries at least 0")

    def extract(self, article: Article | str, given: Mapping[str, Any]) -> Flow[Extraction]:
        """`POST /v1/extract`. The service judges the fields, so that there is one judge.

        Args:
            article: Its text, or an Article.
            given: The other fields, as Python has them; those that are None are left out.
        """
        fields: dict[str, Any] = {"text": article}
        if isinstance(article, Article):
            fields = article.model_dump(mode="json", exclude_none=True)
        fields.update({name: _plain(value) for name, value in given.items() if value is not None})
        if isinstance(fields.get("record_types"), str):
            fields["record_types"] = [fields["record_types"]]
        # What Python writes for half a surrogate pair is its escape in JSON too: the service can name the field.
        content = json.dumps(fields, ensure_ascii=False).encode(errors="backslashreplace")
        return self._attempts("POST", "/v1/extract", content, Extraction)

    def health(self) -> Flow[Health]:
        """`GET /healthz`."""
        return self._attempts("GET", "/healthz", b"", Health)

    def _attempts(self, method: Literal["GET", "POST"], path: str, content: bytes, model: type[Model]) -> Flow[Model]:
        deadline = self.clock() + self.timeout_s
        url, headers = self.base_url.rstrip("/") + path, self._headers(content)
        for attempt in range(self.retries + 1):
            received = yield Send(method, url, headers, content, max(deadline - self.clock(), 0.001))
            if isinstance(received, Answer) and 200 <= received.status < 300:
                return _parsed(received, model)
            error, wait_s = self._judged(received, attempt)
            if attempt == self.retries or wait_s is None or self.clock() + wait_s >= deadline:
                raise error
            yield Sleep(wait_s)
        raise AssertionError("the last attempt returns or raises")

    def _judged(self, received: Received, attempt: int) -> tuple[GroundwireError, float | None]:
        """The error that this is, and the seconds to wait before the next attempt; None if there should be none."""
        backoff_s = self.jitter() * min(FIRST_BACKOFF_S * 2**attempt, MAX_BACKOFF_S)
        if isinstance(received, Answer):
            error = api_error(received)
            if received.status not in _RETRIED_STATUS:
                return error, None
            asked_s = _retry_after_s(received)
            return error, backoff_s if asked_s is None else asked_s
        host = httpx.URL(self.base_url).netloc.decode()  # without user and password
        failed = ConnectionFailed(f"{host}: {type(received).__name__}: {received}")
        failed.__cause__ = received
        return failed, backoff_s if isinstance(received, _RETRIED_ERRORS) else None

    def _headers(self, content: bytes) -> dict[str, str]:
        headers = {"Accept": "application/json, application/problem+json"}
        if content:
            headers["Content-Type"] = "application/json"
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key}"
        return headers


def _plain(value: Any) -> Any:  # noqa: ANN401 - any field of a request
    """A value as JSON has it: a day in words, a list of whatever can be listed."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _retry_after_s(answer: Answer) -> float | None:
    """Seconds; None if the header is absent or a date, which would need both clocks to agree."""
    value = answer.headers.get("retry-after", "").strip()
    return min(float(value), MAX_RETRY_AFTER_S) if value.isascii() and value.isdecimal() else None


def _parsed(answer: Answer, model: type[Model]) -> Model:
    try:
        return model.model_validate_json(answer.content)
    except ValidationError:
        # Not chained: pydantic's message quotes the body.
        raise UnexpectedResponse(answer.status, None, answer.headers.get("x-request-id")) from None
