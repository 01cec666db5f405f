"""A scripted OpenAI-compatible chat-completions server on a real socket of 127.0.0.1.

with ScriptedEndpoint(enforcing([status(500), answer({"attacks": []})])) as endpoint:
    ...                                     # point the code under test to endpoint.base_url
    assert endpoint.calls == 2
    assert endpoint.requests[-1].body["model"] == "scripted"

A script is a list of replies (the last one repeats) or a function of the request's body and of `n`, the number of
requests before this one that were no canaries. What the replies do is in `tests.fakes.replies`.
"""

import json
import select
import socket
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from tests.fakes import replies
from tests.fakes.canary import Script, as_function, canary_of, enforcing, lax
from tests.fakes.replies import (
    Json,
    Reply,
    answer,
    delay,
    drip,
    empty_choices,
    hang,
    html,
    prose,
    raw,
    refusal,
    reset,
    reset_in_head,
    status,
    truncated_json,
    two_choices,
)

__all__ = [
    "Elsewhere",
    "Json",
    "Received",
    "Reply",
    "Script",
    "ScriptedEndpoint",
    "answer",
    "delay",
    "drip",
    "empty_choices",
    "enforcing",
    "hang",
    "html",
    "lax",
    "prose",
    "raw",
    "refusal",
    "reset",
    "reset_in_head",
    "status",
    "truncated_json",
    "two_choices",
]

_WATCH_S = 0.02
"""Seconds between looks at the client and at the end of the endpoint while an answer waits."""


@dataclass(frozen=True)
class Received:
    """One request as it came in; names of headers in lower case."""

    body: Json
    headers: dict[str, str]
    path: str
    canary: bool


@dataclass(frozen=True)
class Elsewhere:
    """A request for a path that is neither the chat's nor the list of models."""

    method: str
    path: str
    headers: dict[str, str]
    data: bytes


class ScriptedEndpoint:
    """The server; listens between entering and leaving its `with` block.

    Attributes:
        base_url: What a client is given, ending in `/v1`.
        requests: All chat requests in order of arrival, canaries included.
        abandoned: Number of requests whose client went away while the answer still waited.
    """

    def __init__(self, script: Script, port: int = 0, *, models: Reply | None = None) -> None:
        """Take a port of 127.0.0.1, by default a free one.

        Args:
            script: How chat requests are answered.
            port: 0 for a free one.
            models: How the request for the list of models is answered; None for a list with the model `scripted`.
        """
        self.models = models or raw(b'{"object": "list", "data": [{"id": "scripted", "object": "model"}]}')
        self.requests: list[Received] = []
        self.abandoned = 0
        self.closing = threading.Event()
        self._script = as_function(script)
        self._failures: list[BaseException] = []
        self._lock = threading.Lock()
        self._server = _Server(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_WATCH_S,), name="scripted-endpoint")
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def calls(self) -> int:
        """Number of requests that were no canaries."""
        with self._lock:
            return sum(not request.canary for request in self.requests)

    def __enter__(self) -> Self:
        """Begin to serve."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, end every connection, wait for every thread; raise what the script raised, if anything."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.end_connections()
        self._server.server_close()
        if error is None and self._failures:
            raise self._failures[0]

    def reply_to(self, request: Received) -> Reply:
        """Note the request and ask the script; a script that raises gives a 500 and fails the `with` block."""
        with self._lock:
            n = sum(not earlier.canary for earlier in self.requests)
            self.requests.append(request)
        try:
            return self._script(request.body, n)
        except BaseException as error:  # noqa: BLE001 - assertions of a script surface at the end of the block
            self.note_failure(error)
            return status(500)

    def elsewhere(self, request: "Elsewhere") -> Reply | None:  # noqa: ARG002 - for subclasses
        """What a request for another path is answered; None if there is no such path."""
        return None

    def note_failure(self, error: BaseException) -> None:
        """Keep an error of a thread for the end of the `with` block."""
        with self._lock:
            self._failures.append(error)

    def note_abandoned(self) -> None:
        """Count a client that went away."""
        with self._lock:
            self.abandoned += 1


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 256

    def __init__(self, endpoint: ScriptedEndpoint, port: int) -> None:
        self.endpoint = endpoint
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - typeshed's own type
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - typeshed's own type
        self._open.discard(request)
        super().shutdown_request(request)

    def end_connections(self) -> None:
        """Wake the threads that wait for a next request on an idle connection."""
        for connection in tuple(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # the client or a reset was faster

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002 - signature of the base
        """Clients that leave are part of the game; all else is a defect of this file or of a reply."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.endpoint.note_failure(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        if self.path != "/v1/models":
            return self._elsewhere(b"")
        return self._perform(self.server.endpoint.models, {})

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self.path != "/v1/chat/completions":
            return self._elsewhere(data)
        try:
            body = json.loads(data)
        except ValueError:
            return self._send(400, b'{"error": {"message": "not JSON"}}')
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.endpoint.reply_to(Received(body, headers, self.path, canary_of(body) is not None))
        return self._perform(reply, body)

    def _elsewhere(self, data: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            reply = self.server.endpoint.elsewhere(Elsewhere(self.command, self.path, headers, data))
        except BaseException as error:  # noqa: BLE001 - as in `reply_to`
            self.server.endpoint.note_failure(error)
            reply = status(500)
        if reply is None:
            return self._send(404, b'{"error": {"message": "no such path"}}')
        return self._perform(reply, {})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - signature of the base
        """Nothing: tests read `requests` instead."""

    def _perform(self, reply: Reply, body: Json) -> None:
        if not self._wait(reply.delay_s):
            self.close_connection = True
            return
        content = reply.content(body)
        if reply.end is replies.End.RESET_IN_HEAD:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Ty")
            self._abort()
            return
        if reply.end is replies.End.RESET:
            self._head(reply, len(content))
            self.wfile.write(content[: len(content) // 2])
            self._abort()
            return
        self._head(reply, len(content))
        if reply.drip_s is None:
            self.wfile.write(content)
            return
        for position in range(len(content)):
            self.wfile.write(content[position : position + 1])
            if not self._wait(reply.drip_s):
                self.close_connection = True
                return

    def _head(self, reply: Reply, length: int) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, code: int, content: bytes) -> None:
        self._head(Reply(status=code), len(content))
        self.wfile.write(content)

    def _abort(self) -> None:
        # Zero linger makes the kernel send RST; detached, the base class cannot send a polite FIN before it.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, replies.ZERO_LINGER)
        socket.socket(fileno=self.connection.detach()).close()
        self.close_connection = True

    def _wait(self, seconds: float) -> bool:
        """Wait; False if the client or the endpoint went away meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if self.server.endpoint.closing.is_set():
                return False
            readable, _, _ = select.select([self.connection], [], [], min(left, _WATCH_S))
            if readable and not self._still_there():
                self.server.endpoint.note_abandoned()
                return False
        return True

    def _still_there(self) -> bool:
        try:
            there = bool(self.connection.recv(1, socket.MSG_PEEK))
        except OSError:
            return False
        if there:
            time.sleep(_WATCH_S)  # a pipelined request lies there: do not spin on it
        return there
