"""Lag of an event loop."""

import asyncio
import time

from tests.telemetry.exercised import value

from groundwire.telemetry.loop_lag import LoopLag
from groundwire.telemetry.registry import new_registry

COUNT = "groundwire_event_loop_lag_seconds_count"
SUM = "groundwire_event_loop_lag_seconds_sum"


def test_a_loop_that_is_held_up_is_seen_to_be_late() -> None:
    registry = new_registry()

    async def hold_up() -> None:
        watch = asyncio.create_task(LoopLag(registry).watch())
        await asyncio.sleep(0)
        time.sleep(0.6)  # noqa: ASYNC251 - the very thing that is measured
        while value(registry, COUNT) < 1:  # noqa: ASYNC110 - nothing tells when it has measured
            await asyncio.sleep(0.01)
        watch.cancel()

    asyncio.run(asyncio.wait_for(hold_up(), 30))
    assert value(registry, SUM) >= 0.3
