"""JUnit XML: totals that agree with the test cases, errors, hard faults, and text of any kind."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.evals.report.example import HOSTILE, cases, manifest, nights, write_run

from groundwire.evals.report.building import build_report
from groundwire.evals.report.junit import junit_xml
from groundwire.evals.report.showing import visible


@pytest.fixture
def root(tmp_path: Path) -> ET.Element:
    """The file, parsed again."""
    return ET.fromstring(junit_xml(build_report(write_run(tmp_path), cases(), nights())))  # noqa: S314 - our own


def test_it_has_the_shape_that_ci_servers_read(root: ET.Element) -> None:
    assert root.tag == "testsuites"
    (suite,) = root
    assert [child.tag for child in suite] == ["properties"] + ["testcase"] * 10
    for test in suite.iter("testcase"):
        assert set(test.attrib) == {"classname", "name", "time"}
        assert [child.tag for child in test] in (["system-out"], ["error", "system-out"], ["failure", "system-out"])
        assert float(test.attrib["time"]) >= 0


def test_totals_are_those_of_the_cases(root: ET.Element) -> None:
    (suite,) = root
    for element in (root, suite):
        assert element.attrib["tests"] == str(len(list(suite.iter("testcase"))))
        assert element.attrib["failures"] == str(len(list(suite.iter("failure")))) == "4"
        assert element.attrib["errors"] == str(len(list(suite.iter("error")))) == "2"
    assert float(suite.attrib["time"]) == pytest.approx(sum(float(t.attrib["time"]) for t in suite.iter("testcase")))
    assert suite.attrib["timestamp"] == "2031-05-07T04:30:00"


def test_each_answer_is_judged_by_its_hard_faults(root: ET.Element) -> None:
    found = {
        (test.attrib["classname"], test.attrib["name"]): next(child.tag for child in test)
        for test in root.iter("testcase")
    }
    assert found == {
        ("gold", "000 [1]"): "system-out",
        ("gold", "000 [2]"): "system-out",
        ("gold", "001 [1]"): "error",
        ("gold", "001 [2]"): "error",
        ("negative", "review [1]"): "failure",
        ("negative", "review [2]"): "failure",
        ("negative", "weather [1]"): "system-out",
        ("negative", "weather [2]"): "system-out",
        ("casualty", "casualty-000-velm [1]"): "failure",
        ("casualty", "casualty-000-velm [2]"): "failure",
    }


def test_messages_hold_the_text_as_it_was(root: ET.Element) -> None:
    failures = {failure.text for failure in root.iter("failure")}
    invented = f"invented attack: other, {visible(HOSTILE)}\nnumber without support: killed/min = 49"
    assert failures == {invented, "forbidden: 500 in /attacks/0/killed"}
    assert {error.attrib["type"] for error in root.iter("error")} == {"infrastructure"}


def test_slots_are_counted_without_optional_records(root: ET.Element) -> None:
    first = next(root.iter("system-out"))
    assert first.text == "COR 8, PAR 1, INC 1, SPU 3, MIS 5, NUL 2"


def test_without_repeats_a_name_has_no_number(tmp_path: Path) -> None:
    folder = write_run(tmp_path, manifest().model_copy(update={"repeat": 1}))
    root = ET.fromstring(junit_xml(build_report(folder, cases(), ())))  # noqa: S314 - our own
    assert next(root.iter("testcase")).attrib["name"] == "000"
