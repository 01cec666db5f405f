"""Model files from a hub: a small one that speaks like the real one, over a real socket."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.local.made_up import finish, start_actor

from groundwire.local import HubFailed
from groundwire.local.weights import resolve_model

CONTENT = b"GGUF" + bytes(range(256)) * 4096
PATH = "/someone/some-model-GGUF/resolve/main/some-model.Q4_0.gguf"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(BaseHTTPRequestHandler):
    """One repository with one file."""

    protocol_version = "HTTP/1.1"
    etag = hashlib.sha256(CONTENT).hexdigest()

    def do_HEAD(self) -> None:
        """Tell about the file."""
        self._answer(with_body=False)

    def do_GET(self) -> None:
        """Give the file."""
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        assert isinstance(self.server, HubServer)
        self.server.requests.append(f"{self.command} {self.path}")
        found = self.path == PATH
        body = CONTENT if found else b'{"error": "Entry not found"}'
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Repo-Commit", COMMIT)
        if found:
            self.send_header("ETag", f'"{self.server.etag}"')
        else:
            self.send_header("X-Error-Code", "EntryNotFound")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Stay silent."""


class HubServer(ThreadingHTTPServer):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Hub)
        self.requests: list[str] = []
        self.etag = Hub.etag


@pytest.fixture
def hub() -> Iterator[HubServer]:
    """A hub that runs as long as its test."""
    with HubServer() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetch(hub: HubServer | None, cache: Path, file: str = "some-model.Q4_0.gguf") -> dict[str, object]:
    """Fetch in a process of its own: huggingface_hub reads its environment once, on import."""
    environment = {"HF_HOME": str(cache / "home"), "NO_PROXY": "*"}
    if hub is None:
        environment["HF_HUB_OFFLINE"] = "1"  # a refused connection is tried again for 20 seconds
    else:
        environment["HF_ENDPOINT"] = f"http://127.0.0.1:{hub.server_port}"
    said = finish(start_actor("hub", f"hf:someone/some-model-GGUF/{file}", cache, environment=environment))
    assert said[0]["stage"] == "downloading"
    return said[-1]


def test_a_hub_file_is_fetched_once_and_checked(hub: HubServer, tmp_path: Path) -> None:
    said = fetch(hub, tmp_path)
    assert said["name"] == "some-model.Q4_0"
    assert said["sha256"] == Hub.etag
    assert Path(str(said["path"])).read_bytes() == CONTENT
    assert Path(str(said["path"])).is_relative_to(tmp_path / "hub")
    assert fetch(hub, tmp_path) == said
    assert sum(request.startswith("GET") and request.endswith(PATH) for request in hub.requests) == 1


def test_a_file_fetched_before_needs_no_network(hub: HubServer, tmp_path: Path) -> None:
    said = fetch(hub, tmp_path)
    assert fetch(None, tmp_path) == said


def test_no_network_is_told(tmp_path: Path) -> None:
    said = fetch(None, tmp_path)
    assert said["error"] == "HubFailed"
    assert "GROUNDWIRE_GGUF" in str(said["message"])


def test_no_such_file_is_told(hub: HubServer, tmp_path: Path) -> None:
    said = fetch(hub, tmp_path, "other.gguf")
    assert said["error"] == "HubFailed"
    assert "404" in str(said["message"])


def test_bytes_that_are_not_those_the_hub_names_are_refused(hub: HubServer, tmp_path: Path) -> None:
    hub.etag = "0" * 64
    said = fetch(hub, tmp_path)
    assert said["error"] == "WeightsCorrupt"
    assert "fetched anew" in str(said["message"])


@pytest.mark.parametrize("source", ["hf:", "hf:someone/model", "hf:model.gguf", "hf:a/b/c.bin", "hf:a/b:c/d.gguf"])
def test_a_source_of_another_shape_is_told(source: str, tmp_path: Path) -> None:
    with pytest.raises(HubFailed, match="should look like hf:OWNER/REPO/FILE"):
        resolve_model(source, tmp_path)
