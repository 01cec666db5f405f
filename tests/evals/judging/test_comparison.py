"""Two runs side by side: paired differences over the answers that both have."""

from collections.abc import Sequence

import pytest
from tests.evals.labelled import gold_of, scored, scored_case
from tests.extraction.recording import strike

from groundwire.cli.evaluation.headline import WORDS
from groundwire.evals.errors import EvalError
from groundwire.evals.judging.comparison import Difference, compare
from groundwire.evals.scoring.figures import COSTS, HEADLINE
from groundwire.evals.scoring.scores import CaseScore, Interval, RunScore

GOLD = [strike(at * 100, place) for at, place in enumerate(["Odesa", "Kyiv", "Lviv", "Lutsk"])]


def recall(found: int, origin: str, *, case: str = "", repeat: int = 1) -> CaseScore:
    """A case in which so many of four records were found, and nothing else."""
    records = scored(gold_of(*GOLD), *GOLD[:found])
    return scored_case(*records, case=case or origin, origin=origin, repeat=repeat)


def run(cases: Sequence[CaseScore], gold_digest: str = "d") -> RunScore:
    return RunScore(gold_digest=gold_digest, groups={}, flip_rates={}, cases=tuple(cases))


def difference(a: Sequence[CaseScore], b: Sequence[CaseScore], metric: str = "record.recall") -> Difference:
    differences = compare(run(a), run(b), ("a", "b")).differences
    return next(one for one in differences if (one.group, one.metric) == ("gold", metric))


def test_a_difference_is_drawn_alike_in_both_runs() -> None:
    # Every origin gains exactly one record: however they are drawn, the gain is a quarter.
    before = [recall(at % 4, f"{at:02}") for at in range(12)]
    after = [recall(at % 4 + 1, f"{at:02}") for at in range(12)]
    gain = difference(before, after)
    assert (gain.before, gain.after, gain.significant) == (0.375, 0.625, "better")
    assert (gain.change.value, gain.change.n) == (0.25, 12)
    assert (gain.change.low, gain.change.high) == pytest.approx((0.25, 0.25))
    loss = difference(after, before)
    assert (loss.change.value, loss.significant) == (-0.25, "worse")


def test_lower_is_better_for_what_is_wrong() -> None:
    before, after = [recall(1, "x"), recall(1, "y")], [recall(3, "x"), recall(3, "y")]
    slower = [case.model_copy(update={"seconds": 9.0}) for case in before]
    assert difference(before, slower, "seconds_p50").significant == "worse"
    assert difference(slower, before, "seconds_p50").significant == "better"
    assert difference(before, after, "seconds_p50").significant is None


def test_one_origin_that_changed_is_not_significant() -> None:
    before = [recall(4, f"{at}") for at in range(5)]
    after = [recall(0, "0"), *before[1:]]
    assert difference(before, after).significant is None
    assert difference(before, after).change.value == pytest.approx(-0.2)


def test_only_answers_that_both_have_are_compared() -> None:
    a = [recall(1, "x"), recall(4, "y"), recall(0, "z", repeat=2)]
    b = [recall(3, "x"), recall(0, "z")]
    found = compare(run(a), run(b), ("a", "b"))
    assert (found.answers, found.only_a, found.only_b) == (1, ("y", "z (2)"), ("z",))
    assert difference(a, b).change == Interval(value=0.5, n=1)


def test_a_figure_that_only_one_run_has_has_no_change() -> None:
    a, b = [recall(0, "x"), recall(0, "y")], [recall(1, "x"), recall(1, "y")]
    found = difference(a, b, "record.precision")
    assert (found.before, found.after, found.change) == (None, 1.0, Interval(value=None, n=2))


def test_runs_of_other_labels_or_without_a_common_answer_are_refused() -> None:
    with pytest.raises(EvalError, match=r"a and b were scored against different labels \(d and e\)"):
        compare(run([recall(1, "x")]), run([recall(1, "x")], "e"), ("a", "b"))
    with pytest.raises(EvalError, match="a and b have no answer in common"):
        compare(run([recall(1, "x")]), run([recall(1, "y")]), ("a", "b"))


def test_every_figure_that_comes_first_has_words_for_readers() -> None:
    assert tuple(WORDS) == (*HEADLINE, *COSTS)
