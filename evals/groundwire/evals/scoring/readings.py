"""What gold accepts for each field of a record: the label, and the alternatives that the codebook allows.

An alternative stands under the JSON Pointer of the value that it replaces: a whole field, one element of a list, or a
part of either. Alternatives of several parts of one value combine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic import JsonValue, TypeAdapter, ValidationError

from groundwire.evals.errors import EvalError
from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.evals.labels.pointers import END, tokens_of, with_value
from groundwire.schemas import Record

_SUPPORT: Final = frozenset(Record.model_fields)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a list in gold.

    Attributes:
        readings: What is accepted for it, the label first; never null.
        needed: False if it may be left out.
    """

    readings: tuple[Any, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """What gold accepts for one record.

    Attributes:
        values: For each field with one value, what is accepted, the label first; None means left out.
        lists: For each field with a list, the whole lists that are accepted, the label first.
    """

    values: Mapping[str, tuple[Any, ...]]
    lists: Mapping[str, tuple[tuple[Element, ...], ...]]


def accepted_by(gold: AnyGoldRecord) -> Accepted:
    """Read the label and the alternatives of a record.

    Raises:
        EvalError: An alternative stands under a pointer that leads nowhere, or is no value of that field.
    """
    reader = _Reader(gold)
    values: dict[str, tuple[Any, ...]] = {}
    lists: dict[str, tuple[tuple[Element, ...], ...]] = {}
    for name, value in gold.record:
        if name not in _SUPPORT and isinstance(value, tuple):
            lists[name] = reader.lists(name)
        elif name not in _SUPPORT:
            values[name] = reader.values(name)
    return Accepted(values, lists)


class _Reader:
    """Turns the alternatives of one gold record into values."""

    def __init__(self, gold: AnyGoldRecord) -> None:
        self._gold = gold
        self._plain: dict[str, Any] = gold.record.model_dump(mode="json")
        self._choices = {tuple(tokens_of(pointer)): given for pointer, given in gold.alternatives.items()}
        for path in self._choices:
            if path[0] not in self._plain or path[0] in _SUPPORT:
                raise self._error(path, "the record has no such value")

    def values(self, name: str) -> tuple[Any, ...]:
        """What is accepted for a field with one value."""
        return tuple(self._parsed(name, form) for form in self._forms((name,), self._plain[name]))

    def lists(self, name: str) -> tuple[tuple[Element, ...], ...]:
        """The whole lists that are accepted for a field, each with the further elements that may be present."""
        further = tuple(
            Element((self._parsed(name, [form])[0],), needed=False) for form in self._choices.get((name, END), ())
        )
        elements = [self._element(name, place, form) for place, form in enumerate(self._plain[name])]
        self._check_places(name, len(elements))
        others = [
            tuple(Element((value,), needed=True) for value in self._parsed(name, whole or []))
            for whole in self._choices.get((name,), ())
        ]
        return tuple((*whole, *further) for whole in [tuple(elements), *others])

    def _element(self, name: str, place: int, value: JsonValue) -> Element:
        forms = self._forms((name, str(place)), value)
        readings = tuple(self._parsed(name, [form])[0] for form in forms if form is not None)
        return Element(readings, needed=None not in forms)

    def _check_places(self, name: str, length: int) -> None:
        for path in self._choices:
            placed = path[0] == name and len(path) > 1 and path[1] != END
            if placed and not (path[1].isdigit() and int(path[1]) < length):
                raise self._error(path, "the list has no such element")

    def _forms(self, path: tuple[str, ...], value: JsonValue) -> list[JsonValue]:
        """The value in JSON, with the alternatives of its parts, and the alternatives of it as a whole."""
        forms = [value]
        for deeper, given in self._choices.items():
            if deeper[: len(path)] == path and len(deeper) > len(path):
                forms += [self._replaced(form, deeper, len(path), choice) for form in list(forms) for choice in given]
        return [*forms, *self._choices.get(path, ())]

    def _replaced(self, form: JsonValue, path: tuple[str, ...], depth: int, choice: JsonValue) -> JsonValue:
        """A copy of a value in which the part at `path[depth:]` is another."""
        try:
            return with_value(form, "/" + "/".join(path[depth:]), choice)
        except LookupError as error:
            raise self._error(path, "the record has no such value") from error

    def _parsed(self, name: str, form: JsonValue) -> Any:  # noqa: ANN401 - a value of any field
        try:
            return _adapter(type(self._gold.record), name).validate_python(form)
        except ValidationError as error:
            raise self._error((name,), error.errors(include_url=False)[0]["msg"]) from error

    def _error(self, path: tuple[str, ...], why: str) -> EvalError:
        return EvalError(f"gold record {self._gold.id!r}, alternatives of /{'/'.join(path)}: {why}")


@cache
def _adapter(form: type[Record], name: str) -> TypeAdapter[Any]:
    return TypeAdapter(form.model_fields[name].rebuild_annotation())
