"""The engine of jobs that the settings name."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from groundwire.cli.settings import Settings, SettingsError
from groundwire.jobs.engine import Engine
from groundwire.jobs.sqlite_engine import open_sqlite_engine

JOBS_FILE = "jobs.db"
"""Name of the embedded engine's file in the cache's folder."""


def open_engine(settings: Settings) -> AbstractAsyncContextManager[Engine]:
    """The engine on PostgreSQL if the settings name a database, else the embedded one; closed at the end.

    Raises:
        SettingsError: The packages of groundwire[bulk] are missing, which PostgreSQL needs.
        EngineError: On entering: the database cannot be used; the message says what to do.
    """
    if settings.database_url is not None:
        return _on_postgresql(settings.database_url, settings.keep_jobs_days)
    return _embedded(settings.cache_dir / JOBS_FILE, settings.keep_jobs_days)


def _on_postgresql(url: SecretStr, keep_days: float) -> AbstractAsyncContextManager[Engine]:
    try:
        from groundwire.jobs.postgres_engine import open_postgres_engine  # noqa: PLC0415 - needs an extra
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"GROUNDWIRE_DATABASE_URL: the package {error.name} is missing; it comes with "
            "pip install 'groundwire[bulk]'"
        ) from None
    return open_postgres_engine(url, keep_days)


@asynccontextmanager
async def _embedded(path: Path, keep_days: float) -> AsyncIterator[Engine]:
    engine = await asyncio.to_thread(open_sqlite_engine, path, keep_days)  # it may wait for other processes
    try:
        yield engine
    finally:
        await engine.close()
