"""The embedded engine's own: its files, disks that are full, read-only or damaged, and workers at the edge."""

import asyncio
import logging
import os
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.jobs.opening import (
    CALL,
    Gate,
    ended,
    job_of,
    opened,
    outcome_of,
    read,
    results_of,
    status_of,
    until,
    working,
)
from tests.security.test_disk import fill, free, lock, small_disk, unlock

from groundwire.jobs.engine import Delivery, Engine, EngineError, EngineFull, EngineUnavailable, Outcome
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.schemas.jobs import JobState, JobStatus

pytestmark = pytest.mark.anyio


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "jobs.db"


async def test_its_files_are_its_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "below" / "jobs.db"
    old = os.umask(0)
    try:
        async with opened(str(path)) as engine:
            await engine.submit(job_of(1))
            modes = {entry.name: stat.S_IMODE(entry.stat().st_mode) for entry in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(["jobs.db", "jobs.db-shm", "jobs.db-wal", "jobs.db.lock"], 0o600)


async def test_processes_that_make_the_file_at_once(path: Path) -> None:
    code = (
        "import asyncio, sys; from tests.jobs.opening import job_of, opened\n"
        "async def main():\n"
        "    async with opened(sys.argv[1]) as engine: print((await engine.submit(job_of(3))).id)\n"
        "asyncio.run(main())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-c", code, str(path)]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(4)]  # noqa: S603, ASYNC220 - our own
    ids = [process.communicate()[0].strip() for process in processes]
    assert [process.returncode for process in processes] == [0] * 4
    async with opened(str(path)) as engine, working(engine, read, 4):
        for job_id in ids:
            assert (await ended(engine, job_id)).done == 3


async def test_methods_from_several_event_loops(path: Path) -> None:
    async with opened(str(path)) as engine, working(engine, read, 4):
        status = await asyncio.to_thread(lambda: asyncio.run(submit_elsewhere(engine)))
        assert (await ended(engine, status.id)).done == 5


async def submit_elsewhere(engine: Engine) -> JobStatus:
    return await engine.submit(job_of(5))


async def test_a_worker_is_woken_by_what_comes_in(path: Path) -> None:
    gate = Gate()
    async with opened(str(path)) as engine, working(engine, gate, 5):
        waits = []
        for count in range(1, 6):
            begin = time.perf_counter()
            await engine.submit(job_of(1))
            await gate.has_begun(count)
            waits.append(time.perf_counter() - begin)
    assert min(waits) < 0.15, "it looks for articles each 0.2 s only"


async def test_what_a_worker_lost_it_stops_reading(path: Path) -> None:
    gate = Gate()
    async with opened(str(path)) as engine, working(engine, gate, 3):
        await engine.submit(job_of(2))
        await gate.has_begun(2)
        with closing(sqlite3.connect(path)) as con, con:
            con.execute("UPDATE items SET state = 0, holder = NULL")
            con.execute("DELETE FROM shifts")
        await until(lambda: len(gate.dropped) == 2)
        await gate.has_begun(4)
        assert sorted((delivery.index, delivery.tries) for delivery in gate.begun[2:]) == [(0, 2), (1, 2)]


async def test_a_body_that_is_cancelled_by_itself_costs_no_try(path: Path) -> None:
    tries: list[int] = []

    async def body(delivery: Delivery) -> Outcome:
        tries.append(delivery.tries)
        if len(tries) == 1:
            raise asyncio.CancelledError
        return outcome_of(delivery)

    async with opened(str(path)) as engine, working(engine, body):
        await ended(engine, (await engine.submit(job_of(1))).id)
    assert tries == [1, 1]


async def test_a_body_that_breaks_its_word_ends_the_worker(path: Path) -> None:
    async def body(delivery: Delivery) -> Outcome:
        raise LookupError(delivery.index)

    async with opened(str(path)) as engine:
        job_id = (await engine.submit(job_of(1))).id
        with pytest.raises(LookupError):
            await engine.work(body, 1)
        assert (await status_of(engine, job_id)).state is JobState.QUEUED


async def test_no_more_may_wait_than_there_is_room_for(path: Path) -> None:
    engine = open_sqlite_engine(path, most_waiting=4)
    await engine.submit(job_of(3))
    with pytest.raises(EngineFull):
        await engine.submit(job_of(2))
    await engine.close()


async def test_a_full_disk(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    gate = Gate()
    with small_disk(tmp_path / "disk") as disk:
        async with opened(str(disk / "jobs.db")) as engine, working(engine, gate, 2) as task:
            job_id = (await engine.submit(job_of(20))).id
            await gate.has_begun(2)
            fill(disk)
            with pytest.raises(EngineUnavailable, match=r"The jobs file .*jobs\.db cannot be used now: .* full"):
                await engine.submit(job_of(20_000))  # a little fits into the pages that the log has already
            gate.open()  # results come, and are kept until they can be written
            await until(lambda: bool(caplog.records))
            assert (await status_of(engine, job_id)).total == 20
            free(disk)
            assert (await ended(engine, job_id)).done == 20
            assert not task.done()
            assert [result.index for result in await results_of(engine, job_id)] == list(range(20))
            assert (await status_of(engine, job_id)).usage.calls == 20 * CALL.calls
    assert len(gate.begun) >= 20
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "Articles wait until it can be used again." in record.message


async def test_an_engine_that_is_closed(path: Path) -> None:
    engine = open_sqlite_engine(path)
    await engine.close()
    await engine.close()
    with pytest.raises(EngineUnavailable, match="it is closed"):
        await engine.submit(job_of(1))


async def test_a_file_that_another_process_has_locked(path: Path) -> None:
    async with opened(str(path)) as engine, working(engine, read, 2):
        with closing(sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("BEGIN IMMEDIATE")
            with pytest.raises(EngineUnavailable, match="locked"):
                await engine.submit(job_of(1))
            con.execute("ROLLBACK")
        assert (await ended(engine, (await engine.submit(job_of(3))).id)).done == 3


async def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineUnavailable, match="cannot be used now"):
        open_sqlite_engine(tmp_path / "file" / "jobs.db")


async def test_a_read_only_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        lock(disk)
        with pytest.raises(EngineUnavailable, match="cannot be used now"):
            open_sqlite_engine(disk / "jobs.db")
        unlock(disk)
        async with opened(str(disk / "jobs.db")) as engine:
            job_id = (await engine.submit(job_of(1))).id
        lock(disk)
        with pytest.raises(EngineUnavailable, match="cannot be used now"):
            open_sqlite_engine(disk / "jobs.db")
        unlock(disk)
        async with opened(str(disk / "jobs.db")) as engine, working(engine, read):
            assert (await ended(engine, job_id)).done == 1


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_bytes(os.urandom(8192))
    with pytest.raises(
        EngineError, match=r"jobs\.db is damaged\. Move it away, with jobs\.db-wal and jobs\.db-shm"
    ) as error:
        open_sqlite_engine(path)
    assert not isinstance(error.value, EngineUnavailable)


async def test_a_file_of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as con:
        con.execute("CREATE TABLE jobs (id)")
    with pytest.raises(
        EngineError, match=r"jobs\.db cannot be used: it is a database of another program; move it away"
    ):
        open_sqlite_engine(path)


async def test_a_file_that_is_damaged_meanwhile(path: Path) -> None:
    async with opened(str(path)) as engine:
        job_id = (await engine.submit(job_of(500))).id
    with path.open("r+b") as file:  # all but the first page, which says what it is
        size = file.seek(0, os.SEEK_END)
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    async with opened(str(path)) as engine:
        with pytest.raises(EngineError, match="is damaged"):
            await engine.status(job_id, None)
        with pytest.raises(EngineError, match="is damaged"):
            await engine.work(read, 1)
