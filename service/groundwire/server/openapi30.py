"""The OpenAPI document in version 3.0: the bundled Swagger UI 4 refuses 3.1."""

from typing import Any


def as_openapi_30(document: dict[str, Any]) -> dict[str, Any]:
    """A copy that says the same in OpenAPI 3.0 as far as 3.0 can say it."""
    return {**_converted(document), "openapi": "3.0.3"}


def _converted(node: Any) -> Any:  # noqa: ANN401 - any value of a JSON document
    if isinstance(node, list):
        return [_converted(item) for item in node]
    if not isinstance(node, dict):
        return node
    old = {name: _converted(value) for name, value in node.items() if name not in {"const", "anyOf"}}
    if isinstance(node.get("const"), str | int):
        old["enum"] = [node["const"]]
    if isinstance(node.get("anyOf"), list):
        old.update(_without_null(node["anyOf"]))
    return old


def _without_null(choices: list[Any]) -> dict[str, Any]:
    """`anyOf` with null is `nullable` in 3.0."""
    others = [_converted(choice) for choice in choices if choice != {"type": "null"}]
    nullable = {"nullable": True} if len(others) < len(choices) else {}
    if len(others) > 1:
        return {"anyOf": others, **nullable}
    # A $ref of 3.0 may have no neighbours.
    return {"allOf": others, **nullable} if "$ref" in others[0] else {**others[0], **nullable}
