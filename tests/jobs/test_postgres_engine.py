"""PostgreSQL's own: a database that goes away and comes back, workers lost and struck off, and clocks that are wrong.

GROUNDWIRE_OUTAGE_S says for how many seconds the database is away (default 3; 30 for the figure in docs/benchmarks.md).
"""

import asyncio
import logging
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest
from pydantic import SecretStr
from tests.jobs.opening import Gate, ended, job_of, opened, outcome_of, read, results_of, status_of, until, working
from tests.servers.postgres import PASSWORD, PostgresServer
from tests.service.clock import DAY_S, WallClock, compiler

from groundwire.jobs.engine import (
    MOST_TRIES,
    Delivery,
    Engine,
    EngineError,
    EngineFull,
    EngineUnavailable,
    Later,
    Outcome,
)
from groundwire.jobs.postgres_claims import abandon, begin
from groundwire.jobs.postgres_database import Connection, Database
from groundwire.jobs.postgres_engine import open_postgres_engine
from groundwire.jobs.postgres_queue import Queue, Ticket
from groundwire.schemas import Problem
from groundwire.schemas.jobs import JobState, ResultState

OUTAGE_S = float(os.environ.get("GROUNDWIRE_OUTAGE_S", "3"))
pytestmark = pytest.mark.anyio


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What the database answers, looking at Groundwire's tables."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path TO groundwire")
        asked = connection.execute(statement.encode())
        return asked.fetchall() if asked.description else []


@contextmanager
def processes(
    url: str, log: Path, call_s: float, variables: list[Mapping[str, str]]
) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """A worker process for each of those sets of variables; none is left after the block."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    command = [sys.executable, "-m", "tests.jobs.worker_program", url, str(log), str(call_s), "2"]
    started = []
    try:
        for each in variables:
            environment = {**os.environ, "PYTHONPATH": path, **each}
            started.append(subprocess.Popen(command, env=environment))  # noqa: S603 - ours
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()


async def test_an_outage_loses_and_repeats_nothing(
    database_url: str, postgres_server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    async with opened(database_url) as one, opened(database_url) as other:
        async with working(one, gate, 2), working(other, gate, 2):
            job_id = (await one.submit(job_of(9))).id
            await gate.has_begun(4)
            with postgres_server.away():
                away = time.monotonic()
                gate.open()  # what was being read ends while there is nobody to tell
                while time.monotonic() < away + OUTAGE_S:
                    with pytest.raises(EngineUnavailable):
                        await asyncio.wait_for(one.status(job_id, None), 10)
                    await asyncio.sleep(0.2)
            await until(lambda: asyncio.wait_for(_answers(one), 10))
            status = await ended(one, job_id)
        assert (status.state, status.done, status.usage.calls) == (JobState.DONE, 9, 9)
        assert len(await results_of(one, job_id)) == 9
    assert Counter(delivery.index for delivery in gate.begun) == dict.fromkeys(range(9), 1)
    assert "Articles wait until it can be used again" in caplog.text
    assert PASSWORD not in caplog.text


async def test_a_job_handed_in_during_an_outage_is_refused_whole(
    database_url: str, postgres_server: PostgresServer
) -> None:
    async with opened(database_url) as engine:
        with postgres_server.away(), pytest.raises(EngineUnavailable):
            await engine.submit(job_of(3))
        await until(lambda: _answers(engine))
        await engine.submit(job_of(2))
        assert ask(database_url, "SELECT count(*) FROM procrastinate_jobs") == [(2,)]
        assert ask(database_url, "SELECT total FROM jobs") == [(2,)]


async def test_clocks_of_workers_do_not_matter(database_url: str, tmp_path: Path) -> None:
    """Two whose clocks are wrong by days beside one that is right, and that is killed."""
    if compiler() is None:
        pytest.skip("needs a C compiler")
    clocks = [WallClock(Path(folder)) for folder in (_folder(tmp_path, "late"), _folder(tmp_path, "early"))]
    for clock, days in zip(clocks, (10, -10), strict=True):
        clock.jump(days * DAY_S)
    log = tmp_path / "log"

    def begun() -> list[tuple[str, int]]:
        lines = log.read_text().splitlines() if log.exists() else []
        return [(job, int(place)) for _, _, job, place in map(str.split, lines)]

    async with opened(database_url) as engine:
        lost = (await engine.submit(job_of(2))).id
        with processes(database_url, log, 120.0, [{}]) as (right,):
            await until(lambda: len(begun()) == 2)
            kept = (await engine.submit(job_of(2))).id
            with processes(database_url, log, 120.0, [clock.variables for clock in clocks]):
                await until(lambda: len(begun()) == 4)
                right.kill()
                await until(lambda: len(begun()) == 6)
                assert [(await status_of(engine, job)).running for job in (lost, kept)] == [2, 2]
    assert Counter(begun()) == {(lost, 0): 2, (lost, 1): 2, (kept, 0): 1, (kept, 1): 1}


async def test_what_is_put_off_waits_by_the_clock_of_the_database(database_url: str) -> None:
    times: list[float] = []

    async def body(delivery: Delivery) -> Outcome | Later:
        times.append(time.monotonic())
        return outcome_of(delivery) if len(times) > 1 else Later(1.0, counts=True)

    async with opened(database_url) as engine, working(engine, body):
        await ended(engine, (await engine.submit(job_of(1))).id)
    assert times[1] - times[0] >= 0.99


def test_many_may_make_the_tables_at_once(database_url: str) -> None:
    together = Barrier(4)

    async def open_it() -> None:
        together.wait()
        async with open_postgres_engine(SecretStr(database_url), 7) as engine:
            assert await engine.status("none", None) is None

    with ThreadPoolExecutor(4) as threads:
        for opening in [threads.submit(asyncio.run, open_it()) for _ in range(4)]:
            opening.result()
    assert ask(database_url, "SELECT count(*) FROM version") == [(1,)]


async def test_nothing_is_left_in_the_queue(database_url: str) -> None:
    async with opened(database_url) as engine:
        await engine.cancel((await engine.submit(job_of(5))).id, None)
        async with working(engine, read, 3):
            await ended(engine, (await engine.submit(job_of(5))).id)
    for table in ("jobs", "events", "workers"):
        assert ask(database_url, f"SELECT count(*) FROM procrastinate_{table}") == [(0,)]  # noqa: S608 - of this test


async def test_what_was_taken_and_not_begun_is_delivered_all_the_same(database_url: str) -> None:
    """As when a connection is lost in the moment in which an article is handed over."""
    gate = Gate()
    async with opened(database_url) as engine, working(engine, gate, 1):
        job_id = (await engine.submit(job_of(2))).id
        await gate.has_begun(1)
        ask(
            database_url,
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM procrastinate_workers)"
            " WHERE status = 'todo'",
        )
        gate.open()
        assert (await ended(engine, job_id)).done == 2
    assert [(delivery.index, delivery.tries) for delivery in gate.begun] == [(0, 1), (1, 1)]


async def test_a_worker_that_was_struck_off_goes_on_under_a_new_number(database_url: str) -> None:
    async with opened(database_url) as engine, working(engine, read):
        await ended(engine, (await engine.submit(job_of(1))).id)
        ask(database_url, "DELETE FROM procrastinate_workers")
        assert (await ended(engine, (await engine.submit(job_of(3))).id)).done == 3


async def test_an_article_that_workers_die_of_is_given_up(database_url: str) -> None:
    async with opened(database_url) as engine:
        job_id = (await engine.submit(job_of(1))).id
        database = Database(SecretStr(database_url))
        try:
            queue = Queue(database)
            for number in range(MOST_TRIES):
                dead = await queue.enlist(None)
                ticket = await queue.next(dead)
                assert isinstance(ticket, Ticket)
                claim = await database.transact(begin, ticket)
                assert claim is not None
                assert claim.delivery.tries == number + 1
                ask(database_url, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '10 s'")
                assert await queue.stalled() == [ticket]
                await database.transact(abandon, ticket)
                await queue.again(ticket)
        finally:
            await database.close()
        (result,) = await results_of(engine, job_id)
        assert result.state is ResultState.FAILED
        assert Problem.model_validate_json(result.text).kind == "internal-error"
        async with working(engine, read):
            await until(lambda: ask(database_url, "SELECT count(*) FROM procrastinate_jobs") == [(0,)])
        assert (await status_of(engine, job_id)).failed == 1


async def test_who_hangs_in_a_transaction_does_not_hold_up_the_rest(database_url: str) -> None:
    """PostgreSQL ends it: else its locks would keep others from its articles for as long as it hangs."""

    def hang(connection: Connection) -> None:
        connection.execute("UPDATE items SET state = 'running'")
        time.sleep(7)

    async with opened(database_url) as engine:
        job_id = (await engine.submit(job_of(1))).id
        database = Database(SecretStr(database_url))
        try:
            hanging = asyncio.create_task(database.transact(hang))
            await until(lambda: ask(database_url, "SELECT count(*) FROM pg_locks WHERE mode LIKE 'Row%'") > [(0,)])
            async with working(engine, read):
                assert (await ended(engine, job_id)).done == 1
            with pytest.raises(EngineUnavailable):
                await hanging
        finally:
            await database.close()


async def test_it_is_used_from_any_event_loop(database_url: str) -> None:
    async with opened(database_url) as engine:
        status = await asyncio.to_thread(lambda: asyncio.run(_submitted(engine)))
        async with working(engine, read):
            assert (await ended(engine, status)).done == 2


async def test_there_is_an_end_to_what_may_wait(database_url: str) -> None:
    async with open_postgres_engine(SecretStr(database_url), most_waiting=5) as engine:
        first = await engine.submit(job_of(3, idempotency_key="k"))
        with pytest.raises(EngineFull, match="3 articles wait already, and 5 may"):
            await engine.submit(job_of(3))
        assert (await engine.submit(job_of(3, idempotency_key="k"))).id == first.id
        await engine.submit(job_of(2))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ((PASSWORD, f"{PASSWORD}-wrong"), "does not know this user or password"),
        (("/test_", "/no_test_"), "no such database"),
        (("@127.0.0.1:", "@127.0.0.1:1"), "the port is none"),
        (("@127.0.0.1", "@127.0.0.1%zz"), "is no whole one"),
        ((f":{PASSWORD}@", f":{PASSWORD}@pw@"), "name of its host is not known"),
        (("@127.0.0.1:", "@no-such-host.invalid:"), "name of its host is not known"),
    ],
)
async def test_why_it_cannot_be_reached_is_said_without_the_password(
    database_url: str, change: tuple[str, str], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(EngineError, match=said) as caught:
        async with opened(database_url.replace(*change)):
            pass
    assert PASSWORD not in str(caught.value) + caplog.text
    assert "pw@" not in str(caught.value)


async def test_a_server_that_never_answers_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://user:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/name"
        began = time.monotonic()
        with pytest.raises(EngineUnavailable, match="no answer within 5 s"):
            async with opened(url):
                pass
        assert time.monotonic() - began < 30


async def test_a_user_who_may_make_no_tables_is_told_what_to_do(database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    ask(database_url, f"CREATE ROLE plain_{name} LOGIN PASSWORD '{PASSWORD}'")
    plain = database_url.replace("//groundwire:", f"//plain_{name}:")
    with pytest.raises(EngineError, match="CREATE SCHEMA groundwire AUTHORIZATION"):
        async with opened(plain):
            pass
    ask(database_url, f"CREATE SCHEMA groundwire AUTHORIZATION plain_{name}")
    async with opened(plain) as engine, working(engine, read):
        assert (await ended(engine, (await engine.submit(job_of(1))).id)).done == 1


async def test_tables_of_another_version_are_left_alone(database_url: str) -> None:
    async with opened(database_url):
        ask(database_url, "UPDATE version SET number = 2")
    with pytest.raises(EngineError, match="version 2, not 1"):
        async with opened(database_url):
            pass


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder


async def _answers(engine: Engine) -> bool:
    try:
        await engine.status("any", None)
    except EngineUnavailable:
        return False
    return True


async def _submitted(engine: Engine) -> str:
    return (await engine.submit(job_of(2))).id
