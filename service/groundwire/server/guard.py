"""What uvicorn does not guard against: clients that never finish a head, heads without end, too many connections.

uvicorn 0.54 with httptools waits for the head of a request for as long as the client likes, keeps a head of any size,
and answers what is no HTTP with plain text. It takes what follows a body in chunks (trailers) for headers, of which
there may be any number, and reads any number of requests that must wait for the one before them. Bodies are bounded by
`groundwire.server.body`.
"""

import asyncio
from typing import ClassVar

from starlette.responses import Response
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from groundwire.server.headers import DEFAULTS
from groundwire.server.problems import bare_problem, overloaded

_SLICE = 16 * 1024
"""Bytes that are parsed at once, so that a head is measured before all that the socket held of it was parsed."""


class GuardedProtocol(HttpToolsProtocol):
    """One connection.

    Attributes:
        head_timeout_s: Seconds from the first byte of a request, or from connecting, until its head is there.
        max_head_bytes: Longest head, in bytes; one that is shorter by more than `_SLICE` always passes. As much may
            come around the pieces of a body: sizes of chunks, extensions and trailers, none of which is read.
        max_connections: Connections at once; further ones are told to try again.
        max_pipelined: Requests of a connection that wait for the one before them, each with some kilobytes of memory
            for its few bytes; with more it is closed.
    """

    head_timeout_s: ClassVar[float] = 10.0
    max_head_bytes: ClassVar[int] = 64 * 1024
    max_connections: ClassVar[int] = 1000
    max_pipelined: ClassVar[int] = 100

    _in_head = False
    _bytes_beside_bodies = 0
    _head_timer: asyncio.TimerHandle | None = None
    _running: RequestResponseCycle

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.max_connections:
            self._refuse(overloaded("Too many connections."))
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """End with the connection."""
        self._head_is_there()
        if not self._is_idle():  # uvicorn tells only the last of several requests that were sent at once
            self._running.disconnected = True
            self._running.message_event.set()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, piece by piece; a head that grows beyond its limit ends the connection."""
        for start in range(0, len(data), _SLICE):
            if self.transport.is_closing():
                return
            piece = data[start : start + _SLICE]
            super().data_received(piece)
            self._bytes_beside_bodies += len(piece)
            if self._bytes_beside_bodies > self.max_head_bytes:
                self._end_for_its_length()
            if len(self.pipeline) > self.max_pipelined:
                self.pipeline.clear()
                self.transport.close()
        if self._is_idle() and self._head_timer is None and self.timeout_keep_alive_task is None:
            self._await_head()  # uvicorn stops its own timer at any byte, also of a body that nobody reads

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._in_head = True
        self._bytes_beside_bodies = 0
        if self._head_timer is None:
            self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; trailers, which come after all has been decided by the headers, are none (RFC 9110, 6.5.1)."""
        if self._in_head:
            super().on_header(name, value)

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body."""
        self._bytes_beside_bodies = 0
        super().on_body(body)

    def on_headers_complete(self) -> None:
        """Its head is there."""
        self._in_head = False
        self._head_is_there()
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - signature of the base
        """Answer what is no HTTP."""
        self._refuse(bare_problem(400))

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: the request is answered as if the client had not asked to speak something else."""

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.head_timeout_s, self._head_is_late)

    def _head_is_there(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self._in_head:
            self._refuse(bare_problem(408))
        else:
            self.transport.close()  # it never began: there is nothing to answer

    def _end_for_its_length(self) -> None:
        if self._in_head:
            self._refuse(bare_problem(431))
        else:
            self.transport.close()  # there is no head that could be answered

    def _refuse(self, answer: Response) -> None:
        """Answer outside of any route, and close; only close if another answer is on its way."""
        self._head_is_there()
        if self.transport.is_closing():
            return
        if self._is_idle():
            self.transport.write(_as_bytes(answer))
        self.transport.close()

    def _is_idle(self) -> bool:
        return self.cycle is None or self._running.response_complete


def _as_bytes(answer: Response) -> bytes:
    headers = {name.lower(): value for name, value in DEFAULTS.items()}
    headers |= {name.decode(): value.decode() for name, value in answer.raw_headers} | {"connection": "close"}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return STATUS_LINE[answer.status_code] + lines.encode() + b"\r\n" + bytes(answer.body)
