"""`/metrics`, and the layer that measures requests."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.types import Message
from tests.server.support import FakeExtractor, app_with, ask, post
from tests.telemetry.exercised import samples, value

from groundwire.server.metrics import build_metrics
from groundwire.telemetry.http_metrics import HttpMetrics, MeasuredRequests
from groundwire.telemetry.registry import new_registry

DURATION = "http_server_request_duration_seconds_count"


def measured(extractor: FakeExtractor) -> tuple[FastAPI, CollectorRegistry]:
    """A service with metrics."""
    registry = new_registry()
    app = app_with(extractor)
    app.include_router(build_metrics(registry))
    app.add_middleware(MeasuredRequests, metrics=HttpMetrics(registry))
    return app, registry


def requests(registry: CollectorRegistry) -> dict[tuple[str, str, str], float]:
    """Number of requests by method, route and status."""
    return {
        (given["http_request_method"], given["http_route"], given["http_response_status_code"]): number
        for (name, labels), number in samples(registry).items()
        if name == DURATION and (given := dict(labels))
    }


def test_requests_are_counted_by_route_and_never_by_what_was_sent() -> None:
    app, registry = measured(FakeExtractor())
    post(app, {"text": "geheim"})
    post(app, {"text": ""})
    ask(app, "GET", "/geheim?geheim")
    ask(app, "GET", "/docs/geheim")
    ask(app, "GEHEIM", "/healthz")
    assert requests(registry) == {
        ("POST", "/v1/extract", "200"): 1,
        ("POST", "/v1/extract", "422"): 1,
        ("GET", "-", "404"): 1,
        ("GET", "/docs/{name}", "404"): 1,
        ("_OTHER", "/healthz", "405"): 1,
    }
    assert "geheim" not in ask(app, "GET", "/metrics").text.lower()


def test_a_defect_counts_as_500() -> None:
    app, registry = measured(FakeExtractor(error=ZeroDivisionError("geheim")))
    assert post(app, {"text": "a"}).status_code == 500
    assert requests(registry) == {("POST", "/v1/extract", "500"): 1}


def test_a_request_under_way_is_seen_and_one_without_an_answer_counted() -> None:
    registry = new_registry()
    inside = asyncio.Event()

    async def never(_scope: object, _receive: object, _send: object) -> None:
        inside.set()
        await asyncio.sleep(3600)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        raise AssertionError("there is nothing to send")

    async def leave() -> float:
        layer = MeasuredRequests(never, HttpMetrics(registry))
        request = asyncio.create_task(layer({"type": "http", "method": "GET"}, receive, send))
        await inside.wait()
        active = value(registry, "http_server_active_requests")
        request.cancel()
        await asyncio.wait([request])
        return active

    assert asyncio.run(leave()) == 1
    assert value(registry, "http_server_active_requests") == 0
    assert requests(registry) == {("GET", "-", "499"): 1}


@pytest.mark.parametrize(
    ("accept", "content_type", "end"),
    [
        ("", "text/plain; version=0.0.4; charset=utf-8", "\n"),
        ("text/html, */*", "text/plain; version=0.0.4; charset=utf-8", "\n"),
        ("application/openmetrics-text; version=1.0.0", "application/openmetrics-text; version=1.0.0", "# EOF\n"),
        ("application/openmetrics-text; version=\x7f;q=x", "application/openmetrics-text; version=1.0.0", "# EOF\n"),
    ],
)
def test_the_format_is_the_one_that_is_asked_for(accept: str, content_type: str, end: str) -> None:
    app, _ = measured(FakeExtractor())
    response: httpx.Response = ask(app, "GET", "/metrics", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(content_type)
    assert response.text.endswith(end)


def test_metrics_are_no_part_of_the_interface() -> None:
    app, _ = measured(FakeExtractor())
    assert "/metrics" not in ask(app, "GET", "/openapi.json").json()["paths"]
