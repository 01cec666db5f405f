"""What real servers share: where their programs are, whom they run as, and how they are ended."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

SKIP_NOTHING = os.environ.get("TESTS_SKIP_NOTHING") == "1"
"""Set by .ci/run: what is not installed fails there. Its name does not begin as those of Groundwire's settings do,
for an unknown one of those is an error."""
_END_S = 20.0
_ORDINARY = ("postgres", "nobody")


def program(names: Sequence[str], folders: str, advice: str) -> Path:
    """Path of the first program of that name on PATH or in the folders of that pattern; skips the test without one."""
    for name in names:
        found = shutil.which(name) or next(map(str, sorted(Path("/").glob(f"{folders}/{name}"), reverse=True)), None)
        if found:
            return Path(found)
    if SKIP_NOTHING:
        pytest.fail(f"no {' or '.join(names)} here, and nothing is to be skipped: {advice}")
    pytest.skip(f"no {' or '.join(names)} here: {advice}")


def free_port() -> int:
    """A port of 127.0.0.1 where nobody listens now, below those that systems give to clients.

    A server that is stopped for a while must find it free again.
    """
    while True:
        port = random.randrange(15_000, 32_000)  # noqa: S311 - no secret
        with socket.socket() as listener, suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return port


@dataclass(frozen=True)
class Account:
    """The ordinary user that servers run as; PostgreSQL refuses to run as root."""

    name: str
    user: int
    group: int

    @classmethod
    def ordinary(cls) -> "Account":
        """Whoever runs the tests; for root somebody else."""
        entry = pwd.getpwuid(os.geteuid()) if os.geteuid() else _known(_ORDINARY)
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def own(self, path: Path) -> None:
        """Make a file or folder theirs alone."""
        if os.geteuid() == 0:
            os.chown(path, self.user, self.group)
        path.chmod(0o700)

    def start(
        self, command: Sequence[str], folder: Path, log: Path, variables: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        """Start a program as this user; what it says goes to the log."""
        as_user = {"user": self.user, "group": self.group, "extra_groups": []} if os.geteuid() == 0 else {}
        with log.open("ab") as said:
            return subprocess.Popen(  # type: ignore[call-overload,no-any-return] # noqa: S603 - a server on PATH
                command,
                cwd=folder,
                env={"PATH": os.environ.get("PATH", ""), **variables},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,  # Ctrl-C of who runs the tests is theirs
                **as_user,
            )


def _known(names: Sequence[str]) -> pwd.struct_passwd:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError(f"none of the users {', '.join(names)} is here")


def end(process: "subprocess.Popen[bytes]", number: signal.Signals = signal.SIGTERM) -> None:
    """End a server with a signal, and if it does not heed that, with SIGKILL."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
