"""Renders a Report as one HTML file that needs nothing else: style, script and plots stand in it.

Article texts and model output are data: every expression of the templates is escaped, and the page's own policy lets
no script but ours run and nothing be loaded.
"""

import base64
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from typing import Any, Final

import jinja2
from markupsafe import Markup

from groundwire.evals.cases import GOLD, NEGATIVE
from groundwire.evals.report import charts
from groundwire.evals.report.building import COUNTERFACTUAL, group_of
from groundwire.evals.report.form import Outcome, Report, ReportAnswer, ReportCase, ReportRecord
from groundwire.evals.report.highlighting import pieces
from groundwire.evals.report.junit import faults
from groundwire.evals.report.showing import figure, shown, visible
from groundwire.evals.scores import Interval, SlotScore, Verdict
from groundwire.evals.slots import SLOTS

HEADLINE: Final = (
    "record.f1",
    "slot.f1",
    "figure.precision",
    "figure.recall",
    "wrong_figures",
    "grounding_rate",
    "unsupported_number_rate",
    "hallucinated_records",
    "forbidden_rate",
    "failure_rate",
)
"""Figures that are shown first; the others stand in the table of all."""

_GROUPS: Final = (GOLD, NEGATIVE, COUNTERFACTUAL)


def render(report: Report) -> str:
    """The page."""
    package = files("groundwire.evals.report") / "templates"
    script = (package / "page.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("groundwire.evals.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "shown": shown, "words": _words, "shortened": _shortened}
    environment.globals |= {
        "pieces": pieces,
        "faults": faults,
        "group_of": group_of,
        "outcomes": _outcomes,
        "same_as": _same_as,
        "worth_showing": _worth_showing,
        "slots_by_type": _slots_by_type,
        "followed": _followed,
        "interval_bar": charts.interval_bar,
        "stacked_bar": charts.stacked_bar,
        "trend": charts.trend,
        "said": charts.said,
        "VERDICTS": charts.ORDER,
        "Verdict": Verdict,
        "Outcome": Outcome,
    }
    return environment.get_template("page.html.j2").render(
        report=report,
        groups={name: report.groups[name] for name in _GROUPS if name in report.groups},
        families={name: group for name, group in report.groups.items() if name not in _GROUPS},
        headline=[name for name in HEADLINE if any(name in group.metrics for group in report.groups.values())],
        tops=_tops(report),
        # The files of this package, no foreign text.
        style=Markup((package / "page.css").read_text(encoding="utf-8")),  # noqa: S704
        script=Markup(script),  # noqa: S704
        script_digest=digest,
    )


def _finalize(value: Any) -> Any:  # noqa: ANN401 - whatever a template writes
    return visible(value) if type(value) is str else value


def _words(name: str) -> str:
    """An identifier as words."""
    return name.replace("_", " ").replace(".", " ").replace("f1", "F1")


def _shortened(value: str) -> str:
    """Digests by their beginning, which is enough to tell them apart, and other long values cut."""
    digest = re.sub(r"\b([0-9a-f]{12})[0-9a-f]{20,}\b", r"\1", value)
    return digest if len(digest) <= 60 else digest[:59] + "…"


def _tops(report: Report) -> dict[str, float]:
    """What the right edge of each figure's scale stands for: 1 for ratios, else a round number above all intervals."""
    highest: dict[str, float] = {}
    for headline in (*(group.metrics for group in report.groups.values()), *_past(report)):
        for name, interval in headline.items():
            highest[name] = max(highest.get(name, 0.0), interval.high or 0.0, interval.value or 0.0)
    ratios = {name for name, metric in report.metrics.items() if metric.unit == "0 to 1"}
    return {name: 1.0 if name in ratios else _rounded_up(top) for name, top in highest.items()}


def _rounded_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next((step * power for step in (1, 2, 5) if step * power >= value), 10 * power)


def _past(report: Report) -> Iterator[Mapping[str, Interval]]:
    for point in report.trend:
        yield from point.headline.values()


def _outcomes(answer: ReportAnswer) -> list[tuple[Outcome, int]]:
    """How many records had each outcome."""
    counts = Counter(record.outcome for record in answer.records)
    return [(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]]


def _same_as(case: ReportCase, answer: ReportAnswer) -> int | None:
    """The first repeat that came out the same, if there is one before this."""
    seen = (answer.records, answer.failure, answer.forbidden, answer.grounded)
    for other in case.answers[: case.answers.index(answer)]:
        if (other.records, other.failure, other.forbidden, other.grounded) == seen:
            return other.repeat
    return None


def _worth_showing(record: ReportRecord, in_full: bool) -> list[SlotScore]:
    """The slots that a table lists: all with a value, or only those that are not right."""
    hidden = {Verdict.NUL} if in_full else {Verdict.NUL, Verdict.COR}
    return [slot for slot in record.slots if slot.verdict not in hidden]


def _slots_by_type(slots: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Mapping[str, int]]]:
    """`type.slot` taken apart, in the codebook's order; slots of which nothing counts are left out."""
    found: dict[str, dict[str, Mapping[str, int]]] = {}
    for key in sorted(slots, key=_place_of_slot):
        kind, _, slot = key.partition(".")
        if any(slots[key].get(verdict) for verdict in charts.ORDER):
            found.setdefault(kind, {})[slot] = slots[key]
    return found


_SLOT_ORDER: Final = [f"{kind.value}.{slot.name}" for kind, slots in SLOTS.items() for slot in slots]


def _place_of_slot(key: str) -> int:
    """`attack.weapons.kind` stands where `attack.weapons` does."""
    return _SLOT_ORDER.index(".".join(key.split(".")[:2]))


def _followed(report: Report, group: str, metrics: Iterable[str]) -> list[str]:
    """Those of the figures that at least two nights have."""
    nights = [point.headline.get(group, {}) for point in report.trend]
    return [metric for metric in metrics if sum(metric in night for night in nights) > 1]
