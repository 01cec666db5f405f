"""Two dialects of one schema admit the same answers: what strict mode calls null, the terse one leaves out."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from groundwire.extraction.canary import Canary
from groundwire.extraction.dialects import strict, terse
from groundwire.extraction.drafts import ANSWERS
from groundwire.extraction.forms import form_of
from groundwire.extraction.plan import plan
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import RecordType

Json = dict[str, Any]
TEXT = (
    "Peruvian jets bombed Arica, Tacna and Ilo on Friday, killing at least nine people and injuring 20 or 30. "
    "Chile and Bolivia condemned the strikes on Monday and urged Peru to hold talks in Lima with Brazil. "
    "Japan and Norway pledged $5 million (4 million euros) in aid and 200 tents to Chile over two years."
)


def _brief(kind: RecordType) -> type[BaseModel]:
    (question,) = plan(TEXT, split_sentences(TEXT), (kind,), Profile.SMALL)
    form = form_of(Profile.SMALL, TEXT, question)
    assert form is not None
    return form.schema


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    default: str | None = None
    word: Literal["a", "b"] | None = None


class _Answer(BaseModel):
    """Every way in which a value can be optional."""

    model_config = ConfigDict(extra="forbid")
    needed: int
    nullable: int | None
    number: int | None = None
    either: int | str | None = None
    many: Annotated[list[_Part], Field(min_length=1, max_length=2)] | None = None
    part: _Part | None = None


SCHEMAS: dict[str, Json] = {
    **{kind.value: ANSWERS[kind].model_json_schema() for kind in RecordType},
    **{f"brief {kind.value}": _brief(kind).model_json_schema() for kind in RecordType},
    "canary": Canary.model_json_schema(),
    "all": _Answer.model_json_schema(),
}


def _objects(value: Any, *, names: bool = False) -> Iterator[Json]:  # noqa: ANN401 - JSON
    """Every schema of an object; `names` where the keys are those of properties, not of a schema."""
    if isinstance(value, dict):
        if not names and value.get("type") == "object":
            yield value
        for key, part in value.items():
            yield from _objects(part, names=not names and key in {"properties", "$defs"})
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)


@pytest.mark.parametrize("name", SCHEMAS)
def test_strict_demands_every_property_and_closes_every_object(name: str) -> None:
    schema = strict(SCHEMAS[name])
    found = list(_objects(schema))
    assert found
    for described in found:
        assert described["additionalProperties"] is False
        assert described["required"] == list(described["properties"])
        assert not [part for part in described["properties"].values() if "default" in part]


@pytest.mark.parametrize("name", SCHEMAS)
def test_terse_has_no_null_for_what_may_be_left_out(name: str) -> None:
    schema = terse(SCHEMAS[name])
    for described in _objects(schema):
        assert described["additionalProperties"] is False
        optional = described["properties"].keys() - set(described.get("required", ()))
        for part in (described["properties"][key] for key in optional):
            assert "default" not in part
            assert part.get("type") != "null"
            assert {"type": "null"} not in part.get("anyOf", ())


@pytest.mark.parametrize("name", SCHEMAS)
def test_both_are_what_they_are_of_themselves_and_leave_the_schema_alone(name: str) -> None:
    before = repr(SCHEMAS[name])
    for dialect in (strict, terse):
        once = dialect(SCHEMAS[name])
        assert dialect(once) == once
    assert repr(SCHEMAS[name]) == before


def _optional(schema: Json) -> bool:
    return any(set(part["properties"]) - set(part.get("required", ())) for part in _objects(schema))


def test_there_is_something_to_leave_out() -> None:
    assert {name for name in SCHEMAS if _optional(SCHEMAS[name])} == {
        "all",
        *(f"brief {kind.value}" for kind in RecordType),
    }


def _values(schema: Json, root: Json) -> st.SearchStrategy[Any]:
    """Valid values, mostly, and some that are not: wrong words, missing and further properties, nulls."""
    if "$ref" in schema:
        return st.deferred(lambda: _values(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root))
    if "anyOf" in schema:
        return st.one_of([_values(part, root) for part in schema["anyOf"]])
    words = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if words is not None:
        return st.sampled_from([*words, "none of these"])
    match schema["type"]:
        case "object":
            needed = set(schema.get("required", ()))
            parts = {key: _values(part, root) for key, part in schema["properties"].items()}
            optional = {key: st.none() | part for key, part in parts.items() if key not in needed}
            whole = st.fixed_dictionaries({key: parts[key] for key in parts if key in needed}, optional=optional)
            return whole | st.fixed_dictionaries({}, optional={**parts, "strange": st.just(1)})
        case "array":
            return st.lists(_values(schema["items"], root), max_size=3)
        case "integer":
            return st.integers(0, 3)
        case "null":
            return st.none()
    return st.sampled_from(["", "word", "x" * 300])


def _told(value: Any, schema: Json, root: Json, *, full: bool) -> Any:  # noqa: ANN401 - JSON
    """The same value with nulls for all that may be left out, or without them."""
    if "$ref" in schema:
        return _told(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, full=full)
    if "anyOf" in schema:
        kind = "object" if isinstance(value, dict) else "array" if isinstance(value, list) else None
        options = [_resolved(part, root) for part in schema["anyOf"]]
        fitting = [part for part in options if kind is not None and part.get("type") == kind]
        return _told(value, fitting[0], root, full=full) if fitting else value
    if isinstance(value, dict) and "properties" in schema:
        needed = set(schema.get("required", ()))
        inner = {
            key: _told(part, schema["properties"].get(key, {}), root, full=full)
            for key, part in value.items()
            if full or part is not None or key in needed or key not in schema["properties"]
        }
        return {**dict.fromkeys(schema["properties"].keys() - needed if full else ()), **inner}
    if isinstance(value, list) and "items" in schema:
        return [_told(part, schema["items"], root, full=full) for part in value]
    return value


def _admits(schema: Json, value: Any, root: Json) -> bool:  # noqa: ANN401 - JSON
    """Whether a value is valid by the keywords that our schemas use."""
    if "$ref" in schema:
        return _admits(_resolved(schema, root), value, root)
    if "anyOf" in schema:
        return any(_admits(part, value, root) for part in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    match schema["type"]:
        case "object":
            told = schema["properties"]
            return (
                isinstance(value, dict)
                and set(schema.get("required", ())) <= value.keys() <= told.keys()
                and all(_admits(told[key], part, root) for key, part in value.items())
            )
        case "array":
            sizes = range(schema.get("minItems", 0), schema.get("maxItems", 1000) + 1)
            return (
                isinstance(value, list)
                and len(value) in sizes
                and all(_admits(schema["items"], part, root) for part in value)
            )
        case "string":
            return isinstance(value, str) and len(value) <= schema.get("maxLength", 1000)
        case "integer":
            return isinstance(value, int)
    return value is None


def _resolved(schema: Json, root: Json) -> Json:
    part: Json = root["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    return part


@pytest.mark.parametrize("name", [name for name in SCHEMAS if name == "all" or name.startswith("brief")])
@given(data=st.data())
def test_both_admit_the_same_answers_but_for_null_and_absence(name: str, data: st.DataObject) -> None:
    schema = SCHEMAS[name]
    value = data.draw(_values(schema, schema))
    demanded, left_out = strict(schema), terse(schema)
    usual = _admits(schema, value, schema)
    assert _admits(demanded, _told(value, schema, schema, full=True), demanded) == usual
    assert _admits(left_out, _told(value, schema, schema, full=False), left_out) == usual
