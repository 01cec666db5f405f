"""The service with an extractor that does as a test says, step by step."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from tests.server.support import serving

from groundwire.extraction.errors import Overloaded
from groundwire.extraction.streaming import Event
from groundwire.schemas import Extraction, ExtractRequest
from groundwire.server import ServerLimits, create_app


@dataclass
class Steps:
    """Implements ExtractorPort: tells events, and waits where one is None until the test says `go`.

    Attributes:
        events: What is told; an exception is raised.
        asked: Requests that came.
        cancelled: Set when one was cut off.
    """

    events: Sequence[Event | Exception | None] = ()
    asked: list[ExtractRequest] = field(default_factory=list)
    go: threading.Event = field(default_factory=threading.Event)
    cancelled: threading.Event = field(default_factory=threading.Event)

    async def cached(self, request: ExtractRequest) -> str | None:  # noqa: ARG002 - signature of the port
        """Nothing is."""
        return None

    def refusal(self, request: ExtractRequest) -> Overloaded | None:  # noqa: ARG002 - signature of the port
        """There is always room."""
        return None

    async def extract(self, request: ExtractRequest) -> Extraction:
        """The last event."""
        self.asked.append(request)
        last = self.events[-1]
        assert isinstance(last, Extraction)
        return last

    async def stream(self, request: ExtractRequest) -> AsyncGenerator[Event]:
        """As told."""
        self.asked.append(request)
        try:
            for event in self.events:
                if isinstance(event, Exception):
                    raise event
                if event is not None:
                    yield event
                if event is None:
                    await self._told_to_go()
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled.set()
            raise

    async def _told_to_go(self) -> None:
        while not self.go.is_set():  # noqa: ASYNC110 - it is set by another thread
            await asyncio.sleep(0.02)

    async def ready(self) -> str | None:
        """It is."""
        return None


class Cutting:
    """An application whose streams break off after their first event as long as `times` is above 0."""

    def __init__(self, app: ASGIApp, times: int) -> None:
        self._app = app
        self._left = times

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        cut = scope.get("path") == "/v1/extract/stream" and self._left > 0
        self._left -= cut

        async def until_first(message: Message) -> None:
            await send(message)
            if cut and message.get("body"):
                raise ConnectionResetError

        await self._app(scope, receive, until_first)


@contextmanager
def playing(
    *events: Event | Exception | None, limits: ServerLimits | None = None, cuts: int = 0
) -> Iterator[tuple[str, Steps]]:
    """The service on a socket; gives its address and its extractor."""
    steps = Steps(events)
    app = create_app(steps, limits or ServerLimits())
    with serving(Cutting(app, cuts) if cuts else app) as url:
        try:
            yield url, steps
        finally:
            steps.go.set()
