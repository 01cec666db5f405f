"""Metrics of HTTP requests, counted in a layer around the application."""

import time
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundwire.telemetry import names

NO_ROUTE: Final = "-"
"""Stands for every path without a route, of which a caller can make up as many as it likes."""
_GONE: Final = 499
"""Status where none was sent, because the client had gone; nginx's number."""
_SECONDS: Final = (
    0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0,
)  # fmt: skip
"""The buckets that the conventions prescribe, and as far as a deadline goes."""


class HttpMetrics:
    """The metrics themselves. A histogram counts its observations, so there is no counter of requests beside it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        method = names.in_prometheus(names.HTTP_REQUEST_METHOD)
        route, status = names.in_prometheus(names.HTTP_ROUTE), names.in_prometheus(names.HTTP_RESPONSE_STATUS_CODE)
        self.duration = Histogram(
            names.in_prometheus(names.HTTP_SERVER_REQUEST_DURATION), "Seconds until the end of an answer.",
            [method, route, status], unit="seconds", buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.active = Gauge(
            names.in_prometheus(names.HTTP_SERVER_ACTIVE_REQUESTS), "Requests under way.", registry=registry
        )


class MeasuredRequests:
    """Pure ASGI layer: measures each request by method, template of its route, and status."""

    def __init__(self, app: ASGIApp, metrics: HttpMetrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        status = _GONE

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.active.inc()
        try:
            await self._app(scope, receive, send_and_note)
        finally:
            self._metrics.active.dec()
            method = names.known_method(scope["method"])
            duration = self._metrics.duration.labels(method, route_of(scope), str(status))
            duration.observe(time.perf_counter() - begin)


def route_of(scope: Scope) -> str:
    """The template of the route that a request took, `-` for none; known once it has been served."""
    return getattr(scope.get("route"), "path", NO_ROUTE)
