"""The plain instructor peer against a scripted endpoint on a real socket."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter
from tests.evals.peers.support import ARTICLE, FIRST, ODD, SECOND, at, overflow
from tests.fakes.endpoint import ScriptedEndpoint, answer, hang, prose, truncated_json

from groundwire.evals.peers.answer import PeerAnswer
from groundwire.evals.peers.plain_instructor import SYSTEM, PlainInstructor
from groundwire.schemas import Article, Attack, Extraction, Money, Quantity

pytestmark = pytest.mark.anyio

ATTACK: dict[str, Any] = {
    "evidence": [FIRST],
    "scope": "incident",
    "attack_type": "drone_strike",
    "perpetrators": [],
    "attribution": "unknown",
    "weapons": [{"kind": "drone", "name": None, "launched": {"min": 1, "max": 1}, "intercepted": None}],
    "places": [{"name": "Gedaref", "admin": None, "country": "SD"}],
    "date": {"text": "on Monday", "start": "2025-06-02", "end": "2025-06-02"},
    "targets": [],
    "killed": {"min": 2, "max": None, "approximate": False},
    "injured": None,
    "civilian_harm": True,
}
PLEDGE: dict[str, Any] = {
    "evidence": [SECOND],
    "donors": [{"name": "European Union", "country": "EU", "kind": "international_organisation"}],
    "aid_type": "financial",
    "amount": {"value": 50_000_000, "currency": "EUR"},
    "status": "pledged",
    "period_months": 24,
}
TALKS: dict[str, Any] = {"evidence": ["Talks were held in Jeddah."], "event_type": "consult", "topics": ["ceasefire"]}


def events(**lists: list[dict[str, Any]]) -> dict[str, Any]:
    """An answer with these records."""
    return {"attacks": [], "diplomatic_events": [], "aid_pledges": [], **lists}


async def test_an_answer_becomes_public_records_with_located_evidence() -> None:
    whole = events(attacks=[ATTACK], aid_pledges=[PLEDGE])
    with ScriptedEndpoint([answer(whole, prompt_tokens=900, completion_tokens=70, cached_tokens=800)]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.failure is None
    assert found.extraction is not None
    assert isinstance(found.extraction, Extraction)
    (attack,) = found.extraction.attacks
    (pledge,) = found.extraction.aid_pledges
    assert isinstance(attack, Attack)
    assert attack.killed == Quantity(min=2)
    assert attack.date is not None
    assert attack.date.start == date(2025, 6, 2)
    assert attack.evidence[0].quote == FIRST == ARTICLE.text[attack.evidence[0].start : attack.evidence[0].end]
    assert pledge.amount == Money(value=50_000_000, currency="EUR")
    assert json.loads(found.raw[0]) == whole
    assert found.usage.model_dump() == {
        "calls": 1,
        "failed_calls": 0,
        "prompt_tokens": 900,
        "cached_prompt_tokens": 800,
        "completion_tokens": 70,
    }
    assert found.seconds > 0
    assert found.unlocated == 0


async def test_the_request_is_a_plain_one() -> None:
    with ScriptedEndpoint([answer(events())]) as endpoint:
        await PlainInstructor(at(endpoint)).extract(Article(text=ODD, published=date(2025, 6, 4), title="Drone"))
    (request,) = endpoint.requests
    system, user = request.body["messages"]
    assert system == {"role": "system", "content": SYSTEM}
    assert user == {"role": "user", "content": f"Title: Drone\nPublished: 2025-06-04\n\n{ODD}"}
    assert request.body["temperature"] == 0
    assert request.body["max_tokens"] == 400
    described = request.body["response_format"]["json_schema"]["schema"]
    assert described["required"] == ["attacks", "diplomatic_events", "aid_pledges"]
    attack = described["$defs"]["AttackForm"]
    assert attack["required"] == list(attack["properties"])
    assert attack["properties"]["killed"]["description"] == "Persons killed; null if the article does not say."
    assert described["$defs"]["Site"]["properties"]["country"]["anyOf"][0]["pattern"] == "^[A-Z]{2}$"


@pytest.mark.parametrize("text", [ODD, "\ttab\r\nline\n\n\n  spaces  ", "e\u0301 \u202eRTL\u202c \ufeff 🚀"])
async def test_a_text_reaches_the_endpoint_byte_for_byte(text: str) -> None:
    with ScriptedEndpoint([answer(events())]) as endpoint:
        await PlainInstructor(at(endpoint)).extract(Article(text=text))
    assert endpoint.requests[0].body["messages"][1]["content"] == text


async def test_a_record_whose_quotes_are_not_in_the_article_is_kept_without_evidence_and_counted() -> None:
    folded = {**ATTACK, "evidence": ["a DRONE killed at least  two people", "Nobody wrote this."]}
    with ScriptedEndpoint([answer(events(attacks=[folded], diplomatic_events=[TALKS]))]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.extraction is not None
    assert [span.quote for span in found.extraction.attacks[0].evidence] == ["drone killed at least two people"]
    assert found.extraction.diplomatic_events[0].evidence == ()
    assert found.unlocated == 1


async def test_an_invalid_answer_is_asked_for_again_and_every_token_counted() -> None:
    bad = answer({"attacks": "none"}, prompt_tokens=10, completion_tokens=5)
    good = answer(events(), prompt_tokens=30, completion_tokens=7)
    with ScriptedEndpoint([bad, good]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.failure is None
    assert (found.usage.calls, found.usage.failed_calls) == (2, 1)
    assert (found.usage.prompt_tokens, found.usage.completion_tokens) == (40, 12)
    assert len(found.raw) == 2


async def test_three_invalid_answers_are_a_failure_with_their_words_kept() -> None:
    with ScriptedEndpoint([prose("There was an attack.")]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.extraction is None
    assert found.failure is not None
    assert found.failure.startswith("No usable answer in 3 calls: ")
    assert "\n" not in found.failure
    assert found.raw == ("There was an attack.",) * 3
    assert (found.usage.calls, found.usage.failed_calls, found.usage.prompt_tokens) == (3, 3, 30)


async def test_an_answer_cut_off_at_the_limit_is_a_failure() -> None:
    with ScriptedEndpoint([truncated_json()]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.failure == "The answer was cut off at the limit of output tokens."
    assert found.usage.calls == 1


async def test_an_article_too_long_for_the_context_is_a_failure_in_the_endpoints_words() -> None:
    with ScriptedEndpoint([overflow()]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    assert found.extraction is None
    assert found.failure == (
        "The endpoint refused the request: 400 the request exceeds the available context size, try increasing it"
    )
    assert (found.usage.calls, found.usage.failed_calls) == (1, 1)
    assert found.raw == ()


async def test_an_endpoint_that_does_not_answer_is_a_failure() -> None:
    with ScriptedEndpoint([hang()]) as endpoint:
        found = await PlainInstructor(at(endpoint, timeout_s=0.2)).extract(ARTICLE)
    assert found.failure == "A request had no answer within 0.2 s."


async def test_an_answer_can_be_saved_and_read_again() -> None:
    with ScriptedEndpoint([answer(events(attacks=[ATTACK], diplomatic_events=[TALKS]))]) as endpoint:
        found = await PlainInstructor(at(endpoint)).extract(ARTICLE)
    form = TypeAdapter(PeerAnswer)
    assert form.validate_json(form.dump_json(found)) == found
