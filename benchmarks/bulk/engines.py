"""The engines, each with a fresh database for every run."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from tests.servers.postgres import run_postgres

NewDatabase = Callable[[], str]
"""Makes an empty database and gives its address, as `tests.jobs.opening` wants it."""

SQLITE = "SQLite"
POSTGRESQL = "PostgreSQL"


@contextmanager
def engines(folder: Path) -> Iterator[dict[str, NewDatabase]]:
    """Both engines by name; PostgreSQL only where its programs are found."""
    numbers = itertools.count()
    with ExitStack() as stack:
        found: dict[str, NewDatabase] = {SQLITE: lambda: str(folder / f"jobs-{next(numbers)}.db")}
        with suppress(pytest.skip.Exception):  # the page says that it is missing
            found[POSTGRESQL] = stack.enter_context(run_postgres()).new_database
        yield found
