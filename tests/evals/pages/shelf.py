"""A folder of runs to look at: the report's example and a second run that is worse, a history and a baseline."""

from datetime import date
from pathlib import Path

import httpx
from fastapi import FastAPI
from tests.evals.report.example import cases, interval, manifest, nights, run_score, write_run
from tests.server.support import FakeExtractor, ask

from groundwire.evals.cases import GOLD
from groundwire.evals.history import History, Night
from groundwire.evals.judging.gate import Baseline, write_baseline
from groundwire.evals.pages import build_pages
from groundwire.evals.report import write_report
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.scoring.scores import CaseScore
from groundwire.schemas import Usage
from groundwire.server import ServerLimits, create_app

GOOD, WORSE = "night-2031-05-07", "night-2031-05-08"


def fill(evals: Path) -> Path:
    """Two runs, six nights and a baseline; gives the folder of runs."""
    runs = evals / "runs"
    good = write_run(runs / GOOD)
    write_report(good, cases(), nights())
    write_worse(runs / WORSE)
    known = manifest()
    write_baseline(
        evals / "baseline.json",
        Baseline(
            run=GOOD,
            git_commit=known.git_commit,
            model=known.model,
            model_identity=known.model_identity,
            prompt_digest=known.prompt_digest,
            scores=good.read_scores(),
        ),
    )
    history = History(runs / "history.sqlite")
    for night in (*nights(), night_of(GOOD, 7, 0), night_of(WORSE, 8, 1)):
        history.record(night)
    return runs


def night_of(run: str, day: int, gate: int) -> Night:
    """A night of May 2031."""
    known = manifest()
    headline = {GOLD: {"slot.f1": interval(0.49, 0.12), "record.f1": interval(0.58, 0.17)}}
    return Night(date(2031, 5, day), run, known.git_commit, known.gold_digest, known.model, gate, headline)


def write_worse(path: Path) -> RunFolder:
    """A run that finds nothing that is there, invents a record each time, and takes twice as many tokens."""
    scores = run_score()
    usage = Usage(calls=8, prompt_tokens=10_420, completion_tokens=602)
    by_name = {(case.case, case.repeat): case.records for case in scores.cases}
    invented, missed = by_name["review", 1], by_name["000", 2]
    lost = tuple(
        case.model_copy(update={"records": (*(missed if _has_gold(case) else ()), *invented), "usage": usage})
        for case in scores.cases
    )
    return write_run(path, manifest().model_copy(update={"name": path.name}), scores.model_copy(update={"cases": lost}))


def _has_gold(case: CaseScore) -> bool:
    return any(record.gold_id for record in case.records)


def app_over(runs: Path) -> FastAPI:
    """A service with eval pages."""
    return create_app(FakeExtractor(), ServerLimits(), more=[build_pages(runs)])


def get(runs: Path, path: str) -> httpx.Response:
    """One page of a fresh service."""
    return ask(app_over(runs), "GET", path)
