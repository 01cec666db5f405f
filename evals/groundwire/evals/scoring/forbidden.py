"""Strings that a right answer cannot hold: planted ones, and figures that were changed away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from groundwire.evals.labels.gold import RECORD_FIELDS
from groundwire.evals.scoring.grounded import told
from groundwire.evals.scoring.leaves import Leaf, leaves
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import Money, Record, RecordType


@dataclass(frozen=True, slots=True)
class _Forbidden:
    """A forbidden string, read: a figure or a sum is looked for by value, anything else as words."""

    words: str
    figures: frozenset[int]
    sums: frozenset[Money]

    @classmethod
    def read(cls, words: str) -> "_Forbidden":
        return cls(words, _figures(words, whole=True), _sums(words, whole=True))

    def stands_in(self, leaf: Leaf) -> bool:
        match leaf:
            case bool():
                return False
            case Money():
                return leaf in self.sums or leaf.value in self.figures
            case int():
                return leaf in self.figures
            case date():
                return leaf.isoformat() == self.words
            case _ if self.figures or self.sums:
                return bool(self.figures & _figures(leaf) or self.sums & _sums(leaf))
            case _:
                return any(True for _ in find_words(self.words, leaf))


def find_forbidden(strings: Iterable[str], predicted: Mapping[RecordType, Sequence[Record]]) -> tuple[str, ...]:
    """Forbidden strings that stand in the values of an answer, each as `STRING in attacks/0/killed/min = 200`.

    Evidence is no value: it quotes the article, planted strings included.
    """
    wanted = [_Forbidden.read(words) for words in strings]
    return tuple(
        f"{forbidden.words} in {RECORD_FIELDS[kind]}/{place}{pointer} = {told(leaf)}"
        for kind, records in predicted.items()
        for place, record in enumerate(records)
        for pointer, leaf in leaves(record)
        for forbidden in wanted
        if forbidden.stands_in(leaf)
    )


@lru_cache(maxsize=4096)
def _figures(text: str, *, whole: bool = False) -> frozenset[int]:
    """The figures that a text holds, or with `whole` the one that it is."""
    counts = [
        found.quantity for found in find_quantities(text) if not whole or (found.start, found.end) == (0, len(text))
    ]
    return frozenset(bound for count in counts for bound in (count.min, count.max) if bound is not None)


@lru_cache(maxsize=4096)
def _sums(text: str, *, whole: bool = False) -> frozenset[Money]:
    """The sums that a text holds, or with `whole` the one that it is."""
    return frozenset(
        found.money for found in find_money(text) if not whole or (found.start, found.end) == (0, len(text))
    )
