"""The events of an extraction as server-sent events.

Exactly one of `extraction` and `problem` ends a whole stream, so a broken one is known by lacking both.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Final

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from groundwire.extraction.streaming import Event, Found, Withdrawn
from groundwire.schemas import Problem

MEDIA_TYPE: Final = "text/event-stream"

HEARTBEAT_S: Final = 15.0
"""Seconds without an event after which a comment says that the stream lives; proxies close what is silent for long."""

_HEARTBEAT: Final = b": still reading\n\n"


class Steps:
    """Events one after the other, each waited for as long as one likes: what is waited for is not cut off by that.

    Use it in `async with aclosing(...)`: what is under way ends with it.
    """

    def __init__(self, events: AsyncGenerator[Event]) -> None:
        """Begin at once with what leads to the first event."""
        self._events = events
        self._step = self._begun()

    async def there(self, within_s: float) -> bool:
        """Wait; whether the next event, or the end, is there."""
        return bool((await asyncio.wait({self._step}, timeout=within_s))[0])

    async def take(self) -> Event | None:
        """The next event, waiting for it if need be; None after the last one.

        Raises:
            Exception: What the source of the events raised.
        """
        try:
            event = await self._step
        except StopAsyncIteration:
            return None
        self._step = self._begun()
        return event

    def check(self) -> None:
        """Raise what the step that is there failed with; `take` would, too."""
        if self._step.done() and not isinstance(self._step.exception(), StopAsyncIteration):
            self._step.result()

    async def aclose(self) -> None:
        """End the source of the events."""
        self._step.cancel()
        await asyncio.gather(self._step, return_exceptions=True)
        await self._events.aclose()

    def _begun(self) -> asyncio.Future[Event]:
        return asyncio.ensure_future(anext(self._events))


class EventStream(StreamingResponse):
    """The answer that sends events as they come. A client that goes away ends what leads to them.

    Args:
        steps: The events.
        problem_of: What a failure is told as; called after the head was sent, so that no status can tell it.
    """

    def __init__(self, steps: Steps, problem_of: Callable[[Exception], Problem]) -> None:
        self._steps = steps
        self._frames = _frames(steps, problem_of)
        super().__init__(self._frames, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send; starlette leaves the frames open where it is cancelled between two of them, or before the first."""
        async with aclosing(self._steps), aclosing(self._frames):
            await super().__call__(scope, receive, send)


async def _frames(steps: Steps, problem_of: Callable[[Exception], Problem]) -> AsyncGenerator[bytes]:
    try:
        while True:
            while not await steps.there(HEARTBEAT_S):
                yield _HEARTBEAT
            event = await steps.take()
            if event is None:
                return
            yield _frame_of(event)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is told to the client, and logged by problem_of
        yield _frame("problem", problem_of(error).model_dump_json(exclude_none=True))


def _frame_of(event: Event) -> bytes:
    if isinstance(event, Found):
        head = json.dumps({"id": event.id, "record_type": event.record_type})
        return _frame("record", f'{head[:-1]}, "record": {event.record.model_dump_json()}}}')
    if isinstance(event, Withdrawn):
        return _frame("withdrawn", json.dumps({"id": event.id}))
    return _frame("extraction", event.model_dump_json())


def _frame(name: str, data: str) -> bytes:
    # JSON has no line breaks but escaped ones, so the data is one line.
    return f"event: {name}\ndata: {data}\n\n".encode()
