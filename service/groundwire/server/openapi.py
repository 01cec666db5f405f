"""What the OpenAPI document says beyond what FastAPI can see: bodies that the routes read and write by hand."""

from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema

from groundwire.schemas import Extraction, ExtractRequest, Problem, ProblemType
from groundwire.schemas.wire import Health
from groundwire.server.problems import MEDIA_TYPE, TABLE, URN

_REFERENCE = "#/components/schemas/{model}"

EXAMPLE_REQUEST = {
    "text": "A drone strike on Odesa on Friday killed six people and injured at least 75, officials said.",
    "published": "2024-03-16",
    "record_types": ["attack"],
}
"""A request that works as it is."""


def _json(schema: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"application/json": {"schema": schema, **more}}


def _problems(*kinds: ProblemType) -> dict[int | str, dict[str, Any]]:
    """One response for each status, with an example for each problem that has it."""
    responses: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        row = TABLE[kind]
        content = {"schema": {"$ref": _REFERENCE.format(model="Problem")}, "examples": {}}
        response = responses.setdefault(row.status, {"description": row.title, "content": {MEDIA_TYPE: content}})
        response["content"][MEDIA_TYPE]["examples"][kind.value] = {"value": _example(kind)}
        titles = dict.fromkeys([*response["description"].split("; "), row.title])
        response["description"] = "; ".join(titles)
    return responses


def _example(kind: ProblemType) -> dict[str, Any]:
    row = TABLE[kind]
    return {"type": URN + kind, "title": row.title, "status": row.status, "detail": row.detail, "request_id": "a1b2"}


_READY = {"type": "object", "properties": {"status": {"type": "string", "enum": ["ready"]}}, "required": ["status"]}

EXTRACT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": _json({"$ref": _REFERENCE.format(model="ExtractRequest")}, example=EXAMPLE_REQUEST),
    }
}

EXTRACT_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The records, with their evidence",
        "content": _json({"$ref": _REFERENCE.format(model="Extraction")}),
    },
    **_problems(*(kind for kind in ProblemType if kind not in {"not-found", "method-not-allowed"})),
}

HEALTH_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Alive", "content": _json({"$ref": _REFERENCE.format(model="Health")})},
}

READY_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Ready", "content": _json(_READY)},
    **_problems(ProblemType.MODEL_UNAVAILABLE, ProblemType.INTERNAL_ERROR),
}


class DocumentedApp(FastAPI):
    """FastAPI whose document also holds the schemas of hand-read and hand-written bodies."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document; made once."""
        document = super().openapi()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        if "Extraction" not in schemas:
            _, definitions = models_json_schema(
                [
                    (ExtractRequest, "validation"),
                    *((model, "serialization") for model in (Extraction, Health, Problem)),
                ],
                ref_template=_REFERENCE,
            )
            schemas.update(definitions["$defs"])
        return document
