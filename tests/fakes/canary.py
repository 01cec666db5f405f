"""Scripts, and what a scripted endpoint makes of a canary: the request that tries whether schemas are enforced."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from tests.fakes.replies import Json, Reply, answer, prose

Script: TypeAlias = Callable[[Json, int], Reply] | Sequence[Reply]


def enforcing(script: Script) -> Callable[[Json, int], Reply]:
    """Answer canaries as an endpoint that enforces schemas, everything else by `script`."""
    inner = as_function(script)

    def reply(body: Json, n: int) -> Reply:
        wanted = canary_of(body)
        return answer(wanted) if wanted is not None else inner(body, n)

    return reply


def lax(script: Script) -> Callable[[Json, int], Reply]:
    """Answer canaries with prose as an endpoint that fails open, everything else by `script`."""
    inner = as_function(script)
    return lambda body, n: prose("PONG") if canary_of(body) is not None else inner(body, n)


def as_function(script: Script) -> Callable[[Json, int], Reply]:
    """A list of replies as a function; the last one repeats."""
    if callable(script):
        return script
    return lambda _body, n: script[min(n, len(script) - 1)]


def _schema(body: Json) -> Json:
    """The JSON Schema that a request carries; empty if none."""
    tools = body.get("tools")
    if tools:
        return cast("Json", tools[0].get("function", {}).get("parameters", {}))
    response_format = body.get("response_format") or {}
    wrapped = response_format.get("json_schema") or {}
    return cast("Json", wrapped.get("schema") or response_format.get("schema") or {})


def canary_of(body: Json) -> Json | None:
    """The least object that a canary's schema allows; None for any other request."""
    rules = _schema(body).get("properties") or {}
    if "canary" not in rules or not {"const", "enum"} & rules["canary"].keys():
        return None
    return {name: _least(rule) for name, rule in rules.items()}


def _least(rule: Json) -> object:
    if "const" in rule:
        return rule["const"]
    if "enum" in rule:
        return rule["enum"][0]
    return [] if rule.get("type") == "array" else None
