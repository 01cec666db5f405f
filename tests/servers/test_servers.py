"""The real servers that other tests lean on: fresh for each test, private, and back after they were away."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis
from tests.servers.postgres import PASSWORD, PostgresServer
from tests.servers.redis import RedisServer

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_database(database_url: str, time: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE once (time text)")
        connection.execute("INSERT INTO once VALUES (%s)", [time])
        assert connection.execute("SELECT time FROM once").fetchall() == [(time,)]


def test_the_database_asks_for_its_password(database_url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(database_url.replace(PASSWORD, "wrong"))


def test_what_was_committed_is_there_after_the_database_was_away(
    database_url: str, postgres_server: PostgresServer
) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE kept ()")
    with postgres_server.away(), pytest.raises(psycopg.OperationalError):
        psycopg.connect(database_url)
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_an_empty_redis(redis_server: RedisServer, time: str) -> None:
    with redis.Redis.from_url(redis_server.url) as client, redis.Redis.from_url(redis_server.socket_url) as other:
        assert client.get("time") is None
        client.set("time", time)
        assert other.get("time") == time.encode()


def test_redis_is_empty_after_it_was_away(redis_url: str, redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_url) as client:
        client.set("kept", "no")
        with redis_server.away(), pytest.raises(redis.ConnectionError):
            client.ping()
        assert client.get("kept") is None


@pytest.mark.parametrize(("variable", "end"), [("0", "1 skipped"), ("1", "1 error")])
def test_a_server_that_is_not_installed_is_named(tmp_path: Path, variable: str, end: str) -> None:
    """Such a test is skipped with what to install; where nothing is to be skipped, it fails."""
    test = tmp_path / "test_missing.py"
    test.write_text(
        "import pytest\nfrom tests.servers.processes import program\n"
        "@pytest.fixture\ndef server():\n    return program(['no-such-server'], 'usr/bin', 'apt-get install it')\n"
        "def test_it(server):\n    pass\n"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", str(test)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TESTS_SKIP_NOTHING": variable},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert end in done.stdout
    assert "apt-get install it" in done.stdout
