"""A worker on PostgreSQL: takes articles from the queue, has the body read them, keeps what came of it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final, TypeVar

from groundwire.extraction.deadline import NO_DEADLINE
from groundwire.extraction.waiting import end, until
from groundwire.jobs.engine import Body, EngineError, EngineUnavailable, Later
from groundwire.jobs.postgres_claims import Claim, abandon, begin, dropped, give_back, keep, put_off, take_round
from groundwire.jobs.postgres_database import Database
from groundwire.jobs.postgres_jobs import forget
from groundwire.jobs.postgres_queue import STALLED_S, Queue, Ticket

POLL_S: Final = 0.3
"""Seconds between two looks for articles while there are none."""
BEAT_S: Final = 2.0
"""Seconds between two signs of life, and between two looks for workers that give none."""
_FORGET_EVERY_S: Final = 3600.0
_RETRY_S: Final = 1.0
"""Seconds between two tries while the database is away."""
_WARN_EVERY_S: Final = 60.0

_log = logging.getLogger("groundwire.jobs")
_T = TypeVar("_T")


class Worker:
    """One call of `Engine.work`. What it has taken from the queue is its own until it is done with it, or silent."""

    def __init__(self, database: Database, queue: Queue, body: Body, concurrency: int, keep_s: float) -> None:
        """Within an event loop. Jobs that ended longer than `keep_s` ago are forgotten, now and then."""
        self._database = database
        self._queue = queue
        self._body = body
        self._concurrency = concurrency
        self._keep_s = keep_s
        self._number: int | None = None
        self._reading: dict[Ticket, asyncio.Task[None]] = {}
        self._handing = asyncio.Lock()  # while something is taken, what has been taken is not yet known here
        self._freed = asyncio.Event()
        self._warn_at = 0.0

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            EngineError: The database refuses what is needed.
        """
        try:
            while True:
                try:
                    await self._attend()
                except EngineUnavailable as error:
                    self._warn(error)
                    await asyncio.sleep(_RETRY_S)
        finally:
            await end(self._reading.values())
            await self._leave()

    async def _attend(self) -> None:
        """Do all that needs the database, until it goes away; what is being read is not touched by that."""
        after_absence = self._number is not None
        self._number = await self._queue.enlist(self._number)
        tasks = [
            asyncio.create_task(self._take(self._number)),
            asyncio.create_task(self._watch(self._number)),
            asyncio.create_task(self._revive(after_absence=after_absence)),
            asyncio.create_task(self._forget()),
        ]
        await until(NO_DEADLINE, tasks)
        for task in tasks:
            if not task.cancelled():
                task.result()

    async def _take(self, number: int) -> None:
        while True:
            while len(self._reading) >= self._concurrency:
                self._freed.clear()
                await self._freed.wait()
            async with self._handing:
                ticket = await self._queue.next(number)
                if ticket is not None and ticket not in self._reading:
                    await self._begin(ticket)
            if ticket is None:
                await asyncio.sleep(POLL_S)

    async def _begin(self, ticket: Ticket) -> None:
        claim = await self._database.do(begin, ticket)
        if claim is None:
            await self._queue.done(ticket)
            return
        self._reading[ticket] = task = asyncio.create_task(self._read(claim))
        task.add_done_callback(partial(self._has_ended, ticket))

    async def _watch(self, number: int) -> None:
        """Give signs of life; drop what nobody wants any more; return what was taken and is not being read."""
        while True:
            await self._queue.beat(number)
            for ticket in await self._database.do(dropped, list(self._reading)) if self._reading else ():
                if (task := self._reading.get(ticket)) is not None:
                    task.cancel()
            async with self._handing:
                await self._return([ticket for ticket in await self._queue.held(number) if ticket not in self._reading])
            await asyncio.sleep(BEAT_S)

    async def _revive(self, *, after_absence: bool) -> None:
        """Have delivered again what dead workers had taken. One worker at a time does it for all of them."""
        if after_absence:
            await asyncio.sleep(STALLED_S)  # whom the same absence has kept silent must have had time to speak
        while True:
            if await self._database.do(take_round, BEAT_S / 2, STALLED_S):
                await self._return(await self._queue.stalled())
            await asyncio.sleep(BEAT_S)

    async def _forget(self) -> None:
        while True:
            await self._database.do(forget, self._keep_s)
            await asyncio.sleep(_FORGET_EVERY_S)

    async def _read(self, claim: Claim) -> None:
        made = await self._body(claim.delivery)
        if isinstance(made, Later):
            due = await self._patiently(partial(self._database.do, put_off, claim, made))
            if due is not None:
                await self._patiently(partial(self._queue.again, claim.ticket, due))
        else:
            await self._patiently(partial(self._database.do, keep, claim.ticket, made))
            await self._patiently(partial(self._queue.done, claim.ticket))

    async def _patiently(self, ask: Callable[[], Awaitable[_T]]) -> _T:
        """Ask until the database is there."""
        while True:
            try:
                return await ask()
            except EngineUnavailable:
                await asyncio.sleep(_RETRY_S)

    def _has_ended(self, ticket: Ticket, task: asyncio.Task[None]) -> None:
        del self._reading[ticket]
        self._freed.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("article %d of a job met a defect: %s", ticket.place, type(error).__name__)

    async def _return(self, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            await self._database.do(abandon, ticket)
            await self._queue.again(ticket)

    async def _leave(self) -> None:
        """Give back at once all that was taken, as if it had not been begun."""
        if self._number is None:
            return
        try:
            for ticket in await self._queue.held(self._number):
                await self._database.do(give_back, ticket)
                await self._queue.again(ticket)
            await self._queue.leave(self._number)
        except EngineError as error:
            _log.warning("%s What was being read is free for others in a few seconds.", error)

    def _warn(self, error: EngineUnavailable) -> None:
        if time.monotonic() >= self._warn_at:
            self._warn_at = time.monotonic() + _WARN_EVERY_S
            _log.warning("%s Articles wait until it can be used again.", error)
