"""Schemas as requests carry them. Part of the adapter `groundwire.extraction.llm`."""

import copy
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Self

import instructor  # noqa: TID251 - part of the adapter
from pydantic import BaseModel

from groundwire.extraction.dialects import strict, terse


class Carrier(instructor.OpenAISchema):
    """What instructor takes for the schema of an answer: it hands out the schema, and takes in the answer's JSON.

    instructor walks through all fields of a schema five times for each call, and describes it anew: half of the
    processor time of a call. A carrier has one field, of no type that could be walked through.

    Attributes:
        answer: A plain instance of the schema that was asked with.
    """

    answer: Any

    schema_of_answer: ClassVar[type[BaseModel]]
    described: ClassVar[Mapping[str, Any]]

    @classmethod
    def model_json_schema(cls, *_: Any, **__: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's own signature is long
        """What the model is told of the schema; a copy, for instructor adds to it."""
        return copy.deepcopy(dict(cls.described))

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **how: Any) -> Self:  # noqa: ANN401 - as above
        """An answer as the model wrote it.

        Raises:
            ValidationError: It does not fit the schema.
        """
        return cls(answer=cls.schema_of_answer.model_validate_json(json_data, **how))


@dataclass(frozen=True)
class Prepared:
    """What instructor and openai would otherwise build anew for every call, at several times the processor time.

    Attributes:
        wrapped: The schema for modes in which instructor tells the model of it.
        untold: The schema for modes in which we do, with one of the following.
        response_format: For `Mode.JSON_SCHEMA`.
        grammar: For `Mode.LLGUIDANCE`.
        characters: About how long the schema is in a request.
    """

    wrapped: type[Carrier]
    untold: type[Carrier]
    response_format: Mapping[str, Any]
    grammar: str
    characters: int


@lru_cache(maxsize=64)
def prepared(schema: type[BaseModel]) -> Prepared:
    """A schema, prepared once."""
    described = schema.model_json_schema()
    compact = {"x-guidance": {"whitespace_flexible": False}, **terse(described)}
    return Prepared(
        wrapped=_carrier(schema, described),
        untold=_carrier(schema, {}),
        # instructor leaves out `strict`, without which OpenAI enforces nothing.
        response_format={
            "type": "json_schema",
            "json_schema": {"name": schema.__name__, "strict": True, "schema": strict(described)},
        },
        grammar="%llguidance {}\nstart: %json " + json.dumps(compact),
        characters=len(json.dumps(described)),
    )


def _carrier(schema: type[BaseModel], described: Mapping[str, Any]) -> type[Carrier]:
    known = {"__doc__": schema.__doc__, "__module__": __name__, "schema_of_answer": schema, "described": described}
    return type(schema.__name__, (Carrier,), known)
