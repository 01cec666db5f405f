"""What the OpenAPI document says beyond what FastAPI can see.

That is bodies that the routes read and write by hand, and keys and headers that are the business of layers around them.
"""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from groundwire.schemas import Extraction, ExtractRequest, Problem, ProblemType
from groundwire.schemas.jobs import JobRequest, JobResult, JobStatus
from groundwire.schemas.wire import Health
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import MEDIA_TYPE, TABLE, URN

REFERENCE = "#/components/schemas/{model}"
"""Where the schema of a model stands in the document."""

EXAMPLE_REQUEST = {
    "text": "A drone strike on Odesa on Friday killed six people and injured at least 75, officials said.",
    "published": "2024-03-16",
    "record_types": ["attack"],
}
"""A request that works as it is."""


def header(description: str, kind: str) -> dict[str, Any]:
    """A header of an answer."""
    return {"description": description, "schema": {"type": kind}}


RETRY_AFTER = {"Retry-After": header("Seconds to wait before the next try.", "integer")}
QUOTAS = {
    "RateLimit-Policy": header("What the key may do (draft-ietf-httpapi-ratelimit-headers).", "string"),
    "RateLimit": header("What is left of that, and the seconds until there is more.", "string"),
}
_HEADERS_OF: dict[int, dict[str, Any]] = {
    200: QUOTAS,
    401: {"WWW-Authenticate": header("`Bearer`, and `Basic` to a browser that asks for a page.", "string")},
    429: RETRY_AFTER | QUOTAS,
    503: RETRY_AFTER,
}

BEARER: dict[str, Any] = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API key, made by `groundwire keys create`. Not asked for while the service has no key.",
    }
}
SECURED: dict[str, Any] = {"security": [{"bearer": []}]}


def json_body(schema: dict[str, Any], **more: object) -> dict[str, Any]:
    """A body of JSON."""
    return {"application/json": {"schema": schema, **more}}


def problems(*kinds: ProblemType) -> dict[int | str, dict[str, Any]]:
    """One response for each status, with an example for each problem that has it."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        row = TABLE[kind]
        content = {"schema": {"$ref": REFERENCE.format(model="Problem")}, "examples": {}}
        response = responses.setdefault(row.status, {"description": row.title, "content": {MEDIA_TYPE: content}})
        if headers := _HEADERS_OF.get(row.status):
            response["headers"] = headers
        response["content"][MEDIA_TYPE]["examples"][kind.value] = {"value": _example(kind)}
        titles = dict.fromkeys([*response["description"].split("; "), row.title])
        response["description"] = "; ".join(titles)
    return responses


def _example(kind: ProblemType) -> dict[str, Any]:
    row = TABLE[kind]
    return {"type": URN + kind, "title": row.title, "status": row.status, "detail": row.detail, "request_id": "a1b2"}


_READY = {"type": "object", "properties": {"status": {"type": "string", "enum": ["ready"]}}, "required": ["status"]}

READY: dict[str, Any] = SECURED

EXTRACT_BODY: dict[str, Any] = SECURED | {
    "requestBody": {
        "required": True,
        "content": json_body({"$ref": REFERENCE.format(model="ExtractRequest")}, example=EXAMPLE_REQUEST),
    }
}

_ELSEWHERE = {"not-found", "method-not-allowed", "idempotency-conflict", "jobs-unavailable", "too-many-jobs"}
"""Problems that do not come where articles are extracted."""
_EXTRACT_PROBLEMS = problems(*(kind for kind in ProblemType if kind not in _ELSEWHERE))

EXTRACT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The records, with their evidence",
        "headers": QUOTAS,
        "content": json_body({"$ref": REFERENCE.format(model="Extraction")}),
    },
    **_EXTRACT_PROBLEMS,
}

_EVENTS = """Server-sent events; a comment comes where nothing else did for 15 seconds. Exactly one of the last two ends
the stream; one that has neither is broken.

| event | data |
|---|---|
| `record` | `{"id", "record_type", "record"}`: found; an Attack, DiplomaticEvent or AidPledge |
| `withdrawn` | `{"id"}`: that record is none, or went into another one |
| `extraction` | The whole Extraction, as `/v1/extract` gives it |
| `problem` | What went wrong after the first byte, a Problem |"""

# Before OpenAPI 3.2, which has `itemSchema` for it, the schema of a stream is understood as that of each event.
_EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "enum": ["record", "withdrawn", "extraction", "problem"]},
        "data": {"type": "string", "description": "JSON"},
    },
    "required": ["event", "data"],
}

STREAM_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": _EVENTS, "headers": QUOTAS, "content": {"text/event-stream": {"schema": _EVENT}}},
    **_EXTRACT_PROBLEMS,
}

HEALTH_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Alive", "content": json_body({"$ref": REFERENCE.format(model="Health")})},
}

READY_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Ready", "content": json_body(_READY)},
    **problems(
        ProblemType.UNAUTHORIZED,
        ProblemType.RATE_LIMITED,
        ProblemType.MODEL_UNAVAILABLE,
        ProblemType.STOPPING,
        ProblemType.INTERNAL_ERROR,
    ),
}


class DocumentedApp(FastAPI):
    """FastAPI whose document also holds the schemas of bodies that are read or written by hand, within its limits."""

    def __init__(self, limits: ServerLimits, **settings: Any) -> None:  # noqa: ANN401 - FastAPI's own
        super().__init__(**settings)
        self._limits = limits

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document; made once."""
        document = super().openapi()
        components = document.setdefault("components", {})
        components["securitySchemes"] = BEARER
        schemas = components.setdefault("schemas", {})
        if "Extraction" not in schemas:
            _, definitions = models_json_schema(
                [
                    *((model, "validation") for model in (ExtractRequest, JobRequest)),
                    *((model, "serialization") for model in (Extraction, Health, Problem, JobStatus, JobResult)),
                ],
                ref_template=REFERENCE,
            )
            schemas.update(definitions["$defs"])
            for name in ("ExtractRequest", "JobArticle"):
                _limit(schemas[name]["properties"], self._limits)
            schemas["JobRequest"]["properties"]["articles"]["maxItems"] = self._limits.max_job_articles
        return document


def _limit(fields: dict[str, Any], limits: ServerLimits) -> None:
    fields["text"] |= {"minLength": 1, "maxLength": limits.max_chars, "pattern": r"^[^\x00]*[^\s\x00][^\x00]*$"}
    for name in ("title", "source_url"):
        next(form for form in fields[name]["anyOf"] if form["type"] == "string")["pattern"] = r"^[^\x00]*$"
