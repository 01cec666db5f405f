"""What callers do with jobs, as SQL: hand in, look, read results, cancel, forget."""

import secrets
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from groundwire.jobs.engine import ANY_OWNER, EngineFull, IdempotencyConflict, NewJob, Result
from groundwire.jobs.sqlite_database import reading, writing
from groundwire.jobs.sqlite_schema import JOB_BITS, State
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobState, JobStatus, ResultState

USAGE: Final = tuple(Usage.model_fields)
_RESULTS: Final = {
    State.DONE: ResultState.DONE,
    State.FAILED: ResultState.FAILED,
    State.CANCELLED: ResultState.CANCELLED,
}
_STATUS: Final = f"SELECT id, total, created, cancelled, finished, cost_usd, {', '.join(USAGE)} FROM jobs"  # noqa: S608


def range_of(number: int) -> tuple[int, int]:
    """The ids that the articles of a job may have: first and last."""
    return number << JOB_BITS, (number + 1 << JOB_BITS) - 1


def add(con: sqlite3.Connection, job: NewJob, most_waiting: int) -> JobStatus:
    """See `Engine.submit`."""
    with writing(con):
        if (known := _known(con, job)) is not None:
            return _status(con, known)
        ((waiting,),) = con.execute(
            "SELECT COUNT(*) FROM (SELECT 1 FROM items WHERE state IN (0, 1, 2) LIMIT ?)", (most_waiting + 1,)
        )
        if waiting + len(job.items) > most_waiting:
            raise EngineFull(f"{waiting} articles wait already, and {most_waiting} may.")
        number = con.execute(
            "INSERT INTO jobs (id, owner, idempotency_key, digest, total, created) VALUES (?, ?, ?, ?, ?, ?)",
            (secrets.token_urlsafe(16), job.owner or "", job.idempotency_key, job.digest, len(job.items), time.time()),
        ).lastrowid
        assert number is not None  # noqa: S101 - of an INSERT
        first, _ = range_of(number)
        con.executemany(
            "INSERT INTO items (id, name) VALUES (?, ?)",
            ((item_id, item.name) for item_id, item in enumerate(job.items, first)),
        )
        con.executemany(
            "INSERT INTO texts (id, text) VALUES (?, ?)",
            ((item_id, item.request) for item_id, item in enumerate(job.items, first)),
        )
        return _status(con, number)


def look(con: sqlite3.Connection, job_id: str, owner: str | None) -> JobStatus | None:
    """See `Engine.status`."""
    with reading(con):
        number = _number(con, job_id, owner)
        return None if number is None else _status(con, number)


def results(con: sqlite3.Connection, job_id: str, owner: str | None, cursor: int, most: int) -> Sequence[Result] | None:
    """See `Engine.results`."""
    with reading(con):
        number = _number(con, job_id, owner)
        if number is None:
            return None
        first, last = range_of(number)
        found = []
        rows = con.execute(
            "SELECT items.id, name, state, text FROM items LEFT JOIN texts ON texts.id = items.id"
            " WHERE items.id BETWEEN ? AND ? ORDER BY items.id LIMIT ?",
            (first + cursor, last, most),
        )
        for item_id, name, state, text in rows:
            if state not in _RESULTS:
                break
            found.append(Result(item_id - first, name, _RESULTS[state], text or ""))
        return found


def cancel(con: sqlite3.Connection, job_id: str, owner: str | None) -> JobStatus | None:
    """See `Engine.cancel`."""
    with writing(con):
        number = _number(con, job_id, owner)
        if number is None:
            return None
        changed = con.execute(
            "UPDATE jobs SET cancelled = 1, finished = ?, finished_up = ? WHERE number = ? AND finished IS NULL",
            (time.time(), time.monotonic(), number),
        ).rowcount
        if changed:
            ids = range_of(number)
            con.execute(
                "DELETE FROM texts WHERE id IN (SELECT id FROM items WHERE state IN (0, 1, 2) AND id BETWEEN ? AND ?)",
                ids,
            )
            con.execute(
                "UPDATE items SET state = 5, holder = NULL, due = NULL WHERE state IN (0, 1, 2) AND id BETWEEN ? AND ?",
                ids,
            )
        return _status(con, number)


def delete(con: sqlite3.Connection, job_id: str, owner: str | None) -> None:
    """See `Engine.delete`."""
    with writing(con):
        number = _number(con, job_id, owner)
        if number is not None:
            _forget(con, number)


def forget_one(con: sqlite3.Connection, keep_s: float) -> bool:
    """Forget one job that ended longer ago, if there is one; one at a time, to hold nobody up.

    By the clock on the wall, since days outlast a machine's uptime. But a job that ended since the machine was started
    must be as old by the monotonic clock, or one on the wall that is wrong or jumps would forget what is new.
    """
    with writing(con):
        up = time.monotonic()
        row = con.execute(
            "SELECT number FROM jobs WHERE finished < ? AND (finished_up < ? OR finished_up > ?) LIMIT 1",
            (time.time() - keep_s, up - keep_s, up),
        ).fetchone()
        if row is not None:
            _forget(con, row[0])
        return row is not None


def spend(con: sqlite3.Connection, number: int, usage: Usage, cost_usd: float | None) -> None:
    """Add to what a job has cost; where a price is not known, the sum is not known from then on (NULL)."""
    cost = 0.0 if cost_usd is None and not usage.calls else cost_usd
    sums = ", ".join(f"{name} = {name} + ?" for name in (*USAGE, "cost_usd"))
    con.execute(
        f"UPDATE jobs SET {sums} WHERE number = ?",  # noqa: S608 - names of our own
        (*(getattr(usage, name) for name in USAGE), cost, number),
    )


def finish(con: sqlite3.Connection, number: int) -> None:
    """Say that a job has ended, if none of its articles is left."""
    con.execute(
        "UPDATE jobs SET finished = ?, finished_up = ? WHERE number = ? AND finished IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM items WHERE state IN (0, 1, 2) AND id BETWEEN ? AND ?)",
        (time.time(), time.monotonic(), number, *range_of(number)),
    )


def _known(con: sqlite3.Connection, job: NewJob) -> int | None:
    """The number of the job that was handed in before under the same key."""
    if job.idempotency_key is None:
        return None
    row = con.execute(
        "SELECT number, digest FROM jobs WHERE owner = ? AND idempotency_key = ?",
        (job.owner or "", job.idempotency_key),
    ).fetchone()
    if row is not None and row[1] != job.digest:
        raise IdempotencyConflict("Another body was handed in under this idempotency key.")
    return None if row is None else int(row[0])


def _number(con: sqlite3.Connection, job_id: str, owner: str | None) -> int | None:
    row = con.execute("SELECT number, owner FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return int(row[0]) if row is not None and owner in {ANY_OWNER, row[1] or None} else None


def _forget(con: sqlite3.Connection, number: int) -> None:
    if con.execute("DELETE FROM jobs WHERE number = ? AND finished IS NOT NULL", (number,)).rowcount:
        con.execute("DELETE FROM items WHERE id BETWEEN ? AND ?", range_of(number))
        con.execute("DELETE FROM texts WHERE id BETWEEN ? AND ?", range_of(number))


def _status(con: sqlite3.Connection, number: int) -> JobStatus:
    row = con.execute(f"{_STATUS} WHERE number = ?", (number,)).fetchone()
    job_id, total, created, cancelled, finished, cost, *usage = row
    counts: dict[int, int] = dict(
        con.execute("SELECT state, COUNT(*) FROM items WHERE id BETWEEN ? AND ? GROUP BY state", range_of(number))
    )
    if cancelled:
        state = JobState.CANCELLED
    elif finished is not None:
        state = JobState.DONE
    else:
        state = JobState.QUEUED if counts.get(State.WAITING) == total else JobState.RUNNING
    return JobStatus(
        id=job_id,
        state=state,
        total=total,
        waiting=counts.get(State.WAITING, 0) + counts.get(State.LATER, 0),
        running=counts.get(State.RUNNING, 0),
        done=counts.get(State.DONE, 0),
        failed=counts.get(State.FAILED, 0),
        cancelled=counts.get(State.CANCELLED, 0),
        created=datetime.fromtimestamp(created, UTC),
        finished=None if finished is None else datetime.fromtimestamp(finished, UTC),
        usage=Usage(**dict(zip(USAGE, usage, strict=True))),
        cost_usd=cost,
    )
