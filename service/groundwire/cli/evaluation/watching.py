"""Shows how a run goes on: a bar on a terminal, a line a case elsewhere; on standard error in both cases."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from groundwire.cli.tables import escape

if TYPE_CHECKING:
    from groundwire.evals.runs.harness import Step, Watch

_CASES_ARE_SLOW_S = 3600.0
"""Seconds over which the bar averages its speed; one case of a small machine takes minutes."""


@contextmanager
def watching(*, quiet: bool) -> "Iterator[Watch]":
    """A watcher of a run that fits standard error; one that says nothing if told to be quiet."""
    console = Console(stderr=True, quiet=quiet)
    if not console.is_terminal:
        yield _Lines(console)
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[red]{task.fields[failures]}"),
        TimeRemainingColumn(),
        console=console,
        speed_estimate_period=_CASES_ARE_SLOW_S,
    )
    with bar:
        yield _Bar(bar)


class _Bar:
    """A bar with the case under way; failures stay as lines above it."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = TaskID(0)

    def opened(self, done: int, total: int) -> None:
        self._task = self._bar.add_task("cases", completed=done, total=total, failures="")

    def begun(self, case: str) -> None:
        self._bar.update(self._task, description=escape(case))

    def ended(self, step: "Step") -> None:
        failures = f"{step.failed} failed" if step.failed else ""
        self._bar.update(self._task, completed=step.done, failures=failures)
        if step.answer.failure is not None:
            self._bar.console.print(_told(step), style="red", highlight=False)


class _Lines:
    """A line a case."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begin = time.monotonic()
        self._before = 0

    def opened(self, done: int, total: int) -> None:
        self._before = done
        self._console.print(f"{done}/{total} cases are done", highlight=False)

    def begun(self, case: str) -> None:
        """Said once it is done."""

    def ended(self, step: "Step") -> None:
        a_case_s = (time.monotonic() - self._begin) / (step.done - self._before)
        left_min = a_case_s * (step.total - step.done) / 60
        failures = f", {step.failed} failed" if step.failed else ""
        line = f"{step.done}/{step.total}{failures}, {left_min:.0f} min left: {_told(step)}"
        self._console.print(line, highlight=False, soft_wrap=True)


def _told(step: "Step") -> str:
    answer = step.answer
    name = escape(answer.case if answer.repeat == 1 else f"{answer.case} ({answer.repeat})")
    if answer.failure is not None:
        return f"{name}: no answer ({answer.failure.kind}): {escape(answer.failure.message)}"
    records = ", ".join(f"{number:.0f} {what}" for what, number in step.records.items())
    return f"{name}: {records}; {answer.seconds:.1f} s"
