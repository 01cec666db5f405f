"""What log lines may say, and how they say it to people; `json_lines.py` has the form for machines.

Records of our own loggers and of uvicorn's are written as they are. Of those of other libraries only what cannot
hold a value is: their messages quote answers and articles. Exceptions are written without their messages.
"""

import copy
import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from groundwire.telemetry.tracebacks import without_messages

_OURS: Final = frozenset({"groundwire", "uvicorn"})


class SafeFormatter(logging.Formatter):
    """Withholds what may not be written, and never raises: no log line is worth a request."""

    def __init__(self, write: Callable[[logging.LogRecord], str]) -> None:
        """Nothing is written yet.

        Args:
            write: Makes a line of a record whose `msg` is what may be said of it, without arguments.
        """
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """One line; if it cannot be written, one that says where it came from."""
        written = copy.copy(record)
        try:
            written.msg = record.getMessage() if is_ours(record) else _withheld(record)
            written.args = ()
            return self._write(written)
        except Exception:  # noqa: BLE001 - whatever a value does when it is written
            spoilt = {"name": record.name, "levelname": record.levelname, "levelno": record.levelno}
            written = logging.makeLogRecord(spoilt)
            written.msg = f"a line of {record.module}:{record.lineno} cannot be written"
            return self._write(written)


def line_formatter() -> SafeFormatter:
    """Writes a record as words for a terminal."""
    return SafeFormatter(_in_words)


def is_ours(record: logging.LogRecord) -> bool:
    """Whether a record comes from us or from uvicorn, and may be written whole."""
    return record.name.partition(".")[0] in _OURS


def told_of(record: logging.LogRecord) -> dict[str, Any]:
    """What a record was given by `extra={"told": {...}}`; None for figures that are none."""
    told: dict[str, Any] = record.__dict__.get("told", {})
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in told.items()
    }


def _withheld(record: logging.LogRecord) -> str:
    """What a record of another library says, without any value."""
    if record.name == "py.warnings":  # "file:line: category: message"
        return ": ".join(record.getMessage().split(": ", 2)[:2])
    if record.name == "asyncio":  # a sentence of its own, then a line for each object that it is about
        return str(record.msg).partition("\n")[0]
    if record.args:  # a text with gaps, which the arguments would fill
        return str(record.msg)
    return f"message withheld, of {record.module}:{record.lineno}"


def _in_words(record: logging.LogRecord) -> str:
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    begin = f"{moment} {record.levelname} {record.name}: {record.msg}"
    words = " ".join([begin, *(f"{name}={value}" for name, value in told_of(record).items())])
    error = record.exc_info[1] if record.exc_info else None
    return words if error is None else f"{words}\n{without_messages(error)}"
