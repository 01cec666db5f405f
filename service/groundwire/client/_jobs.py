"""The calls about jobs, as flows: handing in, asking how they stand, waiting, fetching results, cancelling."""

import math
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from groundwire.client._flow import Calls, as_json, is_span, parsed
from groundwire.client._steps import Flow, Sleep, StreamFlow
from groundwire.client._wishes import as_plain, plain
from groundwire.client.errors import Answer, JobUnfinished, UnexpectedResponse
from groundwire.schemas import Article
from groundwire.schemas.jobs import MOST_ARTICLES, JobArticle, JobResult, JobStatus

AnyArticle: TypeAlias = str | Article | JobArticle | Mapping[str, Any]
"""An article of a job: its text, an Article, or with an `id` of yours and wishes of its own a JobArticle or a mapping
of its fields."""
Job: TypeAlias = JobStatus | str
"""A job: as it stood once, or its id."""
JobProgress: TypeAlias = Callable[[JobStatus], None]
"""Told how a job stands, at first and whenever that has changed."""

PAGE: Final = 100
"""Results that are fetched at once."""
FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 5.0
"""Seconds between two questions about a job that has not ended: few at first, for short jobs."""
_SLOWER: Final = 1.5
LEAST_RETRIES: Final = 10
"""Further attempts of each question while a job is waited for: a service that is started anew is no reason to give up.
They take half a minute on average, a minute at most."""


@dataclass(frozen=True, slots=True)
class JobCalls:
    """The calls about jobs.

    Attributes:
        calls: Sends them.
    """

    calls: Calls

    def submit(
        self, articles: Iterable[AnyArticle], idempotency_key: str | None, wishes: Mapping[str, Any]
    ) -> Flow[JobStatus]:
        """`POST /v1/jobs`, under a key of its own, so that further attempts make no further job.

        Raises:
            TypeError: There is no such wish, or the articles are one.
            ValueError: There are no articles or too many, or the key cannot be sent.
        """
        content = _body(articles, wishes)
        key = idempotency_key or str(uuid.uuid4())
        if not key.isascii() or not key.isprintable():
            raise ValueError("idempotency_key must be printable ASCII")
        headers = {"Content-Type": "application/x-ndjson", "Idempotency-Key": key}
        return self.calls.answered(self.calls.call("POST", "/v1/jobs", headers, content), JobStatus)

    def job(self, job: Job) -> Flow[JobStatus]:
        """`GET /v1/jobs/{id}`."""
        return self.calls.answered(self.calls.call("GET", _path(job)), JobStatus)

    def cancel(self, job: Job) -> Flow[JobStatus]:
        """`DELETE /v1/jobs/{id}`."""
        return self.calls.answered(self.calls.call("DELETE", _path(job)), JobStatus)

    def wait(self, job: Job, progress: JobProgress | None, timeout_s: float | None) -> Flow[JobStatus]:
        """Ask how a job stands until it has ended.

        Raises:
            ValueError: `timeout_s` is not above 0, or not finite.
            JobUnfinished: It has not ended in that time.
        """
        if timeout_s is not None and not is_span(timeout_s):
            raise ValueError("timeout_s must be above 0 and finite")
        return self._waited(job, progress, timeout_s)

    def results(self, job: Job, cursor: int) -> StreamFlow[JobResult]:
        """`GET /v1/jobs/{id}/results`, again and again until the job has ended and all are there."""
        patient, pause_s = self._patient(), FIRST_PAUSE_S
        while True:
            path = f"{_path(job)}/results?cursor={cursor}&limit={PAGE}"
            answer = yield from patient.calls.answer(self.calls.call("GET", path, {"Accept": _LINES}))
            page = _results(answer, cursor)
            yield from page
            cursor += len(page)
            if len(page) == PAGE:
                continue
            status = yield from patient.job(job)
            if status.ended and cursor >= status.total:
                return
            pause_s = FIRST_PAUSE_S if page else min(pause_s * _SLOWER, LONGEST_PAUSE_S)
            yield Sleep(pause_s)

    def _waited(self, job: Job, progress: JobProgress | None, timeout_s: float | None) -> Flow[JobStatus]:
        patient, before, pause_s = self._patient(), None, FIRST_PAUSE_S
        end = None if timeout_s is None else self.calls.clock() + timeout_s
        while True:
            status = yield from patient.job(job)
            if progress is not None and status != before:
                progress(status)
            if status.ended:
                return status
            before = status
            left_s = math.inf if end is None else end - self.calls.clock()
            if left_s <= 0:
                raise JobUnfinished(status)
            yield Sleep(min(pause_s, left_s))
            pause_s = min(pause_s * _SLOWER, LONGEST_PAUSE_S)

    def _patient(self) -> "JobCalls":
        return JobCalls(replace(self.calls, retries=max(self.calls.retries, LEAST_RETRIES)))


_LINES: Final = "application/x-ndjson, application/problem+json"


def _path(job: Job) -> str:
    return f"/v1/jobs/{quote(job.id if isinstance(job, JobStatus) else job, safe='')}"


def _body(articles: Iterable[AnyArticle], wishes: Mapping[str, Any]) -> bytes:
    if isinstance(articles, str | Mapping):
        raise TypeError("articles must be a list of articles, not one")
    shared = plain(wishes)
    lines: list[bytes] = []
    for article in articles:
        if len(lines) == MOST_ARTICLES:
            raise ValueError(
                f"a job takes {MOST_ARTICLES:,} articles at most: submit several jobs, or use `groundwire bulk run`"
            )
        lines.append(as_json({**shared, **_own(article)}) + b"\n")
    if not lines:
        raise ValueError("a job needs at least one article")
    return b"".join(lines)


def _own(article: AnyArticle) -> dict[str, Any]:
    """What an article says itself, which goes before the wishes for all."""
    if isinstance(article, str):
        return {"text": article}
    if isinstance(article, Article):
        return article.model_dump(mode="json", exclude_none=True)
    if isinstance(article, JobArticle):
        return article.model_dump(mode="json", exclude_unset=True)
    return {name: as_plain(value) for name, value in article.items()}


def _results(answer: Answer, cursor: int) -> list[JobResult]:
    """The results of a page; a last line without its line break would be broken off."""
    lines = answer.content.split(b"\n")[:-1]
    page = [parsed(answer, JobResult, line) for line in lines]
    if [result.index for result in page] != list(range(cursor, cursor + len(page))):
        raise UnexpectedResponse(answer.status, None, answer.headers.get("x-request-id"))
    return page
