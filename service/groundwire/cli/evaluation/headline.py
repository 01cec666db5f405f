"""The scores of a run as a table for people."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from groundwire.cli.tables import escape

if TYPE_CHECKING:
    from groundwire.evals.scores import Interval, RunScore


def show_scores(scores: "RunScore", console: Console) -> None:
    """Print the figures of every group of cases, each with its 95 % interval and the number of articles behind it."""
    groups = scores.groups
    table = Table(box=box.ROUNDED, title="Scores", title_justify="left")
    table.add_column("", style="bold", no_wrap=True)
    for name, group in groups.items():
        table.add_column(f"{escape(name)} ({group.cases})", justify="right")
    for metric in dict.fromkeys(name for group in groups.values() for name in group.metrics):
        cells = [_cell(group.metrics.get(metric)) for group in groups.values()]
        table.add_row(escape(metric.replace("_", " ")), *cells)
    console.print(table)
    console.print("[dim]In brackets: 95 % bootstrap interval over articles, and how many of them.[/]", highlight=False)


def _cell(figure: "Interval | None") -> str:
    if figure is None or figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{_short(figure.value)} [dim](n {figure.n})[/]"
    return f"{_short(figure.value)} [dim]({_short(figure.low)} to {_short(figure.high)}, n {figure.n})[/]"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
