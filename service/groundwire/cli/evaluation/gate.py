"""`groundwire eval gate`: hold a run against the baseline."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, run_folder
from groundwire.cli.exits import end_with_closed_pipe
from groundwire.cli.tables import escape

if TYPE_CHECKING:
    from groundwire.evals.judging.gate import Judgement

BaselineOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Baseline; `baseline.json` in the --evals folder by default."),
]


def gate_run(
    run: Annotated[str, typer.Argument(help="Name of the run, or its folder if it is more than a name.")],
    baseline: BaselineOption = None,
    accept: Annotated[bool, typer.Option("--accept", help="Make this run the baseline instead of judging it.")] = False,
    evals: EvalsOption = EVALS,
    out: OutOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the judgement as JSON on standard output.")] = False,
) -> None:
    """Hold a run against the baseline: 0 fine, 1 a significant regression, 2 it cannot be judged."""
    path = baseline or evals / "baseline.json"
    with judging():
        from groundwire.evals.judging.gate import baseline_of, judge, read_baseline, write_baseline  # noqa: PLC0415
        from groundwire.evals.runs.folder import RunFolder  # noqa: PLC0415 - help comes at once

        folder = RunFolder(run_folder(run, evals, out))
        if accept:
            write_baseline(path, baseline_of(folder))
            print(f"{path}: the baseline is now {folder.path.name}", file=sys.stderr)
            return
        judgement = judge(folder, read_baseline(path))
        end_with_closed_pipe()
        if as_json:
            sys.stdout.buffer.write(judgement.model_dump_json(indent=1).encode() + b"\n")
        else:
            show_judgement(judgement, Console())
    raise SystemExit(judgement.outcome)


def show_judgement(judgement: "Judgement", console: Console) -> None:
    """Print what the gate says, a line for each reason."""
    words = {0: "[green]fine: nothing got worse[/]", 1: "[red]a regression[/]", 2: "[red]not judged[/]"}
    console.print(f"Gate: {words[judgement.outcome]}", highlight=False)
    for reason in judgement.reasons:
        console.print(f"  {escape(reason)}", highlight=False, soft_wrap=True)
    if judgement.comparison and (missing := len(judgement.comparison.only_a)):
        judged = judgement.comparison.answers
        console.print(f"  over {judged} answers; {missing} of the baseline are not in this run", highlight=False)
