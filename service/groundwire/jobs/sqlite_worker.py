"""A worker of the embedded engine: claims articles, has the body read them, hands in what came of it."""

import asyncio
import logging
import time
from functools import partial
from typing import Final

from groundwire.jobs.engine import Body, Delivery, EngineError, EngineUnavailable, Later, Outcome
from groundwire.jobs.sqlite_database import Database
from groundwire.jobs.sqlite_jobs import forget_one
from groundwire.jobs.sqlite_shift import RENEW_S, Ended, Shift

POLL_S: Final = 0.2
"""Seconds between two looks for articles that other processes have taken in."""
_LONGEST_WAIT_S: Final = 3.0
"""Most seconds between two tries while the database is away."""
_WARN_EVERY_S: Final = 60.0
_CLEAN_EVERY_S: Final = 3600.0

_log = logging.getLogger("groundwire.jobs")


class Worker:
    """One call of `Engine.work`.

    Attributes:
        wake: To be set when there may be something to do at once.
    """

    def __init__(self, database: Database, body: Body, concurrency: int, keep_s: float) -> None:
        """Within an event loop. Jobs that ended longer than `keep_s` ago are forgotten, now and then."""
        self.wake = asyncio.Event()
        self._database = database
        self._body = body
        self._concurrency = concurrency
        self._keep_s = keep_s
        self._shift = Shift()
        self._reading: dict[int, asyncio.Task[None]] = {}
        self._ended: list[Ended] = []
        self._defect: BaseException | None = None
        self._clean_at = 0.0
        self._warn_at = 0.0

    async def run(self) -> None:
        """Work until cancelled.

        Raises:
            EngineError: The file is damaged.
        """
        wait_s = POLL_S
        try:
            while True:
                self.wake.clear()
                try:
                    await self._turn()
                    await self._clean()
                    wait_s = POLL_S
                except EngineUnavailable as error:
                    wait_s = self._later(error, wait_s)
                    await asyncio.sleep(wait_s)
                    continue
                await self._pause()
        finally:
            await self._stop()

    async def _turn(self) -> None:
        if self._defect is not None:
            raise self._defect
        ended = list(self._ended)
        turn = await self._database.run(self._shift.turn, ended, self._concurrency - len(self._reading))
        del self._ended[: len(ended)]  # not before: a turn that fails is tried again
        for item in self._reading.keys() - turn.kept:
            self._reading.pop(item).cancel()  # cancelled, or lost to another
        for item, delivery in turn.claimed:
            self._begin(item, delivery)

    def _begin(self, item: int, delivery: Delivery) -> None:
        task = asyncio.create_task(self._read(item, delivery))
        self._reading[item] = task
        task.add_done_callback(partial(self._has_ended, item))

    async def _read(self, item: int, delivery: Delivery) -> None:
        result: Outcome | Later = await self._body(delivery)
        self._ended.append(Ended(item, result))

    def _has_ended(self, item: int, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._defect = error
        if self._reading.get(item) is not task:
            return  # it was taken away
        del self._reading[item]
        if task.cancelled():  # by the body itself: the article has had no try
            self._ended.append(Ended(item, Later(1.0, counts=False)))
        self.wake.set()

    async def _pause(self) -> None:
        """Until something has ended or come in, or it is time to look."""
        full = len(self._reading) >= self._concurrency
        try:
            async with asyncio.timeout(RENEW_S if full else POLL_S):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _clean(self) -> None:
        """Forget old jobs, one a turn, so that nothing is held up."""
        if time.monotonic() >= self._clean_at and not await self._database.run(forget_one, self._keep_s):
            self._clean_at = time.monotonic() + _CLEAN_EVERY_S

    def _later(self, error: EngineUnavailable, wait_s: float) -> float:
        if time.monotonic() >= self._warn_at:
            self._warn_at = time.monotonic() + _WARN_EVERY_S
            _log.warning("%s Articles wait until it can be used again.", error)
        return min(wait_s * 2, _LONGEST_WAIT_S)

    async def _stop(self) -> None:
        """Cancel what is being read, and give it back."""
        reading, self._reading = list(self._reading.values()), {}
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        try:
            await self._database.run(self._shift.end, self._ended)
        except EngineError as error:
            _log.warning("%s What was being read is free for others in a few seconds.", error)
