"""A model endpoint that does nothing but count bytes: uvloop, no framework, no JSON; its answers were made before.

    python -m benchmarks.calls.endpoint

prints its address and serves until it is killed. The path says which answer is wanted, and after how many
milliseconds: `/drafts/50/v1/chat/completions`.
"""

import asyncio
import json
from typing import cast

import uvloop
from benchmarks.calls.answers import ANSWERS

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


def completion(content: str) -> bytes:
    """A chat completion with that content, as the HTTP answer that carries it."""
    body = json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "fake",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": content},
                    "finish_reason": "stop",
                }
            ],
            "usage": {"prompt_tokens": 2400, "completion_tokens": 700, "total_tokens": 3100},
        }
    ).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


_READY = {name.encode(): completion(content) for name, content in ANSWERS.items()}


class Connection(asyncio.Protocol):
    """One connection of a client: requests one after the other."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own kind

    def data_received(self, data: bytes) -> None:
        """Wait for a whole request; then answer it when its time has come."""
        self._received += data
        end = self._received.find(_END_OF_HEAD)
        if end < 0:
            return
        head = bytes(self._received[:end]).lower()
        at = head.find(_LENGTH)
        length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._received) < end + len(_END_OF_HEAD) + length:
            return
        self._received.clear()
        _, answer, delay_ms, _ = head.split(b" ", 2)[1].split(b"/", 3)
        if delay_ms == b"0":
            self._answer(answer)
        else:
            asyncio.get_running_loop().call_later(int(delay_ms) / 1000, self._answer, answer)

    def _answer(self, name: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_READY[name])


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", 0, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve())
