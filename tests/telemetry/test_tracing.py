"""Spans: of requests and of questions to a model, and that they go where OpenTelemetry's variables say."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastapi import FastAPI
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.sdk.trace.sampling import ALWAYS_OFF
from opentelemetry.trace import SpanKind, StatusCode
from tests.server.support import FakeExtractor, app_with, ask, post
from tests.telemetry.exercised import MODEL, attempt, chat

from groundwire.extraction.observer import Outcome
from groundwire.telemetry.tracing import TracedRequests, Tracing, TracingObserver

TRACE = "0af7651916cd43dd8448eb211c80319c"
CALLER = "b7ad6b7169203331"


class Spans:
    """A provider whose spans stay here."""

    def __init__(self) -> None:
        self._kept = InMemorySpanExporter()
        provider = TracerProvider(shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self._kept))
        self.tracer = provider.get_tracer("test")

    @property
    def ended(self) -> tuple[ReadableSpan, ...]:
        """In the order of their ends."""
        return self._kept.get_finished_spans()


def traced(app: FastAPI, spans: Spans) -> FastAPI:
    """The application inside of the layer."""
    app.add_middleware(TracedRequests, tracer=spans.tracer)
    return app


def id_of(span: ReadableSpan) -> int:
    """Its number."""
    context = span.get_span_context()
    assert context is not None
    return context.span_id


def test_a_question_is_one_span_over_its_attempts() -> None:
    spans = Spans()
    attempts = (attempt(Outcome.UNAVAILABLE, status=503), attempt(Outcome.OK, prompt=100, completion=20))
    TracingObserver(spans.tracer).asked(chat(*attempts))
    first, second, question = spans.ended
    assert (question.name, question.kind, question.status.status_code) == (
        f"chat {MODEL}",
        SpanKind.CLIENT,
        StatusCode.UNSET,
    )
    assert (question.start_time, question.end_time) == (1_000_000_000, 3_000_000_000)
    assert question.attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": MODEL,
        "gen_ai.request.max_tokens": 1200,
        "gen_ai.request.temperature": 0.0,
        "gen_ai.output.type": "json",
        "gen_ai.usage.input_tokens": 100,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.usage.cache_read.input_tokens": 50,
        "groundwire.waited_s": 1.0,
        "server.address": "models.example",
        "server.port": 443,
    }
    where = {"http.request.method": "POST", "server.address": "models.example", "server.port": 443}
    assert first.attributes == {**where, "http.response.status_code": 503, "error.type": "unavailable"}
    assert second.attributes == {**where, "http.request.resend_count": 1}
    assert [span.status.status_code for span in (first, second)] == [StatusCode.ERROR, StatusCode.UNSET]
    assert (first.start_time, first.end_time) == (1_000_000_000, 1_250_000_000)
    for each in (first, second):
        assert each.parent is not None
        assert each.parent.span_id == id_of(question)


def test_a_question_without_an_answer_bears_its_error() -> None:
    spans = Spans()
    TracingObserver(spans.tracer).asked(chat(error="ModelUnavailable"))
    (question,) = spans.ended
    assert question.status.status_code is StatusCode.ERROR
    assert question.attributes is not None
    assert question.attributes["error.type"] == "ModelUnavailable"


def test_a_request_is_a_span_below_the_callers() -> None:
    spans = Spans()
    app = traced(app_with(FakeExtractor()), spans)
    header = {"traceparent": f"00-{TRACE}-{CALLER}-01"}
    ask(app, "GET", "/healthz", headers=header)
    (request,) = spans.ended
    assert (request.name, request.kind) == ("GET /healthz", SpanKind.SERVER)
    assert request.parent is not None
    assert f"{request.parent.span_id:016x}" == CALLER
    assert f"{request.parent.trace_id:032x}" == TRACE
    assert request.attributes == {
        "http.request.method": "GET",
        "http.route": "/healthz",
        "http.response.status_code": 200,
    }


@pytest.mark.parametrize("header", ["", "geheim", f"00-{TRACE}-{CALLER}", "00-" + "0" * 32 + f"-{CALLER}-01"])
def test_a_header_that_is_none_begins_a_trace_of_its_own(header: str) -> None:
    spans = Spans()
    ask(traced(app_with(FakeExtractor()), spans), "GET", "/healthz", headers={"traceparent": header})
    (request,) = spans.ended
    assert request.parent is None


def test_a_question_of_a_request_is_below_it() -> None:
    spans = Spans()
    observer = TracingObserver(spans.tracer)

    app = FastAPI()

    @app.post("/x")
    async def work() -> None:
        async def question() -> None:
            observer.asked(chat(attempt(Outcome.OK)))

        await asyncio.create_task(question())

    ask(traced(app, spans), "POST", "/x")
    _, question, request = spans.ended
    assert question.parent is not None
    assert question.parent.span_id == id_of(request)


def test_no_span_holds_what_was_sent_or_what_went_wrong() -> None:
    spans = Spans()
    app = traced(app_with(FakeExtractor(error=ZeroDivisionError("geheim"))), spans)
    post(app, {"text": "geheim"}, geheim="geheim")
    ask(app, "GET", "/geheim?geheim")
    ask(app, "GEHEIM", "/docs/geheim")

    bare = FastAPI()

    @bare.get("/bare")
    async def fail() -> None:
        raise ValueError("geheim")

    with pytest.raises(ValueError, match="geheim"):
        ask(traced(bare, spans), "GET", "/bare")
    assert [span.name for span in spans.ended] == ["POST /v1/extract", "GET", "_OTHER /docs/{name}", "GET /bare"]
    assert spans.ended[0].status.status_code is StatusCode.ERROR
    assert "geheim" not in " ".join(span.to_json().lower() for span in spans.ended)


def test_what_is_not_sampled_makes_no_spans() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider(sampler=ALWAYS_OFF, shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    TracingObserver(provider.get_tracer("test")).asked(chat(attempt(Outcome.OK)))
    assert kept.get_finished_spans() == ()


@contextmanager
def collector() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """Takes spans over HTTP; its address, and path and body of each request."""
    taken: list[tuple[str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", taken
        finally:
            server.shutdown()
            thread.join()


def test_spans_go_where_the_variables_say_and_the_last_ones_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with collector() as (url, taken):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", url)
        monkeypatch.setenv("OTEL_SERVICE_NAME", "night-shift")
        tracing = Tracing("1.2.3")
        app = app_with(FakeExtractor())
        app.add_middleware(tracing.around)
        ask(app, "GET", "/healthz")
        tracing.observer.asked(chat(attempt(Outcome.OK)))
        tracing.close()
    ((path, body),) = taken
    assert path == "/v1/traces"
    for said in (b"GET /healthz", b"chat " + MODEL.encode(), b"night-shift", b"1.2.3"):
        assert said in body
