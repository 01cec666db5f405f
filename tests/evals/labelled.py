"""Labels, cases and answers by hand for the tests of the scorer."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from groundwire.evals.cases import CaseAnswer, EvalCase, Failure
from groundwire.evals.labels.gold import AnyGoldRecord, GoldArticle, GoldRecord
from groundwire.evals.scoring.records import score_records
from groundwire.evals.scoring.scores import CaseScore, RecordScore
from groundwire.schemas import (
    AidPledge,
    Article,
    Attack,
    CacheState,
    Coverage,
    DiplomaticEvent,
    Extraction,
    Meta,
    Record,
    RecordType,
    Usage,
)

TEXT = "Nothing is looked up here. " * 20


def label(
    record: Record, name: str = "event", *, optional: bool = False, **alternatives: Sequence[object]
) -> AnyGoldRecord:
    """A gold record; alternatives by pointer, with double underscores for slashes: `places__0=[...]`."""
    pointers = {"/" + path.replace("__", "/"): tuple(given) for path, given in alternatives.items()}
    return label_at(record, name, pointers, optional=optional)


def label_at(
    record: Record, name: str, alternatives: Mapping[str, Sequence[object]], *, optional: bool = False
) -> AnyGoldRecord:
    values = {"id": name, "record": record, "alternatives": alternatives, "optional": optional}
    match record:
        case Attack():
            return GoldRecord[Attack].model_validate(values)
        case DiplomaticEvent():
            return GoldRecord[DiplomaticEvent].model_validate(values)
        case _:
            return GoldRecord[AidPledge].model_validate(values)


def gold_of(*labels: AnyGoldRecord | Record) -> GoldArticle:
    """The labels of an article; a bare record gets a name."""
    named = [item if isinstance(item, GoldRecord) else label(item, f"r{at}") for at, item in enumerate(labels)]
    return GoldArticle.model_validate(
        {
            "article": "a.txt",
            "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
            "attacks": [item for item in named if isinstance(item.record, Attack)],
            "diplomatic_events": [item for item in named if isinstance(item.record, DiplomaticEvent)],
            "aid_pledges": [item for item in named if isinstance(item.record, AidPledge)],
        }
    )


def by_kind(*records: Record) -> dict[RecordType, list[Record]]:
    kinds = {Attack: RecordType.ATTACK, DiplomaticEvent: RecordType.DIPLOMATIC_EVENT, AidPledge: RecordType.AID_PLEDGE}
    return {kind: [record for record in records if kinds[type(record)] is kind] for kind in RecordType}


def scored(gold: GoldArticle | AnyGoldRecord | Record, *predicted: Record) -> tuple[RecordScore, ...]:
    article = gold if isinstance(gold, GoldArticle) else gold_of(gold)
    return score_records(article, by_kind(*predicted))


def verdicts(score: RecordScore, slot: str) -> list[str]:
    """Outcomes of a slot, sorted."""
    return sorted(item.verdict.value for item in score.slots if item.slot == slot)


def scored_case(*records: RecordScore, case: str = "000", origin: str = "000", repeat: int = 1) -> CaseScore:
    return CaseScore(case=case, family="gold", origin=origin, repeat=repeat, records=records, seconds=1.0)


def extraction(*records: Record, usage: Usage | None = None, cost_usd: float | None = None) -> Extraction:
    found = by_kind(*records)
    return Extraction.model_validate(
        {
            "article_id": hashlib.sha256(TEXT.encode()).hexdigest(),
            "attacks": found[RecordType.ATTACK],
            "diplomatic_events": found[RecordType.DIPLOMATIC_EVENT],
            "aid_pledges": found[RecordType.AID_PLEDGE],
            "coverage": Coverage(found=0, claimed=0),
            "meta": Meta(
                groundwire_version="0",
                model="m",
                mode=None,
                schema_enforced=None,
                prompt_digest="p",
                schema_digest="s",
                cache=CacheState.OFF,
                created=datetime(2026, 1, 1, tzinfo=UTC),
                complete=True,
                usage=usage or Usage(),
                cost_usd=cost_usd,
                stage_ms={},
            ),
        }
    )


def eval_case(
    name: str, *labels: AnyGoldRecord | Record, family: str = "gold", origin: str = "", forbidden: tuple[str, ...] = ()
) -> EvalCase:
    return EvalCase(name, family, Article(text=TEXT), gold_of(*labels), origin or name, forbidden=forbidden)


def answer(case: str, *records: Record, repeat: int = 1, seconds: float = 1.0) -> CaseAnswer:
    return CaseAnswer(case=case, repeat=repeat, extraction=extraction(*records), seconds=seconds, fresh=True)


def failed(case: str) -> CaseAnswer:
    failure = Failure(kind="infrastructure", message="out of reach")
    return CaseAnswer(case=case, repeat=1, extraction=None, failure=failure, seconds=0.5, fresh=True)
