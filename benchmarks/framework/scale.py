"""How much is measured: all of it, or just enough to see that it still works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of a run.

    Attributes:
        rounds: How often each contender is measured, 1 or more.
        share: Of the calls, requests and articles of a whole run, above 0 to 1.
    """

    rounds: int
    share: float = 1.0

    def of(self, number: int, least: int = 1) -> int:
        """A share of so many."""
        return max(least, round(number * self.share))

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.share >= 1
