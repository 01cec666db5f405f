"""Reads an article from a file or standard input, with the checks that the HTTP service makes."""

import sys
from pathlib import Path

from pydantic import ValidationError

from groundwire.cli.exits import Exit, fail
from groundwire.schemas import CacheMode, ExtractRequest, RecordType


def read_article(path: str) -> str:
    """The text of a file, or of standard input for `-`, byte for byte as UTF-8.

    Line endings are kept: offsets count the characters of the file as it is.
    """
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        fail(Exit.USAGE, f"cannot read {path}: {error.strerror}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        fail(Exit.USAGE, f"{path} is not UTF-8 (byte {error.start}); convert it first, for example with iconv")


def checked_request(
    text: str,
    max_chars: int,
    published: str | None,
    title: str | None,
    record_types: list[RecordType] | None,
    cache: CacheMode,
) -> ExtractRequest:
    """The request that these arguments make; a bad one ends the program with the name of the field."""
    fields: dict[str, object] = {"text": text, "published": published, "title": title, "cache": cache}
    if record_types:
        fields["record_types"] = tuple(dict.fromkeys(record_types))
    try:
        request = ExtractRequest.model_validate(fields)
    except ValidationError as error:
        flaw = error.errors(include_input=False, include_url=False)[0]
        fail(Exit.USAGE, f"{flaw['loc'][0]}: {flaw['msg'].removeprefix('Value error, ')}")
    if len(text) > max_chars:
        fail(Exit.USAGE, f"text: {len(text):,} characters are over the limit of {max_chars:,} (GROUNDWIRE_MAX_CHARS)")
    return request
