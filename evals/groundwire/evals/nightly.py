"""A night: one run a date, held against the baseline and the night before, reported and entered in the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from groundwire.evals.cases import EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.files import write_whole
from groundwire.evals.history import Headline, History, Night
from groundwire.evals.judging.comparison import Comparison, compare
from groundwire.evals.judging.gate import Judgement, Outcome, judge, read_baseline
from groundwire.evals.report.writing import write_report
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.scoring.aggregate import MAIN_GROUPS
from groundwire.evals.scoring.figures import COSTS, HEADLINE
from groundwire.evals.scoring.scores import RunScore


@dataclass(frozen=True)
class Verdicts:
    """What a night came to.

    Attributes:
        night: As the history has it.
        reasons: One sentence for each thing that is not fine.
        before: The run beside that of the last comparable night; None if there is none.
    """

    night: Night
    reasons: tuple[str, ...]
    before: Comparison | None


def night_folder(runs: Path, history: History, night: date, *, force: bool) -> RunFolder | Night:
    """The folder for a night's run, or its outcome if the night is done.

    A night whose infrastructure failed is not done, and one that was stopped neither: their folders are gone on with.

    Args:
        runs: Folder of runs.
        history: Nights so far.
        night: Date in whose night the run is made.
        force: Run it in a folder of its own, whatever there is.

    Raises:
        EvalError: The history cannot be read.
    """
    known = history.of(night)
    if force:
        return RunFolder(_free(runs, night.isoformat()))
    if known is None:
        return RunFolder(runs / night.isoformat())
    return RunFolder(runs / known.run) if known.gate == Outcome.NOT_JUDGED else known


def _free(runs: Path, name: str) -> Path:
    numbered = (runs / (name if number == 1 else f"{name}-{number}") for number in count(1))
    return next(path for path in numbered if not path.exists())


def is_complete(folder: RunFolder) -> bool:
    """Whether a run has an answer of its own to every case: nothing is left to ask.

    Raises:
        EvalError: A file of the run is broken.
    """
    if not (folder.path / "manifest.json").is_file():
        return False
    manifest = folder.read_manifest()
    return manifest.finished is not None and all(
        answer is not None and (answer.failure is None or answer.failure.kind != "infrastructure")
        for answer in folder.read_answers(manifest)
    )


def close_night(
    folder: RunFolder, cases: Sequence[EvalCase], history: History, baseline: Path, night: date
) -> Verdicts:
    """Judge a night's run, compare it with the night before, report it, and enter it in the history.

    What keeps the gate from judging, a missing baseline for instance, makes the night's outcome `NOT_JUDGED` and does
    not keep report and history from being written; a last night that is damaged does neither.

    Raises:
        EvalError: The run was not scored, or the history cannot be used.
    """
    manifest, scores = folder.read_manifest(), folder.read_scores()
    judgement = _judged(folder, baseline)
    reasons = judgement.reasons
    before = None
    try:
        before = _beside_last_night(folder, scores, history.nights(), night)
    except EvalError as error:
        reasons = (*reasons, f"not compared with the last night: {error}")
    if before is not None:
        write_whole(folder.path / "comparison.json", before.model_dump_json(indent=1) + "\n")
    entry = _entry(manifest, folder, night, judgement.outcome, headline_of(scores))
    _record(history, entry)
    write_report(folder, cases, history.nights())
    return Verdicts(entry, reasons, before)


def record_failure(folder: RunFolder, history: History, night: date) -> None:
    """Enter a night whose run could not be made, if it was begun at all."""
    if (folder.path / "manifest.json").is_file():
        _record(history, _entry(folder.read_manifest(), folder, night, Outcome.NOT_JUDGED, {}))


def _record(history: History, entry: Night) -> None:
    """Enter a night; one that was judged is not given up for a forced run that says nothing."""
    known = history.of(entry.night)
    if entry.gate != Outcome.NOT_JUDGED or known is None or known.gate == Outcome.NOT_JUDGED:
        history.record(entry)


def headline_of(scores: RunScore) -> Headline:
    """The figures that the history keeps."""
    return {
        group: {name: score.metrics[name] for name in (*HEADLINE, *COSTS) if name in score.metrics}
        for group, score in scores.groups.items()
        if group in MAIN_GROUPS
    }


def _judged(folder: RunFolder, baseline: Path) -> Judgement:
    try:
        return judge(folder, read_baseline(baseline))
    except EvalError as error:
        return Judgement(outcome=Outcome.NOT_JUDGED, reasons=(str(error),), comparison=None)


def _beside_last_night(folder: RunFolder, scores: RunScore, nights: Sequence[Night], night: date) -> Comparison | None:
    """Beside the last night of the same model and labels that was judged and whose run is still there."""
    manifest = folder.read_manifest()
    for last in reversed(nights):
        comparable = last.model == manifest.model and last.gold_digest == scores.gold_digest
        if last.night < night and comparable and last.gate != Outcome.NOT_JUDGED:
            former = RunFolder(folder.path.parent / last.run)
            if (former.path / "scores.json").is_file():
                return compare(former.read_scores(), scores, (last.run, manifest.name))
    return None


def _entry(manifest: Manifest, folder: RunFolder, night: date, outcome: Outcome, headline: Headline) -> Night:
    return Night(
        night=night,
        run=folder.path.name,
        git_commit=manifest.git_commit,
        gold_digest=manifest.gold_digest,
        model=manifest.model,
        gate=int(outcome),
        headline=headline,
    )
