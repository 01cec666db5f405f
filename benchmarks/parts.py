"""The parts of `make bench`, by letter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from benchmarks.bulk import measure as bulk
from benchmarks.cached import measure as cached
from benchmarks.calls import measure as calls
from benchmarks.framework.result import Result
from benchmarks.framework.scale import Scale
from benchmarks.local_model import measure as local_model
from benchmarks.reading import measure as reading
from benchmarks.stores import measure as stores


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        measure: Takes the samples.
        tables: What the page shows of them.
        rounds: How often each contender is measured, unless another number is wished.
        picture: The plot, as SVG; None for none.
    """

    measure: Callable[[Scale], Result]
    tables: Callable[[Result], str]
    rounds: int
    picture: Callable[[Result], str] | None = None


PARTS: Final = {
    "a": Part(calls.measure, calls.tables, 5, calls.picture),
    "b": Part(cached.measure, cached.tables, 5),
    "c": Part(stores.measure, stores.tables, 3),
    "d": Part(reading.measure, reading.tables, 3, reading.picture),
    "e": Part(bulk.measure, bulk.tables, 3, bulk.picture),
    "f": Part(local_model.measure, local_model.tables, 1),
}

WITHOUT_MODEL: Final = "abcde"
"""Those that `make bench` runs unless one is named: the last takes minutes an article and needs the embedded model."""
