"""Streams with both clients: against the real application, and against what breaks."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import aclosing, closing
from typing import Any

import pytest
from tests.client.raw import STREAM_HEAD, dripping, raw_server, resetting, sending
from tests.server.support import FakeExtractor, app_with, extraction_of, serving

from groundwire.client import (
    AsyncClient,
    Client,
    ConnectionFailed,
    Event,
    Found,
    InvalidRequest,
    OverloadedError,
    StreamBroken,
    UnexpectedResponse,
    Withdrawn,
)
from groundwire.client.testing import SAMPLE_ARTICLE, FakeGroundwire, problem, sample_extraction
from groundwire.schemas import Extraction, Problem, RecordType

EXTRACTION = sample_extraction()
Streamed = tuple[list[Event], Exception | None]
Stream = Callable[..., Streamed]


def _with_client(url: str, **options: Any) -> Streamed:  # noqa: ANN401 - options of a client
    events: list[Event] = []
    with Client(url, **options) as client:
        try:
            events.extend(client.extract_stream(SAMPLE_ARTICLE))
        except Exception as error:  # noqa: BLE001 - looked at by the tests
            return events, error
    return events, None


def _with_async_client(url: str, **options: Any) -> Streamed:  # noqa: ANN401 - options of a client
    async def call() -> Streamed:
        events: list[Event] = []
        async with AsyncClient(url, **options) as client:
            try:
                async for event in client.extract_stream(SAMPLE_ARTICLE):
                    events.append(event)  # noqa: PERF401 - what came before an error is wanted
            except Exception as error:  # noqa: BLE001 - looked at by the tests
                return events, error
        return events, None

    return asyncio.run(call())


EITHER = pytest.mark.parametrize("stream", [_with_client, _with_async_client])


def _frame(name: str, data: object) -> bytes:
    text = data if isinstance(data, str) else json.dumps(data)
    return f"event: {name}\ndata: {text}\n\n".encode()


RECORD = _frame("record", {"id": "a", "record_type": "attack", "record": EXTRACTION.attacks[0].model_dump(mode="json")})
FOUND = Found("a", RecordType.ATTACK, EXTRACTION.attacks[0])
END = _frame("extraction", EXTRACTION.model_dump_json())
OVERLOADED = problem("overloaded").content.model_dump_json()
BUSY = b"HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@EITHER
def test_the_real_service_streams(stream: Stream) -> None:
    with serving(app_with(FakeExtractor())) as url:
        assert stream(url) == ([extraction_of(SAMPLE_ARTICLE)], None)


@EITHER
def test_records_come_as_they_are_found_and_the_extraction_last(stream: Stream) -> None:
    with FakeGroundwire() as fake:
        events, error = stream(fake.url)
    assert error is None
    records = [event.record for event in events if isinstance(event, Found)]
    assert records == [*EXTRACTION.attacks, *EXTRACTION.diplomatic_events, *EXTRACTION.aid_pledges]
    assert [event.record_type for event in events if isinstance(event, Found)] == list(RecordType)
    assert events[3:] == [EXTRACTION]
    assert fake.requests[0].path == "/v1/extract/stream"


@EITHER
def test_heartbeats_and_unknown_events_are_passed_over_and_records_withdrawn(stream: Stream) -> None:
    script = sending(
        STREAM_HEAD, b": still reading\n\n", RECORD, _frame("new", 1), _frame("withdrawn", {"id": "a"}), END, b"junk"
    )
    with raw_server(script) as raw:
        assert stream(raw.url) == ([FOUND, Withdrawn("a"), EXTRACTION], None)
    assert b"accept: text/event-stream" in raw.requests[0].lower()


@EITHER
@pytest.mark.parametrize("broken", [sending(STREAM_HEAD, RECORD), resetting(STREAM_HEAD, RECORD)])
def test_a_stream_that_breaks_off_is_not_begun_again_once_a_record_was_handed_out(
    stream: Stream, broken: Callable[..., None]
) -> None:
    with raw_server(broken) as raw:
        events, error = stream(raw.url)
    assert isinstance(error, StreamBroken)
    assert events in ([FOUND], [])  # a reset may overtake what was sent before it
    assert len(raw.requests) == (1 if events else 3)


@EITHER
def test_a_stream_that_breaks_off_before_its_first_event_is_begun_again(stream: Stream) -> None:
    with raw_server(sending(STREAM_HEAD, b": beat\n\n"), sending(BUSY), sending(STREAM_HEAD, RECORD, END)) as raw:
        assert stream(raw.url) == ([FOUND, EXTRACTION], None)
    assert len(raw.requests) == 3
    with raw_server(sending(STREAM_HEAD, b": beat\n\n")) as raw:
        events, error = stream(raw.url, retries=1)
    assert (events, type(error), len(raw.requests)) == ([], StreamBroken, 2)


@EITHER
def test_a_problem_within_the_stream_is_its_error(stream: Stream) -> None:
    with raw_server(sending(STREAM_HEAD, RECORD, _frame("problem", OVERLOADED))) as raw:
        events, error = stream(raw.url)
    assert (events, type(error), len(raw.requests)) == ([FOUND], OverloadedError, 1)
    assert isinstance(error, OverloadedError)
    assert error.problem == Problem.model_validate_json(OVERLOADED)
    with raw_server(sending(STREAM_HEAD, _frame("problem", OVERLOADED)), sending(STREAM_HEAD, END)) as raw:
        assert stream(raw.url) == ([EXTRACTION], None)


@EITHER
def test_a_problem_instead_of_the_stream_is_its_error(stream: Stream) -> None:
    with FakeGroundwire(problem("invalid-request")) as fake:
        events, error = stream(fake.url)
    assert (events, type(error)) == ([], InvalidRequest)


@EITHER
@pytest.mark.parametrize(
    "script",
    [
        sending(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\ngeheim"),
        sending(STREAM_HEAD, _frame("record", "geheim")),
        sending(STREAM_HEAD, _frame("record", {"id": "a", "record_type": "geheim", "record": {}})),
        sending(STREAM_HEAD, _frame("extraction", {"geheim": 1})),
        sending(STREAM_HEAD, _frame("problem", "[]")),
        sending(STREAM_HEAD, _frame("withdrawn", {})),
    ],
)
def test_what_is_no_stream_of_an_extraction_says_so_without_its_text(
    stream: Stream, script: Callable[..., None]
) -> None:
    with raw_server(script) as raw:
        events, error = stream(raw.url)
    assert (events, type(error), len(raw.requests)) == ([], UnexpectedResponse, 1)
    assert error is not None
    assert error.__cause__ is None
    assert "geheim" not in str(error)


@EITHER
@pytest.mark.parametrize(
    "script",
    [
        dripping(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n"),
        lambda connection: (connection.sendall(STREAM_HEAD), dripping(b": beat\n\n")(connection)),
    ],
)
def test_a_service_that_drips_cannot_hold_its_caller(stream: Stream, script: Callable[..., None]) -> None:
    begin = time.monotonic()
    with raw_server(script) as raw:
        events, error = stream(raw.url, timeout_s=0.4)
        took_s = time.monotonic() - begin
    assert events == []
    assert isinstance(error, ConnectionFailed)
    assert 0.3 < took_s < 4
    assert len(raw.requests) == 1


def test_whoever_stops_early_closes_the_connection() -> None:
    with raw_server(_until_the_client_goes) as raw:
        with Client(raw.url) as client, closing(client.extract_stream("a")) as events:
            assert next(events) == FOUND
        # the server's thread ends only once the connection is closed, and the block only once the thread ended

        async def one() -> Event:
            async with AsyncClient(raw.url) as client, aclosing(client.extract_stream("a")) as events:
                return await anext(events)

        assert asyncio.run(one()) == FOUND
    assert len(raw.requests) == 2


def _until_the_client_goes(connection: Any) -> None:  # noqa: ANN401 - a socket
    connection.sendall(STREAM_HEAD + RECORD)
    assert connection.recv(1) == b""


def test_an_extraction_is_the_last_thing_even_if_the_service_goes_on() -> None:
    with raw_server(sending(STREAM_HEAD, END, RECORD, END)) as raw:
        events, error = _with_client(raw.url)
    assert error is None
    assert [type(event) for event in events] == [Extraction]
