"""The tests of the langextract peer need `groundwire[peers]`; without it they are left out."""

import importlib.util

import pytest

collect_ignore_glob = [] if importlib.util.find_spec("langextract") else ["test_langextract*"]


@pytest.fixture
def anyio_backend() -> str:
    """The peers speak asyncio."""
    return "asyncio"
