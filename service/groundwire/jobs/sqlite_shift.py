"""What a worker does with the tables, as SQL: hand in results, keep its lease, take over what others lost, claim."""

import secrets
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from groundwire.jobs.engine import MOST_TRIES, Delivery, Later, Outcome
from groundwire.jobs.poison import poisoned
from groundwire.jobs.sqlite_database import writing
from groundwire.jobs.sqlite_jobs import finish, spend
from groundwire.jobs.sqlite_schema import JOB_BITS, State
from groundwire.schemas.jobs import ResultState

LEASE_S: Final = 10.0
"""Seconds after which a worker counts as dead that has not renewed its lease."""
RENEW_S: Final = 3.0
"""Seconds between two renewals."""
LONGEST_DELAY_S: Final = 3600.0
"""Most seconds that an article can be put off."""
_PLACE: Final = (1 << JOB_BITS) - 1


@dataclass(frozen=True, slots=True)
class Ended:
    """What the body made of an article: the article's id in the tables, and the result or when to try again."""

    item: int
    result: Outcome | Later


@dataclass(frozen=True, slots=True)
class Turn:
    """What a worker has after a turn.

    Attributes:
        kept: Ids of the articles that it held and still holds; what it reads besides is another's by now, or nobody's.
        claimed: New ones by their ids, in the order in which to begin. Among them may be one that it has lost before.
    """

    kept: frozenset[int]
    claimed: Sequence[tuple[int, Delivery]]


class Shift:
    """A worker's presence in the tables: one lease for all that it holds. Used in the thread of the database.

    Times are those of `time.monotonic()`, which on one machine is the same for all processes and which nobody can set:
    a clock on the wall that is wrong or jumps harms nothing. It begins anew when the machine does; a time further in
    the future than one can be is of an earlier start, and counts as over.
    """

    def __init__(self) -> None:
        """Nothing is held yet."""
        self._id = secrets.token_hex(8)
        self._renew_at = 0.0

    def turn(self, con: sqlite3.Connection, ended: Sequence[Ended], free: int) -> Turn:
        """Hand in what has ended, renew the lease when it is time, and claim up to `free` articles."""
        if not ended and time.monotonic() < self._renew_at and not (free and _any_due(con)):
            return Turn(self._held(con), ())
        with writing(con):
            now = time.monotonic()  # after waiting for the lock, or another's new lease would look too long
            self._hand_in(con, ended, now)
            self._renew(con, now)
            _take_over(con, now)
            kept = self._held(con)
            claimed = self._claim(con, free)
        self._renew_at = now + RENEW_S
        return Turn(kept, claimed)

    def end(self, con: sqlite3.Connection, ended: Sequence[Ended]) -> None:
        """Hand in what has ended, and give back the rest as if it had not been begun."""
        with writing(con):
            self._hand_in(con, ended, time.monotonic())
            con.execute(
                "UPDATE items SET state = 0, holder = NULL, tries = tries - 1 WHERE holder = ?",
                (self._id,),
            )
            con.execute("DELETE FROM shifts WHERE id = ?", (self._id,))

    def _hand_in(self, con: sqlite3.Connection, ended: Sequence[Ended], now: float) -> None:
        for each in ended:
            if isinstance(each.result, Later):
                self._put_off(con, each.item, each.result, now)
            else:
                _end(con, each.item, each.result)
        _finish_jobs(con, [each.item for each in ended])

    def _put_off(self, con: sqlite3.Connection, item: int, later: Later, now: float) -> None:
        changed = con.execute(
            "UPDATE items SET state = 1, holder = NULL, due = ?, tries = tries - ? WHERE id = ? AND holder = ?",
            (now + min(max(later.seconds, 0.0), LONGEST_DELAY_S), 0 if later.counts else 1, item, self._id),
        ).rowcount
        if changed:
            spend(con, item >> JOB_BITS, later.usage, later.cost_usd)

    def _renew(self, con: sqlite3.Connection, now: float) -> None:
        until = now + LEASE_S
        if not con.execute("UPDATE shifts SET until = ? WHERE id = ?", (until, self._id)).rowcount:
            # New, or counted as dead meanwhile. Under a new name nothing of the old is mistaken for its own.
            self._id = secrets.token_hex(8)
            con.execute("INSERT INTO shifts (id, until) VALUES (?, ?)", (self._id, until))

    def _claim(self, con: sqlite3.Connection, free: int) -> Sequence[tuple[int, Delivery]]:
        rows = con.execute(
            "SELECT items.id, tries + 1, text, jobs.id, owner FROM items"
            " JOIN texts ON texts.id = items.id JOIN jobs ON jobs.number = items.id >> ?"
            " WHERE state = 0 ORDER BY items.id LIMIT ?",
            (JOB_BITS, free),
        ).fetchall()
        con.executemany(
            "UPDATE items SET state = 2, holder = ?, tries = tries + 1 WHERE id = ?",
            ((self._id, row[0]) for row in rows),
        )
        return [
            (item, Delivery(job, item & _PLACE, text, owner or None, tries)) for item, tries, text, job, owner in rows
        ]

    def _held(self, con: sqlite3.Connection) -> frozenset[int]:
        return frozenset(item for (item,) in con.execute("SELECT id FROM items WHERE holder = ?", (self._id,)))


def _any_due(con: sqlite3.Connection) -> bool:
    """Whether a turn would find anything; reads only, and so little that it can be asked all the time."""
    now = time.monotonic()
    ((found,),) = con.execute(
        "SELECT EXISTS (SELECT 1 FROM items WHERE state = 0)"
        " OR EXISTS (SELECT 1 FROM items WHERE due <= ?) OR EXISTS (SELECT 1 FROM items WHERE due > ?)"
        " OR EXISTS (SELECT 1 FROM shifts WHERE until < ? OR until > ?)",
        (now, now + LONGEST_DELAY_S, now, now + 2 * LEASE_S),
    )
    return bool(found)


def _take_over(con: sqlite3.Connection, now: float) -> None:
    """Set free what is due, and what dead workers held; an article that has been begun often enough has failed."""
    con.execute("UPDATE items SET state = 0, due = NULL WHERE due <= ?", (now,))
    con.execute("UPDATE items SET state = 0, due = NULL WHERE due > ?", (now + LONGEST_DELAY_S,))
    dead = con.execute("SELECT id FROM shifts WHERE until < ? OR until > ?", (now, now + 2 * LEASE_S)).fetchall()
    for shift in dead:
        often = con.execute(
            "SELECT id, tries FROM items WHERE holder = ? AND tries >= ?", (*shift, MOST_TRIES)
        ).fetchall()
        for item, tries in often:
            _end(con, item, poisoned(tries))
        _finish_jobs(con, [item for item, _ in often])
        con.execute("UPDATE items SET state = 0, holder = NULL WHERE holder = ?", shift)
        con.execute("DELETE FROM shifts WHERE id = ?", shift)


def _end(con: sqlite3.Connection, item: int, outcome: Outcome) -> None:
    """Keep a result, unless there is one, or the job was cancelled or forgotten: the first one counts."""
    state = State.DONE if outcome.state is ResultState.DONE else State.FAILED
    changed = con.execute(
        "UPDATE items SET state = ?, holder = NULL, due = NULL WHERE id = ? AND state IN (0, 1, 2)", (state, item)
    ).rowcount
    if changed:
        con.execute("UPDATE texts SET text = ? WHERE id = ?", (outcome.text, item))
        spend(con, item >> JOB_BITS, outcome.usage, outcome.cost_usd)


def _finish_jobs(con: sqlite3.Connection, items: Sequence[int]) -> None:
    for number in {item >> JOB_BITS for item in items}:
        finish(con, number)
