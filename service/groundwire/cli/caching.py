"""The cache of extractions, where the settings put it."""

from pathlib import Path

from groundwire.cli.settings import Settings
from groundwire.extraction.cache import DiskCache


def cache_folder(settings: Settings) -> Path:
    """Where extractions are cached."""
    return settings.cache_dir / "extractions"


def open_cache(settings: Settings) -> DiskCache:
    """The cache of extractions.

    Raises:
        CacheFolderError: The folder cannot be made, or is open to others.
    """
    return DiskCache(cache_folder(settings), size_limit=settings.cache_size_mb * 1_000_000)
