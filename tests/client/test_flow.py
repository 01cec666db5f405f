"""When the SDK tries again, how long it waits, and what it makes of answers: without network or clock."""

import json
import math
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
import pytest
from tests.server.support import extraction_of

from groundwire.client import (
    ApiError,
    ConnectionFailed,
    GroundwireError,
    InvalidRequest,
    RateLimitedError,
    UnexpectedResponse,
)
from groundwire.client._flow import Calls
from groundwire.client._steps import Flow, Received, Send, Sleep
from groundwire.client.errors import Answer
from groundwire.schemas import Article, Extraction, RecordType

EXTRACTION = extraction_of(Article(text="a"))
OK = Answer(200, {}, EXTRACTION.model_dump_json().encode())
RESET = httpx.ReadError("connection reset")


@dataclass
class Played:
    """What a flow did: the requests it sent, the seconds it slept, what came of it."""

    sent: list[Send] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)
    result: Extraction | None = None
    error: GroundwireError | None = None


def _play(*answers: Received, attempt_s: float = 0.0, timeout_s: float = 600.0, retries: int = 2) -> Played:
    """Play a call against answers; each attempt takes `attempt_s` seconds, each sleep as long as it says."""
    now_s, played, coming = 1000.0, Played(), iter(answers)
    flow = _extract(Calls("http://test", None, timeout_s, retries, clock=lambda: now_s, jitter=lambda: 0.5))
    received: Received = None
    try:
        while True:
            step = flow.send(received)
            if isinstance(step, Send):
                played.sent.append(step)
                now_s += attempt_s
                received = next(coming)
            else:
                assert isinstance(step, Sleep)
                played.slept.append(step.seconds)
                now_s += step.seconds
                received = None
    except StopIteration as done:
        played.result = done.value
    except GroundwireError as error:
        played.error = error
    return played


def _extract(calls: Calls, article: Article | str = "a", **given: Any) -> Flow[Extraction]:  # noqa: ANN401 - as given
    return calls.extract(article, {"published": None, "title": None, "cache": "use", **given})


def _body(article: Article | str = "a", **given: Any) -> Any:  # noqa: ANN401 - as given; JSON
    step = next(_extract(Calls("http://test"), article, **given))
    assert isinstance(step, Send)
    body = json.loads(step.content)
    assert body.pop("timeout_s") == 598.0
    return body


def _status(status: int, **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, b"{}")


def test_an_answer_is_an_extraction() -> None:
    played = _play(OK)
    assert played.result == EXTRACTION
    assert played.sent == [
        Send(
            "POST",
            "http://test/v1/extract",
            {"Accept": "application/json, application/problem+json", "Content-Type": "application/json"},
            b'{"text": "a", "cache": "use", "timeout_s": 598.0}',
            600.0,
        )
    ]


@pytest.mark.parametrize("failure", [_status(429), _status(503), RESET, httpx.ConnectError("refused")])
def test_passing_failures_are_tried_again(failure: Received) -> None:
    played = _play(failure, failure, OK)
    assert played.result == EXTRACTION
    assert played.slept == [0.25, 0.5]


@pytest.mark.parametrize("failure", [_status(503), RESET])
def test_no_more_attempts_than_said(failure: Received) -> None:
    played = _play(failure, failure, failure)
    assert isinstance(played.error, ConnectionFailed | ApiError)
    assert len(played.sent) == 3
    assert len(_play(failure, retries=0).sent) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 500, 502, 504])
def test_other_statuses_are_final(status: int) -> None:
    played = _play(_status(status))
    assert isinstance(played.error, ApiError)
    assert (played.error.status, played.error.problem) == (status, None)
    assert isinstance(played.error, InvalidRequest) == (status in {400, 408, 413, 415, 422})


@pytest.mark.parametrize("error", [httpx.ReadTimeout("late"), httpx.ProxyError("403"), httpx.UnsupportedProtocol("x")])
def test_other_errors_of_the_transport_are_final(error: httpx.RequestError) -> None:
    played = _play(error)
    assert isinstance(played.error, ConnectionFailed)
    assert played.error.__cause__ is error


NOON = "Fri, 15 Mar 2024 12:00:00 GMT"
JITTER_S = 0.25
"""What is waited on top of the first Retry-After, as the jitter of these tests is."""


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("500", 500.0),
        ("-1", 0.0),
        ("1.5", 0.0),
        ("nan", 0.0),
        ("\u00b2", 0.0),
        ("Fri, 15 Mar 2024 12:00:09 GMT", 9.0),
        ("Fri, 15 Mar 2024 11:00:00 GMT", 0.0),
        ("Fri, 35 Mar 2024 11:00:00 GMT", 0.0),
        ("Fri, 15 Mar 2024 12:00:09 -0000", 0.0),
    ],
)
def test_retry_after_is_obeyed_and_jitter_comes_on_top(value: str, wait_s: float) -> None:
    assert _play(_status(503, retry_after=value, date=NOON), OK).slept == [wait_s + JITTER_S]


@pytest.mark.parametrize(
    "value", ["Sun, 06 Nov 99999999999999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +99999999999"]
)
def test_a_date_that_no_calendar_has_means_nothing(value: str) -> None:
    assert _play(_status(503, retry_after=value, date=NOON), OK).slept == [JITTER_S]


@pytest.mark.parametrize("date", ["", "yesterday"])
def test_a_date_to_wait_for_means_nothing_without_the_date_of_the_answer(date: str) -> None:
    assert _play(_status(503, retry_after="Fri, 15 Mar 2024 12:00:09 GMT", date=date), OK).slept == [JITTER_S]


@pytest.mark.parametrize("value", ["600", "9" * 5000, "Sat, 16 Mar 2024 00:00:00 GMT"])
def test_a_wait_until_after_the_deadline_ends_the_call_at_once(value: str) -> None:
    played = _play(_status(429, retry_after=value, date=NOON), OK)
    assert isinstance(played.error, RateLimitedError)
    assert played.slept == []


def test_waits_double_up_to_a_bound() -> None:
    assert _play(*[RESET] * 7, OK, retries=7).slept == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0, 4.0]


def test_attempts_share_one_deadline() -> None:
    played = _play(RESET, RESET, OK, attempt_s=200.0)
    assert [send.timeout_s for send in played.sent] == [600.0, 399.75, 199.25]
    assert [json.loads(send.content)["timeout_s"] for send in played.sent] == [598.0, 397.75, 197.25]


def test_the_service_is_to_answer_before_its_caller_gives_up() -> None:
    def asked_s(client_s: float, **wishes: float) -> float:
        step = next(Calls("http://test", timeout_s=client_s, clock=lambda: 0.0).extract("a", wishes))
        assert isinstance(step, Send)
        assert step.timeout_s == max(wishes.get("timeout_s", client_s), 0.001)
        return float(json.loads(step.content)["timeout_s"])

    assert asked_s(10) == 9
    assert asked_s(1e-9) == 0.001
    assert asked_s(3600) == 3598
    assert asked_s(600, timeout_s=5.0) == 4.5
    assert asked_s(5, timeout_s=3600.0) == 3598


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    played = _play(_status(503, retry_after="30"), OK, timeout_s=20.0)
    assert isinstance(played.error, ApiError)
    assert played.slept == []


def test_a_success_that_is_no_extraction_is_an_error_of_ours_without_its_text() -> None:
    for content in (b"<html>geheim</html>", b'{"geheim": 1}', b"\xff"):
        error = _play(Answer(200, {"x-request-id": "r"}, content)).error
        assert isinstance(error, UnexpectedResponse)
        assert error.request_id == "r"
        assert "geheim" not in f"{error} {error.__cause__}"


def test_a_newer_service_may_say_more() -> None:
    content = json.dumps({**EXTRACTION.model_dump(mode="json"), "new": 1}).encode()
    assert _play(Answer(200, {}, content)).result == EXTRACTION


def test_an_article_and_what_is_given_besides() -> None:
    article = Article(text="a", published=date(2024, 3, 16), title="T")
    assert _body(article) == {"text": "a", "published": "2024-03-16", "title": "T", "cache": "use"}
    assert _body(article, published="2024-03-17", source_url="u") == {
        "text": "a",
        "published": "2024-03-17",
        "title": "T",
        "source_url": "u",
        "cache": "use",
    }


def test_values_of_python_become_those_of_the_wire() -> None:
    body = _body(published=date(2024, 3, 16), record_types={RecordType.ATTACK}, cache="off")
    assert body == {"text": "a", "published": "2024-03-16", "record_types": ["attack"], "cache": "off"}
    assert _body(record_types="attack")["record_types"] == ["attack"]
    assert _body(record_types=[])["record_types"] == []


def test_any_text_can_be_sent() -> None:
    text = "\u00e9 e\u0301 \U0001f600 \r\n \0 \\ud800 \ud800"
    assert _body(text)["text"] == text


def test_a_key_is_sent_as_a_bearer_token_and_shown_nowhere() -> None:
    calls = Calls("http://user:geheim@test:1", "geheim", retries=0)
    flow = _extract(calls)
    step = next(flow)
    assert isinstance(step, Send)
    assert step.headers["Authorization"] == "Bearer geheim"
    with pytest.raises(ConnectionFailed, match=r"^test:1: ConnectError: refused$"):
        flow.send(httpx.ConnectError("refused"))


@pytest.mark.parametrize("base_url", ["", "localhost:8000", "ftp://host", "http://", "http://host:port"])
def test_an_impossible_address_is_refused_at_once(base_url: str) -> None:
    with pytest.raises(ValueError, match="base_url"):
        Calls(base_url)


def test_impossible_numbers_are_refused_at_once() -> None:
    for numbers in ({"timeout_s": 0.0}, {"timeout_s": math.nan}, {"timeout_s": math.inf}, {"retries": -1}):
        with pytest.raises(ValueError, match="timeout_s"):
            Calls("http://test", **numbers)
    for own_s in (0, -1, math.nan, math.inf):
        with pytest.raises(ValueError, match="timeout_s"):
            Calls("http://test").extract("a", {"timeout_s": own_s})


def test_an_unknown_wish_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(TypeError, match="'publshed'"):
        Calls("http://test").extract("a", {"publshed": "2024-03-16"})
