"""A question as it is sent: to be answered now, or in a batch. Part of the adapter `groundwire.extraction.llm`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from groundwire.extraction.llm_prepared import Prepared
from groundwire.extraction.model import Dialect, Message, Mode

if TYPE_CHECKING:
    from groundwire.extraction.llm import Endpoint


def request_of(endpoint: "Endpoint", dialect: Dialect, form: Prepared, messages: Sequence[Message]) -> dict[str, Any]:
    """What openai's client is given; what it does not know by name stands under `extra_body`."""
    request: dict[str, Any] = {
        "messages": [{"role": turn.role, "content": turn.content} for turn in messages],
        "model": endpoint.model,
        dialect.limit_field: endpoint.max_output_tokens,
    }
    if dialect.temperature and endpoint.temperature is not None:
        request["temperature"] = endpoint.temperature
    if dialect.mode is Mode.JSON_SCHEMA:
        request["extra_body"] = {"response_format": form.response_format}
    if dialect.mode is Mode.LLGUIDANCE:
        # llama.cpp takes a grammar or a response format, never both.
        request["extra_body"] = {"response_format": {"type": "text"}, "grammar": form.grammar}
    return request


def body_of(endpoint: "Endpoint", dialect: Dialect, form: Prepared, messages: Sequence[Message]) -> dict[str, Any]:
    """What goes over the wire to `/v1/chat/completions`."""
    request = request_of(endpoint, dialect, form, messages)
    extra: dict[str, Any] = request.pop("extra_body", {})
    return request | extra
