"""When the next call may go out: what has been booked so far, as two moments, and where they are kept for all workers.

This is GCRA as virtual scheduling. Each call is told at once when its turn is, and then comes by itself: nobody polls,
and who asks first goes first, in whichever process. A call takes 60 / limit seconds of its minute for itself, and as
much for each token of the other limit; it may go when both are free.
"""

import time
from dataclasses import dataclass
from typing import Final, Protocol

BURST_S: Final = 0.2
"""What has not been used can be made up for by so many seconds' worth at once, and always by one request."""


class TimetableError(Exception):
    """It cannot be read or written at the moment. The message names the cause, without content."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call takes of its minute.

    Attributes:
        request_s: For being a request; 0 where requests are not limited.
        tokens_s: For its tokens; 0 where these are not.
    """

    request_s: float
    tokens_s: float

    def times(self, factor: float) -> "Cost":
        """So many times as much."""
        return Cost(self.request_s * factor, self.tokens_s * factor)


@dataclass(frozen=True, slots=True)
class Booking:
    """A call's turn.

    Attributes:
        wait_s: Seconds until it.
        slot: Until when requests are booked with it, on the clock of the timetable.
        sharers: Processes that booked within the last minute, this one included.
    """

    wait_s: float
    slot: float
    sharers: int = 1


class Timetable(Protocol):
    """The bookings of one endpoint and model, by all who share them."""

    async def book(self, cost: Cost, patience_s: float) -> Booking | None:
        """Book the next turn; None, and nothing booked, if that were later than in so many seconds.

        Raises:
            TimetableError: It cannot be asked.
        """

    def correct(self, tokens_s: float) -> None:
        """Book so much more for tokens, or less. Does not wait until it is done; that it is done is not promised."""

    def give_back(self, booking: Booking, cost: Cost) -> None:
        """Undo a booking as far as nobody has booked behind it; likewise."""


@dataclass(frozen=True, slots=True)
class Bookings:
    """The moments until which all is booked, on a clock in seconds.

    Attributes:
        at: When it was booked last.
        requests: Until when by requests.
        tokens: Until when by tokens.
    """

    at: float = 0.0
    requests: float = 0.0
    tokens: float = 0.0

    def seen(self, now: float) -> "Bookings":
        """The same on a clock that went back, as after a new start of the machine: waits stay as long as they were."""
        back = self.at - now
        return self if back <= 0 else Bookings(now, self.requests - back, self.tokens - back)

    def booked(self, now: float, cost: Cost) -> tuple["Bookings", float]:
        """With one call more, and the seconds until its turn."""
        turn = max(now, self.tokens - BURST_S)
        if cost.request_s:
            turn = max(turn, self.requests - max(0.0, BURST_S - cost.request_s))
        after = Bookings(now, max(self.requests, turn) + cost.request_s, max(self.tokens, turn) + cost.tokens_s)
        return after, turn - now

    def given_back(self, booking: Booking, cost: Cost) -> "Bookings":
        """Without the tokens of a call, and without its request if that was the last."""
        last = self.requests == booking.slot
        return Bookings(self.at, self.requests - cost.request_s if last else self.requests, self.tokens - cost.tokens_s)


class OwnTimetable:
    """Of this process alone."""

    def __init__(self) -> None:
        self._bookings = Bookings()

    async def book(self, cost: Cost, patience_s: float) -> Booking | None:
        """See `Timetable.book`; always can be asked."""
        after, wait_s = self._bookings.booked(time.monotonic(), cost)
        if wait_s > patience_s:
            return None
        self._bookings = after
        return Booking(wait_s, after.requests)

    def correct(self, tokens_s: float) -> None:
        """See `Timetable.correct`."""
        before = self._bookings
        self._bookings = Bookings(before.at, before.requests, before.tokens + tokens_s)

    def give_back(self, booking: Booking, cost: Cost) -> None:
        """See `Timetable.give_back`."""
        self._bookings = self._bookings.given_back(booking, cost)
