"""Log lines: JSON, one line an event, or words for a terminal. Both keep out what other libraries quote.

Records of our own loggers and of uvicorn's are written as they are. Of those of other libraries only what cannot
hold a value is: their messages quote answers and articles. Exceptions are written without their messages.
"""

import logging
import math
from typing import Any, Final

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

from groundwire.telemetry.tracebacks import without_messages

_OURS: Final = frozenset({"groundwire", "uvicorn"})


def is_ours(record: logging.LogRecord) -> bool:
    """Whether a record comes from us or from uvicorn, and may be written whole."""
    return record.name.partition(".")[0] in _OURS


def json_formatter() -> logging.Formatter:
    """Writes a record as a line of JSON: event, timestamp (UTC, ISO 8601), level, logger, and what it was given.

    A record is given more by `extra={"told": {...}}`, flat, of numbers and strings; what is bound to structlog's
    context, such as the id of the request, is written too.
    """
    return _Formatter(JSONRenderer(default=_type_of))


def line_formatter() -> logging.Formatter:
    """Writes a record as words for a terminal."""
    return _Formatter(_in_words)


class _Formatter(logging.Formatter):
    """structlog's formatter under our rules. Never raises: no log line is worth a request."""

    def __init__(self, renderer: Processor) -> None:
        super().__init__()
        steps: list[Processor] = [
            merge_contextvars, TimeStamper(fmt="iso", utc=True), add_log_level, add_logger_name, _traceback, _told,
            ProcessorFormatter.remove_processors_meta, renderer,
        ]  # fmt: skip
        self._structlog = ProcessorFormatter(processors=steps)

    def format(self, record: logging.LogRecord) -> str:
        """One line; if it cannot be written, one that says where it came from."""
        written = logging.makeLogRecord(record.__dict__)
        try:
            written.msg = record.getMessage() if is_ours(record) else _withheld(record)
            written.args = ()
            return self._structlog.format(written)
        except Exception:  # noqa: BLE001 - whatever a value does when it is written
            spoilt = {"name": record.name, "levelname": record.levelname, "levelno": record.levelno}
            written = logging.makeLogRecord(spoilt)
            written.msg = f"a line of {record.module}:{record.lineno} cannot be written"
            return self._structlog.format(written)


def _withheld(record: logging.LogRecord) -> str:
    """What a record of another library says, without any value."""
    if record.name == "py.warnings":  # "file:line: category: message"
        return ": ".join(record.getMessage().split(": ", 2)[:2])
    if record.name == "asyncio":  # a sentence of its own, then a line for each object that it is about
        return str(record.msg).partition("\n")[0]
    if record.args:  # a text with gaps, which the arguments would fill
        return str(record.msg)
    return f"message withheld, of {record.module}:{record.lineno}"


def _told(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    told: dict[str, Any] = event["_record"].__dict__.get("told", {})
    for name, value in told.items():
        event.setdefault(name, None if isinstance(value, float) and not math.isfinite(value) else value)
    return event


def _traceback(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    event.pop("stack_info", None)
    _, error, _ = event.pop("exc_info", None) or (None, None, None)
    if error is not None:
        event["traceback"] = without_messages(error)
    return event


def _type_of(value: object) -> str:
    """What JSON cannot hold: only its type, for how it shows itself is not ours to say."""
    return f"<{type(value).__name__}>"


def _in_words(_logger: WrappedLogger, _level: str, event: EventDict) -> str:
    traceback = event.pop("traceback", None)
    begin = f"{event.pop('timestamp')} {event.pop('level').upper()} {event.pop('logger')}: {event.pop('event')}"
    words = " ".join([begin, *(f"{name}={value}" for name, value in event.items())])
    return f"{words}\n{traceback}" if traceback else words
