"""One JSON Schema in two dialects: for strict endpoints, which demand every property, and for those that are terse.

Pydantic describes an optional value as a property that may be left out or null. Strict mode, as OpenAI defines it,
knows no property that may be left out: there such a value is null. LLGuidance knows them: there it is left out,
which costs no token.
"""

from collections.abc import Callable, Mapping
from typing import Any

_NULL = {"type": "null"}
_Change = Callable[[dict[str, Any]], dict[str, Any]]


def strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with every property required, and without defaults."""
    described: dict[str, Any] = _each(schema, _demand)
    return described


def terse(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema in which a property that may be left out is never null."""
    described: dict[str, Any] = _each(schema, _leave_out)
    return described


def _each(value: Any, change: _Change) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, Mapping):
        changed = {key: _each(part, change) for key, part in value.items()}
        return change(changed) if isinstance(changed.get("properties"), dict) else changed
    return [_each(part, change) for part in value] if isinstance(value, list) else value


def _demand(described: dict[str, Any]) -> dict[str, Any]:
    properties = {name: _without_default(part) for name, part in described["properties"].items()}
    return {**described, "properties": properties, "required": list(properties)}


def _leave_out(described: dict[str, Any]) -> dict[str, Any]:
    required = set(described.get("required", ()))
    properties = {
        name: part if name in required else _not_null(_without_default(part))
        for name, part in described["properties"].items()
    }
    return {**described, "properties": properties}


def _without_default(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != "default"}


def _not_null(part: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in part.get("anyOf", ()) if option != _NULL]
    if not options or len(options) == len(part["anyOf"]):
        return part
    rest = {key: value for key, value in part.items() if key != "anyOf"}
    return {**rest, **options[0]} if len(options) == 1 else {**rest, "anyOf": options}
