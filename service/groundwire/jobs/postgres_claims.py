"""What a worker does with an article, as SQL on PostgreSQL: begin, keep its result, put it off, give it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groundwire.jobs.engine import MOST_TRIES, Delivery, Later, Outcome
from groundwire.jobs.poison import poisoned
from groundwire.jobs.postgres_database import Connection
from groundwire.jobs.postgres_jobs import USAGE
from groundwire.jobs.postgres_queue import Ticket
from groundwire.schemas import Usage

LONGEST_DELAY_S: Final = 3600.0
"""Most seconds that an article can be put off."""
_SPENT: Final = ", ".join(f"{name} = {name} + %s" for name in (*USAGE, "cost_usd"))


@dataclass(frozen=True, slots=True)
class Claim:
    """An article that was begun.

    Attributes:
        ticket: Its delivery.
        number: Which beginning of the article this is; a later one takes its rights, but that to a result.
        delivery: What the body is given.
    """

    ticket: Ticket
    number: int
    delivery: Delivery


def begin(connection: Connection, ticket: Ticket) -> Claim | None:
    """Begin an article; None if it has ended meanwhile."""
    row = connection.execute(
        "UPDATE items SET state = 'running', tries = tries + 1, claim = claim + 1 FROM jobs"
        " WHERE number = job AND job = %s AND place = %s AND ended IS NULL RETURNING id, owner, text, tries, claim",
        (ticket.job, ticket.place),
    ).fetchone()
    if row is None:
        return None
    job_id, owner, request, tries, claim = row
    return Claim(ticket, claim, Delivery(job_id, ticket.place, request, owner or None, tries))


def keep(connection: Connection, ticket: Ticket, outcome: Outcome) -> None:
    """Keep a result, unless there is one, or the job was cancelled or forgotten: the first one counts."""
    connection.execute(
        f"UPDATE items SET state = %s, text = %s, ended = now(), {_SPENT}"  # noqa: S608 - names of our own
        " WHERE job = %s AND place = %s AND ended IS NULL",
        (outcome.state.value, outcome.text, *_sums(outcome.usage, outcome.cost_usd), ticket.job, ticket.place),
    )


def put_off(connection: Connection, claim: Claim, later: Later) -> datetime | None:
    """Have it wait; until when, by the database's clock. None if it is not this worker's any more."""
    row = connection.execute(
        f"UPDATE items SET state = 'later', tries = tries - %s, {_SPENT}"  # noqa: S608 - names of our own
        " WHERE job = %s AND place = %s AND ended IS NULL AND claim = %s RETURNING now() + make_interval(secs => %s)",
        (
            *(0 if later.counts else 1, *_sums(later.usage, later.cost_usd)),
            *(claim.ticket.job, claim.ticket.place, claim.number, min(max(later.seconds, 0.0), LONGEST_DELAY_S)),
        ),
    ).fetchone()
    return None if row is None else row[0]


def give_back(connection: Connection, ticket: Ticket) -> None:
    """As if it had not been begun; for who has the delivery."""
    connection.execute(
        "UPDATE items SET state = CASE tries WHEN 1 THEN 'waiting' ELSE 'later' END, tries = tries - 1"
        " WHERE job = %s AND place = %s AND state = 'running'",
        (ticket.job, ticket.place),
    )


def abandon(connection: Connection, ticket: Ticket) -> None:
    """Say that who read it is dead; an article that has been begun often enough has failed."""
    row = connection.execute(
        "UPDATE items SET state = 'later' WHERE job = %s AND place = %s AND state = 'running' RETURNING tries",
        (ticket.job, ticket.place),
    ).fetchone()
    if row is not None and row[0] >= MOST_TRIES:
        keep(connection, ticket, poisoned(row[0]))


def dropped(connection: Connection, tickets: Sequence[Ticket]) -> Sequence[Ticket]:
    """Those of them that nobody wants any more: their job was cancelled or forgotten."""
    rows = connection.execute(
        "SELECT job, place FROM items JOIN unnest(%s::bigint[], %s::integer[]) AS asked (job, place)"
        " USING (job, place) WHERE state <> 'cancelled'",
        ([ticket.job for ticket in tickets], [ticket.place for ticket in tickets]),
    ).fetchall()
    wanted = {(job, place) for job, place in rows}
    return [ticket for ticket in tickets if (ticket.job, ticket.place) not in wanted]


def take_round(connection: Connection, every_s: float, up_s: float) -> bool:
    """Whether it is this worker's turn to look for dead ones, which one at a time does every so many seconds.

    It is nobody's until the server has been up for some time: before, none could give a sign of life.
    """
    turn = connection.execute(
        "UPDATE rounds SET last = now() WHERE last < now() - make_interval(secs => %s)"
        " AND pg_postmaster_start_time() < now() - make_interval(secs => %s)",
        (every_s, up_s),
    )
    return bool(turn.rowcount)


def _sums(usage: Usage, cost_usd: float | None) -> tuple[float | None, ...]:
    """What is added; where a price is not known, the sum is not known from then on."""
    cost = 0.0 if cost_usd is None and not usage.calls else cost_usd
    return (*(getattr(usage, name) for name in USAGE), cost)
