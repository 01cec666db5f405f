"""Failures of the model and of the service itself, as a caller sees them."""

import logging

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from tests.server.support import FakeExtractor, app_with, ask, post, problem_of

from groundwire.extraction import errors
from groundwire.schemas import ProblemType, Usage
from groundwire.server.problems import TABLE

USAGE = Usage(calls=3, failed_calls=3, prompt_tokens=300)
MODEL_ERRORS: list[tuple[errors.ModelError, int, ProblemType]] = [
    (errors.InvalidAnswer("prose", USAGE), 502, ProblemType.INVALID_ANSWER),
    (errors.ModelRejected("key", USAGE), 502, ProblemType.MODEL_REJECTED),
    (errors.ModelUnavailable("down", USAGE), 503, ProblemType.MODEL_UNAVAILABLE),
    (errors.DeadlineExceeded("late", USAGE), 504, ProblemType.DEADLINE_EXCEEDED),
    (errors.ModelError("of no kind", USAGE), 500, ProblemType.INTERNAL_ERROR),
]


@pytest.mark.parametrize(("error", "status", "kind"), MODEL_ERRORS)
def test_a_failure_of_the_model_says_what_was_spent(error: errors.ModelError, status: int, kind: ProblemType) -> None:
    problem = problem_of(post(app_with(FakeExtractor(error=error)), {"text": "a"}))
    assert (problem.status, problem.kind, problem.usage) == (status, kind, USAGE)


def test_every_error_of_the_pipeline_is_tried_above() -> None:
    known = {type(error) for error, _, _ in MODEL_ERRORS}
    assert known == {errors.ModelError, *errors.ModelError.__subclasses__()}
    assert errors.ExtractionError.__subclasses__() == [errors.Overloaded, errors.ModelError]


def test_too_much_to_do_says_when_to_come_back() -> None:
    response = post(app_with(FakeExtractor(error=errors.Overloaded("too many wait", 12.3))), {"text": "a"})
    problem = problem_of(response)
    assert (problem.status, problem.kind, problem.usage) == (503, ProblemType.OVERLOADED, None)
    assert response.headers["retry-after"] == "13"


def test_every_problem_has_its_row() -> None:
    assert set(TABLE) == set(ProblemType)


@pytest.mark.parametrize(
    ("asked_s", "header"),
    [
        (None, "5"),
        (0.2, "1"),
        (7.0, "7"),
        (7.1, "8"),
        (0.0, "5"),
        (-3.0, "5"),
        (float("inf"), "5"),
        (float("nan"), "5"),
    ],
)
def test_retry_after_is_the_endpoint_s_wish_in_whole_seconds(asked_s: float | None, header: str) -> None:
    error = errors.ModelUnavailable("down", retry_after_s=asked_s)
    assert post(app_with(FakeExtractor(error=error)), {"text": "a"}).headers["retry-after"] == header


def test_a_defect_tells_the_client_nothing_and_the_log_where(caplog: pytest.LogCaptureFixture) -> None:
    cause = KeyError("geheim 1")
    error = RuntimeError("geheim 2")
    error.__cause__ = cause
    with caplog.at_level(logging.INFO, "groundwire.server"):
        response = post(app_with(FakeExtractor(error=error)), {"text": "geheim 3"})
    problem = problem_of(response)
    assert (problem.status, problem.kind) == (500, ProblemType.INTERNAL_ERROR)
    assert "geheim" not in response.text
    assert "geheim" not in caplog.text
    assert "builtins.RuntimeError" in caplog.text
    assert "caused by builtins.KeyError" in caplog.text
    assert "support.py" in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/v1", 404),
        ("POST", "/v1/extract/", 404),
        ("POST", "/v1/extract/x", 404),
        ("GET", "/v1/extract", 405),
        ("PUT", "/v1/extract", 405),
        ("OPTIONS", "/v1/extract", 405),
        ("POST", "/healthz", 405),
        ("DELETE", "/docs", 405),
    ],
)
def test_unknown_paths_and_methods_are_problems(method: str, path: str, status: int) -> None:
    response = ask(app_with(FakeExtractor()), method, path)
    assert problem_of(response).status == status
    assert ("allow" in response.headers) == (status == 405)


@pytest.mark.parametrize(("status", "type_"), [(404, "urn:groundwire:problem:not-found"), (402, "about:blank")])
def test_exceptions_of_starlette_are_problems_without_their_detail(status: int, type_: str) -> None:
    app: FastAPI = app_with(FakeExtractor())

    @app.get("/raises")
    async def raises() -> None:
        raise HTTPException(status, "geheim", {"X-Kept": "yes"})

    response = ask(app, "GET", "/raises")
    assert problem_of(response).type == type_
    assert response.headers["x-kept"] == "yes"
    assert "geheim" not in response.text


def test_parameters_that_fastapi_refuses_are_not_repeated() -> None:
    app = app_with(FakeExtractor())

    @app.get("/typed")
    async def typed(number: int) -> int:
        return number

    response = ask(app, "GET", "/typed?number=geheim")
    assert [error.field for error in problem_of(response).errors] == ["query.number"]
    assert "geheim" not in response.text


def test_alive_and_ready() -> None:
    extractor = FakeExtractor()
    app = app_with(extractor)
    assert ask(app, "GET", "/healthz").json()["status"] == "alive"
    assert ask(app, "GET", "/readyz").json() == {"status": "ready"}
    extractor.not_ready = "The model is being loaded."
    response = ask(app, "GET", "/readyz")
    assert (problem_of(response).status, problem_of(response).detail) == (503, "The model is being loaded.")
    assert response.headers["retry-after"] == "5"
    assert ask(app, "GET", "/healthz").status_code == 200
