"""The audit of dependencies, put to a database of vulnerabilities of our own."""

import json
import os
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BESIDE = Path(sys.executable).parent / "uv"
UV = os.environ.get("UV") or (str(BESIDE) if BESIDE.exists() else shutil.which("uv"))
ACCEPTED = "GHSA-w8v5-vhqr-4h9v"


def audit(script: Path, service: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "UV": UV or "uv", "NO_PROXY": "127.0.0.1"}
    return subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(script), "--service-url", service],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=60,
    )


@contextmanager
def knowing(package: str, identifier: str) -> Iterator[str]:
    """A service that knows one vulnerability, in every release of a package; gives its address."""
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]
    affected = [{"package": {"ecosystem": "PyPI", "name": package}, "ranges": ranges}]
    known = {"id": identifier, "modified": "2026-01-01T00:00:00Z"}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            hits = [{"vulns": [known]} if query["package"]["name"] == package else {} for query in asked]
            self._send({"results": hits})

        def do_GET(self) -> None:
            self._send({**known, "summary": "made up", "affected": affected})

        def log_message(self, *_: object) -> None:
            pass

        def _send(self, answer: object) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def test_a_closed_network_is_said_in_one_line_and_fails_nothing() -> None:
    ended = audit(ROOT / ".ci" / "audit", "http://127.0.0.1:9")
    assert (ended.returncode, ended.stdout.count("\n")) == (0, 1)
    assert "did not take place" in ended.stdout


@pytest.mark.skipif(UV is None, reason="there is no uv here")
@pytest.mark.parametrize(
    ("package", "identifier", "status"),
    [("diskcache", ACCEPTED, 0), ("httpx", "GHSA-made-upup-upup", 1), ("pydantic", "GHSA-made-upup-upup", 1)],
)
def test_a_known_vulnerability_fails_unless_it_is_accepted(package: str, identifier: str, status: int) -> None:
    with knowing(package, identifier) as service:
        ended = audit(ROOT / ".ci" / "audit", service)
    assert ended.returncode == status, ended.stdout + ended.stderr
    assert (identifier in ended.stdout) == bool(status)


@pytest.mark.skipif(UV is None, reason="there is no uv here")
def test_what_was_accepted_until_yesterday_fails_and_is_named(tmp_path: Path) -> None:
    copied = tmp_path / ".ci"
    copied.mkdir()
    for path in (ROOT / "pyproject.toml", ROOT / "uv.lock", ROOT / "README.md", ROOT / "LICENSE"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copy(ROOT / ".ci" / "audit", copied)
    said = (ROOT / ".ci" / "audit-accepted.toml").read_text("utf-8")
    (copied / "audit-accepted.toml").write_text(said.replace("until = 2", "until = 1"), "utf-8")
    with knowing("diskcache", ACCEPTED) as service:
        ended = audit(copied / "audit", service)
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert f"{ACCEPTED} was accepted until 1" in ended.stdout


def test_every_accepted_vulnerability_has_a_reason_and_a_day() -> None:
    accepted = tomllib.loads((ROOT / ".ci" / "audit-accepted.toml").read_text("utf-8"))["accepted"]
    for finding in accepted:
        assert len(finding["reason"].split()) > 10
        assert isinstance(finding["until"], date)
