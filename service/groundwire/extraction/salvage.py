"""Takes out of a torn answer what is whole: an answer with a broken item, or one that was cut off.

The items of the answer's list are told apart by their brackets alone, so that a broken one does not hide those after
it. An item is complete when its last bracket stands there, and then it must fit the schema by itself. Parsers of
partial JSON are no help here: of 20 killed, cut off after the 2, they read 2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Generic, get_args, get_origin

from pydantic import BaseModel, Field, ValidationError, create_model

from groundwire.extraction.errors import InvalidAnswer, ModelError
from groundwire.extraction.llm_errors import flaws
from groundwire.extraction.model import Answered, Draft, Loss, Message
from groundwire.schemas import WarningCode

_TOKEN = re.compile(r'"(?:[^"\\]+|\\.)*+"|["{}\[\]]', re.DOTALL)
"""A string or a bracket; a quotation mark alone begins a string without end."""

_SEPARATOR = re.compile(r"\s*,?\s*")
_CLOSING = {"{": "}", "[": "]"}

_TOLD_FLAWS = 4
"""Most flaws of one item that the model is told."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An item of an answer that ends where it should and still cannot be used.

    Attributes:
        text: The item as the model wrote it; for nobody's eyes but the model's.
        flaw: Which fields break which rules; never their values.
    """

    text: str
    flaw: str


@dataclass(frozen=True, slots=True)
class ListForm(Generic[Draft]):
    """The form of an answer that is one list of models.

    Attributes:
        schema: The schema of the answer.
        field: Its one field.
        item: What that lists.
        room: How many at most; None if there is no bound.
    """

    schema: type[Draft]
    field: str
    item: type[BaseModel]
    room: int | None

    def items(self, answer: Draft) -> list[BaseModel]:
        """The items of an answer."""
        return list(getattr(answer, self.field))

    def about(self, broken: Broken, messages: Sequence[Message]) -> list[Message]:
        """The dialogue gone on: a broken item is shown with its flaw, and asked for again without its siblings."""
        shown = broken.text.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be sent
        note = (
            f"This record cannot be used: {broken.flaw}. "
            "Give this one record again, corrected, and no other, only with JSON that fits the schema."
        )
        return [*messages, Message("assistant", f'{{"{self.field}":[{shown}]}}'), Message("user", note)]


@dataclass(frozen=True, slots=True)
class Torn(Generic[Draft]):
    """What was taken out of an answer that does not fit its schema; at least one item, whole or broken.

    Attributes:
        form: What was asked for.
        items: Those that are whole, in order.
        broken: Those that end where they should and do not fit, in order.
        cut: Why there may have been more than all these; None if the list is there to its end.
    """

    form: ListForm[Draft]
    items: tuple[BaseModel, ...]
    broken: tuple[Broken, ...]
    cut: str | None

    def settled(self, again: Sequence[Sequence[BaseModel] | ModelError]) -> Answered[Draft]:
        """The answer in the end, with what was lost of it.

        Args:
            again: What came of asking again for each of the broken items, in order.

        Raises:
            ModelError: No item can be used, and for one of them there was no usable answer again.
        """
        items = list(self.items)
        losses = [Loss(WarningCode.ANSWER_TRUNCATED, self.cut)] if self.cut else []
        failures = [outcome for outcome in again if isinstance(outcome, ModelError)]
        for broken, outcome in zip(self.broken, again, strict=True):
            left_out = f"one that does not fit was left out ({broken.flaw})"
            # A sibling that is given in its place is there already.
            mended = [] if isinstance(outcome, ModelError) else [item for item in outcome if item not in items]
            items += mended
            if isinstance(outcome, ModelError) and not isinstance(outcome, InvalidAnswer):
                losses.append(Loss(WarningCode.CALL_FAILED, f"{left_out}, and asking for it again failed: {outcome}"))
            elif not mended:
                losses.append(Loss(WarningCode.ITEM_INVALID, left_out))
        if failures and not items:
            raise failures[0]
        return Answered(self.form.schema.model_validate({self.form.field: items}), tuple(losses))


@lru_cache(maxsize=64)
def list_form(schema: type[Draft]) -> ListForm[Draft] | None:
    """The form of a schema's answers; None if it is more or less than one list of models."""
    if len(schema.model_fields) != 1:
        return None
    ((field, info),) = schema.model_fields.items()
    listed = get_args(info.annotation)
    if get_origin(info.annotation) is not list or not issubclass(listed[0], BaseModel):
        return None
    bounds = (getattr(rule, "max_length", None) for rule in info.metadata)
    return ListForm(schema, field, listed[0], next((bound for bound in bounds if bound is not None), None))


@lru_cache(maxsize=64)
def one_item(form: ListForm[Draft]) -> type[Draft]:
    """The schema of the same answer with one item at most."""
    fields: dict[str, Any] = {form.field: (Annotated[list[form.item], Field(max_length=1)], ...)}  # type: ignore[name-defined]
    return create_model(form.schema.__name__, __base__=form.schema, **fields)


def salvage(schema: type[Draft], text: str) -> Torn[Draft] | None:
    """What can be taken out of an answer that does not fit its schema; None if it holds no item to its end.

    Args:
        schema: What was asked for.
        text: The answer as it came, with prose and fences. Of several lists the last one is the answer.
    """
    form = list_form(schema)
    if form is None:
        return None
    openings = list(re.finditer(rf'\{{\s*"{re.escape(form.field)}"\s*:\s*\[\s*', text))
    found, closed = _items(text, openings[-1].end()) if openings else ([], False)
    cut = None if closed else "the answer breaks off"
    if form.room is not None and len(found) > form.room:
        found, cut = found[: form.room], f"the answer goes on after {form.room} records"
    items: list[BaseModel] = []
    broken: list[Broken] = []
    for item in found:
        try:
            items.append(form.item.model_validate_json(item))
        except ValidationError as error:
            broken.append(Broken(item, flaws(error, _TOLD_FLAWS)))
    return Torn(form, tuple(items), tuple(broken), cut) if found else None


def _items(text: str, begin: int) -> tuple[list[str], bool]:
    """The items, to their ends, of the list whose first one begins there; and whether the list was closed."""
    items: list[str] = []
    while (end := _end(text, begin)) is not None:
        items.append(text[begin:end])
        separator = _SEPARATOR.match(text, end)
        begin = separator.end() if separator else end
    return items, text.startswith("]", begin)


def _end(text: str, begin: int) -> int | None:
    """Where the object ends that begins there; None if none begins there, or it has no end."""
    if not text.startswith("{", begin):
        return None
    awaited: list[str] = []
    for token in _TOKEN.finditer(text, begin):
        mark = token.group()
        if mark in _CLOSING:
            awaited.append(_CLOSING[mark])
        elif mark == '"':
            return None
        elif mark in _CLOSING.values():
            if awaited.pop() != mark:
                return None
            if not awaited:
                return token.end()
    return None
