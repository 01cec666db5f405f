"""Every error that openai and instructor publish comes out as one of ours, with the usage, without a word of theirs."""

import inspect
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import httpx2
import openai  # noqa: TID251 - its errors are what is tested
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instructor.core import exceptions as theirs  # noqa: TID251 - its errors are what is tested
from pydantic import ValidationError
from tests.extraction.llm_tools import City

from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelError,
    ModelRejected,
    ModelUnavailable,
)
from groundwire.extraction.llm_errors import explain, translate
from groundwire.schemas import Usage

SECRET = "the governor of Odesa said"
USAGE = Usage(calls=3, failed_calls=3, prompt_tokens=70)
REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")

# A class that is missing here is new: decide what it means before it meets a user.
MEANING: dict[str, type[ModelError]] = {
    "APIError": ModelUnavailable,
    "APIConnectionError": ModelUnavailable,
    "APITimeoutError": DeadlineExceeded,
    "APIResponseValidationError": InvalidAnswer,
    "APIStatusError": ModelRejected,
    "BadRequestError": ModelRejected,
    "AuthenticationError": ModelRejected,
    "OAuthError": ModelRejected,
    "PermissionDeniedError": ModelRejected,
    "NotFoundError": ModelRejected,
    "UnprocessableEntityError": ModelRejected,
    "ConflictError": ModelUnavailable,
    "RateLimitError": ModelUnavailable,
    "InternalServerError": ModelUnavailable,
    # Not thrown on the way we use openai, and never retried by mistake for longer than the policy says.
    "SubjectTokenProviderError": ModelUnavailable,
    "LengthFinishReasonError": ModelUnavailable,
    "ContentFilterFinishReasonError": ModelUnavailable,
    "WebSocketConnectionClosedError": ModelUnavailable,
    "WebSocketQueueFullError": ModelUnavailable,
    "StreamAlreadyConsumed": ModelUnavailable,
    "MutuallyExclusiveAuthError": ModelUnavailable,
    "APIRemovedInV1": ModelUnavailable,
    "IncompleteOutputException": InvalidAnswer,
    "ResponseParsingError": InvalidAnswer,
    "InstructorRetryException": ModelUnavailable,  # without a cause, which it always has; with one, see below
    "TokenBudgetError": ModelUnavailable,
    "TokenBudgetExceeded": ModelUnavailable,
    "TokenUsageUnavailableError": ModelUnavailable,
    "ValidationError": ModelUnavailable,
    "AsyncValidationError": ModelUnavailable,
    "ProviderError": ModelUnavailable,
    "ConfigurationError": ModelUnavailable,
    "RegistryError": ModelUnavailable,
    "ValidationContextError": ModelUnavailable,
    "ModeError": ModelUnavailable,
    "ClientError": ModelUnavailable,
    "MultimodalError": ModelUnavailable,
}
STATUS = {
    "APIStatusError": 418,
    "BadRequestError": 400,
    "AuthenticationError": 401,
    "OAuthError": 401,
    "PermissionDeniedError": 403,
    "NotFoundError": 404,
    "ConflictError": 409,
    "UnprocessableEntityError": 422,
    "RateLimitError": 429,
    "InternalServerError": 500,
}


def _below(base: type[Exception]) -> Iterator[type[Exception]]:
    for child in base.__subclasses__():
        if not child.__name__.startswith("_") and child.__module__.split(".")[0] in {"openai", "instructor"}:
            yield child
            yield from _below(child)


FOREIGN = sorted(
    {*_below(openai.OpenAIError), *_below(theirs.InstructorError)}, key=lambda kind: (kind.__module__, kind.__name__)
)


def _made(kind: type[Exception]) -> Exception:
    """An error of that class, every text in it secret."""
    known: dict[str, Any] = {
        "message": SECRET,
        "request": REQUEST,
        "response": httpx2.Response(STATUS.get(kind.__name__, 200), request=REQUEST),
        "body": {"message": SECRET, "code": None},
        "completion": SimpleNamespace(usage=None),
        "unsent_messages": [SECRET],
        "symbol": SECRET,
        "n_attempts": 1,
        "total_usage": None,
        "budget": 1,
        "provider": SECRET,
        "mode": SECRET,
        "valid_modes": [SECRET],
        "create_kwargs": {"messages": [{"role": "user", "content": SECRET}]},
    }
    asked = inspect.signature(kind.__init__).parameters
    return kind(**{name: value for name, value in known.items() if name in asked})


def test_the_walk_finds_both_libraries() -> None:
    names = {kind.__name__ for kind in FOREIGN}
    assert {"APIError", "APITimeoutError", "InstructorRetryException", "ResponseParsingError"} <= names


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.__name__)
def test_every_foreign_error_has_a_meaning(kind: type[Exception]) -> None:
    assert kind.__name__ in MEANING, f"{kind.__name__} is new: say in MEANING which error of ours it is"
    ours = translate(_made(kind), None, USAGE)
    assert type(ours) is MEANING[kind.__name__]
    assert ours.usage == USAGE
    assert SECRET not in str(ours)


@pytest.mark.parametrize("kind", FOREIGN, ids=lambda kind: kind.__name__)
def test_instructor_wraps_every_error_and_the_cause_decides(kind: type[Exception]) -> None:
    wrapped = theirs.InstructorRetryException(SECRET, n_attempts=1, total_usage=None)
    wrapped.__cause__ = _made(kind)
    assert type(translate(wrapped, None, USAGE)) is MEANING[kind.__name__]


@pytest.mark.parametrize("error", [OSError(SECRET), TypeError(SECRET), ValueError(SECRET), RuntimeError(SECRET)])
def test_anything_else_is_an_error_of_ours_too(error: Exception) -> None:
    ours = translate(error, None, USAGE)
    assert str(ours) == f"the request failed with {type(error).__name__}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"city": "X"}', "killed: Field required"),
        ('{"city": "X", "killed": "the governor of Odesa said"}', "killed: Input should be a valid"),
        ('{"city": "X", "killed": 1, "the governor of Odesa said": 2}', "the answer: Extra inputs are not permitted"),
        ('["the governor of Odesa said"]', "the answer: Input should be an object"),
        ("the governor of Odesa said", "the answer: Invalid JSON: "),
    ],
)
def test_a_flaw_is_told_by_place_and_kind_never_by_value(text: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        City.model_validate_json(text)
    ours = translate(caught.value, None, USAGE)
    assert isinstance(ours, InvalidAnswer)
    assert str(ours).startswith(said)
    assert SECRET not in str(ours)


def _refused(status: int, headers: dict[str, str] | None = None, body: object = None) -> ModelError:
    response = httpx2.Response(status, headers=headers, request=REQUEST)
    return translate(openai.APIStatusError(json.dumps(body), response=response, body=body), None, USAGE)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("9" * 400, float("inf")),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value: str, seconds: float | None) -> None:
    error = _refused(429, {"Retry-After": value})
    assert isinstance(error, ModelUnavailable)
    assert error.retry_after_s == seconds


def test_retry_after_as_a_date_of_the_future_is_far_away() -> None:
    error = _refused(503, {"Retry-After": "Fri, 31 Dec 2399 23:59:59 GMT"})
    assert isinstance(error, ModelUnavailable)
    assert (error.retry_after_s or 0) > 1e9


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_no_retry_after_header_breaks_the_translation(value: str) -> None:
    response = httpx2.Response(429, headers=[(b"retry-after", value.encode("latin-1"))], request=REQUEST)
    error = translate(openai.RateLimitError("x", response=response, body=None), None, USAGE)
    assert isinstance(error, ModelUnavailable)
    assert error.retry_after_s is None or error.retry_after_s >= 0


@pytest.mark.parametrize(
    "value", ["²", "٣", "Wed, 21 Oct 2015 07:28:00 +9999999999", "Wed, 21 Oct 0001 07:28:00 -0000"]
)
def test_odd_retry_after_headers(value: str) -> None:
    response = httpx2.Response(429, headers=[(b"retry-after", value.encode())], request=REQUEST)
    assert isinstance(
        translate(openai.RateLimitError("x", response=response, body=None), None, USAGE), ModelUnavailable
    )


@pytest.mark.parametrize(
    ("status", "body", "parameter"),
    [
        (400, {"message": "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'."}, "max_tokens"),
        (400, {"message": "Unsupported value", "param": "temperature"}, "temperature"),
        (422, {"message": "response_format is not supported"}, "response_format"),
        (400, {"message": "max_completion_tokens is too large"}, None),
        (400, {"message": "the prompt is too long"}, None),
        (401, {"message": "no temperature for this key"}, None),
    ],
)
def test_a_refusal_names_the_parameter_that_could_be_sent_otherwise(
    status: int, body: dict[str, str], parameter: str | None
) -> None:
    error = _refused(status, body=body)
    assert isinstance(error, ModelRejected)
    assert error.parameter == parameter


def test_a_used_up_quota_is_no_reason_to_try_again() -> None:
    assert isinstance(_refused(429, body={"message": SECRET, "code": "insufficient_quota"}), ModelRejected)


@pytest.mark.parametrize("response", ["<html>", [], {}, 12, object()])
def test_what_is_no_completion_is_explained(response: object) -> None:
    assert explain(response) == "the response is no chat completion"


def test_nothing_is_wrong_with_no_response() -> None:
    assert explain(None) is None


@pytest.mark.parametrize(
    ("date", "after", "seconds"),
    [
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:30 GMT", 30),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:28:30 -0000", 30),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2015 07:27:00 GMT", 0),
        ("yesterday", "Wed, 21 Oct 2015 07:28:30 GMT", None),
        (None, "Wed, 21 Oct 2015 07:28:30 GMT", 0),
        (None, "", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", "30", 30),
    ],
)
def test_a_date_to_come_back_is_taken_by_the_clock_of_the_endpoint(
    date: str | None, after: str, seconds: float | None
) -> None:
    headers = {"retry-after": after} | ({"date": date} if date else {})
    response = httpx2.Response(503, headers=headers, request=REQUEST)
    error = translate(openai.InternalServerError("busy", response=response, body=None), None, USAGE)
    assert isinstance(error, ModelUnavailable)
    assert (error.retry_after_s, error.status) == (seconds, 503)
