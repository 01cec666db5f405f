"""Metrics of jobs."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter

ENDS: Final = ("done", "failed", "put_off")
"""What becomes of an article that a worker takes up; one that is put off is taken up again."""


class JobMetrics:
    """Counts jobs that are handed in, and articles of jobs that this process has read."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._submitted = Counter("groundwire_jobs_submitted", "Jobs that were handed in.", registry=registry)
        self._articles = Counter(
            "groundwire_job_articles", "Articles of jobs by what became of them here.", ["state"], registry=registry
        )
        for state in ENDS:
            self._articles.labels(state)

    def submitted(self) -> None:
        """Count a job; one that is handed in again counts again."""
        self._submitted.inc()

    def ended(self, state: str) -> None:
        """Count an article; `state` is one of `ENDS`."""
        self._articles.labels(state).inc()
