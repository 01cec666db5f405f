"""Keeps calls to a model within so many requests and tokens a minute, together with all who share the limits."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded
from groundwire.extraction.timetable import Booking, Cost, OwnTimetable, Timetable, TimetableError

ALONE_S: Final = 2.0
"""How long a timetable that failed is left alone, in seconds."""
WARN_EVERY_S: Final = 60.0
"""The least time between two warnings that it fails, in seconds."""
RECENT: Final = 64
"""Answers whose mean length is what the next one is expected to have."""
FIRST_GUESS: Final = 500
"""Tokens of the first answer, of which nothing is known."""
CHARS_A_TOKEN: Final = 4
"""Of English; a text of another script has more tokens than expected, which is corrected by its answer."""

_log = logging.getLogger("groundwire.throttle")


@dataclass(frozen=True)
class Limits:
    """What may be sent to a model; None for no limit.

    Attributes:
        requests_per_minute: More than 0; tries that fail and are repeated count.
        tokens_per_minute: More than 0; read and written.
    """

    requests_per_minute: float | None = None
    tokens_per_minute: float | None = None

    def cost(self, tokens: float) -> Cost:
        """What a call of so many tokens takes of its minute."""
        return Cost(
            60 / self.requests_per_minute if self.requests_per_minute else 0.0,
            60 * tokens / self.tokens_per_minute if self.tokens_per_minute else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """A call that may go out.

    Attributes:
        tokens: How many were booked for it; more than 0.
        booking: Its turn, which has come.
        cost: What was booked.
        table: Where.
    """

    tokens: float
    booking: Booking
    cost: Cost
    table: Timetable


class Throttle:
    """The turns of the calls to one model. Belongs to one event loop.

    While the shared timetable cannot be asked, the process keeps to an even share of the limits by itself: it is as
    large as the number of those says that shared them last.
    """

    def __init__(self, name: str, limits: Limits, table: Timetable, failed: Callable[[], None] = lambda: None) -> None:
        """Nothing is booked yet.

        Args:
            name: Of the endpoint, for the log.
            limits: Of all who share the timetable; the same for each.
            table: The timetable.
            failed: Called for each call that went by the share of this process.
        """
        self._name = name
        self._limits = limits
        self._table = table
        self._failed = failed
        self._own = OwnTimetable()
        self._sharers = 1
        self._alone_until = self._warned_at = -WARN_EVERY_S
        self._lengths: deque[int] = deque((FIRST_GUESS,), maxlen=RECENT)

    async def take(self, characters: int, deadline: Deadline) -> Grant:
        """Wait for a turn, which is the call's from then on.

        A waiter that is cancelled gives its tokens back, and its turn if nobody has booked behind it.

        Args:
            characters: Length of what is to be sent, by which its tokens are estimated.
            deadline: Of the call.

        Raises:
            DeadlineExceeded: There is no turn before it; nothing was booked, and nothing waited for.
        """
        tokens = characters / CHARS_A_TOKEN + fmean(self._lengths)
        booking = asyncio.ensure_future(self._book(tokens, deadline))
        try:
            grant = await asyncio.shield(booking)
            await asyncio.sleep(grant.booking.wait_s)
        except asyncio.CancelledError:
            booking.add_done_callback(self._not_wanted)
            raise
        return grant

    def settle(self, grant: Grant, read: int, written: int) -> None:
        """A call has taken so many tokens, rather than those that were expected."""
        if written:
            self._lengths.append(written)
        grant.table.correct((read + written - grant.tokens) * grant.cost.tokens_s / grant.tokens)

    def give_back(self, grant: Grant) -> None:
        """A call was not made after all."""
        grant.table.give_back(grant.booking, grant.cost)

    def _not_wanted(self, booking: "asyncio.Future[Grant]") -> None:
        if not booking.cancelled() and booking.exception() is None:
            self.give_back(booking.result())

    async def _book(self, tokens: float, deadline: Deadline) -> Grant:
        grant = await self._shared(tokens, deadline) if time.monotonic() >= self._alone_until else None
        return grant or await self._alone(tokens, deadline)

    async def _shared(self, tokens: float, deadline: Deadline) -> Grant | None:
        """A booking on the shared timetable; None if that cannot be asked."""
        cost = self._limits.cost(tokens)
        try:
            booking = await self._table.book(cost, deadline.remaining_s)
        except TimetableError as error:
            self._goes_alone(error)
            return None
        self._sharers = booking.sharers if booking else self._sharers
        return Grant(tokens, _in_time(booking), cost, self._table)

    async def _alone(self, tokens: float, deadline: Deadline) -> Grant:
        self._failed()
        cost = self._limits.cost(tokens).times(self._sharers)
        return Grant(tokens, _in_time(await self._own.book(cost, deadline.remaining_s)), cost, self._own)

    def _goes_alone(self, error: TimetableError) -> None:
        now = time.monotonic()
        self._alone_until = now + ALONE_S
        if now - self._warned_at >= WARN_EVERY_S:
            self._warned_at = now
            _log.warning(
                "the limits of calls to %s cannot be shared: %s; this process keeps to 1/%d of them by itself",
                self._name,
                error,
                self._sharers,
            )


def _in_time(booking: Booking | None) -> Booking:
    if booking is None:
        raise DeadlineExceeded("the limits of requests and tokens leave no turn before the deadline of the request")
    return booking
