"""From the bytes of a request to an ExtractRequest; each way to be wrong is its own problem."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Iterator, Mapping, Sequence
from contextlib import aclosing
from itertools import chain
from typing import Any, Final, NoReturn, TypeVar

from pydantic import ValidationError
from starlette.datastructures import Headers
from starlette.requests import Request

from groundwire.schemas import ExtractRequest, FieldError, ProblemType
from groundwire.server.limits import ServerLimits
from groundwire.server.problems import ProblemError, field_errors, field_name, shortened

JSON: Final = "application/json"
_AT_ONCE: Final = 64 * 1024
"""Bytes of a body that are parsed on the event loop, in 8 ms at worst. Two megabytes of small objects take 150."""

Wanted = TypeVar("Wanted", bound=ExtractRequest)


async def read_request(request: Request, limits: ServerLimits) -> ExtractRequest:
    """Read and check a body, the cheap checks first.

    Raises:
        ProblemError: The body is not what it should be.
        ClientDisconnect: The client went away while it sent.
    """
    check_media_type(request.headers, (JSON,))
    try:
        async with asyncio.timeout(limits.body_timeout_s):
            data = await _read(request, limits.max_body_bytes)
    except TimeoutError:
        raise late(f"The body did not arrive within {limits.body_timeout_s:g} seconds.") from None
    if len(data) <= _AT_ONCE:
        return parse(data, limits)
    return await asyncio.to_thread(parse, data, limits)


def parse(data: bytes | bytearray, limits: ServerLimits) -> ExtractRequest:
    """Check a whole body. The request that it is says until when its answer is due.

    Raises:
        ProblemError: It is not a request.
    """
    wanted = checked(data, limits, ExtractRequest)
    # Who asks for longer than this service allows cannot know that, and does not ask for more to be found.
    within_s = min(wanted.timeout_s or limits.request_timeout_s, limits.max_request_timeout_s)
    return wanted.model_copy(update={"timeout_s": within_s})


def checked(data: bytes | bytearray, limits: ServerLimits, kind: type[Wanted]) -> Wanted:
    """Check the JSON of a request, or of something that extends one, as it is.

    Raises:
        ProblemError: It is none.
    """
    fields = json_object(data)
    known = {name: value for name, value in fields.items() if name in kind.model_fields}
    try:
        wanted = kind.model_validate(known)
    except ValidationError as error:
        wrong = field_errors(error.errors(include_input=False, include_url=False))
        more = unknown(fields, kind.model_fields)
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=shortened(chain(wrong, more))) from None
    if len(known) < len(fields):
        raise ProblemError(ProblemType.INVALID_REQUEST, errors=shortened(unknown(fields, kind.model_fields)))
    if len(wanted.text) > limits.max_chars:
        raise too_large("text", f"has {len(wanted.text):,} characters; at most {limits.max_chars:,} are read")
    return wanted


def check_media_type(headers: Headers, allowed: Sequence[str]) -> str:
    """The media type of a body, in lower case.

    Raises:
        ProblemError: It is another than those allowed, not UTF-8, or compressed.
    """
    media_type, *parameters = headers.get("content-type", "").split(";")
    charset = "utf-8"
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if (kind := media_type.strip().lower()) not in allowed or charset not in {"utf-8", "utf8"}:
        raise ProblemError(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            errors=[FieldError(field="Content-Type", message=f"must be {' or '.join(allowed)}, in UTF-8")],
        )
    if encoding != "identity":
        raise ProblemError(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            errors=[FieldError(field="Content-Encoding", message="compressed bodies are not read")],
        )
    return kind


async def pieces_of(request: Request, limit: int) -> AsyncGenerator[bytes]:
    """A body as it comes.

    Raises:
        ProblemError: It has more bytes than `limit`.
        ClientDisconnect: The client went away while it sent.
    """
    declared = request.headers.get("content-length", "")
    # Refused before the first byte is read, so that a client that waits for "100 Continue" sends none.
    if declared.isdecimal() and (len(declared) > len(str(limit)) or int(declared) > limit):
        raise _body_too_large(limit)
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise _body_too_large(limit)
        yield piece


async def _read(request: Request, limit: int) -> bytearray:
    data = bytearray()
    async with aclosing(pieces_of(request, limit)) as pieces:
        async for piece in pieces:
            data += piece
    return data


def json_object(data: bytes | bytearray) -> dict[str, Any]:
    """The fields of a JSON object.

    Raises:
        ProblemError: It is none.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise malformed(f"is not UTF-8 at byte {error.start}") from None
    try:
        # No field is a whole number. As floats, numbers of 5,000 digits fail where they stand, not in the parser.
        value = json.loads(text, object_pairs_hook=_unique, parse_int=float, parse_constant=_no_constant)
    except RecursionError:
        raise malformed("is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise malformed(f"is not JSON at line {error.lineno}, column {error.colno}") from None
    if not isinstance(value, dict):
        raise invalid("body", "must be a JSON object")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # RFC 8259 leaves open which of two equal names counts; two programs on one way could read two articles.
    fields = dict(pairs)
    if len(fields) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise malformed("is given more than once", field_name(counts.most_common(1)[0][0]))
    return fields


def _no_constant(_name: str) -> NoReturn:
    raise malformed("holds NaN or Infinity, which are not JSON")


def unknown(fields: Mapping[str, object], known: Collection[str]) -> Iterator[FieldError]:
    """An error for each field that is not known."""
    # Lazily, and not by pydantic: a body can hold 200,000 unknown names, of which a few are told.
    allowed = ", ".join(known)
    for name in fields:
        if name not in known:
            yield FieldError(field=field_name(name), message=f"unknown; the fields are {allowed}")


def late(detail: str) -> ProblemError:
    """The body does not arrive in time. What is left of it could still come: the connection is of no more use."""
    return ProblemError(ProblemType.REQUEST_TIMEOUT, detail, headers={"Connection": "close"})


def malformed(message: str, field: str = "body") -> ProblemError:
    """What was sent is no JSON."""
    return ProblemError(ProblemType.MALFORMED_BODY, errors=[FieldError(field=field, message=message)])


def invalid(field: str, message: str) -> ProblemError:
    """One field is not what it should be."""
    return ProblemError(ProblemType.INVALID_REQUEST, errors=[FieldError(field=field, message=message)])


def too_large(field: str, message: str) -> ProblemError:
    """There is more of something than is taken."""
    return ProblemError(ProblemType.TOO_LARGE, errors=[FieldError(field=field, message=message)])


def _body_too_large(limit: int) -> ProblemError:
    return too_large("body", f"at most {limit:,} bytes are read")
