"""The fake service that we give to others for their tests: as the real one, as far as it goes."""

import time
from typing import Any

import httpx
import pytest
from tests.server.support import JSON_HEADERS, FakeExtractor, app_with, serving

from groundwire.client import Client, ConnectionFailed, InvalidRequest, OverloadedError
from groundwire.client.testing import SAMPLE_ARTICLE, FakeGroundwire, Reply, problem, sample_extraction
from groundwire.client.testing._problems import STATUS
from groundwire.schemas import Article, Problem, ProblemType
from groundwire.server.problems import TABLE


def test_problems_have_the_status_that_the_service_gives_them() -> None:
    assert {kind: row.status for kind, row in TABLE.items()} == STATUS
    assert set(STATUS) == set(ProblemType)


def test_the_sample_quotes_its_article() -> None:
    extraction = sample_extraction()
    records = (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)
    assert len(records) == 3
    for record in records:
        for span in record.evidence:
            assert SAMPLE_ARTICLE.text[span.start : span.end] == span.quote
        for grounding in record.grounding:
            (span,) = record.evidence
            assert grounding.start is not None
            assert grounding.end is not None
            assert span.start <= grounding.start < grounding.end <= span.end


def test_replies_in_order_then_the_sample_and_the_requests_are_kept() -> None:
    nothing = sample_extraction(Article(text="b"))
    with FakeGroundwire(nothing, problem("overloaded", retry_after_s=1)) as fake, Client(fake.url, retries=0) as client:
        assert client.extract("a") == nothing
        with pytest.raises(OverloadedError):
            client.extract("b")
        assert client.extract(SAMPLE_ARTICLE, record_types=["attack"], timeout_s=30) == sample_extraction()
        assert client.health().status == "alive"
    assert [received.request.text for received in fake.requests] == ["a", "b", SAMPLE_ARTICLE.text]
    assert fake.requests[2].request.timeout_s == 28
    assert fake.requests[2].headers["content-type"] == "application/json"


def test_a_busy_service_and_a_client_that_waits() -> None:
    begin = time.monotonic()
    with FakeGroundwire(problem("overloaded", retry_after_s=1)) as fake, Client(fake.url) as client:
        assert client.extract(SAMPLE_ARTICLE).attacks
    assert time.monotonic() - begin >= 1
    assert len(fake.requests) == 2


def test_a_wrong_request_is_refused_as_by_the_service() -> None:
    with FakeGroundwire() as fake, Client(fake.url) as client, serving(app_with(FakeExtractor())) as real:
        wrong: list[tuple[str, dict[str, Any]]] = [
            ("", {}), ("a\ud800", {}), ("a", {"published": "2024-02-30"}), ("a", {"record_types": ["sport"]})
        ]  # fmt: skip
        for text, given in wrong:
            with pytest.raises(InvalidRequest) as caught:
                client.extract(text, **given)
            with Client(real) as other, pytest.raises(InvalidRequest) as known:
                other.extract(text, **given)
            assert caught.value.problem is not None
            assert known.value.problem is not None
            assert [flaw.field for flaw in caught.value.problem.errors] == [
                flaw.field for flaw in known.value.problem.errors
            ]
        for url in (fake.url, real):
            answer = httpx.post(f"{url}/v1/extract", content=b"{", headers=JSON_HEADERS, trust_env=False)
            assert Problem.model_validate_json(answer.content).kind == ProblemType.MALFORMED_BODY
        assert fake.requests == []


def test_an_unknown_path_and_an_unknown_problem() -> None:
    with FakeGroundwire() as fake:
        for answer in (httpx.get(f"{fake.url}/v2", trust_env=False), httpx.post(f"{fake.url}/v2", trust_env=False)):
            assert Problem.model_validate_json(answer.content).kind == ProblemType.NOT_FOUND
    with pytest.raises(ValueError, match="bad-weather"):
        problem("bad-weather")


def test_a_delay_does_not_outlast_the_block() -> None:
    begin = time.monotonic()
    with (
        FakeGroundwire(Reply(sample_extraction(), delay_s=60)) as fake,
        Client(fake.url, timeout_s=0.2) as client,
        pytest.raises(ConnectionFailed),
    ):
        client.extract("a")
    assert time.monotonic() - begin < 10
