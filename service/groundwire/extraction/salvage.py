"""Takes out of a torn answer what is whole: an answer with a broken item, or one that was cut off.

An item counts when it is there to its end and fits its schema by itself. Each broken one can be asked for again, alone.
"""

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, Generic, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from groundwire.extraction.errors import InvalidAnswer, ModelError
from groundwire.extraction.llm_errors import flaw, told
from groundwire.extraction.model import Answered, Draft, Loss, Message
from groundwire.extraction.torn_json import members
from groundwire.schemas import WarningCode

_ASKED_AGAIN = 8
"""Most items of one answer that are asked for again; a model that breaks more of them has not understood."""


@dataclass(frozen=True, slots=True)
class Broken:
    """An item of an answer that ends where it should and still cannot be used.

    Attributes:
        key: The field of the answer that it belongs to.
        text: The item as the model wrote it; for nobody's eyes but the model's.
        flaw: Which fields break which rules, for people.
        told: The same for the model, with the values that it may choose from.
    """

    key: str
    text: str
    flaw: str
    told: str


@dataclass(frozen=True, slots=True)
class ItemForm(Generic[Draft]):
    """An answer that is made of items: of one list of them, or of one under each key, or none.

    Attributes:
        schema: The schema of the answer.
        items: The schema of an item by its field.
        listed: Whether there is one field, a list.
        room: How many items there may be in the list; None if there is no bound.
    """

    schema: type[Draft]
    items: Mapping[str, type[BaseModel]]
    listed: bool
    room: int | None

    def one(self, key: str) -> type[BaseModel]:
        """The schema of an answer that gives one item of a field, or none."""
        item = self.items[key]
        only: Any = (Annotated[list[item], Field(max_length=1)], ...) if self.listed else (item | None, None)  # type: ignore[valid-type]
        return create_model(self.schema.__name__, __config__=ConfigDict(extra="forbid"), **{key: only})

    def given(self, answer: BaseModel, key: str) -> list[BaseModel]:
        """The items of a field."""
        value = getattr(answer, key)
        return list(value) if self.listed else [value] if value is not None else []

    def about(self, broken: Broken, messages: Sequence[Message]) -> list[Message]:
        """The dialogue gone on: a broken item is shown with its flaw, and asked for again without its siblings."""
        text = broken.text.encode("utf-8", "replace").decode("utf-8")  # half a character cannot be sent
        shown = f'{{"{broken.key}":{f"[{text}]" if self.listed else text}}}'
        note = (
            f"This record cannot be used: {broken.told}. "
            "Give this one record again, corrected, and no other, only with JSON that fits the schema."
        )
        return [*messages, Message("assistant", shown), Message("user", note)]


@dataclass(frozen=True, slots=True)
class Torn(Generic[Draft]):
    """What was taken out of an answer that does not fit its schema; at least one item is whole.

    Attributes:
        form: What was asked for.
        items: Those that are whole, with their fields, in order.
        broken: Those that can be asked for again, in order.
        lost: Why others were left out.
        cut: Why there may have been more than all these; None if the answer is there to its end.
    """

    form: ItemForm[Draft]
    items: tuple[tuple[str, BaseModel], ...]
    broken: tuple[Broken, ...]
    lost: tuple[str, ...]
    cut: str | None

    def settled(self, again: Sequence[Sequence[BaseModel] | ModelError]) -> Answered[Draft]:
        """The answer in the end, with what was lost of it.

        Args:
            again: What came of asking again for each of the broken items, in order.
        """
        items = list(self.items)
        losses = [Loss(WarningCode.ANSWER_TRUNCATED, self.cut)] if self.cut else []
        losses += [_left_out(flaw) for flaw in self.lost]
        for broken, outcome in zip(self.broken, again, strict=True):
            given = [] if isinstance(outcome, ModelError) else [(broken.key, item) for item in outcome]
            # A sibling that is given in its place is there already.
            mended = [entry for entry in given if entry not in items]
            items += mended
            if not mended:
                losses.append(_left_out(broken.flaw, outcome if isinstance(outcome, ModelError) else None))
        (listed, *_) = self.form.items
        values = {listed: [item for _, item in items]} if self.form.listed else dict(items)
        return Answered(self.form.schema.model_validate(values), tuple(losses))


def _left_out(flaw: str, error: ModelError | None = None) -> Loss:
    why = f"one that does not fit was left out ({flaw})"
    if error is None or isinstance(error, InvalidAnswer):
        return Loss(WarningCode.ITEM_INVALID, why)
    return Loss(WarningCode.CALL_FAILED, f"{why}, and asking for it again failed: {error}")


def item_form(schema: type[Draft]) -> ItemForm[Draft] | None:
    """The form of a schema's answers; None if they are not made of items."""
    fields = schema.model_fields
    if len(fields) == 1:
        ((field, info),) = fields.items()
        listed = get_args(info.annotation)
        if get_origin(info.annotation) is list and _is_model(listed[0]):
            bounds = (getattr(rule, "max_length", None) for rule in info.metadata)
            room = next((bound for bound in bounds if bound is not None), None)
            return ItemForm(schema, {field: listed[0]}, listed=True, room=room)
    items = {field: _optional(info.annotation) for field, info in fields.items()}
    models = {field: item for field, item in items.items() if item is not None}
    return ItemForm(schema, models, listed=False, room=None) if models and len(models) == len(fields) else None


def _is_model(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _optional(kind: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation
    """The model of which a field holds one or none; None if it is a field of another kind."""
    kinds = get_args(kind)
    return kinds[0] if len(kinds) == 2 and kinds[1] is NoneType and _is_model(kinds[0]) else None


def salvage(schema: type[Draft], text: str) -> Torn[Draft] | None:
    """What can be used of an answer that does not fit its schema; None if no item of it is whole.

    Args:
        schema: What was asked for.
        text: The answer as it came, with prose and fences. Of several answers the last one counts.
    """
    form = item_form(schema)
    if form is None:
        return None
    found, closed = _last_answer(form, text)
    cut = None if closed else "the answer breaks off"
    if form.room is not None and len(found) > form.room:
        found, cut = found[: form.room], f"the answer goes on after {form.room} records"
    items: list[tuple[str, BaseModel]] = []
    broken: list[Broken] = []
    lost: list[str] = []
    for key, member in found:
        if key not in form.items:
            lost.append("it stands under a key that was not asked for")
        elif form.listed or member != "null":
            try:
                items.append((key, form.items[key].model_validate_json(member)))
            except ValidationError as error:
                broken.append(Broken(key, member, flaw(error), told(error)))
    lost += [each.flaw for each in broken[_ASKED_AGAIN:]]
    return Torn(form, tuple(items), tuple(broken[:_ASKED_AGAIN]), tuple(lost), cut) if items else None


def _last_answer(form: ItemForm[Any], text: str) -> tuple[list[tuple[str, str]], bool]:
    """Fields and texts of the items of the last answer in a text, and whether it was closed."""
    keys = "|".join(map(re.escape, form.items))
    opening = rf'\{{\s*"({keys})"\s*:' + (r"\s*\[" if form.listed else "")
    begun = deque(re.finditer(opening, text), maxlen=1)
    if not begun:
        return [], False
    (last,) = begun
    if not form.listed:
        return members(text, last.start())
    elements, closed = members(text, last.end() - 1)
    return [(last.group(1), element) for _, element in elements], closed
