"""An article that would like to be a page, and the records of it, with characters that count twice in JavaScript."""

from typing import Any

from tests.server.support import extraction_of

from groundwire.extraction.streaming import Found
from groundwire.schemas import AidPledge, Article, Attack, Extraction, RecordType

TAG = '<img src=x onerror="document.title=1">'
STRIKE = "A drone strike on Odesa \U0001f600 killed at least 20 people."
AID = f"Sweden pledged $314 million {TAG} on Monday."
TEXT = f"\U0001f680\U0001f680 {STRIKE} Kyiv was quiet. {AID}"


def span(quote: str) -> dict[str, int]:
    """Where words stand, in code points."""
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote)}


def _evidence(quote: str) -> list[dict[str, Any]]:
    return [{"quote": quote, **span(quote)}]


def _value(path: str, status: str, quote: str | None = None) -> dict[str, Any]:
    return {"path": path, "status": status, **(span(quote) if quote else {})}


ATTACK = Attack.model_validate(
    {
        "scope": "incident",
        "attack_type": "drone_strike",
        "places": [{"name": "Odesa", "country": "UA"}],
        "killed": {"min": 20},
        "injured": {"min": 7, "max": 7},
        "evidence": _evidence(STRIKE),
        "grounding": [
            _value("/scope", "inferred"),
            _value("/attack_type", "inferred", "drone strike"),
            _value("/places/0/name", "exact", "Odesa"),
            _value("/places/0/country", "inferred"),
            _value("/killed", "normalised", "at least 20"),
            _value("/injured", "ungrounded"),
        ],
    }
)
PLEDGE = AidPledge.model_validate(
    {
        "donors": [{"name": "Sweden", "country": "SE", "kind": "state"}],
        "aid_type": "military",
        "status": "pledged",
        "amount": {"value": 314_000_000, "currency": "USD"},
        "items": [TAG],
        "evidence": _evidence(AID),
        "grounding": [
            _value("/donors/0/name", "exact", "Sweden"),
            _value("/amount", "exact", "$314 million"),
            _value("/items/0", "exact", TAG),
        ],
    }
)
FOUND_ATTACK = Found("a" * 16, RecordType.ATTACK, ATTACK)
FOUND_PLEDGE = Found("b" * 16, RecordType.AID_PLEDGE, PLEDGE)


def extraction(**meta: object) -> Extraction:
    """The answer, with a warning at the second record and a fact that nobody claims."""
    found = extraction_of(Article(text=TEXT)).model_dump()
    found["meta"] |= meta
    return Extraction.model_validate(
        found
        | {
            "attacks": [ATTACK],
            "aid_pledges": [PLEDGE],
            "warnings": [{"code": "date_unresolved", "message": f"{TAG} fixes no days", "path": "/aid_pledges/0/date"}],
            "coverage": {"found": 4, "claimed": 3, "unclaimed": [{"kind": "place", "quote": "Kyiv", **span("Kyiv")}]},
        }
    )
