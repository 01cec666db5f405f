"""A worker to be killed: `python worker_program.py ADDRESS LOG CALL_S CONCURRENCY`, until SIGTERM.

Instead of asking a model it sleeps, about CALL_S seconds, and says so in LOG: a line when an article is begun, with the
process, the time (monotonic, the same for all processes), job and place. Its result names the process.
"""

import asyncio
import os
import random
import signal
import sys
import time
from contextlib import suppress

from tests.jobs.opening import opened, outcome_of

from groundwire.jobs.engine import Delivery, Outcome


async def _main(address: str, log: str, call_s: float, concurrency: int) -> None:
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def body(delivery: Delivery) -> Outcome:
        line = f"{os.getpid()} {time.monotonic()} {delivery.job} {delivery.index}\n"
        os.write(handle, line.encode())  # in one piece, whoever else writes
        await asyncio.sleep(random.uniform(0.5, 1.5) * call_s)  # noqa: S311 - no secret
        outcome = outcome_of(delivery)
        return Outcome(outcome.state, f"by {os.getpid()}", outcome.usage, outcome.cost_usd)

    async with opened(address) as engine:
        working = asyncio.create_task(engine.work(body, concurrency))
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
        with suppress(asyncio.CancelledError):
            await working


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4])))
