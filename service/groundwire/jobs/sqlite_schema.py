"""The tables of the embedded engine: jobs, their articles with their texts, and the shifts of workers."""

import sqlite3
from enum import IntEnum
from typing import Final

from groundwire.jobs.engine import EngineError

APPLICATION_ID: Final = 0x67_77_6A_62
"""Marks the file as ours ("gwjb"), as SQLite provides for."""
VERSION: Final = 1
"""Of these tables."""
JOB_BITS: Final = 32
"""An article's id is the number of its job, shifted by so many bits, and its place in the job. So ids go up in the
order in which articles are to be begun, and all of a job are one range."""


class State(IntEnum):
    """How far an article is. The first three have not ended; the statements below say so by number."""

    WAITING = 0
    LATER = 1
    RUNNING = 2
    DONE = 3
    FAILED = 4
    CANCELLED = 5


# `created` and `finished` are seconds of the clock on the wall, `finished_up` and all other times of the monotonic one.
# Texts have a table of their own, so that a change of state rewrites a few bytes, and counting reads no text. Numbers
# of jobs are never used again (AUTOINCREMENT): what a hung worker brings for a deleted job must not find another one.
_TABLES: Final = (
    """CREATE TABLE jobs (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        owner TEXT NOT NULL,
        idempotency_key TEXT,
        digest TEXT NOT NULL,
        total INTEGER NOT NULL,
        created REAL NOT NULL,
        cancelled INTEGER NOT NULL DEFAULT 0,
        finished REAL,
        finished_up REAL,
        calls INTEGER NOT NULL DEFAULT 0,
        failed_calls INTEGER NOT NULL DEFAULT 0,
        prompt_tokens INTEGER NOT NULL DEFAULT 0,
        cached_prompt_tokens INTEGER NOT NULL DEFAULT 0,
        completion_tokens INTEGER NOT NULL DEFAULT 0,
        cost_usd REAL DEFAULT 0
    )""",
    "CREATE UNIQUE INDEX jobs_by_key ON jobs (owner, idempotency_key) WHERE idempotency_key IS NOT NULL",
    "CREATE INDEX jobs_by_end ON jobs (finished) WHERE finished IS NOT NULL",
    """CREATE TABLE items (
        id INTEGER PRIMARY KEY,
        name TEXT,
        state INTEGER NOT NULL DEFAULT 0,
        tries INTEGER NOT NULL DEFAULT 0,
        holder TEXT,
        due REAL
    )""",
    "CREATE INDEX items_by_state ON items (state)",
    "CREATE INDEX items_by_holder ON items (holder) WHERE holder IS NOT NULL",
    "CREATE INDEX items_by_due ON items (due) WHERE due IS NOT NULL",
    # The request, and from the article's end on its result.
    "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE shifts (id TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {VERSION}",
)


def make_tables(con: sqlite3.Connection) -> None:
    """Make the tables in an empty database; within a transaction.

    Raises:
        EngineError: The file is of another program, or of another version of this one.
    """
    ((mark,),) = con.execute("PRAGMA application_id").fetchall()
    ((version,),) = con.execute("PRAGMA user_version").fetchall()
    if (mark, version) == (APPLICATION_ID, VERSION):
        return
    ((tables,),) = con.execute("SELECT COUNT(*) FROM sqlite_master").fetchall()
    if tables or mark:
        of = f"version {version} of Groundwire's tables" if mark == APPLICATION_ID else "another program"
        raise EngineError(f"it is a database of {of}; move it away")
    for statement in _TABLES:
        con.execute(statement)
