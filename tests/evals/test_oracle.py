"""What our own code costs: perfect answers to every question, through the real pipeline, scored as any run is."""

from pathlib import Path

import pytest

from groundwire.evals.oracle import oracle_scores
from groundwire.evals.scoring.scores import RunScore

EVALS = Path(__file__).parents[2] / "evals"


@pytest.fixture(scope="module")
def scores() -> RunScore:
    return oracle_scores(EVALS, ["gold", "casualty", "weapon_count", "place", "drop", "insert", "shuffle"])


@pytest.mark.parametrize("group", ["gold", "counterfactual"])
def test_of_perfect_answers_nothing_is_lost(scores: RunScore, group: str) -> None:
    value = scores.groups[group].metrics["slot.f1"].value
    assert value is not None
    assert value >= 0.99


def test_perfect_answers_make_no_record_too_many(scores: RunScore) -> None:
    assert [case.case for case in scores.cases if any(record.gold_id is None for record in case.records)] == []


def test_perfect_answers_make_no_wrong_figure(scores: RunScore) -> None:
    assert scores.groups["gold"].metrics["wrong_figures"].value == 0
    assert all(not case.grounded.unsupported_numbers for case in scores.cases if case.family == "gold")
