"""The gate: holds a run against the accepted baseline and says whether it may pass.

A run regresses if a figure of the list below is significantly worse than in the baseline: the 95 % interval of the
paired difference, over the answers that both have, lies on the bad side of 0. Unsupported numbers and forbidden strings
need no significance: one more of them in any group of cases is a regression.
"""

from enum import IntEnum
from pathlib import Path
from typing import Final, Literal

from groundwire.evals.cases import GOLD, NEGATIVE, CaseAnswer
from groundwire.evals.errors import EvalError
from groundwire.evals.files import Kept, read_model, write_whole
from groundwire.evals.judging.comparison import Comparison, Difference, compare
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.scoring.aggregate import COUNTERFACTUAL
from groundwire.evals.scoring.scores import RecordScore, RunScore

_QUALITY: Final = (
    "record.f1",
    "slot.f1",
    "figure.precision",
    "figure.recall",
    "wrong_figures",
    "grounding_rate",
    "failure_rate",
)
SIGNIFICANT: Final = {
    GOLD: _QUALITY,
    COUNTERFACTUAL: _QUALITY,
    NEGATIVE: ("hallucinated_records", "failure_rate"),
}
"""Figures that may not become significantly worse, by group of cases."""

ABSOLUTE: Final = ("unsupported_numbers", "forbidden_rate")
"""Figures that may not rise at all, in any group."""


class Outcome(IntEnum):
    """What the gate says: the exit codes of `groundwire eval gate`."""

    FINE = 0
    """Nothing got worse."""
    REGRESSION = 1
    """A figure got significantly worse, or a number that nothing supports appeared."""
    NOT_JUDGED = 2
    """The infrastructure failed, so that answers are missing for reasons outside, or there is too little to judge."""


class Baseline(Kept):
    """The run that later ones are held against."""

    format: Literal[1] = 1
    """Version of this file format."""
    run: str
    """Name of the run."""
    git_commit: str | None
    """Commit that it was made with."""
    model: str
    """Name of its model."""
    model_identity: str
    """What tells that model from every other."""
    prompt_digest: str
    """Prompts that it was made with."""
    scores: RunScore
    """Its scores: outcomes of all slot fills, without their values."""


class Judgement(Kept):
    """What the gate says of a run."""

    outcome: Outcome
    """Fine, a regression, or not judged."""
    reasons: tuple[str, ...]
    """One sentence for each thing that is not fine; empty if all is."""
    comparison: Comparison | None
    """Baseline and run side by side; null if they could not be put there."""


def baseline_of(folder: RunFolder) -> Baseline:
    """A finished run as a baseline.

    Raises:
        EvalError: The run is not finished, not scored, or lacks answers for reasons outside.
    """
    manifest = folder.read_manifest()
    reasons = _not_judged(manifest, folder)
    if reasons:
        raise EvalError(f"{folder.path}: cannot be a baseline: {reasons[0]}")
    return Baseline(
        run=manifest.name,
        git_commit=manifest.git_commit,
        model=manifest.model,
        model_identity=manifest.model_identity,
        prompt_digest=manifest.prompt_digest,
        scores=_lean(folder.read_scores()),
    )


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Keep a baseline, in place of an older one."""
    write_whole(path, baseline.model_dump_json(exclude_defaults=True) + "\n")


def read_baseline(path: Path) -> Baseline:
    """The baseline.

    Raises:
        EvalError: There is none, or it is broken.
    """
    if not path.is_file():
        raise EvalError(f"{path}: there is no baseline; accept a run as one with: groundwire eval gate RUN --accept")
    return read_model(path, Baseline)


def judge(folder: RunFolder, baseline: Baseline) -> Judgement:
    """Hold a run against the baseline.

    Raises:
        EvalError: They cannot be compared: another model, other labels, no answer in common, or a broken file.
    """
    manifest = folder.read_manifest()
    if reasons := _not_judged(manifest, folder):
        return Judgement(outcome=Outcome.NOT_JUDGED, reasons=reasons, comparison=None)
    if manifest.model_identity != baseline.model_identity:
        raise EvalError(
            f"{folder.path}: its model is {manifest.model} ({manifest.model_identity[:40]}), that of the baseline "
            f"{baseline.model} ({baseline.model_identity[:40]}); keep a baseline for each model: --baseline FILE"
        )
    scores = folder.read_scores()
    if scores.cases and all(case.failure for case in scores.cases):  # as by a server that hangs
        nothing = f"no case was answered: {scores.cases[0].failure}"
        return Judgement(outcome=Outcome.NOT_JUDGED, reasons=(nothing,), comparison=None)
    if scores.gold_digest != baseline.scores.gold_digest:
        raise EvalError(
            f"{folder.path}: was scored against different labels ({scores.gold_digest[:12]} and, in the baseline, "
            f"{baseline.scores.gold_digest[:12]}); accept a run on the present ones: groundwire eval gate RUN --accept"
        )
    # Without the values on both sides: the baseline has none, and every slot would seem to have flipped.
    comparison = compare(baseline.scores, _lean(scores), (f"baseline {baseline.run}", manifest.name))
    reasons = tuple(reason for one in comparison.differences if (reason := _regression(one)))
    if reasons:
        return Judgement(outcome=Outcome.REGRESSION, reasons=reasons, comparison=comparison)
    if not any(_can_regress(one) for one in comparison.differences):
        nothing = "no figure has an interval: it takes two articles at least to tell a regression from chance"
        return Judgement(outcome=Outcome.NOT_JUDGED, reasons=(nothing,), comparison=comparison)
    return Judgement(outcome=Outcome.FINE, reasons=(), comparison=comparison)


def _not_judged(manifest: Manifest, folder: RunFolder) -> tuple[str, ...]:
    """Why a run says nothing about quality."""
    answers = folder.read_answers(manifest)
    open_cases = answers.count(None)
    if open_cases:
        return (f"{open_cases} of {len(answers)} answers are open: the run is not finished",)
    failed = [answer for answer in answers if answer is not None and _outside(answer)]
    return tuple(
        f"{answer.case}: the infrastructure failed: {answer.failure.message}" for answer in failed if answer.failure
    )


def _outside(answer: CaseAnswer) -> bool:
    return answer.failure is not None and answer.failure.kind == "infrastructure"


def _regression(one: Difference) -> str | None:
    told = f"{one.group}: {one.metric} went from {_told(one.before)} to {_told(one.after)}"
    if one.metric in ABSOLUTE and (one.after or 0) > (one.before or 0):
        return f"{told}; it may not rise at all"
    if _can_regress(one) and one.significant == "worse":
        low, high = one.change.low or 0, one.change.high or 0
        return f"{told} (change {low:+.3f} to {high:+.3f} with 95 % confidence, n = {one.change.n})"
    return None


def _can_regress(one: Difference) -> bool:
    """Whether the figure may not become significantly worse, and has an interval that would tell."""
    return one.metric in SIGNIFICANT.get(one.group, ()) and one.change.low is not None


def _told(value: float | None) -> str:
    return "none" if value is None else f"{value:.3f}"


def _lean(scores: RunScore) -> RunScore:
    """Scores without the values, which a baseline does not need and which would make a large file."""
    cases = tuple(case.model_copy(update={"records": tuple(map(_lean_record, case.records))}) for case in scores.cases)
    return scores.model_copy(update={"cases": cases})


def _lean_record(record: RecordScore) -> RecordScore:
    slots = tuple(slot.model_copy(update={"gold": None, "predicted": None}) for slot in record.slots)
    return record.model_copy(update={"slots": slots, "gold_spans": (), "predicted_spans": ()})
