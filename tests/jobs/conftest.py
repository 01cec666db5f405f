"""Where an engine keeps its jobs, for each engine there is."""

from pathlib import Path

import pytest

ENGINES = ("sqlite", "postgresql")
"""The engines that all tests with an `address` run on: "sqlite", "postgresql"."""


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """For `tests.jobs.opening.opened`; nothing is there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "jobs" / "jobs.db")
    return str(request.getfixturevalue("database_url"))
