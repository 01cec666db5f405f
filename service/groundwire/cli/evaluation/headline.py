"""The figures of a run that come first, as a table for people. A report has all of them."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from groundwire.evals.scoring.scores import Interval, RunScore

WORDS = {
    "record.f1": "records, F1",
    "slot.f1": "slots, F1",
    "figure.precision": "figures, precision",
    "figure.recall": "figures, recall",
    "wrong_figures": "wrong figures an article",
    "grounding_rate": "values in their evidence",
    "unsupported_number_rate": "numbers not in their evidence",
    "hallucinated_records": "spurious records an article",
    "forbidden_rate": "articles with a forbidden string",
    "failure_rate": "articles without an answer",
    "prompt_tokens": "tokens read an article",
    "completion_tokens": "tokens written an article",
    "calls": "calls an article",
    "cost_usd": "US dollars an article",
    "seconds_p50": "seconds, median",
    "seconds_p95": "seconds, 95 %",
}
"""What a reader of a table calls the figures that come first; their meanings stand in scoring.figures."""

GROUPS = ("gold", "negative", "counterfactual")


def show_scores(scores: "RunScore", console: Console) -> None:
    """Print them for the main groups of cases, each with its 95 % interval and the number of articles behind it."""
    groups = {name: scores.groups[name] for name in GROUPS if name in scores.groups}
    table = Table(box=box.ROUNDED)
    table.add_column("", style="bold")
    for name, group in groups.items():
        table.add_column(f"{name}, {group.cases} answers")
    for metric, words in WORDS.items():
        table.add_row(words, *(cell(group.metrics.get(metric)) for group in groups.values()))
    console.print(table)
    console.print(
        "[dim]In brackets: 95 % interval, and the number of articles it was resampled from; – where there is nothing "
        "to count.[/]",
        highlight=False,
    )


def cell(figure: "Interval | None") -> str:
    """A figure with its interval and n, in Rich markup."""
    if figure is None or figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{_short(figure.value)} [dim](n {figure.n})[/]"
    return f"{_short(figure.value)} [dim]({_short(figure.low)} to {_short(figure.high)}, n {figure.n})[/]"


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 100 else f"{value:,.0f}"
