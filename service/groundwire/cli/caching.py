"""The cache of extractions, where the settings put it: in a folder of this machine, or in Redis for many."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from groundwire.cli.settings import Settings, SettingsError
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.cache_port import KeptCache

if TYPE_CHECKING:
    from pydantic import SecretStr

    from groundwire.extraction.redis_link import RedisLink


def cache_folder(settings: Settings) -> Path:
    """Where extractions are cached on disk."""
    return settings.cache_dir / "extractions"


def open_cache(settings: Settings, on_failure: Callable[[], None] = lambda: None) -> KeptCache:
    """The cache of extractions; `on_failure` is called each time that disk or server fails it.

    Raises:
        CacheFolderError: The folder cannot be made, or is open to others.
        SettingsError: See `open_link`.
    """
    if settings.redis_url is None:
        return DiskCache(cache_folder(settings), settings.cache_size_mb * 1_000_000, on_failure)
    link = open_link(settings.redis_url)
    from groundwire.extraction.redis_cache import RedisCache  # noqa: PLC0415 - of an extra, which is there by now

    return RedisCache(link, on_failure)


def open_link(url: "SecretStr") -> "RedisLink":
    """The way to Redis; nothing is sent yet, so one that is away is no error.

    Raises:
        SettingsError: The URL is none, or what it needs is not installed.
    """
    try:
        from groundwire.extraction.redis_link import RedisLink  # noqa: PLC0415 - it needs an extra

        return RedisLink(url)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"GROUNDWIRE_REDIS_URL: the package {error.name} is missing; it comes with pip install 'groundwire[redis]'"
        ) from None
    except ValueError as error:
        raise SettingsError(f"GROUNDWIRE_REDIS_URL: {error}") from None
