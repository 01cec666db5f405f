"""Has workers read a job on this machine, each a process of its own, and times them.

    python -m benchmarks.simulation.workers FOLDER URL CALLS PLACES

is one of them: what `groundwire` does with jobs, before that endpoint, until it is killed.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.service import ROOT, model_endpoint
from benchmarks.simulation.real import Kind, text, watching
from tests.cli.support import endpoint_variables

from groundwire.cli.engines import open_engine
from groundwire.cli.job_work import job_work
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import open_extractor
from groundwire.jobs.engine import Engine, NewItem, NewJob
from groundwire.schemas import ExtractRequest

_FIRST = 10**8
"""Numbers of articles from here on are no other test's."""
_POLL_S = 0.1
_EDGE = 0.15
"""Part of the articles at either end that is not timed: workers begin and end one by one."""


@dataclass(frozen=True)
class Shift:
    """Workers, and what they read.

    Attributes:
        kind: Of the articles.
        delay_s: Until the endpoint answers a call.
        processes: Workers.
        calls: `GROUNDWIRE_CONCURRENCY` of each.
        places: `GROUNDWIRE_JOB_CONCURRENCY` of each.
    """

    kind: Kind
    delay_s: float
    processes: int
    calls: int
    places: int


@dataclass(frozen=True)
class Worked:
    """What was measured.

    Attributes:
        per_s: Articles a second, of all workers.
        cpu_ms: Processor time of the workers, an article.
        stalled_share: Part of the time that a thread of the first worker was ready and had no core.
    """

    per_s: float
    cpu_ms: float
    stalled_share: float


def settings_of(folder: Path, base_url: str, calls: int, places: int) -> Settings:
    """Settings of a worker."""
    given = endpoint_variables(base_url)
    names = ("base_url", "api_key", "model", "retries", "corrections")
    chosen = {name: given[f"GROUNDWIRE_{name.upper()}"] for name in names}
    limits = {"concurrency": calls, "max_extractions": places, "job_concurrency": places}
    return Settings.model_validate({**chosen, **limits, "cache_dir": folder / "cache"})


async def be_worker(settings: Settings) -> None:
    """Read articles of jobs until cancelled."""
    async with open_extractor(settings, lambda *_: None) as extractor, open_engine(settings) as engine:
        await extractor.warm_up()
        await engine.work(job_work(extractor, settings), settings.job_concurrency or 1)


@contextmanager
def _worker(settings: Settings, folder: Path) -> Iterator[int]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    arguments = (folder, settings.base_url, settings.concurrency, settings.job_concurrency)
    command = [sys.executable, "-m", __spec__.name, *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def measure_shift(shift: Shift, articles: int) -> Worked:
    """Hand in a job of so many articles, and time its middle part."""
    with tempfile.TemporaryDirectory() as name, model_endpoint(shift.delay_s) as base_url, ExitStack() as stack:
        folder = Path(name)
        settings = settings_of(folder, base_url, shift.calls, shift.places)
        pids = [stack.enter_context(_worker(settings, folder)) for _ in range(shift.processes)]
        return asyncio.run(_read(settings, shift, articles, pids))


async def _read(settings: Settings, shift: Shift, articles: int, pids: list[int]) -> Worked:
    async with open_engine(settings) as engine:
        # Each worker is known to work once a few articles for each of its places are read.
        await _read_up_to(engine, await _hand_in(engine, shift.kind, 2 * shift.places * shift.processes), 1.0)
        job = await _hand_in(engine, shift.kind, articles)
        first, begin = await _read_up_to(engine, job, _EDGE)
        with ExitStack() as stack:
            watches = [stack.enter_context(watching(pid)) for pid in pids]
            last, end = await _read_up_to(engine, job, 1 - _EDGE)
    done = last - first
    cpu_ms = sum(watch.cpu_s for watch in watches) / done * 1e3
    return Worked(done / (end - begin), cpu_ms, watches[0].stalled_s / watches[0].seconds)


async def _hand_in(engine: Engine, kind: Kind, articles: int) -> str:
    """A job of so many articles that are new; its name."""
    texts = (text(kind, _FIRST + number) for number in range(articles))
    first = time.monotonic_ns()  # no two jobs of a run have an article in common
    requests = (ExtractRequest(text=f"{each}\n\nSheet {first + n}.") for n, each in enumerate(texts))
    return (await engine.submit(NewJob([NewItem(request.model_dump_json()) for request in requests]))).id


async def _read_up_to(engine: Engine, job: str, share: float) -> tuple[int, float]:
    """Wait until that part of a job is read; how many articles that are then, and when it was."""
    while True:
        status = await engine.status(job, None)
        if status is None or status.failed:
            raise SystemExit("an article failed")
        if status.done >= share * status.total:
            return status.done, time.monotonic()
        await asyncio.sleep(_POLL_S)


if __name__ == "__main__":
    _folder, _url, _calls, _places = sys.argv[1:]
    asyncio.run(be_worker(settings_of(Path(_folder), _url, int(_calls), int(_places))))
