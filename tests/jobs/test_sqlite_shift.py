"""Leases, claims and results in the tables themselves, at chosen moments."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.jobs.opening import job_of, outcome_of

from groundwire.jobs import sqlite_jobs
from groundwire.jobs.engine import MOST_TRIES, EngineError, EngineFull, Later, Outcome
from groundwire.jobs.sqlite_schema import VERSION, make_tables
from groundwire.jobs.sqlite_shift import LEASE_S, Ended, Shift, Turn
from groundwire.schemas import Problem, ProblemType, Usage
from groundwire.schemas.jobs import JobState, JobStatus, ResultState

MANY = 1_000_000
DAY_S = 86_400


@pytest.fixture
def con(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Empty tables."""
    with closing(sqlite3.connect(tmp_path / "jobs.db", isolation_level=None)) as connection:
        make_tables(connection)
        yield connection


def submit(con: sqlite3.Connection, count: int) -> JobStatus:
    return sqlite_jobs.add(con, job_of(count), MANY)


def status(con: sqlite3.Connection, job_id: str) -> JobStatus:
    found = sqlite_jobs.look(con, job_id, None)
    assert found is not None
    return found


def texts(con: sqlite3.Connection, job_id: str) -> list[str]:
    return [result.text for result in sqlite_jobs.results(con, job_id, None, 0, MANY) or ()]


def die(con: sqlite3.Connection) -> None:
    """All leases run out: no worker has renewed its own."""
    con.execute("UPDATE shifts SET until = ?", (time.monotonic() - 0.001,))


def places(turn: Turn) -> list[int]:
    return [delivery.index for _, delivery in turn.claimed]


def made(turn: Turn, text: str) -> list[Ended]:
    """Results of all that were claimed."""
    return [Ended(item, Outcome(ResultState.DONE, text, Usage(calls=1), 1.0)) for item, _ in turn.claimed]


def test_a_worker_that_has_died_loses_what_it_held(con: sqlite3.Connection) -> None:
    job = submit(con, 4)
    dead, alive = Shift(), Shift()
    assert places(dead.turn(con, [], 2)) == [0, 1]
    assert places(alive.turn(con, [], 2)) == [2, 3]
    assert places(alive.turn(con, [], 2)) == []
    con.execute("UPDATE shifts SET until = ? WHERE id = ?", (time.monotonic() - 0.001, dead._id))
    turn = alive.turn(con, [], 2)
    assert places(turn) == [0, 1]
    assert [delivery.tries for _, delivery in turn.claimed] == [2, 2]
    assert len(turn.kept) == 2
    assert status(con, job.id).running == 4


def test_the_first_result_counts_and_no_other(con: sqlite3.Connection) -> None:
    job = submit(con, 1)
    hung, other = Shift(), Shift()
    first = hung.turn(con, [], 1)
    die(con)
    second = other.turn(con, [], 1)
    other.turn(con, made(second, "of the other"), 0)
    before = status(con, job.id)
    assert before.state is JobState.DONE
    turn = hung.turn(con, made(first, "of the one that hung"), 1)
    assert not turn.kept
    assert not turn.claimed
    assert texts(con, job.id) == ["of the other"]
    assert status(con, job.id) == before
    assert before.usage.calls == 1


def test_a_result_in_hand_counts_though_the_lease_is_over(con: sqlite3.Connection) -> None:
    job = submit(con, 1)
    hung, other = Shift(), Shift()
    first = hung.turn(con, [], 1)
    die(con)
    second = other.turn(con, [], 1)
    hung.turn(con, made(first, "the first"), 0)
    assert texts(con, job.id) == ["the first"]
    turn = other.turn(con, made(second, "the second"), 0)
    assert turn.kept == frozenset()
    assert texts(con, job.id) == ["the first"]


def test_who_lost_its_lease_knows_and_may_claim_the_same_again(con: sqlite3.Connection) -> None:
    submit(con, 2)
    shift, other = Shift(), Shift()
    assert len(shift.turn(con, [], 2).claimed) == 2
    die(con)
    other.turn(con, [], 0)
    turn = shift.turn(con, [], 2)
    assert turn.kept == frozenset()
    assert [(delivery.index, delivery.tries) for _, delivery in turn.claimed] == [(0, 2), (1, 2)]


def test_who_lost_its_lease_cannot_put_off_what_is_anothers(con: sqlite3.Connection) -> None:
    job = submit(con, 1)
    hung, other = Shift(), Shift()
    ((item, _),) = hung.turn(con, [], 1).claimed
    die(con)
    second = other.turn(con, [], 1)
    hung.turn(con, [Ended(item, Later(0.0, counts=True, usage=Usage(calls=1)))], 1)
    assert other.turn(con, [], 1).kept == {item for item, _ in second.claimed}
    assert status(con, job.id).usage.calls == 0


def test_the_same_results_handed_in_twice_count_once(con: sqlite3.Connection) -> None:
    job = submit(con, 2)
    shift = Shift()
    results = made(shift.turn(con, [], 2), "text")
    shift.turn(con, results, 0)
    shift.turn(con, results, 0)
    shift.end(con, results)
    assert (status(con, job.id).usage.calls, status(con, job.id).cost_usd) == (2, 2.0)


def test_an_article_of_which_workers_die_has_failed_in_the_end(con: sqlite3.Connection) -> None:
    job = submit(con, 2)
    for number in range(MOST_TRIES):
        turn = Shift().turn(con, [], 1)
        assert [(delivery.index, delivery.tries) for _, delivery in turn.claimed] == [(0, number + 1)]
        die(con)
    assert places(Shift().turn(con, [], 1)) == [1]
    (result,) = sqlite_jobs.results(con, job.id, None, 0, MANY) or ()
    assert result.state is ResultState.FAILED
    problem = Problem.model_validate_json(result.text)
    assert (problem.kind, problem.status) == (ProblemType.INTERNAL_ERROR, 500)
    assert "Begun 5 times" in problem.detail
    assert status(con, job.id).cost_usd == 0.0  # what the dead have spent is not known, and not in the sum


def test_the_last_article_that_workers_die_of_ends_its_job(con: sqlite3.Connection) -> None:
    job = submit(con, 1)
    for _ in range(MOST_TRIES):
        Shift().turn(con, [], 1)
        die(con)
    Shift().turn(con, [], 1)
    assert status(con, job.id).state is JobState.DONE
    assert status(con, job.id).finished is not None


def test_leases_and_delays_of_an_earlier_start_of_the_machine_are_over(con: sqlite3.Connection) -> None:
    # Its monotonic clock began anew, and lags behind the times in the tables.
    submit(con, 2)
    before = Shift()
    ((item, _), _) = before.turn(con, [], 2).claimed
    before.turn(con, [Ended(item, Later(60.0, counts=True))], 0)
    con.execute("UPDATE shifts SET until = until + 1e6")
    con.execute("UPDATE items SET due = due + 1e6")
    assert sorted(places(Shift().turn(con, [], 5))) == [0, 1]


def test_a_lease_just_renewed_by_another_is_not_over(con: sqlite3.Connection) -> None:
    submit(con, 1)
    Shift().turn(con, [], 1)
    con.execute("UPDATE shifts SET until = until + ?", (LEASE_S / 2,))
    assert not Shift().turn(con, [], 1).claimed


def test_what_a_hung_worker_brings_for_a_deleted_job_finds_no_other(con: sqlite3.Connection) -> None:
    old = submit(con, 1)
    hung = Shift()
    results = made(hung.turn(con, [], 1), "of the old job")
    sqlite_jobs.cancel(con, old.id, None)
    sqlite_jobs.delete(con, old.id, None)
    new = submit(con, 1)
    hung.turn(con, results, 0)
    assert status(con, new.id).state is JobState.QUEUED
    assert status(con, new.id).usage.calls == 0


def test_no_request_is_kept_after_its_article_has_ended(con: sqlite3.Connection) -> None:
    job = submit(con, 3)
    shift = Shift()
    turn = shift.turn(con, [], 1)
    shift.turn(con, [Ended(turn.claimed[0][0], Outcome(ResultState.DONE, "result"))], 1)
    sqlite_jobs.cancel(con, job.id, None)
    assert con.execute("SELECT text FROM texts").fetchall() == [("result",)]
    sqlite_jobs.delete(con, job.id, None)
    for table in ("jobs", "items", "texts"):
        assert con.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - our own


@pytest.mark.parametrize(
    ("older_s", "older_up_s", "forgotten"),
    [
        (0.0, 0.0, False),
        (8 * DAY_S, 8 * DAY_S, True),
        (6 * DAY_S, 6 * DAY_S, False),
        (8 * DAY_S, 60.0, False),  # the clock on the wall has jumped ahead
        (-8 * DAY_S, 8 * DAY_S, False),  # or back: kept for longer
        (8 * DAY_S, -1e6, True),  # the machine was started anew since
    ],
)
def test_old_jobs_are_forgotten_and_no_new_ones(
    older_s: float, older_up_s: float, forgotten: bool, con: sqlite3.Connection
) -> None:
    job = submit(con, 1)
    waits = submit(con, 1)
    sqlite_jobs.cancel(con, job.id, None)
    con.execute("UPDATE jobs SET finished = finished - ?, finished_up = finished_up - ?", (older_s, older_up_s))
    assert sqlite_jobs.forget_one(con, 7 * DAY_S) is forgotten
    assert (sqlite_jobs.look(con, job.id, None) is None) is forgotten
    assert sqlite_jobs.look(con, waits.id, None) == waits
    assert not sqlite_jobs.forget_one(con, 7 * DAY_S)


def test_no_more_may_wait_than_there_is_room_for(con: sqlite3.Connection) -> None:
    sqlite_jobs.add(con, job_of(3), 5)
    with pytest.raises(EngineFull, match="3 articles wait already, and 5 may"):
        sqlite_jobs.add(con, job_of(3), 5)
    sqlite_jobs.add(con, job_of(2), 5)
    shift = Shift()
    shift.turn(con, [Ended(item, outcome_of(delivery)) for item, delivery in shift.turn(con, [], 3).claimed], 0)
    sqlite_jobs.add(con, job_of(3), 5)


def test_nothing_is_searched_through_among_a_hundred_thousand(con: sqlite3.Connection) -> None:
    jobs = [submit(con, 10_000) for _ in range(10)]
    said: list[str] = []
    con.set_trace_callback(said.append)
    shift, other = Shift(), Shift()
    turn = shift.turn(con, [], 8)
    (late, _), *rest = turn.claimed
    shift.turn(con, [Ended(late, Later(0.0, counts=True)), *(Ended(item, outcome_of(one)) for item, one in rest)], 8)
    die(con)
    other.turn(con, [], 8)
    other.end(con, [])
    sqlite_jobs.look(con, jobs[0].id, None)
    sqlite_jobs.results(con, jobs[0].id, None, 0, 100)
    sqlite_jobs.cancel(con, jobs[5].id, None)
    sqlite_jobs.delete(con, jobs[5].id, None)
    sqlite_jobs.forget_one(con, 0.0)
    submit(con, 1)
    con.set_trace_callback(None)
    statements = [statement for statement in said if statement.split()[0] in {"SELECT", "UPDATE", "DELETE"}]
    assert len(statements) > 40
    for statement in statements:
        plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {statement}")]
        # Of shifts there are as many as workers; a row of constants is none.
        through = [
            step for step in plan if step.startswith("SCAN") and "shifts" not in step and "(subquery" not in step
        ]
        assert through in ([], ["SCAN CONSTANT ROW"]), statement
        assert not [step for step in plan if "FOR ORDER BY" in step], statement


def test_tables_of_another_program_are_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as con:
        con.execute("CREATE TABLE jobs (id)")
        with pytest.raises(EngineError, match="a database of another program; move it away"):
            make_tables(con)


def test_tables_of_another_version_are_left_alone(con: sqlite3.Connection) -> None:
    con.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(EngineError, match="version 2 of Groundwire's tables; move it away"):
        make_tables(con)
