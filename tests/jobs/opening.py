"""What the tests of engines share: opening one by its address, waiting for what it does, and bodies of workers."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from pydantic import SecretStr

from groundwire.jobs.engine import ANY_OWNER, Body, Delivery, Engine, Later, NewItem, NewJob, Outcome, Result
from groundwire.jobs.sqlite_engine import open_sqlite_engine
from groundwire.schemas import Usage
from groundwire.schemas.jobs import JobStatus, ResultState

PATIENCE_S = 60.0
"""How long a test waits for what should come soon."""
CALL = Usage(calls=1, prompt_tokens=10, completion_tokens=2)


def opened(address: str, keep_days: float = 7.0) -> AbstractAsyncContextManager[Engine]:
    """An engine: a path of SQLite's file, or the URL of a PostgreSQL database. Closed at the end."""
    if not address.startswith("postgresql://"):
        return _on_sqlite(Path(address), keep_days)
    from groundwire.jobs.postgres_engine import open_postgres_engine  # noqa: PLC0415 - needs an extra

    return open_postgres_engine(SecretStr(address), keep_days)


@asynccontextmanager
async def _on_sqlite(path: Path, keep_days: float) -> AsyncIterator[Engine]:
    engine = open_sqlite_engine(path, keep_days)
    try:
        yield engine
    finally:
        await engine.close()


@asynccontextmanager
async def working(engine: Engine, body: Body, concurrency: int = 1) -> AsyncIterator["asyncio.Task[None]"]:
    """A worker meanwhile."""
    task = asyncio.create_task(engine.work(body, concurrency))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def job_of(count: int, **details: str | None) -> NewJob:
    """A job of so many articles; the request of each says its number, and so does its name."""
    return NewJob([NewItem(f'"request {number}"', f"name {number}") for number in range(count)], **details)  # type: ignore[arg-type]


async def read(delivery: Delivery) -> Outcome:
    """A body: every article is done at once."""
    return outcome_of(delivery)


def outcome_of(delivery: Delivery, cost_usd: float | None = 0.5) -> Outcome:
    """The result of an article; it cost one call."""
    return Outcome(ResultState.DONE, f"read {delivery.request}", CALL, cost_usd)


async def until(condition: Callable[[], Awaitable[bool] | bool]) -> None:
    """Wait for it."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found = condition()
        if found if isinstance(found, bool) else await found:
            return
        assert time.monotonic() < deadline, "it never came"
        await asyncio.sleep(0.01)


async def status_of(engine: Engine, job_id: str) -> JobStatus:
    """How a job stands that there is."""
    status = await engine.status(job_id, ANY_OWNER)
    assert status is not None
    return status


async def ended(engine: Engine, job_id: str) -> JobStatus:
    """How a job stands, when it has ended."""

    async def has_ended() -> bool:
        return (await status_of(engine, job_id)).ended

    await until(has_ended)
    return await status_of(engine, job_id)


async def results_of(engine: Engine, job_id: str, cursor: int = 0, most: int = 10_000) -> Sequence[Result]:
    """Results of a job that there is."""
    results = await engine.results(job_id, ANY_OWNER, cursor, most)
    assert results is not None
    return results


class Gate:
    """A body that lets nothing through until it is told to.

    Attributes:
        begun: What has come in, in order.
        dropped: What was cancelled meanwhile.
    """

    def __init__(self) -> None:
        """Shut."""
        self.begun: list[Delivery] = []
        self.dropped: list[Delivery] = []
        self._open = asyncio.Event()

    def open(self) -> None:
        """Let everything through from now on."""
        self._open.set()

    async def __call__(self, delivery: Delivery) -> Outcome | Later:
        """See `Body`."""
        self.begun.append(delivery)
        try:
            await self._open.wait()
        except asyncio.CancelledError:
            self.dropped.append(delivery)
            raise
        return outcome_of(delivery)

    async def has_begun(self, count: int) -> None:
        """Wait until so many have come in."""
        await until(lambda: len(self.begun) >= count)
