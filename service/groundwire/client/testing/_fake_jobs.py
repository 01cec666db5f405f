"""The jobs of the fake: read all at once, when somebody first asks how they stand."""

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from groundwire.schemas import Extraction, ExtractRequest, Problem
from groundwire.schemas.jobs import JobArticle, JobRequest, JobResult, JobState, JobStatus, ResultState

Reading: TypeAlias = Callable[[ExtractRequest], Extraction | Problem]
"""What is answered about an article."""


@dataclass
class _Job:
    articles: Sequence[JobArticle]
    read: Reading
    state: JobState = JobState.QUEUED
    results: list[JobResult] = field(default_factory=list)


class FakeJobs:
    """Keeps jobs while the fake lives; may be asked from several threads."""

    def __init__(self) -> None:
        self._jobs: list[_Job] = []
        self._by_key: dict[str, int] = {}
        self._lock = threading.Lock()

    def submit(self, articles: Sequence[JobArticle], key: str | None, read: Reading) -> JobStatus | None:
        """Take in a job; None if the key was given with other articles before."""
        with self._lock:
            number = self._by_key.get(key or "")
            if number is None:
                number = len(self._jobs)
                self._jobs.append(_Job(articles, read))
                if key:
                    self._by_key[key] = number
            elif self._jobs[number].articles != articles:
                return None
            return self._status(number)

    def status(self, job_id: str) -> JobStatus | None:
        """How a job stands, which has ended when anybody looks."""
        with self._lock:
            number = self._number(job_id)
            if number is None:
                return None
            job = self._jobs[number]
            if job.state is JobState.QUEUED:
                job.results = [
                    _result(index, article, job.read(article.request())) for index, article in enumerate(job.articles)
                ]
                job.state = JobState.DONE
            return self._status(number)

    def cancel(self, job_id: str) -> JobStatus | None:
        """Cancel a job that nobody has looked at."""
        with self._lock:
            number = self._number(job_id)
            if number is None:
                return None
            job = self._jobs[number]
            if job.state is JobState.QUEUED:
                job.state = JobState.CANCELLED
                job.results = [
                    JobResult(index=index, id=article.id, state=ResultState.CANCELLED)
                    for index, article in enumerate(job.articles)
                ]
            return self._status(number)

    def results(self, job_id: str, cursor: int, limit: int | None) -> bytes | None:
        """The lines from a place on."""
        with self._lock:
            number = self._number(job_id)
            if number is None:
                return None
            end = None if limit is None else cursor + limit
            page = self._jobs[number].results[cursor:end]
            return b"".join(result.model_dump_json().encode() + b"\n" for result in page)

    def _number(self, job_id: str) -> int | None:
        number = job_id.removeprefix("job-")
        return int(number) if number.isdecimal() and int(number) < len(self._jobs) else None

    def _status(self, number: int) -> JobStatus:
        job = self._jobs[number]
        states = [result.state for result in job.results]
        created = datetime(2024, 3, 16, 12, tzinfo=UTC)
        return JobStatus(
            id=f"job-{number}",
            state=job.state,
            total=len(job.articles),
            waiting=len(job.articles) - len(states),
            running=0,
            done=states.count(ResultState.DONE),
            failed=states.count(ResultState.FAILED),
            cancelled=states.count(ResultState.CANCELLED),
            created=created,
            finished=created if states else None,
        )


def articles_in(body: bytes, headers: Mapping[str, str]) -> tuple[JobArticle, ...]:
    """The articles of a job's body.

    Raises:
        ValidationError: It is none.
        ValueError: It is no JSON.
    """
    if headers.get("content-type", "") == "application/x-ndjson":
        body = json.dumps({"articles": [json.loads(line) for line in body.splitlines()]}).encode()
    return JobRequest.model_validate_json(body).articles


def _result(index: int, article: JobArticle, found: Extraction | Problem) -> JobResult:
    if isinstance(found, Problem):
        return JobResult(index=index, id=article.id, state=ResultState.FAILED, problem=found)
    return JobResult(index=index, id=article.id, state=ResultState.DONE, extraction=found)
