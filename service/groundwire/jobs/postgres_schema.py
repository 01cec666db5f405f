"""The tables in PostgreSQL: jobs and their articles, and beside them those of Procrastinate, which delivers."""

from typing import Any, Final, LiteralString

import psycopg
from procrastinate.schema import SchemaManager

from groundwire.jobs.engine import EngineError

SCHEMA: Final = "groundwire"
"""Name of the schema that holds them all: another user of Procrastinate in the same database is not met."""
VERSION: Final = 1
"""Of these tables."""
_LOCK: Final = 0x67_77_6A_62
"""Of all who would make the tables at once."""

_TABLES: Final[LiteralString] = """
CREATE TABLE jobs (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text NOT NULL UNIQUE,
    owner text NOT NULL,
    idempotency_key text,
    digest text NOT NULL,
    total integer NOT NULL,
    created timestamptz NOT NULL DEFAULT now(),
    cancelled boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX jobs_by_key ON jobs (owner, idempotency_key) WHERE idempotency_key IS NOT NULL;
-- An article: its request, and from its end on its result. A claim is a beginning: what an earlier one asks for, other
-- than to keep a result, is out of date.
CREATE TABLE items (
    job bigint NOT NULL REFERENCES jobs ON DELETE CASCADE,
    place integer NOT NULL,
    name text,
    text text,
    state text NOT NULL DEFAULT 'waiting',
    tries integer NOT NULL DEFAULT 0,
    claim integer NOT NULL DEFAULT 0,
    ended timestamptz,
    calls bigint NOT NULL DEFAULT 0,
    failed_calls bigint NOT NULL DEFAULT 0,
    prompt_tokens bigint NOT NULL DEFAULT 0,
    cached_prompt_tokens bigint NOT NULL DEFAULT 0,
    completion_tokens bigint NOT NULL DEFAULT 0,
    cost_usd double precision DEFAULT 0,
    PRIMARY KEY (job, place)
);
CREATE INDEX items_left ON items (job) WHERE ended IS NULL;
-- When a worker has last looked, for all of them, for such as are dead.
CREATE TABLE rounds (last timestamptz NOT NULL);
INSERT INTO rounds VALUES ('-infinity');
-- Whom workers have died on is looked for every few seconds, among up to a million that wait.
CREATE INDEX procrastinate_jobs_doing ON procrastinate_jobs (id) WHERE status = 'doing';
CREATE TABLE version (number integer NOT NULL);
"""


def make_tables(connection: psycopg.Connection[Any]) -> None:
    """Make the tables if they are not there; within a transaction.

    Raises:
        EngineError: They are of another version, or the user may not make any.
    """
    if _version(connection) is None:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        if _version(connection) is None:
            _make(connection)
    if (version := _version(connection)) != VERSION:
        raise EngineError(f"the tables of Groundwire in this database are of version {version}, not {VERSION}")


def _version(connection: psycopg.Connection[Any]) -> int | None:
    # Looked up in the catalogue's tables: to_regclass would answer from what this connection knew before it waited.
    there = connection.execute(
        "SELECT FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s AND relname = 'version'",
        (SCHEMA,),
    ).fetchone()
    if there is None:
        return None
    row = connection.execute("SELECT number FROM version").fetchone()
    return None if row is None else int(row[0])


def _make(connection: psycopg.Connection[Any]) -> None:
    try:
        there = connection.execute("SELECT FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone()
        if there is None:  # else made by an administrator, and "IF NOT EXISTS" would be refused
            connection.execute(f"CREATE SCHEMA {SCHEMA}")
        connection.execute(SchemaManager.get_schema())
        connection.execute(_TABLES)
        connection.execute("INSERT INTO version VALUES (%s)", (VERSION,))
    except psycopg.errors.InsufficientPrivilege:
        raise EngineError(
            f"this user of PostgreSQL may not make tables. Have an administrator run, in this database:"
            f" CREATE SCHEMA {SCHEMA} AUTHORIZATION (name of the user)"
        ) from None
