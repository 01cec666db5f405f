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
    loop_factory = uvicorn.Config("").get_loop_factory()  # uvloop, where it is installed
    with _listener(settings.host, settings.port) as listener, asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(_serve(settings, listener))


async def _serve(settings: Settings, listener: socket.socket) -> None:
    async with contextlib.AsyncExitStack() as stack:
        with model_progress() as progress:
            extractor = await stack.enter_async_context(open_extractor(settings, progress))
        # uvicorn sends itself the signal once more when it has ended; what closes after it must not be interrupted.
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, _ignore)
        warming = asyncio.create_task(extractor.warm_up())
        stack.callback(warming.cancel)
        host, port = listener.getsockname()[:2]
        print(f"Groundwire listens on http://{host}:{port} (docs at /docs); Ctrl-C ends it.", flush=True)
        await uvicorn.Server(_config(extractor, settings)).serve(sockets=[listener])


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
    except OSError as error:
        fail(
            Exit.USAGE,
            f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port or GROUNDWIRE_PORT",
        )


def _interrupt(_signal: int, _frame: types.FrameType | None) -> None:
    """SIGTERM while the model loads ends the program like Ctrl-C does."""
    raise KeyboardInterrupt


def _ignore(_signal: int, _frame: types.FrameType | None) -> None:
    """The second signal after an orderly end."""
