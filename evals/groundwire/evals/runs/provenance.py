"""Where a run comes from: the commit it was made at, and the machine it was made on."""

import os
import platform
import subprocess
from pathlib import Path


def git_commit(folder: Path) -> str | None:
    """The commit that the working tree around a folder is at, `-dirty` appended if tracked files were changed.

    Returns:
        40 hexadecimal characters, perhaps with the suffix; None outside a repository, without a commit, or where git
        is not installed.
    """
    commit = _git(folder, "rev-parse", "--verify", "HEAD")
    if not commit:
        return None
    return commit + ("-dirty" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - git is where it is
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def machine_line() -> str:
    """Processor architecture, cores that this process may use and Python version; seconds mean little without."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{platform.machine()}, {cores} cores, {platform.system()}, Python {platform.python_version()}"
