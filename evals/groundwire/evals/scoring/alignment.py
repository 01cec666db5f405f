"""Optimal one-to-one alignment: of records with gold records, of entities with gold entities.

Two problems, both solved exactly:

`assign` maximises a sum of scores over the pairs. That is the linear assignment problem; scipy solves it in
O(n³) (Crouse 2016, "On implementing 2D rectangular assignment algorithms").

`best_map` maximises an objective of *two* sums over the pairs, such as F1 where precision and recall count
different things. Such an objective does not decompose: the best map need not be the best for any weighting of the
two sums. But it can only be attained where no other map has both sums at least as large (the Pareto front), and the
sums are small integers. `best_map` walks the front from the largest first sum towards the largest second one, and
skips what cannot reach the best objective known: each step is an assignment with one side constraint, solved as an
integer programme by HiGHS. Where one map has both maxima, the common case, plain assignments settle it. The side
constraint makes a step NP-hard in theory, and there are at most min(first, second maximum) + 1 steps. 15 x 15 takes
hundredths of a second where the two gains of a pair are about equal, as they are for templates, and some tenths for
unrelated random gains from 1 to 12; a search over all maps would visit 15! = 1.3e12 and more.
"""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import csr_matrix, eye_array, kron

Pairs = list[tuple[int, int]]
"""Row and column of every pair, by row."""
Gains = Sequence[Sequence[tuple[int, int]]]
"""What each pair of row and column adds to the first and to the second sum."""
Objective = Callable[[int, int], float]
"""Value of two sums. It must not fall when a sum grows; among sums that maps reach, it must rise when one sum grows and
the other does not fall."""
_Matrix = NDArray[np.float64]
_Fixed = dict[tuple[int, int], bool]
_INFEASIBLE = 2
"""What scipy's `milp` reports if nothing meets the constraints."""
_WEIGHTINGS = 8
"""Into how many steps `_supported` divides the way from the second sum alone to the first sum alone."""


def assign(scores: Sequence[Sequence[float]]) -> Pairs:
    """Pair rows with columns one to one so that the sum of scores is largest.

    Ties: the result depends on the matrix alone, as scipy's solver goes through it; equal matrices give equal pairs.

    Args:
        scores: One score for each row and column; rows of equal length. No rows or no columns is fine.

    Returns:
        The pairs with a score above 0, by row. A score of 0 or less never makes a pair.

    Raises:
        ValueError: If rows differ in length or a score is not finite.
    """
    shape = _shape(scores)
    matrix = np.array(scores, dtype=np.float64).reshape(shape)
    if not np.isfinite(matrix).all():
        row, column = (int(place) for place in np.argwhere(~np.isfinite(matrix))[0])
        raise ValueError(f"score of row {row}, column {column} is {matrix[row, column]}: scores must be finite")
    return [pair for pair in _largest(np.maximum(matrix, 0)) if matrix[pair] > 0]


def best_map(gains: Gains, objective: Objective) -> Pairs:
    """Map rows one to one to columns, or to none, so that the objective of both sums is largest.

    Ties: where maps with different sums have the same objective (the same float), the sums are those of the first
    map in the order of `itertools.product` over (column 0, column 1, ..., none) for row 0, row 1, and so on: what a
    search over all maps finds if it keeps the first. Which map with those sums is returned depends on the gains alone.

    Args:
        gains: What each pair adds to the two sums: whole numbers, 0 or more; rows of equal length.
        objective: Value of the two sums; see `Objective`.

    Returns:
        The pairs that add to either sum, by row.

    Raises:
        ValueError: If rows differ in length or a gain is negative.
    """
    shape = _shape(gains)
    table = np.array(gains, dtype=np.float64).reshape(*shape, 2)
    if (table < 0).any():
        row, column, _ = (int(place) for place in np.argwhere(table < 0)[0])
        raise ValueError(f"gains of row {row}, column {column} are {gains[row][column]}: they must not be negative")
    first, second = table[..., 0], table[..., 1]
    tied = _best_of_front(first, second, objective)
    best = tied[0] if len(tied) == 1 else _earliest(first, second, tied)
    return [pair for pair in best if first[pair] or second[pair]]


def _shape(rows: Sequence[Sequence[object]]) -> tuple[int, int]:
    columns = len(rows[0]) if rows else 0
    for index, row in enumerate(rows):
        if len(row) != columns:
            raise ValueError(f"row {index} has {len(row)} columns, row 0 has {columns}")
    return len(rows), columns


def _best_of_front(first: _Matrix, second: _Matrix, objective: Objective) -> list[Pairs]:
    """One map for each point of the Pareto front that has the best objective."""
    ceiling = _total(second, _largest(second))
    both = first * (ceiling + 1) + second
    pairs: Pairs | None = _largest(both)
    found: list[tuple[float, Pairs]] = []
    best = _supported(first, second, objective)
    while pairs is not None:
        x, y = _total(first, pairs), _total(second, pairs)
        found.append((objective(x, y), pairs))
        best = max(best, found[-1][0])
        # Every further point has a smaller first sum: its second sum must make up for that.
        floor = next((higher for higher in range(y + 1, ceiling + 1) if objective(x - 1, higher) >= best), None)
        pairs = None if floor is None else _constrained(both, [(second, floor)], {})
    return [pairs for value, pairs in found if value == best]


def _supported(first: _Matrix, second: _Matrix, objective: Objective) -> float:
    """The best objective over maps that are best for some weighting of the sums: reached, but perhaps not the best."""
    maps = (_largest(weight * first + (_WEIGHTINGS - weight) * second) for weight in range(_WEIGHTINGS + 1))
    return max(objective(_total(first, pairs), _total(second, pairs)) for pairs in maps)


def _earliest(first: _Matrix, second: _Matrix, tied: list[Pairs]) -> Pairs:
    """Of maps with different sums, the one whose sums the earliest of all maps has.

    Fixes row after row to the earliest column that still lets a map reach the sums of one of them.
    """
    sums = [(_total(first, pairs), _total(second, pairs)) for pairs in tied]
    fixed: _Fixed = {}
    taken: set[int] = set()
    rows, columns = first.shape
    for row in range(rows):
        for column in [*(c for c in range(columns) if c not in taken), None]:
            trial = fixed | {(row, c): c == column for c in range(columns)}
            reached = [
                found for x, y in sums if (found := _constrained(first, [(first, x), (second, y)], trial)) is not None
            ]
            if reached:
                break
        if len(reached) == 1:
            return reached[0]
        fixed = trial
        sums = [(_total(first, pairs), _total(second, pairs)) for pairs in reached]
        taken |= {column} if column is not None else set()
    raise AssertionError("a full map has one pair of sums")


def _total(matrix: _Matrix, pairs: Pairs) -> int:
    return sum(int(matrix[pair]) for pair in pairs)


def _largest(weights: _Matrix) -> Pairs:
    """The one-to-one pairs, as many as fit, with the largest sum of weights."""
    rows, columns = linear_sum_assignment(weights, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _constrained(weights: _Matrix, floors: list[tuple[_Matrix, int]], fixed: _Fixed) -> Pairs | None:
    """The one-to-one pairs with the largest sum of weights among those whose other sums reach their floors.

    Args:
        weights: Whole numbers.
        floors: Further matrices of whole numbers, each with the least sum over the pairs.
        fixed: Pairs that must (true) or must not (false) be among them.

    Returns:
        The pairs, or None if there are none such.
    """
    rows, columns = weights.shape
    limits = [
        LinearConstraint(csr_matrix(kron(eye_array(rows), np.ones((1, columns)))), -np.inf, 1),
        LinearConstraint(csr_matrix(kron(np.ones((1, rows)), eye_array(columns))), -np.inf, 1),
        *(LinearConstraint(matrix.reshape(1, -1), floor, np.inf) for matrix, floor in floors),
    ]
    lowest, highest = np.zeros(weights.shape), np.ones(weights.shape)
    for pair, chosen in fixed.items():
        lowest[pair] = highest[pair] = float(chosen)
    result = milp(
        -weights.ravel(),
        integrality=np.ones(weights.size, dtype=np.int64),
        bounds=Bounds(lowest.ravel(), highest.ravel()),
        constraints=limits,
        options={"mip_rel_gap": 0},
    )
    if result.status == _INFEASIBLE:
        return None
    if not result.success:
        raise RuntimeError(f"the solver gave up: {result.message}")
    chosen_pairs = np.argwhere(result.x.reshape(weights.shape) > 0.5)
    return cast("Pairs", [tuple(pair) for pair in chosen_pairs.tolist()])
