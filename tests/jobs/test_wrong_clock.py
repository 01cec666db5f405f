"""A worker whose clock on the wall is wrong by days: nothing is lost, doubled, or forgotten too early."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.jobs.opening import CALL, ended, job_of, opened, results_of, status_of
from tests.service.clock import DAY_S, WallClock, compiler

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.skipif(compiler() is None, reason="no C compiler to build the clock with"),
]
ARTICLES = 40


@contextmanager
def worker(address: str, log: Path, variables: Mapping[str, str]) -> Iterator[None]:
    """A worker process meanwhile."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-m", "tests.jobs.worker_program", address, str(log), "0.1", "4"]
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path, **variables})  # noqa: S603 - ours
    try:
        yield
    finally:
        process.terminate()
        assert process.wait(30) == 0


def begun(log: Path) -> "Counter[tuple[str, str]]":
    lines = log.read_text().splitlines() if log.exists() else []
    return Counter((line.split()[2], line.split()[3]) for line in lines)


async def test_a_worker_whose_clock_is_wrong(address: str, tmp_path: Path) -> None:
    clock = WallClock(tmp_path)
    clock.jump(-20 * DAY_S)
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    async with opened(address) as engine:
        with worker(address, wrong, clock.variables), worker(address, right, {}):
            job_id = (await engine.submit(job_of(ARTICLES))).id
            status = await ended(engine, job_id)
            assert status.usage.calls == ARTICLES * CALL.calls
        clock.jump(20 * DAY_S)
        with worker(address, wrong, clock.variables):  # forgets old jobs when it starts
            await ended(engine, (await engine.submit(job_of(1))).id)
            await asyncio.sleep(0.5)
        assert await status_of(engine, job_id) == status
        assert len(await results_of(engine, job_id)) == ARTICLES
    calls = begun(wrong) + begun(right)
    assert set(calls.values()) == {1}
    assert calls.total() == ARTICLES + 1
