"""A limit of so much a minute that many processes share, as the generic cell rate algorithm (GCRA) keeps it."""

from dataclasses import dataclass

MINUTE_S = 60.0


@dataclass
class Quota:
    """Who takes of it is told how long to wait; in order of asking, so that nobody is passed over.

    Attributes:
        per_minute: What may be taken.
        burst_s: Seconds' worth of it that may be taken at once after a pause.
    """

    per_minute: float
    burst_s: float = 0.2
    _due: float = float("-inf")

    def wait_s(self, now: float, amount: float = 1.0) -> float:
        """Take an amount at a time; seconds until it may be used."""
        due = max(self._due, now)
        self._due = due + amount * MINUTE_S / self.per_minute
        return max(0.0, due - now - self.burst_s)
