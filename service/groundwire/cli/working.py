"""Runs a worker: opens jobs and model, reads until it is told to end, and then finishes or gives back what it reads."""

import asyncio
import logging
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.cli.collector import end_loading
from groundwire.cli.endpoints import price_list
from groundwire.cli.engines import open_engine
from groundwire.cli.job_work import articles_at_once, job_work
from groundwire.cli.progress import model_progress
from groundwire.cli.settings import Settings
from groundwire.cli.telemetry import Telemetry
from groundwire.cli.wiring import open_extractor
from groundwire.extraction.waiting import end
from groundwire.jobs.engine import Body, Delivery, Engine, Later, Outcome
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.server.access import TokenBudget, TokenMeter, open_keyring, open_usage
from groundwire.server.jobs import ForOwners
from groundwire.telemetry.observers import Observers

_DRAIN_BEYOND_S: Final = 10.0
"""Seconds beyond the longest deadline that articles under way have to finish, unless set otherwise."""
_HOLD_S: Final = 2.0
"""Seconds that an article is held that comes when nothing is to be begun any more, before it is given back."""
_KEEP_DAYS: Final = 3650.0
"""Jobs in a file of somebody's own are theirs to forget."""

_log = logging.getLogger("groundwire.cli")


class Stop:
    """When to end.

    Attributes:
        asked: Begin nothing more.
        now: Break off what is being read, too.
        reading: Whether there is anything to finish; else asking once is enough.
    """

    def __init__(self) -> None:
        """Within an event loop: listens to signals, and to the end of a standard input that is a pipe."""
        self.asked = asyncio.Event()
        self.now = asyncio.Event()
        self.reading = False
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ask)
        if sys.stdin is not None and stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
            loop.add_reader(sys.stdin.fileno(), self._listen)

    def _ask(self) -> None:
        if self.asked.is_set() or not self.reading:
            self.now.set()
        self.asked.set()

    def _listen(self) -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self.now.set()


class LastArticles:
    """A body that can be told to begin nothing more.

    Attributes:
        reading: How many articles it is at.
        none_left: Set while that is none.
    """

    def __init__(self, body: Body) -> None:
        self.reading = 0
        self.none_left = asyncio.Event()
        self.none_left.set()
        self._body = body
        self._leaving = False

    def leave(self) -> None:
        """Begin nothing more."""
        self._leaving = True

    async def __call__(self, delivery: Delivery) -> Outcome | Later:
        """See `Body`."""
        if self._leaving:
            await asyncio.sleep(_HOLD_S)
            return Later(0.0, counts=False)
        self.reading += 1
        self.none_left.clear()
        try:
            return await self._body(delivery)
        finally:
            self.reading -= 1
            if not self.reading:
                self.none_left.set()


@dataclass(frozen=True)
class _Charging:
    """Who is told of what is spent.

    Attributes:
        tokens: What keys may use: each article is read for the key that handed it in.
        telemetry: Metrics and spans.
    """

    tokens: TokenBudget
    telemetry: Telemetry


def work(settings: Settings, queue: Path | None) -> None:
    """Read articles until SIGTERM or Ctrl-C.

    Args:
        settings: Which database, which model, how many articles at once.
        queue: File of an embedded engine to read instead.

    Raises:
        EngineError: The jobs cannot be got at.
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
        SettingsError: What the settings want is not installed.
        KeysError: The keys cannot be read.
    """
    with ExitStack() as stack:
        telemetry = Telemetry(settings, {name: price.of for name, price in price_list(settings).items()})
        stack.callback(telemetry.close)
        keyring = stack.enter_context(open_keyring(settings.keys_file, settings.keys))
        usage = stack.enter_context(open_usage(settings.cache_dir / "usage.db"))
        tokens = TokenBudget(keyring, usage, settings.key_tokens_per_day, telemetry.observer)
        asyncio.run(_until_stopped(settings, queue, _Charging(tokens, telemetry)))


async def _until_stopped(settings: Settings, queue: Path | None, charging: _Charging) -> None:
    stop = Stop()
    working = asyncio.create_task(_work(settings, queue, charging, stop))
    breaking_off = asyncio.create_task(stop.now.wait())
    await asyncio.wait({working, breaking_off}, return_when=asyncio.FIRST_COMPLETED)
    await end([breaking_off])
    await end([working])
    if not working.cancelled():
        working.result()
    _log.info("stopped")


async def _work(settings: Settings, queue: Path | None, charging: _Charging, stop: Stop) -> None:
    async with AsyncExitStack() as stack:
        engine = await stack.enter_async_context(_jobs(settings, queue))
        observer = Observers(charging.telemetry.observer, TokenMeter(charging.tokens))
        with model_progress(settings.cache_dir) as progress:
            extractor = await stack.enter_async_context(open_extractor(settings, progress, observer))
        await extractor.warm_up()  # an article that is begun before would only be put off
        end_loading()
        body = LastArticles(ForOwners(job_work(extractor, settings), charging.tokens, charging.telemetry.jobs))
        at_once = articles_at_once(settings)
        where = (
            "PostgreSQL" if queue is None and settings.database_url is not None else f"{queue or 'the cache folder'}"
        )
        print(f"Groundwire reads the articles of jobs in {where}, {at_once} at once; Ctrl-C ends it.", flush=True)
        drain_s = settings.drain_s or settings.max_request_timeout_s + _DRAIN_BEYOND_S
        await _read(engine, body, at_once, stop, drain_s)


async def _read(engine: Engine, body: LastArticles, at_once: int, stop: Stop, drain_s: float) -> None:
    """Read until asked to stop and what was begun by then has ended, or has had its time."""
    stop.reading = True
    working = asyncio.create_task(engine.work(body, at_once))
    asked = asyncio.create_task(stop.asked.wait())
    try:
        await asyncio.wait({working, asked}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
        body.leave()
        _log.info("stopping: nothing is begun any more; %d articles under way have %g s", body.reading, drain_s)
        with suppress(TimeoutError):
            async with asyncio.timeout(drain_s):
                await body.none_left.wait()
    finally:
        await end([asked])
        await end([working])


def _jobs(settings: Settings, queue: Path | None) -> AbstractAsyncContextManager[Engine]:
    return open_engine(settings) if queue is None else _in_file(queue)


@asynccontextmanager
async def _in_file(path: Path) -> AsyncIterator[Engine]:
    engine = await asyncio.to_thread(open_sqlite_engine, path, _KEEP_DAYS)  # it may wait for other processes
    try:
        yield engine
    finally:
        await engine.close()
