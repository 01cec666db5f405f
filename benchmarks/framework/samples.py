"""Samples of several contenders, taken in rounds, and what is said of them: medians, spreads, ratios within a round.

Contenders take turns within each round, so what else the machine does falls on all of them. A ratio compares two of the
same round; its median says more than the ratio of two medians.
"""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """What one contender took in one case of one round.

    Attributes:
        contender: Who.
        case: Under which conditions.
        round: From 0.
        figures: By name; the name says the unit.
    """

    contender: str
    case: str
    round: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Spread:
    """Values of several rounds."""

    median: float
    least: float
    most: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Of one value or more."""
        return cls(statistics.median(values), min(values), max(values), len(values))


class Samples:
    """All samples of a part."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._all = tuple(samples)

    def __iter__(self) -> Iterator[Sample]:
        return iter(self._all)

    @property
    def contenders(self) -> list[str]:
        """In the order in which they were first measured."""
        return list(dict.fromkeys(sample.contender for sample in self._all))

    @property
    def cases(self) -> list[str]:
        """In the order in which they were first measured."""
        return list(dict.fromkeys(sample.case for sample in self._all))

    def spread(self, contender: str, case: str, figure: str) -> Spread | None:
        """A figure over the rounds; None if it was never taken."""
        values = [sample.figures[figure] for sample in self._of(contender, case) if figure in sample.figures]
        return Spread.of(values) if values else None

    def ratio(self, contender: str, reference: str, case: str, figure: str) -> Spread | None:
        """A figure of one contender by that of another in the same round; None where both were never measured."""
        theirs = {sample.round: sample.figures[figure] for sample in self._of(reference, case)}
        ratios = [
            sample.figures[figure] / theirs[sample.round]
            for sample in self._of(contender, case)
            if theirs.get(sample.round)
        ]
        return Spread.of(ratios) if ratios else None

    def _of(self, contender: str, case: str) -> Iterator[Sample]:
        return (sample for sample in self._all if sample.contender == contender and sample.case == case)


def in_rotation(rounds: int, contenders: Sequence[T]) -> Iterator[tuple[int, T]]:
    """Each contender once a round, another one first in each."""
    for number in range(rounds):
        for place in range(len(contenders)):
            yield number, contenders[(number + place) % len(contenders)]
