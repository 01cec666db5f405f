"""A registry in which each metric of ours has been used once, and what a scrape of it shows."""

from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from groundwire.extraction.observer import Attempt, BreakerState, Chat, Outcome, Shed
from groundwire.schemas import CacheState, Usage
from groundwire.telemetry.http_metrics import HttpMetrics
from groundwire.telemetry.job_metrics import JobMetrics
from groundwire.telemetry.loop_lag import LoopLag
from groundwire.telemetry.metrics import PrometheusObserver
from groundwire.telemetry.registry import exposition, new_registry

ENDPOINT = "models.example:443"
MODEL = "gpt-test"


def attempt(outcome: Outcome, *, status: int | None = None, prompt: int = 0, completion: int = 0) -> Attempt:
    """A request to the endpoint that took a quarter of a second."""
    usage = Usage(calls=1, prompt_tokens=prompt, cached_prompt_tokens=prompt // 2, completion_tokens=completion)
    return Attempt(started_ns=1_000_000_000, seconds=0.25, outcome=outcome, status=status, usage=usage)


def chat(*attempts: Attempt, error: str | None = None) -> Chat:
    """A question that took two seconds, half of which it waited."""
    return Chat(
        endpoint=ENDPOINT,
        model=MODEL,
        temperature=0.0,
        max_tokens=1200,
        started_ns=1_000_000_000,
        seconds=2.0,
        waited_s=1.0,
        attempts=attempts,
        error=error,
    )


def exercised() -> CollectorRegistry:
    """All metrics of a service after a little of everything."""
    registry = new_registry()
    HttpMetrics(registry).duration.labels("POST", "/v1/extract", "200").observe(0.1)
    LoopLag(registry)
    jobs = JobMetrics(registry)
    jobs.submitted()
    jobs.ended("done")
    observer = PrometheusObserver(registry, {(ENDPOINT, MODEL): lambda usage: usage.prompt_tokens / 1000})
    observer.asked(chat(attempt(Outcome.UNAVAILABLE, status=503), attempt(Outcome.OK, prompt=100, completion=20)))
    observer.breaker(ENDPOINT, BreakerState.OPEN)
    observer.limit(ENDPOINT, 8)
    observer.in_flight(ENDPOINT, 3)
    observer.throttle_failed(ENDPOINT)
    observer.retry_refused(ENDPOINT)
    observer.load(2, 1)
    observer.waited(0.5)
    observer.shed(Shed.QUEUE_FULL)
    observer.answered(CacheState.MISS)
    observer.made({"ask": 1500.0, "code": 20.0}, {"attack": 2}, {"call_failed": 1})
    observer.fell_back()
    observer.cache_failed()
    return registry


def samples(registry: CollectorRegistry) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """What a scrape shows, as Prometheus would read it: value by name and labels."""
    text = exposition(registry, "")[0].decode()
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def value(registry: CollectorRegistry, name: str, **labels: str) -> float:
    """One value of a scrape."""
    return samples(registry)[name, frozenset(labels.items())]


def labels_by_name(registry: CollectorRegistry) -> dict[str, set[str]]:
    """Names of all samples, with the names of their labels."""
    found: dict[str, set[str]] = {}
    for name, labels in samples(registry):
        found.setdefault(name, set()).update(label for label, _ in labels)
    return found
