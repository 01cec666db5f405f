"""What becomes of an article, whatever the extraction does."""

import json
import logging
from collections.abc import Callable

import pytest
from tests.server.support import extraction_of

from groundwire.extraction.breaker import BreakerOpen
from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelRejected,
    ModelUnavailable,
    Overloaded,
)
from groundwire.jobs.body import FIRST_WAIT_S, LONGEST_WAIT_S, Work
from groundwire.jobs.engine import MOST_TRIES, Delivery, Later, Outcome
from groundwire.schemas import Article, CacheState, Extraction, ExtractRequest, Problem, ProblemType, Usage
from groundwire.schemas.jobs import ResultState
from groundwire.server.problems import problem_to

pytestmark = pytest.mark.anyio
SPENT = Usage(calls=2, failed_calls=1, prompt_tokens=7)
SECRET = "the article's own words"


async def work_on(
    extract: Callable[[ExtractRequest, str | None], Extraction], tries: int = 1, request: str | None = None
) -> Outcome | Later:
    """Have an article read by an extraction of that kind."""

    async def extracting(asked: ExtractRequest, owner: str | None) -> Extraction:
        return extract(asked, owner)

    body = request or ExtractRequest(text=SECRET).model_dump_json()
    return await Work(extracting, lambda error: problem_to(error, None))(Delivery("job", 3, body, "ann", tries))


def failing(error: Exception) -> Callable[[ExtractRequest, str | None], Extraction]:
    def extract(_: ExtractRequest, __: str | None) -> Extraction:
        raise error

    return extract


def answering(cache: CacheState, cost_usd: float | None = 0.25) -> Callable[[ExtractRequest, str | None], Extraction]:
    def extract(request: ExtractRequest, _: str | None) -> Extraction:
        made = extraction_of(Article(text=request.text))
        meta = made.meta.model_copy(update={"cache": cache, "usage": SPENT, "cost_usd": cost_usd})
        return made.model_copy(update={"meta": meta})

    return extract


async def test_the_article_is_read_as_it_was_wished_for_its_owner() -> None:
    asked: list[tuple[ExtractRequest, str | None]] = []

    def extract(request: ExtractRequest, owner: str | None) -> Extraction:
        asked.append((request, owner))
        return extraction_of(Article(text=request.text))

    request = ExtractRequest(text="Ракети 🚀", timeout_s=3.5)
    outcome = await work_on(extract, request=request.model_dump_json())
    assert asked == [(request, "ann")]
    assert isinstance(outcome, Outcome)
    assert outcome.state is ResultState.DONE
    assert Extraction.model_validate_json(outcome.text) == extraction_of(Article(text=request.text))


@pytest.mark.parametrize(
    ("cache", "tries", "usage", "cost"),
    [
        (CacheState.MISS, 1, SPENT, 0.25),
        (CacheState.MISS, 2, SPENT, 0.25),
        (CacheState.HIT, 1, Usage(), 0.0),
        (CacheState.SHARED, 1, Usage(), 0.0),
        (CacheState.HIT, 2, SPENT, 0.25),  # the delivery before has put it there, and died
    ],
)
async def test_what_is_found_in_the_cache_costs_nothing(
    cache: CacheState, tries: int, usage: Usage, cost: float
) -> None:
    outcome = await work_on(answering(cache), tries)
    assert isinstance(outcome, Outcome)
    assert (outcome.usage, outcome.cost_usd) == (usage, cost)


async def test_a_cost_that_is_not_known_stays_so() -> None:
    outcome = await work_on(answering(CacheState.MISS, None))
    assert isinstance(outcome, Outcome)
    assert outcome.cost_usd is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (DeadlineExceeded("late", SPENT), ProblemType.DEADLINE_EXCEEDED),
        (ModelRejected("no", SPENT, status=401), ProblemType.MODEL_REJECTED),
        (InvalidAnswer("prose", SPENT), ProblemType.INVALID_ANSWER),
    ],
)
async def test_what_another_try_would_not_mend_has_failed(error: Exception, kind: ProblemType) -> None:
    outcome = await work_on(failing(error))
    assert isinstance(outcome, Outcome)
    assert (outcome.state, outcome.usage, outcome.cost_usd) == (ResultState.FAILED, SPENT, None)
    assert Problem.model_validate_json(outcome.text).kind == kind


@pytest.mark.parametrize("tries", range(1, MOST_TRIES))
async def test_a_model_that_cannot_be_reached_is_tried_again_ever_later(tries: int) -> None:
    later = await work_on(failing(ModelUnavailable("gone", SPENT)), tries)
    assert later == Later(FIRST_WAIT_S * 2 ** (tries - 1), counts=True, usage=SPENT)


async def test_a_model_that_cannot_be_reached_in_the_end_has_failed() -> None:
    outcome = await work_on(failing(ModelUnavailable("gone", SPENT)), MOST_TRIES)
    assert isinstance(outcome, Outcome)
    assert outcome.state is ResultState.FAILED
    assert Problem.model_validate_json(outcome.text).kind == ProblemType.MODEL_UNAVAILABLE


@pytest.mark.parametrize(
    "error",
    [
        BreakerOpen("open", retry_after_s=20.0),
        ModelUnavailable("busy", retry_after_s=20.0, status=429),
        ModelUnavailable("busy", retry_after_s=20.0, status=503),
        ModelUnavailable("busy", retry_after_s=20.0, status=529),
        Overloaded("full", 20.0),
    ],
)
@pytest.mark.parametrize("tries", [1, MOST_TRIES + 1])
async def test_what_is_no_fault_of_the_article_is_not_counted(error: Exception, tries: int) -> None:
    later = await work_on(failing(error), tries)
    assert isinstance(later, Later)
    assert not later.counts
    assert 20.0 <= later.seconds <= LONGEST_WAIT_S


@pytest.mark.parametrize("asked_s", [1e9, float("inf")])
async def test_nobody_waits_too_long(asked_s: float) -> None:
    later = await work_on(failing(ModelUnavailable("gone", retry_after_s=asked_s)))
    assert isinstance(later, Later)
    assert later.seconds == LONGEST_WAIT_S


@pytest.mark.parametrize("request_body", ["{}", '{"text": 7}', "\x00", "not JSON"])
async def test_a_request_that_is_none_has_failed(request_body: str) -> None:
    def extract(_: ExtractRequest, __: str | None) -> Extraction:
        raise AssertionError("nothing is to be read")

    outcome = await work_on(extract, request=request_body)
    assert isinstance(outcome, Outcome)
    assert outcome.state is ResultState.FAILED


async def test_a_defect_costs_its_article_and_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    outcome = await work_on(failing(KeyError(SECRET)))
    assert isinstance(outcome, Outcome)
    assert Problem.model_validate_json(outcome.text).kind == ProblemType.INTERNAL_ERROR
    assert (outcome.usage, json.loads(outcome.text)["status"]) == (Usage(), 500)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert record.message == "article 3 of job job met a defect: KeyError"
    assert SECRET not in outcome.text + caplog.text
