"""How many transport retries this process may afford: when much fails, more tries make it worse.

After the retry budget of "Site Reliability Engineering" (Beyer et al. 2016, chapter 21): retries are a tenth of the
calls at most, so that an endpoint in trouble is given a tenth more to do, not a multiple.
"""

import time
from collections import deque
from dataclasses import dataclass, field


@dataclass
class RetryBudget:
    """A sliding window over calls and retries; one for all endpoints of a process. For one event loop.

    Attributes:
        share: Retries for each call of the window, 0 to 1.
        reserve: Retries of a window that are granted whatever was called, so that small use is not hindered.
        window_s: Seconds that a call or retry counts, by the monotonic clock.
    """

    share: float = 0.1
    reserve: int = 10
    window_s: float = 30.0
    _calls: deque[float] = field(default_factory=deque, init=False)
    _retries: deque[float] = field(default_factory=deque, init=False)

    def called(self) -> None:
        """A call goes out that is no retry of another."""
        self._calls.append(self._now())

    def take(self) -> bool:
        """Whether one more retry may be made; if so it is counted."""
        now = self._now()
        if len(self._retries) >= self.reserve + int(self.share * len(self._calls)):
            return False
        self._retries.append(now)
        return True

    def _now(self) -> float:
        now = time.monotonic()
        for moments in (self._calls, self._retries):
            while moments and moments[0] <= now - self.window_s:
                moments.popleft()
        return now
