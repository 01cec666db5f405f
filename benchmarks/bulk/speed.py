"""How fast so many workers get through a job, and what each article costs them."""

import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.framework.processes import ROOT, cpu_seconds, environment
from benchmarks.load.articles import article
from tests.jobs.opening import ended, opened

from groundwire.jobs.engine import NewItem, NewJob
from groundwire.schemas import ExtractRequest, RecordType

CONCURRENCY = 16
"""Articles that a worker reads at once."""


def job(count: int) -> NewJob:
    """Articles that differ, each of which asks one question."""
    requests = (ExtractRequest(text=article(number), record_types=(RecordType.ATTACK,)) for number in range(count))
    return NewJob([NewItem(request.model_dump_json(exclude_defaults=True)) for request in requests])


def speed(address: str, body: str, workers: int, count: int, variables: Mapping[str, str]) -> dict[str, float]:
    """Articles a second, and CPU milliseconds of the workers for an article; the engine's server is not counted."""
    asyncio.run(_made(address))
    with _workers(address, body, workers, variables) as processes:
        before = sum(map(cpu_seconds, processes))
        seconds = asyncio.run(_done(address, job(count)))
        return {"per_s": count / seconds, "cpu_ms": 1000 * (sum(map(cpu_seconds, processes)) - before) / count}


async def _made(address: str) -> None:
    """Have the engine make its tables, before the workers come."""
    async with opened(address):
        pass


async def _done(address: str, wanted: NewJob) -> float:
    """Hand in a job, wait for its end; the seconds between."""
    async with opened(address) as engine:
        handed_in = await engine.submit(wanted)
        begin = time.perf_counter()
        status = await ended(engine, handed_in.id)
        if status.done != len(wanted.items):
            raise SystemExit(f"{status.failed} articles of {status.total} failed")
        return time.perf_counter() - begin


@contextmanager
def _workers(address: str, body: str, count: int, variables: Mapping[str, str]) -> Iterator[list[int]]:
    """Process ids of workers that are ready, with a cache of their own that nothing is in; ended after the block."""
    with tempfile.TemporaryDirectory() as cache:
        own = environment({**variables, "GROUNDWIRE_CACHE_DIR": cache})
        command = [sys.executable, "-m", "benchmarks.bulk.worker", address, body, str(CONCURRENCY)]
        started = [
            subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(count)
        ]
        try:
            for process in started:
                if process.stdout is None or process.stdout.readline() != b"ready\n":
                    process.kill()
                    raise SystemExit(f"a worker did not start:\n{process.communicate()[1].decode()}")
            yield [process.pid for process in started]
        finally:
            for process in started:
                process.send_signal(signal.SIGTERM)
            for process in started:
                process.communicate(timeout=30)
