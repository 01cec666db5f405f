"""A collector of spans on a real socket: it keeps what is sent to it, as it came."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Collected:
    """What came in.

    Attributes:
        url: Where to send it: the value of OTEL_EXPORTER_OTLP_ENDPOINT.
        bodies: Bodies of all requests; texts stand in them as they are.
    """

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)


@contextmanager
def collecting() -> Iterator[Collected]:
    """Take in spans over OTLP and HTTP until the end of the block."""
    collected = Collected()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collected.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - signature of the base
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collected.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="collector")
        thread.start()
        try:
            yield collected
        finally:
            server.shutdown()
            thread.join()
