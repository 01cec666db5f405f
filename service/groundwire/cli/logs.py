"""Where log lines go, and whose: ours only, because other libraries log what they send."""

import asyncio
import logging
import sys

_OURS = ("groundwire", "uvicorn")


def log_to_stderr(level: str | None) -> None:
    """Log to standard error from `level` on, None meaning warnings; from the libraries below us, only warnings.

    openai's client logs whole requests when it is told to be verbose, articles and all.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_is_wanted)
    logging.basicConfig(level=(level or "warning").upper(), handlers=[handler])


def _is_wanted(record: logging.LogRecord) -> bool:
    if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
        return False  # a request that a second Ctrl-C cut off: no defect, and no traceback
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] in _OURS
