"""Intervals over origins, and what repeats agree on."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evals.labelled import gold_of, label, scored, scored_case
from tests.extraction.recording import strike

from groundwire.evals.scoring.aggregate import flip_rates, score_group
from groundwire.evals.scoring.bootstrap import Sample
from groundwire.evals.scoring.figures import METRICS
from groundwire.evals.scoring.scores import CaseScore, Interval

GOLD = [strike(at * 100, place) for at, place in enumerate(["Odesa", "Kyiv", "Lviv", "Lutsk"])]


def recall(found: int, origin: str, *, case: str = "", repeat: int = 1) -> CaseScore:
    """A case in which so many of four records were found, and nothing else."""
    records = scored(gold_of(*GOLD), *GOLD[:found])
    return scored_case(*records, case=case or origin, origin=origin, repeat=repeat)


def interval(cases: Sequence[CaseScore], name: str = "record.recall") -> Interval:
    return score_group(cases).metrics[name]


def test_the_interval_is_that_of_the_distribution_of_means() -> None:
    # Each of 40 origins has a recall of 0 or 1: resampled means follow a binomial distribution.
    cases = [recall(4 * (at % 2), f"{at:02}") for at in range(40)]
    found = interval(cases)
    spread = np.sqrt(0.25 / 40)
    assert found.value == 0.5
    assert found.n == 40
    assert found.low == pytest.approx(0.5 - 1.96 * spread, abs=0.03)
    assert found.high == pytest.approx(0.5 + 1.96 * spread, abs=0.03)


def test_cases_of_one_origin_are_drawn_together() -> None:
    apart = [recall(4 * (at % 2), f"{at:02}") for at in range(20)]
    together = [case.model_copy(update={"origin": str(at % 4), "case": f"{at}"}) for at, case in enumerate(apart)]
    wide, narrow = interval(together), interval(apart)
    assert (wide.value, wide.n, narrow.value, narrow.n) == (0.5, 4, 0.5, 20)
    assert wide.low is not None
    assert narrow.low is not None
    assert wide.low < narrow.low


def test_one_origin_has_no_interval() -> None:
    assert interval([recall(1, "a"), recall(2, "a", case="b")]) == Interval(value=0.375, n=1)


def test_an_undefined_figure_has_no_interval() -> None:
    assert interval([recall(0, "a"), recall(0, "b")], "record.precision") == Interval(value=None, n=2)


def test_resamples_in_which_a_figure_is_undefined_are_left_out() -> None:
    found = interval([recall(0, "a"), recall(2, "b")], "record.precision")
    assert (found.value, found.low, found.high) == (1, 1, 1)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_the_order_of_the_cases_does_not_matter_and_draws_are_fixed(found: list[int]) -> None:
    cases = [recall(count, str(at)) for at, count in enumerate(found)]
    assert interval(cases) == interval(cases[::-1])
    here = interval(cases)
    assert here.low is not None
    assert here.value is not None
    assert here.high is not None
    assert 0 <= here.low <= here.high <= 1
    assert min(found) / 4 <= here.value <= max(found) / 4


def test_quantiles_are_seconds_that_were_taken() -> None:
    cases = [recall(1, str(at)).model_copy(update={"seconds": float(at)}) for at in range(20)]
    sample = Sample(cases)
    assert sample.value(METRICS["seconds_p50"]) == 9
    assert sample.value(METRICS["seconds_p95"]) == 18
    drawn = sample.resampled(METRICS["seconds_p50"])
    assert set(drawn.tolist()) <= set(range(20))
    assert 8 < drawn.mean() < 11


def test_resamples_without_any_seconds_have_no_quantile() -> None:
    untimed = recall(1, "a").model_copy(update={"seconds": None})
    drawn = Sample([untimed, recall(1, "b")]).resampled(METRICS["seconds_p50"])
    assert np.isnan(drawn).mean() == pytest.approx(0.25, abs=0.03)
    assert set(drawn[~np.isnan(drawn)].tolist()) == {1.0}


def test_flips_between_repeats_by_hand() -> None:
    gold = gold_of(label(strike(0, "Odesa", killed=3), "r"))

    def told(repeat: int, *predicted: int) -> CaseScore:
        return scored_case(*scored(gold, *(strike(0, "Odesa", killed=k) for k in predicted)), repeat=repeat)

    once, again = told(1, 3), told(2, 3)
    assert flip_rates([once]) == {}
    assert flip_rates([once, again]) == {"000": 0}
    # Of scope, type, attribution, place, toll and six empty fields, one is not the same in all three.
    assert flip_rates([once, again, told(3, 4)]) == {"000": pytest.approx(1 / 11)}


def test_a_spurious_record_that_comes_and_goes_flips_with_all_its_values() -> None:
    once, again = scored_case(), scored_case(*scored(gold_of(), strike(0, "Odesa")), repeat=2)
    assert flip_rates([once, again]) == {"000": 1}


def test_spurious_values_are_told_apart() -> None:
    gold = gold_of()
    odesa = scored_case(*scored(gold, strike(0, "Odesa")))
    kyiv = scored_case(*scored(gold, strike(0, "Kyiv")), repeat=2)
    # Scope, type and attribution are the same; each place is in one repeat only.
    assert flip_rates([odesa, kyiv]) == {"000": pytest.approx(2 / 5)}
