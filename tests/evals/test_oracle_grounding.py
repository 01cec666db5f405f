"""Perfect answers to every question: each value of what comes of them says how it stands in the article."""

from pathlib import Path

import pytest
from tests.extraction.grounding_tools import assert_grounded
from tests.extraction.reading_tools import read

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import load_cases
from groundwire.evals.oracle import Oracle

CASES = load_cases(Path(__file__).parents[2] / "evals", ["gold"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_value_is_grounded_and_truly(case: EvalCase) -> None:
    extraction = read(Oracle(case), case.article)
    records = (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)
    assert records
    for record in records:
        assert_grounded(case.article.text, record)
