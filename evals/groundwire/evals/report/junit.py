"""JUnit XML of a run, for CI: one test case an answer.

An answer that is merely incomplete or imprecise passes, since no model finds everything; whether the figures are good
enough is the gate's question. What fails is a hard fault: an invented record on an article without events, a number
that the evidence does not hold, a forbidden string. An answer that does not exist is an error.
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from groundwire.evals.cases import NEGATIVE
from groundwire.evals.report.form import Outcome, Report, ReportAnswer, ReportCase
from groundwire.evals.report.showing import visible
from groundwire.evals.scoring.scores import Verdict


def junit_xml(report: Report) -> str:
    """The report in the shape that CI servers read."""
    answers = [(case, answer) for case in report.cases for answer in case.answers]
    manifest = report.manifest
    totals = {
        "tests": str(len(answers)),
        "failures": str(sum(answer.failure is None and any(faults(case, answer)) for case, answer in answers)),
        "errors": str(sum(answer.failure is not None for _, answer in answers)),
        "time": _seconds(sum(answer.seconds or 0 for _, answer in answers)),
    }
    name = {"name": visible(manifest.name)}
    suites = ET.Element("testsuites", name | totals)
    stamp = manifest.created.replace(tzinfo=None).isoformat(timespec="seconds")
    suite = ET.SubElement(suites, "testsuite", name | totals | {"skipped": "0", "timestamp": stamp})
    properties = ET.SubElement(suite, "properties")
    for field in ("system", "model", "git_commit", "gold_digest", "prompt_digest", "schema_digest"):
        ET.SubElement(properties, "property", name=field, value=visible(str(getattr(manifest, field))))
    for case, answer in answers:
        _add_case(suite, case, answer, report.manifest.repeat)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def faults(case: ReportCase, answer: ReportAnswer) -> Iterator[str]:
    """The hard faults of an answer, a sentence each."""
    if case.family == NEGATIVE:
        for record in answer.records:
            if record.outcome is Outcome.SPURIOUS:
                yield f"invented {record.type.value}: {record.label}"
    yield from (f"number without support: {number}" for number in answer.grounded.unsupported_numbers)
    yield from (f"forbidden: {found}" for found in answer.forbidden)


def _add_case(suite: ET.Element, case: ReportCase, answer: ReportAnswer, repeats: int) -> None:
    name = case.name if repeats == 1 else f"{case.name} [{answer.repeat}]"
    element = ET.SubElement(
        suite, "testcase", classname=visible(case.family), name=visible(name), time=_seconds(answer.seconds or 0)
    )
    if answer.failure is not None:
        message = visible(answer.failure.message)
        ET.SubElement(element, "error", type=answer.failure.kind, message=message).text = message
    elif found := [visible(fault) for fault in faults(case, answer)]:
        ET.SubElement(element, "failure", type="hard fault", message=found[0]).text = "\n".join(found)
    verdicts = Counter(
        slot.verdict for record in answer.records if record.outcome is not Outcome.OPTIONAL for slot in record.slots
    )
    ET.SubElement(element, "system-out").text = ", ".join(f"{verdict} {verdicts[verdict]}" for verdict in Verdict)


def _seconds(value: float) -> str:
    return f"{value:.3f}"
