"""Passes requests on to a llama.cpp server and tells it to read each prompt from its beginning.

    python -m benchmarks.local_model.anew BASE_URL

prints its own base URL and serves until it is killed.
"""

import asyncio
import socket
import sys

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def app(base_url: str) -> Starlette:
    """The application."""
    client = httpx.AsyncClient(timeout=900, trust_env=False)

    async def passed_on(request: Request) -> Response:
        url = f"{base_url}/{request.path_params['path']}"
        if request.method == "POST":
            answer = await client.post(url, json={**await request.json(), "cache_prompt": False})
        else:
            answer = await client.get(url)
        return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))

    return Starlette(routes=[Route("/v1/{path:path}", passed_on, methods=["GET", "POST"])])


def main() -> None:
    """Listen on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", flush=True)
    config = uvicorn.Config(app(sys.argv[1]), log_config=None, access_log=False, lifespan="off")
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
