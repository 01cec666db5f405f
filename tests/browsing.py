"""Debian's Chromium, for the tests that look at pages; without it they are skipped."""

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")


def _missing() -> str | None:
    if not CHROMIUM.exists():
        return f"no browser at {CHROMIUM}: apt-get install chromium"
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return "the browser's driver needs libatomic.so.1: apt-get install libatomic1"
    return None


needs_browser = pytest.mark.skipif(_missing() is not None, reason=_missing() or "")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The browser, ended with the block."""
    with sync_playwright() as playwright:
        # As root, Chromium starts only without its sandbox; the pages it opens are our own.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield started
        started.close()
