"""Extracts with a model that is made ready only when an article needs it, and several articles at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self, TypeVar

from groundwire.cli.progress import ReadingProgress
from groundwire.cli.settings import Settings
from groundwire.cli.wiring import cached_answer, open_extractor
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.waiting import end
from groundwire.schemas import Extraction, ExtractRequest

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


class OnDemand:
    """An Extractor that is opened at the first article that the cache does not answer; ends with its block.

    Args:
        settings: Which model and which cache.
        progress: Told of what is waited for.
    """

    def __init__(self, settings: Settings, progress: ReadingProgress) -> None:
        self._settings = settings
        self._progress = progress
        self._opening = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._extractor: Extractor | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def extract(self, request: ExtractRequest) -> Extraction:
        """What `Extractor.extract` returns.

        Raises:
            ModelError: The model gave nothing.
            LocalModelError: The embedded model cannot be started.
            CacheFolderError: The cache's folder cannot be used.
        """
        stored = await self._without_model(request)
        if stored is not None:
            return Extraction.model_validate_json(stored)
        extractor = await self._open()
        self._progress.begun()
        return await extractor.extract(request)

    async def _without_model(self, request: ExtractRequest) -> str | None:
        if self._extractor is not None or not self._settings.embedded:
            return None  # an endpoint takes no time to be ready
        return await cached_answer(self._settings, request, self._progress.model)

    async def _open(self) -> Extractor:
        async with self._opening:
            if self._extractor is None:
                opening = open_extractor(self._settings, self._progress.model, self._progress)
                self._extractor = await self._stack.enter_async_context(opening)
            return self._extractor


async def in_order(
    items: Iterable[_Item], work: Callable[[_Item], Awaitable[_Result]], at_once: int
) -> AsyncGenerator[tuple[_Item, _Result], None]:
    """Each item with what the work makes of it, in the order of the items; some are under way at the same time."""
    under_way: deque[tuple[_Item, asyncio.Future[_Result]]] = deque()
    try:
        for item in items:
            under_way.append((item, asyncio.ensure_future(work(item))))
            if len(under_way) == at_once:
                yield await _next(under_way)
        while under_way:
            yield await _next(under_way)
    finally:
        await end([task for _, task in under_way])


async def _next(under_way: deque[tuple[_Item, "asyncio.Future[_Result]"]]) -> tuple[_Item, _Result]:
    item, task = under_way[0]
    result = await task
    under_way.popleft()
    return item, result
