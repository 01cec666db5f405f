"""What the OpenAPI document says of jobs, whose bodies the routes read and write by hand."""

from typing import Any

from groundwire.schemas import ProblemType
from groundwire.server.openapi import (
    EXAMPLE_REQUEST,
    QUOTAS,
    REFERENCE,
    RETRY_AFTER,
    SECURED,
    header,
    json_body,
    problems,
)

IDEMPOTENCY_KEY = "^[!-~]([ -~]{0,253}[!-~])?$"
"""What a caller may name an act of handing in."""

_EVERYWHERE = (
    ProblemType.UNAUTHORIZED,
    ProblemType.RATE_LIMITED,
    ProblemType.INTERNAL_ERROR,
    ProblemType.JOBS_UNAVAILABLE,
)
_STATUS = json_body({"$ref": REFERENCE.format(model="JobStatus")})
_LINES = """JSON objects, each a JobResult and one line, in order. The cursor of what follows is the last `index` + 1.
A last line without a line break at its end is broken off, and to be thrown away."""

SUBMIT: dict[str, Any] = SECURED | {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "A name for this act of handing in: handed in again under it, the job is the same one.",
            "schema": {"type": "string", "pattern": IDEMPOTENCY_KEY},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            **json_body(
                {"$ref": REFERENCE.format(model="JobRequest")},
                example={"articles": [{**EXAMPLE_REQUEST, "id": "odesa-1"}]},
            ),
            "application/x-ndjson": {"schema": {"type": "string", "description": "One JobArticle a line."}},
        },
    },
}

SUBMIT_RESPONSES: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Kept; it is read by and by",
        "headers": {**QUOTAS, **RETRY_AFTER, "Location": header("Where to ask how it stands.", "string")},
        "content": _STATUS,
    },
    **problems(
        *_EVERYWHERE,
        ProblemType.MALFORMED_BODY,
        ProblemType.REQUEST_TIMEOUT,
        ProblemType.IDEMPOTENCY_CONFLICT,
        ProblemType.TOO_LARGE,
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        ProblemType.INVALID_REQUEST,
        ProblemType.TOO_MANY_JOBS,
    ),
}

ONE_JOB: dict[str, Any] = SECURED | {
    "parameters": [
        {
            "name": "job_id",
            "in": "path",
            "required": True,
            "description": "Name of the job.",
            "schema": {"type": "string", "minLength": 1},
        }
    ]
}

STATUS_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "How it stands; Retry-After while it has not ended",
        "headers": {**QUOTAS, **RETRY_AFTER},
        "content": _STATUS,
    },
    **problems(*_EVERYWHERE, ProblemType.NOT_FOUND),
}

# Before OpenAPI 3.2, which has `itemSchema` for it, the schema of a stream is understood as that of each line.
RESULTS_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": _LINES,
        "headers": QUOTAS,
        "content": {"application/x-ndjson": {"schema": {"$ref": REFERENCE.format(model="JobResult")}}},
    },
    **problems(*_EVERYWHERE, ProblemType.NOT_FOUND, ProblemType.INVALID_REQUEST),
}
