"""What a service tells of itself, as the settings want it: metrics always, spans if asked for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

import prometheus_client
from fastapi import FastAPI

from groundwire.cli.settings import Settings, SettingsError
from groundwire.extraction.observer import Observer
from groundwire.extraction.reader import program_version
from groundwire.server.metrics import build_metrics
from groundwire.telemetry.http_metrics import HttpMetrics, MeasuredRequests
from groundwire.telemetry.job_metrics import JobMetrics
from groundwire.telemetry.loop_lag import LoopLag
from groundwire.telemetry.metrics import Price, PrometheusObserver
from groundwire.telemetry.observers import Observers
from groundwire.telemetry.registry import new_registry

if TYPE_CHECKING:
    from groundwire.telemetry.tracing import Tracing


class Telemetry:
    """Metrics and spans of one process.

    Attributes:
        observer: What the pipeline is to tell of its work.
        jobs: Counts jobs and their articles.
    """

    def __init__(self, settings: Settings, prices: Mapping[tuple[str, str], Price]) -> None:
        """Nothing is sent yet.

        Args:
            settings: Whether there are spans.
            prices: Price of a usage by endpoint (host and port) and name of the model.

        Raises:
            SettingsError: Spans are wanted, and what they need is not installed.
        """
        # Else each series comes with a second one, of the moment of its first value, which nobody asks for.
        prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = new_registry()
        self._http = HttpMetrics(self._registry)
        self._lag = LoopLag(self._registry)
        self.jobs = JobMetrics(self._registry)
        counting = PrometheusObserver(self._registry, prices)
        self._tracing = _tracing() if settings.tracing else None
        self.observer: Observer = Observers(counting, self._tracing.observer) if self._tracing else Observers(counting)

    def install(self, app: FastAPI) -> None:
        """Add `/metrics`, and the layers around all that has been added before."""
        app.include_router(build_metrics(self._registry))
        app.add_middleware(MeasuredRequests, metrics=self._http)
        if self._tracing is not None:
            app.add_middleware(self._tracing.around)

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Measure how late the running event loop is."""
        watch = asyncio.create_task(self._lag.watch())
        try:
            yield
        finally:
            watch.cancel()

    def close(self) -> None:
        """Send the last spans; takes a few seconds at most."""
        if self._tracing is not None:
            self._tracing.close()


def _tracing() -> "Tracing":
    try:
        from groundwire.telemetry.tracing import Tracing  # noqa: PLC0415 - it needs an extra, and costs without use
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"GROUNDWIRE_TRACING: the package {error.name} is missing; it comes with pip install 'groundwire[otel]'"
        ) from None
    return Tracing(program_version())
