"""What a scripted endpoint can answer: good answers, bad ones, slow ones, and none at all."""

import enum
import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Json: TypeAlias = dict[str, Any]
FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]

ZERO_LINGER = struct.pack("ii", 1, 0)
"""SO_LINGER switched on with 0 seconds: closing sends RST."""

_FOREVER_S = 86_400.0


class End(enum.Enum):
    """How an answer ends."""

    WHOLE = enum.auto()
    RESET = enum.auto()
    RESET_IN_HEAD = enum.auto()


def _nothing(_body: Json) -> bytes:
    return b""


@dataclass(frozen=True)
class Reply:
    """One answer; made by the functions below.

    Attributes:
        content: The bytes of the body, given the body of the request.
        delay_s: Seconds before the first byte.
        drip_s: Seconds between the bytes of the body; None sends them at once.
    """

    content: Callable[[Json], bytes] = _nothing
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    delay_s: float = 0.0
    drip_s: float | None = None
    end: End = End.WHOLE


def answer(
    content: object,
    *,
    prompt_tokens: int = 10,
    completion_tokens: int = 5,
    cached_tokens: int | None = None,
    finish_reason: FinishReason | None = None,
) -> Reply:
    """A chat completion with `content`, which is sent as it is if text and as JSON otherwise.

    It goes to the arguments of a tool call if the request offers tools, to the message's content if not.
    `finish_reason` None means `tool_calls` or `stop`, to suit.
    """
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)

    def body(request: Json) -> bytes:
        message, usual = _message(text, request)
        usage = _usage(prompt_tokens, completion_tokens, cached_tokens)
        return _completion(request, message, finish_reason or usual, usage)

    return Reply(body)


def prose(text: str) -> Reply:
    """A chat completion with plain text as content, even where the request demands a tool call."""
    return Reply(lambda request: _completion(request, {"role": "assistant", "content": text}, "stop", _usage()))


def refusal(text: str) -> Reply:
    """A chat completion that refuses, as OpenAI's API puts it."""
    message = {"role": "assistant", "content": None, "refusal": text}
    return Reply(lambda request: _completion(request, message, "stop", _usage()))


def truncated_json() -> Reply:
    """An answer cut off by the limit of tokens (finish_reason `length`)."""
    return answer('{"attacks": [{"sentence": 1, "kil', finish_reason="length")


def empty_choices() -> Reply:
    """A chat completion without a choice."""
    return Reply(lambda request: json.dumps({**_frame(request), "choices": [], "usage": _usage()}).encode())


def two_choices(first: object, second: object) -> Reply:
    """A chat completion with two choices, though one was asked for."""

    def body(request: Json) -> bytes:
        made = [json.loads(answer(content).content(request)) for content in (first, second)]
        choices = [{**each["choices"][0], "index": index} for index, each in enumerate(made)]
        return json.dumps({**made[0], "choices": choices}).encode()

    return Reply(body)


def status(code: int, *, headers: Mapping[str, str] | None = None, body: object = None) -> Reply:
    """An error of the endpoint; `body` is sent as JSON, by default one as OpenAI's API sends."""
    content = {"error": {"message": f"scripted {code}", "type": "scripted", "code": None}} if body is None else body
    return Reply(lambda _request: json.dumps(content).encode(), status=code, headers=dict(headers or {}))


def html() -> Reply:
    """Status 200 with a page of HTML: what a proxy's login or error page looks like."""
    return raw(b"<!DOCTYPE html><html><body><h1>It works!</h1></body></html>", "text/html; charset=utf-8")


def raw(content: bytes, content_type: str = "application/json") -> Reply:
    """Status 200 with exactly these bytes."""
    return Reply(lambda _request: content, content_type=content_type)


def delay(seconds: float, then: Reply) -> Reply:
    """Wait before the first byte, then go on as `then`."""
    return replace(then, delay_s=then.delay_s + seconds)


def drip(seconds_per_byte: float, then: Reply) -> Reply:
    """Headers at once, then the body byte by byte."""
    return replace(then, drip_s=seconds_per_byte)


def reset() -> Reply:
    """Headers and half an answer, then the connection is reset (RST)."""
    return replace(answer({"attacks": []}), end=End.RESET)


def reset_in_head() -> Reply:
    """Half the headers, then the connection is reset (RST)."""
    return replace(answer({"attacks": []}), end=End.RESET_IN_HEAD)


def hang() -> Reply:
    """No byte at all until the client or the endpoint goes away."""
    return Reply(delay_s=_FOREVER_S)


def _message(text: str, request: Json) -> tuple[Json, FinishReason]:
    tools = request.get("tools")
    if not tools:
        return {"role": "assistant", "content": text}, "stop"
    call = {"id": "call_1", "type": "function", "function": {"name": tools[0]["function"]["name"], "arguments": text}}
    return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"


def _usage(prompt_tokens: int = 10, completion_tokens: int = 5, cached_tokens: int | None = None) -> Json:
    usage: Json = {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
    }
    if cached_tokens is not None:
        usage["prompt_tokens_details"] = {"cached_tokens": cached_tokens}
    return usage


def _frame(request: Json) -> Json:
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": request.get("model", "scripted")}


def _completion(request: Json, message: Json, finish_reason: FinishReason, usage: Json) -> bytes:
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    return json.dumps({**_frame(request), "choices": [choice], "usage": usage}).encode()
