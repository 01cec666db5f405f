"""The references: Starlette under uvicorn as the service sets it, one route, the same bytes as the service answers.

    python -m benchmarks.cached.bare bare|parsed FILE

`bare` reads the body and looks at nothing; `parsed` makes an ExtractRequest of it with pydantic and finds the answer in
a dictionary under a digest of the text. FILE holds the answer. Prints its address and serves until it is killed.
"""

import asyncio
import hashlib
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from groundwire.schemas import ExtractRequest
from groundwire.server.guard import GuardedProtocol


def app(kind: str, answer: bytes) -> Starlette:
    """The application."""
    answers: dict[str, bytes] = {}

    async def bare(request: Request) -> Response:
        await request.body()
        return Response(answer, media_type="application/json")

    async def parsed(request: Request) -> Response:
        wanted = ExtractRequest.model_validate_json(await request.body())
        key = hashlib.sha256(wanted.text.encode()).hexdigest()
        return Response(answers.setdefault(key, answer), media_type="application/json")

    route = {"bare": bare, "parsed": parsed}[kind]
    return Starlette(routes=[Route("/v1/extract", route, methods=["POST"])])


def main() -> None:
    """Serve as `groundwire.server.running` does."""
    kind, file = sys.argv[1:]
    config = uvicorn.Config(
        app(kind, Path(file).read_bytes()),
        http=GuardedProtocol,
        ws="none",
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
    )
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
