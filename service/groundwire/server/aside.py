"""An event loop in a thread of its own, for the work that would hold up the loop that serves.

Making an extraction costs milliseconds to seconds of processor time between its calls to the model. On the serving
loop a cached answer would wait for all of it; beside it, it waits for Python's lock only.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from groundwire.extraction.errors import Overloaded
from groundwire.extraction.streaming import Event
from groundwire.schemas import Extraction, ExtractRequest
from groundwire.server.ports import ExtractorPort
from groundwire.server.stopping import CutOff

_T = TypeVar("_T")
_END: Final = object()


class Aside:
    """The loop and its thread; the thread lives between entering and leaving the `with` block.

    Args:
        loop_factory: Makes the loop.
    """

    def __init__(self, loop_factory: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop) -> None:
        self._runner = asyncio.Runner(loop_factory=loop_factory)
        self._loop = self._runner.get_loop()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=self._live, name="groundwire-aside")

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel what is left, wait for its end, and end the thread."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    def run(self, work: Coroutine[Any, Any, _T]) -> asyncio.Future[_T]:
        """Run a coroutine there; it sees the context variables of who calls.

        Returns:
            To be awaited in the loop of the caller. When it is cancelled, so is the work, without waiting for its end.
        """
        return asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def _live(self) -> None:
        with self._runner:
            self._runner.run(self._over_is_set())

    async def _over_is_set(self) -> None:
        await self._over.wait()


class AsideExtractor:
    """An extractor that lives in another loop, as the serving loop sees it; implements ExtractorPort.

    Cached answers do not take the way around: they are looked up from the serving loop.
    """

    def __init__(self, extractor: ExtractorPort, aside: Aside) -> None:
        self._extractor = extractor
        self._aside = aside
        self._under_way: set[asyncio.Future[Any]] = set()
        self._cut = False

    async def cached(self, request: ExtractRequest) -> str | None:
        """See the port."""
        return await self._extractor.cached(request)

    def refusal(self, request: ExtractRequest) -> Overloaded | None:
        """See the port. Asked from here, so that who is turned away does not wait for a loop that is busy."""
        return self._extractor.refusal(request)

    async def extract(self, request: ExtractRequest) -> Extraction:
        """See the port.

        Raises:
            CutOff: The service ends.
        """
        return await self._run(self._extractor.extract(request))

    async def stream(self, request: ExtractRequest) -> AsyncGenerator[Event]:
        """See the port.

        Raises:
            CutOff: The service ends.
        """
        here = asyncio.get_running_loop()
        # Not bounded: an article has so many records and no more, and a client that reads slowly must not slow
        # down a run that others share.
        arrived: asyncio.Queue[Any] = asyncio.Queue()

        async def pass_on() -> None:
            async with aclosing(self._extractor.stream(request)) as events:
                async for event in events:
                    here.call_soon_threadsafe(arrived.put_nowait, event)

        passing = asyncio.ensure_future(self._run(pass_on()))
        passing.add_done_callback(lambda _: arrived.put_nowait(_END))
        try:
            while (event := await arrived.get()) is not _END:
                yield event
            await passing
        finally:
            passing.cancel()

    async def ready(self) -> str | None:
        """See the port."""
        return await self._extractor.ready()

    def cut(self) -> int:
        """End what is under way, and take nothing from now on.

        Returns:
            How much was under way.
        """
        self._cut = True
        for work in self._under_way:
            work.cancel()
        return len(self._under_way)

    async def _run(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._cut:
            work.close()
            raise CutOff
        future = self._aside.run(work)
        self._under_way.add(future)
        try:
            return await future
        except asyncio.CancelledError:
            if self._cut:
                raise CutOff from None
            raise
        finally:
            self._under_way.discard(future)
