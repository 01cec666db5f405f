"""A server that sends bytes as they are written in a test, faults and pauses included."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

STREAM_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n"

Script = Callable[[socket.socket], None]
"""What to do with a connection once its request was read; it is closed afterwards."""


@dataclass
class Raw:
    """A server under way.

    Attributes:
        url: Its base URL.
        requests: The heads and bodies that came.
    """

    url: str
    requests: list[bytes] = field(default_factory=list)


@contextmanager
def raw_server(*scripts: Script) -> Iterator[Raw]:
    """Serve the connections one after the other, each by its script, the last script again and again."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        raw, left = Raw(f"http://127.0.0.1:{listener.getsockname()[1]}"), list(scripts)

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    raw.requests.append(_request(connection))
                    (left.pop(0) if len(left) > 1 else left[0])(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield raw
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def sending(*pieces: bytes) -> Script:
    """Send these bytes, each by itself."""

    def script(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)

    return script


def dripping(piece: bytes, every_s: float = 0.02) -> Script:
    """Send the bytes one by one, and begin again, until the client goes."""

    def script(connection: socket.socket) -> None:
        while True:
            for byte in piece:
                connection.sendall(bytes([byte]))
                time.sleep(every_s)

    return script


def resetting(*pieces: bytes) -> Script:
    """Send these bytes, then break the connection off."""

    def script(connection: socket.socket) -> None:
        sending(*pieces)(connection)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    return script


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(connection)
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = sum(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    while len(body) < length:
        body += _more(connection)
    return head + b"\r\n\r\n" + body


def _more(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionAbortedError
    return piece
