"""How the values of an answer stand to its evidence, by the scorer's own reading of the article.

What the answer says about its grounding is not asked. A value counts if it can be looked up: figures and sums by
value, names, things hit, goods and words of dates as words. Codes and judgements are not looked up, nor are days.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

from groundwire.evals.labels.gold import RECORD_FIELDS
from groundwire.evals.scoring.leaves import Leaf, field_of, leaves
from groundwire.evals.scoring.scores import Grounded
from groundwire.extraction.coding.geography import find_state, split_region, state_named
from groundwire.extraction.coding.role_words import PERSON_NOUNS
from groundwire.extraction.coding.weapon_words import NOUNS
from groundwire.extraction.reading.folding import find_words
from groundwire.extraction.reading.money import find_money
from groundwire.extraction.reading.periods import find_periods
from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import Money, Record, RecordType

_NAMES: Final = frozenset({"name", "admin"})
_WORDS: Final = frozenset({"text", "items"})
_COUNTED: Final = PERSON_NOUNS | NOUNS


class Cited:
    """What the evidence of a record says; nothing if any of it is not verbatim."""

    def __init__(self, text: str, record: Record) -> None:
        """Nothing is read yet."""
        verbatim = all(text[span.start : span.end] == span.quote for span in record.evidence)
        self._quotes = [span.quote for span in record.evidence] if verbatim else []

    def holds(self, pointer: str, leaf: Leaf) -> bool:
        """Whether the evidence says a value of the record."""
        match leaf:
            case Money():
                return leaf in self._sums
            case int():
                return leaf in (self._months if field_of(pointer) == "period_months" else self._figures)
            case str() if field_of(pointer) in _NAMES:
                return any(_names(leaf, quote) for quote in self._quotes)
            case _:
                return any(_says(str(leaf), quote) for quote in self._quotes)

    @cached_property
    def _figures(self) -> set[int | None]:
        found = [mention.quantity for quote in self._quotes for mention in find_quantities(quote, nouns=_COUNTED)]
        return {bound for quantity in found for bound in (quantity.min, quantity.max)}

    @cached_property
    def _sums(self) -> set[Money]:
        return {mention.money for quote in self._quotes for mention in find_money(quote)}

    @cached_property
    def _months(self) -> set[int]:
        return {mention.months for quote in self._quotes for mention in find_periods(quote)}


def ground(text: str, predicted: Mapping[RecordType, Sequence[Record]]) -> Grounded:
    """Look up the values of an answer.

    Args:
        text: The article.
        predicted: The records of the answer by kind.
    """
    values = supported = numbers = 0
    unsupported: list[str] = []
    for kind, records in predicted.items():
        for place, record in enumerate(records):
            cited = Cited(text, record)
            for pointer, leaf in leaves(record):
                if not _can_be_looked_up(pointer, leaf):
                    continue
                held = cited.holds(pointer, leaf)
                is_number = isinstance(leaf, int | Money)
                values, supported, numbers = values + 1, supported + held, numbers + is_number
                if is_number and not held:
                    unsupported.append(f"{RECORD_FIELDS[kind]}/{place}{pointer} = {told(leaf)}")
    return Grounded(values=values, supported=supported, numbers=numbers, unsupported_numbers=tuple(unsupported))


def told(leaf: Leaf) -> str:
    """A value for people: a sum with its currency."""
    return f"{leaf.value} {leaf.currency}" if isinstance(leaf, Money) else str(leaf)


def _can_be_looked_up(pointer: str, leaf: Leaf) -> bool:
    if isinstance(leaf, str):
        return field_of(pointer) in _NAMES | _WORDS
    return isinstance(leaf, int | Money) and not isinstance(leaf, bool)


def _says(words: str, quote: str) -> bool:
    return any(True for _ in find_words(words, quote))


def _names(name: str, quote: str) -> bool:
    """Whether a quote has a name, a region without the word for it, or a state by another of its names."""
    state = state_named(name)
    return _says(name, quote) or _says(split_region(name)[0], quote) or bool(state and find_state(state.code, quote))
