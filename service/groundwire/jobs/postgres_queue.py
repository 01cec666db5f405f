"""Procrastinate's queue: which article of which job is to be begun, and by which worker it was.

Its own worker is not used: it ends when the database does not answer once, and cancels what it reads. What is used is
its tables and its job manager, so that its tools see the queue (with the search path `groundwire`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, LiteralString

from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector

from groundwire.jobs.engine import EngineUnavailable
from groundwire.jobs.postgres_database import Connection, Database, Refused

QUEUE: Final = "groundwire"
"""Name of the queue."""
STALLED_S: Final = 8.0
"""Seconds without a sign of life after which a worker counts as dead."""
_FORGOTTEN_S: Final = 3600.0
"""Seconds without one after which it is struck off."""
_TASK: Final = "groundwire.article"
_NOW: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""Long past by any clock: what is put off until then is due."""
_STRUCK_OFF: Final = "23503"
"""SQLSTATE for a reference to what is not there: a worker."""
_GONE: Final = "P0001"
"""SQLSTATE of Procrastinate's own objections: such as that there is no such delivery any more."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """The delivery of an article.

    Attributes:
        number: Procrastinate's id.
        job: Number of the job.
        place: Of the article in it.
    """

    number: int
    job: int
    place: int


class Queue:
    """The queue of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._manager = JobManager(_Connector(database))

    def put(self, connection: Connection, job: int, total: int) -> None:
        """Have all articles of a new job delivered, once the transaction is through."""
        waiting = [
            Job(queue=QUEUE, lock=None, queueing_lock=None, task_name=_TASK, task_kwargs={"job": job, "place": place})
            for place in range(total)
        ]
        self._manager.batch_defer_jobs(waiting, connection)

    @staticmethod
    def withdraw(connection: Connection, job: int) -> None:
        """Have those not delivered that nobody has begun."""
        connection.execute(
            "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND task_name = %s AND (args->>'job')::bigint = %s",
            (_TASK, job),
        )

    @staticmethod
    def waiting(connection: Connection, most: int) -> int:
        """How many articles are there, counted up to so many."""
        row = connection.execute("SELECT count(*) FROM (SELECT FROM procrastinate_jobs LIMIT %s) AS first", (most,))
        return int((row.fetchone() or (0,))[0])

    async def enlist(self, known: int | None) -> int:
        """A worker's number: the one it is known by, unless it has none or was struck off."""
        if known is not None and await self._database.do(_is_listed, known):
            return known
        return await self._manager.register_worker()

    async def beat(self, worker: int) -> None:
        """Give a sign of life."""
        await self._manager.update_heartbeat(worker)

    async def leave(self, worker: int) -> None:
        """Be no worker any more."""
        await self._manager.unregister_worker(worker)

    async def next(self, worker: int) -> Ticket | None:
        """The first delivery that is due, if there is one; from now on it is this worker's."""
        try:
            job = await self._manager.fetch_job([QUEUE], worker)
        except Refused as error:
            if error.sqlstate != _STRUCK_OFF:
                raise
            raise EngineUnavailable("This worker gave no sign of life for an hour and was struck off.") from None
        return None if job is None else _ticket(job)

    async def held(self, worker: int) -> list[Ticket]:
        """All deliveries that are this worker's."""
        jobs = await self._manager.list_jobs_async(queue=QUEUE, status=Status.DOING.value, worker_id=worker)
        return _tickets(jobs)

    async def stalled(self) -> list[Ticket]:
        """All deliveries of workers that are dead."""
        jobs = await self._manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_S)
        await self._manager.prune_stalled_workers(_FORGOTTEN_S)
        return _tickets(jobs)

    async def again(self, ticket: Ticket, at: datetime | None = None) -> None:
        """Have it delivered again, now or at a time by the database's clock."""
        try:
            await self._manager.retry_job_by_id_async(ticket.number, retry_at=at or _NOW)
        except Refused as error:
            if error.sqlstate != _GONE:
                raise

    async def done(self, ticket: Ticket) -> None:
        """Have it delivered no more; nothing of it is kept."""
        try:
            await self._manager.finish_job_by_id_async(ticket.number, Status.SUCCEEDED, delete_job=True)
        except Refused as error:
            if error.sqlstate != _GONE:
                raise


def _is_listed(connection: Connection, worker: int) -> bool:
    return connection.execute("SELECT FROM procrastinate_workers WHERE id = %s", (worker,)).fetchone() is not None


class _Connector(SyncPsycopgConnector):
    """Procrastinate's connector for threads, awaited from event loops."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.open(database)  # type: ignore[arg-type] # of a pool, only `connection` is used
        self._database = database

    async def execute_query_async(self, query: LiteralString, **arguments: object) -> None:
        await self._database.run(self.execute_query, query, **arguments)

    async def execute_query_one_async(self, query: LiteralString, **arguments: object) -> dict[str, Any]:
        return await self._database.run(self.execute_query_one, query, **arguments)

    async def execute_query_all_async(self, query: LiteralString, **arguments: object) -> list[dict[str, Any]]:
        return await self._database.run(self.execute_query_all, query, **arguments)


def _tickets(jobs: Iterable[Job]) -> list[Ticket]:
    return [_ticket(job) for job in jobs]


def _ticket(job: Job) -> Ticket:
    assert job.id is not None  # noqa: S101 - of a row
    return Ticket(job.id, int(str(job.task_kwargs["job"])), int(str(job.task_kwargs["place"])))
