"""Where log lines go, in which form, and from which severity on."""

import asyncio
import logging
import sys

from groundwire.telemetry.logs import is_ours, line_formatter


def log_to_stderr(level: str | None) -> None:
    """Log in words to standard error from `level` on, None meaning warnings; from other libraries, only warnings.

    openai's client logs whole requests when it is told to be verbose, articles and all.
    """
    _log(level or "warning", line_formatter())


def log_json(level: str | None) -> None:
    """Log lines of JSON to standard error from `level` on, None meaning info; Python's warnings are among them."""
    from groundwire.telemetry.json_lines import json_formatter  # noqa: PLC0415 - other commands do without structlog

    _log(level or "info", json_formatter())
    logging.captureWarnings(capture=True)


def _log(level: str, formatter: logging.Formatter) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_is_wanted)
    logging.basicConfig(level=level.upper(), handlers=[handler])


def _is_wanted(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
        return False  # a request that a second Ctrl-C cut off: no defect, and no traceback
    return record.levelno >= logging.WARNING or is_ours(record)
