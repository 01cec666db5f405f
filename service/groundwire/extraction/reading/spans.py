"""Whether a span of a text touches any of many others: asked of every fact of an article, so in logarithmic time."""

from bisect import bisect_left
from collections.abc import Iterable


class Spans:
    """Spans (start, end) of one text, which may overlap and come in any order; those without a character are none."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if start >= end:
                continue
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether a span that is not empty has a character in common with any of them."""
        last = bisect_left(self._starts, end) - 1
        return last >= 0 and self._ends[last] > start
