"""Lets one process at a time work on a key, on whichever machine: leases in a Redis or Valkey."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.leases import MAX_WAIT_S
from groundwire.extraction.redis_link import DELETE_IF_SAME, PREFIX, RedisAway, RedisLink
from groundwire.extraction.waiting import end

HELD_S: Final = 10.0
"""How long a lease outlives its holder; one that lives renews it in time."""
POLL_S: Final = 0.1
"""Time between two tries to take a lease that somebody else holds."""

_RENEW: Final = "return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('PEXPIRE', KEYS[1], ARGV[2]) or 0"


class RedisLeases:
    """Leases among the processes that share a server, measured by its clock: whoever dies loses his in the end.

    Where the server cannot be asked, work is done without; so is what goes on when it forgets a lease.
    """

    def __init__(self, link: RedisLink, held_s: float = HELD_S) -> None:
        """Nothing is held yet.

        Args:
            link: To the server; closed by whoever opened it.
            held_s: How long a lease outlives its holder, in seconds.
        """
        self._link = link
        self._held_s = held_s

    @asynccontextmanager
    async def lease(self, key: str, deadline: Deadline) -> AsyncIterator[None]:
        """See `Leases.lease`."""
        name, token = f"{PREFIX}lease:{key}", os.urandom(16)
        renewing: list[asyncio.Task[None]] = []
        try:
            if await self._taken(name, token, deadline):
                renewing.append(asyncio.create_task(self._renew(name, token)))
            yield
        finally:
            await end(renewing)
            # Also after a try that was cancelled, which may have succeeded.
            self._link.post(lambda client: client.eval(DELETE_IF_SAME, 1, name, token))

    async def _taken(self, name: str, token: bytes, deadline: Deadline) -> bool:
        """Take it, or give up after half of the time."""
        patience = Deadline(min(MAX_WAIT_S, deadline.remaining_s / 2))
        try:
            while not await self._link.do(
                lambda client: client.set(name, token, nx=True, px=_milliseconds(self._held_s))
            ):
                if patience.over:
                    return False
                await asyncio.sleep(POLL_S)
        except RedisAway:
            return False
        return True

    async def _renew(self, name: str, token: bytes) -> None:
        while True:
            await asyncio.sleep(self._held_s / 4)
            self._link.post(lambda client: client.eval(_RENEW, 1, name, token, _milliseconds(self._held_s)))


def _milliseconds(seconds: float) -> int:
    return round(seconds * 1000)
