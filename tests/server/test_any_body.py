"""Whatever the bytes: an Extraction or a problem of the caller's making, never a 5xx."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.support import FakeExtractor, app_with, post, problem_of

from groundwire.schemas import Extraction, ExtractRequest

APP = app_with(FakeExtractor())

ANY_TEXT = st.text(st.characters(codec=None), max_size=20)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
NEARLY_RIGHT = st.fixed_dictionaries(
    {"text": ANY_TEXT | ANY_JSON},
    optional={name: ANY_TEXT | ANY_JSON for name in ExtractRequest.model_fields if name != "text"},
)


def _as_utf_16(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-16", "surrogatepass")


def _answered(content: bytes) -> None:
    response = post(APP, content)
    if response.status_code == 200:
        Extraction.model_validate_json(response.content)
    else:
        assert problem_of(response).status in {400, 413, 422}


@settings(max_examples=300, deadline=None)
@given(ANY_JSON | NEARLY_RIGHT)
def test_any_json(body: object) -> None:
    _answered(json.dumps(body).encode())


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=60)
    | NEARLY_RIGHT.map(lambda body: json.dumps(body, ensure_ascii=False).encode("utf-16", "surrogatepass"))
)
def test_any_bytes(content: bytes) -> None:
    _answered(content)
