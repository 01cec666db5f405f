"""Runs the HTTP service: what must be known before the model is loaded, two event loops, and an orderly end."""

import asyncio
import contextlib
import signal
import socket
import sys
import types
from dataclasses import dataclass
from typing import Final

import uvicorn

from groundwire.cli.collector import end_loading
from groundwire.cli.endpoints import price_list
from groundwire.cli.exits import Exit, fail
from groundwire.cli.job_work import job_work
from groundwire.cli.keeping_jobs import jobs_kept
from groundwire.cli.progress import model_progress
from groundwire.cli.settings import Settings
from groundwire.cli.telemetry import Telemetry
from groundwire.cli.wiring import open_extractor
from groundwire.evals.pages import build_pages
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.observer import Observer
from groundwire.server import Aside, AsideExtractor, Ending, ServerLimits, Service, Stopping, create_app
from groundwire.server.access import (
    Access,
    RequestRates,
    TokenBudget,
    TokenMeter,
    check_binding,
    open_keyring,
    open_usage,
)
from groundwire.server.jobs import ForOwners, JobDesk, build_jobs
from groundwire.telemetry.observers import Observers

_DRAIN_BEYOND_S: Final = 10.0
"""Seconds beyond the longest deadline that requests under way have to finish, unless set otherwise."""

_SWITCH_S: Final = 0.0003
"""Seconds that the thread that extracts may keep Python's lock while the one that serves wants it. An answer from the
cache needs the lock some five times, each time after waiting for something else: at Python's own 5 ms, 25 ms."""

_UNREAD_S: Final = 60
"""Seconds after which a connection is cut whose client acknowledges nothing, or reads nothing, of what was sent."""

_DESCRIPTORS: Final = 8192
"""Open files and connections that the process allows itself, where the system does."""


@dataclass(frozen=True)
class _Place:
    """What there is before the model is loaded.

    Attributes:
        listener: The socket, bound.
        aside: The loop that extracts.
        telemetry: Metrics and spans.
        access: Who may ask.
        tokens: What keys may use.
        observer: What the pipeline is to tell of its work.
    """

    listener: socket.socket
    aside: Aside
    telemetry: Telemetry
    access: Access
    tokens: TokenBudget
    observer: Observer


def serve(settings: Settings) -> None:
    """Serve until SIGTERM or Ctrl-C; requests under way are finished first.

    Raises:
        KeysError: The keys cannot be read, or there is none and others than this machine could ask.
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
        SettingsError: Spans are wanted, or a database for jobs, and what they need is not installed.
    """
    sys.setswitchinterval(_SWITCH_S)
    _allow_descriptors()
    signal.signal(signal.SIGTERM, _interrupt)
    uvloop = uvicorn.Config("", log_config=None).get_loop_factory()  # where it is installed
    loop_factory = uvloop or asyncio.new_event_loop
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listener(settings.host, settings.port))
        keyring = stack.enter_context(open_keyring(settings.keys_file, settings.keys))
        check_binding(listener.getsockname()[0], keyring)
        telemetry = Telemetry(settings, {name: price.of for name, price in price_list(settings).items()})
        stack.callback(telemetry.close)
        usage = stack.enter_context(open_usage(settings.cache_dir / "usage.db"))
        tokens = TokenBudget(keyring, usage, settings.key_tokens_per_day, telemetry.observer)
        access = Access(keyring, RequestRates(settings.key_requests_per_minute), tokens, telemetry.observer)
        observer = Observers(telemetry.observer, TokenMeter(tokens))
        aside = stack.enter_context(Aside(loop_factory))
        runner = stack.enter_context(asyncio.Runner(loop_factory=loop_factory))
        runner.run(_serve(settings, _Place(listener, aside, telemetry, access, tokens, observer)))


async def _serve(settings: Settings, place: _Place) -> None:
    aside = place.aside
    resources = contextlib.AsyncExitStack()  # of the other loop: they are opened and closed there
    try:
        with model_progress(settings.cache_dir) as progress:
            opening = open_extractor(settings, progress, place.observer)
            extractor = await aside.run(resources.enter_async_context(opening))
        stopping, desk = Stopping(), JobDesk()
        body = ForOwners(job_work(extractor, settings), place.tokens, place.telemetry.jobs)
        await aside.run(resources.enter_async_context(jobs_kept(settings, desk, body, stopping)))
        service = _service(extractor, settings, place, desk, stopping)
        # For the time before and after uvicorn listens to signals itself: what closes then must not be interrupted.
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, service.handle_exit)
        warming = aside.run(extractor.warm_up())
        warming.add_done_callback(lambda _: end_loading())  # what is there once the model has answered stays
        print(f"Groundwire listens on {_url(place.listener)} (docs at /docs); Ctrl-C ends it.", flush=True)
        async with place.telemetry.watching():
            await service.serve(sockets=[place.listener])
        warming.cancel()
    finally:
        await aside.run(resources.aclose())


def _service(extractor: Extractor, settings: Settings, place: _Place, desk: JobDesk, stopping: Stopping) -> Service:
    bridge = AsideExtractor(extractor, place.aside)
    limits = ServerLimits(
        max_chars=settings.max_chars,
        request_timeout_s=settings.request_timeout_s,
        max_request_timeout_s=settings.max_request_timeout_s,
        max_job_articles=settings.max_job_articles,
        max_job_bytes=settings.max_job_mb * 1_000_000,
    )
    jobs = build_jobs(desk, limits, place.telemetry.jobs)
    app = create_app(bridge, limits, place.access, stopping, [jobs, build_pages(settings.runs_dir)])
    place.telemetry.install(app)
    drain_s = settings.drain_s or settings.max_request_timeout_s + _DRAIN_BEYOND_S
    return Service(app, Ending(settings.shutdown_delay_s, drain_s), stopping, bridge.cut)


def _listener(host: str, port: int) -> socket.socket:
    """A bound socket, taken before the model is loaded: a busy port is known at once."""
    try:
        listener = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
        )
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "that is no name of a host"
        remedy = "choose others with --host and --port, or GROUNDWIRE_HOST and GROUNDWIRE_PORT"
        fail(Exit.USAGE, f"cannot listen on {host}:{port}: {why}; {remedy}")
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; connections inherit it
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNREAD_S * 1000)
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _allow_descriptors() -> None:
    """Many systems allow 1,024 until one asks for more."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - is not everywhere

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _interrupt(_signal: int, _frame: types.FrameType | None) -> None:
    """SIGTERM while the model loads ends the program like Ctrl-C does."""
    raise KeyboardInterrupt
