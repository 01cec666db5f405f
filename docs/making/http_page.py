"""The page of the HTTP reference, made from the OpenAPI document of the service."""

from collections.abc import Iterator
from typing import Any, cast

from groundwire.server import ServerLimits, create_app
from groundwire.server.jobs import JobDesk, build_jobs
from groundwire.server.ports import ExtractorPort
from groundwire.telemetry.job_metrics import JobMetrics
from groundwire.telemetry.registry import new_registry

Json = dict[str, Any]

_HEAD = """\
# HTTP reference

Made from the OpenAPI document of version {version}, which each service gives at `/openapi.json` and shows
at `/docs`. What the fields mean in practice: [The wire](../wire.md).
"""


def http_page() -> str:
    """The page in Markdown."""
    nobody = cast("ExtractorPort", object())  # a document is made without asking the extractor
    limits = ServerLimits()
    jobs = build_jobs(JobDesk(), limits, JobMetrics(new_registry()))
    return rendered(create_app(nobody, limits, more=[jobs]).openapi())


def rendered(document: Json) -> str:
    """An OpenAPI document as a page in Markdown: its operations, then its schemas."""
    lines = [_HEAD.format(version=document["info"]["version"])]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            lines += _operation(f"{method.upper()} {path}", operation)
    lines.append("## Schemas\n")
    for name, schema in sorted(document["components"]["schemas"].items()):
        lines += _schema(name, schema)
    return "\n".join(lines) + "\n"


def _operation(title: str, operation: Json) -> Iterator[str]:
    yield f"## {title}\n"
    yield from (f"{operation[words]}\n" for words in ("summary", "description") if operation.get(words))
    for parameter in operation.get("parameters", ()):
        place = f"`{parameter['name']}` ({parameter['in']})"
        yield f"Parameter {place}: {_type(parameter['schema'])}. {parameter.get('description', '')}\n"
    for body in operation.get("requestBody", {}).get("content", {}).values():
        yield f"Body: {_type(body['schema'])}\n"
    yield "| status | meaning | body | headers |\n|---|---|---|---|"
    details = []
    for status, response in sorted(operation["responses"].items()):
        meaning, *rest = response["description"].split("\n\n")
        details += rest
        bodies = ", ".join(
            f"`{kind}` {_type(body.get('schema', {}))}" for kind, body in response.get("content", {}).items()
        )
        headers = ", ".join(f"`{name}`" for name in response.get("headers", {}))
        yield f"| {status} | {_cell(meaning)} | {bodies} | {headers} |"
    yield ""
    yield from (f"{words}\n" for words in details)


def _schema(name: str, schema: Json) -> Iterator[str]:
    yield f"### {name}\n"
    if "description" in schema:
        yield schema["description"].split("\n\nAttributes:")[0] + "\n"
    if "enum" in schema:
        yield "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + ".\n"
    if "properties" in schema:
        needed = schema.get("required", ())
        yield "| field | type | needed | meaning |\n|---|---|---|---|"
        for field, rules in schema["properties"].items():
            meaning = _cell(rules.get("description", ""))
            yield f"| `{field}` | {_type(rules)} | {'yes' if field in needed else ''} | {meaning} |"
        yield ""


def _type(rules: Json) -> str:
    """A type as words, with links to the schemas of the page."""
    if "$ref" in rules:
        name = rules["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in rules:
        return " or ".join(_type(choice) for choice in rules["anyOf"])
    if "const" in rules:
        return f"`{rules['const']}`"
    if "enum" in rules:
        return ", ".join(f"`{value}`" for value in rules["enum"])
    if rules.get("type") == "array":
        return f"list of {_type(rules.get('items', {}))}"
    return " ".join(filter(None, [rules.get("type", "any"), _bounds(rules)]))


def _bounds(rules: Json) -> str:
    words = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "minLength": "length ≥", "maxLength": "length ≤"}
    return ", ".join(f"{words[name]} {rules[name]:g}" for name in words if name in rules)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
