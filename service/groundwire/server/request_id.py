"""The layer around all routes: an id for each request, one line in the log, and a 500 that tells nothing."""

import logging
import re
import time
import traceback
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from groundwire.server.problems import response_to

LOGGER = logging.getLogger("groundwire.server")

_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Pure ASGI layer.

    The caller's X-Request-Id is taken over if it is 1 to 64 characters of `A-Za-z0-9._-`; otherwise one is made.
    It comes back as a header and in problems. Lines of the log never hold text, paths as sent, or messages of
    exceptions, which may quote an article.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        status = 0
        state: dict[str, Any] = scope.setdefault("state", {})
        request_id = state["request_id"] = _request_id(Headers(scope=scope))

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:
            # Not LOGGER.exception, which would log the message.
            LOGGER.error("id=%s unhandled %s", request_id, _without_messages(error))  # noqa: TRY400 - see above
            if status:
                raise  # half an answer is out: let the server cut the connection
            await response_to(error, request_id)(scope, receive, send_with_id)
        finally:
            LOGGER.info(
                "id=%s method=%s path=%s status=%d ms=%.1f cache=%s",
                request_id,
                scope["method"],
                getattr(scope.get("route"), "path", "-"),
                status,
                (time.perf_counter() - begin) * 1000,
                state.get("cache", "-"),
            )


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex


def _without_messages(error: BaseException) -> str:
    """The traceback of an error and of its causes: types and lines of code."""
    parts: list[str] = []
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        name = f"{type(current).__module__}.{type(current).__qualname__}"
        parts.append("".join([f"{name}\n", *traceback.format_tb(current.__traceback__)]))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "caused by ".join(parts).rstrip()
