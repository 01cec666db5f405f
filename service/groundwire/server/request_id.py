"""The layer around all routes: an id for each request, one line in the log, and a 500 that tells nothing."""

import logging
import re
import time
import uuid
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from groundwire.server.problems import response_to
from groundwire.telemetry.http_metrics import route_of
from groundwire.telemetry.names import known_method
from groundwire.telemetry.tracebacks import without_messages

LOGGER = logging.getLogger("groundwire.server")

_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestId:
    """Pure ASGI layer.

    The caller's X-Request-Id is taken over if it is 1 to 64 characters of `A-Za-z0-9._-`; otherwise one is made.
    It comes back as a header and in problems, and is in each line that is logged for the request, whatever logs it.

    What a route puts into `scope["state"]["told"]` (numbers and strings, see `told.py`) goes into the request's own
    line, and so does `scope["state"]["key_id"]`. Lines never hold text, paths as sent, or messages of exceptions,
    which may quote an article.
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
        state["told"] = {}

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, send_with_id)
            except Exception as error:
                # Not LOGGER.exception, which would log the message wherever the log is not ours to format.
                LOGGER.error("unhandled %s", without_messages(error))  # noqa: TRY400 - see above
                if status:
                    raise  # half an answer is out: let the server cut the connection
                await response_to(error, request_id)(scope, receive, send_with_id)
            finally:
                LOGGER.info("request", extra={"told": _line(scope, status, time.perf_counter() - begin)})


def _line(scope: Scope, status: int, seconds: float) -> dict[str, Any]:
    """What is told of a request; status 0 is one whose client had gone before an answer."""
    state = scope["state"]
    key = {"key_id": state["key_id"]} if "key_id" in state else {}
    return {
        **key,
        "method": known_method(scope["method"]),
        "route": route_of(scope),
        "status": status,
        "ms": round(seconds * 1000, 1),
        **state["told"],
    }


def _request_id(headers: Headers) -> str:
    given = headers.get("x-request-id", "")
    return given if _GOOD_ID.fullmatch(given) else uuid.uuid4().hex
