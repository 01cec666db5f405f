"""Ids, headers, and the one line a request leaves in the log."""

import logging
import re
from typing import Any

import pytest
from tests.server.support import FakeExtractor, app_with, ask, extraction_of, post

from groundwire.schemas import CacheMode, RecordType


@pytest.mark.parametrize("given", ["a", "A-b_c.9", "x" * 64])
def test_a_good_id_is_kept(given: str) -> None:
    assert post(app_with(FakeExtractor()), {"text": "a"}, **{"X-Request-Id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\tb", "a;b", "\u00e4"])
def test_any_other_is_replaced(given: str) -> None:
    response = ask(app_with(FakeExtractor()), "GET", "/healthz", headers={"X-Request-Id": given.encode("latin-1")})
    assert re.fullmatch("[0-9a-f]{32}", response.headers["x-request-id"])


def test_one_line_per_request_without_text(caplog: pytest.LogCaptureFixture) -> None:
    app = app_with(FakeExtractor())
    with caplog.at_level(logging.INFO, "groundwire.server"):
        post(app, {"text": "geheim"}, **{"X-Request-Id": "one"})
        post(app, {"text": ""}, **{"X-Request-Id": "two"})
        ask(app, "GET", "/geheim?geheim", headers={"X-Request-Id": "three"})
        ask(app, "GET", "/docs/geheim", headers={"X-Request-Id": "four"})
    told = [told_by(record) for record in caplog.records if record.getMessage() == "request"]
    assert [(line["method"], line["route"], line["status"], line.get("cache")) for line in told] == [
        ("POST", "/v1/extract", 200, "miss"),
        ("POST", "/v1/extract", 422, None),
        ("GET", "-", 404, None),
        ("GET", "/docs/{name}", 404, None),
    ]
    assert all(line["ms"] >= 0 for line in told)
    assert "geheim" not in repr([record.__dict__ for record in caplog.records])


def test_the_line_of_an_extraction_tells_what_it_took(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "groundwire.server"):
        post(app_with(FakeExtractor()), {"text": "geheim"})
    told = told_by(caplog.records[-1])
    wanted = {"attacks": 0, "warnings": 0, "complete": True, "calls": 1, "prompt_tokens": 10, "ask_ms": 1.0}
    assert told.items() >= wanted.items()
    assert "cost_usd" not in told  # none is known


def test_a_method_that_a_caller_made_up_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "groundwire.server"):
        ask(app_with(FakeExtractor()), "GEHEIM", "/healthz")
    assert told_by(caplog.records[-1])["method"] == "_OTHER"


def told_by(record: logging.LogRecord) -> dict[str, Any]:
    """What a line was given besides its event."""
    told = record.__dict__["told"]
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/docs", "/openapi.json"])
def test_every_answer_bears_the_security_headers(path: str) -> None:
    headers = ask(app_with(FakeExtractor()), "GET", path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_the_extractor_gets_what_was_asked_and_its_answer_goes_out_as_it_is() -> None:
    extractor = FakeExtractor()
    body = {
        "text": " Text,\r\n kept byte for byte \u00e9 e\u0301 \U0001f600 ",
        "published": "2024-03-16",
        "title": "T",
        "source_url": "https://example.org/1",
        "record_types": ["aid_pledge", "attack", "attack"],
        "cache": "refresh",
    }
    response = post(app_with(extractor), body)
    (call,) = extractor.calls
    assert call.article().model_dump(mode="json") == {name: body[name] for name in call.article().model_dump()}
    assert set(call.record_types) == {RecordType.ATTACK, RecordType.AID_PLEDGE}
    assert call.cache is CacheMode.REFRESH
    assert response.content == extraction_of(call.article()).model_dump_json().encode()
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"


def test_what_is_not_said_has_its_default() -> None:
    extractor = FakeExtractor()
    post(app_with(extractor), {"text": "a", "title": None})
    assert extractor.calls[0].record_types == tuple(RecordType)
    assert extractor.calls[0].cache is CacheMode.USE
