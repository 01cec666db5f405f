"""The embedded model: one llama.cpp server, shared by all commands of this user that want the same.

Who shares is decided by a folder, `<cache_dir>/llama/<digest>`, whose digest covers weights, context, threads,
engine version and machine. In it:

    start.lock   held while somebody looks for the server or starts it
    users.lock   held shared by every user, exclusively by a server that is about to end
    child.lock   held exclusively by the server as long as it lives
    server.json  its pid and port, written by the server itself
    child.log    its output since its last start

All three are locks of the kernel, so every way to end is the same to the others:

* A user ends (closed, SIGTERM, SIGKILL): its share of users.lock is gone. The server looks once a second and
  ends when no share is left. A user that dies while it starts the server leaves one that does so as soon as
  it has loaded.
* The server ends (crash, SIGKILL): child.lock is free, `alive()` says so, and the first `ensure()` starts another on
  the same port, so that no base_url changes; other users join it.
* All end at once: nothing is left but files; a stale server.json is only a proposal for the port.
"""

import hashlib
import importlib.metadata
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import platformdirs
from filelock import FileLock, Timeout

from groundwire.local import contract, spawn
from groundwire.local.cpus import default_threads
from groundwire.local.errors import ChildNotReady, LocalModelError, PortBusy
from groundwire.local.locks import Flock, held_exclusively
from groundwire.local.loopback import free_port, port_is_busy, serves, wait_for_port
from groundwire.local.progress import Progress, no_progress
from groundwire.local.stamps import private_folder
from groundwire.local.weights import ModelFile, resolve_model

_POLL_S: Final = 0.05


@dataclass(frozen=True)
class LocalOptions:
    """What kind of embedded model is wanted."""

    cache_dir: Path = field(default_factory=lambda: platformdirs.user_cache_path("groundwire"))
    """Folder for joined weights, locks and logs."""
    gguf: str | None = None
    """Path of a GGUF file, or `hf:OWNER/REPO/FILE.gguf`; None for the default weights."""
    context_tokens: int = 8192
    """Prompt and answer together, in tokens, 1 or more."""
    threads: int | None = None
    """Threads to compute with, 1 or more; None for one a core."""
    ready_timeout_s: float = 120.0
    """Seconds the server may take from its start until it answers."""


@dataclass(frozen=True)
class _Server:
    """A server as noted in server.json."""

    pid: int
    port: int


class EmbeddedServer:
    """A share in the running model server. Made by `embedded_server`; a context manager.

    Args:
        options: What is wanted.
        model: The weights, from `resolve_model`.
        progress: Told of stages "waiting" and "loading".
    """

    def __init__(self, options: LocalOptions, model: ModelFile, progress: Progress = no_progress) -> None:
        self._options = options
        self._model = model
        self._progress = progress
        self._threads = options.threads or default_threads()
        key = self._key()
        private_folder(options.cache_dir / "llama")
        self._folder = private_folder(options.cache_dir.resolve() / "llama" / key)
        self._tag = f"~groundwire-{key}"  # "~" sorts after letters, so that /v1/models gives the name first
        self._mutex = threading.Lock()
        self._share: Flock | None = None
        self._server: _Server | None = None
        self._closed = False

    @property
    def base_url(self) -> str:
        """Root of the OpenAI-compatible API; stays the same as long as this object lives."""
        if self._server is None:
            raise LocalModelError("The model server was not started yet: call ensure() first.")
        return f"http://127.0.0.1:{self._server.port}/v1"

    @property
    def model_name(self) -> str:
        """Readable name of the model, also its id under /v1/models."""
        return self._model.name

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the weights in hexadecimal."""
        return self._model.sha256

    @property
    def log_path(self) -> Path:
        """The server's log, begun anew at each of its starts."""
        return self._folder / "child.log"

    @property
    def pid(self) -> int | None:
        """Process id of the server last seen; None before the first `ensure`."""
        return self._server.pid if self._server else None

    def alive(self) -> bool:
        """Tell whether the server process lives; it may be loading or busy. Takes no request."""
        known = self._server
        return known is not None and held_exclusively(self._child_lock) and self._noted() == known

    def ensure(self) -> None:
        """Return when the server answers; join it, or start it when there is none. Thread-safe.

        Raises:
            ChildDied: It was started and ended.
            ChildNotReady: It did not answer in `ready_timeout_s`.
            PortBusy: It cannot come back on the port of this object's `base_url`.
            LocalModelError: This object is closed.
        """
        with self._mutex:
            if self._closed:
                raise LocalModelError("This share in the model server is closed: make another.")
            fixed = self._server.port if self._server else None
            deadline = time.monotonic() + self._options.ready_timeout_s
            with self._start_lock(deadline):
                self._take_share(deadline)
                self._server = self._join_or_start(fixed, deadline)

    def close(self) -> None:
        """Give the share back; the server ends about a second after the last one. May be called again."""
        with self._mutex:
            self._closed = True
            if self._share is not None:
                self._share.release()
                self._share = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _key(self) -> str:
        engine = importlib.metadata.version("xllamacpp")
        wanted = [self._model.sha256, self._options.context_tokens, self._threads, engine, socket.gethostname()]
        return hashlib.sha256(json.dumps(wanted).encode()).hexdigest()[:16]

    @property
    def _child_lock(self) -> Path:
        return self._folder / "child.lock"

    @contextmanager
    def _start_lock(self, deadline: float) -> Iterator[None]:
        lock = FileLock(self._folder / "start.lock", mode=0o600)
        while True:
            try:
                lock.acquire(timeout=0.5, poll_interval=_POLL_S)
                break
            except Timeout:
                self._progress("waiting", 0, 0)
                self._check_time(deadline)
        try:
            yield
        finally:
            lock.release()

    def _take_share(self, deadline: float) -> None:
        """Become a user. Only a server that is ending can be in the way, and only for a moment."""
        share = Flock(self._folder / "users.lock")
        while not share.acquire(exclusive=False):
            self._check_time(deadline)
            time.sleep(_POLL_S)
        # A new one each time: the folder may have been deleted and made again under the old one.
        if self._share is not None:
            self._share.release()
        self._share = share

    def _join_or_start(self, fixed: int | None, deadline: float) -> _Server:
        before = self._noted()
        while True:
            found = self._await_running(deadline)
            if found is None:
                found = self._start(fixed or (before.port if before else None), fixed is not None, deadline)
            if found is None:  # lost a race: another child serves, or the port went to somebody else
                self._check_time(deadline)
                before = None
                continue
            if fixed not in {None, found.port}:
                raise PortBusy(fixed or 0)
            return found

    def _await_running(self, deadline: float) -> _Server | None:
        """Wait for the child that holds child.lock to answer; None when there is none (any more)."""
        while held_exclusively(self._child_lock):
            noted = self._noted()
            if noted is not None and serves(noted.port, self._tag):
                return noted
            self._progress("loading", 0, 0)
            self._check_time(deadline)
            time.sleep(_POLL_S)
        return None

    def _start(self, port: int | None, is_fixed: bool, deadline: float) -> _Server | None:
        """Start a child and wait until it answers; None when another attempt makes sense."""
        if is_fixed and port is not None:
            wait_for_port(port)
        elif port is None or port_is_busy(port):
            port = free_port()
        (self._folder / "server.json").unlink(missing_ok=True)  # what is there from now on is the child's
        process = spawn.start_child(self._child_options(port), self.log_path)
        try:
            while process.poll() is None:
                noted = self._noted()
                if noted == _Server(process.pid, port) and serves(port, self._tag):
                    return noted
                self._progress("loading", 0, 0)
                self._check_time(deadline)
                time.sleep(_POLL_S)
        except BaseException:  # also Ctrl-C: nobody can have joined it yet, start.lock is ours
            process.kill()
            process.wait()
            raise
        if process.returncode == contract.EXIT_TAKEN or (
            process.returncode == contract.EXIT_PORT_BUSY and not is_fixed
        ):
            return None
        raise spawn.death_of(process, self.log_path)

    def _child_options(self, port: int) -> contract.ChildOptions:
        return contract.ChildOptions(
            folder=self._folder,
            model=self._model.path,
            name=self._model.name,
            tag=self._tag,
            port=port,
            context_tokens=self._options.context_tokens,
            threads=self._threads,
            ready_timeout_s=self._options.ready_timeout_s,
        )

    def _noted(self) -> _Server | None:
        try:
            note = json.loads((self._folder / "server.json").read_text("utf-8"))
            return _Server(int(note["pid"]), int(note["port"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _check_time(self, deadline: float) -> None:
        if time.monotonic() > deadline:
            raise ChildNotReady(self._options.ready_timeout_s, self.log_path)


def embedded_server(options: LocalOptions, progress: Progress = no_progress) -> EmbeddedServer:
    """Get a share in the embedded model server, started if need be; close it when done.

    Args:
        options: What is wanted.
        progress: Told of everything that takes long.

    Returns:
        A server that answers; use it in a `with` statement.

    Raises:
        LocalModelError: See the tree in groundwire.local.errors.
    """
    model = resolve_model(options.gguf, options.cache_dir, progress)
    server = EmbeddedServer(options, model, progress)
    try:
        server.ensure()
    except BaseException:
        server.close()
        raise
    return server
