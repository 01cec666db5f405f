"""The langextract peer against a scripted endpoint on a real socket."""

import json
from datetime import date
from typing import Any

import pytest
from langextract.prompt_validation import validate_prompt_alignment
from pydantic import TypeAdapter
from tests.evals.peers.support import ARTICLE, FIRST, ODD, SECOND, at, overflow
from tests.fakes.endpoint import ScriptedEndpoint, answer, hang, prose, truncated_json

from groundwire.evals.peers.answer import PeerAnswer
from groundwire.evals.peers.langextract_examples import DESCRIPTION, EXAMPLES
from groundwire.evals.peers.langextract_peer import LangExtractPeer
from groundwire.schemas import Article, Extraction, Money, Quantity

pytestmark = pytest.mark.anyio

ATTACK: dict[str, Any] = {
    "attack": FIRST,
    "attack_attributes": {
        "scope": "incident",
        "attack_type": "drone_strike",
        "places": ["Gedaref (SD)"],
        "date": "on Monday",
        "killed": "at least two",
        "civilian_harm": None,
    },
}
PLEDGE: dict[str, Any] = {
    "aid_pledge": SECOND,
    "aid_pledge_attributes": {
        "donors": ["European Union"],
        "aid_type": "financial",
        "amount": "50 million euros",
        "status": "pledged",
        "period": "two years",
    },
}
LONG = Article(text=f"{FIRST} " + "Nothing else happened that day. " * 40 + f"\n\n{SECOND}")


def extractions(*items: dict[str, Any]) -> dict[str, Any]:
    """An answer with these extractions."""
    return {"extractions": list(items)}


async def test_an_answer_becomes_public_records_with_located_evidence() -> None:
    whole = extractions(ATTACK, PLEDGE)
    with ScriptedEndpoint([answer(whole, prompt_tokens=900, completion_tokens=70, cached_tokens=800)]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(Article(text=ARTICLE.text, published=date(2025, 6, 4)))
    assert found.failure is None
    assert isinstance(found.extraction, Extraction)
    (attack,) = found.extraction.attacks
    (pledge,) = found.extraction.aid_pledges
    assert attack.killed == Quantity(min=2)
    assert attack.date is not None
    assert attack.date.start == date(2025, 6, 2)
    assert attack.evidence[0].quote == FIRST == ARTICLE.text[attack.evidence[0].start : attack.evidence[0].end]
    assert pledge.amount == Money(value=50_000_000, currency="EUR")
    assert pledge.period_months == 24
    assert [json.loads(raw) for raw in found.raw] == [whole]
    assert found.usage.model_dump() == {
        "calls": 1,
        "failed_calls": 0,
        "prompt_tokens": 900,
        "cached_prompt_tokens": 800,
        "completion_tokens": 70,
    }
    assert (found.unmapped, found.unlocated, found.lost) == (0, 0, 0)


async def test_a_long_article_is_read_in_chunks_and_each_is_counted() -> None:
    replies = [answer(extractions(ATTACK)), answer(extractions(PLEDGE))]
    with ScriptedEndpoint(replies) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(LONG)
    assert found.extraction is not None
    assert (len(found.extraction.attacks), len(found.extraction.aid_pledges)) == (1, 1)
    span = found.extraction.aid_pledges[0].evidence[0]
    assert LONG.text[span.start : span.end] == SECOND
    assert (found.usage.calls, found.usage.prompt_tokens, len(found.raw)) == (2, 20, 2)


async def test_the_request_is_as_the_library_makes_it() -> None:
    article = Article(text=ODD, published=date(2025, 6, 4))
    with ScriptedEndpoint([answer(extractions())]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(article)
    assert found.failure is None
    (request,) = endpoint.requests
    prompt = request.body["messages"][-1]["content"]
    assert prompt.startswith(f"{DESCRIPTION}\n\nPublished: 2025-06-04\n\nExamples\n")
    assert prompt.endswith(f"\nQ: {ODD}\nA: ")
    assert request.body["temperature"] == 0
    assert request.body["max_tokens"] == 400
    form = request.body["response_format"]["json_schema"]
    assert form["strict"] is True
    variants = form["schema"]["properties"]["extractions"]["items"]["anyOf"]
    assert [next(iter(variant["properties"])) for variant in variants] == ["attack", "diplomatic_event", "aid_pledge"]


async def test_an_address_in_place_of_a_text_is_a_text() -> None:
    with ScriptedEndpoint([answer(extractions())]) as endpoint:
        await LangExtractPeer(at(endpoint)).extract(Article(text=f"{endpoint.base_url}/models"))
    assert len(endpoint.requests) == 1
    assert f"Q: {endpoint.base_url}/models\n" in endpoint.requests[0].body["messages"][-1]["content"]


async def test_what_is_no_record_is_counted_and_what_stands_nowhere_keeps_no_evidence() -> None:
    elsewhere = {**ATTACK, "attack": "Artillery fired upon Nyala yesterday."}
    other = {"weather": "Monday", "weather_attributes": {"sort": "rain"}}
    act = {"diplomatic_event": FIRST, "diplomatic_event_attributes": {"event_type": "walk"}}
    with ScriptedEndpoint([answer(extractions(elsewhere, other, act))]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(ARTICLE)
    assert found.extraction is not None
    assert [attack.evidence for attack in found.extraction.attacks] == [()]
    assert (found.unmapped, found.unlocated) == (2, 1)


async def test_a_chunk_without_json_is_lost_and_the_others_count() -> None:
    with ScriptedEndpoint([prose("An attack, then nothing."), answer(extractions(PLEDGE))]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(LONG)
    assert found.failure is None
    assert found.extraction is not None
    assert len(found.extraction.aid_pledges) == 1
    assert (found.lost, found.usage.calls, found.usage.failed_calls) == (1, 2, 1)


@pytest.mark.parametrize("reply", [prose("An attack."), truncated_json(), answer({"attacks": []}), answer("[1, 2]")])
async def test_an_article_without_any_usable_answer_is_a_failure(reply: Any) -> None:  # noqa: ANN401 - a Reply
    with ScriptedEndpoint([reply]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(ARTICLE)
    assert found.extraction is None
    assert found.failure == "None of the 1 answers was JSON of the form asked for."
    assert (found.usage.calls, found.usage.failed_calls, found.lost) == (1, 1, 1)
    assert len(found.raw) == 1


async def test_an_article_too_long_for_the_context_is_a_failure_in_the_endpoints_words() -> None:
    with ScriptedEndpoint([answer(extractions(ATTACK)), overflow()]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(LONG)
    assert found.extraction is None
    assert found.failure == (
        "The endpoint refused the request: 400 the request exceeds the available context size, try increasing it"
    )
    assert (found.usage.calls, found.usage.prompt_tokens, len(found.raw)) == (2, 10, 1)


async def test_an_endpoint_that_does_not_answer_is_a_failure() -> None:
    with ScriptedEndpoint([hang()]) as endpoint:
        found = await LangExtractPeer(at(endpoint, timeout_s=0.2)).extract(ARTICLE)
    assert found.failure == "A request had no answer within 0.2 s."


async def test_it_writes_nothing_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with ScriptedEndpoint([prose("An attack."), answer(extractions(ATTACK))]) as endpoint:
        await LangExtractPeer(at(endpoint)).extract(LONG)
    assert capfd.readouterr() == ("", "")


async def test_an_answer_can_be_saved_and_read_again() -> None:
    with ScriptedEndpoint([answer(extractions(ATTACK, PLEDGE))]) as endpoint:
        found = await LangExtractPeer(at(endpoint)).extract(ARTICLE)
    form = TypeAdapter(PeerAnswer)
    assert form.validate_json(form.dump_json(found)) == found


def test_the_examples_are_as_the_library_wants_them() -> None:
    holding = [example for example in EXAMPLES if example.extractions]
    assert len(EXAMPLES) == len(holding) + 1
    report = validate_prompt_alignment(holding)
    assert not report.has_failed
    assert not report.has_non_exact
