"""An Extraction as tests of the command line need one: made, not extracted."""

from tests.cli.support import AID, ARTICLE, ATTACK

from groundwire.schemas import Extraction


def _at(words: str) -> tuple[int, int]:
    start = ARTICLE.index(words)
    return start, start + len(words)


def _span(words: str) -> dict[str, object]:
    start, end = _at(words)
    return {"quote": words, "start": start, "end": end}


def _grounded(path: str, status: str, words: str | None = None) -> dict[str, object]:
    start, end = (None, None) if words is None else _at(words)
    return {"path": path, "status": status, "start": start, "end": end}


def extraction() -> Extraction:
    """What the article of these tests says; one value is made up."""
    return Extraction.model_validate(
        {
            "article_id": "a" * 64,
            "attacks": [
                {
                    "scope": "incident",
                    "attack_type": "missile_strike",
                    "perpetrators": [{"name": "Russia", "country": "RU", "kind": "state"}],
                    "attribution": "attributed",
                    "places": [{"name": "Zalizny Port", "country": "UA"}],
                    "date": {"text": "on Friday", "start": "2024-03-15", "end": "2024-03-15", "basis": "relative"},
                    "killed": {"min": 20},
                    "injured": {"min": 900},
                    "evidence": [_span(ATTACK)],
                    "grounding": [
                        _grounded("/attack_type", "inferred", "A Russian missile strike on Zalizny Port on Friday"),
                        _grounded("/perpetrators/0/name", "normalised", "Russian"),
                        _grounded("/places/0/name", "exact", "Zalizny Port"),
                        _grounded("/places/0/country", "inferred", "Zalizny Port"),
                        _grounded("/killed/min", "normalised", "at least 20"),
                        _grounded("/injured/min", "ungrounded"),
                    ],
                }
            ],
            "aid_pledges": [
                {
                    "donors": [{"name": "Sweden", "country": "SE", "kind": "state"}],
                    "recipients": [{"name": "Ukraine", "country": "UA", "kind": "state"}],
                    "aid_type": "military",
                    "status": "pledged",
                    "amount": {"value": 314_000_000, "currency": "USD"},
                    "evidence": [_span(AID)],
                }
            ],
            "coverage": {"found": 3, "claimed": 3},
            "meta": {
                "groundwire_version": "0.1.0",
                "model": "scripted",
                "mode": "json_schema",
                "schema_enforced": True,
                "prompt_digest": "b" * 64,
                "schema_digest": "c" * 64,
                "cache": "miss",
                "created": "2024-03-16T00:00:00Z",
                "complete": True,
                "usage": {"calls": 2},
                "cost_usd": None,
                "stage_ms": {"ask": 1.0},
            },
        }
    )
