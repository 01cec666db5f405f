"""A fake extractor, a way to ask the application without a socket, and one to run it behind a real one."""

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from groundwire.extraction.errors import Overloaded
from groundwire.extraction.streaming import Event, Found, Withdrawn
from groundwire.schemas import Article, CacheState, Coverage, Extraction, ExtractRequest, Meta, Problem, Usage
from groundwire.server import ServerLimits, create_app
from groundwire.server.guard import GuardedProtocol

JSON_HEADERS = {"Content-Type": "application/json"}


@dataclass
class FakeExtractor:
    """Implements ExtractorPort; finds nothing in any article, after `wait_s` seconds.

    Attributes:
        error: Raised instead of an answer.
        not_ready: What `ready` says.
        stored: What `cached` gives.
        found: What a stream tells before its last event.
        calls: What it was asked for.
        cancelled: Number of calls that were cancelled while they waited.
    """

    error: Exception | None = None
    wait_s: float = 0.0
    not_ready: str | None = None
    stored: str | None = None
    found: Sequence[Found | Withdrawn] = ()
    calls: list[ExtractRequest] = field(default_factory=list)
    cancelled: int = 0

    async def cached(self, request: ExtractRequest) -> str | None:  # noqa: ARG002 - signature of the port
        """As set."""
        return self.stored

    def refusal(self, request: ExtractRequest) -> Overloaded | None:  # noqa: ARG002 - signature of the port
        """There is always room."""
        return None

    async def extract(self, request: ExtractRequest) -> Extraction:
        """An Extraction without records."""
        self.calls.append(request)
        try:
            await asyncio.sleep(self.wait_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error is not None:
            raise self.error
        return extraction_of(request.article())

    async def stream(self, request: ExtractRequest) -> AsyncGenerator[Event]:
        """What is set at once, then what `extract` gives."""
        for event in self.found:
            yield event
        yield await self.extract(request)

    async def ready(self) -> str | None:
        """As set."""
        return self.not_ready


def extraction_of(article: Article) -> Extraction:
    """An Extraction without records."""
    meta = Meta(
        groundwire_version="0",
        model="fake",
        mode="json_schema",
        schema_enforced=True,
        prompt_digest="p",
        schema_digest="s",
        cache=CacheState.MISS,
        created=datetime(2024, 3, 16, tzinfo=UTC),
        complete=True,
        usage=Usage(calls=1, prompt_tokens=10),
        cost_usd=None,
        stage_ms={"ask": 1.0},
    )
    digest = sha256(article.text.encode()).hexdigest()
    return Extraction(article_id=digest, coverage=Coverage(found=0, claimed=0), meta=meta)


def app_with(extractor: FakeExtractor, limits: ServerLimits | None = None) -> FastAPI:
    """The application around a fake."""
    return create_app(extractor, limits or ServerLimits())


def ask(app: FastAPI, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's arguments
    """One request, in this process."""

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


def post(app: FastAPI, body: object, **headers: str) -> httpx.Response:
    """`POST /v1/extract` with bytes as they are, or anything else as JSON."""
    return post_to("/v1/extract", app, body, **headers)


def post_to(path: str, app: FastAPI, body: object, **headers: str) -> httpx.Response:
    """The same elsewhere."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(app, "POST", path, content=content, headers=JSON_HEADERS | headers)


def problem_of(response: httpx.Response) -> Problem:
    """The problem in a response, which must be one in all respects."""
    assert response.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(response.content)
    assert problem.status == response.status_code
    assert problem.request_id == response.headers["x-request-id"]
    return problem


@contextmanager
def serving(app: ASGIApp, protocol: type[GuardedProtocol] = GuardedProtocol) -> Iterator[str]:
    """Run the application on a free port of 127.0.0.1, as `groundwire serve` would; gives its base URL."""
    # What follows the body of a test must not depend on how uvicorn logs.
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    config = uvicorn.Config(app, port=0, loop="uvloop", http=protocol, ws="none", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="uvicorn")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.005)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
