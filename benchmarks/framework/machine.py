"""What was measured on: without it no figure says anything."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("openai", "instructor", "langextract", "httpx2", "pydantic", "starlette", "uvicorn", "uvloop", "diskcache")
_CPU = Path("/proc/cpuinfo")


def machine() -> dict[str, str | int | float]:
    """The machine and the software, as they are now."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "load average": round(os.getloadavg()[0], 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{name: version_of(name) for name in _PACKAGES},
    }


def version_of(package: str) -> str:
    """The version of a package that is installed; `-` of one that is not."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _processor() -> str:
    lines = _CPU.read_text(encoding="utf-8").splitlines() if _CPU.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")
