"""A real PostgreSQL in a temporary folder, on a free port of 127.0.0.1, as an ordinary user."""

import itertools
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from tests.servers.processes import Account, end, free_port, program

USER = "groundwire"
PASSWORD = "pw-4b1f7c"
"""Password of that user; must stand in no log and no message."""
_ADVICE = "apt-get install postgresql"
_FOLDERS = "usr/lib/postgresql/*/bin"
_READY_S = 60.0
_CALM = ("fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "shared_buffers=32MB")
"""What a test need not wait for: its data may be lost with the machine."""


class PostgresServer:
    """The server.

    Attributes:
        port: Where it listens; the same after it was stopped and started.
    """

    def __init__(self, folder: Path, account: Account) -> None:
        """Make a cluster in an empty folder of that user's; it does not run yet."""
        self.port = free_port()
        self._folder = folder
        self._account = account
        self._program = program(["postgres"], _FOLDERS, _ADVICE)
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self._make_cluster()

    def new_database(self) -> str:
        """URL of a new, empty database."""
        name = f"test_{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return self._url(name)

    def drop_database(self, url: str) -> None:
        """Remove a database, whoever still uses it."""
        self._run(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = [
            *_CALM,
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self._folder}",
        ]
        command = [str(self._program), "-D", str(self._data)]
        for setting in settings:
            command += ["-c", setting]
        self._process = self._account.start(command, self._folder, self._log, {"LC_ALL": "C"})
        deadline = time.monotonic() + _READY_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL does not start:\n{self._log.read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it at once: what clients were doing is broken off, as if the machine had gone."""
        if self._process is not None:
            end(self._process, signal.SIGQUIT)
            self._process = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """It is stopped in the block, and runs again after it."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "postgres.log"

    def _make_cluster(self) -> None:
        password = self._folder / "password"
        password.write_text(PASSWORD)
        self._account.own(password)
        making = self._account.start(
            [
                *(str(program(["initdb"], _FOLDERS, _ADVICE)), "-D", str(self._data), "--no-sync", "--encoding=UTF8"),
                *("--locale=C", "--auth=scram-sha-256", f"--username={USER}", f"--pwfile={password}"),
            ],
            self._folder,
            self._log,
            {"LC_ALL": "C"},
        )
        assert making.wait(_READY_S) == 0, self._log.read_text()[-2000:]

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """A server that is gone after the block, with its folder; skips the test if PostgreSQL is not installed."""
    program(["postgres"], _FOLDERS, _ADVICE)
    account = Account.ordinary()
    folder = Path(tempfile.mkdtemp(prefix="gw-pg-"))  # pytest's own folder is closed to other users
    try:
        account.own(folder)
        server = PostgresServer(folder, account)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
