"""Starting one child, and telling why it did not start."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from groundwire.local import contract
from groundwire.local.errors import INSTALL_HINT, ChildDied

_TAIL_BYTES: Final = 4096
_TAIL_LINES: Final = 12

_HINTS: Final = {
    contract.EXIT_LOAD_FAILED: "The model file is no GGUF that llama.cpp can read, or memory is short: "
    "check the file, or ask for a smaller context.",
    contract.EXIT_NO_ENGINE: "xllamacpp cannot be loaded; where libgomp.so.1 is missing, install it "
    f"(Debian: apt-get install libgomp1). {INSTALL_HINT}",
    contract.EXIT_PORT_BUSY: "Its port is taken by another program: start again.",
    -signal.SIGKILL: "Somebody killed it, or the system did for want of memory: ask for a smaller context.",
    -signal.SIGALRM: "Loading took longer than allowed: allow it more time.",
}
_ODD_END: Final = "It crashed: start again, and report the log if that does not help."


def start_child(options: contract.ChildOptions, log_path: Path) -> "subprocess.Popen[bytes]":
    """Start the model server in a session of its own, with an empty log.

    Args:
        options: What it shall do.
        log_path: Takes all its output; mode 0600.

    Returns:
        The running process, of which a thread takes leave when it ends.
    """
    root = str(Path(__file__).resolve().parents[2])
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, environment.get("PYTHONPATH")]))
    # Threads that spin while they wait for each other starve when other programs use the cores: 20 times
    # slower was measured with one busy neighbour. Sleeping costs little; who knows better has set it.
    environment.setdefault("OMP_WAIT_POLICY", "passive")
    environment["GGML_NO_BACKTRACE"] = "1"  # a crash must end the child, not attach a debugger to it
    log = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-m", "groundwire.local.child", *options.arguments()],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=options.folder,
            env=environment,
            start_new_session=True,  # Ctrl-C in the starter's terminal must not reach other users' server
        )
    finally:
        os.close(log)
    # The child outlives its starter or dies before it; in the second case it must not stay a zombie.
    threading.Thread(target=process.wait, name="groundwire-child", daemon=True).start()
    return process


def death_of(process: "subprocess.Popen[bytes]", log_path: Path) -> ChildDied:
    """Describe how a child ended.

    Args:
        process: A child that has ended.
        log_path: Its log.

    Returns:
        The error to raise.
    """
    code = process.returncode
    status = f"exit status {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
    return ChildDied(status, _HINTS.get(code, _ODD_END), log_path, _tail(log_path))


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            lines = log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return "(no log)"
    return "\n".join(lines[-_TAIL_LINES:])
