"""How commands end: exit codes, and messages on standard error."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, NoReturn

from groundwire.cli.reading import InputError
from groundwire.cli.settings import SettingsError

if TYPE_CHECKING:
    from groundwire.extraction.errors import ModelError


class Exit(IntEnum):
    """Exit codes of every command."""

    OK = 0
    """Done."""
    DEFECT = 1
    """A defect of the program; a traceback says where."""
    USAGE = 2
    """Bad arguments, bad input or bad settings."""
    MODEL_FAILED = 3
    """The model could not be reached, refused, was too slow, or gave nothing usable."""
    NO_MODEL = 4
    """The embedded model could not be started."""
    INCOMPLETE = 5
    """Records were printed, but part of the article was not read; warnings say which."""
    CACHE = 6
    """The cache's folder or server cannot be used, or `cache verify` removed damaged entries."""
    UNHEALTHY = 7
    """`doctor` found something that does not work."""
    UNFINISHED = 8
    """A bulk run was stopped before its end: its budget is spent, a disk is full, or its database was away for
    too long. The same command goes on. Or a worker's database cannot be reached."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


_SIGPIPE = 13

# What an article, a file or an endpoint says may hold escape sequences, and marks that turn the direction of text.
_UNSAFE = dict.fromkeys((*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_UNSAFE |= {ord("\r"): "", ord("\n"): "\n", ord("\t"): " "}


def harmless(text: str) -> str:
    """The text without anything that a terminal would act on."""
    return text.translate(_UNSAFE)


def fail(code: Exit, message: str) -> NoReturn:
    """End the program with a message for people."""
    warn(message)
    raise SystemExit(code)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors that are no defects of the program into one line on standard error and an exit code."""
    try:
        yield
    except (SettingsError, InputError) as error:
        fail(Exit.USAGE, str(error))
    except KeyboardInterrupt:
        fail(Exit.INTERRUPTED, "stopped")
    except Exception as error:
        known = _explanation(error)
        if known is None:
            raise
        fail(*known)


def _explanation(error: Exception) -> tuple[Exit, str] | None:
    """Exit code and message of an error that is no defect of the program."""
    # Imported here, where they are loaded anyway: a mistyped option is told without waiting for all of them.
    from groundwire.client import GroundwireError  # noqa: PLC0415
    from groundwire.extraction.cache import CacheFolderError  # noqa: PLC0415
    from groundwire.extraction.cache_port import CacheAway  # noqa: PLC0415
    from groundwire.extraction.errors import ModelError  # noqa: PLC0415
    from groundwire.jobs.engine import EngineError, EngineUnavailable  # noqa: PLC0415
    from groundwire.local import LocalModelError  # noqa: PLC0415

    if isinstance(error, ModelError):
        return Exit.MODEL_FAILED, model_failure(error)
    if isinstance(error, LocalModelError):
        return Exit.NO_MODEL, str(error)
    if isinstance(error, CacheFolderError | CacheAway):
        return Exit.CACHE, str(error)
    if isinstance(error, EngineError):
        return Exit.UNFINISHED if isinstance(error, EngineUnavailable) else Exit.USAGE, str(error)
    if isinstance(error, GroundwireError):
        return Exit.MODEL_FAILED, str(error)

    from groundwire.server.access import KeysError  # noqa: PLC0415 - and with it all of the service

    return (Exit.USAGE, str(error)) if isinstance(error, KeysError) else None


def model_failure(error: "ModelError") -> str:
    """Why a model gave nothing, and what was spent on it."""
    spent = error.usage
    tokens = f"{spent.calls} calls, {spent.prompt_tokens} + {spent.completion_tokens} tokens spent"
    return f"the model gave no records: {error} ({tokens})"


def warn(message: str) -> None:
    """Tell people of something that does not end the program."""
    print(f"groundwire: {harmless(message)}", file=sys.stderr, flush=True)


def end_with_closed_pipe() -> None:
    """From now on, a reader that has seen enough (`| head`) ends the program silently, as it ends other tools."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def print_bytes(data: bytes) -> None:
    """Write to standard output; a reader that has seen enough ends the program silently, as above.

    For while there are connections to others, which SIGPIPE must not end.
    """
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is buffered cannot be told either
        raise SystemExit(128 + _SIGPIPE) from None
