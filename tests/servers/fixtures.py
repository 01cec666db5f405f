"""Fixtures of real servers, for tests of all packages: one server for each process of tests, fresh for each test."""

from collections.abc import Iterator

import pytest
from tests.servers.postgres import PostgresServer, run_postgres
from tests.servers.redis import RedisServer, run_redis


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this process of tests; whoever stops it starts it again (`away`)."""
    with run_postgres() as server:
        yield server


@pytest.fixture
def database_url(postgres_server: PostgresServer) -> Iterator[str]:
    """URL of an empty database of this test's own."""
    url = postgres_server.new_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def _redis_server() -> Iterator[RedisServer]:
    with run_redis() as server:
        yield server


@pytest.fixture
def redis_server(_redis_server: RedisServer) -> RedisServer:
    """A Redis of this process of tests, empty; whoever stops it starts it again (`away`)."""
    _redis_server.empty()
    return _redis_server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """URL of an empty Redis."""
    return redis_server.url
