"""Reads a chat completion as it came, of which nothing is sure: what it cost, and what the model wrote."""

import math
from typing import Any

from groundwire.extraction.ledger import Ledger


def enter_tokens(ledger: Ledger, response: Any) -> None:  # noqa: ANN401 - a proxy may answer with anything
    """Enter what a completion cost, as far as it says so."""
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    ledger.answered(
        _count(getattr(usage, "prompt_tokens", None)),
        _count(getattr(details, "cached_tokens", None)),
        _count(getattr(usage, "completion_tokens", None)),
    )


def text_of(response: Any) -> str:  # noqa: ANN401 - a proxy may answer with anything
    """What the model wrote, whatever it is worth; nothing if it refused or a filter stopped it."""
    choices = getattr(response, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = getattr(choice, "message", None)
    if getattr(message, "refusal", None) or getattr(choice, "finish_reason", None) == "content_filter":
        return ""
    calls = getattr(message, "tool_calls", None)
    call = calls[0] if isinstance(calls, list) and calls else None
    said = getattr(getattr(call, "function", None), "arguments", None) or getattr(message, "content", None)
    return said if isinstance(said, str) else ""


def _count(value: object) -> int:
    """A number of tokens as an endpoint gives it; 0 for what is none."""
    return max(0, int(value)) if isinstance(value, int | float) and math.isfinite(value) else 0
