"""The service under load and its model endpoint, each a process of its own, and what is seen of them from outside."""

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil
from tests.cli.support import Running, Shell, endpoint_variables, make_shell, wait_until_ready

ROOT = Path(__file__).resolve().parents[2]
MB = 1_000_000


@dataclass(frozen=True)
class Service:
    """`groundwire serve`, ready to extract.

    Attributes:
        running: The process.
        host: Where it listens.
        port: Where it listens.
        log: File of its standard error.
    """

    running: Running
    host: str
    port: int
    log: Path

    @property
    def url(self) -> str:
        """Base URL."""
        return f"http://{self.host}:{self.port}"

    @property
    def memory_mb(self) -> float:
        """Resident memory."""
        return float(psutil.Process(self.running.process.pid).memory_info().rss) / MB

    @property
    def files(self) -> int:
        """Open file descriptors."""
        return int(psutil.Process(self.running.process.pid).num_fds())

    @property
    def threads(self) -> int:
        """Threads."""
        return int(psutil.Process(self.running.process.pid).num_threads())

    def metrics(self) -> dict[str, float]:
        """All samples of /metrics by name and labels as they are written there."""
        lines = httpx.get(f"{self.url}/metrics", trust_env=False).raise_for_status().text.splitlines()
        pairs = (line.rpartition(" ") for line in lines if line and not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}


@contextmanager
def model_endpoint(delay_s: float) -> Iterator[str]:
    """Run the cheap endpoint; gives its base URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load.endpoint", "--delay", str(delay_s)],
        stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101 - for the type checker
    try:
        yield process.stdout.readline().decode().strip()
    finally:
        process.kill()
        process.communicate()


@contextmanager
def service(shell: Shell, variables: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Run the service in that folder until it is ready; killed at the end of the block if it still runs."""
    log = shell.folder / "serve.log"
    with shell.serving(variables, log) as (running, url):
        wait_until_ready(url)
        parts = urlsplit(url)
        yield Service(running, parts.hostname or "", parts.port or 0, log)


@contextmanager
def service_with_endpoint(delay_s: float, variables: Mapping[str, str]) -> Iterator[Service]:
    """A service with a folder of its own, and an endpoint that answers after a delay."""
    with tempfile.TemporaryDirectory() as folder, model_endpoint(delay_s) as base_url:
        shell = make_shell(Path(folder), {**endpoint_variables(base_url), **variables})
        with service(shell) as running:
            yield running


def machine() -> str:
    """What was measured on, in words for a page."""
    cores = os.cpu_count()
    return f"{platform.machine()}, {cores} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def quantile(values: list[float], share: float) -> float:
    """The value that a share of all does not exceed; not a number if there is none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")
