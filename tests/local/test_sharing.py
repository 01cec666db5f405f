"""One server for many processes: who starts it, who ends it, and what happens when somebody dies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.local.made_up import finish, kill, next_line, start_actor

from groundwire.local import EmbeddedServer, LocalModelError, LocalOptions, embedded_server

GONE_S = 5.0
"""The server looks for users once a second."""


def is_gone(pid: int) -> bool:
    """Tell whether a process has ended; a zombie that nobody reaps counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(true: Callable[[], bool], seconds: float = GONE_S) -> bool:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def ready(actor: "subprocess.Popen[str]") -> int:
    """Wait until a sharing actor has its share; return the server's pid."""
    while "pid" not in (said := next_line(actor)):
        pass
    pid = said["pid"]
    assert isinstance(pid, int)
    return pid


def server_folder(options: LocalOptions) -> Path:
    (folder,) = (options.cache_dir / "llama").iterdir()
    return folder


def test_processes_share_one_server_until_the_last_is_gone(tiny_options: LocalOptions) -> None:
    actors = [start_actor("share", tiny_options.gguf, tiny_options.cache_dir) for _ in range(2)]
    first, second = (ready(actor) for actor in actors)
    with embedded_server(tiny_options) as here:
        assert first == second == here.pid
        for actor in actors:
            finish(actor)
        time.sleep(1.5)
        assert here.alive()
    assert wait_until(lambda: is_gone(first))


def test_the_server_ends_when_all_its_users_are_killed(tiny_options: LocalOptions) -> None:
    actors = [start_actor("share", tiny_options.gguf, tiny_options.cache_dir) for _ in range(2)]
    pid = ready(actors[0])
    assert ready(actors[1]) == pid
    kill(actors[0])
    time.sleep(1.5)
    assert not is_gone(pid)
    actors[1].send_signal(signal.SIGTERM)
    actors[1].communicate(timeout=10)
    assert wait_until(lambda: is_gone(pid))


def test_a_starter_killed_while_loading_leaves_no_server(tiny_options: LocalOptions) -> None:
    actor = start_actor("share", tiny_options.gguf, tiny_options.cache_dir)
    while next_line(actor).get("stage") != "loading":
        pass
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    started = [pid for pid in pids if parent_of(pid) == actor.pid]
    kill(actor)
    assert started
    assert wait_until(lambda: all(map(is_gone, started)), 15)


def parent_of(pid: int) -> int | None:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except FileNotFoundError:
        return None


def test_ctrl_c_in_one_terminal_spares_the_server(tiny_server: EmbeddedServer) -> None:
    pid = tiny_server.pid
    assert pid is not None
    assert os.getsid(pid) != os.getsid(0)
    os.kill(pid, signal.SIGINT)
    time.sleep(0.3)
    assert tiny_server.alive()


def test_shares_of_one_process_count_one_by_one(tiny_options: LocalOptions) -> None:
    with ExitStack() as stack:
        shares = [stack.enter_context(embedded_server(tiny_options)) for _ in range(3)]
        pid = shares[0].pid
        assert pid is not None
        assert {share.pid for share in shares} == {pid}
        shares[0].close()
        shares[1].close()
        time.sleep(1.5)
        assert shares[2].alive()
    assert wait_until(lambda: is_gone(pid))
    assert not shares[2].alive()


def test_a_closed_share_stays_closed(tiny_server: EmbeddedServer) -> None:
    tiny_server.close()
    tiny_server.close()
    with pytest.raises(LocalModelError, match="closed"):
        tiny_server.ensure()


def test_another_context_is_another_server(tiny_server: EmbeddedServer, tiny_options: LocalOptions) -> None:
    other = LocalOptions(cache_dir=tiny_options.cache_dir, gguf=tiny_options.gguf, context_tokens=512)
    with embedded_server(other) as second:
        assert second.pid != tiny_server.pid
        assert second.base_url != tiny_server.base_url


def test_locks_are_not_inherited_by_programs_a_user_starts(tiny_options: LocalOptions) -> None:
    with embedded_server(tiny_options) as server, ExitStack() as stack:
        pid = server.pid
        assert pid is not None
        sleeper = stack.enter_context(subprocess.Popen(["sleep", "60"], close_fds=False))  # noqa: S607 - any sleep will do
        stack.callback(sleeper.kill)
        server.close()
        assert wait_until(lambda: is_gone(pid))


def test_files_of_the_server_are_private(tiny_server: EmbeddedServer, tiny_options: LocalOptions) -> None:
    del tiny_server
    folder = server_folder(tiny_options)
    assert folder.stat().st_mode & 0o077 == 0
    assert folder.parent.stat().st_mode & 0o077 == 0
    assert (folder / "child.log").stat().st_mode & 0o077 == 0
