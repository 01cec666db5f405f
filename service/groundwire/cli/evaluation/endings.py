"""How the commands of `groundwire eval` end.

A gate's exit code 1 says that quality fell and nothing else, so whatever keeps a command from judging ends with 2,
our own defects included.
"""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from groundwire.cli.exits import Exit, explained, fail


class EvalExit(IntEnum):
    """Exit codes of the commands of `groundwire eval`, beside `Exit.INTERRUPTED` and `Exit.CACHE`."""

    FINE = 0
    """Done; for a gate, nothing got worse."""
    REGRESSION = 1
    """The gate found a regression."""
    NOT_JUDGED = 2
    """Nothing could be judged: bad input, the model is out of reach, or a defect of the program."""


@contextmanager
def judging() -> Iterator[None]:
    """Turn errors into one line on standard error and an exit code; a defect keeps its traceback."""
    try:
        with explained(), _told():
            yield
    except Exception:  # noqa: BLE001 - what nobody knows is a defect, and must not look like a regression
        traceback.print_exc()
        raise SystemExit(EvalExit.NOT_JUDGED) from None


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        name = error.name or ""
        if name.partition(".")[0] == "groundwire":
            raise
        extra = "peers" if name.partition(".")[0] == "langextract" else "evals"
        fail(Exit.USAGE, f"the package {name} is missing; groundwire eval needs pip install 'groundwire[{extra}]'")
    except Exception as error:
        from groundwire.evals.errors import EvalError  # noqa: PLC0415 - help comes without loading anything
        from groundwire.extraction.errors import ModelError  # noqa: PLC0415
        from groundwire.local import LocalModelError  # noqa: PLC0415

        if isinstance(error, EvalError | ModelError | LocalModelError):
            fail(Exit.USAGE, str(error))
        if isinstance(error, OSError) and error.filename is not None:  # a folder that may not be looked into, and such
            fail(Exit.USAGE, f"{error.filename}: {error.strerror}")
        raise
