"""Scoring answers: what is taken over from them, failures, and what does not fit together."""

from pathlib import Path

import pytest
from tests.evals.labelled import answer, eval_case, extraction, failed, gold_of, label
from tests.extraction.recording import strike

from groundwire.evals.cases import CaseAnswer
from groundwire.evals.dataset import gold_cases
from groundwire.evals.errors import EvalError
from groundwire.evals.scoring.answers import score_case, score_run
from groundwire.evals.scoring.records import records_of
from groundwire.evals.scoring.scores import Verdict
from groundwire.schemas import RecordType, Usage


def test_an_answer_is_scored_with_what_it_took() -> None:
    usage = Usage(calls=3, prompt_tokens=100, completion_tokens=20)
    given = CaseAnswer(
        case="000",
        repeat=2,
        extraction=extraction(strike(0, "Odesa", killed=27), usage=usage, cost_usd=0.5),
        seconds=12.5,
        fresh=False,
    )
    score = score_case(eval_case("000", strike(0, "Odesa", killed=20), origin="base", forbidden=("27",)), given)
    assert (score.case, score.family, score.origin, score.repeat) == ("000", "gold", "base", 2)
    assert (score.usage, score.cost_usd, score.seconds, score.fresh) == (usage, 0.5, 12.5, False)
    assert score.failure is None
    assert [record.gold_id for record in score.records] == ["r0"]
    assert score.forbidden == ("27 in attacks/0/killed/min = 27", "27 in attacks/0/killed/max = 27")
    # The evidence that these records quote is not the article's.
    assert (score.grounded.values, score.grounded.supported, score.grounded.numbers) == (3, 0, 2)


def test_a_failure_misses_every_record_with_every_value() -> None:
    labels = (label(strike(0, "Odesa", killed=2), "a", killed=[None]), label(strike(50, "Kyiv"), "b", optional=True))
    score = score_case(eval_case("000", *labels), failed("000"))
    assert score.failure == "infrastructure: out of reach"
    assert (score.seconds, score.cost_usd) == (None, None)
    assert [(record.gold_id, record.predicted_index) for record in score.records] == [("a", None), ("b", None)]
    assert {slot.verdict for record in score.records for slot in record.slots} == {Verdict.MIS}
    assert sum(slot.slot == "killed" for slot in score.records[0].slots) == 1


def test_no_answer_and_no_reason_is_a_failure_too() -> None:
    given = CaseAnswer(case="000", repeat=1, extraction=None, seconds=0.0, fresh=True)
    assert score_case(eval_case("000"), given).failure is not None


def test_records_come_from_answers_and_from_labels() -> None:
    record = strike(0, "Odesa")
    for source in (extraction(record), gold_of(record)):
        found = records_of(source)
        assert [list(found[kind]) for kind in RecordType] == [[record], [], []]
    assert [list(records_of(None)[kind]) for kind in RecordType] == [[], [], []]


def test_an_answer_to_another_case_is_refused() -> None:
    with pytest.raises(EvalError, match="'001'"):
        score_case(eval_case("000"), answer("001"))


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ([answer("000"), answer("007")], "'007', which the data set does not have"),
        ([], "'000' has no answer"),
        ([answer("000"), answer("000")], "'000' has 2 answers for repeat 1"),
    ],
)
def test_answers_that_do_not_fit_the_cases_are_refused(answers: list[CaseAnswer], message: str) -> None:
    with pytest.raises(EvalError, match=message):
        score_run([eval_case("000")], answers, "digest")


def test_a_run_is_scored_by_groups_in_the_order_of_its_cases() -> None:
    cases = [
        eval_case("001", strike(0, "Odesa")),
        eval_case("000", strike(0, "Kyiv")),
        eval_case("quiet", family="negative"),
        eval_case("toll-000", strike(0, "Kyiv"), family="toll", origin="000"),
        eval_case("money-000", strike(0, "Kyiv"), family="money", origin="000"),
    ]
    answers = [answer(case.name, strike(0, "Kyiv")) for case in reversed(cases)]
    run = score_run(cases, [*answers, answer("000", repeat=2)], "digest")
    assert run.gold_digest == "digest"
    assert [(case.case, case.repeat) for case in run.cases] == [
        ("001", 1), ("000", 1), ("000", 2), ("quiet", 1), ("toll-000", 1), ("money-000", 1),
    ]  # fmt: skip
    assert {name: group.cases for name, group in run.groups.items()} == {
        "gold": 3, "negative": 1, "counterfactual": 2, "toll": 1, "money": 1,
    }  # fmt: skip
    assert run.groups["negative"].metrics["hallucinated_records"].value == 1
    assert run.groups["counterfactual"].metrics["hallucinated_records"].value == 0
    assert run.groups["counterfactual"].metrics["record.f1"].n == 1
    assert run.flip_rates.keys() == {"000"}


def test_the_labelled_articles_answered_with_their_own_labels_are_perfect() -> None:
    for case in gold_cases(Path(__file__).parents[3] / "evals"):
        own = [record for records in records_of(case.gold).values() for record in records]
        score = score_case(case, answer(case.name, *own))
        assert own
        assert all(record.exact for record in score.records)
        assert score.grounded.unsupported_numbers == ()
