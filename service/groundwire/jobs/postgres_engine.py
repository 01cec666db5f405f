"""The engine for many machines: jobs in PostgreSQL, delivered by Procrastinate's queue beside them.

Articles and their deliveries come in one transaction. Each worker gives signs of life; what one held that gives none
for 8 s is delivered to others. All times are the database's: no clock of a worker matters.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from pydantic import SecretStr

from groundwire.jobs import postgres_jobs
from groundwire.jobs.engine import Body, Engine, NewJob, Result
from groundwire.jobs.postgres_database import Database
from groundwire.jobs.postgres_queue import Queue
from groundwire.jobs.postgres_schema import make_tables
from groundwire.jobs.postgres_worker import Worker
from groundwire.schemas.jobs import JobStatus

MOST_WAITING: Final = 1_000_000
"""Articles that may wait; more are refused."""
_DAY_S: Final = 86_400


class PostgresEngine:
    """See `groundwire.jobs.engine.Engine`."""

    def __init__(self, database: Database, keep_days: float, most_waiting: int) -> None:
        self._database = database
        self._queue = Queue(database)
        self._keep_s = keep_days * _DAY_S
        self._most_waiting = most_waiting

    async def submit(self, job: NewJob) -> JobStatus:
        """See `Engine.submit`."""
        return await self._database.transact(postgres_jobs.add, self._queue, job, self._most_waiting)

    async def status(self, job_id: str, owner: str | None) -> JobStatus | None:
        """See `Engine.status`."""
        return await self._database.transact(postgres_jobs.look, job_id, owner)

    async def results(self, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
        """See `Engine.results`."""
        return await self._database.transact(postgres_jobs.results, job_id, owner, cursor, most)

    async def cancel(self, job_id: str, owner: str | None) -> JobStatus | None:
        """See `Engine.cancel`; workers stop within 3 s."""
        return await self._database.transact(postgres_jobs.cancel, job_id, owner)

    async def delete(self, job_id: str, owner: str | None) -> None:
        """See `Engine.delete`."""
        await self._database.do(postgres_jobs.delete, job_id, owner)

    async def work(self, body: Body, concurrency: int) -> None:
        """See `Engine.work`. Forgets jobs that ended too long ago, at the start and about every hour.

        Raises:
            EngineError: The database refuses what is needed.
        """
        await Worker(self._database, self._queue, body, concurrency, self._keep_s).run()

    async def close(self) -> None:
        """See `Engine.close`; after the end of `work`."""
        await self._database.close()


@asynccontextmanager
async def open_postgres_engine(
    url: SecretStr, keep_days: float = 7.0, most_waiting: int = MOST_WAITING
) -> AsyncIterator[Engine]:
    """An engine on a database of PostgreSQL, whose tables are made if they are not there; closed with the block.

    Args:
        url: Of the database, with user and password: postgresql://USER:PASSWORD@HOST/NAME.
        keep_days: Days that a job is kept after its end.
        most_waiting: Articles that may wait; more are refused (EngineFull).

    Raises:
        EngineUnavailable: The database cannot be reached.
        EngineError: It does not let the tables be made, or has those of another version.
    """
    database = Database(url)
    try:
        await database.transact(make_tables)
        yield PostgresEngine(database, keep_days, most_waiting)
    finally:
        await database.close()
