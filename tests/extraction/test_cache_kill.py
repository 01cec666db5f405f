"""SIGKILL in the middle of writes: no acknowledged entry is lost, none is damaged.

GROUNDWIRE_KILLS says how often (default 5; `make kill-test` 100), GROUNDWIRE_KILL_SEED when, as far as the machine
lets it.
"""

import asyncio
import logging
import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from tests.extraction import cache_tools
from tests.extraction.cache_tools import LARGE, get, key, put, run_python, text_of

from groundwire.extraction.cache import DiskCache

KILLS = int(os.environ.get("GROUNDWIRE_KILLS", "5"))
SEED = int(os.environ.get("GROUNDWIRE_KILL_SEED", "1"))
LIMIT = 1 << 40
_log = logging.getLogger("groundwire.tests.kill")


def killed_writer(folder: Path, seed: str, alive_s: float) -> Iterator[tuple[str, int]]:
    """Run the writer, kill it so many seconds after its first acknowledgement; yields name and generation."""
    with run_python(cache_tools.__file__ or "", str(folder), seed) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        time.sleep(alive_s)
        writer.send_signal(signal.SIGKILL)
        said = first + writer.stdout.read()
    assert writer.returncode == -signal.SIGKILL
    for line in said.splitlines(keepends=True):
        if line.endswith("\n"):  # the last line may be cut off
            name, generation = line.split()
            yield name, int(generation)


def count_lost(folder: Path, acknowledged: dict[str, int]) -> int:
    """Count the entries that are neither as acknowledged nor as the write under way made them."""

    async def work(cache: DiskCache) -> int:
        lost = 0
        for name, generation in acknowledged.items():
            text = await cache.get(key(name))
            lost += text not in {text_of(name, generation), text_of(name, generation + 1)}
        assert cache.stats().corrupt == 0
        return lost

    with DiskCache(folder, size_limit=LIMIT) as cache:
        return asyncio.run(work(cache))


def test_no_kill_loses_or_damages_an_acknowledged_entry(tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    moments = random.Random(SEED)  # noqa: S311 - no secret
    everything: dict[str, int] = {}
    lost = corrupt = orphans = 0
    reopen_ms: list[float] = []
    for number in range(KILLS):
        acknowledged = dict(killed_writer(folder, f"{SEED}-{number}", moments.uniform(0.02, 0.4)))
        everything |= acknowledged
        started = time.perf_counter()
        with DiskCache(folder, size_limit=LIMIT) as cache:
            assert cache.stats().entries >= len(everything)
            reopen_ms.append((time.perf_counter() - started) * 1000)
            report = cache.verify()
        assert not report.database_replaced
        corrupt += report.removed
        orphans += report.orphans_removed
        lost += count_lost(folder, acknowledged)
    lost_at_the_end = count_lost(folder, everything)
    reopen_ms.sort()
    _log.info(
        "%d kills, %d acknowledged entries, %d lost, %d corrupt, %d orphans; reopened in %.0f ms, at worst %.0f ms",
        *(KILLS, len(everything), lost + lost_at_the_end, corrupt, orphans),
        *(reopen_ms[len(reopen_ms) // 2], reopen_ms[-1]),
    )
    assert (lost, lost_at_the_end, corrupt) == (0, 0, 0)
    assert orphans <= 2 * KILLS


KILLED_WHILE_REPLACING = """
import os, signal, sys
from pathlib import Path
from tests.extraction.cache_tools import LARGE, put
def hook(event, arguments):
    if event == "os.remove" and str(arguments[0]).endswith(".val"):
        os.rename(arguments[0], str(arguments[0]) + ".removed")
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
put(Path(sys.argv[1]), "a", LARGE + "new")
"""


def test_a_kill_at_the_removal_of_a_replaced_file_leaves_its_successor(tmp_path: Path) -> None:
    # The window is some microseconds wide, and random kills do not hit it.
    put(tmp_path / "cache", "a", LARGE + "old")
    with run_python(str(tmp_path / "cache"), code=KILLED_WHILE_REPLACING) as child:
        assert child.wait() == -signal.SIGKILL
    assert get(tmp_path / "cache", "a") == LARGE + "new"
