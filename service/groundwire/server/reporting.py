"""What the log says of a failure: enough to find its cause, and nothing of the article."""

import logging

from groundwire.extraction.errors import ModelError
from groundwire.server.problems import HANDLED
from groundwire.telemetry.tracebacks import without_messages

_log = logging.getLogger("groundwire.server")


def report(error: Exception) -> None:
    """Log it: a failure of the model with its message, which never holds text, answers or keys; a defect without."""
    if isinstance(error, ModelError):
        _log.warning("%s: %s", type(error).__name__, error)
    elif not isinstance(error, HANDLED):
        _log.error("unhandled %s", without_messages(error))
