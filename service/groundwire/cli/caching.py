"""The cache of extractions, where the settings put it."""

from collections.abc import Callable
from pathlib import Path

from groundwire.cli.settings import Settings
from groundwire.extraction.cache import DiskCache


def cache_folder(settings: Settings) -> Path:
    """Where extractions are cached."""
    return settings.cache_dir / "extractions"


def open_cache(settings: Settings, on_failure: Callable[[], None] = lambda: None) -> DiskCache:
    """The cache of extractions; `on_failure` is called each time that the disk fails it.

    Raises:
        CacheFolderError: The folder cannot be made, or is open to others.
    """
    return DiskCache(cache_folder(settings), settings.cache_size_mb * 1_000_000, on_failure)
