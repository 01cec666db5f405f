"""JSON Pointers as RFC 6901 has them, and copies that leave the document alone."""

from typing import Any

import pytest

from groundwire.evals.labels.pointers import value_at, with_value, without

DOCUMENT: dict[str, Any] = {"foo": ["bar", {"deep": None}], "a/b": 1, "m~n": 8, "~1": 2}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [("/foo/0", "bar"), ("/foo/1/deep", None), ("/a~1b", 1), ("/m~0n", 8), ("/~01", 2)],
)
def test_a_pointer_names_a_value(pointer: str, value: object) -> None:
    assert value_at(DOCUMENT, pointer) == value


@pytest.mark.parametrize("pointer", ["/foo/2", "/foo/-1", "/foo/bar", "/foo/²", "/gone", "/foo/0/x", "/foo/1/deep/x"])
def test_a_pointer_to_nothing_is_refused(pointer: str) -> None:
    for change in (value_at, without, lambda document, path: with_value(document, path, 1)):
        with pytest.raises(LookupError):
            change(DOCUMENT, pointer)


def test_changes_are_made_in_a_copy() -> None:
    assert with_value(DOCUMENT, "/foo/1/deep", 5) == {**DOCUMENT, "foo": ["bar", {"deep": 5}]}
    assert with_value(DOCUMENT, "/foo/0", 5) == {**DOCUMENT, "foo": [5, {"deep": None}]}
    assert with_value(DOCUMENT, "/foo/-", 5) == {**DOCUMENT, "foo": ["bar", {"deep": None}, 5]}
    assert without(DOCUMENT, "/foo/0") == {**DOCUMENT, "foo": [{"deep": None}]}
    assert without(DOCUMENT, "/foo/1/deep") == {**DOCUMENT, "foo": ["bar", {}]}
    assert DOCUMENT == {"foo": ["bar", {"deep": None}], "a/b": 1, "m~n": 8, "~1": 2}
