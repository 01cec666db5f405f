"""Builds an Extractor of its parts, as the settings say, and takes it down again."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import SecretStr

from groundwire.cli.caching import cache_folder, open_cache
from groundwire.cli.settings import Settings
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import ModelUnavailable
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.leases import FolderLeases
from groundwire.extraction.model import Mode
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.retry import RetryPolicy
from groundwire.local import EmbeddedServer, LocalModelError, LocalOptions, Progress, embedded_server

if TYPE_CHECKING:
    from groundwire.extraction.llm import Endpoint, OpenAIModel


_log = logging.getLogger("groundwire.cli")


class _Stopped(Exception):
    """The start of the embedded model is not wanted any more."""


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
    cache: DiskCache
    prices: Prices | None
    profile: Profile


@asynccontextmanager
async def open_extractor(settings: Settings, progress: Progress) -> AsyncIterator[Extractor]:
    """An Extractor that is ready to be asked, with its model and cache; they end with it.

    Raises:
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    async with open_parts(settings, progress) as parts:
        reader = Reader(parts.model, parts.profile, prices=parts.prices)
        yield Extractor(reader, parts.cache, leases=FolderLeases(cache_folder(settings)))


@asynccontextmanager
async def open_parts(settings: Settings, progress: Progress) -> AsyncIterator[Parts]:
    """The parts of an Extractor, for who builds one otherwise; they end with the block.

    Raises:
        LocalModelError: The embedded model cannot be started.
        CacheFolderError: The cache's folder cannot be used.
    """
    cache = open_cache(settings)
    server: EmbeddedServer | None = None
    try:
        if settings.embedded:
            server = await _start(_local_options(settings), progress)
        model = _model(settings, server)
        try:
            base_url = server.base_url if server else settings.endpoint_url
            yield Parts(model, base_url, cache, _prices(settings), settings.profile_in_use)
        finally:
            await model.close()
    finally:
        if server is not None:
            server.close()
        cache.close()


async def _start(options: LocalOptions, progress: Progress) -> EmbeddedServer:
    """Start the embedded model in a thread; when cancelled, end that at its next report, not minutes later."""
    stopped = threading.Event()

    def report(stage: str, done: int, total: int) -> None:
        if stopped.is_set():
            raise _Stopped
        progress(stage, done, total)

    try:
        return await asyncio.to_thread(embedded_server, options, report)
    except asyncio.CancelledError:
        stopped.set()
        raise


def _local_options(settings: Settings) -> LocalOptions:
    return LocalOptions(
        cache_dir=settings.cache_dir,
        gguf=settings.gguf,
        context_tokens=settings.context_tokens,
        threads=settings.threads,
        ready_timeout_s=settings.ready_timeout_s,
    )


def _model(settings: Settings, server: EmbeddedServer | None) -> "OpenAIModel":
    from groundwire.extraction.llm import OpenAIModel  # noqa: PLC0415 - openai takes a second to import

    return OpenAIModel(
        _endpoint(settings, server),
        RetryPolicy(transport=settings.retries, corrections=settings.corrections),
        revive=_reviver(server) if server else None,
    )


def _endpoint(settings: Settings, server: EmbeddedServer | None) -> "Endpoint":
    from groundwire.extraction.llm import Endpoint  # noqa: PLC0415 - openai takes a second to import

    if server is not None:
        return Endpoint(
            base_url=server.base_url,
            api_key=SecretStr("none"),
            model=server.model_name,
            identity=f"embedded {server.fingerprint}",
            # llama.cpp's own way: enforced like its JSON Schema, and without white space that costs tokens.
            mode=settings.mode or Mode.LLGUIDANCE,
            temperature=settings.temperature,
            max_output_tokens=settings.answer_limit,
            call_timeout_s=settings.call_timeout_s,
            concurrency=settings.concurrency or 1,
        )
    name = settings.model or ""
    return Endpoint(
        base_url=settings.endpoint_url,
        api_key=settings.api_key or SecretStr("none"),
        model=name,
        identity=f"{settings.endpoint_url} {name}",
        mode=settings.mode,
        temperature=settings.temperature,
        max_output_tokens=settings.answer_limit,
        call_timeout_s=settings.call_timeout_s,
        concurrency=settings.concurrency or 8,
    )


def _reviver(server: EmbeddedServer) -> Callable[[], Awaitable[None]]:
    async def revive() -> None:
        try:
            await asyncio.to_thread(server.ensure)
        except LocalModelError as error:
            _log.error("the embedded model ended and cannot be started again: %s", error)
            raise ModelUnavailable("the embedded model ended and cannot be started again; the log says why") from error

    return revive


def _prices(settings: Settings) -> Prices | None:
    if settings.embedded:
        return Prices(0.0, 0.0)
    if settings.price_prompt_usd is None or settings.price_completion_usd is None:
        return None
    return Prices(settings.price_prompt_usd, settings.price_completion_usd)
