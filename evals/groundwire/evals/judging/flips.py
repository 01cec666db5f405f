"""What came out differently in another run of the same cases: record by record, slot by slot."""

from collections import Counter
from collections.abc import Iterator

from groundwire.evals.errors import EvalError
from groundwire.evals.files import Kept
from groundwire.evals.scoring.scores import CaseScore, RecordScore, RunScore, SlotScore
from groundwire.schemas import RecordType


class Flip(Kept):
    """Something that came out differently in the second run."""

    case: str
    """Name of the case."""
    repeat: int
    """Which repeat."""
    type: RecordType | None = None
    """Kind of record; null if the whole answer flipped."""
    record: str | None = None
    """Gold id, or the label of a spurious record; null if the whole answer flipped."""
    slot: str | None = None
    """Slot with the gold value at stake; null if the record or the answer as a whole flipped."""
    before: str
    """Outcome in the first run: answered, failed; exact, found, missed; present, absent; or verdicts of slots."""
    after: str
    """Outcome in the second run."""


def flips(a: RunScore, b: RunScore) -> tuple[Flip, ...]:
    """All flips over the cases that both runs have, in the order of the first.

    Raises:
        EvalError: A case is not the same in both, as one that was drawn with another seed.
    """
    theirs = {(case.case, case.repeat): case for case in b.cases}
    pairs = [(case, theirs[case.case, case.repeat]) for case in a.cases if (case.case, case.repeat) in theirs]
    return tuple(flip for before, after in pairs for flip in _of_case(before, after))


def _of_case(a: CaseScore, b: CaseScore) -> Iterator[Flip]:
    if (a.failure is None) != (b.failure is None):
        before, after = ("answered" if case.failure is None else "failed" for case in (a, b))
        yield Flip(case=a.case, repeat=a.repeat, before=before, after=after)
    gold = {(record.type, record.gold_id): record for record in b.records if record.gold_id is not None}
    for record in a.records:
        if record.gold_id is not None:
            same = gold.get((record.type, record.gold_id))
            if same is None:
                raise EvalError(f"case {a.case}: only one run has the label {record.gold_id}, so it is not the same")
            yield from _of_record(a, record, same)
    yield from _of_spurious(a, b)


def _of_record(case: CaseScore, a: RecordScore, b: RecordScore) -> Iterator[Flip]:
    if _outcome(a) != _outcome(b):
        yield _flip(case, a, None, _outcome(a), _outcome(b))
    if a.predicted_index is None or b.predicted_index is None:
        return  # its slots are all missed: the record's own flip says it
    before, after = _verdicts(a), _verdicts(b)
    for slot in dict.fromkeys([*before, *after]):
        was, now = (_told(verdicts.get(slot, Counter())) for verdicts in (before, after))
        if was != now:
            yield _flip(case, a, slot, was, now)


def _flip(case: CaseScore, record: RecordScore, slot: str | None, before: str, after: str) -> Flip:
    name = record.gold_id or record.label
    return Flip(
        case=case.case, repeat=case.repeat, type=record.type, record=name, slot=slot, before=before, after=after
    )


def _outcome(record: RecordScore) -> str:
    if record.predicted_index is None:
        return "missed"
    return "exact" if record.exact else "found"


def _verdicts(record: RecordScore) -> dict[str, Counter[str]]:
    """Verdicts by slot; a list has several."""
    found: dict[str, Counter[str]] = {}
    for slot in record.slots:
        found.setdefault(slot.slot, Counter())[_with_value(slot)] += 1
    return found


def _with_value(slot: SlotScore) -> str:
    """Verdict and prediction: a figure that is wrong in another way has flipped too."""
    return slot.verdict.value if slot.predicted is None else f"{slot.verdict.value} {slot.predicted}"


def _told(verdicts: Counter[str]) -> str:
    return ", ".join(sorted(verdicts.elements())) or "-"


def _of_spurious(a: CaseScore, b: CaseScore) -> Iterator[Flip]:
    before, after = (Counter(_signs(case)) for case in (a, b))
    for kind, label in (before - after).elements():
        yield Flip(case=a.case, repeat=a.repeat, type=kind, record=label, before="spurious", after="absent")
    for kind, label in (after - before).elements():
        yield Flip(case=a.case, repeat=a.repeat, type=kind, record=label, before="absent", after="spurious")


def _signs(case: CaseScore) -> list[tuple[RecordType, str]]:
    """Spurious records by what they look like: a run numbers them in its own way."""
    return [(record.type, record.label) for record in case.records if record.gold_id is None]
