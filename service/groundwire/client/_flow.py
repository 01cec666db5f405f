"""What a call is, without waiting for anything: which request, when again, what an answer means.

A flow is a generator. It yields `Send` and is sent the answer or the transport's error; it yields `Sleep` and is
sent None; it returns the result. A flow of a stream yields its events too. The clients only do what it says, so tests
need neither network nor clock.
"""

import json
import math
import random
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import httpx
from pydantic import ValidationError

from groundwire.client._events import Event, EventReader
from groundwire.client._retrying import RetryRule
from groundwire.client._steps import Flow, Model, Opened, Read, Received, Send, Sleep, StreamFlow
from groundwire.client._wishes import fields_of
from groundwire.client.errors import Answer, StreamBroken, UnexpectedResponse, api_error
from groundwire.schemas import Article, Extraction
from groundwire.schemas.wire import Health

_RESERVE = 0.1
_LONGEST_RESERVE_S = 2.0
"""The share of the time left, and the seconds at most, that the service is not given: its answer needs to arrive."""

JSON = "application/json, application/problem+json"
_EVENTS = "text/event-stream, application/problem+json"


@dataclass(frozen=True, slots=True)
class Call:
    """One request, however often it is sent.

    Attributes:
        timeout_s: Seconds for all attempts and waits.
        fields: The body, to which its deadline is added; None for another one.
        content: The body as it is, if it has no fields.
    """

    method: Literal["GET", "POST", "DELETE"]
    url: str
    headers: Mapping[str, str]
    timeout_s: float
    fields: Mapping[str, Any] | None = None
    content: bytes = b""

    def send(self, left_s: float, *, streamed: bool = False) -> Send:
        """The next attempt. The service is told how long it may take, so that it stops when its caller does."""
        left_s = max(left_s, 0.001)
        content = self.content
        if self.fields is not None:
            asked_s = left_s - min(left_s * _RESERVE, _LONGEST_RESERVE_S)
            body = {**self.fields, "timeout_s": round(asked_s, 3) or 0.001}
            content = as_json(body)
        return Send(self.method, self.url, self.headers, content, left_s, streamed)


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
        if not is_span(self.timeout_s) or self.retries < 0:
            raise ValueError("timeout_s must be above 0 and finite, and retries at least 0")

    def extract(self, article: Article | str, wishes: Mapping[str, Any]) -> Flow[Extraction]:
        """`POST /v1/extract`. The service judges the fields, so that there is one judge.

        Raises:
            TypeError: There is no such wish.
            ValueError: Its `timeout_s` is not above 0, or not finite.
        """
        return self.answered(self._post("/v1/extract", JSON, article, wishes), Extraction)

    def stream(self, article: Article | str, wishes: Mapping[str, Any]) -> StreamFlow[Event]:
        """`POST /v1/extract/stream`; raises as `extract`."""
        return self._told(self._post("/v1/extract/stream", _EVENTS, article, wishes))

    def health(self) -> Flow[Health]:
        """`GET /healthz`."""
        return self.answered(self.call("GET", "/healthz"), Health)

    def call(
        self,
        method: Literal["GET", "POST", "DELETE"],
        path: str,
        headers: Mapping[str, str] | None = None,
        content: bytes = b"",
    ) -> Call:
        """A request with the time of the client; `headers` go before those of all requests."""
        sent = {**self._headers(JSON), **(headers or {})}
        return Call(method, self._url(path), sent, self.timeout_s, content=content)

    def _post(self, path: str, accept: str, article: Article | str, wishes: Mapping[str, Any]) -> Call:
        fields, own_s = fields_of(article, wishes), wishes.get("timeout_s")
        if own_s is not None and not is_span(own_s):
            raise ValueError("timeout_s must be above 0 and finite")
        timeout_s = self.timeout_s if own_s is None else own_s
        headers = {**self._headers(accept), "Content-Type": "application/json"}
        return Call("POST", self._url(path), headers, timeout_s, fields)

    def answered(self, call: Call, model: type[Model]) -> Flow[Model]:
        """What a service answers, tried as often as need be."""
        return parsed((yield from self.answer(call)), model)

    def answer(self, call: Call) -> Generator[Send | Sleep, Received, Answer]:
        """The same as it came: an answer of success.

        Raises:
            GroundwireError: There is none.
        """
        deadline, rule = self.clock() + call.timeout_s, self._rule()
        for attempt in range(self.retries + 1):
            received = cast("Answer | httpx.RequestError", (yield call.send(deadline - self.clock())))
            if isinstance(received, Answer) and 200 <= received.status < 300:
                return received
            yield Sleep(rule.pause_s(received, attempt, deadline - self.clock()))
        raise AssertionError("the last attempt returns or raises")

    def _told(self, call: Call) -> StreamFlow[Event]:
        deadline, rule = self.clock() + call.timeout_s, self._rule()
        for attempt in range(self.retries + 1):
            answer = yield call.send(deadline - self.clock(), streamed=True)
            received = cast("Answer | Opened | httpx.RequestError", answer)
            failure = (yield from self._events(deadline, rule)) if isinstance(received, Opened) else received
            if failure is None:
                return
            if isinstance(failure, Answer) and 200 <= failure.status < 300:
                raise UnexpectedResponse(failure.status, None, failure.headers.get("x-request-id"))
            yield Sleep(rule.pause_s(failure, attempt, deadline - self.clock()))

    def _events(
        self, deadline: float, rule: RetryRule
    ) -> Generator[Read | Event, Received, Answer | StreamBroken | None]:
        """Hand out what a stream tells. Returns what ended it before the first event; None if it ended well.

        Once an event was handed out, there is no other attempt: the caller would see records twice.
        """
        reader, begun = EventReader(), False
        while True:
            piece = yield Read()
            if self.clock() >= deadline:
                piece = httpx.ReadTimeout("the stream is not complete in time")
            if not isinstance(piece, bytes):
                ended = piece if isinstance(piece, httpx.RequestError) else httpx.RemoteProtocolError("no end")
                if begun:
                    raise rule.broken(ended)
                return rule.broken(ended)
            for event in reader.read(piece):
                if isinstance(event, Answer):
                    if begun:
                        raise api_error(event)
                    return event
                yield event
                begun = True
                if isinstance(event, Extraction):
                    return None

    def _rule(self) -> RetryRule:
        return RetryRule(httpx.URL(self.base_url).netloc.decode(), self.retries, self.jitter)

    def _url(self, path: str) -> str:
        return self.base_url.rstrip("/") + path

    def _headers(self, accept: str) -> dict[str, str]:
        headers = {"Accept": accept}
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key}"
        return headers


def as_json(body: Mapping[str, Any]) -> bytes:
    """A body as it is sent."""
    # What Python writes for half a surrogate pair is its escape in JSON too: the service can name the field.
    return json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace")


def is_span(seconds: float) -> bool:
    """Whether something may take so long: above 0, and not for ever."""
    return seconds > 0 and math.isfinite(seconds)


def parsed(answer: Answer, model: type[Model], content: bytes | None = None) -> Model:
    """What an answer, or a part of its content, says.

    Raises:
        UnexpectedResponse: Nothing that fits.
    """
    try:
        return model.model_validate_json(answer.content if content is None else content)
    except ValidationError:
        # Not chained: pydantic's message quotes the body.
        raise UnexpectedResponse(answer.status, None, answer.headers.get("x-request-id")) from None
