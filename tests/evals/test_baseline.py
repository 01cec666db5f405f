"""The accepted run: of the present labels and prompts, and published as it is."""

import re
from pathlib import Path

import pytest

from groundwire.evals.dataset import gold_digest, load_cases
from groundwire.evals.judging.gate import read_baseline
from groundwire.evals.scoring.scores import Interval
from groundwire.extraction.questions import prompt_digest
from groundwire.prompts.sets import current_set
from groundwire.schemas import RecordType

ROOT = Path(__file__).resolve().parents[2]
BASELINE = read_baseline(ROOT / "evals" / "baseline.json")
PAGE = (ROOT / "docs" / "evals.md").read_text("utf-8")
ROWS = {
    "records, F1": "record.f1",
    "slot fills, F1": "slot.f1",
    "figures, precision": "figure.precision",
    "figures, recall": "figure.recall",
    "wrong figures an article": "wrong_figures",
    "values in their evidence": "grounding_rate",
    "numbers without support, an article": "unsupported_numbers",
    "spurious records an article": "hallucinated_records",
    "articles with a forbidden string": "forbidden_rate",
    "articles without an answer": "failure_rate",
    "tokens written an article": "completion_tokens",
}


def told(figure: Interval) -> str:
    if figure.value is None:
        return "–"
    low, high = figure.low or 0.0, figure.high or 0.0
    digits = 0 if figure.value >= 100 else 2
    return f"{figure.value:,.{digits}f} ({low:,.{digits}f} to {high:,.{digits}f})"


def test_the_baseline_is_of_the_present_labels_prompts_and_cases() -> None:
    assert BASELINE.scores.gold_digest == gold_digest(ROOT / "evals")
    assert BASELINE.prompt_digest == prompt_digest(tuple(RecordType), current_set("small"))
    assert {case.case for case in BASELINE.scores.cases} == {case.name for case in load_cases(ROOT / "evals")}


@pytest.mark.parametrize("words", ROWS)
def test_the_page_publishes_the_baseline_as_it_is(words: str) -> None:
    row = re.search(rf"^\| {re.escape(words)} \| (.+) \|$", PAGE, re.MULTILINE)
    assert row is not None
    groups = [BASELINE.scores.groups[name] for name in ("gold", "negative", "counterfactual")]
    assert row[1].split(" | ") == [told(group.metrics[ROWS[words]]) for group in groups]


def test_the_report_that_the_page_links_is_there_and_of_that_run() -> None:
    linked = re.search(r"\]\((reports/[^)]+\.html)\)", PAGE)
    assert linked is not None
    head = (ROOT / "docs" / linked[1]).read_text("utf-8")[:200_000]
    assert BASELINE.run in head
    assert BASELINE.git_commit is not None
    assert BASELINE.git_commit[:12] in head


@pytest.mark.parametrize("name", ["attack.record.f1", "attack.slot.f1", "figure.precision", "figure.recall"])
def test_the_readme_publishes_the_baseline_as_it_is(name: str) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert told(BASELINE.scores.groups["gold"].metrics[name]) in readme
