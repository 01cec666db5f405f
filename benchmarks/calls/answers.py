"""The request that all contenders send, and the answers that they get: made once, of an article about no real war."""

import json
from typing import Final

from benchmarks.made_up import article
from pydantic import JsonValue

from groundwire.extraction.drafts import AttackAnswer

ARTICLE: Final = article(6_000).text
"""What is asked about, about 6 KB."""
INSTRUCTIONS: Final = "Report the attacks of the article as JSON that fits the schema. Copy words, add none."
SCHEMA: Final = AttackAnswer
"""What every contender makes of its answer: five models, nested."""


def _draft(number: int) -> dict[str, JsonValue]:
    return {
        "sentences": [number],
        "scope": "incident",
        "attack_type": "drone_strike",
        "places": [{"name": f"Nevaford {number}", "region": "the lower valley", "country": "XX"}],
        "attackers": ["the Northern Brigade"],
        "attribution": "attributed",
        "weapons": [{"kind": "drone", "name": None, "count": "two", "intercepted": None}],
        "when": f"on {number} May 2033",
        "targets": [{"category": "other", "text": "a grain store by the harbour"}],
        "killed": "at least 20",
        "injured": "more than 75",
    }


def _spans() -> str:
    """The same as langextract wants it: classes, verbatim text, attributes."""
    sentences = [line for line in ARTICLE.split("\n\n") if "killed" in line or "hit" in line][:6]
    attributes = {"attack_type": "drone_strike", "killed": "at least 20", "injured": "more than 75", "when": "on 3 May"}
    found = [{"attack": text.split(". ")[0], "attack_attributes": attributes} for text in sentences]
    return json.dumps({"extractions": found})


ANSWERS: Final = {
    "drafts": json.dumps({"records": [_draft(number) for number in range(1, 7)]}),
    "spans": _spans(),
}
"""What the endpoint answers with, by name: `spans` is langextract's, who cannot read the other."""
