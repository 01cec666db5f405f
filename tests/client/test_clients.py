"""Both clients over a real socket: against the real application, and against what breaks."""

import asyncio
import inspect
import socket
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from tests.server.support import FakeExtractor, app_with, extraction_of, serving

import groundwire.client
from groundwire.client import (
    ApiError,
    AsyncClient,
    Client,
    ConnectionFailed,
    InvalidRequest,
    ModelUnavailableError,
    UnexpectedResponse,
)
from groundwire.client.loopback import is_loopback
from groundwire.extraction.errors import ModelUnavailable
from groundwire.schemas import Article, CacheMode, Extraction, ExtractRequest, RecordType, Unsupported, Usage

TEXT = "Six people died in Odesa \u2013 \u043b\u044e\u0434\u0438 \U0001f600.\r\n"

Extract = Callable[..., Extraction]


def _with_client(url: str, **options: Any) -> Extraction:  # noqa: ANN401 - options of a client
    with Client(url, **options) as client:
        return client.extract(TEXT)


def _with_async_client(url: str, **options: Any) -> Extraction:  # noqa: ANN401 - options of a client
    async def call() -> Extraction:
        async with AsyncClient(url, **options) as client:
            return await client.extract(TEXT)

    return asyncio.run(call())


EITHER = pytest.mark.parametrize("extract", [_with_client, _with_async_client])


def _answering(respond: Callable[[Request], Response]) -> Starlette:
    return Starlette(routes=[Route("/v1/extract", respond, methods=["POST"])])


@EITHER
def test_an_article_goes_in_and_its_extraction_comes_out(extract: Extract) -> None:
    extractor = FakeExtractor()
    with serving(app_with(extractor)) as url:
        assert extract(url) == extraction_of(Article(text=TEXT))
    (call,) = extractor.calls
    assert call == ExtractRequest(text=TEXT, timeout_s=call.timeout_s)
    assert call.timeout_s is not None
    assert 590 < call.timeout_s <= 598


def test_every_wish_arrives() -> None:
    extractor = FakeExtractor()
    with serving(app_with(extractor)) as url, Client(f"{url}/") as client:
        client.extract(
            TEXT,
            published="2024-03-16",
            title="T",
            source_url="u",
            record_types=["attack"],
            cache="refresh",
            unsupported="flag",
            recall_pass=True,
        )
        assert client.health().status == "alive"
    (call,) = extractor.calls
    assert call.article().model_dump(mode="json") == {
        "text": TEXT,
        "published": "2024-03-16",
        "title": "T",
        "source_url": "u",
    }
    assert (call.record_types, call.cache) == ((RecordType.ATTACK,), CacheMode.REFRESH)
    assert (call.unsupported, call.recall_pass) == (Unsupported.FLAG, True)


def test_a_wrong_request_is_an_error_that_names_the_field() -> None:
    with serving(app_with(FakeExtractor())) as url, Client(url) as client:
        for text, given, field in (
            ("a \ud800", {}, "text"),
            ("", {}, "text"),
            ("a", {"published": "2024-02-30"}, "published"),
            ("a", {"record_types": ["sport"]}, "record_types.0"),
            ("a" * 200_001, {}, "text"),
        ):
            with pytest.raises(InvalidRequest) as caught:
                client.extract(text, **given)
            problem = caught.value.problem
            assert problem is not None
            assert [error.field for error in problem.errors] == [field]
            assert caught.value.request_id == problem.request_id


@EITHER
def test_a_service_without_model_is_asked_again_and_its_usage_is_told(extract: Extract) -> None:
    extractor = FakeExtractor(error=ModelUnavailable("down", Usage(calls=1, failed_calls=1), retry_after_s=0.1))
    begin = time.monotonic()
    with serving(app_with(extractor)) as url, pytest.raises(ModelUnavailableError) as caught:
        extract(url, retries=1)
    assert time.monotonic() - begin >= 1  # Retry-After counts whole seconds
    assert len(extractor.calls) == 2
    assert caught.value.problem is not None
    assert caught.value.problem.usage == Usage(calls=1, failed_calls=1)


@EITHER
def test_nobody_listens(extract: Extract) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        with pytest.raises(ConnectionFailed, match="ConnectError"):
            extract(f"http://127.0.0.1:{taken.getsockname()[1]}", retries=0)


@EITHER
def test_an_answer_that_takes_too_long_is_given_up_and_cancelled(extract: Extract) -> None:
    extractor = FakeExtractor(wait_s=60)
    begin = time.monotonic()
    with serving(app_with(extractor)) as url:
        with pytest.raises(ConnectionFailed):
            extract(url, timeout_s=0.3)
        assert time.monotonic() - begin < 4
        while extractor.cancelled == 0:
            assert time.monotonic() - begin < 5
            time.sleep(0.01)
    assert len(extractor.calls) == 1


@EITHER
def test_an_answer_that_drips_is_given_up_too(extract: Extract) -> None:
    async def drops() -> AsyncIterator[bytes]:
        for _ in range(500):
            await asyncio.sleep(0.01)
            yield b" "

    begin = time.monotonic()
    with serving(_answering(lambda _: StreamingResponse(drops()))) as url, pytest.raises(ConnectionFailed):
        extract(url, timeout_s=0.3)
    assert time.monotonic() - begin < 4


@EITHER
def test_a_page_of_html_is_an_error_whatever_its_status(extract: Extract) -> None:
    page = "<h1>hello</h1>"
    with serving(_answering(lambda _: HTMLResponse(page))) as url, pytest.raises(UnexpectedResponse):
        extract(url)
    with serving(_answering(lambda _: HTMLResponse(page, 502))) as url, pytest.raises(ApiError) as caught:
        extract(url)
    assert (caught.value.status, caught.value.problem) == (502, None)


def test_cancelling_a_call_cancels_the_extraction() -> None:
    extractor = FakeExtractor(wait_s=60)

    async def call(url: str) -> None:
        async with AsyncClient(url) as client:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await client.extract(TEXT)

    with serving(app_with(extractor)) as url:
        asyncio.run(call(url))
        end = time.monotonic() + 5
        while extractor.cancelled == 0:
            assert time.monotonic() < end
            time.sleep(0.01)


def test_your_own_http_client_is_used_and_stays_open() -> None:
    app = app_with(FakeExtractor())

    async def call() -> bool:
        own = httpx.AsyncClient(transport=httpx.ASGITransport(app))
        async with own:
            async with AsyncClient("http://test", http_client=own) as client:
                assert (await client.health()).status == "alive"
            return own.is_closed

    assert asyncio.run(call()) is False
    with httpx.Client() as own:
        Client(http_client=own).close()
        assert own.is_closed is False


def test_both_clients_offer_the_same() -> None:
    public = {
        cls: {name: value for name, value in vars(cls).items() if not name.startswith("_")}
        for cls in (Client, AsyncClient)
    }
    assert list(public[Client]) == list(public[AsyncClient])
    for name, method in public[Client].items():
        given, other = (inspect.signature(one).parameters for one in (method, public[AsyncClient][name]))
        assert list(given.values()) == list(other.values())
    options = [list(inspect.signature(cls).parameters) for cls in (Client, AsyncClient)]
    assert options[0] == options[1]


def test_all_is_what_there_is() -> None:
    public = {name for name in vars(groundwire.client) if not name.startswith("_")} - {
        "errors",
        "exports",
        "loopback",
        "testing",
    }
    assert sorted(public) == groundwire.client.__all__


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000/v1", True),
        ("http://localhost/", True),
        ("http://127.1.2.3", True),
        ("http://localhost.example.org", False),
        ("http://10.0.0.1:8000", False),
        ("https://api.example.org/v1", False),
        ("no url", False),
    ],
)
def test_only_this_machines_own_addresses_are_loopback(url: str, *, loopback: bool) -> None:
    assert is_loopback(url) is loopback


def test_a_proxy_of_the_environment_is_not_asked_for_a_service_on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with serving(app_with(FakeExtractor())) as base_url, Client(base_url, retries=0) as client:
        assert client.health().status == "alive"
