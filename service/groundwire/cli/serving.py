"""Runs the HTTP service: the extractor, the application and uvicorn in one event loop, and an orderly end."""

import asyncio
import contextlib
import signal
import socket
import types

import uvicorn

from groundwire.cli.exits import Exit, fail
from groundwire.cli.progress import model_progress
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import open_extractor
from groundwire.extraction.extractor import Extractor
from groundwire.server import ServerLimits, create_app

_GRACE_S = 10
"""Seconds beyond the deadline of a call that a request under way has to finish when the service ends."""


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished first.

    Raises:
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    loop_factory = uvicorn.Config("", log_config=None).get_loop_factory()  # uvloop, where it is installed
    with _listener(settings.host, settings.port) as listener, asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    async with contextlib.AsyncExitStack() as stack:
        with model_progress() as progress:
            extractor = await stack.enter_async_context(open_extractor(settings, progress))
        server = uvicorn.Server(_config(extractor, settings))
        _end_on_signals(server)
        warming = asyncio.create_task(extractor.warm_up())
        stack.callback(warming.cancel)
        host, port = listener.getsockname()[:2]
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        print(f"Groundwire listens on http://{address} (docs at /docs); Ctrl-C ends it.", flush=True)
        await server.serve(sockets=[listener])


def _config(extractor: Extractor, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        create_app(extractor, ServerLimits(max_chars=settings.max_chars)),
        access_log=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=int(settings.call_timeout_s) + _GRACE_S,
    )


def _listener(host: str, port: int) -> socket.socket:
    """A bound socket, taken before the model is loaded: a busy port is known at once."""
    try:
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no name of a host"
        remedy = "choose others with --host and --port, or GROUNDWIRE_HOST and GROUNDWIRE_PORT"
        fail(Exit.USAGE, f"cannot listen on {host}:{port}: {why}; {remedy}")


def _interrupt(_signal: int, _frame: types.FrameType | None) -> None:
    """SIGTERM while the model loads ends the program like Ctrl-C does."""
    raise KeyboardInterrupt


def _end_on_signals(server: uvicorn.Server) -> None:
    """End the server at the next moment, where it does not listen to signals itself.

    That is before it runs, and after: it sends itself the signal once more when it has ended, and what closes
    then must not be interrupted.
    """

    def end(_signal: int, _frame: types.FrameType | None) -> None:
        server.should_exit = True

    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, end)
