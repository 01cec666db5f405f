"""One process of one contender: `python -m benchmarks.stores.one NAME PLACE ENTRIES GETS PUTS [fill]`, prints JSON.

With `fill` it keeps the entries that are not there yet, and times nothing.
"""

import asyncio
import hashlib
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable, Iterable

from benchmarks.stores.contenders import IN_FOLDERS, IN_REDIS

BYTES = 4_000
"""Of a text; an Extraction of a short article has about as many."""


def key(number: int) -> str:
    """As the cache's keys are."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def text(number: int) -> str:
    """JSON that is not the same for any two."""
    return json.dumps({"number": number, "text": key(number) * (BYTES // 64)})


async def timed(work: Callable[[int], Awaitable[object]], numbers: Iterable[int]) -> dict[str, float]:
    """Microseconds of each call: median, 99th percentile, and of the processor."""
    took = []
    cpu = time.process_time()
    for number in numbers:
        begin = time.perf_counter()
        await work(number)
        took.append(time.perf_counter() - begin)
    cpu_s = time.process_time() - cpu
    took.sort()
    return {
        "p50_us": 1e6 * took[len(took) // 2],
        "p99_us": 1e6 * took[int(len(took) * 0.99)],
        "cpu_us": 1e6 * cpu_s / len(took),
        "per_s": len(took) / sum(took),
    }


async def main() -> None:
    """Read the command line; fill, or measure."""
    name, place, entries, gets, puts, *fill = sys.argv[1:]
    kept = {**IN_FOLDERS, **IN_REDIS}[name](place)
    if fill:
        await kept.fill((key(number), text(number)) for number in range(int(entries)))
        kept.close()
        print("{}")
        return
    draw = random.Random()  # noqa: S311 - no secret

    async def get(number: int) -> None:
        if await kept.get(key(number)) is None:
            raise SystemExit(f"{name} has lost an entry")

    async def put(number: int) -> object:
        return await kept.put(key(number), text(number))

    wanted = [draw.randrange(int(entries)) for _ in range(int(gets))]
    await timed(get, wanted[:20])
    found = {"get": await timed(get, wanted)}
    found["set"] = await timed(put, (draw.randrange(int(entries)) for _ in range(int(puts))))
    kept.close()
    print(json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main())
