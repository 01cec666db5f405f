"""uvicorn with an orderly end: first nobody is sent here any more, then nobody is let in, then work is finished."""

import asyncio
import logging
import math
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from groundwire.server.guard import GuardedProtocol
from groundwire.server.stopping import Stopping

_LAST_WORDS_S: Final = 1.0
"""Seconds that requests have to tell their clients that they were cut off."""

_log = logging.getLogger("groundwire.server")


@dataclass(frozen=True, slots=True)
class Ending:
    """How long the steps of the end take, in seconds.

    Attributes:
        delay_s: How long requests are still taken after `/readyz` has turned 503, for load balancers to notice.
        drain_s: How long requests under way have to finish after that.
    """

    delay_s: float
    drain_s: float


class Service(uvicorn.Server):
    """Serves until SIGTERM or SIGINT, and then ends step by step; a SIGINT after the first signal ends it at once.

    Args:
        app: What is served.
        ending: How long the end takes.
        stopping: Told when the end begins.
        cut: Ends what is still under way when its time is over; tells how much that was.
    """

    def __init__(self, app: ASGIApp, ending: Ending, stopping: Stopping, cut: Callable[[], int]) -> None:
        config = uvicorn.Config(
            app,
            http=GuardedProtocol,
            ws="none",
            access_log=False,
            log_config=None,
            lifespan="off",
            server_header=False,
            # Not reached: what is cut off ends by itself. It is for a request that hangs in spite of that.
            timeout_graceful_shutdown=math.ceil(ending.drain_s + 2 * _LAST_WORDS_S),
        )
        super().__init__(config)
        self._ending = ending
        self._stopping = stopping
        self._cut = cut
        self._close_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - signature of the base
        """Begin the end, or end at once; no more is safe in a signal handler."""
        if self._stopping.begun and sig == signal.SIGINT:
            self.force_exit = self.should_exit = True
        self._stopping.begun = True

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: whether to stop listening."""
        if self._stopping.begun and self._close_at is None:
            _log.info("stopping: not ready any more, listening for another %g s", self._ending.delay_s)
            self._close_at = time.monotonic() + self._ending.delay_s
        if self._close_at is not None and time.monotonic() >= self._close_at:
            self.should_exit = True
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, let requests under way finish, cut off those that do not."""
        _log.info(
            "stopping: no new connections; %d requests under way have %g s",
            len(self.server_state.tasks),
            self._ending.drain_s,
        )
        cutting = asyncio.get_running_loop().call_later(self._ending.drain_s, self._cut_off)
        await super().shutdown(sockets)
        cutting.cancel()
        self._cut_off()
        if left := set(self.server_state.tasks):
            await asyncio.wait(left, timeout=_LAST_WORDS_S)
        _log.info("stopped")

    def _cut_off(self) -> None:
        if number := self._cut():
            _log.warning("stopping: %d requests were cut off", number)
