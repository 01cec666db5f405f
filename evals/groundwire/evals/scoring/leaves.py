"""The single values of a record, each with its JSON Pointer."""

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel

from groundwire.schemas import Money, Record

Leaf = str | int | date | Money
"""A value that stands for itself; of money, the number and its currency together. Truth values are ints."""

_SUPPORT = frozenset(Record.model_fields)


def leaves(record: Record) -> Iterator[tuple[str, Leaf]]:
    """All values of a record that are not null, evidence and grounding aside."""
    for name, value in record:
        if name not in _SUPPORT:
            yield from _within(f"/{name}", value)


def field_of(pointer: str) -> str:
    """Name of the field that a value stands in: `/items/0` stands in `items`."""
    return next(part for part in reversed(pointer.split("/")) if not part.isdigit())


def _within(pointer: str, value: object) -> Iterator[tuple[str, Leaf]]:
    match value:
        case tuple():
            for place, member in enumerate(value):
                yield from _within(f"{pointer}/{place}", member)
        case Money():
            yield pointer, value
        case BaseModel():
            for name, part in value:
                yield from _within(f"{pointer}/{name}", part)
        case str() | int() | date():
            yield pointer, value
