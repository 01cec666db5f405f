"""SIGKILL of workers in the midst of their work, and one that hangs: no article is lost, none has two results.

GROUNDWIRE_KILLS says how often (default 3; 100 for the figures in docs/benchmarks.md), GROUNDWIRE_KILL_SEED when.
"""

import asyncio
import logging
import os
import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import add
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest
from tests.jobs.opening import CALL, ended, job_of, opened, results_of, status_of, until

from groundwire.jobs.engine import Engine

KILLS = int(os.environ.get("GROUNDWIRE_KILLS", "3"))
SEED = int(os.environ.get("GROUNDWIRE_KILL_SEED", "1"))
WORKERS = 3
CONCURRENCY = 4
CALL_S = 0.1
ARTICLES = 60
"""Of each job; there is one for every kill."""
RECOVERY_S = 15.0 if KILLS >= 10 else 60.0
"""From a kill until all that it broke off is begun again; the short form may run on a machine that is busy."""
_log = logging.getLogger("groundwire.tests.kill")


Kept: TypeAlias = dict[tuple[str, int], int]
"""Which process' result is kept for which article."""


class Begun(NamedTuple):
    """A worker has begun an article."""

    process: int
    at: float
    article: tuple[str, int]


class Crew:
    """Worker processes, and what they say of their work."""

    def __init__(self, address: str, log: Path) -> None:
        self._command = [sys.executable, "-m", "tests.jobs.worker_program", address, str(log)]
        self._command += [str(CALL_S), str(CONCURRENCY)]
        self._log = log
        self.alive: list[subprocess.Popen[bytes]] = []
        self.killed: dict[int, float] = {}

    def start(self) -> None:
        """One more."""
        path = os.pathsep.join(entry for entry in sys.path if entry)
        self.alive.append(subprocess.Popen(self._command, env={**os.environ, "PYTHONPATH": path}))  # noqa: S603 - ours

    def kill(self, worker: "subprocess.Popen[bytes]") -> None:
        """With SIGKILL."""
        worker.kill()
        self.killed[worker.pid] = time.monotonic()
        worker.wait()
        self.alive.remove(worker)

    def end(self) -> None:
        """Ask all to end, and see that they do so well."""
        for worker in self.alive:
            worker.send_signal(signal.SIGTERM)
        for worker in self.alive:
            assert worker.wait(30) == 0

    def begun(self) -> Sequence[Begun]:
        """What they have begun, in order."""
        lines = self._log.read_text().splitlines() if self._log.exists() else []
        return [Begun(int(pid), float(at), (job, int(index))) for pid, at, job, index in map(str.split, lines)]

    def busy(self) -> "list[subprocess.Popen[bytes]]":
        """Those that have begun something."""
        processes = {begun.process for begun in self.begun()}
        return [worker for worker in self.alive if worker.pid in processes]


@contextmanager
def crew_of(address: str, log: Path) -> Iterator[Crew]:
    """Workers; none is left after the block."""
    crew = Crew(address, log)
    try:
        for _ in range(WORKERS):
            crew.start()
        yield crew
    finally:
        for worker in crew.alive:
            worker.kill()
            worker.wait()


async def kill_many(engine: Engine, crew: Crew) -> list[str]:
    """Kill busy workers at random moments, each replaced by a new one; the jobs that they were at."""
    draw = random.Random(SEED)  # noqa: S311 - no secret
    jobs = []
    for _ in range(KILLS):
        jobs.append((await engine.submit(job_of(ARTICLES))).id)
        await until(lambda: bool(crew.busy()))
        await asyncio.sleep(draw.uniform(0.1, 0.5))
        crew.kill(draw.choice(crew.busy()))
        crew.start()
    return jobs


async def stored(engine: Engine, jobs: Sequence[str]) -> Kept:
    """Which process has read which article, as far as the results go."""
    return {
        (job, result.index): int(result.text.removeprefix("by "))
        for job in jobs
        for result in await results_of(engine, job)
    }


def in_flight(crew: Crew, kept: Kept, process: int) -> set[tuple[str, int]]:
    """What a worker had begun without its result being kept."""
    return {
        begun.article
        for begun in crew.begun()
        if begun.process == process and kept.get(begun.article, process) != process
    }


def begun_again_s(crew: Crew, article: tuple[str, int], killed: float) -> float:
    """How long after a kill an article was begun again."""
    return min(begun.at for begun in crew.begun() if begun.article == article and begun.at > killed) - killed


def replaced(earlier: Kept, later: Kept) -> int:
    """How many results are not those that they were."""
    return sum(later.get(article) != process for article, process in earlier.items())


def report(name: str, crew: Crew, kept: Kept, hung: int) -> None:
    """Log the figures, and see that they are good."""
    calls = Counter(begun.article for begun in crew.begun() if begun.article in kept)
    repeated = calls.total() - len(calls)
    flying = {process: in_flight(crew, kept, process) for process in crew.killed}
    waits = [begun_again_s(crew, article, crew.killed[process]) for process in flying for article in flying[process]]
    of_hung = len(in_flight(crew, kept, hung))
    at_kills = sum(map(len, flying.values()))
    _log.info(
        "%s: %d kills, one worker that hung, %d articles, 0 lost, 0 stored twice; %d calls repeated of %d in flight at "
        "the kills and %d of the one that hung; begun again after %.1f s (median), %.1f s at worst",
        *(name, KILLS, len(kept), repeated, at_kills, of_hung),
        *((statistics.median(waits), max(waits)) if waits else (0.0, 0.0)),
    )
    assert all(len(articles) <= CONCURRENCY for articles in flying.values())
    assert repeated <= at_kills + of_hung
    # Whoever takes an article over may be killed in turn, in the moment between its delivery and its beginning.
    hit_twice = [wait for wait in waits if wait >= RECOVERY_S]
    assert len(hit_twice) <= len(waits) // 20, hit_twice
    assert max(waits, default=0.0) < 2 * RECOVERY_S


@pytest.mark.anyio
async def test_no_kill_loses_an_article_or_stores_two_results(address: str, tmp_path: Path) -> None:
    async with opened(address) as engine:
        with crew_of(address, tmp_path / "log") as crew:
            jobs = await kill_many(engine, crew)
            await until(lambda: bool(crew.busy()))
            hung = crew.busy()[0]
            hung.send_signal(signal.SIGSTOP)
            early = await stored(engine, jobs)
            statuses = [await ended(engine, job) for job in jobs]
            kept = await stored(engine, jobs)
            hung.send_signal(signal.SIGCONT)  # it comes back, and has results of which others have brought better ones
            await ended(engine, (await engine.submit(job_of(ARTICLES))).id)
            crew.end()
        assert len(kept) == KILLS * ARTICLES  # none lost
        assert replaced(early, kept) + replaced(kept, await stored(engine, jobs)) == 0
        assert [await status_of(engine, job) for job in jobs] == statuses
    assert [status.done for status in statuses] == [ARTICLES] * KILLS
    assert all(status.usage == reduce(add, [CALL] * ARTICLES) for status in statuses)  # each result counted once
    report("SQLite" if address.endswith(".db") else "PostgreSQL", crew, kept, hung.pid)
