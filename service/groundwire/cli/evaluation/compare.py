"""`groundwire eval compare`: two runs side by side."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.differences import show_comparison
from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, run_folder
from groundwire.cli.exits import end_with_closed_pipe


def compare_runs(
    a: Annotated[str, typer.Argument(help="Name of the first run, or its folder if it is more than a name.")],
    b: Annotated[str, typer.Argument(help="Name of the second run, or its folder.")],
    evals: EvalsOption = EVALS,
    out: OutOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON on standard output.")] = False,
) -> None:
    """Show what changed from one run to another: figures with a paired interval, and flips record by record."""
    with judging():
        from groundwire.evals.judging.comparison import compare  # noqa: PLC0415 - help comes at once
        from groundwire.evals.runs.folder import RunFolder  # noqa: PLC0415

        folders = [RunFolder(run_folder(run, evals, out)) for run in (a, b)]
        before, after = (folder.read_scores() for folder in folders)
        names = (folders[0].read_manifest().name, folders[1].read_manifest().name)
        comparison = compare(before, after, names)
        end_with_closed_pipe()
        if as_json:
            sys.stdout.buffer.write(comparison.model_dump_json(indent=1).encode() + b"\n")
        else:
            show_comparison(comparison, Console())
