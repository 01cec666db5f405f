"""Medians, spreads and ratios of samples, and how tables and plots spell them."""

import pytest
from benchmarks.framework.plot import bars
from benchmarks.framework.result import Result
from benchmarks.framework.samples import Sample, Samples, Spread, in_rotation
from benchmarks.framework.scale import Scale
from benchmarks.framework.tables import figures, number, ratios, spelled


def samples() -> Samples:
    ours = [Sample("ours", "case", n, {"ms": ms}) for n, ms in enumerate((2.0, 30.0, 4.0))]
    theirs = [Sample("theirs", "case", n, {"ms": ms}) for n, ms in enumerate((4.0, 60.0, 5.0))]
    return Samples([*ours, *theirs])


def test_a_spread_is_the_median_with_the_least_and_the_most() -> None:
    assert samples().spread("ours", "case", "ms") == Spread(4.0, 2.0, 30.0, 3)
    assert samples().spread("ours", "case", "other") is None
    assert samples().spread("nobody", "case", "ms") is None


def test_a_ratio_compares_two_of_the_same_round() -> None:
    assert samples().ratio("ours", "theirs", "case", "ms") == Spread(0.5, 0.5, 0.8, 3)
    assert samples().ratio("ours", "nobody", "case", "ms") is None


def test_another_one_begins_each_round_and_all_have_their_turn() -> None:
    turns = list(in_rotation(3, "abc"))
    assert [name for _, name in turns] == list("abcbcacab")
    assert [turn for turn, _ in turns] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, "0"), (0.1234, "0.12"), (12.34, "12.3"), (1234.5, "1,234"), (347.0, "347"), (4.0, "4")]
)
def test_a_number_has_three_digits(value: float, said: str) -> None:
    assert number(value) == said


def test_a_cell_says_the_spread_if_there_is_one() -> None:
    assert spelled(Spread(1.25, 1.0, 2.5, 3)) == "1.25 [1-2.50]"
    assert spelled(Spread(1.25, 1.25, 1.25, 1)) == "1.25"
    assert spelled(None) == "-"


def test_tables_have_contenders_down_and_cases_across() -> None:
    result = Result("a", {}, samples(), {})
    assert figures(result, "ms", ["case"]).splitlines() == [
        "|  | case |",
        "| --- | --: |",
        "| ours | 4 [2-30] |",
        "| theirs | 5 [4-60] |",
    ]
    assert "| ours | 0.50 [0.50-0.80] |" in ratios(result, "ms", "theirs", ["case"])


def test_a_plot_has_a_bar_for_each_value_and_escapes_names() -> None:
    drawn = bars("A & B", "ms", {"one": {"x<y": 2.0, "z": 1.0}, "two": {"z": 4.0}})
    assert drawn.startswith("<svg ")
    assert drawn.count(" ms</text>") == 3
    assert "x&lt;y" in drawn
    assert "A &amp; B" in drawn


def test_a_share_of_a_run_is_never_nothing() -> None:
    assert Scale(1, 0.02).of(1000) == 20
    assert Scale(1, 0.02).of(10) == 1
    assert Scale(1, 0.02).of(10, least=5) == 5
    assert Scale(3).whole
    assert not Scale(3, 0.5).whole
