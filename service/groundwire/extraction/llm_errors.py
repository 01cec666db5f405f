"""Turns whatever openai, instructor and pydantic throw into errors of ours, without a word of article or answer.

Part of the adapter `groundwire.extraction.llm`, beside which nobody else may import openai or instructor.
"""

import email.utils
import json
from datetime import UTC, datetime
from typing import Any

import openai  # noqa: TID251 - part of the adapter
from instructor.core.exceptions import (  # noqa: TID251 - part of the adapter
    IncompleteOutputException,
    InstructorRetryException,
    ResponseParsingError,
)
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelError,
    ModelRejected,
    ModelUnavailable,
)
from groundwire.schemas import Usage

_TRY_AGAIN = frozenset({408, 409, 425, 429})
_BLAMABLE = ("temperature", "max_tokens", "response_format", "json_schema", "tools", "tool_choice", "grammar")
_UNREADABLE = (
    openai.APIResponseValidationError,
    ResponseParsingError,
    json.JSONDecodeError,
    UnicodeDecodeError,
    RecursionError,  # JSON nested without end
)
"""Thrown over the body of an answer, some before the answer can be handed to a hook."""
_BAD_PARAMETER = frozenset({400, 404, 415, 422, 501})
_TOLD_FLAWS = 4
"""Most flaws that the model is told at once."""


def translate(error: BaseException, response: Any, usage: Usage) -> ModelError:  # noqa: ANN401 - anything may come
    """The error of ours that says what `error` means.

    Args:
        error: What was raised.
        response: What the endpoint had answered, if it had.
        usage: What was spent so far.
    """
    if isinstance(error, InstructorRetryException) and error.__cause__ is not None:
        # instructor wraps everything; the truth is the cause.
        return translate(error.__cause__, response, usage)
    if isinstance(error, openai.APITimeoutError):
        return DeadlineExceeded("the endpoint did not answer in time", usage)
    if isinstance(error, openai.APIStatusError):
        return _status_error(error, usage)
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable("the endpoint cannot be reached or broke the connection", usage)
    unusable = explain(response)
    if unusable is not None:
        return InvalidAnswer(unusable, usage)
    if isinstance(error, ValidationError):
        return InvalidAnswer(flaw(error), usage, told=told(error))
    if isinstance(error, IncompleteOutputException):
        return InvalidAnswer("the answer was cut off at the limit of output tokens; answer more briefly", usage)
    if response is not None or isinstance(error, _UNREADABLE):
        return InvalidAnswer("the answer is not the JSON that was asked for", usage)
    return ModelUnavailable(f"the request failed with {type(error).__name__}", usage)


def explain(response: Any) -> str | None:  # noqa: ANN401 - a proxy may answer with anything
    """What makes a response unusable whatever its content parses to; None if nothing does."""
    if response is None:
        return None
    choices = getattr(response, "choices", None)
    if not isinstance(choices, list):
        return "the response is no chat completion"
    if not choices:
        return "the response holds no choice"
    message = getattr(choices[0], "message", None)
    if getattr(message, "refusal", None):
        return "the model refused to answer"
    reason = getattr(choices[0], "finish_reason", None)
    if reason == "content_filter":
        return "the answer was stopped by a content filter"
    if reason == "length":
        return "the answer was cut off at the limit of output tokens; answer more briefly"
    return None


def _status_error(error: openai.APIStatusError, usage: Usage) -> ModelError:
    status = error.status_code
    if error.code == "insufficient_quota":
        return ModelRejected("the endpoint says that the key's quota is used up", usage, status=status)
    if status in _TRY_AGAIN or (status >= 500 and status != 501):
        return ModelUnavailable(
            f"the endpoint answered {status}",
            usage,
            retry_after_s=_retry_after(error.response.headers),
            status=status,
        )
    hint = {401: ": check the API key", 403: ": check the API key", 404: ": check base URL and model name"}
    return ModelRejected(
        f"the endpoint refused the request with {status}{hint.get(status, '')}",
        usage,
        parameter=_blamed(error),
        status=status,
    )


def _blamed(error: openai.APIStatusError) -> str | None:
    """The parameter that a refusal names, if it is one of those that we could send otherwise."""
    if error.status_code not in _BAD_PARAMETER:
        return None
    words = f"{error.param or ''} {error.message}"
    return next((name for name in _BLAMABLE if name in words), None)


def _retry_after(headers: Any) -> float | None:  # noqa: ANN401 - httpx2's headers, a mapping of strings
    """Seconds of a Retry-After header in either of its forms (RFC 9110, 10.2.3); None if absent or unreadable."""
    value = headers.get("retry-after")
    if value is None:
        return None
    try:
        if value.strip().isdecimal():
            return float(value)
        # By the endpoint's own clock where it tells the time: ours may be wrong, and may be set meanwhile.
        now = _moment(headers["date"]) if "date" in headers else datetime.now(UTC)
        return max(0.0, (_moment(value) - now).total_seconds())
    except (ValueError, OverflowError):
        return None


def _moment(value: str) -> datetime:
    """A date of HTTP, which is in UTC whether it says so or not."""
    moment = email.utils.parsedate_to_datetime(value)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def flaw(error: ValidationError) -> str:
    """Where and why an answer does not fit, for people: never the value, nor words of the article that it may be."""
    first, *_ = _flaws(error)
    why = "Input should be one of the values offered" if first["type"] == "literal_error" else first["msg"]
    return f"{_place(first)}: {why}"


def told(error: ValidationError) -> str:
    """The same for the model: the first few flaws, with the values that are allowed; never the value itself."""
    return "; ".join(f"{_place(each)}: {each['msg']}" for each in _flaws(error)[:_TOLD_FLAWS])


def _flaws(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_input=False, include_url=False, include_context=False)


def _place(flawed: ErrorDetails) -> str:
    # The last step to an unknown field is a name that the model made up, perhaps of the article's words.
    known = flawed["loc"][:-1] if flawed["type"] == "extra_forbidden" else flawed["loc"]
    return ".".join(str(part) for part in known) or "the answer"
