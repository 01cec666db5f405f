"""Figures of a sample of answers, with 95 % percentile bootstrap intervals over origins (Efron 1979).

Answers to articles that were made from the same one are alike, so origins are drawn, with replacement, and each brings
all of its answers (cluster bootstrap). The draws are fixed by a seed: the same scores give the same interval.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from groundwire.evals.scoring.figures import Metric, Ratio, Seconds
from groundwire.evals.scoring.scores import CaseScore, Interval
from groundwire.evals.scoring.sums import sums_of

RESAMPLES: Final = 10_000
"""Draws per interval: enough for the 2.5 % ends to stand still in the third digit."""
SEED: Final = 20_240_315
"""Any number does; it is fixed so that an interval can be made again."""

_ENDS = (2.5, 97.5)
_Array = NDArray[np.float64]


@lru_cache(maxsize=16)
def _draws(origins: int) -> _Array:
    """How often each origin is drawn: a row for each resample."""
    generator = np.random.default_rng(SEED)
    return generator.multinomial(origins, np.full(origins, 1 / origins), size=RESAMPLES).astype(np.float64)


class Sample:
    """Answers, summed by origin, of which figures are made as often as wanted.

    Attributes:
        origins: Names of the origins, sorted: samples of the same origins are resampled alike.
    """

    def __init__(self, cases: Sequence[CaseScore]) -> None:
        """Sum the answers up."""
        self.origins = tuple(sorted({case.origin for case in cases}))
        row = {origin: place for place, origin in enumerate(self.origins)}
        self._columns: dict[str, _Array] = {}
        for case in cases:
            for name, value in sums_of(case).items():
                self._columns.setdefault(name, np.zeros(len(self.origins)))[row[case.origin]] += value
        timed = sorted((case.seconds, row[case.origin]) for case in cases if case.seconds is not None)
        self._seconds = np.array([seconds for seconds, _ in timed])
        self._timed = np.array([place for _, place in timed], dtype=np.intp)

    def value(self, metric: Metric) -> float | None:
        """The figure; None where its denominator is 0."""
        (value,) = self._values(metric, np.ones((1, len(self.origins))))
        return None if np.isnan(value) else float(value)

    def resampled(self, metric: Metric) -> _Array:
        """The figure in every resample; NaN where its denominator is 0."""
        return self._values(metric, _draws(len(self.origins)))

    def _values(self, metric: Metric, draws: _Array) -> _Array:
        match metric.figure:
            case Ratio(above, below):
                return _divide(draws @ self._total(above), draws @ self._total(below))
            case Seconds(part):
                return self._quantiles(part, draws)

    def _total(self, weights: Mapping[str, float]) -> _Array:
        nothing = np.zeros(len(self.origins))
        return sum((weight * self._columns.get(name, nothing) for name, weight in weights.items()), start=nothing)

    def _quantiles(self, part: float, draws: _Array) -> _Array:
        if not len(self._seconds):
            return np.full(len(draws), np.nan)
        reached = np.cumsum(draws[:, self._timed], axis=1)
        total = reached[:, -1]
        first = np.argmax(reached >= part * total[:, None], axis=1)
        return np.where(total > 0, self._seconds[first], np.nan)


def interval(sample: Sample, metric: Metric) -> Interval:
    """A figure with its interval. One origin has none; resamples in which the figure is undefined are left out."""
    value, origins = sample.value(metric), len(sample.origins)
    if value is None or origins < 2:
        return Interval(value=value, n=origins)
    return _within(value, sample.resampled(metric), origins)


def difference(before: Sample, after: Sample, metric: Metric) -> Interval:
    """What a figure gained from one sample to another of the same origins, drawn alike in both (paired bootstrap)."""
    first, second, origins = before.value(metric), after.value(metric), len(before.origins)
    if first is None or second is None:
        return Interval(value=None, n=origins)
    if origins < 2:
        return Interval(value=second - first, n=origins)
    return _within(second - first, after.resampled(metric) - before.resampled(metric), origins)


def _within(value: float, resampled: _Array, origins: int) -> Interval:
    low, high = np.nanpercentile(resampled, _ENDS)
    return Interval(value=value, low=float(low), high=float(high), n=origins)


def _divide(above: _Array, below: _Array) -> _Array:
    return np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
