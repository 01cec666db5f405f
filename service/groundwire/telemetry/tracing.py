"""OpenTelemetry spans. Only imported where tracing is on: it needs groundwire[otel].

Nothing is registered for the whole process, so no other library adds spans of its own, which might hold text.
"""

import threading
from typing import Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagators.textmap import Getter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from opentelemetry.util.types import AttributeValue
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundwire.extraction.observer import Attempt, Chat, Observer, Outcome
from groundwire.schemas import Usage
from groundwire.telemetry import names
from groundwire.telemetry.http_metrics import NO_ROUTE, route_of

_GOOD: Final = frozenset({Outcome.OK, Outcome.SALVAGED})
_CLOSE_S: Final = 5.0


class Tracing:
    """Makes spans and sends them over OTLP, as the variables OTEL_* say: where, how many, and under which name.

    Attributes:
        observer: Makes the spans of questions to a model.
    """

    def __init__(self, version: str) -> None:
        """Sending begins with the first span, in a thread of its own.

        Args:
            version: Of the program, for `service.version`.
        """
        ours = Resource({"service.name": "groundwire", "service.version": version})
        self._provider = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("groundwire", version)
        self.observer = TracingObserver(self._tracer)

    def around(self, app: ASGIApp) -> ASGIApp:
        """The layer that makes the spans of requests."""
        return TracedRequests(app, self._tracer)

    def close(self) -> None:
        """Send the last spans; gives up after a few seconds."""
        # The provider's own limit is half a minute, and its flush heeds none.
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(_CLOSE_S)


class TracingObserver(Observer):
    """Makes a span of each question to a model, once it is over, with its attempts below it."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    def asked(self, chat: Chat) -> None:
        """Make the span; its parent is the span of the request that the question was put for."""
        span = self._tracer.start_span(
            f"{names.CHAT} {chat.model}",
            kind=SpanKind.CLIENT,
            start_time=chat.started_ns,
            attributes=_of_chat(chat),
        )
        if span.is_recording():
            for number, attempt in enumerate(chat.attempts):
                self._attempted(chat, number, attempt, set_span_in_context(span))
        if chat.error is not None:
            span.set_status(StatusCode.ERROR)
        span.end(chat.started_ns + _ns(chat.seconds))

    def _attempted(self, chat: Chat, number: int, attempt: Attempt, parent: Context) -> None:
        span = self._tracer.start_span(
            "POST",
            context=parent,
            kind=SpanKind.CLIENT,
            start_time=attempt.started_ns,
            attributes={names.HTTP_REQUEST_METHOD: "POST", **_server(chat.endpoint)},
        )
        if number:
            span.set_attribute(names.HTTP_REQUEST_RESEND_COUNT, number)
        if attempt.status is not None:
            span.set_attribute(names.HTTP_RESPONSE_STATUS_CODE, attempt.status)
        if attempt.outcome not in _GOOD:
            span.set_attribute(names.ERROR_TYPE, attempt.outcome.value)
            span.set_status(StatusCode.ERROR)
        span.end(attempt.started_ns + _ns(attempt.seconds))


class TracedRequests:
    """Pure ASGI layer: a span for each request, below the caller's if it sends a `traceparent`."""

    def __init__(self, app: ASGIApp, tracer: Tracer) -> None:
        self._app = app
        self._tracer = tracer
        self._propagator = TraceContextTextMapPropagator()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        method = names.known_method(scope["method"])
        with self._tracer.start_as_current_span(
            method,
            context=self._propagator.extract(scope, getter=_Headers()),
            kind=SpanKind.SERVER,
            attributes={names.HTTP_REQUEST_METHOD: method},
            record_exception=False,  # its message may quote an article
            set_status_on_exception=False,
        ) as span:

            async def send_and_note(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note_status(span, message["status"])
                await send(message)

            try:
                await self._app(scope, receive, send_and_note)
            finally:
                route = route_of(scope)
                if route != NO_ROUTE:
                    span.update_name(f"{method} {route}")
                    span.set_attribute(names.HTTP_ROUTE, route)


class _Headers(Getter[Scope]):
    def get(self, carrier: Scope, key: str) -> list[str] | None:
        """All values of a header."""
        name = key.encode("latin-1")
        return [value.decode("latin-1") for given, value in carrier["headers"] if given == name] or None

    def keys(self, carrier: Scope) -> list[str]:
        """Names of all headers."""
        return [name.decode("latin-1") for name, _ in carrier["headers"]]


def _note_status(span: Span, status: int) -> None:
    span.set_attribute(names.HTTP_RESPONSE_STATUS_CODE, status)
    if status >= 500:
        span.set_attribute(names.ERROR_TYPE, str(status))
        span.set_status(Status(StatusCode.ERROR))


def _of_chat(chat: Chat) -> dict[str, AttributeValue]:
    usage = sum((attempt.usage for attempt in chat.attempts), Usage())
    attributes: dict[str, AttributeValue] = {
        names.GEN_AI_OPERATION_NAME: names.CHAT,
        names.GEN_AI_PROVIDER_NAME: names.OPENAI,
        names.GEN_AI_REQUEST_MODEL: chat.model,
        names.GEN_AI_REQUEST_MAX_TOKENS: chat.max_tokens,
        names.GEN_AI_OUTPUT_TYPE: "json",
        names.GEN_AI_USAGE_INPUT_TOKENS: usage.prompt_tokens,
        names.GEN_AI_USAGE_OUTPUT_TOKENS: usage.completion_tokens,
        names.GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS: usage.cached_prompt_tokens,
        "groundwire.waited_s": chat.waited_s,
        **_server(chat.endpoint),
    }
    if chat.temperature is not None:
        attributes[names.GEN_AI_REQUEST_TEMPERATURE] = chat.temperature
    if chat.error is not None:
        attributes[names.ERROR_TYPE] = chat.error
    return attributes


def _server(endpoint: str) -> dict[str, AttributeValue]:
    host, colon, port = endpoint.rpartition(":")
    return {names.SERVER_ADDRESS: host, names.SERVER_PORT: int(port)} if colon else {names.SERVER_ADDRESS: endpoint}


def _ns(seconds: float) -> int:
    return round(seconds * 1e9)
