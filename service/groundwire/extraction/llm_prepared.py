"""Schemas as requests carry them. Part of the adapter `groundwire.extraction.llm`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import instructor  # noqa: TID251 - part of the adapter
from pydantic import BaseModel

from groundwire.extraction.dialects import strict, terse


@dataclass(frozen=True)
class Prepared:
    """What instructor and openai would otherwise build anew for every call, at twice the processor time.

    Attributes:
        wrapped: The schema as instructor wants it.
        response_format: For `Mode.JSON_SCHEMA`.
        grammar: For `Mode.LLGUIDANCE`.
    """

    wrapped: type[BaseModel]
    response_format: Mapping[str, Any]
    grammar: str


@lru_cache(maxsize=64)
def prepared(schema: type[BaseModel]) -> Prepared:
    """A schema, prepared once."""
    described = schema.model_json_schema()
    compact = {"x-guidance": {"whitespace_flexible": False}, **terse(described)}
    return Prepared(
        wrapped=instructor.openai_schema(schema),
        # instructor leaves out `strict`, without which OpenAI enforces nothing.
        response_format={
            "type": "json_schema",
            "json_schema": {"name": schema.__name__, "strict": True, "schema": strict(described)},
        },
        grammar="%llguidance {}\nstart: %json " + json.dumps(compact),
    )
