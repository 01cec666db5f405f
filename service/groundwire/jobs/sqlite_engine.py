"""The embedded engine: jobs in one SQLite file, read by the workers of one machine; nothing to install.

Each worker process has a lease, which it renews; what a worker held whose lease has run out is claimed by others. The
file must lie on a local disk: neither SQLite's locks nor the clock of the leases reach further than one machine.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Final

from groundwire.jobs import sqlite_jobs
from groundwire.jobs.engine import Body, Engine, NewJob, Result
from groundwire.jobs.sqlite_database import Database
from groundwire.jobs.sqlite_worker import Worker
from groundwire.schemas.jobs import JobStatus

MOST_WAITING: Final = 1_000_000
"""Articles that may wait; more are refused."""
_DAY_S: Final = 86_400


class SqliteEngine:
    """See `groundwire.jobs.engine.Engine`."""

    def __init__(self, path: Path, keep_days: float, most_waiting: int) -> None:
        self._database = Database(path)
        self._keep_s = keep_days * _DAY_S
        self._most_waiting = most_waiting
        self._workers: set[tuple[asyncio.AbstractEventLoop, Worker]] = set()
        self._lock = Lock()

    async def submit(self, job: NewJob) -> JobStatus:
        """See `Engine.submit`."""
        status = await self._database.run(sqlite_jobs.add, job, self._most_waiting)
        self._wake()
        return status

    async def status(self, job_id: str, owner: str | None) -> JobStatus | None:
        """See `Engine.status`."""
        return await self._database.run(sqlite_jobs.look, job_id, owner)

    async def results(self, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
        """See `Engine.results`."""
        return await self._database.run(sqlite_jobs.results, job_id, owner, cursor, most)

    async def cancel(self, job_id: str, owner: str | None) -> JobStatus | None:
        """See `Engine.cancel`; workers of this process stop at once, those of others within 3 s."""
        status = await self._database.run(sqlite_jobs.cancel, job_id, owner)
        self._wake()
        return status

    async def delete(self, job_id: str, owner: str | None) -> None:
        """See `Engine.delete`."""
        await self._database.run(sqlite_jobs.delete, job_id, owner)

    async def work(self, body: Body, concurrency: int) -> None:
        """See `Engine.work`. Forgets jobs that ended too long ago, at the start and every hour.

        Raises:
            EngineError: The file is damaged.
        """
        worker = Worker(self._database, body, concurrency, self._keep_s)
        entry = (asyncio.get_running_loop(), worker)
        with self._lock:
            self._workers.add(entry)
        try:
            await worker.run()
        finally:
            with self._lock:
                self._workers.discard(entry)

    async def close(self) -> None:
        """See `Engine.close`; after the end of `work`."""
        await self._database.close()

    def _wake(self) -> None:
        with self._lock:
            for loop, worker in self._workers:
                loop.call_soon_threadsafe(worker.wake.set)


def open_sqlite_engine(path: Path, keep_days: float = 7.0, most_waiting: int = MOST_WAITING) -> Engine:
    """Open the file of an engine, or make it, of mode 0600 in a folder that is there or is made with 0700.

    Any number of processes may have it open.

    Args:
        path: Of the file, on a local disk; SQLite keeps two more beside it, PATH-wal and PATH-shm.
        keep_days: Days that a job is kept after its end.
        most_waiting: Articles that may wait; more are refused (EngineFull).

    Raises:
        EngineUnavailable: The disk is full or read-only, or the file is locked.
        EngineError: The file is damaged, or none of ours; the message says what to do.
    """
    return SqliteEngine(path, keep_days, most_waiting)
