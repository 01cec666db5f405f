"""What our own code costs: perfect answers to every question, through the real pipeline, scored as any run is."""

from pathlib import Path

import pytest

from groundwire.evals.oracle import oracle_scores
from groundwire.evals.scoring.scores import RunScore
from groundwire.extraction.profiles import Profile

EVALS = Path(__file__).parents[2] / "evals"
FAMILIES = ("gold", "casualty", "weapon_count", "place", "drop", "insert", "shuffle")


@pytest.fixture(scope="module")
def scores() -> RunScore:
    return oracle_scores(EVALS, FAMILIES)


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


@pytest.fixture(scope="module")
def choices() -> RunScore:
    return oracle_scores(EVALS, FAMILIES, Profile.SMALL)


@pytest.mark.parametrize("group", ["gold", "counterfactual"])
@pytest.mark.parametrize(
    ("name", "bound"), [("slot.f1", 0.80), ("record.recall", 0.87), ("record.precision", 0.95), ("figure.f1", 0.86)]
)
def test_of_perfect_choices_no_more_is_lost_than_is_known(
    choices: RunScore, group: str, name: str, bound: float
) -> None:
    """What brief forms do not offer, and what code makes of the rest, no small model can mend."""
    value = choices.groups[group].metrics[name].value
    assert value is not None
    assert value >= bound


def test_perfect_choices_give_no_number_that_is_not_written(choices: RunScore) -> None:
    assert all(not case.grounded.unsupported_numbers for case in choices.cases)
