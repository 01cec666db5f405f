"""What each page shows, as HTML. Slow, and not for an event loop: runs are read, compared and reported here."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from groundwire.evals.cases import GOLD, NEGATIVE
from groundwire.evals.errors import EvalError
from groundwire.evals.history import Night
from groundwire.evals.judging.comparison import Comparison, Difference, compare
from groundwire.evals.judging.flips import Flip
from groundwire.evals.pages.assets import read_style, script_digest
from groundwire.evals.pages.catalogue import Catalogue, Level, Run
from groundwire.evals.pages.memory import Memory
from groundwire.evals.report import charts
from groundwire.evals.report.building import trend_point
from groundwire.evals.report.page import environment_of
from groundwire.evals.report.selecting import scales
from groundwire.evals.report.writing import write_report_of
from groundwire.evals.runs.folder import RunFolder
from groundwire.evals.scoring.aggregate import COUNTERFACTUAL, MAIN_GROUPS
from groundwire.evals.scoring.figures import COSTS, HEADLINE, METRICS, RATIO
from groundwire.evals.scoring.scores import Interval

METRICS_SHOWN: Final = (
    "slot.f1",
    "record.f1",
    "figure.precision",
    "figure.recall",
    "unsupported_number_rate",
    "completion_tokens",
    "prompt_tokens",
)
"""Figures of the gold cases that stand in the tables."""

PLOTTED: Final = {
    GOLD: METRICS_SHOWN,
    COUNTERFACTUAL: METRICS_SHOWN,
    NEGATIVE: ("hallucinated_records", "unsupported_number_rate", "completion_tokens", "prompt_tokens"),
}
"""Figures that are drawn over the nights, by group of cases. Articles without a record have no recall."""

NIGHTS_SHOWN: Final = 180
"""Nights that are drawn and listed; the older ones stay in the history."""


class Page(NamedTuple):
    """A page, and the status of HTTP that goes with it."""

    status: int
    html: str


class Views:
    """All pages over one folder of runs.

    Args:
        folder: Folder of runs; labels and baseline stand in the folder above it.

    Attributes:
        style: The style sheet of all pages, served below `evals`.
        script_digest: See `assets.script_digest`.
    """

    def __init__(self, folder: Path) -> None:
        self.style = read_style()
        self.script_digest = script_digest()
        self._catalogue = Catalogue(folder)
        self._comparisons: Memory[Comparison] = Memory(4)
        self._reporting = threading.Lock()
        self._templates = environment_of("groundwire.evals.pages")
        functions = (charts.trend, charts.change_bar)
        self._templates.globals |= {function.__name__: function for function in functions}
        self._templates.globals |= {"METRICS": METRICS, "style": self.style.name}

    def overview(self) -> Page:
        """Nights over time, all nights, and the runs that are no nights."""
        runs, older = self._catalogue.runs()
        nights, level, notices = self._kept()
        shown = nights[-NIGHTS_SHOWN:]
        held_against = level if level and shown and _comparable(level, shown[-1]) else None
        headlines = [found for night in shown for found in night.headline.values()]
        headlines += held_against.headline.values() if held_against else ()
        of_nights = {Path(night.run).name for night in nights}
        names = {run.name for run in runs}
        return self._page(
            "nights.html.j2",
            up="",
            here="evals",
            nights=shown,
            hidden_nights=len(nights) - len(shown),
            points=[trend_point(night) for night in shown],
            plots=dict(_plots(shown)),
            tops=scales(headlines, _RATIOS),
            metrics=METRICS_SHOWN,
            level=level,
            held_against=held_against,
            before=_nights_before(shown, names),
            others=[run for run in runs if run.name not in of_nights],
            names=names,
            older=older,
            notices=notices,
        )

    def comparison(self, old: str | None, new: str | None) -> Page:
        """Two runs side by side, or a form to choose them with."""
        choice = [run for run in self._catalogue.runs()[0] if run.headline]
        folders = [(name, self._catalogue.find(name)) for name in (old, new) if name]
        notice, found, status = None, None, 200
        unknown = [name for name, folder in folders if folder is None]
        known = [folder for _, folder in folders if folder is not None]
        if unknown:
            notice, status = f"There is no run called “{unknown[0]}”.", 404
        elif len(known) == 2:
            try:
                found = self._compared(known[0], known[1])
            except EvalError as error:
                notice = self._catalogue.told(error)
        return self._page(
            "compare.html.j2",
            status,
            up="../",
            here="compare",
            choice=choice,
            chosen=_chosen(old, new, choice),
            notice=notice,
            comparison=found,
            groups=dict(_shown(found)) if found else {},
            flips=_by_case(found.flips) if found else {},
        )

    def report(self, name: str) -> Path | Page:
        """Where the report of a run lies, made if it is not there yet; or a page that says why there is none."""
        folder = self._catalogue.find(name)
        if folder is None:
            return self._missing(name, f"There is no run called “{name}”.")
        path = folder.path / "report.html"
        try:
            with self._reporting:  # two who ask for the same report: the second one finds it made
                if not path.exists():
                    write_report_of(folder, self._catalogue.folder.parent)
        except EvalError as error:
            return self._missing(name, f"This run has no report: {self._catalogue.told(error)}.")
        return path if _is_plain(path) else self._missing(name, "Its report.html is no plain file.")

    def scores(self, name: str) -> Path | Page:
        """Where the scores of a run lie, or a page that says why there are none."""
        folder = self._catalogue.find(name)
        if folder is None:
            return self._missing(name, f"There is no run called “{name}”.")
        path = folder.path / "scores.json"
        return path if _is_plain(path) else self._missing(name, "This run is not scored yet.")

    def _kept(self) -> tuple[list[Night], Level | None, list[str]]:
        """Nights and baseline as far as they can be read, and what cannot."""
        nights: list[Night] = []
        level: Level | None = None
        notices = []
        try:
            nights = self._catalogue.nights()
        except EvalError as error:
            notices.append(self._catalogue.told(error))
        try:
            level = self._catalogue.baseline()
        except EvalError as error:
            notices.append(self._catalogue.told(error))
        return nights, level, notices

    def _compared(self, old: RunFolder, new: RunFolder) -> Comparison:
        names = (old.path.name, new.path.name)
        paths = [folder.path / "scores.json" for folder in (old, new)]
        return self._comparisons.of(paths, lambda: compare(old.read_scores(), new.read_scores(), names))

    def _missing(self, name: str, why: str) -> Page:
        return self._page("missing.html.j2", 404, up="../../", here="", name=name, why=why)

    def _page(self, template: str, status: int = 200, **shown: object) -> Page:
        return Page(status, self._templates.get_template(template).render(**shown))


_RATIOS: Final = {name for name, metric in METRICS.items() if metric.unit == RATIO}


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _comparable(level: Level, night: Night) -> bool:
    return (level.model, level.gold_digest) == (night.model, night.gold_digest)


def _plots(nights: Sequence[Night]) -> Iterator[tuple[str, list[str]]]:
    """By group, the figures that can be drawn: those that some night has."""
    for group, metrics in PLOTTED.items():
        known = {
            name for night in nights for name, one in night.headline.get(group, {}).items() if one.value is not None
        }
        if known:
            yield group, [metric for metric in metrics if metric in known]


def _nights_before(nights: Iterable[Night], names: set[str]) -> dict[str, str]:
    """For the run of each night, that of the last comparable night before it, where both are still there."""
    last: dict[tuple[str, str], str] = {}
    before = {}
    for night in nights:
        run, kind = Path(night.run).name, (night.model, night.gold_digest)
        if run in names and night.headline:
            if kind in last:
                before[run] = last[kind]
            last[kind] = run
    return before


def _chosen(old: str | None, new: str | None, choice: list[Run]) -> tuple[str | None, str | None]:
    """What a form offers first: what was asked for, else the last two runs."""
    last = [run.name for run in choice[:2]]
    return old or (last[1] if len(last) > 1 else None), new or (last[0] if last else None)


def _shown(comparison: Comparison) -> Iterator[tuple[str, list[tuple[Difference, float]]]]:
    """By group, the differences that matter, each with what the end of its scale stands for; main groups first."""
    groups = list(dict.fromkeys(one.group for one in comparison.differences))
    for group in sorted(groups, key=lambda name: (name not in MAIN_GROUPS, groups.index(name))):
        own = [one for one in comparison.differences if one.group == group and _matters(one)]
        ratios = max((_reach(one.change) for one in own if one.metric in _RATIOS), default=0.0)
        if own:
            yield group, [(one, ratios if one.metric in _RATIOS else _reach(one.change)) for one in own]


def _matters(one: Difference) -> bool:
    return one.significant is not None or (one.group in MAIN_GROUPS and one.metric in (*HEADLINE, *COSTS))


def _reach(change: Interval) -> float:
    return max(abs(end or 0.0) for end in (change.value, change.low, change.high))


def _by_case(flips: Iterable[Flip]) -> Mapping[str, list[Flip]]:
    found: dict[str, list[Flip]] = {}
    for flip in flips:
        found.setdefault(flip.case, []).append(flip)
    return found
