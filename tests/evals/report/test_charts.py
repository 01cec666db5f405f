"""Plots: what is drawn has the measures of its figures, and says them in words."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from groundwire.evals.report.charts import BAR_WIDTH, change_bar, interval_bar, stacked_bar, trend
from groundwire.evals.report.form import TrendPoint
from groundwire.evals.scoring.scores import Interval


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own


def of_class(svg: ET.Element, css: str) -> list[ET.Element]:
    return [element for element in svg.iter() if element.get("class") == css]


def test_a_bar_is_as_long_as_its_value() -> None:
    svg = drawn(interval_bar(Interval(value=3, low=1, high=4, n=5), top=6))
    (bar,) = of_class(svg, "bar")
    assert float(bar.attrib["width"]) == pytest.approx(BAR_WIDTH / 2, abs=1)
    (whisker,) = of_class(svg, "whisker")
    assert whisker.attrib["d"].startswith("M34.0 3v10M133.0 3v10")
    assert svg.attrib["aria-label"] == "3.00, 95 % interval 1.00 to 4.00"


def test_without_an_interval_there_are_no_whiskers_and_without_a_value_no_bar() -> None:
    assert of_class(drawn(interval_bar(Interval(value=0.5, n=1), 1)), "whisker") == []
    empty = drawn(interval_bar(Interval(value=None, n=0), 1))
    assert of_class(empty, "bar") == []
    assert empty.attrib["aria-label"] == "–, no interval"


def test_stacked_parts_fill_the_bar_and_leave_out_what_does_not_count() -> None:
    svg = drawn(stacked_bar({"COR": 3, "MIS": 1, "NUL": 50, "PAR": 0}))
    parts = [(part.get("class"), float(part.attrib["width"])) for part in svg.iter("rect")]
    assert parts == [("COR", BAR_WIDTH * 0.75), ("MIS", BAR_WIDTH * 0.25)]
    assert svg.attrib["aria-label"] == "COR 3, MIS 1"
    assert drawn(stacked_bar({"NUL": 2})).attrib["aria-label"] == "none"


def point(day: int, value: float | None, gold: str = "a", model: str = "small") -> TrendPoint:
    found = (
        {} if value is None else {"gold": {"slot.f1": Interval(value=value, low=value - 0.1, high=value + 0.1, n=5)}}
    )
    return TrendPoint(
        day=date(2031, 5, day), run=f"<night {day}>", git_commit=None, gold_digest=gold, model=model, headline=found
    )


def test_a_trend_breaks_where_figures_cannot_be_compared() -> None:
    points = [point(1, 0.2, gold="old"), point(2, 0.3), point(3, 0.5), point(4, 0.6, model="large")]
    svg = drawn(trend(points, "gold", "slot.f1", 1.0))
    assert [len(line.attrib["points"].split()) for line in of_class(svg, "line")] == [1, 2, 1]
    assert len(of_class(svg, "dot")) == 4


def test_time_runs_to_the_right_and_more_is_higher() -> None:
    svg = drawn(trend([point(1, 0.2), point(2, 0.3), point(5, 0.9)], "gold", "slot.f1", 1.0))
    places = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in of_class(svg, "dot")]
    (x1, y1), (x2, y2), (x3, y3) = places
    assert x3 - x2 == pytest.approx(3 * (x2 - x1), abs=1)
    assert y1 > y2 > y3
    assert of_class(svg, "dot")[0][0].text == "2031-05-01 <night 1>: 0.20, 95 % interval 0.10 to 0.30"


def test_nights_without_the_figure_leave_a_gap_and_one_day_is_enough() -> None:
    svg = drawn(trend([point(1, 0.2), point(2, None)], "gold", "slot.f1", 1.0))
    assert len(of_class(svg, "dot")) == 1
    assert len(of_class(drawn(trend([point(1, 0.2), point(1, 0.4)], "gold", "slot.f1", 0.0)), "dot")) == 2


def test_the_baseline_lies_across_at_its_value() -> None:
    points = [point(1, 0.5), point(3, 0.5)]
    svg = drawn(trend(points, "gold", "slot.f1", 1.0, Interval(value=0.5, low=0.4, high=0.6, n=5)))
    (line,) = of_class(svg, "baseline")
    height = float(of_class(svg, "dot")[0].attrib["cy"])
    assert float(line.attrib["d"].partition(" ")[2].partition("H")[0]) == pytest.approx(height, abs=0.1)
    assert svg.attrib["aria-label"].endswith("; baseline: 0.50, 95 % interval 0.40 to 0.60")
    for nothing in (None, Interval(value=None, n=0)):
        assert of_class(drawn(trend(points, "gold", "slot.f1", 1.0, nothing)), "baseline") == []


@pytest.mark.parametrize(("value", "at"), [(0.0, 100), (0.2, 196), (-0.2, 4), (0.1, 148), (5.0, 196)])
def test_a_change_stands_beside_zero(value: float, at: float) -> None:
    svg = drawn(change_bar(Interval(value=value, low=value, high=value, n=5), 0.2))
    (dot,) = of_class(svg, "dot")
    assert float(dot.attrib["cx"]) == at
    assert len(of_class(svg, "whisker")) == 1


def test_a_change_that_is_none_needs_no_scale() -> None:
    (dot,) = of_class(drawn(change_bar(Interval(value=0.0, n=1), 0.0)), "dot")
    assert float(dot.attrib["cx"]) == BAR_WIDTH / 2
    assert of_class(drawn(change_bar(Interval(value=None, n=0), 1.0)), "dot") == []
