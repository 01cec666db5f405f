"""The dashboard and the alerts ask for metrics that exist, by labels that they have; operations.md tells of each."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from tests.telemetry.exercised import exercised, labels_by_name

from groundwire.telemetry.registry import new_registry

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD = json.loads((ROOT / "deploy/grafana/groundwire.json").read_text(encoding="utf-8"))
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
KNOWN = labels_by_name(exercised()) | {"up": set()}
OF_TARGETS = {"job", "instance"}
"""Labels that Prometheus adds to everything that it scrapes."""
WORDS = {"by", "on", "or", "unless", "group_left", "sum", "max", "rate", "increase", "histogram_quantile"}

_STRINGS = re.compile(r'"[^"]*"')
_RANGES = re.compile(r"\[[^]]*\]|offset \w+")
_COUNTED = re.compile(r"increase\((\w+\{[^}]*\})\[(\w+)\]\)\) > 0")
_SELECTOR = re.compile(r"([a-z_]\w*)\{([^}]*)\}")
_GROUPED = re.compile(r"\b(?:by|on|group_left) ?\(([^)]*)\)")
_WORD = re.compile(r"[A-Za-z_]\w*")


def expressions() -> Iterator[str]:
    """All PromQL of both files."""
    for panel in DASHBOARD["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"]
    for group in ALERTS["groups"]:
        for rule in group["rules"]:
            yield rule["expr"]


def flaws(expression: str) -> list[str]:
    """Metrics that nobody counts, and labels that those of the expression do not have."""
    bare = _RANGES.sub("", _STRINGS.sub("", expression))
    found, used = [], set()
    for metric, matchers in _SELECTOR.findall(bare):
        used.add(metric)
        labels = set(_WORD.findall(matchers)) - OF_TARGETS - KNOWN.get(metric, set())
        found += [f"{metric} has no label {label}" for label in labels]
    grouped = {label for labels in _GROUPED.findall(bare) for label in _WORD.findall(labels)}
    used |= set(_WORD.findall(_GROUPED.sub("", _SELECTOR.sub("", bare)))) - WORDS
    found += [f"there is no metric {metric}" for metric in used - KNOWN.keys()]
    had = set().union(*(KNOWN.get(metric, set()) for metric in used)) | OF_TARGETS
    return found + [f"no metric here has the label {label}" for label in grouped - had]


@pytest.mark.parametrize("expression", list(expressions()))
def test_each_expression_asks_for_what_there_is(expression: str) -> None:
    assert flaws(expression) == []


@pytest.mark.parametrize(
    ("expression", "flaw"),
    [
        ("sum(rate(groundwire_shed[5m]))", "there is no metric groundwire_shed"),
        ('groundwire_shed_total{cause="x"}', "groundwire_shed_total has no label cause"),
        ("sum by (cause) (rate(groundwire_shed_total[5m]))", "no metric here has the label cause"),
    ],
)
def test_a_flaw_would_be_found(expression: str, flaw: str) -> None:
    assert flaws(expression) == [flaw]


def test_an_alert_for_a_single_event_sees_the_first_one() -> None:
    """Prometheus counts no increase for a series that begins with its first event, as each with labels may."""
    rules = [rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]]
    counted = [(expression, *found) for expression in rules for found in _COUNTED.findall(expression)]
    assert counted
    assert [
        expression for expression, series, span in counted if f"unless {series} offset {span}" not in expression
    ] == []


def ours() -> set[str]:
    """Names of our own metrics, as they are written in documents: a histogram or counter without its endings."""
    families = {family.name for family in exercised().collect()} - {family.name for family in new_registry().collect()}
    counters = {name.removesuffix("_total") for name in KNOWN if name.endswith("_total")}
    return {f"{name}_total" if name in counters else name for name in families}


def test_operations_tells_of_each_metric_and_of_no_other() -> None:
    told = set(re.findall(r"`((?:groundwire|http_server|gen_ai_client)_\w+)`", OPERATIONS))
    assert told == ours()


def test_operations_tells_of_each_alert_and_of_no_other() -> None:
    alerts = {rule["alert"] for group in ALERTS["groups"] for rule in group["rules"]}
    assert set(re.findall(r"`(Groundwire[A-Z]\w+)`", OPERATIONS)) == alerts


def test_each_metric_of_ours_is_on_the_dashboard() -> None:
    asked = " ".join(target["expr"] for panel in DASHBOARD["panels"] for target in panel.get("targets", ()))
    assert {name for name in ours() if name not in asked} == set()


def test_panels_do_not_overlap_and_are_numbered() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(set(numbers)) == len(numbers)
