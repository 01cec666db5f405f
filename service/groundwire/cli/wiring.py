"""Builds an Extractor of its parts, as the settings say, and takes it down again."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from groundwire.cli import endpoints
from groundwire.cli.caching import open_cache
from groundwire.cli.settings import Settings
from groundwire.cli.sharing import Shared, open_shared
from groundwire.extraction.admission import Admission
from groundwire.extraction.cache_port import KeptCache
from groundwire.extraction.errors import ModelUnavailable
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.observer import Observer
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile, profile_of
from groundwire.extraction.reader import Reader
from groundwire.extraction.retry import RetryPolicy
from groundwire.extraction.retry_budget import RetryBudget
from groundwire.local import EmbeddedServer, LocalModelError, LocalOptions, Progress, embedded_server
from groundwire.local.weights import ModelFile, resolve_model
from groundwire.schemas import ExtractRequest

if TYPE_CHECKING:
    from groundwire.extraction.llm import Endpoint, OpenAIModel

_PLACES = 4
"""Extractions under way for each call that may be: while one is coded, others ask."""

_log = logging.getLogger("groundwire.cli")
_T = TypeVar("_T")


class _Stopped(Exception):
    """What was begun in a thread is not wanted any more."""


@dataclass(frozen=True)
class Parts:
    """What an Extractor is built of.

    Attributes:
        model: Ready to be asked.
        base_url: Where it is asked.
        cache: Opened.
        prices: What the model charges; None if that is not known.
        profile: How an article is put to the model.
    """

    model: "OpenAIModel"
    base_url: str
    cache: KeptCache
    prices: Prices | None
    profile: Profile


class _Calling:
    """What all models of one process share."""

    def __init__(self, settings: Settings, observer: Observer, shared: Shared | None = None) -> None:
        self._shared = shared
        self._policy = RetryPolicy(transport=settings.retries, corrections=settings.corrections)
        self._budget = RetryBudget()
        self.observer = observer

    @asynccontextmanager
    async def model(
        self, endpoint: "Endpoint", revive: Callable[[], Awaitable[None]] | None = None
    ) -> "AsyncIterator[OpenAIModel]":
        """A model that is ready to be asked; its connections are closed in the end."""
        from groundwire.extraction.llm import OpenAIModel  # noqa: PLC0415 - openai takes a second to import
        from groundwire.extraction.llm_client import address_of  # noqa: PLC0415

        throttle = self._shared.throttle(address_of(endpoint.base_url), endpoint.model) if self._shared else None
        model = OpenAIModel(
            endpoint, self._policy, revive, budget=self._budget, observer=self.observer, throttle=throttle
        )
        try:
            yield model
        finally:
            await model.close()


@asynccontextmanager
async def open_extractor(
    settings: Settings, progress: Progress, observer: Observer | None = None
) -> AsyncIterator[Extractor]:
    """An Extractor that is ready to be asked, with its models and cache; they end with it.

    Raises:
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
        SettingsError: Redis is wanted, and what it needs is not installed.
    """
    async with AsyncExitStack() as stack:
        shared = stack.enter_context(open_shared(settings, observer or Observer()))
        calling = _Calling(settings, observer or Observer(), shared)
        parts = await stack.enter_async_context(_open_parts(settings, progress, calling, shared.cache))
        places = settings.max_extractions or _PLACES * endpoints.concurrency(settings)
        yield Extractor(
            Reader(parts.model, parts.profile, prices=parts.prices, observer=calling.observer),
            parts.cache,
            fallback=await _fallback(settings, calling, stack),
            admission=Admission(places, settings.max_waiting, calling.observer),
            leases=shared.leases,
            observer=calling.observer,
        )


@asynccontextmanager
async def open_parts(settings: Settings, progress: Progress) -> AsyncIterator[Parts]:
    """The parts of an Extractor, for who builds one otherwise; they end with the block.

    Raises:
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    observer = Observer()
    with open_shared(settings, observer) as shared:
        calling = _Calling(settings, observer, shared)
        async with _open_parts(settings, progress, calling, shared.cache) as parts:
            yield parts


async def cached_answer(settings: Settings, request: ExtractRequest, progress: Progress) -> str | None:
    """The Extraction as JSON if the embedded model has made it before; the model is not started for that.

    Raises:
        LocalModelError: There are no weights.
        CacheFolderError: The cache's folder cannot be used.
    """
    cache = open_cache(settings)  # before anything else is put into its folder
    try:
        weights = await _in_thread(_weights, _local_options(settings), progress)
        named = endpoints.embedded_endpoint(settings, weights.name, weights.sha256, endpoints.NOWHERE)
        async with _Calling(settings, Observer()).model(named) as model:
            return await Extractor(Reader(model, settings.profile_in_use), cache).cached(request)
    finally:
        cache.close()


@asynccontextmanager
async def _open_parts(
    settings: Settings, progress: Progress, calling: _Calling, cache: KeptCache
) -> AsyncIterator[Parts]:
    async with AsyncExitStack() as stack:
        if settings.embedded:
            server = await _in_thread(embedded_server, _local_options(settings), progress)
            stack.callback(server.close)
            endpoint = endpoints.embedded_endpoint(settings, server.model_name, server.fingerprint, server.base_url)
            model = await stack.enter_async_context(calling.model(endpoint, _reviver(server)))
        else:
            endpoint = endpoints.remote_endpoint(settings)
            model = await stack.enter_async_context(calling.model(endpoint))
        yield Parts(model, endpoint.base_url, cache, endpoints.prices(settings), settings.profile_in_use)


async def _fallback(settings: Settings, calling: _Calling, stack: AsyncExitStack) -> Reader | None:
    endpoint = endpoints.fallback_endpoint(settings)
    if endpoint is None:
        return None
    model = await stack.enter_async_context(calling.model(endpoint))
    prices = endpoints.fallback_prices(settings)
    return Reader(model, profile_of(endpoint.model), prices=prices, observer=calling.observer)


async def _in_thread(work: Callable[[LocalOptions, Progress], _T], options: LocalOptions, progress: Progress) -> _T:
    """Do what takes minutes in a thread; when cancelled, end it at its next report, not at its own end."""
    stopped = threading.Event()

    def report(stage: str, done: int, total: int) -> None:
        if stopped.is_set():
            raise _Stopped
        progress(stage, done, total)

    try:
        return await asyncio.to_thread(work, options, report)
    except asyncio.CancelledError:
        stopped.set()
        raise


def _weights(options: LocalOptions, progress: Progress) -> ModelFile:
    return resolve_model(options.gguf, options.cache_dir, progress)


def _local_options(settings: Settings) -> LocalOptions:
    return LocalOptions(
        cache_dir=settings.cache_dir,
        gguf=settings.gguf,
        context_tokens=settings.context_tokens,
        threads=settings.threads,
        ready_timeout_s=settings.ready_timeout_s,
    )


def _reviver(server: EmbeddedServer) -> Callable[[], Awaitable[None]]:
    async def revive() -> None:
        try:
            await asyncio.to_thread(server.ensure)
        except LocalModelError as error:
            _log.error("the embedded model ended and cannot be started again: %s", error)
            raise ModelUnavailable("the embedded model ended and cannot be started again; the log says why") from error

    return revive
