"""Predicted records against labels: pairs, misses and spurious records."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from groundwire.evals.labels.gold import RECORD_FIELDS, AnyGoldRecord, GoldArticle
from groundwire.evals.scoring.describing import describe
from groundwire.evals.scoring.pairing import pair_records
from groundwire.evals.scoring.scores import RecordScore, Span, Verdict
from groundwire.evals.scoring.slots import score_alone
from groundwire.schemas import Extraction, Record, RecordType

Records = Mapping[RecordType, Sequence[Record]]
"""Predicted records by kind."""

_RIGHT: Final = frozenset({Verdict.COR, Verdict.NUL})


def records_of(answer: Extraction | GoldArticle | None) -> Records:
    """The records of an answer, or of another pass of labels, by kind; none of no answer."""
    if isinstance(answer, GoldArticle):
        found: dict[RecordType, list[Record]] = {kind: [] for kind in RecordType}
        for kind, label in answer.records():
            found[kind].append(label.record)
        return found
    return {kind: getattr(answer, field, ()) for kind, field in RECORD_FIELDS.items()}


def score_records(gold: GoldArticle, predicted: Records) -> tuple[RecordScore, ...]:
    """Score predicted records against labels: by kind the gold records in their order, then the spurious ones.

    Raises:
        EvalError: An alternative in gold is broken.
    """
    return tuple(
        score
        for kind, field in RECORD_FIELDS.items()
        for score in _score_kind(kind, getattr(gold, field), predicted[kind])
    )


def _score_kind(kind: RecordType, gold: Sequence[AnyGoldRecord], predicted: Sequence[Record]) -> Iterator[RecordScore]:
    pairs = {pair.gold: pair for pair in pair_records(kind, gold, predicted)}
    for place, label in enumerate(gold):
        pair = pairs.get(place)
        found = predicted[pair.predicted] if pair else None
        slots = pair.slots if pair else score_alone(kind, label.record, Verdict.MIS)
        yield RecordScore(
            type=kind,
            gold_id=label.id,
            predicted_index=pair.predicted if pair else None,
            optional=label.optional,
            exact=all(score.verdict in _RIGHT for score in slots),
            label=describe(label.record),
            slots=slots,
            gold_spans=_spans(label.record),
            predicted_spans=_spans(found) if found else (),
        )
    taken = {pair.predicted for pair in pairs.values()}
    for place, record in enumerate(predicted):
        if place not in taken:
            yield RecordScore(
                type=kind,
                predicted_index=place,
                label=describe(record),
                slots=score_alone(kind, record, Verdict.SPU),
                predicted_spans=_spans(record),
            )


def _spans(record: Record) -> tuple[Span, ...]:
    return tuple(Span(start=span.start, end=span.end) for span in record.evidence)
