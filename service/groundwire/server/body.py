"""From the bytes of a request to an ExtractRequest; each way to be wrong is its own problem."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Any, Final, NoReturn

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request

from groundwire.schemas import ExtractRequest, FieldError, ProblemType
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import ProblemError, field_errors, field_name, shortened

_AT_ONCE: Final = 64 * 1024
"""Bytes of a body that are parsed on the event loop, in 8 ms at worst. Two megabytes of small objects take 150."""


async def read_request(request: Request, limits: ServerLimits) -> ExtractRequest:
    """Read and check a body, the cheap checks first.

    Raises:
        ProblemError: The body is not what it should be.
        ClientDisconnect: The client went away while it sent.
    """
    _check_media_type(request.headers)
    try:
        async with asyncio.timeout(limits.body_timeout_s):
            data = await _read(request, limits.max_body_bytes)
    except TimeoutError:
        # The rest of the body could still come: the connection is of no more use.
        raise ProblemError(
            ProblemType.REQUEST_TIMEOUT,
            f"The body did not arrive within {limits.body_timeout_s:g} seconds.",
            headers={"Connection": "close"},
        ) from None
    if len(data) <= _AT_ONCE:
        return parse(data, limits)
    return await asyncio.to_thread(parse, data, limits)


def parse(data: bytes | bytearray, limits: ServerLimits) -> ExtractRequest:
    """Check a whole body. The request that it is says until when its answer is due.

    Raises:
        ProblemError: It is not a request.
    """
    fields = _json_object(data)
    known = {name: value for name, value in fields.items() if name in ExtractRequest.model_fields}
    try:
        wanted = ExtractRequest.model_validate(known)
    except ValidationError as error:
        wrong = field_errors(error.errors(include_input=False, include_url=False))
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=shortened(chain(wrong, _unknown(fields)))) from None
    if len(known) < len(fields):
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=shortened(_unknown(fields)))
    if len(wanted.text) > limits.max_chars:
        _too_large("text", f"has {len(wanted.text):,} characters; at most {limits.max_chars:,} are read")
    if wanted.timeout_s is None:
        return wanted.model_copy(update={"timeout_s": limits.request_timeout_s})
    if wanted.timeout_s > limits.max_request_timeout_s:
        late = FieldError(field="timeout_s", message=f"must be at most {limits.max_request_timeout_s:g}")
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=[late])
    return wanted


def _check_media_type(headers: Headers) -> None:
    media_type, *parameters = headers.get("content-type", "").split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if media_type.strip().lower() != "application/json" or charset not in {"utf-8", "utf8"}:
        raise ProblemError(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            errors=[FieldError(field="Content-Type", message="must be application/json, in UTF-8")],
        )
    if encoding != "identity":
        raise ProblemError(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            errors=[FieldError(field="Content-Encoding", message="compressed bodies are not read")],
        )


async def _read(request: Request, limit: int) -> bytearray:
    declared = request.headers.get("content-length", "")
    # Refused before the first byte is read, so that a client that waits for "100 Continue" sends none.
    if declared.isdecimal() and (len(declared) > len(str(limit)) or int(declared) > limit):
        _body_too_large(limit)
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > limit:
            _body_too_large(limit)
    return data


def _json_object(data: bytes | bytearray) -> dict[str, Any]:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        _malformed(f"is not UTF-8 at byte {error.start}")
    try:
        # No field is a number. As floats, numbers of 5,000 digits fail where they stand, not in the parser.
        value = json.loads(text, object_pairs_hook=_unique, parse_int=float, parse_constant=_no_constant)
    except RecursionError:
        _malformed("is nested too deeply")
    except json.JSONDecodeError as error:
        _malformed(f"is not JSON at line {error.lineno}, column {error.colno}")
    if not isinstance(value, dict):
        raise ProblemError(
            ProblemType.INVALID_REQUEST, errors=[FieldError(field="body", message="must be a JSON object")]
        )
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # RFC 8259 leaves open which of two equal names counts; two programs on one way could read two articles.
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        _malformed("is given more than once", field_name(counts.most_common(1)[0][0]))
    return fields


def _no_constant(_name: str) -> NoReturn:
    _malformed("holds NaN or Infinity, which are not JSON")


def _unknown(fields: dict[str, Any]) -> Iterator[FieldError]:
    # Lazily, and not by pydantic: a body can hold 200,000 unknown names, of which a few are told.
    allowed = ", ".join(ExtractRequest.model_fields)
    for name in fields:
        if name not in ExtractRequest.model_fields:
            yield FieldError(field=field_name(name), message=f"unknown; the fields are {allowed}")


def _malformed(message: str, field: str = "body") -> NoReturn:
    raise ProblemError(ProblemType.MALFORMED_BODY, errors=[FieldError(field=field, message=message)])


def _body_too_large(limit: int) -> NoReturn:
    _too_large("body", f"at most {limit:,} bytes are read")


def _too_large(field: str, message: str) -> NoReturn:
    raise ProblemError(ProblemType.TOO_LARGE, errors=[FieldError(field=field, message=message)])
