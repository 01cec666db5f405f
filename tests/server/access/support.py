"""A small application behind the layer, keys to open it with, and clocks that do as they are told."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp
from tests.server.support import serving

from groundwire.extraction.observer import Attempt, Chat, Observer, Outcome, Shed
from groundwire.schemas import Usage
from groundwire.server.access import (
    Access,
    AccessLayer,
    Keyring,
    RequestRates,
    TokenBudget,
    TokenMeter,
    open_keyring,
    open_usage,
)
from groundwire.server.access.keys import ApiKey, KeyDocument, Limits, make_key
from groundwire.server.problems import ProblemError, response_to
from groundwire.server.request_id import RequestId

NOON = datetime(2024, 3, 16, 12, tzinfo=UTC)


def new_key(name: str = "desk", **limits: int | datetime) -> tuple[ApiKey, str]:
    """A key, kept and whole."""
    return make_key(name, Limits(**limits), NOON)  # type: ignore[arg-type]


def bearer(key: str) -> dict[str, str]:
    """The header that bears a key."""
    return {"Authorization": f"Bearer {key}"}


def a_chat(prompt: int, completion: int) -> Chat:
    """A question that took one attempt in vain and another, with the tokens of each."""
    attempts = tuple(
        Attempt(0, 0.1, outcome, None, Usage(calls=1, prompt_tokens=prompt, completion_tokens=completion))
        for outcome in (Outcome.INVALID, Outcome.OK)
    )
    return Chat("127.0.0.1:1", "fake", 0.0, 100, 0, 0.2, 0.0, attempts, None)


@dataclass
class Watching(Observer):
    """Remembers what was turned away."""

    seen: list[Shed] = field(default_factory=list)

    def shed(self, reason: Shed) -> None:
        """Remember."""
        self.seen.append(reason)


@dataclass
class Clock:
    """A monotonic clock of milliseconds and a wall clock, each moved by hand."""

    ms: int = 1_000_000
    wall: datetime = NOON

    def now_ms(self) -> int:
        """The monotonic one."""
        return self.ms

    def now(self) -> datetime:
        """The other."""
        return self.wall


@dataclass
class House:
    """All parts of access, behind an application that takes 30 + 70 tokens for each article that is not `cached`."""

    app: ASGIApp
    keyring: Keyring
    observer: Watching
    bodies: list[int] = field(default_factory=list)


@contextmanager
def house(
    folder: Path,
    *keys: ApiKey,
    file: Path | None = None,
    clock: Clock | None = None,
    per_minute: int = 600,
    per_day: int | None = None,
) -> Iterator[House]:
    """The application with keys of a setting, or of a file; with the real clocks, or with one moved by hand."""
    observer = Watching()
    setting = None if file else SecretStr(KeyDocument(keys=keys).model_dump_json())
    with open_keyring(file or folder, setting) as keyring, open_usage(folder / "usage.db") as usage:
        rates = RequestRates(per_minute, clock.now_ms) if clock else RequestRates(per_minute)
        now = {"now": clock.now} if clock else {}
        tokens = TokenBudget(keyring, usage, per_day, observer, **now)
        access = Access(keyring, rates, tokens, observer)
        bodies: list[int] = []
        routes = _routes(access, TokenMeter(tokens), bodies)
        yield House(RequestId(AccessLayer(routes, access)), keyring, observer, bodies)


@contextmanager
def open_house(folder: Path, *keys: ApiKey, file: Path | None = None, per_minute: int = 600) -> Iterator[httpx.Client]:
    """The same with the real clocks, behind a real socket."""
    with (
        house(folder, *keys, file=file, per_minute=per_minute) as built,
        serving(built.app) as url,
        httpx.Client(base_url=url, timeout=30) as client,
    ):
        yield client


def asked(app: ASGIApp, method: str, path: str, **request: Any) -> httpx.Response:  # noqa: ANN401 - httpx's arguments
    """One request, in this process."""

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.request(method, path, **request)

    return asyncio.run(send())


def _routes(access: Access, meter: TokenMeter, bodies: list[int]) -> ASGIApp:
    async def extract(request: Request) -> Response:
        body = await request.body()
        bodies.append(len(body))
        if body != b"cached":
            await access.check_tokens(request.scope)
            meter.asked(a_chat(15, 35))
        return JSONResponse({})

    async def anything(_request: Request) -> Response:
        return JSONResponse({})

    async def as_problem(request: Request, error: Exception) -> Response:
        return response_to(error, request.state.request_id)

    paths: list[tuple[str, Callable[[Request], object]]] = [
        (path, anything) for path in ("/healthz", "/readyz", "/docs", "/metrics")
    ]
    routes = [Route("/v1/extract", extract, methods=["POST"]), *(Route(path, end) for path, end in paths)]
    return Starlette(routes=routes, exception_handlers={ProblemError: as_problem})
