"""Counts calls and tokens and keeps answers at the edge to HTTP, the same way for every peer."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from groundwire.schemas import Usage

_SHOWN = 200
"""Characters of an endpoint's own words that a failure quotes."""


class Tape:
    """What went over the wire for one article. Its hooks are httpx's `event_hooks`."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.raw: list[str] = []
        """Contents of the answers, to the letter."""
        self.calls = 0
        """Requests that were sent, retries included."""
        self.cut_off = False
        """Whether the last answer ended at the limit of output tokens."""
        self.refusal: str | None = None
        """What the endpoint said if its last response was an error, status first; None otherwise."""
        self._prompt = self._cached = self._completion = 0

    def hooks(self) -> dict[str, list[Callable[[Any], None]]]:
        """For a synchronous client."""

        def heard(response: Any) -> None:  # noqa: ANN401 - of httpx or of httpx2
            response.read()
            self._heard(response.status_code, response.content)

        return {"request": [self._sent], "response": [heard]}

    def async_hooks(self) -> dict[str, list[Callable[[Any], Awaitable[None]]]]:
        """For an asynchronous client."""

        async def sent(request: Any) -> None:  # noqa: ANN401 - of httpx or of httpx2
            self._sent(request)

        async def heard(response: Any) -> None:  # noqa: ANN401 - of httpx or of httpx2
            await response.aread()
            self._heard(response.status_code, response.content)

        return {"request": [sent], "response": [heard]}

    def usage(self, usable: int) -> Usage:
        """The account, given how many of the answers could be used."""
        return Usage(
            calls=self.calls,
            failed_calls=max(0, self.calls - usable),
            prompt_tokens=self._prompt,
            cached_prompt_tokens=self._cached,
            completion_tokens=self._completion,
        )

    def why(self, error: BaseException, timeout_s: float) -> str:
        """One sentence that says why there is no extraction."""
        chain = list(_chain(error))
        if any("Timeout" in type(link).__name__ for link in chain):
            return f"A request had no answer within {timeout_s:g} s."
        if self.refusal is not None:
            return f"The endpoint refused the request: {self.refusal}"
        if self.cut_off:
            return "The answer was cut off at the limit of output tokens."
        if self.calls and not self.raw:
            return f"The endpoint gave no answer ({type(chain[-1]).__name__})."
        return f"No usable answer in {self.calls} calls: {_first_line(chain[-1])}"

    def _sent(self, _request: object) -> None:
        self.calls += 1
        self.refusal = None
        self.cut_off = False

    def _heard(self, status: int, content: bytes) -> None:
        try:
            body = json.loads(content)
        except (ValueError, RecursionError):
            body = None
        if status != 200:
            self.refusal = f"{status} {_message(body)}"[:_SHOWN].strip()
        elif isinstance(body, dict):
            self._count(_part(body, "usage"))
            choices = body.get("choices")
            if isinstance(choices, list) and choices and isinstance(choices[0], dict):
                self.cut_off = choices[0].get("finish_reason") == "length"
                self.raw.append(_written(_part(choices[0], "message")))

    def _count(self, usage: dict[str, Any]) -> None:
        self._prompt += _whole(usage.get("prompt_tokens"))
        self._completion += _whole(usage.get("completion_tokens"))
        self._cached += _whole(_part(usage, "prompt_tokens_details").get("cached_tokens"))


def _written(message: dict[str, Any]) -> str:
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], dict):
        return str(_part(calls[0], "function").get("arguments") or "")
    return str(message.get("content") or "")


def _message(body: object) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("message") or "") if isinstance(error, dict) else str(error or "")


def _part(whole: dict[str, Any], name: str) -> dict[str, Any]:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}


def _whole(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what it was raised from, the root last."""
    links = [error]
    while (below := links[-1].__cause__ or links[-1].__context__) is not None and below not in links:
        links.append(below)
    return links


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:_SHOWN]
