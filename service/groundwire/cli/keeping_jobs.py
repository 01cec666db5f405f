"""The jobs of a service: opens what keeps them, however often that takes, and reads their articles until the end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from groundwire.cli import endpoints
from groundwire.cli.engines import open_engine
from groundwire.cli.settings import Settings
from groundwire.extraction.waiting import end
from groundwire.jobs.engine import Body, Engine, EngineError
from groundwire.server import Stopping
from groundwire.server.jobs import JobDesk
from groundwire.telemetry.tracebacks import without_messages

AGAIN_S: Final = 5.0
"""Seconds between tries to open the database."""
_FIRST_TRY_S: Final = 5.0
"""Seconds that the service waits for it before it listens."""
_LOOK_EVERY_S: Final = 0.1
"""Seconds between looks whether the service is about to end."""

_log = logging.getLogger("groundwire.cli")


def job_concurrency(settings: Settings) -> int:
    """Articles of jobs that this process reads at once; 0 for none."""
    return endpoints.concurrency(settings) if settings.job_concurrency is None else settings.job_concurrency


@asynccontextmanager
async def jobs_kept(settings: Settings, desk: JobDesk, body: Body, stopping: Stopping) -> AsyncIterator[None]:
    """Keep jobs at a desk, and read their articles until the service is told to end: what is begun is then given back.

    A database that cannot be opened is tried again and again; the service goes on without jobs until then.

    Args:
        settings: Which database, and how many articles are read at once.
        desk: Given the engine while there is one.
        body: Reads an article.
        stopping: Says when the end has begun.

    Raises:
        SettingsError: What the database needs is not installed.
    """
    open_engine(settings)
    tried = asyncio.Event()
    keeping = asyncio.create_task(_keep(settings, desk, body, stopping, tried))
    try:
        with suppress(TimeoutError):
            async with asyncio.timeout(_FIRST_TRY_S):
                await tried.wait()
        yield
    finally:
        await end([keeping])


async def _keep(settings: Settings, desk: JobDesk, body: Body, stopping: Stopping, tried: asyncio.Event) -> None:
    while True:
        try:
            async with open_engine(settings) as engine:
                desk.engine = engine
                tried.set()
                await _work(engine, body, job_concurrency(settings), stopping)
                await asyncio.Event().wait()  # until cancelled: jobs can be asked for to the very end
        except EngineError as error:
            _log.warning("jobs are unavailable, and tried again in %g s: %s", AGAIN_S, error)
        except Exception as error:  # noqa: BLE001 - whatever becomes of jobs, the service goes on
            _log.error("jobs are unavailable, and tried again in %g s: %s", AGAIN_S, without_messages(error))
        finally:
            desk.engine = None
            tried.set()
        await asyncio.sleep(AGAIN_S)


async def _work(engine: Engine, body: Body, concurrency: int, stopping: Stopping) -> None:
    """Read articles until the end begins; raises what the worker raises."""
    if not concurrency:
        return
    working = asyncio.create_task(engine.work(body, concurrency))
    looking = asyncio.create_task(_begun(stopping))
    try:
        await asyncio.wait({working, looking}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        await end([working, looking])


async def _begun(stopping: Stopping) -> None:
    while not stopping.begun:  # noqa: ASYNC110 - a signal handler can set no event of a loop
        await asyncio.sleep(_LOOK_EVERY_S)
