"""Writes the reports of a run into its folder."""

from collections.abc import Sequence
from pathlib import Path

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import load_cases
from groundwire.evals.files import write_whole
from groundwire.evals.history import History, Night
from groundwire.evals.report.building import build_report
from groundwire.evals.report.junit import junit_xml
from groundwire.evals.report.page import render
from groundwire.evals.runs.folder import RunFolder


def write_report(folder: RunFolder, cases: Sequence[EvalCase], history: Sequence[Night] = ()) -> None:
    """Write `report.html` for people, `report.json` for programs and `junit.xml` for CI.

    Args:
        folder: A run that was scored.
        cases: The cases of the run; further ones are left aside.
        history: The nights before, for the trend; this run may be among them.

    Raises:
        EvalError: A file of the run is missing, broken or does not fit the others; nothing is written.
    """
    report = build_report(folder, cases, history)
    texts = {
        "report.html": render(report),
        "report.json": report.model_dump_json(indent=1) + "\n",
        "junit.xml": junit_xml(report),
    }
    for name, text in texts.items():
        write_whole(folder.path / name, text)


def write_report_of(folder: RunFolder, evals: Path) -> None:
    """The same for a run of the labels in a folder, with the nights of its own folder's history.

    Raises:
        EvalError: As `write_report`, or the labels or the history are missing or broken.
    """
    cases = load_cases(evals, None, folder.read_manifest().seed)
    write_report(folder, cases, History(folder.path.parent / "history.sqlite").nights())
