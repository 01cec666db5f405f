"""Server-sent events, as the HTML standard has them, out of bytes that arrive in pieces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_EVENT_BYTES = 64 * 1024 * 1024
"""Bytes of one event at most; an Extraction of the longest article that a service takes is far smaller."""

_END_OF_LINE = re.compile(rb"\r\n|\n|\r")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


class EventTooLong(ValueError):
    """An event has more than `MAX_EVENT_BYTES` bytes."""


@dataclass(frozen=True, slots=True)
class ServerSentEvent:
    """One event: its name, `message` if it has none, and its lines of data."""

    name: str
    data: str


class EventParser:
    """Cuts a stream into events. Comments (heartbeats), ids and retry times are skipped."""

    def __init__(self) -> None:
        self._rest = b""
        self._first = True
        self._name = ""
        self._data: list[str] = []
        self._bytes = 0

    def feed(self, piece: bytes) -> Iterator[ServerSentEvent]:
        """The events that are complete with this piece.

        Raises:
            EventTooLong: The event under way is longer than any that is sent.
        """
        for line in self._lines(piece):
            if event := self._event_at(line):
                yield event

    def _lines(self, piece: bytes) -> Iterator[str]:
        # Only the new bytes are searched: an event of megabytes comes in thousands of pieces.
        searched_from, self._rest = max(len(self._rest) - 1, 0), self._rest + piece
        begin = 0
        for match in _END_OF_LINE.finditer(self._rest, searched_from):
            if match.end() == len(self._rest) and match.group() == b"\r":
                break  # perhaps the first half of \r\n
            yield self._decoded(self._rest[begin : match.start()])
            begin = match.end()
        self._rest = self._rest[begin:]
        if self._bytes + len(self._rest) > MAX_EVENT_BYTES:
            raise EventTooLong

    def _decoded(self, line: bytes) -> str:
        text = line.decode(errors="replace")
        if self._first:
            self._first, text = False, text.removeprefix(_BOM)
        return text

    def _event_at(self, line: str) -> ServerSentEvent | None:
        """The event that ends with this line, which is a blank one."""
        if not line:
            event = ServerSentEvent(self._name or "message", "\n".join(self._data)) if self._data else None
            self._name, self._data, self._bytes = "", [], 0
            return event
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
            self._bytes += len(value)
        return None
