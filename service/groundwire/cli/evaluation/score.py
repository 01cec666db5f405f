"""`groundwire eval score`: score a run anew from its answers."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.headline import show_scores
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, run_folder
from groundwire.cli.exits import end_with_closed_pipe


def score_again(
    run: Annotated[str, typer.Argument(help="Name of the run, or its folder if it is more than a name.")],
    evals: EvalsOption = EVALS,
    out: OutOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON on standard output.")] = False,
) -> None:
    """Score a run anew from its answers: no model, no network."""
    with judging():
        from groundwire.evals.dataset import gold_digest, load_cases  # noqa: PLC0415 - help comes at once
        from groundwire.evals.report.writing import write_report_of  # noqa: PLC0415
        from groundwire.evals.runs.folder import RunFolder  # noqa: PLC0415
        from groundwire.evals.runs.rescoring import score_folder  # noqa: PLC0415

        folder = RunFolder(run_folder(run, evals, out))
        cases = load_cases(evals, None, folder.read_manifest().seed)
        scores = score_folder(folder, cases, gold_digest(evals))
        if (folder.path / "report.html").exists():  # it tells of the scores before
            write_report_of(folder, evals)
        end_with_closed_pipe()
        if as_json:
            # As bytes: JSON is UTF-8 whatever the terminal speaks.
            sys.stdout.buffer.write(scores.model_dump_json(indent=1).encode() + b"\n")
        else:
            show_scores(scores, Console())
