"""Checks of the machine: Python, installed parts, disk, memory."""

import importlib.util
import platform
import shutil
import sys
from pathlib import Path
from typing import Final

from groundwire.cli.checkup.verdict import Verdict, fail, ok, warn
from groundwire.cli.settings import Settings
from groundwire.extraction.reader import program_version
from groundwire.local import DEFAULT_WEIGHTS
from groundwire.local.hub import PREFIX as HUB_PREFIX

_TESTED: Final = ((3, 11), (3, 13))
"""First and last version of Python that the tests are run with."""
_PARTS: Final = {
    "server": "fastapi",
    "local": "xllamacpp",
    "hub": "huggingface_hub",
    "otel": "opentelemetry.sdk",
    "evals": "pydantic_evals",
    "bulk": "procrastinate",
    "redis": "redis",
}
"""Extras of the package, by what only they install."""
_LEAST_FREE: Final = 100_000_000
"""Bytes without which even a small cache cannot be kept."""
_MODEL_MEMORY: Final = 2_000_000_000
"""Bytes that the embedded model takes."""


def python() -> Verdict:
    """Whether this Python is one that Groundwire is tested with."""
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}, groundwire {program_version()}"
    first, last = _TESTED
    if first <= sys.version_info[:2] <= last:
        return ok(found)
    between = " to ".join(".".join(map(str, version)) for version in _TESTED)
    return warn(found, f"Groundwire is tested with Python {between}; take one of them if something is odd.")


def parts(settings: Settings | None) -> Verdict:
    """Whether the optional parts that the settings need are installed; which are, if there are no settings."""
    there = {part: _installed(module) for part, module in _PARTS.items()}
    needed = _needed(settings) if settings else set()
    lacking = sorted(part for part in needed if not there[part])
    if lacking:
        extras = ",".join(lacking)
        return fail(f"not installed, but needed by the settings: {extras}", f"pip install 'groundwire[{extras}]'")
    absent = ", ".join(part for part in there if not there[part])
    return ok(", ".join(part for part in there if there[part]) + (f"; not installed: {absent}" if absent else ""))


def disk(settings: Settings) -> Verdict:
    """Whether there is room for the cache, and for the weights if they are still to be put together."""
    folder = _nearest(settings.cache_dir)
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return fail(f"{folder}: {error.strerror}", "Set GROUNDWIRE_CACHE_DIR to a folder on a disk that works.")
    found = f"{_gb(free)} free for {settings.cache_dir}"
    weights = _weights_to_come(settings)
    remedy = "Make room, or set GROUNDWIRE_CACHE_DIR to a folder on a larger disk."
    if free < _LEAST_FREE + weights:
        needed = f"; the embedded model needs {_gb(weights)}" if weights else ""
        return fail(found + needed, remedy)
    if free < settings.cache_size_mb * 1_000_000 + weights:
        return warn(
            f"{found}; the cache may grow to {settings.cache_size_mb:,} MB",
            f"{remedy} Or set GROUNDWIRE_CACHE_SIZE_MB.",
        )
    return ok(found)


def memory() -> Verdict:
    """Whether there is memory for the embedded model."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        available = next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return ok("not known on this system")
    found = f"{_gb(available)} available"
    if available >= _MODEL_MEMORY:
        return ok(found)
    remedy = "End other programs, or set GROUNDWIRE_BASE_URL to a model elsewhere."
    return warn(f"{found}; the embedded model takes {_gb(_MODEL_MEMORY)}", remedy)


def _installed(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # of what it is in
        return False


def _needed(settings: Settings) -> set[str]:
    needed = {"server"}
    if settings.embedded:
        needed.add("local")
    if settings.embedded and (settings.gguf or "").startswith(HUB_PREFIX):
        needed.add("hub")
    if settings.tracing:
        needed.add("otel")
    if settings.database_url is not None:
        needed.add("bulk")
    if settings.redis_url is not None:
        needed.add("redis")
    return needed


def _weights_to_come(settings: Settings) -> int:
    if not settings.embedded or settings.gguf is not None:
        return 0
    return 0 if (settings.cache_dir / "weights" / DEFAULT_WEIGHTS.file_name).is_file() else DEFAULT_WEIGHTS.size


def _nearest(folder: Path) -> Path:
    """The folder, or the one above it that there is."""
    folder = folder.absolute()
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)


def _gb(size: int) -> str:
    return f"{size / 1e9:,.1f} GB"
