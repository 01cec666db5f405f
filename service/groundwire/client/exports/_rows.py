"""Records as flat rows: one dictionary each, the same columns for all records of a type."""

import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeAlias, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from groundwire.client.exports._records import named
from groundwire.schemas import AidPledge, Attack, DiplomaticEvent, Extraction, RecordType

Cell: TypeAlias = str | int | bool | date | None
Kind = TypeVar("Kind", bound=type)

SEPARATOR = " | "
"""Between the values of a list that became one cell."""

_MODELS: Mapping[RecordType, type[BaseModel]] = {
    RecordType.ATTACK: Attack,
    RecordType.DIPLOMATIC_EVENT: DiplomaticEvent,
    RecordType.AID_PLEDGE: AidPledge,
}
_LEFT_OUT = frozenset({"grounding"})


def to_rows(extractions: Iterable[Extraction], record_type: RecordType | str) -> list[dict[str, Cell]]:
    """The records of one type as flat dictionaries, all with the columns of `columns_of`.

    `groundwire_id` names the record, `article_id` and `model` say where it comes from. Below come the fields of the
    record, joined by `_` (`killed_min`); the values of a list are joined by " | ", nothing standing for null, so that
    `weapons_kind` and `weapons_name` keep step. Grounding is left out.

    Raises:
        ValueError: There is no such type.
    """
    kind = RecordType(record_type)
    return [
        {"groundwire_id": name, "article_id": extraction.article_id, "model": extraction.meta.model, **_flat(record)}
        for name, extraction, record in named(extractions, kind)
    ]


def columns_of(record_type: RecordType | str) -> dict[str, type]:
    """The columns of `to_rows` in order, and the type of each: str, int, bool or date; None may stand in any."""
    ours = {"groundwire_id": str, "article_id": str, "model": str}
    return {**ours, **_columns(_MODELS[RecordType(record_type)])}


@cache
def _columns(model: type[BaseModel]) -> Mapping[str, type]:
    columns: dict[str, type] = {}
    for name, field in model.model_fields.items():
        if name in _LEFT_OUT:
            continue
        inner, listed = _type_in(field.annotation)
        if issubclass(inner, BaseModel):
            below = _columns(inner)
            columns |= {f"{name}_{sub}": str if listed else kind for sub, kind in below.items()}
        else:
            columns[name] = str if listed else inner
    return columns


def _type_in(annotation: Any) -> tuple[type, bool]:  # noqa: ANN401 - any annotation of a field
    """The one type in an annotation, without None, Annotated and tuple; and whether there was a tuple."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        (inner,) = [one for one in get_args(annotation) if one is not type(None)]
        return _type_in(inner)
    if origin is tuple:
        return _type_in(get_args(annotation)[0])[0], True
    if origin is Literal:
        return str, False
    if origin is not None:  # Annotated
        return _type_in(get_args(annotation)[0])
    return (str if issubclass(annotation, StrEnum) else annotation), False


def _flat(record: BaseModel) -> dict[str, Cell]:
    return dict(_cells(record))


def _cells(model: BaseModel) -> Iterator[tuple[str, Cell]]:
    for name, field in type(model).model_fields.items():
        if name in _LEFT_OUT:
            continue
        inner, listed = _type_in(field.annotation)
        value = getattr(model, name)
        if listed and issubclass(inner, BaseModel):
            flat = [_flat(item) for item in value]
            for sub in _columns(inner):
                yield f"{name}_{sub}", SEPARATOR.join(_text(item[sub]) for item in flat) or None
        elif listed:
            yield name, SEPARATOR.join(map(_text, value)) or None
        elif issubclass(inner, BaseModel):
            below = _flat(value) if value is not None else dict.fromkeys(_columns(inner))
            yield from ((f"{name}_{sub}", cell) for sub, cell in below.items())
        else:
            yield name, str(value) if isinstance(value, StrEnum) else value


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
