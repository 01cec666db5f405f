"""One contender in a process of its own: `python -m benchmarks.calls.one NAME ADDRESS CELLS`, prints JSON.

CELLS is a JSON list of `[milliseconds, in flight, calls]`: how late the endpoint answers, how many calls are under
way at once, and how many are made. Standard output gets `[CPU seconds, seconds]` for each.
"""

import asyncio
import json
import sys
import time

import uvloop
from benchmarks.calls.contenders import CONTENDERS, Ask

WARM_UP = 10
"""Calls before the clock starts, so that tables are built and connections open: a service does that once."""


async def made(ask: Ask, calls: int, in_flight: int) -> None:
    """Make so many calls, so many of them at once."""
    left = iter(range(calls))

    async def caller() -> None:
        for _ in left:
            if not await ask():
                raise SystemExit("no answer was made of the endpoint's")

    async with asyncio.TaskGroup() as group:
        for _ in range(in_flight):
            group.create_task(caller())


async def measured(name: str, address: str, cells: list[tuple[int, int, int]]) -> list[tuple[float, float]]:
    """CPU seconds of this process, and seconds, for each cell."""
    open_contender, answer = CONTENDERS[name]
    found = []
    for delay_ms, in_flight, calls in cells:
        ask = open_contender(f"{address}/{answer}/{delay_ms}/v1")
        await made(ask, max(WARM_UP, in_flight), in_flight)
        cpu, begin = time.process_time(), time.perf_counter()
        await made(ask, calls, in_flight)
        found.append((time.process_time() - cpu, time.perf_counter() - begin))
    return found


if __name__ == "__main__":
    print(json.dumps(uvloop.run(measured(sys.argv[1], sys.argv[2], json.loads(sys.argv[3])))))
