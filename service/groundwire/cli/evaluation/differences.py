"""Differences between two runs, as tables for people."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from groundwire.cli.evaluation.headline import GROUPS, WORDS
from groundwire.cli.tables import escape

if TYPE_CHECKING:
    from groundwire.evals.judging.comparison import Comparison, Difference

FLIPS_SHOWN = 40
"""Flips that are listed; the JSON has all."""

_COLOURS = {"better": "green", "worse": "red", None: "dim"}


def show_comparison(comparison: "Comparison", console: Console) -> None:
    """Print the figures that come first, every other one that changed significantly, and the flips."""
    console.print(
        f"[bold]{escape(comparison.a)}[/] → [bold]{escape(comparison.b)}[/], {comparison.answers} answers in both",
        highlight=False,
    )
    for group in dict.fromkeys(one.group for one in comparison.differences):
        shown = [one for one in comparison.differences if one.group == group and _matters(one)]
        if shown:
            console.print(_table(group, shown))
    for side, names in (("first", comparison.only_a), ("second", comparison.only_b)):
        if names:
            console.print(f"Only in the {side}: {escape(', '.join(names))}", highlight=False)
    _show_flips(comparison, console)


def _matters(one: "Difference") -> bool:
    return one.significant is not None or (one.group in GROUPS and one.metric in WORDS)


def _table(group: str, differences: "list[Difference]") -> Table:
    table = Table(title=escape(group), title_justify="left", box=box.ROUNDED)
    table.add_column("", style="bold")
    for heading in ("before", "after", "change, 95 % interval"):
        table.add_column(heading, justify="right")
    for one in differences:
        change = f"[{_COLOURS[one.significant]}]{_changed(one)}[/]"
        table.add_row(WORDS.get(one.metric, one.metric), _short(one.before), _short(one.after), change)
    return table


def _changed(one: "Difference") -> str:
    change = one.change
    if change.value is None:
        return "–"
    if change.low is None or change.high is None:
        return f"{change.value:+.3f} (n {change.n})"
    return f"{change.value:+.3f} ({change.low:+.3f} to {change.high:+.3f}, n {change.n})"


def _short(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3f}"


def _show_flips(comparison: "Comparison", console: Console) -> None:
    console.print(f"[bold]{len(comparison.flips)} flips[/]", highlight=False)
    for flip in comparison.flips[:FLIPS_SHOWN]:
        where = [flip.case if flip.repeat == 1 else f"{flip.case} ({flip.repeat})"]
        where += [part for part in (flip.type and flip.type.value, flip.record, flip.slot) if part]
        line = f"  {' / '.join(where)}: {flip.before} → {flip.after}"
        console.print(escape(line), highlight=False, soft_wrap=True)
    if len(comparison.flips) > FLIPS_SHOWN:
        console.print(f"  … and {len(comparison.flips) - FLIPS_SHOWN} more; --json has all", highlight=False)
