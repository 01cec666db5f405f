"""Clients that never finish a head, heads without end, and too many of them: what uvicorn leaves to us."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import ClassVar

import httpx
import pytest
from tests.server.support import FakeExtractor, app_with, serving

from groundwire.server import GuardedProtocol

GET = b"GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n"


class Hasty(GuardedProtocol):
    """Does not wait for long."""

    head_timeout_s: ClassVar[float] = 0.3


class Lonely(GuardedProtocol):
    """Takes three connections at once."""

    max_connections: ClassVar[int] = 3


@contextmanager
def _connected(url: str) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0), timeout=10) as connection:
        yield connection


def _all_of(connection: socket.socket) -> bytes:
    """What comes until the server closes."""
    answer = b""
    while piece := connection.recv(65_536):
        answer += piece
    return answer


def _problem(answer: bytes, status: int) -> dict[str, object]:
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert lines[0].startswith(f"http/1.1 {status} ".encode())
    assert b"content-type: application/problem+json" in lines
    assert b"connection: close" in lines
    assert b"x-content-type-options: nosniff" in lines
    assert f"content-length: {len(body)}".encode() in lines
    problem: dict[str, object] = json.loads(body)
    assert problem["status"] == status
    return problem


@pytest.mark.parametrize("sent", [b"GET /heal", b"GET /healthz HTTP/1.1\r\nHost: te", GET[:-1], GET + b"GET /"])
def test_a_head_that_is_not_finished_ends_its_connection(sent: bytes) -> None:
    with serving(app_with(FakeExtractor()), Hasty) as url, _connected(url) as connection:
        connection.sendall(sent)
        answer = _all_of(connection)
    if sent.startswith(GET):
        assert answer.startswith(b"HTTP/1.1 200 ")
        answer = b"HTTP/1.1" + answer.rpartition(b"HTTP/1.1")[2]
    _problem(answer, 408)


def test_a_drip_of_bytes_does_not_put_the_end_off() -> None:
    with serving(app_with(FakeExtractor()), Hasty) as url, _connected(url) as connection:
        begin = time.monotonic()
        with pytest.raises(OSError, match=r".+"):  # noqa: PT012 - it fails at one of many sends
            for byte in GET[:-4] + b"X-Long: " + b"a" * 2000:
                connection.sendall(bytes([byte]))
                time.sleep(0.02)
        assert time.monotonic() - begin < 10


def test_a_connection_without_a_byte_is_closed_without_one() -> None:
    with serving(app_with(FakeExtractor()), Hasty) as url, _connected(url) as connection:
        assert _all_of(connection) == b""


@pytest.mark.parametrize("junk", [b"\r\n", b""])
def test_what_comes_between_requests_does_not_keep_a_connection_open(junk: bytes) -> None:
    with serving(app_with(FakeExtractor()), Hasty) as url, _connected(url) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\n" + b"a" * 99)
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        connection.sendall(junk or b"a")
        begin = time.monotonic()
        _all_of(connection)
        assert time.monotonic() - begin < 4  # uvicorn's own time for idle connections is 5 seconds


def test_a_slow_head_that_is_finished_in_time_is_answered() -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        for byte in GET:
            connection.sendall(bytes([byte]))
        assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")


def test_a_request_that_takes_longer_than_its_head_may_is_answered() -> None:
    with serving(app_with(FakeExtractor(wait_s=0.8)), Hasty) as url:
        assert httpx.post(f"{url}/v1/extract", json={"text": "a"}).status_code == 200


@pytest.mark.parametrize(
    "head",
    [
        b"GET /healthz HTTP/1.1\r\nX-Long: " + b"a" * 200_000,
        b"GET /" + b"a" * 200_000,
        b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 30_000,
        b"GET /healthz HTTP/1.1\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n",
    ],
)
def test_a_head_without_end_is_refused_before_it_ends(head: bytes) -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall(head)
        _problem(_until_reset(connection), 431)


def _until_reset(connection: socket.socket) -> bytes:
    """As `_all_of`; a server that closes before it has read all resets the connection after its answer."""
    answer = b""
    try:
        while piece := connection.recv(65_536):
            answer += piece
    except ConnectionResetError:
        pass
    return answer


def test_a_long_head_is_answered() -> None:
    with serving(app_with(FakeExtractor())) as url:
        assert httpx.get(f"{url}/healthz", headers={"X-Long": "a" * 40_000}).status_code == 200


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00", b"hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_is_answered_with_a_problem(sent: bytes) -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall(sent)
        assert _problem(_all_of(connection), 400)["type"] == "about:blank"


def test_too_many_connections_are_told_to_come_back_and_do_no_harm() -> None:
    with serving(app_with(FakeExtractor()), Lonely) as url, ExitStack() as stack:
        kept = [stack.enter_context(_connected(url)) for _ in range(3)]
        for connection in kept:
            connection.sendall(GET)
            assert connection.recv(1000).startswith(b"HTTP/1.1 200 ")
        with _connected(url) as further:
            answer = _all_of(further)
        assert str(_problem(answer, 503)["type"]).endswith(":overloaded")
        assert b"retry-after: 5\r\n" in answer
        kept[0].sendall(GET)
        assert kept[0].recv(1000).startswith(b"HTTP/1.1 200 ")
        kept[0].close()
        end = time.monotonic() + 5
        while httpx.get(f"{url}/healthz").status_code != 200:
            assert time.monotonic() < end
            time.sleep(0.01)


def test_a_client_that_asks_to_speak_something_else_is_answered_in_http() -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "YQ==",
        "Sec-WebSocket-Version": "13",
    }
    with serving(app_with(FakeExtractor())) as url:
        assert httpx.get(f"{url}/healthz", headers=upgrade).status_code == 200


CHUNKED = (
    b"POST /v1/extract HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
)
BODY = b'd\r\n{"text": "a"}\r\n0\r\n'


@pytest.mark.parametrize(
    "sent",
    [
        CHUNKED + BODY + b"X: y\r\n" * 200_000,
        CHUNKED + BODY + b"X: " + b"a" * 2_000_000,
        CHUNKED + b"d;" + b"a" * 2_000_000,
    ],
    ids=["trailers", "trailer", "extension"],
)
def test_what_has_no_end_around_a_body_ends_its_connection(sent: bytes) -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        begin = time.monotonic()
        with suppress(ConnectionError):
            connection.sendall(sent)
        assert _until_reset(connection) == b""
        assert time.monotonic() - begin < 5  # less than a body or a head may take


def test_trailers_are_no_headers() -> None:
    with serving(app_with(FakeExtractor())) as url, _connected(url) as connection:
        connection.sendall(CHUNKED + BODY + b"X-Request-Id: from-a-trailer\r\n\r\n")
        answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"from-a-trailer" not in answer
        connection.sendall(GET)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 ")


SLOW = CHUNKED + BODY + b"\r\n"


def test_requests_that_wait_for_the_one_before_them_are_answered_in_order() -> None:
    with serving(app_with(FakeExtractor(wait_s=0.2))) as url, _connected(url) as connection:
        connection.sendall(SLOW + GET * 39 + GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        answer = _all_of(connection)
    assert answer.count(b"HTTP/1.1 200 OK") == 41
    assert answer.index(b'"attacks"') < answer.index(b'"version"')


def test_too_many_requests_that_wait_for_the_one_before_them_end_their_connection() -> None:
    extractor = FakeExtractor(wait_s=60)
    with serving(app_with(extractor)) as url, _connected(url) as connection:
        connection.sendall(SLOW + GET * 200)
        assert _until_reset(connection) == b""
        end = time.monotonic() + 5
        while not extractor.cancelled:
            assert time.monotonic() < end
            time.sleep(0.01)
