"""Plots as inline SVG. Colours come from the page's style sheet, so that they follow its light and dark scheme.

Every plot carries its figures as text for those who do not see it.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from markupsafe import Markup

from groundwire.evals.report.form import TrendPoint
from groundwire.evals.report.showing import figure, visible
from groundwire.evals.scoring.scores import Interval, Verdict

BAR_WIDTH: Final = 200
_BAR_HEIGHT: Final = 16
_TREND_WIDTH, _TREND_HEIGHT = 340, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 328, 10, 128
ORDER: Final = (Verdict.COR, Verdict.PAR, Verdict.INC, Verdict.SPU, Verdict.MIS)
"""Verdicts in the order in which they are stacked; NUL is no part of precision and recall, so it is not drawn."""


def interval_bar(interval: Interval, top: float) -> Markup:
    """A bar from 0 to the value, with whiskers over its 95 % interval.

    Args:
        interval: What is drawn; without a value only the empty scale is.
        top: What the right edge stands for.
    """
    svg = _svg(BAR_WIDTH, _BAR_HEIGHT, said(interval))
    _add(svg, "rect", "track", x=0, y=5, width=BAR_WIDTH, height=6)

    def place(value: float) -> float:
        return min(value / top, 1.0) * (BAR_WIDTH - 2) + 1 if top else 1.0

    if interval.value is not None:
        _add(svg, "rect", "bar", x=0, y=5, width=place(interval.value), height=6)
    if interval.low is not None and interval.high is not None:
        low, high = place(interval.low), place(interval.high)
        _add(svg, "path", "whisker", d=f"M{low:.1f} 3v10M{high:.1f} 3v10M{low:.1f} 8H{high:.1f}")
    return _markup(svg)


def said(interval: Interval) -> str:
    """A figure with its interval in words."""
    if interval.low is None or interval.high is None:
        return f"{figure(interval.value)}, no interval"
    return f"{figure(interval.value)}, 95 % interval {figure(interval.low)} to {figure(interval.high)}"


def change_bar(change: Interval, end: float) -> Markup:
    """A change as a dot with whiskers over its 95 % interval, beside a line at 0.

    Args:
        change: What is drawn; without a value only the scale is.
        end: What the edges stand for, the left one negative.
    """
    svg = _svg(BAR_WIDTH, _BAR_HEIGHT, said(change))
    _add(svg, "path", "grid", d=f"M{BAR_WIDTH / 2} 0v{_BAR_HEIGHT}")

    def place(value: float) -> float:
        return (1 + max(-1.0, min(value / end, 1.0)) if end else 1.0) * (BAR_WIDTH / 2 - 4) + 4

    if change.low is not None and change.high is not None:
        low, high = place(change.low), place(change.high)
        _add(svg, "path", "whisker", d=f"M{low:.1f} 3v10M{high:.1f} 3v10M{low:.1f} 8H{high:.1f}")
    if change.value is not None:
        _add(svg, "circle", "dot", cx=place(change.value), cy=8, r=3.5)
    return _markup(svg)


def stacked_bar(counts: Mapping[str, int]) -> Markup:
    """The verdicts of a slot, each as a part of all that count."""
    present = [(verdict, counts.get(verdict, 0)) for verdict in ORDER if counts.get(verdict, 0)]
    total = sum(count for _, count in present)
    svg = _svg(BAR_WIDTH, _BAR_HEIGHT, ", ".join(f"{verdict} {count}" for verdict, count in present) or "none")
    svg.set("preserveAspectRatio", "none")  # as wide as the table has room
    x = 0.0
    for verdict, count in present:
        width = BAR_WIDTH * count / total
        part = _add(svg, "rect", verdict.value, x=x, y=1, width=width, height=14)
        _title(part, f"{verdict} {count} of {total}")
        x += width
    return _markup(svg)


def trend(
    points: Sequence[TrendPoint], group: str, metric: str, top: float, baseline: Interval | None = None
) -> Markup:
    """A figure over the nights: a line in a band of its 95 % interval.

    The line breaks where data set or model changed, since figures of different ones are not comparable.

    Args:
        points: Nights, oldest first; those without this figure leave a gap.
        group: Group of cases.
        metric: Name of the figure.
        top: What the upper edge stands for.
        baseline: What the figure is held against, drawn as a line across; None for nothing.
    """
    drawn = [(point, found) for point in points if (found := point.headline.get(group, {}).get(metric))]
    first, last = points[0].day, points[-1].day
    days = max((last - first).days, 1)
    summary = [f"{point.day}: {said(found)}" for point, found in drawn]
    against = [] if baseline is None else [f"baseline: {said(baseline)}"]
    svg = _svg(_TREND_WIDTH, _TREND_HEIGHT, "; ".join([*summary, *against]))
    _axes(svg, top, (first.isoformat(), last.isoformat()))
    if baseline is not None and baseline.value is not None:
        y = _height(baseline.value, top)
        _title(_add(svg, "path", "baseline", d=f"M{_LEFT} {y:.1f}H{_RIGHT}"), against[0])
    series: dict[tuple[str, str], list[tuple[float, Interval, str]]] = {}
    for point, found in drawn:
        x = _LEFT + 8 + (_RIGHT - _LEFT - 16) * (point.day - first).days / days
        label = f"{point.day} {point.run}: {said(found)}"
        series.setdefault((point.gold_digest, point.model), []).append((x, found, label))
    for comparable in series.values():
        _line(svg, comparable, top)
    return _markup(svg)


def _axes(svg: ET.Element, top: float, days: tuple[str, str]) -> None:
    for part in (0, 0.5, 1):
        y = _height(part * top, top)
        _add(svg, "path", "grid", d=f"M{_LEFT} {y:.1f}H{_RIGHT}")
        _add(svg, "text", "tick end", x=_LEFT - 6, y=y + 3.5).text = figure(part * top)
    _add(svg, "text", "tick", x=_LEFT, y=_BOTTOM + 16).text = days[0]
    if days[0] != days[1]:
        _add(svg, "text", "tick end", x=_RIGHT, y=_BOTTOM + 16).text = days[1]


def _line(svg: ET.Element, points: Sequence[tuple[float, Interval, str]], top: float) -> None:
    banded = [
        (x, _height(found.low, top), _height(found.high, top))
        for x, found, _ in points
        if found.low is not None and found.high is not None
    ]
    edge = [(x, high) for x, _, high in banded] + [(x, low) for x, low, _ in reversed(banded)]
    _add(svg, "polygon", "band", points=_joined(edge))
    for x, low, high in banded:
        _add(svg, "path", "whisker", d=f"M{x:.1f} {high:.1f}V{low:.1f}")
    dots = [(x, _height(found.value, top), label) for x, found, label in points if found.value is not None]
    _add(svg, "polyline", "line", points=_joined([(x, y) for x, y, _ in dots]))
    for x, y, label in dots:
        _title(_add(svg, "circle", "dot", cx=x, cy=y, r=3), label)


def _height(value: float, top: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * min(value / top, 1.0) if top else _BOTTOM


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _svg(width: int, height: int, label: str) -> ET.Element:
    box = {"viewBox": f"0 0 {width} {height}", "width": str(width), "height": str(height)}
    return ET.Element("svg", {**box, "role": "img", "aria-label": visible(label)})


def _title(element: ET.Element, text: str) -> None:
    """What is shown where a pointer rests on the element."""
    ET.SubElement(element, "title").text = visible(text)


def _add(parent: ET.Element, tag: str, css: str, **attributes: float | str) -> ET.Element:
    written = {key: f"{value:.4g}" if isinstance(value, float) else str(value) for key, value in attributes.items()}
    return ET.SubElement(parent, tag, {"class": css, **written})


def _markup(svg: ET.Element) -> Markup:
    return Markup(ET.tostring(svg, encoding="unicode"))  # noqa: S704 - ElementTree has escaped every text
