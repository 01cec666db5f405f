"""Asks for one answer again and again: `python -m benchmarks.cached.client HOST PORT PID BODY REQUESTS AT_ONCE`.

Prints JSON: CPU microseconds that the process PID took for a request, and requests a second. BODY is a file.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

import uvloop
from benchmarks.framework.processes import cpu_seconds
from benchmarks.load.client import Pool

WARM_UP = 200


async def asked(pool: Pool, body: bytes, requests: int, at_once: int) -> None:
    """Send so many requests, so many of them at once, each answered with 200."""
    left = iter(range(requests))

    async def caller() -> None:
        for _ in left:
            if (answer := await pool.ask("POST", "/v1/extract", body)).status != 200:
                raise SystemExit(f"answered with {answer.status}")

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(caller())


async def main() -> None:
    """Read the command line and measure."""
    host, port, process, file, requests, at_once = sys.argv[1:]
    body = Path(file).read_bytes()  # noqa: ASYNC240 - nothing else is under way
    pool = Pool(host, int(port))
    await asked(pool, body, WARM_UP, int(at_once))
    cpu, begin = cpu_seconds(int(process)), time.perf_counter()
    await asked(pool, body, int(requests), int(at_once))
    cpu_s, took = cpu_seconds(int(process)) - cpu, time.perf_counter() - begin
    pool.close()
    print(json.dumps({"cpu_us": 1e6 * cpu_s / int(requests), "per_s": int(requests) / took}))


if __name__ == "__main__":
    uvloop.run(main())
