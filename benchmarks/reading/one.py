"""Reads one article in a process of its own: `python -m benchmarks.reading.one CHARACTERS SEED`, prints JSON.

The peak of memory is what the process needs beyond a small article. The article is made up, and read by rule at once.
"""

import asyncio
import json
import sys
import time
from pathlib import Path

from benchmarks.made_up import RuleModel, article

from groundwire.extraction.ledger import Ledger
from groundwire.extraction.reader import Reader, Task

WARM_UP_CHARACTERS = 3_000
"""An article read before the clock starts, so that tables are built: a service does that once."""
_FORGET_PEAK = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")


async def read(characters: int, seed: int) -> dict[str, float]:
    """CPU seconds, of them those of the rules that stand for the model, peak memory in MB, records."""
    reader = Reader(RuleModel())
    await reader.rehearse()
    await reader.read(Task(article(WARM_UP_CHARACTERS, seed=0)), Ledger())
    made = article(characters, seed)
    _FORGET_PEAK.write_text("5", encoding="ascii")  # noqa: ASYNC240 - nothing else is under way
    before = _status_kb("VmRSS")
    begin = time.process_time()
    found = (await reader.read(Task(made), Ledger())).extraction
    cpu_s = time.process_time() - begin
    records = len(found.attacks) + len(found.diplomatic_events) + len(found.aid_pledges)
    return {"cpu_s": cpu_s, "memory_mb": (_status_kb("VmHWM") - before) / 1024, "records": records}


def _status_kb(name: str) -> int:
    """Memory of this process: VmRSS is what it has, VmHWM the most that it has had."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(int(sys.argv[1]), int(sys.argv[2])))))
