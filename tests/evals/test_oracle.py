"""What our own code costs: perfect answers to every question, through the real pipeline, scored as any run is."""

from pathlib import Path

import pytest

from groundwire.evals.oracle import oracle_scores
from groundwire.evals.scoring.comparing import CREDIT
from groundwire.evals.scoring.scores import RunScore, SlotScore, Verdict

EVALS = Path(__file__).parents[2] / "evals"
UNSTATED = {
    # The sentence has no cue of an attack, so that no question may cite it.
    ("dnipro-foothold", None),
    # Their passages do not name the parties; an act that nobody named is refused, though its place is told.
    ("istanbul-talks", "initiators"),
    ("istanbul-talks", "place"),
    ("istanbul-talks", "date"),
    ("prisoner-exchange-agreed", None),
    ("prisoner-exchange-under-way", None),
}
"""Values of gold that no passage states with what a record needs (docs/decisions/0008-oracle.md)."""


@pytest.fixture(scope="module")
def scores() -> RunScore:
    return oracle_scores(EVALS, ["gold", "casualty", "weapon_count", "place", "drop", "insert", "shuffle"])


def outcomes(scores: RunScore, family: str) -> list[tuple[str | None, SlotScore]]:
    return [
        (record.gold_id, slot)
        for case in scores.cases
        if case.family == family
        for record in case.records
        if not record.optional
        for slot in record.slots
        if slot.verdict is not Verdict.NUL
    ]


def f1(slots: list[SlotScore]) -> float:
    credit = sum(CREDIT[slot.verdict] for slot in slots)
    possible = sum(slot.verdict is not Verdict.SPU for slot in slots)
    actual = sum(slot.verdict is not Verdict.MIS for slot in slots)
    return 2 * credit / (possible + actual)


def test_of_what_the_passages_state_nothing_is_lost(scores: RunScore) -> None:
    shown = [
        slot
        for name, slot in outcomes(scores, "gold")
        if slot.verdict is not Verdict.MIS or not {(name, None), (name, slot.slot)} & UNSTATED
    ]
    assert f1(shown) >= 0.99


def test_perfect_answers_bound_the_whole(scores: RunScore) -> None:
    for group, least in (("gold", 0.96), ("counterfactual", 0.96)):
        value = scores.groups[group].metrics["slot.f1"].value
        assert value is not None
        assert value >= least, group


def test_perfect_answers_make_no_record_too_many(scores: RunScore) -> None:
    assert [case.case for case in scores.cases if any(record.gold_id is None for record in case.records)] == []


def test_perfect_answers_make_no_wrong_figure(scores: RunScore) -> None:
    assert scores.groups["gold"].metrics["wrong_figures"].value == 0
    assert all(not case.grounded.unsupported_numbers for case in scores.cases if case.family == "gold")
