"""JSON Pointers (RFC 6901) into the JSON of a record: look up, replace, leave out."""

import copy

from pydantic import JsonValue

END = "-"
"""The token that stands for the element behind the last one of a list."""


def tokens_of(pointer: str) -> list[str]:
    """The steps of a pointer, unescaped."""
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.removeprefix("/").split("/")]


def value_at(document: JsonValue, pointer: str) -> JsonValue:
    """The value that a pointer names.

    Raises:
        LookupError: There is no such value.
    """
    value = document
    for token in tokens_of(pointer):
        value = _step(value, token)
    return value


def with_value(document: JsonValue, pointer: str, value: JsonValue) -> JsonValue:
    """A copy of the document with another value at a place that exists, or at the end of a list (`/targets/-`).

    Raises:
        LookupError: There is no such place.
    """
    changed, parent, last = _opened(document, pointer)
    if isinstance(parent, list) and last == END:
        parent.append(value)
        return changed
    _step(parent, last)
    if isinstance(parent, list):
        parent[int(last)] = value
    elif isinstance(parent, dict):
        parent[last] = value
    return changed


def without(document: JsonValue, pointer: str) -> JsonValue:
    """A copy of the document that lacks the value which a pointer names.

    Raises:
        LookupError: There is no such value.
    """
    changed, parent, last = _opened(document, pointer)
    _step(parent, last)
    if isinstance(parent, list):
        del parent[int(last)]
    elif isinstance(parent, dict):
        del parent[last]
    return changed


def _opened(document: JsonValue, pointer: str) -> tuple[JsonValue, JsonValue, str]:
    """A copy of the document, the part of the copy that holds the value, and the last step to it."""
    copied = parent = copy.deepcopy(document)
    *path, last = tokens_of(pointer)
    for token in path:
        parent = _step(parent, token)
    return copied, parent, last


def _step(value: JsonValue, token: str) -> JsonValue:
    if isinstance(value, dict) and token in value:
        return value[token]
    if isinstance(value, list) and token.isascii() and token.isdigit() and int(token) < len(value):
        return value[int(token)]
    raise LookupError(token)
