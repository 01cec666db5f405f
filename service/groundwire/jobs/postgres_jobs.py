"""What callers do with jobs, as SQL on PostgreSQL: hand in, look, read results, cancel, forget."""

import secrets
from collections.abc import Sequence
from typing import Final

from groundwire.jobs.engine import ANY_OWNER, EngineFull, EngineUnavailable, IdempotencyConflict, NewJob, Result
from groundwire.jobs.postgres_database import Connection
from groundwire.jobs.postgres_queue import Queue
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobState, JobStatus, ResultState

USAGE: Final = tuple(Usage.model_fields)
_COUNTED: Final = ("waiting", "later", "running", "done", "failed", "cancelled")
_COUNTS: Final = ", ".join(f"count(*) FILTER (WHERE state = '{state}')" for state in _COUNTED)
_SUMS: Final = ", ".join(f"sum({name})::bigint" for name in USAGE)
_STATUS: Final = (
    f"SELECT jobs.id, total, created, cancelled, max(ended), sum(cost_usd), count(cost_usd), {_COUNTS}, {_SUMS}"  # noqa: S608 - names of our own
    " FROM jobs JOIN items ON job = number WHERE number = %s GROUP BY number"
)


def add(connection: Connection, queue: Queue, job: NewJob, most_waiting: int) -> JobStatus:
    """See `Engine.submit`. The articles and their deliveries come in one transaction, or not at all."""
    number = _enter(connection, job)
    if number is None:
        return _known(connection, job)
    waiting = queue.waiting(connection, most_waiting)
    if waiting + len(job.items) > most_waiting:
        raise EngineFull(f"{waiting} articles wait already, and {most_waiting} may.")
    with connection.cursor() as cursor, cursor.copy("COPY items (job, place, name, text) FROM STDIN") as copy:
        for place, item in enumerate(job.items):
            copy.write_row((number, place, item.name, item.request))
    queue.put(connection, number, len(job.items))
    return _stated(_status(connection, number))


def look(connection: Connection, job_id: str, owner: str | None) -> JobStatus | None:
    """See `Engine.status`."""
    number = _number(connection, job_id, owner)
    return None if number is None else _status(connection, number)


def results(connection: Connection, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
    """See `Engine.results`."""
    number = _number(connection, job_id, owner)
    if number is None:
        return None
    rows = connection.execute(
        "SELECT place, name, state, text, ended IS NOT NULL FROM items WHERE job = %s AND place >= %s"
        " ORDER BY place LIMIT %s",
        (number, cursor, most),
    )
    found = []
    for place, name, state, text, ended in rows:
        if not ended:
            break
        found.append(Result(place, name, ResultState(state), text or ""))
    return found


def cancel(connection: Connection, job_id: str, owner: str | None) -> JobStatus | None:
    """See `Engine.cancel`."""
    number = _number(connection, job_id, owner)
    if number is None:
        return None
    dropped = connection.execute(
        "UPDATE items SET state = 'cancelled', text = NULL, ended = now() WHERE job = %s AND ended IS NULL", (number,)
    ).rowcount
    if dropped:
        connection.execute("UPDATE jobs SET cancelled = true WHERE number = %s", (number,))
        Queue.withdraw(connection, number)
    return _status(connection, number)


def delete(connection: Connection, job_id: str, owner: str | None) -> None:
    """See `Engine.delete`."""
    number = _number(connection, job_id, owner)
    connection.execute(
        "DELETE FROM jobs WHERE number = %s AND NOT EXISTS (SELECT FROM items WHERE job = number AND ended IS NULL)",
        (number,),
    )


def forget(connection: Connection, keep_s: float) -> None:
    """Forget the jobs that ended longer ago, by the database's clock."""
    connection.execute(
        "DELETE FROM jobs WHERE created < now() - make_interval(secs => %(keep)s)"
        " AND NOT EXISTS (SELECT FROM items WHERE job = number AND ended IS NULL)"
        " AND (SELECT max(ended) FROM items WHERE job = number) < now() - make_interval(secs => %(keep)s)",
        {"keep": keep_s},
    )


def _enter(connection: Connection, job: NewJob) -> int | None:
    """The number of a new job; None if the owner has handed one in under the same key."""
    row = connection.execute(
        "INSERT INTO jobs (id, owner, idempotency_key, digest, total) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (owner, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING number",
        (secrets.token_urlsafe(16), job.owner or "", job.idempotency_key, job.digest, len(job.items)),
    ).fetchone()
    return None if row is None else int(row[0])


def _known(connection: Connection, job: NewJob) -> JobStatus:
    row = connection.execute(
        "SELECT number, digest FROM jobs WHERE owner = %s AND idempotency_key = %s",
        (job.owner or "", job.idempotency_key),
    ).fetchone()
    if row is not None and row[1] != job.digest:
        raise IdempotencyConflict("Another body was handed in under this idempotency key.")
    return _stated(None if row is None else _status(connection, row[0]))


def _stated(status: JobStatus | None) -> JobStatus:
    if status is None:  # forgotten between two statements
        raise EngineUnavailable("The job of this idempotency key has just been forgotten.")
    return status


def _number(connection: Connection, job_id: str, owner: str | None) -> int | None:
    if "\x00" in job_id:  # PostgreSQL knows no such text
        return None
    row = connection.execute("SELECT number, owner FROM jobs WHERE id = %s", (job_id,)).fetchone()
    return int(row[0]) if row is not None and owner in {ANY_OWNER, row[1] or None} else None


def _status(connection: Connection, number: int) -> JobStatus | None:
    row = connection.execute(_STATUS, (number,)).fetchone()
    if row is None:
        return None
    job_id, total, created, cancelled, last, cost, priced, *numbers = row
    counts = dict(zip((*_COUNTED, *USAGE), numbers, strict=True))
    left = counts["waiting"] + counts["later"] + counts["running"]
    if cancelled:
        state = JobState.CANCELLED
    elif not left:
        state = JobState.DONE
    else:
        state = JobState.QUEUED if counts["waiting"] == total else JobState.RUNNING
    return JobStatus(
        id=job_id,
        state=state,
        total=total,
        waiting=counts["waiting"] + counts["later"],
        running=counts["running"],
        done=counts["done"],
        failed=counts["failed"],
        cancelled=counts["cancelled"],
        created=created,
        finished=None if left else last,
        usage=Usage(**{name: counts[name] for name in USAGE}),
        cost_usd=cost if priced == total else None,
    )
