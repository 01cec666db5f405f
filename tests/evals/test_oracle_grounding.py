"""Perfect answers to every question: each value of what comes of them says how it stands in the article."""

import asyncio
from pathlib import Path

import pytest
from tests.extraction.grounding_tools import assert_grounded

from groundwire.evals.cases import EvalCase
from groundwire.evals.dataset import load_cases
from groundwire.evals.oracle import Oracle
from groundwire.extraction.extractor import Extractor
from groundwire.schemas import CacheMode

CASES = load_cases(Path(__file__).parents[2] / "evals", ["gold"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_value_is_grounded_and_truly(case: EvalCase) -> None:
    extraction = asyncio.run(Extractor(Oracle(case), None).extract(case.article, cache=CacheMode.OFF))
    records = (*extraction.attacks, *extraction.diplomatic_events, *extraction.aid_pledges)
    assert records
    for record in records:
        assert_grounded(case.article.text, record)
