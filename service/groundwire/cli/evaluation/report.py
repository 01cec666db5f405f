"""`groundwire eval report`: write the reports of a run."""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, run_folder
from groundwire.cli.exits import end_with_closed_pipe

if TYPE_CHECKING:
    from groundwire.evals.runs.folder import RunFolder


def report_run(
    run: Annotated[str, typer.Argument(help="Name of the run, or its folder if it is more than a name.")],
    evals: EvalsOption = EVALS,
    out: OutOption = None,
    open_it: Annotated[bool, typer.Option("--open", help="Show it in the browser.")] = False,
) -> None:
    """Write report.html for people, report.json for programs and junit.xml for CI into the run's folder."""
    with judging():
        from groundwire.evals.runs.folder import RunFolder  # noqa: PLC0415 - help comes at once

        folder = RunFolder(run_folder(run, evals, out))
        write_reports(folder, evals)
        end_with_closed_pipe()
        page = folder.path / "report.html"
        print(page)
        if open_it:
            webbrowser.open(page.absolute().as_uri())


def write_reports(folder: "RunFolder", evals: Path) -> None:
    """Write the reports of a scored run, with the nights of its folder's history.

    Raises:
        EvalError: The run was not scored, or a file is broken.
    """
    from groundwire.evals.report.writing import write_report_of  # noqa: PLC0415 - help comes at once

    write_report_of(folder, evals)
