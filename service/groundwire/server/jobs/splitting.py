"""Cuts the body of a job into its articles without reading any of them, so that one at a time is in memory."""

import re
from collections.abc import Iterator
from typing import Final

from groundwire.schemas import ProblemType
from groundwire.server.body import invalid, json_object, malformed, too_large, unknown
from groundwire.server.jobs.arriving import Data
from groundwire.server.problems import ProblemError, shortened

_BOM: Final = b"\xef\xbb\xbf"
_SPACE: Final = b" \t\r\n"
_BEGIN: Final = re.compile(rb'[ \t\r\n]*\{[ \t\r\n]*"articles"[ \t\r\n]*:[ \t\r\n]*\[')
_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|["\[\]{},]', re.DOTALL)
"""What says where an article ends: strings, which hide the rest, brackets and commas; a quotation mark alone is an
error, which whoever reads the article finds."""
_END: Final = re.compile(rb"[ \t\r\n]*\}[ \t\r\n]*")
_EXPLAINED: Final = 64 * 1024
"""Bytes of a body that is no job at all, up to which it is read to say why."""
_CHUNK: Final = 64 * 1024


def lines_of(data: Data, longest: int) -> Iterator[bytes]:
    """The lines of NDJSON; blank ones at the end are none, and a byte order mark is passed over.

    Args:
        data: The body.
        longest: Bytes of a line, at most.

    Raises:
        ProblemError: A line is longer.
    """
    begin, end, index = _first(data), _last(data), 0
    while begin < end:
        found = data.find(b"\n", begin, end)
        stop = found if found >= 0 else end
        if stop - begin > longest:
            raise _too_long(index, longest)
        yield bytes(data[begin:stop])
        begin, index = stop + 1, index + 1


def elements_of(data: Data, longest: int) -> Iterator[bytes]:
    """What stands in the array of `{"articles": [...]}`, each element as it is written.

    Args:
        data: The body.
        longest: Bytes of an element, at most.

    Raises:
        ProblemError: An element is longer, or the body around them is something else.
    """
    frame = _BEGIN.match(data, _first(data))
    if frame is None:
        raise _no_job(data)
    begin = frame.end()
    for index, mark in enumerate(_marks(data, begin, longest)):
        element, begin = bytes(data[begin : mark.start()]), mark.end()
        if mark.group() == b"}":
            break
        if mark.group() == b"]":
            if index or element.strip(_SPACE):
                yield element
            if not _END.fullmatch(data, begin):
                raise invalid("body", "must hold nothing beside `articles`, and nothing behind it")
            return
        yield element
    raise malformed("ends before its array of articles does")


def _marks(data: Data, begin: int, longest: int) -> Iterator[re.Match[bytes]]:
    """The commas between the elements of an array that is open, and the bracket that closes it."""
    depth, index = 0, 0
    for token in _TOKEN.finditer(data, begin):
        if token.end() - begin > longest:
            raise _too_long(index, longest)
        mark = data[token.start()]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}" and depth:
            depth -= 1
        elif mark in b",]}" and not depth:
            yield token
            begin, index = token.end(), index + 1


def _first(data: Data) -> int:
    return len(_BOM) if data[: len(_BOM)] == _BOM else 0


def _last(data: Data) -> int:
    """Where the white space at the end begins."""
    end = len(data)
    while end:
        chunk = bytes(data[max(end - _CHUNK, 0) : end])
        kept = len(chunk.rstrip(_SPACE))
        end -= len(chunk) - kept
        if kept:
            break
    return end


def _too_long(index: int, longest: int) -> ProblemError:
    return too_large(f"articles.{index}", f"at most {longest:,} bytes are read")


def _no_job(data: Data) -> ProblemError:
    """What is wrong with a body that does not even begin like a job."""
    if len(data) > _EXPLAINED:
        return invalid("body", "must be an object with one field, `articles`, which is an array")
    fields = json_object(bytes(data))
    if wrong := shortened(unknown(fields, ("articles",))):
        return ProblemError(ProblemType.INVALID_REQUEST, errors=wrong)
    return invalid("articles", "must be an array" if fields else "is missing")
