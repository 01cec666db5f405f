"""Keeps two commands from working on the same thing at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from groundwire.evals.errors import EvalError


@contextmanager
def alone(lock: Path, busy: str) -> Iterator[None]:
    """Hold a lock file; the hold ends with the process, however that ends.

    Args:
        lock: The file; its folder is made.
        busy: What is said if another process holds it.

    Raises:
        EvalError: Another process holds it, or its folder cannot be written.
    """
    held = FileLock(lock)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held.acquire(timeout=0)
    except Timeout as error:
        raise EvalError(busy) from error
    except OSError as error:
        raise EvalError(f"{lock.parent}: cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        held.release()


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep other commands from working on the same run or trial.

    Raises:
        EvalError: Another command works on it, or its parent folder cannot be written.
    """
    path = folder.absolute()
    with alone(path.with_name(f".{path.name}.lock"), f"{folder}: another command works on this run"):
        yield
