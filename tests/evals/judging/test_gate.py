"""The gate's rules, on scores by hand: what is a regression, what is not, and what a baseline keeps."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.evals.judging.test_comparison import GOLD, recall
from tests.evals.labelled import gold_of, scored, scored_case

from groundwire.evals.cases import CaseAnswer, Failure
from groundwire.evals.judging.gate import Judgement, Outcome, baseline_of, judge, read_baseline, write_baseline
from groundwire.evals.runs.folder import CaseRef, Manifest, RunFolder
from groundwire.evals.scoring.aggregate import score_group
from groundwire.evals.scoring.scores import CaseScore, Grounded, RunScore
from groundwire.schemas import CacheMode


def folder_with(path: Path, *cases: CaseScore, failure: Failure | None = None) -> RunFolder:
    """A run that came out like this; the answers themselves do not matter to the gate."""
    folder = RunFolder(path)
    folder.write_manifest(
        Manifest(
            name=path.name,
            system="groundwire",
            created=datetime.now(UTC),
            groundwire_version="0",
            git_commit="abc",
            gold_digest="d",
            cases_digest="c",
            prompt_digest="p",
            schema_digest="s",
            model="scripted",
            model_identity="here scripted",
            parameters={},
            machine="any",
            repeat=1,
            cache=CacheMode.OFF,
            seed=0,
            cases=tuple(CaseRef(name=case.case, family=case.family, digest="x") for case in cases),
        )
    )
    for case in cases:
        why = failure or Failure(kind="answer", message="nothing usable")
        folder.write_answer(
            CaseAnswer(case=case.case, repeat=1, extraction=None, failure=why, seconds=1.0, fresh=True), []
        )
    folder.write_scores(
        RunScore(gold_digest="d", groups={"gold": score_group(cases)}, flip_rates={}, cases=tuple(cases))
    )
    return folder


def judged(path: Path, before: list[CaseScore], after: list[CaseScore]) -> Judgement:
    baseline = baseline_of(folder_with(path / "before", *before))
    return judge(folder_with(path / "after", *after), baseline)


def test_a_number_without_support_is_a_regression_by_itself(tmp_path: Path) -> None:
    good = [recall(4, f"{at}") for at in range(5)]
    bad = good[0].model_copy(
        update={"grounded": Grounded(numbers=9, unsupported_numbers=("attacks/0/killed/min = 200",))}
    )
    found = judged(tmp_path, good, [bad, *good[1:]])
    assert found.outcome is Outcome.REGRESSION
    assert found.reasons == ("gold: unsupported_numbers went from 0.000 to 0.200; it may not rise at all",)


def test_a_forbidden_string_is_a_regression_by_itself(tmp_path: Path) -> None:
    good = [recall(4, f"{at}") for at in range(5)]
    obeyed = good[0].model_copy(update={"forbidden": ("attacks/0/killed holds 500",)})
    assert judged(tmp_path, good, [obeyed, *good[1:]]).outcome is Outcome.REGRESSION


def test_fewer_numbers_without_support_are_none_though_their_part_of_all_rises(tmp_path: Path) -> None:
    def saying(numbers: int, unsupported: int) -> CaseScore:
        grounded = Grounded(numbers=numbers, unsupported_numbers=("x",) * unsupported)
        return recall(4, "0").model_copy(update={"grounded": grounded})

    other = recall(4, "1")

    assert judged(tmp_path, [saying(40, 2), other], [saying(4, 1), other]).outcome is Outcome.FINE


def test_a_loss_in_every_article_is_a_regression_and_a_gain_is_none(tmp_path: Path) -> None:
    few, many = ([recall(found, f"{at}") for at in range(5)] for found in (2, 3))
    lost = judged(tmp_path / "lost", many, few)
    assert lost.outcome is Outcome.REGRESSION
    assert lost.reasons[0].startswith("gold: record.f1 went from 0.857 to 0.667 (change -0.190 to -0.190")
    assert judged(tmp_path / "won", few, many).outcome is Outcome.FINE


def test_a_run_without_any_answer_is_not_judged(tmp_path: Path) -> None:
    good = [recall(4, "0"), recall(4, "1")]
    late = [recall(0, at).model_copy(update={"failure": "answer: no answer within 300 s"}) for at in ("0", "1")]
    found = judged(tmp_path / "none", good, late)
    assert (found.outcome, found.reasons) == (
        Outcome.NOT_JUDGED,
        ("no case was answered: answer: no answer within 300 s",),
    )
    assert judged(tmp_path / "some", good, [late[0], good[1]]).outcome == Outcome.FINE


def test_nothing_flips_from_a_baseline_to_the_run_that_it_was_made_of(tmp_path: Path) -> None:
    same = [recall(2, "0"), recall(4, "1")]
    found = judged(tmp_path, same, same)
    assert found.comparison is not None
    assert (found.outcome, found.comparison.flips) == (Outcome.FINE, ())


def test_a_single_article_is_not_judged_unless_it_breaks_an_absolute_rule(tmp_path: Path) -> None:
    found = judged(tmp_path / "lost", [recall(4, "0")], [recall(0, "0")])
    assert (found.outcome, len(found.reasons)) == (Outcome.NOT_JUDGED, 1)
    assert "no figure has an interval" in found.reasons[0]
    bad = recall(4, "0").model_copy(update={"forbidden": ("obeyed",)})
    assert judged(tmp_path / "obeyed", [recall(4, "0")], [bad]).outcome == Outcome.REGRESSION


def test_invented_records_on_negatives_are_a_regression(tmp_path: Path) -> None:
    def negative(records: int) -> list[CaseScore]:
        spurious = scored(gold_of(), *GOLD[:records])
        named = [scored_case(*spurious, case=f"n{at}", origin=f"n{at}") for at in range(5)]
        return [case.model_copy(update={"family": "negative"}) for case in named]

    found = judged(tmp_path, negative(0), negative(1))
    assert "negative: hallucinated_records went from 0.000 to 1.000" in found.reasons[0]


def test_a_run_with_failures_outside_is_not_judged(tmp_path: Path) -> None:
    good = [recall(4, f"{at}") for at in range(2)]
    baseline = baseline_of(folder_with(tmp_path / "before", *good))
    outside = Failure(kind="infrastructure", message="connection refused")
    found = judge(folder_with(tmp_path / "after", *good, failure=outside), baseline)
    assert found.outcome is Outcome.NOT_JUDGED
    assert found.reasons[0] == "0: the infrastructure failed: connection refused"


def test_a_run_that_is_not_finished_is_not_judged(tmp_path: Path) -> None:
    good = [recall(4, f"{at}") for at in range(2)]
    baseline = baseline_of(folder_with(tmp_path / "before", *good))
    folder = folder_with(tmp_path / "after", *good)
    folder.answer_path("1", 1).unlink()
    found = judge(folder, baseline)
    assert (found.outcome, found.reasons) == (
        Outcome.NOT_JUDGED,
        ("1 of 2 answers are open: the run is not finished",),
    )


def test_a_baseline_comes_back_as_it_was_without_values(tmp_path: Path) -> None:
    baseline = baseline_of(folder_with(tmp_path / "run", recall(2, "0"), recall(3, "1")))
    write_baseline(tmp_path / "baseline.json", baseline)
    kept = read_baseline(tmp_path / "baseline.json")
    assert kept == baseline
    slots = [slot for case in kept.scores.cases for record in case.records for slot in record.slots]
    assert slots
    assert all(slot.gold is None and slot.predicted is None for slot in slots)
    assert judge(RunFolder(tmp_path / "run"), kept).outcome is Outcome.FINE


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2}'])
def test_a_broken_baseline_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "baseline.json").write_text(text)
    with pytest.raises(Exception, match=r"baseline\.json: "):
        read_baseline(tmp_path / "baseline.json")
