"""Markdown tables of samples."""

from collections.abc import Sequence

from benchmarks.framework.result import Result
from benchmarks.framework.samples import Spread


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; the first column is of words, all others of figures."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def figures(result: Result, figure: str, cases: Sequence[str], names: Sequence[str] | None = None) -> str:
    """One figure: contenders down, cases across; medians, with the least and the most."""
    rows = [
        [name, *(spelled(result.samples.spread(name, case, figure)) for case in cases)]
        for name in names or result.samples.contenders
    ]
    return table(["", *cases], rows)


def ratios(result: Result, figure: str, reference: str, cases: Sequence[str]) -> str:
    """The same as ratios to a reference of the same round."""
    rows = [
        [name, *(spelled(result.samples.ratio(name, reference, case, figure)) for case in cases)]
        for name in result.samples.contenders
    ]
    return table(["", *cases], rows)


def spelled(spread: Spread | None) -> str:
    """Median [least-most], with three digits that mean something."""
    if spread is None:
        return "-"
    if spread.n == 1 or spread.least == spread.most:
        return number(spread.median)
    return f"{number(spread.median)} [{number(spread.least)}-{number(spread.most)}]"


def number(value: float) -> str:
    """Three digits, and commas from a thousand on; a count as it is."""
    size = abs(value)
    if size >= 100 or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 10 else f"{value:.2f}"


def provenance(result: Result) -> str:
    """Of what machine the tables are, when they were measured, and in how many rounds."""
    of = result.machine
    rounds = 1 + max((sample.round for sample in result.samples), default=0)
    machine = f"{of['processor']}, {of['cores']} cores, {of['system']}, load {of['load average']} at the start"
    return f"Measured {of['date']}, Python {of['python']}, {machine}; n = {rounds} rounds, median [least-most]."
