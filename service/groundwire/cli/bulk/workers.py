"""The workers of a bulk run: this process, and others that end with it."""

import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from groundwire.bulk.errors import WorkerEnded
from groundwire.cli.job_work import articles_at_once, job_work
from groundwire.cli.settings import PREFIX, Settings
from groundwire.cli.wiring import open_extractor
from groundwire.extraction.waiting import end
from groundwire.jobs.engine import Engine
from groundwire.local import Progress

_END_WITHIN_S: Final = 20.0
"""Seconds that a worker has to give back what it reads."""
_START_AGAIN_S: Final = 1.0


@dataclass(frozen=True)
class Workers:
    """Who reads the articles.

    Attributes:
        count: How many processes, this one included; 0 leaves all to others.
        queue: File of the embedded engine.
    """

    count: int
    queue: Path


async def work(engine: Engine, settings: Settings, workers: Workers, model: Progress) -> None:
    """Read articles until cancelled.

    Args:
        engine: Hands them out.
        settings: Which model, how many articles at once, which limits.
        workers: Who reads.
        model: Is told how far the embedded model is while it is made ready.

    Raises:
        WorkerEnded: A worker ended by itself.
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
        EngineError: The engine cannot be used.
    """
    if workers.count == 0:
        await asyncio.Event().wait()
    at_work = [asyncio.ensure_future(_here(engine, settings, model))]
    at_work += [asyncio.ensure_future(_kept_alive(settings, workers.queue)) for _ in range(workers.count - 1)]
    try:
        await asyncio.wait(at_work, return_when=asyncio.FIRST_COMPLETED)
        for worker in at_work:
            if worker.done():
                worker.result()
    finally:
        await end(at_work)


async def _here(engine: Engine, settings: Settings, model: Progress) -> None:
    async with open_extractor(settings, model) as extractor:
        await engine.work(job_work(extractor, settings), articles_at_once(settings))


async def _kept_alive(settings: Settings, queue: Path) -> None:
    """One worker process; if it is killed, another takes its place."""
    while True:
        code = await _one_process(settings, queue)
        if code >= 0:
            raise WorkerEnded(code)
        await asyncio.sleep(_START_AGAIN_S)


async def _one_process(settings: Settings, queue: Path) -> int:
    where = () if settings.database_url is not None else ("--queue", str(queue))
    # A worker gives back what it reads when the pipe at its standard input ends: with this process, whatever ends that.
    theirs, ours = os.pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "groundwire.cli", "worker", *where),
            stdin=theirs,
            stdout=asyncio.subprocess.DEVNULL,
            env={**os.environ, **_environment(settings)},
        )
    except BaseException:
        os.close(ours)
        raise
    finally:
        os.close(theirs)
    try:
        return await process.wait()
    finally:
        os.close(ours)
        try:
            await asyncio.wait_for(process.wait(), _END_WITHIN_S)
        except TimeoutError:
            process.kill()
            await process.wait()


def _environment(settings: Settings) -> dict[str, str]:
    """What options of this command set, for processes that see the environment only."""
    chosen = {
        "concurrency": settings.concurrency,
        "requests_per_minute": settings.requests_per_minute,
        "tokens_per_minute": settings.tokens_per_minute,
        "database_url": settings.database_url.get_secret_value() if settings.database_url else None,
        "log_level": settings.log_level or "warning",
    }
    return {f"{PREFIX}{name.upper()}": str(value) for name, value in chosen.items() if value is not None}
