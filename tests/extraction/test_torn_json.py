"""Members of torn JSON come out to their ends or not at all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.torn_json import members

STRINGS = st.text(st.sampled_from('{}[]",:\\ 1') | st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS, inner, max_size=3),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=4), st.sampled_from([None, 1]), st.data())
def test_a_list_cut_off_anywhere_gives_its_first_members(
    values: list[Any], indent: int | None, data: st.DataObject
) -> None:
    text = json.dumps(values, indent=indent)
    length = data.draw(st.integers(1, len(text)))
    found, closed = members(text[:length], 0)
    read = [json.loads(value) for _, value in found]
    assert read == values[: len(read)]
    assert closed is (length == len(text))
    assert {key for key, _ in found} <= {""}
    if closed:
        assert read == values


@given(st.dictionaries(STRINGS, VALUES, max_size=4), st.sampled_from([None, 1]), st.data())
def test_so_does_an_object(values: dict[str, Any], indent: int | None, data: st.DataObject) -> None:
    text = json.dumps(values, indent=indent)
    length = data.draw(st.integers(1, len(text)))
    found, closed = members(text[:length], 0)
    read = [(json.loads(f'"{key}"'), json.loads(value)) for key, value in found]
    assert read == list(values.items())[: len(read)]
    assert closed is (length == len(text))
    if closed:
        assert dict(read) == values


@pytest.mark.parametrize(
    ("text", "values", "closed"),
    [
        ("[1, 2", ["1"], False),
        ("[1, 20 ", ["1"], False),
        ("[1, 20 ,", ["1", "20"], False),
        ("[1, nul", ["1"], False),
        ('[1, "two', ["1"], False),
        ('[1, "two"', ["1", '"two"'], False),
        ('[1, "two\\"', ["1"], False),
        ('[{"a": "x}', [], False),
        ('[{"a": "x}]', [], False),
        ('["x]', [], False),
        ("[[1], [2", ["[1]"], False),
        ("[[1}, [2]]", [], False),
        ('[{"a": [1}, 2]', [], False),
        ("[{]}, 2]", [], False),
        ("[1 2]", [], False),
        ("[1,, 2,]", ["1", "2"], True),
        ("[{'a': 1}, {a: b}]", ["{'a': 1}", "{a: b}"], True),
        ('["a" "b"]', ['"a"', '"b"'], True),
        ("[]", [], True),
        ("[", [], False),
        ("{}", [], True),
        ("{", [], False),
        ('{"a', [], False),
        ('{"a"', [], False),
        ('{"a":', [], False),
        ('{"a": 1', [], False),
        ('{"a": 1, "b', ["1"], False),
        ('{"a": {"b": 1}, "c": [2]} and so on', ['{"b": 1}', "[2]"], True),
        ("{a: 1}", [], False),
    ],
)
def test_what_counts_as_whole(text: str, values: list[str], closed: bool) -> None:
    found, ended = members(text, 0)
    assert [value for _, value in found] == values
    assert ended is closed
