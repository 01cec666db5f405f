"""The runs of a folder as pages list them: what each is, its figures, and what is missing or broken."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from groundwire.evals.errors import EvalError
from groundwire.evals.files import read_model
from groundwire.evals.history import Headline, History, Night
from groundwire.evals.judging.gate import Baseline, read_baseline
from groundwire.evals.pages.memory import Memory
from groundwire.evals.runs.folder import Manifest, RunFolder
from groundwire.evals.scoring.aggregate import MAIN_GROUPS
from groundwire.evals.scoring.scores import Interval

RUNS_SHOWN: Final = 100
"""Runs that are looked into for a list, the newest ones; the others are counted."""

_REMEMBERED: Final = 256
"""Runs whose figures are remembered; each takes some ten kilobytes."""


class _Figures(BaseModel):
    """Of a group of cases, only what pages show."""

    metrics: dict[str, Interval]


class _Scores(BaseModel):
    """Of `scores.json`, only the figures: all slots of a run take a hundred times as long to read."""

    gold_digest: str
    groups: dict[str, _Figures]


@dataclass(frozen=True)
class Run:
    """A folder among the runs.

    Attributes:
        name: Its name.
        manifest: What was run; None if that cannot be told.
        headline: Its figures; empty if it was not scored.
        missing: What is missing or broken, in a sentence each.
    """

    name: str
    manifest: Manifest | None
    headline: Headline
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Level:
    """The baseline.

    Attributes:
        run: The run that it was.
        model: Its model.
        gold_digest: The labels that it was scored against.
        headline: Its figures.
    """

    run: str
    model: str
    gold_digest: str
    headline: Headline


class Catalogue:
    """Runs, nights and baseline of a folder. What is read is remembered until its file changes.

    A run is known by its name in the folder's own listing, so no name leads out of it; what is a link is left aside.

    Args:
        folder: Folder of runs; labels and baseline stand in the folder above it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._manifests: Memory[Manifest] = Memory(_REMEMBERED)
        self._figures: Memory[Headline] = Memory(_REMEMBERED)
        self._nights: Memory[list[Night]] = Memory(1)
        self._baseline: Memory[Level | None] = Memory(1)

    def find(self, name: str) -> RunFolder | None:
        """The folder of a run; None if there is none of this name."""
        return next((RunFolder(path) for path in self._folders() if path.name == name), None)

    def runs(self) -> tuple[list[Run], int]:
        """The newest runs, the last one first, and how many more there are."""
        paths = sorted(self._folders(), key=_changed, reverse=True)
        return [self._run(path) for path in paths[:RUNS_SHOWN]], max(len(paths) - RUNS_SHOWN, 0)

    def nights(self) -> list[Night]:
        """All nights, oldest first.

        Raises:
            EvalError: The history cannot be used.
        """
        path = self.folder / "history.sqlite"
        return self._nights.of([path], History(path).nights)

    def baseline(self) -> Level | None:
        """The baseline, if there is one.

        Raises:
            EvalError: It is broken.
        """
        path = self.folder.parent / "baseline.json"
        return self._baseline.of([path], lambda: _level(read_baseline(path)) if path.is_file() else None)

    def told(self, error: EvalError) -> str:
        """An error without the folders of this machine."""
        return str(error).replace(f"{self.folder}{os.sep}", "").replace(f"{self.folder.parent}{os.sep}", "")

    def _folders(self) -> Iterator[Path]:
        try:
            with os.scandir(self.folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False) and _is_name(entry.name):
                        yield Path(entry.path)
        except OSError:
            return  # there is no such folder, or not any more

    def _run(self, path: Path) -> Run:
        folder = RunFolder(path)
        try:
            manifest = self._manifests.of([path / "manifest.json"], folder.read_manifest)
        except EvalError as error:
            beside = "holds a trial beside other systems, no run (groundwire eval peers)"
            return Run(path.name, None, {}, (beside if (path / "trial.json").exists() else self.told(error),))
        missing = list(_open_cases(folder, manifest))
        headline: Headline = {}
        scores = path / "scores.json"
        if not scores.is_file():
            missing.append(f"not scored yet: groundwire eval score {path.name}")
        else:
            try:
                headline = self._figures.of([scores], lambda: _headline(read_model(scores, _Scores)))
            except EvalError as error:
                missing.append(self.told(error))
        return Run(path.name, manifest, headline, tuple(missing))


def _is_name(name: str) -> bool:
    """Whether a run may be called so: hidden folders hold none, and what is no UTF-8 no page can name."""
    return not name.startswith(".") and name.isprintable()


def _changed(path: Path) -> float:
    """When a run was begun or, if it is, finished: its manifest is written then and never again."""
    try:
        return (path / "manifest.json").stat().st_mtime
    except OSError:
        return 0.0


def _open_cases(folder: RunFolder, manifest: Manifest) -> Iterator[str]:
    if manifest.finished is not None:
        return
    expected = [(ref.name, number) for ref in manifest.cases for number in range(1, manifest.repeat + 1)]
    given = sum(folder.answer_path(*one).is_file() for one in expected)
    yield f"not finished: {given} of {len(expected)} answers are there"


def _headline(scores: _Scores) -> Headline:
    return {name: scores.groups[name].metrics for name in MAIN_GROUPS if name in scores.groups}


def _level(baseline: Baseline) -> Level:
    scores = baseline.scores
    headline = {name: scores.groups[name].metrics for name in MAIN_GROUPS if name in scores.groups}
    return Level(baseline.run, baseline.model, scores.gold_digest, headline)
