"""`groundwire eval nightly`: run, compare with the last night, gate, report, history."""

import io
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from groundwire.cli.evaluation.differences import show_comparison
from groundwire.cli.evaluation.endings import judging
from groundwire.cli.evaluation.gate import BaselineOption
from groundwire.cli.evaluation.headline import show_scores
from groundwire.cli.evaluation.options import (
    BudgetOption,
    CasesOption,
    ConcurrencyOption,
    RepeatOption,
    families_of,
)
from groundwire.cli.evaluation.places import EVALS, EvalsOption, OutOption, again
from groundwire.cli.exits import end_with_closed_pipe
from groundwire.cli.logs import log_to_stderr
from groundwire.cli.settings import SettingsError, load_settings
from groundwire.cli.tables import escape
from groundwire.schemas import CacheMode

if TYPE_CHECKING:
    from groundwire.cli.evaluation.performing import Wish

_WORDS = {0: "fine", 1: "a regression", 2: "not judged"}


def nightly(  # noqa: PLR0913, PLR0917 - the options of a command
    night: Annotated[
        str | None, typer.Option(metavar="DATE", help="The night, as 2026-11-22; that of today by default.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Run a night again that is done.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only what is not fine; for cron.")] = False,
    cases: CasesOption = None,
    repeat: RepeatOption = 1,
    concurrency: ConcurrencyOption = 1,
    budget_usd: BudgetOption = None,
    cache: Annotated[
        CacheMode,
        typer.Option(help="refresh: ask everything anew, so that a model that changed is noticed; use; off."),
    ] = CacheMode.REFRESH,
    baseline: BaselineOption = None,
    evals: EvalsOption = EVALS,
    out: OutOption = None,
) -> None:
    """Do a night's work: run all cases, compare with the last night, gate, report, history.

    Safe to call twice: a night that is done is not run again, one that was stopped goes on. Ends as the gate does: 0
    fine, 1 a significant regression, 2 the infrastructure failed or nothing could be judged.
    """
    with judging():
        settings = load_settings()
        log_to_stderr(settings.log_level)
        from groundwire.cli.evaluation.performing import Wish  # noqa: PLC0415 - help comes at once
        from groundwire.evals.runs.harness import Limits  # noqa: PLC0415

        date_of_night = _date(night)
        go_on = again(*([] if night else ["--night", date_of_night.isoformat()]))
        # Other failures are the night's result: put again until they go well, they would flatter it.
        limits = Limits(repeat, concurrency, budget_usd, retry=("infrastructure",))
        runs, families = out or evals / "runs", families_of(cases)
        wish = Wish(settings, runs, evals, families, 0, None, cache, limits, go_on, go_on, quiet=quiet)
        outcome = _work(wish, date_of_night, baseline or evals / "baseline.json", force=force)
    raise SystemExit(outcome)


class _Told:
    """What is printed: at once, or only if it turns out that something is not fine."""

    def __init__(self, *, quiet: bool) -> None:
        self._held = io.StringIO() if quiet else None
        self.console = Console(file=self._held)

    def end(self, outcome: int) -> None:
        if self._held is not None and outcome:
            print(self._held.getvalue(), end="")


def _date(night: str | None) -> date:
    try:
        return datetime.now().astimezone().date() if night is None else date.fromisoformat(night)
    except ValueError as error:
        raise SettingsError(f"--night {night}: is no date such as 2026-11-22") from error


def _work(wish: "Wish", night: date, baseline: Path, *, force: bool) -> int:
    told = _Told(quiet=wish.quiet)
    outcome = _perform_night(wish, night, baseline, told, force=force)
    told.end(outcome)
    return outcome


def _perform_night(wish: "Wish", night: date, baseline: Path, told: _Told, *, force: bool) -> int:
    from groundwire.cli.evaluation.performing import perform  # noqa: PLC0415 - help comes at once
    from groundwire.evals.dataset import gold_digest, load_cases  # noqa: PLC0415
    from groundwire.evals.history import History, Night  # noqa: PLC0415
    from groundwire.evals.locking import alone  # noqa: PLC0415
    from groundwire.evals.nightly import close_night, is_complete, night_folder, record_failure  # noqa: PLC0415
    from groundwire.evals.runs.rescoring import score_folder  # noqa: PLC0415

    runs = wish.folder
    history = History(runs / "history.sqlite")
    with alone(runs / ".nightly.lock", f"{runs}: another nightly is at work there; this one did nothing"):
        folder = night_folder(runs, history, night, force=force)
        if isinstance(folder, Night):
            _say(told, f"Night {night} is done: {_WORDS[folder.gate]}; its report: {runs / folder.run / 'report.html'}")
            return folder.gate
        try:
            cases = load_cases(wish.evals, None, wish.seed)
            if is_complete(folder):  # only the judgement is missing, whatever was changed since
                scores = score_folder(folder, cases, gold_digest(wish.evals))
            else:
                scores = perform(replace(wish, folder=folder.path))
        except Exception:  # whatever it was, the night was not judged
            record_failure(folder, history, night)
            raise
        verdicts = close_night(folder, cases, history, baseline, night)
    end_with_closed_pipe()
    show_scores(scores, told.console)
    if verdicts.before is not None:
        show_comparison(verdicts.before, told.console)
    _say(told, f"Night {night}: {_WORDS[verdicts.night.gate]}; report: {folder.path / 'report.html'}")
    for reason in verdicts.reasons:
        _say(told, f"  {reason}")
    return verdicts.night.gate


def _say(told: _Told, line: str) -> None:
    told.console.print(escape(line), highlight=False, soft_wrap=True)
