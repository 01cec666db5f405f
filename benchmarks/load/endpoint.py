"""A model endpoint that costs next to nothing: one event loop, no framework; it finds the strike of each article.

    python -m benchmarks.load.endpoint --delay 0.2

prints its base URL and serves until it is killed. An article that holds one of the words in `FAULTS` has that happen
to it. For faults of the connection itself there is `tests.fakes.endpoint`, a thread for each connection.
"""

import argparse
import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from tests.cli.support import reader
from tests.fakes.canary import enforcing
from tests.fakes.replies import Reply, html, status, truncated_json

FAULTS: Final[Mapping[str, Reply]] = {
    "ferries": status(500),
    "kettles": truncated_json(),
    "lanterns": html(),
    "pigeons": status(429, headers={"Retry-After": "0"}),
}
"""What happens to an article with that word."""

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"

_healthy = enforcing(reader)


def reply_to(body: bytes) -> tuple[Reply, bytes]:
    """What a chat request is answered with, and the bytes of that answer's body."""
    request = json.loads(body)
    asked = request["messages"][-1]["content"]
    reply = next((fault for word, fault in FAULTS.items() if word in asked), None) or _healthy(request, 0)
    return reply, reply.content(request)


class Connection(asyncio.Protocol):
    """One connection of a client: requests one after the other, each answered after a delay."""

    def __init__(self, delay_s: float) -> None:
        self._delay_s = delay_s
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a TCP server of asyncio hands over
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Wait for a whole request; then answer it when its time has come."""
        self._received += data
        head, found, rest = self._received.partition(_END_OF_HEAD)
        if not found:
            return
        length = next((int(line[len(_LENGTH) :]) for line in head.lower().split(b"\r\n") if line[:15] == _LENGTH), 0)
        if len(rest) < length:
            return
        self._received = rest[length:]
        asyncio.get_running_loop().call_later(self._delay_s, self._answer, rest[:length])

    def _answer(self, body: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        reply, content = reply_to(body)
        headers = {"Content-Type": reply.content_type, "Content-Length": str(len(content)), **reply.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._transport.write(f"HTTP/1.1 {reply.status} {HTTPStatus(reply.status).phrase}\r\n{lines}\r\n".encode())
        self._transport.write(content)


async def _serve(delay_s: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Connection(delay_s), "127.0.0.1", 0, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await server.serve_forever()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--delay", type=float, default=0.2, metavar="SECONDS", help="until each answer (default 0.2)")
    asyncio.run(_serve(parser.parse_args().delay))


if __name__ == "__main__":
    main()
