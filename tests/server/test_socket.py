"""What only a real socket shows: clients that leave, trickle, send in chunks, or wait to be asked for the body."""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from tests.server.support import JSON_HEADERS, FakeExtractor, app_with, problem_of, serving

from groundwire.schemas import ProblemType
from groundwire.server import ServerLimits

BODY = json.dumps({"text": "a"}).encode()
HEAD = "POST /v1/extract HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n"


@contextmanager
def _connected(url: str) -> Iterator[socket.socket]:
    port = httpx.URL(url).port
    assert port is not None
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        yield connection


def _head(length: int, more: str = "") -> bytes:
    return HEAD.format(length, more).encode()


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("leave", ["politely", "with a reset"])
def test_a_client_that_leaves_cancels_its_extraction(leave: str) -> None:
    extractor = FakeExtractor(wait_s=60)
    with serving(app_with(extractor)) as url:
        with _connected(url) as connection:
            connection.sendall(_head(len(BODY)) + BODY)
            _until(lambda: len(extractor.calls) == 1)
            if leave == "with a reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        begin = time.monotonic()
        _until(lambda: extractor.cancelled == 1)
        assert time.monotonic() - begin < 3


def test_a_client_that_leaves_after_two_requests_at_once_cancels_the_first() -> None:
    extractor = FakeExtractor(wait_s=60)
    with serving(app_with(extractor)) as url:
        with _connected(url) as connection:
            connection.sendall((_head(len(BODY)) + BODY) * 2)
            _until(lambda: len(extractor.calls) == 1)
        _until(lambda: extractor.cancelled == 1)
    assert len(extractor.calls) == 1


def test_a_client_that_sends_two_requests_at_once_is_answered_twice() -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall((_head(len(BODY)) + BODY) * 2)
        answers = b""
        while answers.count(b'"article_id"') < 2:
            answers += connection.recv(10_000)
    assert answers.count(b"HTTP/1.1 200 ") == 2


def test_a_client_that_stays_is_answered_and_nothing_is_cancelled() -> None:
    extractor = FakeExtractor(wait_s=0.2)
    with serving(app_with(extractor)) as url:
        assert httpx.post(f"{url}/v1/extract", json={"text": "a"}).status_code == 200
    assert extractor.cancelled == 0


def test_a_client_that_leaves_in_the_middle_of_its_body_is_no_defect(caplog: pytest.LogCaptureFixture) -> None:
    extractor = FakeExtractor()
    caplog.set_level("INFO", "groundwire.server")
    with serving(app_with(extractor)) as url, _connected(url) as connection:
        connection.sendall(_head(100) + BODY)
        connection.close()
        _until(lambda: any(record.__dict__.get("told", {}).get("status") == 499 for record in caplog.records))
    assert extractor.calls == []
    assert "unhandled" not in caplog.text


@pytest.mark.parametrize("chunked", [True, False])
def test_ten_megabytes_are_refused_and_the_connection_goes_on(chunked: bool) -> None:
    extractor = FakeExtractor()
    content = b'{"text": "' + b"a" * 10_000_000 + b'"}'
    pieces = (content[start : start + 65_536] for start in range(0, len(content), 65_536))
    with serving(app_with(extractor)) as url, httpx.Client(base_url=url, headers=JSON_HEADERS) as client:
        begin = time.monotonic()
        response = client.post("/v1/extract", content=pieces if chunked else content)
        assert time.monotonic() - begin < 3
        assert problem_of(response).kind == ProblemType.TOO_LARGE
        assert client.post("/v1/extract", content=BODY).status_code == 200
    assert len(extractor.calls) == 1


def test_a_body_in_chunks_is_refused_as_soon_as_it_is_too_long_and_not_when_it_ends() -> None:
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    head = (
        b"POST /v1/extract HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
    )
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall(head + b"\r\n")
        for _ in range(ServerLimits().max_body_bytes // 0x10000 + 1):
            connection.sendall(chunk)
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_waits_for_100_continue_gets_it_or_the_refusal() -> None:
    expect = "Expect: 100-continue\r\n"
    with serving(app_with(FakeExtractor())) as url:
        with _connected(url) as connection:
            connection.sendall(_head(len(BODY), expect))
            assert connection.recv(1000).startswith(b"HTTP/1.1 100 ")
            connection.sendall(BODY)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        with _connected(url) as connection:
            connection.sendall(_head(10_000_000, expect))
            assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")
        with _connected(url) as connection:
            connection.sendall(_head(2, expect) + b"[]")
            answer = connection.recv(1000)
            assert answer.startswith(b"HTTP/1.1 100 ") or b"HTTP/1.1 422" in answer


def test_a_slow_body_is_read_and_holds_nobody_up() -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall(_head(len(BODY)))
        for byte in BODY:
            connection.sendall(bytes([byte]))
            begin = time.monotonic()
            assert httpx.get(f"{url}/healthz").status_code == 200
            assert time.monotonic() - begin < 3
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_a_body_that_never_ends_is_given_up() -> None:
    extractor = FakeExtractor()
    app = app_with(extractor, ServerLimits(body_timeout_s=0.2))
    with serving(app) as url, _connected(url) as connection:
        connection.sendall(_head(len(BODY)) + BODY[:-1])
        begin = time.monotonic()
        answer = connection.recv(10_000)
        while piece := connection.recv(10_000):  # until the server closes
            answer += piece
        assert time.monotonic() - begin < 3
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"urn:groundwire:problem:request-timeout" in answer
    assert extractor.calls == []


def test_many_at_once() -> None:
    extractor = FakeExtractor(wait_s=0.1)
    codes: list[int] = []
    with serving(app_with(extractor)) as url:

        def call() -> None:
            codes.append(httpx.post(f"{url}/v1/extract", json={"text": "a"}, timeout=10).status_code)

        threads = [threading.Thread(target=call) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert codes == [200] * 20
