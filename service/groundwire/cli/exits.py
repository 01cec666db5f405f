"""How commands end: exit codes, and messages on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import NoReturn

from groundwire.cli.settings import SettingsError
from groundwire.client import GroundwireError
from groundwire.extraction.cache import CacheFolderError
from groundwire.extraction.errors import ModelError
from groundwire.local import LocalModelError


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
    """The cache's folder cannot be used, or `cache verify` removed damaged entries."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C."""


def fail(code: Exit, message: str) -> NoReturn:
    """End the program with a message for people."""
    print(f"groundwire: {message}", file=sys.stderr)
    raise SystemExit(code)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the errors that are no defects of the program into one line on standard error and an exit code."""
    try:
        yield
    except SettingsError as error:
        fail(Exit.USAGE, str(error))
    except ModelError as error:
        spent = error.usage
        fail(
            Exit.MODEL_FAILED,
            f"the model gave no records: {error} "
            f"({spent.calls} calls, {spent.prompt_tokens} + {spent.completion_tokens} tokens spent)",
        )
    except LocalModelError as error:
        fail(Exit.NO_MODEL, str(error))
    except CacheFolderError as error:
        fail(Exit.CACHE, str(error))
    except GroundwireError as error:
        fail(Exit.MODEL_FAILED, str(error))
    except KeyboardInterrupt:
        fail(Exit.INTERRUPTED, "stopped")
