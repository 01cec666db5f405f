"""Reads an article from a file or standard input, with the checks that the HTTP service makes."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError

from groundwire.cli.exits import Exit, fail
from groundwire.schemas import ExtractRequest

_MOST_BYTES_A_CHARACTER = 4


def read_article(path: str, max_chars: int) -> str:
    """The text of a file, or of standard input for `-`, byte for byte as UTF-8.

    Line endings are kept: offsets count the characters of the file as it is.
    """
    limit = max_chars * _MOST_BYTES_A_CHARACTER
    try:
        data = _read(path, limit + 1)  # never a whole disk image, or a device without end
    except OSError as error:
        fail(Exit.USAGE, f"cannot read {path}: {error.strerror}")
    if len(data) > limit:
        _too_long("more characters than", max_chars)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        fail(Exit.USAGE, f"{path} is not UTF-8 (byte {error.start}); convert it first, for example with iconv")
    if len(text) > max_chars:
        _too_long(f"{len(text):,} characters are over", max_chars)
    return text


def _read(path: str, size: int) -> bytes:
    if path != "-":
        with Path(path).open("rb") as file:
            return file.read(size)
    if sys.stdin is None:
        fail(Exit.USAGE, "standard input is closed; give a file, or pipe an article in")
    return sys.stdin.buffer.read(size)


def _too_long(how: str, max_chars: int) -> NoReturn:
    fail(Exit.USAGE, f"text: {how} the limit of {max_chars:,} (GROUNDWIRE_MAX_CHARS)")


def checked_request(fields: Mapping[str, object]) -> ExtractRequest:
    """The request of these fields, those that are None left out; a bad one ends the program with the field's name."""
    try:
        return ExtractRequest.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        flaw = error.errors(include_input=False, include_url=False)[0]
        fail(Exit.USAGE, f"{flaw['loc'][0]}: {flaw['msg'].removeprefix('Value error, ')}")
