"""Reads an article from a file or standard input, with the checks that the HTTP service makes."""

import sys
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from groundwire.schemas import ExtractRequest

_MOST_BYTES_A_CHARACTER = 4
_STDIN = "-"


class InputError(Exception):
    """An article cannot be read, or an option cannot be; the message names the file or the option."""


def name_of(path: str) -> str:
    """What a file is called in messages."""
    return "standard input" if path == _STDIN else path


def read_article(path: str, max_chars: int) -> str:
    """The text of a file, or of standard input for `-`, byte for byte as UTF-8.

    Line endings are kept: offsets count the characters of the file as it is.

    Raises:
        InputError: It cannot be read, is too long, or is not UTF-8.
    """
    limit = max_chars * _MOST_BYTES_A_CHARACTER
    try:
        data = _read(path, limit + 1)  # never a whole disk image, or a device without end
    except OSError as error:
        raise InputError(f"cannot read {name_of(path)}: {error.strerror}") from None
    if len(data) > limit:
        raise _too_long(path, "more characters than", max_chars)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name_of(path)} is not UTF-8 (byte {error.start}); convert it first, for example with iconv"
        ) from None
    if len(text) > max_chars:
        raise _too_long(path, f"{len(text):,} characters are over", max_chars)
    return text


def _read(path: str, size: int) -> bytes:
    if path != _STDIN:
        with Path(path).open("rb") as file:
            return file.read(size)
    if sys.stdin is None:
        raise InputError("standard input is closed; give a file, or pipe an article in")
    return sys.stdin.buffer.read(size)


def _too_long(path: str, how: str, max_chars: int) -> InputError:
    return InputError(f"{name_of(path)}: text: {how} the limit of {max_chars:,} (GROUNDWIRE_MAX_CHARS)")


def checked_request(fields: Mapping[str, object], path: str | None = None) -> ExtractRequest:
    """The request of these fields, those that are None left out.

    Args:
        fields: As in the body of a request.
        path: Where the text came from.

    Raises:
        InputError: A field cannot be; the message names it, and the file if it is the text.
    """
    try:
        return ExtractRequest.model_validate({name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        flaw = error.errors(include_input=False, include_url=False)[0]
        field = str(flaw["loc"][0])
        where = f"{name_of(path)}: " if path is not None and field == "text" else ""
        raise InputError(f"{where}{field}: {flaw['msg'].removeprefix('Value error, ')}") from None
