"""A made-up article with labels for the tests of the counterfactual cases."""

from collections.abc import Mapping, Sequence
from typing import Any

from groundwire.evals.cases import GOLD, EvalCase
from groundwire.evals.labels.gold import GoldArticle, digest_of
from groundwire.schemas import Article

Json = dict[str, Any]
"""An object as it stands in a JSON file."""

TEXT = """date 2023-05-20 Drones over two towns: a summary of the week

On Friday, 40 drones hit a depot in Smila. At least 30 people died there and nine were hurt.

Norway gave Ukraine $250 million on Thursday, about 235 million euros.

Ground forces took the village of Lypky. Nobody speaks of losses there.

The weather stayed dry, and the harvest begins.

Ministers of Norway and Ukraine met in Bergen. They spoke of grain.

Readers may write to the editor."""


def quote(words: str, text: str = TEXT) -> Json:
    """A label's span: where words first stand in a text."""
    start = text.index(words)
    return {"quote": words, "start": start, "end": start + len(words)}


def item(
    name: str,
    record: Mapping[str, object],
    evidence: str,
    spans: Mapping[str, str] | None = None,
    alternatives: Mapping[str, Sequence[object]] | None = None,
) -> Json:
    """A labelled record as it stands in a gold file."""
    return {
        "id": name,
        "record": {**record, "evidence": [quote(evidence)]},
        "spans": {pointer: [quote(words)] for pointer, words in (spans or {}).items()},
        "alternatives": {pointer: list(values) for pointer, values in (alternatives or {}).items()},
    }


def smila() -> Json:
    friday = {"text": "On Friday", "start": "2023-05-19", "end": "2023-05-19", "basis": "header"}
    return item(
        "smila-depot",
        {
            "scope": "incident",
            "attack_type": "drone_strike",
            "weapons": [{"kind": "drone", "launched": {"min": 40, "max": 40}}],
            "places": [{"name": "Smila", "country": "UA"}],
            "date": friday,
            "killed": {"min": 30},
            "injured": {"min": 9, "max": 9},
        },
        "On Friday, 40 drones hit a depot in Smila. At least 30 people died there and nine were hurt.",
        {
            "/weapons/0/launched": "40",
            "/places/0": "Smila",
            "/date": "On Friday",
            "/killed": "At least 30",
            "/injured": "nine",
        },
        {"/killed": [{"min": 31}], "/date": [{**friday, "text": "Friday"}], "/weapons/0/launched": [None]},
    )


def lypky() -> Json:
    return item(
        "lypky-taken",
        {"scope": "incident", "attack_type": "ground_assault", "places": [{"name": "Lypky", "country": "UA"}]},
        "Ground forces took the village of Lypky.",
        {"/places/0": "Lypky"},
    )


def bergen() -> Json:
    return item(
        "bergen-meeting",
        {
            "event_type": "consult",
            "initiators": [
                {"name": "Norway", "country": "NO", "kind": "state"},
                {"name": "Ukraine", "country": "UA", "kind": "state"},
            ],
            "place": {"name": "Bergen", "country": "NO"},
        },
        "Ministers of Norway and Ukraine met in Bergen.",
        {"/place": "Bergen"},
    )


def norway() -> Json:
    return item(
        "norway-money",
        {
            "donors": [{"name": "Norway", "country": "NO", "kind": "state"}],
            "recipients": [{"name": "Ukraine", "country": "UA", "kind": "state"}],
            "aid_type": "financial",
            "amount": {"value": 250_000_000, "currency": "USD"},
            "stated_equivalents": [{"value": 235_000_000, "currency": "EUR"}],
            "status": "committed",
            "date": {"text": "on Thursday", "start": "2023-05-18", "end": "2023-05-18", "basis": "header"},
        },
        "Norway gave Ukraine $250 million on Thursday, about 235 million euros.",
        {
            "/donors/0": "Norway",
            "/amount": "$250 million",
            "/stated_equivalents/0": "235 million euros",
            "/date": "on Thursday",
        },
    )


def gold_file(**changes: object) -> Json:
    """The gold file of the article, some fields replaced."""
    document: Json = {
        "article": "900_made_up.txt",
        "sha256": digest_of(TEXT.encode()),
        "attacks": [smila(), lypky()],
        "diplomatic_events": [bergen()],
        "aid_pledges": [norway()],
    }
    return {**document, **changes}


def case(text: str = TEXT, **changes: object) -> EvalCase:
    """The article as a gold case."""
    gold = GoldArticle.model_validate(gold_file(**changes))
    return EvalCase(name="900", family=GOLD, article=Article(text=text), gold=gold, origin="900")
