"""How late an event loop is: what every request that it serves waits besides its own work."""

import asyncio
from typing import Final, NoReturn

from prometheus_client import CollectorRegistry, Histogram

_EVERY_S: Final = 0.25
_SECONDS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class LoopLag:
    """A histogram of delays, sampled four times a second."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._lag = Histogram(
            "groundwire_event_loop_lag_seconds", "Seconds by which the event loop of HTTP ran a timer too late.",
            buckets=_SECONDS, registry=registry,
        )  # fmt: skip

    async def watch(self) -> NoReturn:
        """Measure the running loop until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + _EVERY_S
            await asyncio.sleep(_EVERY_S)
            self._lag.observe(max(0.0, loop.time() - due))
