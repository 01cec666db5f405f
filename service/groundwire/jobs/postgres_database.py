"""PostgreSQL, used from threads of its own: any event loop may ask, and none is held up."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Concatenate, Final, ParamSpec, TypeAlias, TypeVar

import psycopg
from procrastinate.exceptions import ConnectorException
from pydantic import SecretStr

from groundwire.jobs.engine import EngineError, EngineUnavailable
from groundwire.jobs.postgres_schema import SCHEMA

CONNECT_S: Final = 5
"""Seconds that the database may take to accept a connection."""
_THREADS: Final = 4
"""Threads, each with a connection; statements take milliseconds, whatever is being read meanwhile."""
_SILENT_MS: Final = 10_000
"""Milliseconds after which a connection counts as lost that acknowledges nothing."""
_IDLE_S: Final = 2.0
"""Seconds after which a connection is tried out before it is used."""
_AWAY_S: Final = 0.5
"""Seconds for which nobody tries again after a connection was refused: who asks is told at once."""
_BEGIN: Final = (
    f"SET search_path TO {SCHEMA}; SET TIME ZONE 'UTC'; SET statement_timeout = '60s'; SET lock_timeout = '10s';"
    # Who hangs in the midst of a transaction must not hold up the rest by what it has locked.
    " SET idle_in_transaction_session_timeout = '5s'"
)
_REASONS: Final = (
    ("password authentication failed", "it does not know this user or password"),
    ("no password supplied", "it wants a password"),
    ("no pg_hba.conf entry", "it does not let this user in from here (pg_hba.conf)"),
    ("does not exist", "it has no such database or user"),
    ("Connection refused", "nobody listens there"),
    ("No such file or directory", "nobody listens there"),
    ("timeout", f"no answer within {CONNECT_S} s"),
    ("failed to resolve host", "the name of its host is not known"),
    ("too many", "it takes no more connections"),
    ("No space left on device", "its disk is full"),
    ("starting up", "it is starting"),
    ("shutting down", "it is ending"),
    ("closed the connection", "it has closed the connection"),
    ("invalid port", "the port is none"),
)
"""What psycopg says, and how it is told: its own words repeat the address, and a mistyped one's password in part."""

_AWAY: Final = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.errors.ReadOnlySqlTransaction)
"""What another connection, or another time, may not meet with."""

Connection: TypeAlias = psycopg.Connection[tuple[Any, ...]]
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Refused(EngineError):
    """The database will not do what it was told.

    Attributes:
        sqlstate: Its code for the reason.
    """

    def __init__(self, sqlstate: str) -> None:
        super().__init__(f"PostgreSQL refuses a statement (SQLSTATE {sqlstate}); its log says why")
        self.sqlstate = sqlstate


class Database:
    """Connections to one database. Also what Procrastinate takes for a pool."""

    def __init__(self, url: SecretStr) -> None:
        """Nothing is connected yet."""
        self._url = url
        self._threads = ThreadPoolExecutor(_THREADS, "groundwire-jobs")
        self._own = threading.local()
        self._open: set[Connection] = set()
        self._lock = threading.Lock()
        self._away = ("", 0.0)

    async def run(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Have `work` done in one of the threads. Cancelled, it waits for the end of that first: it is milliseconds.

        Raises:
            EngineUnavailable: The database cannot be reached or written; nothing is known of what was under way.
            Refused: The database would not do it.
        """

        def translated() -> _T:
            try:
                return work(*args, **kwargs)
            except (psycopg.Error, ConnectorException) as error:
                cause = error.__cause__ if isinstance(error, ConnectorException) else error
                raise Refused(getattr(cause, "sqlstate", None) or "unknown") from None

        future = asyncio.get_running_loop().run_in_executor(self._threads, translated)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            await asyncio.wait([future])
            if not future.cancelled():
                future.exception()  # it is nobody's any more
            raise

    async def do(self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Have `work` done, each of its statements a transaction of its own; as `run`."""

        def bare() -> _T:
            with self.connection() as connection:
                return work(connection, *args, **kwargs)

        return await self.run(bare)

    async def transact(
        self, work: Callable[Concatenate[Connection, _P], _T], *args: _P.args, **kwargs: _P.kwargs
    ) -> _T:
        """Have `work` done in one transaction; as `run`."""

        def whole() -> _T:
            with self.connection() as connection, connection.transaction():
                return work(connection, *args, **kwargs)

        return await self.run(whole)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """The connection of the thread, each statement a transaction of its own.

        Raises:
            EngineUnavailable: There is none, or it was lost.
        """
        connection = self._usable() or self._connect()
        try:
            yield connection
        except psycopg.Error as error:
            if not (connection.closed or isinstance(error, _AWAY)):
                raise
            self._drop(connection)
            raise _unavailable(error) from None
        self._own.used = time.monotonic()

    async def close(self) -> None:
        """Close all connections, after what is under way."""
        await asyncio.to_thread(self._threads.shutdown)
        for connection in tuple(self._open):
            self._drop(connection)

    def _usable(self) -> Connection | None:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            return None
        if time.monotonic() - self._own.used > _IDLE_S:
            try:
                connection.execute("SELECT 1")
            except psycopg.Error:
                self._drop(connection)
                return None
        return connection

    def _connect(self) -> Connection:
        reason, until = self._away
        if time.monotonic() < until:
            raise EngineUnavailable(reason)
        try:
            connection = psycopg.connect(
                self._url.get_secret_value(),
                autocommit=True,
                connect_timeout=CONNECT_S,
                application_name="groundwire",
                keepalives_idle=5,
                keepalives_interval=2,
                keepalives_count=3,
                tcp_user_timeout=_SILENT_MS,
            )
        except psycopg.ProgrammingError:
            raise EngineError(
                "The address of the database is no whole one: postgresql://USER:PASSWORD@HOST/NAME"
            ) from None
        except psycopg.Error as error:
            raise self._is_away(error) from None
        try:
            connection.execute(_BEGIN)
        except psycopg.Error as error:
            connection.close()
            raise self._is_away(error) from None
        with self._lock:
            self._open.add(connection)
        self._own.connection, self._own.used = connection, time.monotonic()
        return connection

    def _is_away(self, error: psycopg.Error) -> EngineUnavailable:
        away = _unavailable(error)
        self._away = (str(away), time.monotonic() + _AWAY_S)
        return away

    def _drop(self, connection: Connection) -> None:
        connection.close()
        with self._lock:
            self._open.discard(connection)


def _unavailable(error: psycopg.Error) -> EngineUnavailable:
    said = str(error)
    unknown = f"SQLSTATE {error.sqlstate}" if error.sqlstate else "the connection failed"
    told = next((told for words, told in _REASONS if words in said), unknown)
    return EngineUnavailable(f"PostgreSQL cannot be used now: {told}.")
