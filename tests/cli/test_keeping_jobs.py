"""The jobs of a service, in this process: who reads them, until when, and what becomes of a database that is none."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.server.jobs.support import reading

from groundwire.cli import keeping_jobs
from groundwire.cli.engines import JOBS_FILE
from groundwire.cli.keeping_jobs import job_concurrency, jobs_kept
from groundwire.cli.settings import Settings, SettingsError
from groundwire.jobs.engine import Body, Delivery, Engine, Later, NewItem, NewJob, Outcome
from groundwire.schemas.jobs import JobStatus
from groundwire.server import Stopping
from groundwire.server.jobs import JobDesk

PATIENCE_S = 30.0


def settings(folder: Path, **given: object) -> Settings:
    """Of a service with its cache in that folder."""
    return Settings.model_validate({"cache_dir": folder, **given})


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something to become true; fails when it does not."""
    async with asyncio.timeout(PATIENCE_S):
        while not await condition():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.02)


async def submitted(engine: Engine | None) -> str:
    """A job of one article."""
    assert engine is not None
    return (await engine.submit(NewJob([NewItem('{"text": "a"}')]))).id


async def status(engine: Engine | None, job_id: str) -> JobStatus:
    """How it stands."""
    assert engine is not None
    found = await engine.status(job_id, None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("given", "articles"),
    [({}, 1), ({"concurrency": 5}, 5), ({"concurrency": 5, "job_concurrency": 2}, 2), ({"job_concurrency": 0}, 0)],
)
def test_as_many_articles_at_once_as_calls_unless_set_otherwise(given: dict[str, object], articles: int) -> None:
    assert job_concurrency(settings(Path("unused"), **given)) == articles


def test_jobs_are_read_and_the_engine_is_gone_afterwards(tmp_path: Path) -> None:
    async def run() -> None:
        desk = JobDesk()
        async with jobs_kept(settings(tmp_path), desk, reading(), Stopping()):
            job_id = await submitted(desk.engine)

            async def ended() -> bool:
                return (await status(desk.engine, job_id)).ended

            await until(ended)
        assert desk.engine is None

    asyncio.run(run())


def test_jobs_are_left_to_others_if_so_set(tmp_path: Path) -> None:
    async def never(_: Delivery) -> Outcome | Later:
        raise AssertionError

    async def run() -> None:
        desk = JobDesk()
        async with jobs_kept(settings(tmp_path, job_concurrency=0), desk, never, Stopping()):
            job_id = await submitted(desk.engine)
            await asyncio.sleep(0.3)
            assert (await status(desk.engine, job_id)).waiting == 1

    asyncio.run(run())


def test_once_the_end_begins_what_is_read_is_given_back_and_jobs_can_still_be_asked_for(tmp_path: Path) -> None:
    begun, cut = asyncio.Event(), asyncio.Event()

    async def endless(_: Delivery) -> Outcome | Later:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            cut.set()
        raise AssertionError

    async def run(body: Body) -> None:
        desk, stopping = JobDesk(), Stopping()
        async with jobs_kept(settings(tmp_path), desk, body, stopping), asyncio.timeout(PATIENCE_S):
            job_id = await submitted(desk.engine)
            await begun.wait()
            assert (await status(desk.engine, job_id)).running == 1
            stopping.begun = True
            await cut.wait()

            async def given_back() -> bool:
                return (await status(desk.engine, job_id)).waiting == 1

            await until(given_back)

    asyncio.run(run(endless))


def test_a_file_that_is_no_database_is_told_of_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_jobs, "AGAIN_S", 0.05)
    damaged = tmp_path / JOBS_FILE
    damaged.write_bytes(b"no database" * 1000)

    async def run() -> None:
        desk = JobDesk()
        with caplog.at_level(logging.WARNING, "groundwire.cli"):
            async with jobs_kept(settings(tmp_path), desk, reading(), Stopping()):
                assert desk.engine is None
                assert "jobs are unavailable" in caplog.text
                damaged.unlink()

                async def there() -> bool:
                    return desk.engine is not None

                await until(there)
                await submitted(desk.engine)

    asyncio.run(run())


def test_a_database_whose_driver_is_not_installed_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "groundwire.jobs.postgres_engine", None)

    async def run() -> None:
        given = settings(tmp_path, database_url="postgresql://127.0.0.1/none")
        with pytest.raises(SettingsError, match=r"groundwire\[bulk\]"):
            async with jobs_kept(given, JobDesk(), reading(), Stopping()):
                raise AssertionError

    asyncio.run(run())
