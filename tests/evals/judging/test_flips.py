"""What flips between two runs: hand-made scores, each flip told once."""

import pytest

from groundwire.evals.errors import EvalError
from groundwire.evals.judging.flips import Flip, flips
from groundwire.evals.scoring.scores import CaseScore, RecordScore, RunScore, SlotScore, Verdict
from groundwire.schemas import RecordType

ATTACK = RecordType.ATTACK


def run(*cases: CaseScore) -> RunScore:
    return RunScore(gold_digest="d", groups={}, flip_rates={}, cases=cases)


def case(*records: RecordScore, failure: str | None = None) -> CaseScore:
    return CaseScore(case="000", family="gold", origin="000", repeat=1, records=records, failure=failure)


def found(gold_id: str, *slots: SlotScore, exact: bool = False) -> RecordScore:
    return RecordScore(type=ATTACK, gold_id=gold_id, predicted_index=0, exact=exact, label="a strike", slots=slots)


def missed(gold_id: str) -> RecordScore:
    killed = SlotScore(slot="killed", verdict=Verdict.MIS, gold={"min": 2})
    return RecordScore(type=ATTACK, gold_id=gold_id, label="a strike", slots=(killed,))


def spurious(label: str) -> RecordScore:
    return RecordScore(type=ATTACK, predicted_index=1, label=label)


def killed(verdict: Verdict, figure: int) -> SlotScore:
    return SlotScore(slot="killed", verdict=verdict, gold={"min": 2}, predicted={"min": figure})


def test_equal_runs_have_no_flips() -> None:
    one = run(case(found("odesa", killed(Verdict.COR, 2), exact=True), spurious("shelling, Kherson")))
    assert flips(one, one) == ()


def test_a_record_that_is_missed_now_is_told_once_without_its_slots() -> None:
    a, b = run(case(found("odesa", killed(Verdict.COR, 2), exact=True))), run(case(missed("odesa")))
    assert flips(a, b) == (Flip(case="000", repeat=1, type=ATTACK, record="odesa", before="exact", after="missed"),)


def test_a_slot_that_turns_wrong_is_told_with_both_values() -> None:
    a = run(case(found("odesa", killed(Verdict.COR, 2), exact=True)))
    b = run(case(found("odesa", killed(Verdict.INC, 20))))
    record, slot = flips(a, b)
    assert (record.before, record.after) == ("exact", "found")
    assert (slot.slot, slot.before, slot.after) == ("killed", "COR {'min': 2}", "INC {'min': 20}")


def test_a_figure_that_is_wrong_in_another_way_has_flipped() -> None:
    a, b = run(case(found("odesa", killed(Verdict.INC, 20)))), run(case(found("odesa", killed(Verdict.INC, 200))))
    assert [flip.slot for flip in flips(a, b)] == ["killed"]


def test_spurious_records_come_and_go_by_what_they_look_like() -> None:
    a, b = run(case(spurious("x"), spurious("x"), spurious("y"))), run(case(spurious("x"), spurious("z")))
    assert [(flip.record, flip.before, flip.after) for flip in flips(a, b)] == [
        ("x", "spurious", "absent"),
        ("y", "spurious", "absent"),
        ("z", "absent", "spurious"),
    ]


def test_an_answer_that_fails_now_is_told_as_such() -> None:
    a = run(case(found("odesa", killed(Verdict.COR, 2), exact=True)))
    b = run(case(missed("odesa"), failure="the endpoint is out of reach"))
    assert [(flip.record, flip.before, flip.after) for flip in flips(a, b)] == [
        (None, "answered", "failed"),
        ("odesa", "exact", "missed"),
    ]


def test_cases_that_only_one_run_has_do_not_flip() -> None:
    assert flips(run(case(missed("odesa"))), run()) == ()


def test_a_case_that_is_not_the_same_in_both_is_refused() -> None:
    with pytest.raises(EvalError, match="case 000: only one run has the label odesa"):
        flips(run(case(missed("odesa"))), run(case(missed("kherson"))))
