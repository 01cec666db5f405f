"""The schemas of answers keep to the subset of JSON Schema that strict endpoints accept."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from tests.extraction.drafting import aid, attack, diplomacy

from groundwire.extraction.canary import Canary
from groundwire.extraction.drafts import ANSWERS, MAX_RECORDS
from groundwire.schemas import RecordType

SCHEMAS = {**{kind.value: answer for kind, answer in ANSWERS.items()}, "canary": Canary}

# What OpenAI documents for strict schemas, anyOf aside; llama.cpp and vLLM know all of it.
BY_TYPE = {
    "object": {"properties", "required", "additionalProperties"},
    "array": {"items", "minItems", "maxItems"},
    "string": {"enum", "const", "minLength", "maxLength", "pattern", "format"},
    "integer": {"enum", "minimum", "maximum"},
    "null": set[str](),
}
ANYWHERE = {"type", "title", "description"}


def _parts(schema: dict[str, Any], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema, references followed once."""
    yield schema
    for name in ("items", "additionalProperties"):
        if isinstance(schema.get(name), dict):
            yield from _parts(schema[name], root)
    for part in (*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("$defs", {}).values()):
        yield from _parts(part, root)


def _depth(schema: dict[str, Any], root: dict[str, Any]) -> int:
    """Objects and lists inside each other; a schema that contains itself would never end."""
    if "$ref" in schema:
        return _depth(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    parts = [*schema.get("properties", {}).values(), *schema.get("anyOf", ())]
    if "items" in schema:
        parts.append(schema["items"])
    return int(schema.get("type") in {"object", "array"}) + max((_depth(part, root) for part in parts), default=0)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_of_the_strict_subset(name: str) -> None:
    schema = SCHEMAS[name].model_json_schema()
    assert schema["type"] == "object"
    assert _depth(schema, schema) <= 10
    for part in _parts(schema, schema):
        if "$ref" in part:
            assert part.keys() == {"$ref"}
            assert part["$ref"].rsplit("/", 1)[1] in schema["$defs"]
        elif "anyOf" in part:
            assert part.keys() <= {"anyOf", "title", "description"}
        else:
            kind = part["type"]
            assert part.keys() - ANYWHERE - {"$defs"} <= BY_TYPE[kind], part
            if kind == "object":
                assert part["additionalProperties"] is False
                assert part["required"] == list(part["properties"])
                assert part["properties"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_list_and_every_string_is_bounded(name: str) -> None:
    """A small model repeats itself without end where it is let."""
    schema = SCHEMAS[name].model_json_schema()
    for part in _parts(schema, schema):
        if part.get("type") == "array":
            assert part["maxItems"] <= (MAX_RECORDS if part.get("title") == "Records" else 8)
        if part.get("type") == "string":
            assert "enum" in part or "const" in part or part["maxLength"] <= 200


def test_schemas_stay_within_the_limits_of_strict_endpoints() -> None:
    for answer in SCHEMAS.values():
        text = json.dumps(answer.model_json_schema())
        assert len(text) < 15_000
        assert text.count('"type": "object"') < 100


def test_there_is_an_answer_for_every_type_and_it_holds_records() -> None:
    assert set(ANSWERS) == set(RecordType)
    for answer in ANSWERS.values():
        assert list(answer.model_fields) == ["records"]
        assert answer.model_validate({"records": []}).records == []


@pytest.mark.parametrize("kind", RecordType)
def test_sentences_come_first_so_that_a_model_looks_before_it_writes(kind: RecordType) -> None:
    record = ANSWERS[kind].model_json_schema()["properties"]["records"]["items"]["$ref"].rsplit("/", 1)[1]
    schema = ANSWERS[kind].model_json_schema()["$defs"][record]
    assert next(iter(schema["properties"])) == "sentences"
    assert schema["properties"]["sentences"]["items"]["minimum"] == 1


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"records": None},
        {"records": [{}]},
        {"records": [], "note": "x"},
        {"records": [{"sentences": [1]}] * (MAX_RECORDS + 1)},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", RecordType)
def test_incomplete_and_open_answers_are_refused(kind: RecordType, answer: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ANSWERS[kind].model_validate(answer)


CODES = {
    RecordType.ATTACK: {"scope", "attack_type", "attribution"},
    RecordType.DIPLOMATIC_EVENT: {"topics", "status"},
    RecordType.AID_PLEDGE: {"aid_type", "instrument", "status"},
}


@pytest.mark.parametrize("kind", RecordType)
def test_a_code_may_be_left_to_code(kind: RecordType) -> None:
    """Null is an answer for every code but the type of a diplomatic event, which no word of its own tells."""
    blank = {
        RecordType.ATTACK: attack(),
        RecordType.DIPLOMATIC_EVENT: diplomacy("consult"),
        RecordType.AID_PLEDGE: aid(),
    }
    draft = {**blank[kind].model_dump(), **dict.fromkeys(CODES[kind])}
    (record,) = ANSWERS[kind].model_validate({"records": [draft]}).records
    assert record.model_dump() == draft
    with pytest.raises(ValidationError):
        ANSWERS[kind].model_validate({"records": [{**draft, "event_type": None}]})
