"""The way to a Redis or Valkey: short patience with it, and none at all for a while after it did not answer.

One client serves both event loops of a service, from threads of its own. A client of asyncio would take half of the
processor time (60 against 140 microseconds for a look-up), but belongs to one loop, and leaves a connection in the
middle of an answer when its caller is cancelled; here nothing of a call that is given up is left for the next one.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import inf
from typing import Final, TypeVar

import redis
from pydantic import SecretStr
from redis.backoff import NoBackoff
from redis.retry import Retry

PREFIX: Final = "groundwire:"
"""What all keys of ours begin with."""
PATIENCE_S: Final = 1.0
"""How long one operation may take, and how long a connection may take to come about."""
AWAY_S: Final = 2.0
"""How long a server that could not be reached is left alone, in seconds."""
DELETE_IF_SAME: Final = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0"
"""A script: removes a key if its value is still the one that was read or set."""

_THREADS: Final = 4
"""Operations at once; each takes a fraction of a millisecond."""
_UNREACHABLE: Final = (redis.ConnectionError, redis.TimeoutError, OSError)

_T = TypeVar("_T")


class RedisAway(Exception):
    """The server cannot be asked, or refuses. The message names server and cause, neither values nor passwords."""


class RedisLink:
    """Connections to a server. Call `close` in the end; afterwards it is away."""

    def __init__(self, url: SecretStr) -> None:
        """Nothing is sent yet.

        Args:
            url: redis://, rediss:// or unix://, as the package redis reads it.

        Raises:
            ValueError: It is none of these; the message does not quote it.
        """
        # A connection that the server has closed meanwhile is opened again, once; nothing is waited for twice.
        again = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
        try:
            self._client = redis.Redis.from_url(
                url.get_secret_value(), socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S, retry=again
            )
            self._client.connection_pool.make_connection()  # knows its parameters; nothing is sent yet
        except (ValueError, TypeError):
            raise ValueError("is no address of a Redis, such as redis://127.0.0.1:6379/0") from None
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="groundwire-redis")
        self._away_until = 0.0

    @property
    def address(self) -> str:
        """Where the server is, without user and password."""
        told = self._client.connection_pool.connection_kwargs
        where = told.get("path") or f"{told.get('host', 'localhost')}:{told.get('port', 6379)}"
        return f"{where}/{told.get('db', 0)}"

    async def do(self, work: Callable[[redis.Redis], _T]) -> _T:
        """Do the work in a thread. It goes on if the caller is cancelled.

        Raises:
            RedisAway: The server did not answer in time, did not a moment ago, or refuses.
        """
        try:
            future = asyncio.get_running_loop().run_in_executor(self._threads, self.here, work)
        except RuntimeError:
            raise RedisAway("the connection to Redis is closed") from None
        return await future

    def post(self, work: Callable[[redis.Redis], object]) -> None:
        """Do the work likewise, without waiting for its end; that it failed is not told."""
        with suppress(RuntimeError):  # closed
            self._threads.submit(self.here, work)

    def here(self, work: Callable[[redis.Redis], _T]) -> _T:
        """Do the work in this thread; see `do`."""
        if time.monotonic() < self._away_until:
            raise RedisAway(f"Redis at {self.address} did not answer a moment ago")
        try:
            return work(self._client)
        except _UNREACHABLE as error:
            self._away_until = max(self._away_until, time.monotonic() + AWAY_S)
            raise RedisAway(f"Redis at {self.address} does not answer ({type(error).__name__})") from None
        except redis.RedisError as error:
            kind = str(error).partition(" ")[0][:20]  # such as OOM or NOPERM; what follows may quote
            raise RedisAway(f"Redis at {self.address} refuses ({type(error).__name__} {kind})") from None

    def close(self) -> None:
        """Finish what is under way, and close the connections. More than once is allowed."""
        self._threads.shutdown()
        self._away_until = inf
        self._client.close()
