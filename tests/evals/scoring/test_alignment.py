"""Alignment: the best pairs of all, by a search over all maps."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwire.evals.scoring.alignment import Gains, assign, best_map


def every_map(rows: int, columns: int) -> Iterator[list[tuple[int, int]]]:
    """All one-to-one maps of rows to columns or none, first row and first column first, none last."""
    for choice in itertools.product([*range(columns), None], repeat=rows):
        pairs = [(row, column) for row, column in enumerate(choice) if column is not None]
        if len({column for _, column in pairs}) == len(pairs):
            yield pairs


def sums(gains: Gains, pairs: list[tuple[int, int]]) -> tuple[int, int]:
    return sum(gains[row][column][0] for row, column in pairs), sum(gains[row][column][1] for row, column in pairs)


def balance(x: int, y: int) -> float:
    """F1 but for a factor, where both denominators are equal."""
    return x * y / (x + y) if x + y else 0.0


@pytest.mark.parametrize(
    ("scores", "pairs"),
    [
        ([], []),
        ([[], []], []),
        ([[0.0]], []),
        ([[-1.0]], []),
        ([[0.5]], [(0, 0)]),
        # The largest score first would take 5 and be left with 1; 4 + 4 is more.
        ([[5, 4], [4, 1]], [(0, 1), (1, 0)]),
        # A full matching would hold a pair of -1; it is left out.
        ([[5, -1], [4, -1]], [(0, 0)]),
        # 3 alone is less than 2 + 2, which needs no negative pair.
        ([[3, 2], [2, -9]], [(0, 1), (1, 0)]),
        ([[0, 0, 7]], [(0, 2)]),
        ([[1], [2], [0]], [(1, 0)]),
    ],
)
def test_assign_takes_the_pairs_with_the_largest_sum(scores: list[list[float]], pairs: list[tuple[int, int]]) -> None:
    assert assign(scores) == pairs


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([[1.0, 2.0], [3.0]], "row 1 has 1 columns, row 0 has 2"),
        ([[1.0, float("nan")]], "row 0, column 1 is nan"),
        ([[1.0], [float("inf")]], "row 1, column 0 is inf"),
    ],
)
def test_assign_refuses_what_is_no_matrix_of_numbers(scores: list[list[float]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        assign(scores)


SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@given(data=st.data(), shape=SHAPES)
def test_no_one_to_one_map_has_a_larger_sum_than_assign(data: st.DataObject, shape: tuple[int, int]) -> None:
    row = st.lists(st.integers(-3, 6), min_size=shape[1], max_size=shape[1])
    scores = data.draw(st.lists(row, min_size=shape[0], max_size=shape[0]))
    pairs = assign(scores)
    assert pairs in list(every_map(*shape))
    assert all(scores[row][column] > 0 for row, column in pairs)
    best = max(sum(scores[row][column] for row, column in found) for found in every_map(*shape))
    assert sum(scores[row][column] for row, column in pairs) == best
    assert assign([list(row) for row in scores]) == pairs


def test_the_best_map_may_be_best_for_no_weighting_of_the_sums() -> None:
    # Balances: 6 · 1 / 7 = 0.86, 3 · 3 / 6 = 1.5, 1 · 6 / 7 = 0.86. Any weighting prefers the first or the third:
    # for w >= 1/2, 6w + (1 - w) = 5w + 1 >= 3.5 > 3, and the same from the other side.
    assert best_map([[(6, 1), (3, 3), (1, 6)]], balance) == [(0, 1)]


def test_of_tied_sums_the_first_map_decides() -> None:
    assert balance(2, 3) == balance(3, 2)
    assert best_map([[(2, 3), (3, 2)]], balance) == [(0, 0)]
    assert best_map([[(3, 2), (2, 3)]], balance) == [(0, 0)]
    # Row 0 to column 0 adds nothing, and is earlier than row 0 to column 1: it leaves column 1 to row 1.
    assert best_map([[(0, 0), (3, 2)], [(0, 0), (2, 3)]], balance) == [(1, 1)]


@pytest.mark.parametrize("gains", [[], [[], []], [[(0, 0), (0, 0)]]])
def test_where_nothing_is_gained_nothing_is_paired(gains: list[list[tuple[int, int]]]) -> None:
    assert best_map(gains, balance) == []


def test_best_map_refuses_losses_and_ragged_rows() -> None:
    with pytest.raises(ValueError, match=r"row 0, column 1 are \(1, -1\)"):
        best_map([[(1, 1), (1, -1)]], balance)
    with pytest.raises(ValueError, match="row 1 has 2 columns, row 0 has 1"):
        best_map([[(1, 1)], [(1, 1), (1, 1)]], balance)


GAIN = st.one_of(st.just((0, 0)), st.tuples(st.integers(1, 4), st.integers(1, 4)))


@settings(deadline=None)
@given(data=st.data(), shape=SHAPES)
def test_best_map_has_the_sums_of_the_first_best_of_all_maps(data: st.DataObject, shape: tuple[int, int]) -> None:
    row = st.lists(GAIN, min_size=shape[1], max_size=shape[1])
    gains = data.draw(st.lists(row, min_size=shape[0], max_size=shape[0]))
    pairs = best_map(gains, balance)
    assert pairs in list(every_map(*shape))
    first_best = max(every_map(*shape), key=lambda found: balance(*sums(gains, found)))  # max keeps the first
    assert sums(gains, pairs) == sums(gains, first_best)


def test_fifteen_rows_and_columns_that_pull_both_ways() -> None:
    # Each row has a column that adds (2, 1) and the next one, which adds (1, 2): a ring. All of one kind: 30 and 15,
    # balance 10. Both kinds, k and m, meet in one column and leave one row out, so k + m = 14 at most:
    # sums 2k + m and k + 2m, largest balance at k = m = 7 with 21 · 21 / 42 = 10.5.
    gains = [[(2, 1) if c == r else (1, 2) if c == (r + 1) % 15 else (0, 0) for c in range(15)] for r in range(15)]
    assert sums(gains, best_map(gains, balance)) == (21, 21)


def test_fifteen_rows_that_are_all_alike() -> None:
    assert len(best_map([[(1, 1)] * 15] * 15, balance)) == 15
