"""How fast a key may send requests: so many a minute, and a sixth of that at once.

GCRA of pyrate-limiter, called as the pure function that it is: no thread, no lock, no waiting, and the clock is ours,
a monotonic one. Each process counts by itself; see docs/decisions/0016-access.md.
"""

import math
import time
from collections.abc import Callable
from typing import Final

from pyrate_limiter import GCRA, Rate

from groundwire.server.access.keys import ApiKey
from groundwire.server.access.quotas import Quota

_MINUTE_S: Final = 60
_LEAST_BURST: Final = 10
"""Requests that even a slow key may send at once, if its minute has so many."""


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class RequestRates:
    """The rates of all keys.

    Args:
        per_minute: For keys that have no rate of their own.
        now_ms: A clock that never goes back, in milliseconds.
    """

    def __init__(self, per_minute: int, now_ms: Callable[[], int] = _monotonic_ms) -> None:
        self._per_minute = per_minute
        self._now_ms = now_ms
        self._gcra = GCRA()
        self._states: dict[str, tuple[float | int, ...]] = {}

    def take(self, key: ApiKey) -> tuple[Quota, float | None]:
        """Count one request of a key.

        Returns:
            Where the key stands after it, and None; or, for a request too many, which is not counted, the seconds
            until the next one is allowed.
        """
        per_minute = key.requests_per_minute or self._per_minute
        burst = max(min(per_minute, _LEAST_BURST), per_minute // 6)
        rates, now = [Rate(per_minute, _MINUTE_S * 1000, burst)], self._now_ms()
        state = self._states.get(key.id) or self._gcra.initial(rates)
        state, decision = self._gcra.step(rates, state, now, 1)
        self._states[key.id] = state
        owed = self._gcra.consumed(rates, state, now)
        quota = Quota(
            "requests",
            size=burst,
            window_s=math.ceil(burst * _MINUTE_S / per_minute),
            left=max(burst - owed, 0),
            reset_s=math.ceil(owed * _MINUTE_S / per_minute),
        )
        return quota, None if decision.allowed else (decision.retry_after_ms or 0) / 1000
