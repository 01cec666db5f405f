"""Reads and writes the JSON files of evals: whole or not at all, and never without saying which file."""

import os
import tempfile
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from groundwire.evals.errors import EvalError

M = TypeVar("M", bound=BaseModel)

_UNFINISHED = ".new-"
"""What the names of files begin with that are being written; a kill can leave one."""


class Kept(BaseModel):
    """Base of what is kept in files: immutable, and strict about unknown fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def read_model(path: Path, form: type[M]) -> M:
    """Read a JSON file into its form.

    Raises:
        EvalError: The file cannot be read, is no JSON, or does not fit; the message names file and field.
    """
    try:
        return form.model_validate_json(path.read_bytes())
    except OSError as error:
        raise EvalError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise EvalError(f"{path}: {_first_of(error)}") from error


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    more = error.error_count() - 1
    return (f"{where}: " if where else "") + first["msg"] + (f" (and {more} more)" if more else "")


def is_free(folder: Path) -> bool:
    """Whether nothing stands there but, at most, what a kill left of a file that was being written."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name.startswith(_UNFINISHED) for path in folder.iterdir())


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a kill leaves the old one or the new one, never a half.

    Raises:
        EvalError: The file cannot be written; what was there is there still.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
        new = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            new.chmod(0o644)  # a temporary file is its owner's alone; a report is there to be read
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise EvalError(f"{path}: cannot be written: {error.strerror}") from error
