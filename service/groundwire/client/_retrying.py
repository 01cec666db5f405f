"""When the SDK tries again, and how long it waits before that."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from groundwire.client.errors import Answer, ConnectionFailed, GroundwireError, StreamBroken, api_error

FIRST_BACKOFF_S = 0.5
"""Upper bound, in seconds, of the first wait's random part; it doubles with each attempt."""
MAX_BACKOFF_S = 8.0

_RETRIED_STATUS = frozenset({429, 503})
# Nothing was answered, so nothing is known to be wrong with the request; and to ask twice costs nothing twice, for
# equal requests share one run and its cached answer. Not ReadTimeout: then the time is over.
_RETRIED_ERRORS = (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ConnectTimeout)


@dataclass(frozen=True, slots=True)
class RetryRule:
    """Judges what came instead of an answer.

    Attributes:
        host: Where the service listens, for messages; without user and password.
        retries: Further attempts after the first.
        jitter: A number from 0 to 1, uniformly at random.
    """

    host: str
    retries: int
    jitter: Callable[[], float] = random.random

    def pause_s(self, failure: Answer | httpx.RequestError | StreamBroken, attempt: int, left_s: float) -> float:
        """Seconds to wait before the next attempt: a random part, which spreads the callers, on top of Retry-After.

        Args:
            failure: What came.
            attempt: How many attempts went before this one.
            left_s: Seconds until the caller's deadline; a wait that lasts until then is not begun.

        Raises:
            GroundwireError: There is to be no next attempt; this is the error of the call.
        """
        wait_s: float = self.jitter() * min(FIRST_BACKOFF_S * 2**attempt, MAX_BACKOFF_S)
        if isinstance(failure, Answer):
            wait_s += _retry_after_s(failure) or 0.0
        if attempt >= self.retries or not _is_passing(failure) or wait_s >= left_s:
            raise self._error(failure)
        return wait_s

    def broken(self, error: httpx.RequestError) -> StreamBroken:
        """The error of a stream that ended before its time."""
        broken = StreamBroken(f"{self.host}: {type(error).__name__}: {error}")
        broken.__cause__ = error
        return broken

    def _error(self, failure: Answer | httpx.RequestError | StreamBroken) -> GroundwireError:
        if isinstance(failure, Answer):
            return api_error(failure)
        if isinstance(failure, StreamBroken):
            return failure
        failed = ConnectionFailed(f"{self.host}: {type(failure).__name__}: {failure}")
        failed.__cause__ = failure
        return failed


def _is_passing(failure: Answer | httpx.RequestError | StreamBroken) -> bool:
    if isinstance(failure, Answer):
        return failure.status in _RETRIED_STATUS
    return isinstance(failure.__cause__ if isinstance(failure, StreamBroken) else failure, _RETRIED_ERRORS)


def _retry_after_s(answer: Answer) -> float | None:
    """Seconds; None if there is no such header, or a date that the answer's own does not set in relation.

    A date is never held against the clock of this machine: the two may be minutes apart.
    """
    value = answer.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return float(value)
    until, now = _http_date(value), _http_date(answer.headers.get("date", ""))
    return None if until is None or now is None else max((until - now).total_seconds(), 0.0)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else None
