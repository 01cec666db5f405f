"""Builds a Report from the files of a run, the cases that it was run on, and the nights before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from groundwire.evals.cases import EvalCase
from groundwire.evals.errors import EvalError
from groundwire.evals.history import Night
from groundwire.evals.report.answering import report_answer
from groundwire.evals.report.confusion import confusions
from groundwire.evals.report.form import Confusion, Meaning, Report, ReportCase, TrendPoint
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.scoring.aggregate import MAIN_GROUPS, groups_of
from groundwire.evals.scoring.figures import METRICS
from groundwire.evals.scoring.scores import CaseScore, RunScore


def build_report(folder: RunFolder, cases: Sequence[EvalCase], history: Sequence[Night]) -> Report:
    """Everything that a report shows.

    Args:
        folder: A run that was scored.
        cases: The cases of the run; further ones are left aside.
        history: The nights, in any order; this run may be among them.

    Raises:
        EvalError: A file is missing or broken, a scored case is not among `cases`, or the scores are not those of the
            answers.
    """
    manifest, scores = folder.read_manifest(), folder.read_scores()
    return Report(
        manifest=manifest,
        answers_expected=len(manifest.cases) * manifest.repeat,
        answers_scored=len(scores.cases),
        notices=tuple(_notices(manifest, scores)),
        metrics={
            name: Meaning(meaning=metric.meaning, unit=metric.unit, higher_is_better=metric.higher_is_better)
            for name, metric in METRICS.items()
        },
        groups=scores.groups,
        flip_rates=scores.flip_rates,
        trend=_trend(manifest, scores, history),
        confusions=tuple(_confusions(scores.cases)),
        cases=tuple(_cases(folder, {case.name: case for case in cases}, scores.cases)),
    )


def _notices(manifest: Manifest, scores: RunScore) -> Iterator[str]:
    expected, scored = len(manifest.cases) * manifest.repeat, len(scores.cases)
    if scored < expected:
        yield f"{expected - scored} of {expected} answers are not scored: the figures cover a part of the run."
    if manifest.finished is None:
        yield "The run was not finished when this report was written."
    if failed := sum(case.failure is not None for case in scores.cases):
        yield f"{failed} of {scored} answers failed; every gold record of theirs counts as missed."
    if manifest.gold_digest != scores.gold_digest:
        yield "The gold set was changed after the run: the scores follow the changed one."


def _trend(manifest: Manifest, scores: RunScore, history: Sequence[Night]) -> tuple[TrendPoint, ...]:
    points = [trend_point(night) for night in history]
    if manifest.name not in {point.run for point in points}:
        this = TrendPoint(
            day=manifest.created.date(),
            run=manifest.name,
            git_commit=manifest.git_commit,
            gold_digest=scores.gold_digest,
            model=manifest.model,
            headline={name: group.metrics for name, group in scores.groups.items()},
        )
        points.append(this)
    return tuple(sorted(points, key=lambda point: point.day))


def trend_point(night: Night) -> TrendPoint:
    """A night as a point of a trend."""
    return TrendPoint(
        day=night.night,
        run=Path(night.run).name,
        git_commit=night.git_commit,
        gold_digest=night.gold_digest,
        model=night.model,
        headline=night.headline,
    )


def _confusions(cases: Sequence[CaseScore]) -> Iterator[Confusion]:
    for group in MAIN_GROUPS:
        yield from confusions(group, (case for case in cases if group in groups_of(case.family)))


def _cases(folder: RunFolder, cases: Mapping[str, EvalCase], scores: Iterable[CaseScore]) -> Iterator[ReportCase]:
    answers: dict[str, list[CaseScore]] = {}
    for score in scores:
        answers.setdefault(score.case, []).append(score)
    for name, own in answers.items():
        if name not in cases:
            raise EvalError(f"{folder.path / 'scores.json'}: cases: {name!r} is not among the cases of the data set")
        case = cases[name]
        yield ReportCase(
            name=name,
            family=case.family,
            origin=case.origin,
            change=case.change,
            title=case.article.title,
            published=case.article.published,
            text=case.article.text,
            answers=tuple(report_answer(folder, case, score) for score in sorted(own, key=lambda score: score.repeat)),
        )
