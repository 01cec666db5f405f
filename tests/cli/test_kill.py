"""SIGKILL of the service in the middle of its work: what it had answered, it still knows afterwards.

GROUNDWIRE_KILLS says how often (default 3; 100 for the figures in docs/operations.md, where it must also be ready again
within 2 seconds each time).
"""

import itertools
import logging
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from tests.cli.support import (
    ATTACK,
    Running,
    Shell,
    endpoint_variables,
    make_shell,
    reader,
    wait_until_ready,
)
from tests.fakes.endpoint import ScriptedEndpoint, enforcing

from groundwire.schemas import CacheState, Extraction

KILLS = int(os.environ.get("GROUNDWIRE_KILLS", "3"))
SEED = int(os.environ.get("GROUNDWIRE_KILL_SEED", "1"))
SENDERS = 4
READY_S = 2.0 if KILLS >= 100 else 30.0
"""From the start of the process to /readyz; the short form may run on a machine that is busy with other tests."""
_log = logging.getLogger("groundwire.tests.kill")


def article(number: int) -> str:
    """An article of its own; every third so long that its answer is kept in a file beside the database."""
    figures = " ".join(f"The kiosk at gate {n} sold {n + 3} kettles." for n in range(250 if number % 3 == 0 else 1))
    return f"{ATTACK} Report {number}.\n\n{figures}"


def send(url: str, text: str, timeout_s: float = 20) -> Extraction | None:
    """The answer; None if the service was gone before it was whole."""
    try:
        answer = httpx.post(f"{url}/v1/extract", json={"text": text}, trust_env=False, timeout=timeout_s)
    except httpx.TransportError:
        return None
    assert answer.status_code == 200, answer.text
    return Extraction.model_validate_json(answer.content)


def send_until_killed(
    url: str, running: Running, numbers: "itertools.count[int]", alive_s: float
) -> list[tuple[int, Extraction]]:
    """Send articles from several threads, kill the service so many seconds after the first answer; what had come."""
    acknowledged: list[tuple[int, Extraction]] = []
    begun = threading.Event()

    def work() -> None:
        for number in numbers:
            made = send(url, article(number))
            if made is None:
                return
            acknowledged.append((number, made))
            begun.set()

    with ThreadPoolExecutor(SENDERS) as pool:
        senders = [pool.submit(work) for _ in range(SENDERS)]
        assert begun.wait(20)
        time.sleep(alive_s)
        running.process.kill()
        for sender in senders:
            sender.result()
    return acknowledged


def count_lost(url: str, acknowledged: list[tuple[int, Extraction]]) -> int:
    """How many of the answers are not served again, the same, from the cache."""
    lost = 0
    for number, made in acknowledged:
        again = send(url, article(number))
        assert again is not None
        lost += again.meta.cache is not CacheState.HIT or again.attacks != made.attacks
    return lost


def verified(shell: Shell) -> int:
    """`groundwire cache verify` finds nothing damaged; the orphan files it has removed."""
    ended = shell.run("cache", "verify").calm()
    assert ended.status == 0, ended.stdout
    assert "removed  0 damaged" in ended.stdout
    return int(ended.stdout.partition("damaged, ")[2].split()[0])


def test_no_kill_loses_or_damages_what_was_answered(tmp_path: Path) -> None:
    moments = random.Random(SEED)  # noqa: S311 - no secret
    numbers = itertools.count()
    everything: list[tuple[int, Extraction]] = []
    ready_s: list[float] = []
    lost = orphans = 0
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url))
        previous: list[tuple[int, Extraction]] = []
        for _ in range(KILLS):
            begin = time.perf_counter()
            with shell.serving(log=tmp_path / "serve.log") as (running, url):
                wait_until_ready(url)
                ready_s.append(time.perf_counter() - begin)
                calls = endpoint.calls
                lost += count_lost(url, previous[-20:])
                assert endpoint.calls == calls
                previous = send_until_killed(url, running, numbers, moments.uniform(0.0, 0.8))
            everything += previous
        orphans = verified(shell)
        with shell.serving(log=tmp_path / "serve.log") as (_, url):  # a pipe that nobody reads would fill up
            calls = endpoint.calls
            lost += count_lost(url, everything)
            assert endpoint.calls == calls
    assert {made.meta.cache for _, made in everything} <= {CacheState.MISS}
    ready_s.sort()
    _log.info(
        "%d kills, %d answers acknowledged, %d lost, 0 damaged, %d orphan files; ready again after %.2f s (median), "
        "%.2f s at worst",
        *(KILLS, len(everything), lost, orphans, ready_s[len(ready_s) // 2], ready_s[-1]),
    )
    assert lost == 0
    assert orphans <= SENDERS * KILLS
    assert ready_s[-1] <= READY_S
