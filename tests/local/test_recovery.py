"""What goes wrong with a server: it is killed, cannot load, finds its port taken, or a stranger there."""

import json
import os
import shutil
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from tests.local.made_up import finish, start_actor
from tests.local.test_sharing import is_gone, server_folder, wait_until

from groundwire.local import ChildDied, ChildNotReady, EmbeddedServer, LocalOptions, PortBusy, embedded_server


def port_of(server: EmbeddedServer) -> int:
    port = httpx.URL(server.base_url).port
    assert port is not None
    return port


def kill_server(server: EmbeddedServer) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: not server.alive())


def stale_note(options: LocalOptions) -> Path:
    """Leave the files of a server that was killed after its last user had gone; return its note."""
    with embedded_server(options) as server:
        kill_server(server)
    return server_folder(options) / "server.json"


def say_hello(server: EmbeddedServer) -> httpx.Response:
    question = {"messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 4, "temperature": 0}
    return httpx.post(f"{server.base_url}/chat/completions", json=question, timeout=60, trust_env=False)


def test_a_killed_server_comes_back_on_its_port_for_all(tiny_options: LocalOptions) -> None:
    with embedded_server(tiny_options) as one, embedded_server(tiny_options) as two, httpx.Client(trust_env=False) as c:
        # A connection that is open when the server dies must not keep the port from the next server.
        assert c.get(f"{one.base_url}/models").status_code == 200
        old_url, old_pid = one.base_url, one.pid
        kill_server(one)
        threads = [threading.Thread(target=share.ensure) for share in (one, two, one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert one.base_url == two.base_url == old_url
        assert one.pid == two.pid != old_pid
        assert one.alive()
        assert two.alive()
        assert say_hello(two).json()["usage"]["completion_tokens"] == 4


def test_a_server_that_lives_is_left_alone(tiny_server: EmbeddedServer) -> None:
    pid = tiny_server.pid
    tiny_server.ensure()
    assert tiny_server.pid == pid


def test_a_file_that_is_no_gguf_is_told_with_the_log(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"hello, not a model")
    with pytest.raises(ChildDied, match=r"exit status 11.*no GGUF") as caught:
        embedded_server(LocalOptions(cache_dir=tmp_path / "cache", gguf=str(wrong)))
    assert "invalid magic characters" in caught.value.log_tail
    assert "invalid magic characters" in str(caught.value)
    assert caught.value.log_path.is_file()


def test_too_little_memory_is_told(tiny_options: LocalOptions) -> None:
    # 22 GB of context in 3 GB of address space: refused by the kernel, not by its out-of-memory killer.
    actor = start_actor("share", tiny_options.gguf, tiny_options.cache_dir, 1_000_000, 3_000_000_000)
    said = finish(actor)[-1]
    assert said["error"] == "ChildDied"
    assert "exit status 11" in str(said["message"])
    assert "ask for a smaller context" in str(said["message"])
    assert "insufficient memory" in str(said["message"])


def test_a_server_that_takes_too_long_is_ended(tiny_options: LocalOptions) -> None:
    hasty = LocalOptions(cache_dir=tiny_options.cache_dir, gguf=tiny_options.gguf, ready_timeout_s=0.01)
    with pytest.raises(ChildNotReady, match="within 0 seconds"):
        embedded_server(hasty)
    with embedded_server(tiny_options) as server:
        assert server.alive()


def test_a_stopped_server_is_told_and_not_doubled(tiny_options: LocalOptions) -> None:
    impatient = LocalOptions(
        cache_dir=tiny_options.cache_dir,
        gguf=tiny_options.gguf,
        context_tokens=tiny_options.context_tokens,
        ready_timeout_s=1,
    )
    with embedded_server(tiny_options) as server, ExitStack() as stack:
        assert server.pid is not None
        os.kill(server.pid, signal.SIGSTOP)
        stack.callback(os.kill, server.pid, signal.SIGCONT)
        with pytest.raises(ChildNotReady):
            embedded_server(impatient)
        assert server.alive()


def test_a_new_server_avoids_a_port_that_is_taken(tiny_options: LocalOptions) -> None:
    note = stale_note(tiny_options)
    port = json.loads(note.read_text())["port"]
    with closing(socket.create_server(("127.0.0.1", port))), embedded_server(tiny_options) as server:
        assert port_of(server) != port
        assert say_hello(server).status_code == 200


def test_a_known_base_url_is_never_given_up_silently(tiny_server: EmbeddedServer) -> None:
    url, port = tiny_server.base_url, port_of(tiny_server)
    kill_server(tiny_server)
    with closing(socket.create_server(("127.0.0.1", port))), pytest.raises(PortBusy, match=str(port)):
        tiny_server.ensure()
    tiny_server.ensure()  # the stranger has gone
    assert tiny_server.base_url == url


def test_a_server_that_another_command_moved_is_told(tiny_options: LocalOptions) -> None:
    with embedded_server(tiny_options) as old:
        port = port_of(old)
        kill_server(old)
        with closing(socket.create_server(("127.0.0.1", port))), embedded_server(tiny_options) as new:
            assert port_of(new) != port
            assert not old.alive()
            with pytest.raises(PortBusy, match=str(port)):
                old.ensure()


class Stranger(BaseHTTPRequestHandler):
    """Says that it is healthy, and that it serves something; it is not ours."""

    def do_GET(self) -> None:
        """Answer every path alike."""
        body = b'{"status": "ok", "data": [{"id": "SmolLM2-135M-Instruct.Q4_1"}]}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Stay silent."""


@contextmanager
def stranger(port: int = 0) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", port), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("note", ["", "[]", '{"pid": 1}', '{"pid": PID, "port": PORT}'])
def test_a_stale_note_leads_nobody_to_a_stranger(tiny_options: LocalOptions, note: str) -> None:
    path = stale_note(tiny_options)
    with stranger() as port:
        path.write_text(note.replace("PID", str(os.getpid())).replace("PORT", str(port)))
        with embedded_server(tiny_options) as server:
            assert port_of(server) != port
            assert server.pid != os.getpid()
            assert say_hello(server).headers["server"] == "llama.cpp"


def test_a_cache_folder_deleted_under_a_server_is_survived(tiny_options: LocalOptions) -> None:
    with embedded_server(tiny_options) as old:
        pid = old.pid
        assert pid is not None
        shutil.rmtree(tiny_options.cache_dir)
        with embedded_server(tiny_options) as new:
            assert new.pid != pid
    assert wait_until(lambda: is_gone(pid))
