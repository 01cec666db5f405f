"""Contenders and servers in processes of their own, each on its core."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_CORES = sorted(os.sched_getaffinity(0))
CONTENDER = _CORES[0]
"""The core of what is measured, or of the client of a server that is."""
OTHER = _CORES[-1]
"""The core of what it speaks to; the same one on a machine that has no other."""


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child: it finds what this process finds."""
    path = os.pathsep.join(folder for folder in [str(ROOT), *sys.path] if folder)
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **(more or {})}


def answer_of(module: str, *arguments: object, core: int | None = CONTENDER) -> Any:  # noqa: ANN401 - as json.loads
    """Run a module to its end and parse the JSON that it prints.

    Args:
        module: By its dotted name.
        arguments: Its own.
        core: Where it runs; None for any.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        check=True,
        preexec_fn=_pinned(core),
    )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def running(module: str, *arguments: object, core: int | None = OTHER) -> Iterator[tuple[int, str]]:
    """Run a module that serves until it is killed, at the end of the block; gives its process id and first line."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        preexec_fn=_pinned(core),  # noqa: PLW1509 - see there
    )
    assert process.stdout is not None  # noqa: S101 - for the type checker
    try:
        yield process.pid, process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.communicate()


def pin(core: int, process: int = 0) -> None:
    """Keep a process, 0 for this one, and the threads that it will have on a core."""
    os.sched_setaffinity(process, {core})


def _pinned(core: int | None) -> Callable[[], None] | None:
    """What a child does first; nothing with None, for who starts children from several threads must have none of it."""
    return None if core is None else lambda: pin(core)


def cpu_seconds(process: int) -> float:
    """What all threads of a process that still live have taken, to the nanosecond."""
    tasks = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks) / 1e9
