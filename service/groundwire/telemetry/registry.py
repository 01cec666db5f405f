"""The registry of a process, and how it is read."""

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.openmetrics import exposition as openmetrics


def new_registry() -> CollectorRegistry:
    """A registry with the metrics of the process: memory, CPU time, open files, garbage collection."""
    registry = CollectorRegistry(auto_describe=True)
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    return registry


def exposition(registry: CollectorRegistry, accept: str) -> tuple[bytes, str]:
    """All metrics, as a body and its content type.

    Args:
        registry: What to read.
        accept: Header of the request. OpenMetrics where it names that, Prometheus' text format 0.0.4 otherwise.
    """
    # prometheus_client's own choice copies parts of the header into the answer's.
    if "application/openmetrics-text" in accept:
        body: bytes = openmetrics.generate_latest(registry)  # type: ignore[no-untyped-call]
        return body, openmetrics.CONTENT_TYPE_LATEST
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4
