"""How long the service takes from its start to its first answers, in CPU seconds and seconds.

    python -m benchmarks.load.start [--starts 7]

Each start is a process of its own before a scripted endpoint, with an empty cache. Listening is when it says so,
ready is when /readyz turns 200.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import httpx
import psutil
from benchmarks.load.service import machine, model_endpoint
from tests.cli.support import ATTACK, endpoint_variables, make_shell, wait_until_ready


class Moment(NamedTuple):
    """What has passed since the process began.

    Attributes:
        cpu_s: CPU seconds of all its threads.
        wall_s: Seconds.
    """

    cpu_s: float
    wall_s: float


class Start(NamedTuple):
    """One start of the service."""

    listening: Moment
    ready: Moment
    first_answer: Moment


def one_start(base_url: str) -> Start:
    """Start the service, and end it with the first article that it has read."""
    with tempfile.TemporaryDirectory() as folder:
        shell = make_shell(Path(folder), endpoint_variables(base_url))
        begin = time.perf_counter()
        with shell.serving() as (running, url):
            process = psutil.Process(running.process.pid)

            def moment() -> Moment:
                wall_s = time.perf_counter() - begin
                spent = process.cpu_times()
                return Moment(spent.user + spent.system, wall_s)

            listening = moment()
            wait_until_ready(url)
            ready = moment()
            httpx.post(f"{url}/v1/extract", json={"text": ATTACK}, trust_env=False).raise_for_status()
            return Start(listening, ready, moment())


def table(starts: Sequence[Start]) -> str:
    """The figures as Markdown: median, least and most."""
    lines = [f"{machine()}, n = {len(starts)}\n", "| until | CPU seconds | seconds |", "|---|---|---|"]
    for name in Start._fields:
        moments: list[Moment] = [getattr(start, name) for start in starts]
        cells = [_spread([moment.cpu_s for moment in moments]), _spread([moment.wall_s for moment in moments])]
        lines.append(f"| {name.replace('_', ' ')} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def _spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=7, metavar="N", help="how often (default 7)")
    count = parser.parse_args().starts
    with model_endpoint(0.0) as base_url:
        one_start(base_url)  # so that bytecode and files are at hand
        print(table([one_start(base_url) for _ in range(count)]))


if __name__ == "__main__":
    main()
