"""Records as server-sent events: their form, what ends them, and what a client that leaves costs."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncGenerator, Callable

import httpx
import pytest
from starlette.types import Message
from tests.server.support import FakeExtractor, app_with, extraction_of, post_to, problem_of, serving

from groundwire.extraction.errors import InvalidAnswer, Overloaded
from groundwire.extraction.streaming import Event, Found, Withdrawn
from groundwire.schemas import Article, Attack, Extraction, Problem, RecordType
from groundwire.server import routes, streaming
from groundwire.server.problems import problem_to

STREAM = "/v1/extract/stream"
BODY = json.dumps({"text": "a"}).encode()
ATTACK = Attack.model_validate(
    {
        "scope": "incident",
        "attack_type": "drone_strike",
        "evidence": [{"sentence": 1, "start": 0, "end": 4, "quote": "a\u2028\nb"}],
    }
)
FOUND = Found("1" * 16, RecordType.ATTACK, ATTACK)


def _events(content: bytes) -> list[tuple[str, object]]:
    """Name and data of each event, by the rules of the format."""
    blocks = content.decode().split("\n\n")
    assert blocks.pop() == ""
    told = [dict(line.split(": ", 1) for line in block.split("\n") if line[0] != ":") for block in blocks]
    return [(event["event"], json.loads(event["data"])) for event in told if event]


def test_records_come_as_events_and_the_extraction_comes_last() -> None:
    extractor = FakeExtractor(found=[FOUND, Withdrawn(FOUND.id)])
    response = post_to(STREAM, app_with(extractor), {"text": "a"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-store"
    first, second, last = _events(response.content)
    assert first == (
        "record",
        {"id": FOUND.id, "record_type": "attack", "record": json.loads(ATTACK.model_dump_json())},
    )
    assert second == ("withdrawn", {"id": FOUND.id})
    assert last[0] == "extraction"
    assert Extraction.model_validate(last[1]) == extraction_of(Article(text="a"))


def test_a_cached_answer_is_told_without_an_extraction() -> None:
    extractor = FakeExtractor(stored=extraction_of(Article(text="a")).model_dump_json())
    (event,) = _events(post_to(STREAM, app_with(extractor), {"text": "a"}).content)
    assert event[0] == "extraction"
    assert extractor.calls == []


@pytest.mark.parametrize(
    ("content", "error", "status"),
    [
        (b"{}", None, 422),
        (b"[", None, 400),
        (BODY, Overloaded("too many wait", 3.0), 503),
        (BODY, InvalidAnswer("prose"), 502),
    ],
)
def test_what_fails_at_once_is_an_ordinary_problem(content: bytes, error: Exception | None, status: int) -> None:
    response = post_to(STREAM, app_with(FakeExtractor(error=error)), content)
    assert problem_of(response).status == status
    assert ("retry-after" in response.headers) == (status == 503)


@pytest.mark.parametrize(
    ("error", "kind"), [(InvalidAnswer("prose"), "invalid-answer"), (RuntimeError("geheim"), "internal-error")]
)
def test_what_fails_later_is_the_last_event(error: Exception, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    extractor = FakeExtractor(found=[FOUND], wait_s=0.1, error=error)
    response = post_to(STREAM, app_with(extractor), {"text": "a"})
    assert response.status_code == 200
    first, last = _events(response.content)
    assert (first[0], last[0]) == ("record", "problem")
    problem = Problem.model_validate(last[1])
    assert problem.kind == kind
    assert problem.request_id == response.headers["x-request-id"]
    assert "geheim" not in response.text + caplog.text
    assert "unhandled builtins.RuntimeError" in caplog.text or kind != "internal-error"


def test_silence_is_filled_with_comments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "FIRST_EVENT_S", 0.01)
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.02)
    content = post_to(STREAM, app_with(FakeExtractor(wait_s=0.3)), {"text": "a"}).content
    assert content.startswith(b": still reading\n\n")
    assert [name for name, _ in _events(content)] == ["extraction"]


def test_an_event_is_sent_when_it_is_there_and_not_when_all_are() -> None:
    with (
        serving(app_with(FakeExtractor(found=[FOUND], wait_s=60))) as url,
        httpx.stream("POST", f"{url}{STREAM}", content=BODY, headers={"Content-Type": "application/json"}) as response,
    ):
        lines = response.iter_lines()
        assert next(lines) == "event: record"


def _leave(url: str, seen: Callable[[], bool], wait_for: bytes) -> None:
    head = f"POST {STREAM} HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0), timeout=5) as connection:
        connection.sendall(head.encode() + BODY)
        received = b""
        while wait_for not in received:
            received += connection.recv(1000)
        _until(seen)


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.parametrize("found", [(), (FOUND,)])
def test_a_client_that_leaves_cancels_its_extraction(found: tuple[Event, ...]) -> None:
    extractor = FakeExtractor(found=[event for event in found if not isinstance(event, Extraction)], wait_s=60)
    with serving(app_with(extractor)) as url:
        _leave(url, lambda: len(extractor.calls) == 1, b"event: record" if found else b"")
        begin = time.monotonic()
        _until(lambda: extractor.cancelled == 1)
        assert time.monotonic() - begin < 3


def test_a_client_that_was_gone_before_the_first_byte_ends_what_leads_to_the_events() -> None:
    ended: list[bool] = []

    async def events() -> AsyncGenerator[Event]:
        try:
            await asyncio.sleep(60)
            yield FOUND
        finally:
            ended.append(True)

    async def gone() -> Message:
        return {"type": "http.disconnect"}

    async def unheard(_: Message) -> None:
        await asyncio.sleep(0)  # as where what was sent before is not read

    async def main() -> None:
        steps = streaming.Steps(events())
        await asyncio.sleep(0.01)
        await streaming.EventStream(steps, lambda error: problem_to(error, None))({"type": "http"}, gone, unheard)
        assert ended == [True]

    asyncio.run(main())
