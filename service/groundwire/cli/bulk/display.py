"""How far a bulk run is, on standard error: a bar where a person watches, elsewhere a line every half minute."""

import time
from collections import deque
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from groundwire.bulk.checkpoint import Bill
from groundwire.bulk.running import Standing
from groundwire.cli.progress import model_lines

LINE_EVERY_S: Final = 30.0
"""Seconds between two lines where no person watches."""
RATE_OVER_S: Final = 60.0
"""Seconds over which the rate is taken."""


class Display:
    """One line or bar for the whole run; ends with its block.

    Args:
        size: Of IN, in the unit of `Standing.offset`; None if nobody knows.
        line_every_s: Seconds between two lines where no person watches.
    """

    def __init__(self, size: int | None, line_every_s: float = LINE_EVERY_S) -> None:
        self._console = Console(stderr=True)
        columns = (SpinnerColumn(), BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bars = Progress(*columns, console=self._console, transient=True, redirect_stdout=False)
        self._task = self._bars.add_task("begins", total=None)
        self._size = size
        self._seen: deque[tuple[float, int]] = deque()
        self._line_every_s = line_every_s
        self._line_at = time.monotonic() + line_every_s
        self._away = False
        self.model = model_lines(self._console)
        """The progress callback for the embedded model."""

    def __enter__(self) -> Self:
        if self._console.is_interactive:
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._console.is_interactive:
            self._bars.stop()

    def tell(self, standing: Standing) -> None:
        """Show how the run stands."""
        now = time.monotonic()
        self._seen.append((now, standing.bill.articles))
        while self._seen[-1][0] - self._seen[0][0] > RATE_OVER_S:
            self._seen.popleft()
        total = self._total(standing)
        words = line_of(standing.bill, total, self._rate())
        if standing.away and not self._away:
            self._console.print("the database is away; waiting for it", highlight=False)
        self._away = standing.away
        if self._console.is_interactive:
            self._bars.update(self._task, description=words, completed=standing.bill.articles, total=total)
        elif now >= self._line_at:
            self._line_at = now + self._line_every_s
            self._console.print(words, highlight=False, soft_wrap=True)

    def _rate(self) -> float:
        (begin, before), (end, now) = self._seen[0], self._seen[-1]
        return (now - before) / (end - begin) if end > begin else 0.0

    def _total(self, standing: Standing) -> int | None:
        """All articles, as many as the part of IN that was read lets expect."""
        if self._size is None or standing.offset == 0:
            return None
        return max(standing.read, round(standing.read * self._size / standing.offset))


def line_of(bill: Bill, total: int | None, rate: float) -> str:
    """How a run stands, in one line.

    Args:
        bill: What came of the articles so far, and what it cost.
        total: All articles; None if nobody knows.
        rate: Articles a second.
    """
    of_all = "" if total is None else f" of {total:,}"
    parts = [f"{bill.articles:,}{of_all} articles", f"{rate:.1f}/s"]
    parts.append(f"{bill.usage.prompt_tokens + bill.usage.completion_tokens:,} tokens")
    if bill.cost_usd is not None:
        parts.append(f"${bill.cost_usd:,.2f}")
    if total is not None and rate > 0:
        parts.append(f"{span_of(max(0, total - bill.articles) / rate)} left")
    if bill.failed:
        parts.append(f"{bill.failed:,} failed")
    return ", ".join(parts)


def span_of(seconds: float) -> str:
    """A span of time for people: `42 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`."""
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    left, parts = round(seconds), list[str]()
    for unit, length in units:
        count, left = divmod(left, length)
        if count or (parts and len(parts) < 2):
            parts.append(f"{count} {unit}")
        if len(parts) == 2:
            break
    return " ".join(parts) or "0 s"
