"""What a corpus will cost is reckoned from the questions that would be put, of a large one from part of it."""

import asyncio
from collections.abc import Callable, Iterator

import pytest

from groundwire.bulk import estimate as module
from groundwire.bulk.articles import Intake
from groundwire.bulk.estimate import CHARS_A_TOKEN, WRITTEN_A_QUESTION, Estimate, Tally, estimate, questions_about
from groundwire.bulk.sources import Piece, Place
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.prompts.sets import current_set
from groundwire.schemas import ExtractRequest

ATTACK = "Drones hit a bus in Kherson on Friday, killing two people."


def pieces(count: int) -> Iterator[Piece]:
    for n in range(1, count + 1):
        yield Piece(n, {"text": f"{ATTACK} Report {n:05}.", "record_types": ["attack"]}, None, Place(n, n))


def reckon(count: int, is_cached: Callable[[ExtractRequest], bool] = lambda _: False) -> Estimate:
    async def cached(request: ExtractRequest) -> bool:
        return is_cached(request)

    return asyncio.run(estimate(pieces(count), Intake({}, 1000), Profile.LARGE, cached))


def test_each_question_counts_with_its_instructions() -> None:
    request = ExtractRequest.model_validate({"text": ATTACK, "record_types": ["attack"]})
    questions, chars = questions_about(request, Profile.LARGE, current_set("large"))
    assert questions == 1
    assert chars > len(ATTACK) + 1000
    assert questions_about(ExtractRequest(text="It rained."), Profile.LARGE, current_set("large")) == (0, 0)


def test_an_answer_in_the_cache_costs_nothing() -> None:
    found = reckon(4, lambda request: "00001" in request.text)
    assert (found.found.articles, found.found.cached, found.usage.calls) == (4, 1, 3)
    assert found.usage.prompt_tokens == round(found.found.asked_chars / CHARS_A_TOKEN)
    assert found.usage.completion_tokens == 3 * WRITTEN_A_QUESTION[Profile.LARGE]
    assert not found.sampled


def test_of_a_large_corpus_part_stands_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reckon(120)
    monkeypatch.setattr(module, "ALL_OF_THE_FIRST", 20)
    monkeypatch.setattr(module, "EVERY", 10)
    sampled = reckon(120)
    assert sampled.sampled
    assert sampled.found.articles == whole.found.articles
    assert sampled.found.chars == whole.found.chars
    assert sampled.found.questions == pytest.approx(whole.found.questions)
    assert sampled.found.asked_chars == pytest.approx(whole.found.asked_chars)


def test_what_is_no_article_is_counted_apart() -> None:
    async def never(_: ExtractRequest) -> bool:
        return False

    broken = [Piece(1, None, "not JSON", Place()), *pieces(1)]
    found = asyncio.run(estimate(broken, Intake({}, 1000), Profile.LARGE, never))
    assert (found.flaws, found.found.articles) == (1, 1)


def test_the_longest_of_the_limits_decides_how_long_it_takes() -> None:
    found = Estimate(Tally(articles=60, questions=60, asked_chars=CHARS_A_TOKEN * 1e6), False, 0, Profile.LARGE)
    assert found.seconds(1, None, None) == 60 * module.SECONDS_A_CALL
    assert found.seconds(60, None, None) == module.SECONDS_A_CALL
    assert found.seconds(60, 6, None) == 600
    assert found.seconds(60, 6, 1_000) == pytest.approx((1e6 + 60 * WRITTEN_A_QUESTION[Profile.LARGE]) / 1000 * 60)
    assert found.cost_usd(Prices(1.0, 0.0)) == pytest.approx(1.0)
    assert found.cost_usd(None) is None
