"""What the page shows of a report: which slots, repeats and nights, in which order, on which scale."""

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from groundwire.evals.report import charts
from groundwire.evals.report.form import Outcome, Report, ReportAnswer, ReportCase, ReportRecord
from groundwire.evals.scoring.figures import RATIO
from groundwire.evals.scoring.scores import Interval, SlotScore, Verdict
from groundwire.evals.scoring.slots import SLOTS


def tops(report: Report) -> dict[str, float]:
    """What the right edge of each figure's scale stands for; see `scales`."""
    ratios = {name for name, metric in report.metrics.items() if metric.unit == RATIO}
    return scales((*(group.metrics for group in report.groups.values()), *_past(report)), ratios)


def scales(headlines: Iterable[Mapping[str, Interval]], ratios: Container[str]) -> dict[str, float]:
    """The end of each figure's scale: 1 for ratios, else a round number above all intervals."""
    highest: dict[str, float] = {}
    for headline in headlines:
        for name, interval in headline.items():
            highest[name] = max(highest.get(name, 0.0), interval.high or 0.0, interval.value or 0.0)
    return {name: 1.0 if name in ratios else _rounded_up(top) for name, top in highest.items()}


def _rounded_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next((step * power for step in (1, 2, 5) if step * power >= value), 10 * power)


def _past(report: Report) -> Iterator[Mapping[str, Interval]]:
    for point in report.trend:
        yield from point.headline.values()


def outcomes(answer: ReportAnswer) -> list[tuple[Outcome, int]]:
    """How many records had each outcome."""
    counts = Counter(record.outcome for record in answer.records)
    return [(outcome, counts[outcome]) for outcome in Outcome if counts[outcome]]


def same_as(case: ReportCase, answer: ReportAnswer) -> int | None:
    """The first repeat that came out the same, if there is one before this."""
    seen = (answer.records, answer.failure, answer.forbidden, answer.grounded)
    for other in case.answers[: case.answers.index(answer)]:
        if (other.records, other.failure, other.forbidden, other.grounded) == seen:
            return other.repeat
    return None


def worth_showing(record: ReportRecord, in_full: bool) -> list[SlotScore]:
    """The slots that a table lists: all with a value, or only those that are not right."""
    hidden = {Verdict.NUL} if in_full else {Verdict.NUL, Verdict.COR}
    return [slot for slot in record.slots if slot.verdict not in hidden]


def slots_by_type(slots: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, Mapping[str, int]]]:
    """`type.slot` taken apart, in the codebook's order; slots of which nothing counts are left out."""
    found: dict[str, dict[str, Mapping[str, int]]] = {}
    for key in sorted(slots, key=_place_of_slot):
        kind, _, slot = key.partition(".")
        if any(slots[key].get(verdict) for verdict in charts.ORDER):
            found.setdefault(kind, {})[slot] = slots[key]
    return found


_SLOT_ORDER: Final = [f"{kind.value}.{slot.name}" for kind, slots in SLOTS.items() for slot in slots]


def _place_of_slot(key: str) -> int:
    """`attack.weapons.kind` stands where `attack.weapons` does; a slot of an older scorer stands last."""
    name = ".".join(key.split(".")[:2])
    return _SLOT_ORDER.index(name) if name in _SLOT_ORDER else len(_SLOT_ORDER)


def followed(report: Report, group: str, metrics: Iterable[str]) -> list[str]:
    """Those of the figures that at least two nights have."""
    nights = [point.headline.get(group, {}) for point in report.trend]
    return [metric for metric in metrics if sum(metric in night for night in nights) > 1]
