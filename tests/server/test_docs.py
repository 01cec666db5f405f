"""The OpenAPI document is true and whole; the page that shows it loads nothing from elsewhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from tests.server.support import FakeExtractor, app_with, ask

from groundwire.schemas import ExtractRequest, ProblemType
from groundwire.server.limits import ServerLimits
from groundwire.server.openapi import EXAMPLE_REQUEST
from groundwire.server.openapi30 import as_openapi_30
from groundwire.server.problems import URN


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application."""
    return app_with(FakeExtractor())


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    """Its OpenAPI document."""
    content: dict[str, Any] = ask(app, "GET", "/openapi.json").json()
    return content


def _nodes(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)


def test_the_document_has_all_routes_bodies_and_problems(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert {path: list(methods) for path, methods in document["paths"].items()} == {
        "/v1/extract": ["post"],
        "/v1/extract/stream": ["post"],
        "/healthz": ["get"],
        "/readyz": ["get"],
    }
    extract = document["paths"]["/v1/extract"]["post"]
    body = extract["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/ExtractRequest"}
    assert ExtractRequest.model_validate(body["example"]) == ExtractRequest.model_validate(EXAMPLE_REQUEST)
    answer = extract["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/Extraction"}
    statuses = {"200", "400", "401", "408", "413", "415", "422", "429", "500", "502", "503", "504"}
    assert set(extract["responses"]) == statuses


def test_the_stream_takes_the_same_and_tells_its_events(document: dict[str, Any]) -> None:
    whole, stream = (document["paths"][path]["post"] for path in ("/v1/extract", "/v1/extract/stream"))
    assert stream["requestBody"] == whole["requestBody"]
    assert set(stream["responses"]) == set(whole["responses"])
    answer = stream["responses"]["200"]
    assert set(answer["content"]) == {"text/event-stream"}
    for event in ("record", "withdrawn", "extraction", "problem"):
        assert f"`{event}`" in answer["description"]


def test_everything_but_the_health_wants_a_key_and_says_so(document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for path, methods in document["paths"].items():
        (operation,) = methods.values()
        assert ("security" in operation) == (path != "/healthz")
        assert ("401" in operation["responses"]) == (path != "/healthz")


def test_headers_that_answers_bear_are_told(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/extract"]["post"]["responses"]
    told = {status: set(response.get("headers", {})) for status, response in responses.items()}
    assert told["200"] == {"RateLimit-Policy", "RateLimit"}
    assert told["401"] == {"WWW-Authenticate"}
    assert told["429"] == {"Retry-After", "RateLimit-Policy", "RateLimit"}
    assert told["503"] == {"Retry-After"}


def test_every_problem_has_an_example_that_is_one(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/extract"]["post"]["responses"]
    contents = [
        response["content"]["application/problem+json"] for status, response in responses.items() if status >= "4"
    ]
    shown = {example["value"]["type"] for content in contents for example in content["examples"].values()}
    elsewhere = {"not-found", "method-not-allowed", "idempotency-conflict", "jobs-unavailable", "too-many-jobs"}
    assert shown == {URN + kind for kind in ProblemType if kind not in elsewhere}
    assert all(content["schema"] == {"$ref": "#/components/schemas/Problem"} for content in contents)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    names = {node["$ref"].removeprefix("#/components/schemas/") for node in _nodes(document) if "$ref" in node}
    assert names <= set(document["components"]["schemas"])
    assert {"Attack", "DiplomaticEvent", "AidPledge", "Usage"} <= names


def test_the_page_and_its_start_load_nothing_from_elsewhere(app: FastAPI) -> None:
    page, start = ask(app, "GET", "/docs"), ask(app, "GET", "/docs/start.js")
    assert page.headers["content-type"].startswith("text/html")
    for text in (page.text, start.text):
        assert "//" not in text.replace("// ", "")
    loaded = re.findall(r'(?:src|href|url)(?:=|: )"([^"]+)"', page.text + start.text)
    assert len(loaded) == 5
    for path in loaded:
        assert ask(app, "GET", f"/{path}").status_code == 200
    policy = page.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "connect-src 'self';" in policy
    assert "http" not in policy


def test_the_style_sheet_loads_nothing_either(app: FastAPI) -> None:
    assert set(re.findall(r'url\(["\']?([a-z]+:)?', ask(app, "GET", "/docs/swagger-ui.css").text)) == {"data:"}


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.html",
        "..%2f__init__.py",
        "%2e%2e/x",
        "swagger-ui.css.map",
        "SWAGGER-UI.CSS",
        "%2fetc%2fpasswd",
        "a%00b",
    ],
)
def test_other_files_are_not_served(app: FastAPI, path: str) -> None:
    assert ask(app, "GET", f"/docs/{path}").status_code == 404


def test_the_page_reads_the_document_in_version_3_0(app: FastAPI, document: dict[str, Any]) -> None:
    old = ask(app, "GET", "/docs/openapi.json").json()
    assert old["openapi"] == "3.0.3"
    assert set(old["components"]["schemas"]) == set(document["components"]["schemas"])
    for node in _nodes(old):
        assert node.get("type") != "null"
        assert not {"const", "prefixItems", "$defs"} & node.keys() or "properties" not in node


def test_null_becomes_nullable() -> None:
    null = {"type": "null"}
    new = {
        "a": {"anyOf": [{"type": "string"}, null], "title": "A"},
        "b": {"anyOf": [{"$ref": "#/B"}, null], "default": None},
        "c": {"anyOf": [{"type": "string"}, {"type": "integer"}, null]},
        "d": {"const": 1, "type": "integer"},
    }
    assert as_openapi_30(new) == {
        "openapi": "3.0.3",
        "a": {"type": "string", "nullable": True, "title": "A"},
        "b": {"allOf": [{"$ref": "#/B"}], "nullable": True, "default": None},
        "c": {"anyOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
        "d": {"enum": [1], "type": "integer"},
    }


def test_the_document_tells_the_limits_of_this_server() -> None:
    limits = ServerLimits(max_chars=500)
    document = ask(app_with(FakeExtractor(), limits), "GET", "/openapi.json").json()
    fields = document["components"]["schemas"]["ExtractRequest"]["properties"]
    assert (fields["text"]["minLength"], fields["text"]["maxLength"]) == (1, 500)
    for text, fits in (("a", True), (" \n a\nb ", True), (" \n", False), ("a\x00b", False)):
        assert bool(re.search(fields["text"]["pattern"], text)) == fits
