"""Two runs side by side: the difference of every figure with a paired interval, and what flipped."""

from collections.abc import Iterator
from typing import Literal

from groundwire.evals.errors import EvalError
from groundwire.evals.files import Kept
from groundwire.evals.judging.flips import Flip, flips
from groundwire.evals.scoring.aggregate import groups_of
from groundwire.evals.scoring.bootstrap import Sample, difference
from groundwire.evals.scoring.figures import METRICS
from groundwire.evals.scoring.scores import Interval, RunScore


class Difference(Kept):
    """What became of a figure from one run to another, over the answers that both have."""

    group: str
    """Group of cases."""
    metric: str
    """Name of the figure; see groundwire.evals.scoring.figures.METRICS."""
    before: float | None
    """In the first run."""
    after: float | None
    """In the second."""
    change: Interval
    """after - before, with the 95 % interval of a paired bootstrap over origins."""
    significant: Literal["better", "worse"] | None
    """Set if the interval lies on one side of 0."""


class Comparison(Kept):
    """What changed from one run to another."""

    a: str
    """Name of the first run."""
    b: str
    """Name of the second."""
    answers: int
    """Answers that both have."""
    only_a: tuple[str, ...]
    """Answers that only the first has: the case, from the second repeat on with its number, as "000 (2)"."""
    only_b: tuple[str, ...]
    """Answers that only the second has."""
    differences: tuple[Difference, ...]
    """Figures that both have, by group."""
    flips: tuple[Flip, ...]
    """What came out differently, in the order of the cases."""


def compare(a: RunScore, b: RunScore, names: tuple[str, str]) -> Comparison:
    """Compare two runs over the answers that both have.

    Raises:
        EvalError: They were scored against different labels, have no answer in common, or a case is not the same.
    """
    if a.gold_digest != b.gold_digest:
        raise EvalError(
            f"{names[0]} and {names[1]} were scored against different labels ({a.gold_digest[:12]} and "
            f"{b.gold_digest[:12]}); score them anew with: groundwire eval score"
        )
    a, b, (only_a, only_b) = shared(a, b)
    if not a.cases:
        raise EvalError(f"{names[0]} and {names[1]} have no answer in common; nothing can be compared")
    return Comparison(
        a=names[0],
        b=names[1],
        answers=len(a.cases),
        only_a=only_a,
        only_b=only_b,
        differences=tuple(differences(a, b)),
        flips=flips(a, b),
    )


def shared(a: RunScore, b: RunScore) -> tuple[RunScore, RunScore, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Both runs cut down to the answers that both have, and the names of the answers that only one has."""
    keys_a, keys_b = ({(case.case, case.repeat) for case in run.cases} for run in (a, b))
    both = keys_a & keys_b
    cut = [
        run.model_copy(update={"cases": tuple(case for case in run.cases if (case.case, case.repeat) in both)})
        for run in (a, b)
    ]
    only = [
        tuple(case if repeat == 1 else f"{case} ({repeat})" for case, repeat in sorted(keys - both))
        for keys in (keys_a, keys_b)
    ]
    return cut[0], cut[1], (only[0], only[1])


def differences(a: RunScore, b: RunScore) -> Iterator[Difference]:
    """What became of every figure of every group, for two runs of the same answers' cases."""
    for group in dict.fromkeys(group for case in a.cases for group in groups_of(case.family)):
        before, after = (Sample([case for case in run.cases if group in groups_of(case.family)]) for run in (a, b))
        for name, metric in METRICS.items():
            change = difference(before, after, metric)
            values = before.value(metric), after.value(metric)
            if values != (None, None):
                yield Difference(
                    group=group,
                    metric=name,
                    before=values[0],
                    after=values[1],
                    change=change,
                    significant=_significant(change, higher_is_better=metric.higher_is_better),
                )


def _significant(change: Interval, *, higher_is_better: bool) -> Literal["better", "worse"] | None:
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        return None
    return "better" if (change.low > 0) == higher_is_better else "worse"
