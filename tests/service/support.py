"""A service as a process of its own before a scripted endpoint, and what can be seen of it: answers, metrics, log."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.cli.support import Shell, wait_until

READY_S = 30.0
"""Time to become ready on a busy machine."""
PATIENCE_S = 30.0
"""Time for any answer."""


@dataclass(frozen=True)
class Serving:
    """A service that runs.

    Attributes:
        url: Its base URL.
        log: File of its standard error.
        key: Sent with each request; empty if it asks for none.
    """

    url: str
    log: Path
    key: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """Headers that let a request in."""
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}

    def get(self, path: str) -> httpx.Response:
        """A GET."""
        return httpx.get(f"{self.url}{path}", headers=self.headers, timeout=PATIENCE_S, trust_env=False)

    def extract(self, text: str, wishes: Mapping[str, object] | None = None) -> httpx.Response:
        """`POST /v1/extract`, with further fields of the request if any."""
        body = {"text": text, **(wishes or {})}
        url = f"{self.url}/v1/extract"
        return httpx.post(url, json=body, headers=self.headers, timeout=PATIENCE_S, trust_env=False)

    def lines_of(self, request_id: str) -> list[dict[str, Any]]:
        """What it logged for a request, whose own line comes when the answer is out."""
        wait_until(lambda: any(line["event"] == "request" for line in self._lines(request_id)))
        return self._lines(request_id)

    def _lines(self, request_id: str) -> list[dict[str, Any]]:
        written = self.log.read_text(encoding="utf-8")
        lines = map(json.loads, written[: written.rfind("\n") + 1].splitlines())
        return [line for line in lines if line.get("request_id") == request_id]

    def samples(self) -> dict[str, float]:
        """All samples of /metrics, by name and labels as they are written there."""
        text = self.get("/metrics").raise_for_status().text
        pairs = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
        return {name: float(value) for name, _, value in pairs}

    def attempts(self) -> Counter[str]:
        """Requests to the endpoint so far, by outcome."""
        counted = Counter[str]()
        for name, value in self.samples().items():
            if name.startswith("groundwire_model_attempts_total{"):
                counted[name.partition('outcome="')[2].partition('"')[0]] += int(value)
        return counted


@contextmanager
def serving(
    shell: Shell, variables: Mapping[str, str] | None = None, *, ready: bool = True, key: str = ""
) -> Iterator[Serving]:
    """Run the service in that folder, by default until it is ready; killed at the end of the block."""
    log = shell.folder / "serve.log"
    with shell.serving(variables, log) as (_, url):
        service = Serving(url, log, key)
        if ready:
            wait_until(lambda: service.get("/readyz").status_code == 200, READY_S)
        yield service
