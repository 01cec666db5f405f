"""Log lines as JSON, one line an event. A module of its own, for structlog takes a while to load."""

from structlog.contextvars import merge_contextvars
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name
from structlog.typing import EventDict, Processor, WrappedLogger

from groundwire.telemetry.logs import SafeFormatter, told_of
from groundwire.telemetry.tracebacks import without_messages


def json_formatter() -> SafeFormatter:
    """Writes event, timestamp (UTC, ISO 8601), level and logger of a record, and what it was given.

    A record is given more by `extra={"told": {...}}`, flat, of numbers and strings; what is bound to structlog's
    context, such as the id of the request, is written too.
    """
    steps: list[Processor] = [
        merge_contextvars, TimeStamper(fmt="iso", utc=True), add_log_level, add_logger_name, _traceback, _told,
        ProcessorFormatter.remove_processors_meta, JSONRenderer(default=_type_of),
    ]  # fmt: skip
    return SafeFormatter(ProcessorFormatter(processors=steps).format)


def _traceback(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    event.pop("stack_info", None)
    _, error, _ = event.pop("exc_info", None) or (None, None, None)
    if error is not None:
        event["traceback"] = without_messages(error)
    return event


def _told(_logger: WrappedLogger, _level: str, event: EventDict) -> EventDict:
    told = told_of(event["_record"])
    return {**event, **{name: value for name, value in told.items() if name not in event}}


def _type_of(value: object) -> str:
    """What JSON cannot hold: only its type, for how it shows itself is not ours to say."""
    return f"<{type(value).__name__}>"
