"""A real Redis or Valkey in a temporary folder, on a free port of 127.0.0.1 and a socket, as an ordinary user."""

import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
from tests.servers.processes import Account, end, free_port, program

_READY_S = 60.0
_ADVICE = "apt-get install redis-server"


class RedisServer:
    """The server; it keeps nothing on disk.

    Attributes:
        url: Where it listens, over TCP; the same after it was stopped and started.
        socket_url: Its socket in the file system.
    """

    def __init__(self, folder: Path, account: Account) -> None:
        """Made for an empty folder of that user's; it does not run yet."""
        self._port = free_port()
        self._folder = folder
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.socket_url = f"unix://{folder / 'redis.sock'}?db=0"

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        log = self._folder / "redis.log"
        found = program(["redis-server", "valkey-server"], "usr/bin", _ADVICE)
        command = [
            *(str(found), "--bind", "127.0.0.1", "--port", str(self._port)),
            *("--unixsocket", str(self._folder / "redis.sock"), "--dir", str(self._folder)),
            *("--save", "", "--appendonly", "no", "--daemonize", "no"),
        ]
        self._process = self._account.start(command, self._folder, log, {"LC_ALL": "C"})
        deadline = time.monotonic() + _READY_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"Redis does not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill it: all that it kept is lost."""
        if self._process is not None:
            end(self._process, signal.SIGKILL)
            self._process = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """It is stopped in the block, and runs again after it, empty."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def empty(self) -> None:
        """Remove all that it keeps."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_connect_timeout=2) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False


@contextmanager
def run_redis() -> Iterator[RedisServer]:
    """A server that is gone after the block, with its folder; skips the test if neither is installed."""
    program(["redis-server", "valkey-server"], "usr/bin", _ADVICE)
    account = Account.ordinary()
    folder = Path(tempfile.mkdtemp(prefix="gw-redis-"))  # pytest's own folder is closed to other users
    try:
        account.own(folder)
        server = RedisServer(folder, account)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
