"""How many threads llama.cpp should compute with."""

import math
import os
from pathlib import Path


def default_threads() -> int:
    """Count the cores this process may use.

    Hyper-threads of one core count once (they share its arithmetic units), and a container's CPU quota
    is the ceiling: threads that wait for each other at every layer must all be running.

    Returns:
        At least 1.
    """
    allowed = _allowed_cpus()
    cores = {_siblings(cpu) for cpu in allowed}
    quota = _quota(Path("/sys/fs/cgroup/cpu.max"))
    return max(1, min(len(cores), quota or len(cores)))


def _allowed_cpus() -> set[int]:
    try:
        return os.sched_getaffinity(0)
    except AttributeError:  # macOS
        return set(range(os.cpu_count() or 1))


def _siblings(cpu: int) -> str:
    """Name the physical core of a logical CPU; CPUs of one core get the same name."""
    path = Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/core_cpus_list")
    try:
        return path.read_text("ascii").strip()
    except OSError:
        return str(cpu)


def _quota(path: Path) -> int | None:
    """Read a cgroup v2 CPU quota in whole CPUs, rounded up; None when there is none."""
    try:
        limit, period = path.read_text("ascii").split()
        return math.ceil(int(limit) / int(period))
    except (OSError, ValueError, ZeroDivisionError):  # no cgroup v2, or "max"
        return None
