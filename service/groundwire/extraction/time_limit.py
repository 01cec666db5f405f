"""Ends what takes too long, by a deadline that may be put off while it waits."""

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded


@asynccontextmanager
async def limited(deadline: Deadline, most_s: float = math.inf) -> AsyncIterator[None]:
    """Cut the block off when the deadline is over, or after so many seconds.

    Raises:
        DeadlineExceeded: It was cut off, or the deadline was over before it began.
    """
    over = "the deadline of the request is over"
    if deadline.over:
        raise DeadlineExceeded(over)
    own = Deadline(most_s)
    loop = asyncio.get_running_loop()
    timer: asyncio.TimerHandle | None = None

    def look() -> None:
        nonlocal timer
        left_s = own.within(deadline.remaining_s)
        if left_s <= 0:
            timeout.reschedule(loop.time())
        elif math.isfinite(left_s):
            timer = loop.call_later(left_s, look)

    try:
        async with asyncio.timeout(None) as timeout:
            look()
            try:
                yield
            finally:
                if timer is not None:
                    timer.cancel()
    except TimeoutError:
        if not timeout.expired():
            raise
        raise DeadlineExceeded(over if deadline.over else f"no answer within {most_s:g} s") from None
