"""Waits for work until a deadline, which may be put off meanwhile; what is not done then is cancelled."""

import asyncio
import math
from collections.abc import Collection, Coroutine
from typing import Any, TypeVar

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded

T = TypeVar("T")

DEADLINE_OVER = "no answer before the deadline of the request"
"""Why something was not done, in the words of an error or a warning."""


async def within(deadline: Deadline, work: Coroutine[Any, Any, T]) -> T:
    """The result of the work.

    Raises:
        DeadlineExceeded: It was not done in time, and is cancelled.
    """
    task = asyncio.ensure_future(work)
    await until(deadline, [task])
    if task.cancelled():
        raise DeadlineExceeded(DEADLINE_OVER)
    return task.result()


async def until(deadline: Deadline, tasks: Collection["asyncio.Future[T]"]) -> None:
    """Wait until all tasks are done, one of them fails, or time is up; then end those that still run.

    They are ended as well when the caller is cancelled. What they came to, their errors included, is left to it.
    """
    running = set(tasks)
    try:
        while running and not deadline.over:
            timeout = finite(deadline.remaining_s)
            done, running = await asyncio.wait(running, timeout=timeout, return_when=asyncio.FIRST_EXCEPTION)
            if any(not task.cancelled() and task.exception() for task in done):
                return
    finally:
        await end(tasks)


async def end(tasks: Collection["asyncio.Future[T]"]) -> None:
    """Cancel the tasks, and wait until they have ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def finite(seconds: float) -> float | None:
    """As asyncio wants a time span: None where there is no end."""
    return seconds if seconds < math.inf else None
