"""One answer as a report shows it: its records in the order of the article, and where they stand in it."""

from collections.abc import Iterator

from groundwire.evals.cases import CaseAnswer, EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.labels.gold import RECORD_FIELDS
from groundwire.evals.report.form import Mark, Outcome, ReportAnswer, ReportRecord
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.scoring.scores import CaseScore, RecordScore
from groundwire.schemas import Extraction, Record, RecordType

_LETTERS = {RecordType.ATTACK: "A", RecordType.DIPLOMATIC_EVENT: "D", RecordType.AID_PLEDGE: "P"}


def report_answer(folder: RunFolder, case: EvalCase, score: CaseScore) -> ReportAnswer:
    """The answer that was scored.

    Raises:
        EvalError: Its file is missing, broken, or not the one that was scored.
    """
    path = folder.answer_path(score.case, score.repeat)
    answer = folder.read_answer(score.case, score.repeat)
    if answer is None or (answer.failure is None) != (score.failure is None):
        raise EvalError(f"{path}: not the answer that scores.json speaks of; run: groundwire eval score {folder.path}")
    try:
        records = _records(case, answer, score)
    except IndexError as error:
        raise EvalError(
            f"{path}: lacks a record that scores.json speaks of; run: groundwire eval score {folder.path}"
        ) from error
    extraction = answer.extraction
    return ReportAnswer(
        repeat=score.repeat,
        failure=answer.failure,
        records=tuple(record for record, _, _ in records),
        gold_marks=tuple(mark for _, gold, _ in records for mark in gold),
        predicted_marks=tuple(mark for _, _, predicted in records for mark in predicted),
        grounded=score.grounded,
        forbidden=score.forbidden,
        warnings=() if extraction is None else extraction.warnings,
        usage=score.usage,
        cost_usd=score.cost_usd,
        seconds=score.seconds,
        fresh=score.fresh,
    )


Marked = tuple[ReportRecord, list[Mark], list[Mark]]
"""A record with its marks in gold and in the prediction."""


def _records(case: EvalCase, answer: CaseAnswer, score: CaseScore) -> list[Marked]:
    numbers = dict.fromkeys(RecordType, 0)
    found: list[Marked] = []
    for record in sorted(score.records, key=_position):
        numbers[record.type] += 1
        name = f"{_LETTERS[record.type]}{numbers[record.type]}"
        shown = ReportRecord(
            id=name,
            type=record.type,
            outcome=_outcome(record),
            label=record.label,
            gold_id=record.gold_id,
            predicted_index=record.predicted_index,
            slots=record.slots,
        )
        gold = [Mark(start=span.start, end=span.end, record=name) for span in record.gold_spans]
        predicted = [Mark(start=span.start, end=span.end, record=name) for span in record.predicted_spans]
        gold += _gold_values(case, record, name)
        predicted += _predicted_values(answer.extraction, record, name)
        found.append((shown, gold, predicted))
    return found


def _position(record: RecordScore) -> tuple[str, int]:
    """Attacks first, each kind in the order of the article; what has no place stands last."""
    spans = record.gold_spans or record.predicted_spans
    return _LETTERS[record.type], spans[0].start if spans else 10**9


def _outcome(record: RecordScore) -> Outcome:
    if record.optional:
        return Outcome.OPTIONAL
    if record.gold_id is None:
        return Outcome.SPURIOUS
    if record.predicted_index is None:
        return Outcome.MISSED
    return Outcome.EXACT if record.exact else Outcome.DIFFERS


def _gold_values(case: EvalCase, record: RecordScore, name: str) -> Iterator[Mark]:
    for _, labelled in case.gold.records():
        if labelled.id == record.gold_id:
            for path, spans in labelled.spans.items():
                yield from (Mark(start=span.start, end=span.end, record=name, path=path) for span in spans)


def _predicted_values(extraction: Extraction | None, record: RecordScore, name: str) -> Iterator[Mark]:
    if extraction is None or record.predicted_index is None:
        return
    predicted: Record = getattr(extraction, RECORD_FIELDS[record.type])[record.predicted_index]
    for value in predicted.grounding:
        if value.start is not None and value.end is not None:
            yield Mark(start=value.start, end=value.end, record=name, path=value.path)
