"""The line before one endpoint: each attempt waits here for its place, passes the breaker, and is judged by its end."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from groundwire.extraction.adaptive import AdaptiveLimit, Place
from groundwire.extraction.breaker import OPEN_S, Breaker, BreakerOpen, Passage
from groundwire.extraction.errors import ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.observer import Attempt, Observer, Outcome, Shed
from groundwire.extraction.question_record import AttemptRecord, QuestionRecord, outcome_of
from groundwire.extraction.salvage import Torn
from groundwire.extraction.throttle import Grant, Throttle
from groundwire.schemas import Usage

T = TypeVar("T")

PATIENCE_S: Final = 30.0
"""A call that its request's own deadline cut off earlier says nothing about the endpoint: a client may ask for
less time than any endpoint needs, and must not close it to others by that."""
_OVERLOADED: Final = frozenset({429, 503, 529})
_ANSWERED: Final = frozenset({Outcome.OK, Outcome.SALVAGED})


@dataclass(frozen=True)
class LineOptions:
    """What there is to know of an endpoint.

    Attributes:
        address: Its host and port.
        most: Calls that may be in flight at once, at most.
        ours: Whether it is a process of ours, which is brought back when it is gone.
        open_s: How long its breaker stays open the first time, in seconds.
    """

    address: str
    most: int
    ours: bool = False
    open_s: float = OPEN_S


class Line:
    """The line before one endpoint, for one event loop."""

    def __init__(self, options: LineOptions, observer: Observer, throttle: Throttle | None = None) -> None:
        """Nobody in it.

        Args:
            options: What there is to know of the endpoint.
            observer: Is told of breaker, places and what is turned away.
            throttle: Gives out the turns of the calls in a minute; None where nothing limits them.
        """
        address = options.address
        self._ours = options.ours
        self._observer = observer
        self._throttle = throttle
        self._breaker = Breaker(lambda state: observer.breaker(address, state), options.open_s)
        self._limit = AdaptiveLimit(
            options.most,
            lambda calls: observer.limit(address, calls),
            lambda calls: observer.in_flight(address, calls),
        )

    async def call(
        self, record: QuestionRecord, ledger: Ledger, characters: int, send: Callable[[Ledger], Awaitable[T]]
    ) -> T:
        """Make one attempt when it is its turn.

        It waits for its turn of the minute when it has its place: a turn that came first would be over when a place
        is free, and all that had queued there would go at once. Who waits keeps no one from a place who would not
        wait behind it anyhow, and at most as many turns as places are lost when the process is killed.

        Args:
            record: The question's, where the attempt is noted.
            ledger: The account of the whole work, with its deadline.
            characters: About how long the request is.
            send: Makes the attempt and enters what it cost in an account of its own.

        Raises:
            BreakerOpen: The endpoint fails too often; nothing was sent.
            DeadlineExceeded: Its turn did not come in time; nothing was sent.
        """
        record.waits()
        try:
            self._breaker.check()
            async with self._limit.place(ledger.deadline) as place:
                grant = await self._throttle.take(characters, ledger.deadline) if self._throttle else None
                record.goes()
                cost = ledger.part()
                try:
                    with self._breaker.passing() as passage:
                        return await self._observed(record, cost, send, place, passage)
                finally:
                    if self._throttle and grant:
                        _settle(self._throttle, grant, cost.usage, record)
        except BreakerOpen:
            self._observer.shed(Shed.BREAKER)
            raise

    def gone(self, error: BaseException) -> bool:
        """Whether the endpoint is a process of ours and does not run: it is brought back, and nothing should hinder."""
        return self._ours and isinstance(error, ModelUnavailable) and error.status is None

    async def _observed(
        self,
        record: QuestionRecord,
        cost: Ledger,
        send: Callable[[Ledger], Awaitable[T]],
        place: Place,
        passage: Passage,
    ) -> T:
        attempt = AttemptRecord()
        try:
            answer = await send(cost)
        except BaseException as error:
            late = isinstance(error, asyncio.CancelledError) and cost.deadline.over
            ended = attempt.ended(Outcome.TIMEOUT if late else outcome_of(error), error, cost.usage)
            record.attempts.append(ended)
            hasty = ended.outcome is Outcome.TIMEOUT and cost.deadline.over and ended.seconds < PATIENCE_S
            if not (hasty or self.gone(error)):
                self._judge(ended, place, passage)
            raise
        ended = attempt.ended(Outcome.SALVAGED if isinstance(answer, Torn) else Outcome.OK, None, cost.usage)
        record.attempts.append(ended)
        self._judge(ended, place, passage)
        return answer

    def _judge(self, ended: Attempt, place: Place, passage: Passage) -> None:
        if ended.outcome is Outcome.CANCELLED:
            return
        passage.worked = ended.outcome not in {Outcome.UNAVAILABLE, Outcome.TIMEOUT}
        if ended.outcome is Outcome.TIMEOUT or ended.status in _OVERLOADED:
            self._limit.overloaded(place)
        elif ended.outcome in _ANSWERED:
            self._limit.answered(place, ended.seconds, ended.usage.completion_tokens)


def _settle(throttle: Throttle, grant: Grant, usage: Usage, record: QuestionRecord) -> None:
    """Tell what a call took. One without an answer may have cost what was expected, unless it was refused."""
    if not usage.calls:
        throttle.give_back(grant)
    elif usage.prompt_tokens or record.attempts[-1].status is not None:
        throttle.settle(grant, usage.prompt_tokens, usage.completion_tokens)
