"""Until when an answer is wanted: one moment, handed down through everything that is done for it."""

import math
import time
from typing import Final


class Deadline:
    """A moment of the monotonic clock, which no correction of the wall clock moves.

    It can be put off, never brought forward: what several callers wait for is worth doing until the last of them
    goes.
    """

    def __init__(self, seconds: float = math.inf) -> None:
        """A moment so many seconds from now; infinitely far away by default."""
        self._until = time.monotonic() + seconds

    @property
    def remaining_s(self) -> float:
        """Seconds that are left; 0 when it is over, infinity where there is no end."""
        return max(0.0, self._until - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether nothing is left."""
        return self.remaining_s <= 0

    def within(self, seconds: float) -> float:
        """So many seconds, or what is left if that is less."""
        return min(seconds, self.remaining_s)

    def put_off(self, other: "Deadline") -> None:
        """Wait as long as another one does, if that is longer."""
        self._until = max(self._until, other._until)  # noqa: SLF001 - of its own kind


NO_DEADLINE: Final = Deadline()
"""Never over."""
