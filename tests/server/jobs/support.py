"""An application with jobs in a real database, and the articles of jobs as they are handed in."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from tests.server.support import FakeExtractor, ask, extraction_of

from groundwire.extraction.errors import InvalidAnswer
from groundwire.jobs.body import Work
from groundwire.jobs.engine import Body, Engine
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.schemas import Extraction, ExtractRequest
from groundwire.schemas.jobs import JobResult, JobStatus
from groundwire.server import ServerLimits, create_app
from groundwire.server.jobs import JobDesk, build_jobs
from groundwire.server.problems import problem_to
from groundwire.telemetry.job_metrics import JobMetrics
from groundwire.telemetry.registry import new_registry

NDJSON = {"Content-Type": "application/x-ndjson"}
UNREADABLE = "unreadable"
"""An article of which the model makes nothing."""
PATIENCE_S = 30.0


@dataclass
class Bureau:
    """A service with jobs, in this process.

    Attributes:
        app: The application.
        engine: Keeps the jobs.
    """

    app: FastAPI
    engine: Engine

    def submit(self, articles: Sequence[object], **headers: str) -> httpx.Response:
        """Hand in a job as NDJSON."""
        return self.post(as_ndjson(articles), **{**NDJSON, **headers})

    def post(self, content: bytes, **headers: str) -> httpx.Response:
        """Hand in anything."""
        return ask(self.app, "POST", "/v1/jobs", content=content, headers=headers)

    def submitted(self, articles: Sequence[object]) -> JobStatus:
        """Hand in a job that is taken."""
        response = self.submit(articles)
        assert response.status_code == 202, response.text
        return JobStatus.model_validate_json(response.content)

    def status(self, job_id: str) -> JobStatus:
        """How a job stands."""
        response = ask(self.app, "GET", f"/v1/jobs/{job_id}")
        assert response.status_code == 200, response.text
        return JobStatus.model_validate_json(response.content)

    def results(self, job_id: str, **query: object) -> list[JobResult]:
        """The results that are there."""
        response = ask(self.app, "GET", f"/v1/jobs/{job_id}/results", params=query)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == NDJSON["Content-Type"]
        assert response.text == "" or response.text.endswith("\n")
        return [JobResult.model_validate_json(line) for line in response.text.splitlines()]

    def work(self, until: Callable[[], Awaitable[bool]], body: Body | None = None) -> None:
        """Be a worker until something has come about."""

        async def run() -> None:
            working = asyncio.create_task(self.engine.work(body or reading(), 4))
            try:
                async with asyncio.timeout(PATIENCE_S):
                    while not await until():  # noqa: ASYNC110 - the database tells nobody
                        await asyncio.sleep(0.02)
            finally:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)

        asyncio.run(run())

    def finish(self, job_id: str, owner: str | None = None) -> None:
        """Be a worker until a job has ended."""

        async def ended() -> bool:
            return (await known(self.engine.status(job_id, owner))).ended

        self.work(ended)


async def known(asked: Awaitable[JobStatus | None]) -> JobStatus:
    """What is said of a job that there is."""
    status = await asked
    assert status is not None
    return status


@contextmanager
def bureau(folder: Path, limits: ServerLimits | None = None) -> Iterator[Bureau]:
    """A service with jobs in a database of its own; nobody reads them until a test does."""
    engine = open_sqlite_engine(folder / "jobs.db")
    try:
        yield Bureau(app_on(JobDesk(engine), limits), engine)
    finally:
        asyncio.run(engine.close())


@contextmanager
def worker_of(engine: Engine, body: Body | None = None) -> Iterator[None]:
    """A worker in a thread of its own."""
    loop = asyncio.new_event_loop()
    working = loop.create_task(engine.work(body or reading(), 4))

    def live() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(working)
        loop.close()

    thread = threading.Thread(target=live, name="worker")
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(working.cancel)
        thread.join()


def app_on(desk: JobDesk, limits: ServerLimits | None = None) -> FastAPI:
    """The application with a desk."""
    bounds = limits or ServerLimits()
    return create_app(FakeExtractor(), bounds, more=[build_jobs(desk, bounds, JobMetrics(new_registry()))])


def reading() -> Work:
    """A body that finds nothing in any article, and makes nothing of some."""

    async def extract(request: ExtractRequest, _owner: str | None) -> Extraction:
        if request.text == UNREADABLE:
            raise InvalidAnswer("prose")
        return extraction_of(request.article())

    return Work(extract, lambda error: problem_to(error, None))


def as_ndjson(articles: Sequence[Any]) -> bytes:
    """One article a line; texts stand for articles of nothing else."""
    return "".join(json.dumps(article_of(article)) + "\n" for article in articles).encode()


def as_document(articles: Sequence[Any]) -> bytes:
    """The same as one JSON object."""
    return json.dumps({"articles": [article_of(article) for article in articles]}).encode()


def article_of(article: Any) -> Any:  # noqa: ANN401 - JSON
    """An article as JSON has it."""
    return {"text": article} if isinstance(article, str) else article
