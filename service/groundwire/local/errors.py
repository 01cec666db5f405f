"""Errors of the embedded model. Every message says what happened and what to do.

* LocalModelError
  x WeightsMissing      no weights: parts not installed, or no such file
  x WeightsCorrupt      the bytes are not the ones that were promised
  x HubFailed           a model file could not be had from the Hugging Face hub
  x DiskFull            no room for the joined weights
  x PortBusy            the port that other commands were told is taken by a stranger
  x ChildDied           the model server ended before it was ready
  x ChildNotReady       the model server lives, but does not answer in time
"""

from pathlib import Path
from typing import Final

INSTALL_HINT: Final = (
    "Run `pip install 'groundwire[local]'`, or set GROUNDWIRE_GGUF to a GGUF file, "
    "or GROUNDWIRE_BASE_URL to another model server."
)
"""What helps whoever has no embedded model."""


class LocalModelError(Exception):
    """Base of everything that groundwire.local raises on purpose."""


class WeightsMissing(LocalModelError):
    """There are no weights to load.

    Args:
        what: What was looked for and not found, as the start of a sentence.
    """

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}. {INSTALL_HINT}")


class WeightsCorrupt(LocalModelError):
    """A file is there, but its bytes are wrong.

    Args:
        path: The wrong file.
        remedy: What to do, as a whole sentence.
    """

    def __init__(self, path: Path, remedy: str) -> None:
        super().__init__(f"{path} is not the file it should be (wrong size or SHA-256). {remedy}")
        self.path = path


class HubFailed(LocalModelError):
    """A file could not be fetched from the Hugging Face hub.

    Args:
        source: The `hf:OWNER/REPO/FILE.gguf` that was asked for.
        reason: Why it failed, without a full stop.
    """

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(
            f"{source} could not be fetched: {reason}. "
            "Check the name and the network, or set GROUNDWIRE_GGUF to the path of a file you have."
        )
        self.source = source


class DiskFull(LocalModelError):
    """There is no room for the weights. What was written so far is kept, and used next time.

    Args:
        path: Where the bytes should have gone.
        needed: Bytes still to be written.
        free: Bytes the file system has free.
    """

    def __init__(self, path: Path, needed: int, free: int) -> None:
        super().__init__(
            f"No room for {path}: {needed:,} bytes needed, {free:,} bytes free. "
            "Free some space (or raise the file size limit) and start again, or choose another cache folder."
        )
        self.path = path
        self.needed = needed
        self.free = free


class PortBusy(LocalModelError):
    """The model server cannot come back where its users expect it.

    Args:
        port: The TCP port on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        super().__init__(
            f"The model server cannot come back on 127.0.0.1:{port}, another program listens there. "
            "Start this command again, it will choose another port."
        )
        self.port = port


class ChildDied(LocalModelError):
    """The model server ended before it was ready.

    Args:
        status: How it ended, such as "exit status 11" or "killed by SIGKILL".
        hint: What is likely wrong and what to do, as a whole sentence.
        log_path: Its log.
        log_tail: The last lines of the log, at most a few hundred bytes each.
    """

    def __init__(self, status: str, hint: str, log_path: Path, log_tail: str) -> None:
        super().__init__(
            f"The model server did not start ({status}). {hint} Log: {log_path}, its last lines:\n{log_tail}"
        )
        self.status = status
        self.log_path = log_path
        self.log_tail = log_tail


class ChildNotReady(LocalModelError):
    """The model server lives, but is not ready when it should be.

    Args:
        waited_s: How long it was waited for, in seconds.
        log_path: Its log.
    """

    def __init__(self, waited_s: float, log_path: Path) -> None:
        super().__init__(
            f"The model server was not ready within {waited_s:.0f} seconds. "
            f"Allow it more time, or look for the cause in {log_path}."
        )
        self.log_path = log_path
