"""The second model: reads the whole article when the first one's endpoint fails, under its own key, at its own cost."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extraction.llm_tools import until
from tests.extraction.reading_tools import WANTED, asking_for, places, strike_of
from tests.fakes.model import Asked, Reply, ScriptedModel

from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.observer import Observer
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.extraction.streaming import Found, Withdrawn
from groundwire.schemas import CacheMode, CacheState, Extraction

FAILURES = [ModelUnavailable("gone"), ModelRejected("wrong key"), DeadlineExceeded("no answer within 3 s")]


class Noting(Observer):
    """Counts the answers of the second model."""

    def __init__(self) -> None:
        self.answers = 0

    def fell_back(self) -> None:
        """Counted."""
        self.answers += 1


class Pair:
    """Two models, the first of which fails as it is told to, and how often the second one answered for it."""

    def __init__(self, first: Callable[[Asked], Reply], second: Callable[[Asked], Reply] = strike_of) -> None:
        self.first = ScriptedModel(first, name="first")
        self.second = ScriptedModel(second, name="second")
        self.told = Noting()

    def extractor(self, folder: DiskCache | None = None) -> Extractor:
        """Both behind one use case."""
        return Extractor(
            Reader(self.first, Profile.SMALL, prices=Prices(10.0, 0.0)),
            folder,
            fallback=Reader(self.second, Profile.SMALL, prices=Prices(1.0, 0.0)),
            observer=self.told,
        )

    def extract(self, folder: DiskCache | None = None, **how: Any) -> Extraction:  # noqa: ANN401
        """What comes of the article."""
        return asyncio.run(self.extractor(folder).extract(asking_for(**how)))


def from_the_second(error: ModelError) -> Callable[[Asked], Reply]:
    """A faithful answer about the first line, and an error from then on."""
    return lambda asked: strike_of(asked) if "Amberg" in asked.passage else error


@pytest.mark.parametrize("error", FAILURES, ids=lambda error: type(error).__name__)
def test_a_first_model_that_gives_nothing_is_replaced(error: ModelError) -> None:
    pair = Pair(lambda _: error)
    made = pair.extract()
    assert places(made) == ["Amberg", "Calw", "Bonn"]
    assert (made.meta.model, made.meta.fallback, made.meta.complete) == ("second", True, True)
    assert made.meta.cache is CacheState.MISS
    tried = len(pair.first.asked)
    assert (made.meta.usage.calls, made.meta.usage.failed_calls) == (3 + tried, tried)
    assert pair.told.answers == 1


@pytest.mark.parametrize("error", FAILURES[:2], ids=lambda error: type(error).__name__)
def test_a_first_model_that_breaks_off_in_mid_article_is_replaced_for_the_whole_of_it(error: ModelError) -> None:
    pair = Pair(from_the_second(error))
    made = pair.extract()
    assert places(made) == ["Amberg", "Calw", "Bonn"]
    assert (made.meta.model, made.meta.fallback, made.meta.complete) == ("second", True, True)
    assert (made.meta.usage.calls, made.meta.usage.failed_calls) == (5, 1)
    assert made.meta.usage.prompt_tokens == 400
    assert made.meta.cost_usd == pytest.approx((100 * 10 + 300 * 1) / 1e6)


@pytest.mark.parametrize("error", [InvalidAnswer("prose"), FAILURES[2]], ids=lambda error: type(error).__name__)
def test_a_question_that_is_no_use_or_late_is_no_reason(error: ModelError) -> None:
    pair = Pair(lambda asked: error if "Calw" in asked.passage else strike_of(asked))
    made = pair.extract()
    assert places(made) == ["Amberg", "Bonn"]
    assert (made.meta.model, made.meta.fallback, made.meta.complete) == ("first", False, False)
    assert (pair.second.asked, pair.told.answers) == ([], 0)


def test_nor_are_answers_of_which_none_is_any_use() -> None:
    pair = Pair(lambda _: InvalidAnswer("prose"))
    with pytest.raises(InvalidAnswer):
        pair.extract()
    assert pair.second.asked == []


def test_if_both_fail_the_first_error_tells_the_cost_of_both() -> None:
    pair = Pair(lambda _: ModelUnavailable("the first is gone"), lambda _: ModelRejected("wrong key"))
    with pytest.raises(ModelUnavailable, match="the first is gone") as caught:
        pair.extract()
    assert (caught.value.usage.calls, caught.value.usage.failed_calls) == (2, 2)
    assert pair.told.answers == 0


@pytest.mark.parametrize("second", [lambda _: ModelRejected("wrong key"), from_the_second(ModelUnavailable("gone"))])
def test_a_part_of_the_first_is_better_than_nothing_or_another_part(second: Callable[[Asked], Reply]) -> None:
    pair = Pair(from_the_second(ModelUnavailable("gone")), second)
    made = pair.extract()
    assert places(made) == ["Amberg"]
    assert (made.meta.model, made.meta.fallback, made.meta.complete) == ("first", False, False)
    assert made.meta.cache is CacheState.MISS
    assert made.meta.usage.calls == len(pair.first.asked) + len(pair.second.asked)
    assert pair.told.answers == 0


def test_a_part_of_the_second_is_better_than_nothing() -> None:
    pair = Pair(lambda _: ModelUnavailable("gone"), from_the_second(ModelUnavailable("gone")))
    made = pair.extract()
    assert (places(made), made.meta.fallback, made.meta.complete) == (["Amberg"], True, False)


def test_its_answers_are_kept_under_its_own_key_as_its_own(tmp_path: Path) -> None:
    pair = Pair(from_the_second(ModelUnavailable("gone")))
    with DiskCache(tmp_path) as cache:
        first = pair.extract(cache)
        again = pair.extract(cache)
        assert (len(pair.first.asked), len(pair.second.asked)) == (4, 3)  # the first one is asked each time
        assert (again.meta.cache, again.meta.fallback, again.meta.model) == (CacheState.HIT, True, "second")
        assert again.attacks == first.attacks

        alone = Extractor(Reader(pair.second, Profile.SMALL, prices=Prices(1.0, 0.0)), cache)
        kept = asyncio.run(alone.extract(WANTED))
        assert (kept.meta.cache, kept.meta.fallback, kept.meta.usage.calls) == (CacheState.HIT, False, 3)
        assert kept.meta.cost_usd == pytest.approx(300 / 1e6)

        pair.first.reply = strike_of  # it is back, and nothing stands in its way
        back = pair.extract(cache)
        assert (back.meta.cache, back.meta.model, back.meta.fallback) == (CacheState.MISS, "first", False)


@pytest.mark.parametrize(("mode", "kept"), [(CacheMode.REFRESH, True), (CacheMode.OFF, False)])
def test_the_mode_holds_for_the_second_too(tmp_path: Path, mode: CacheMode, kept: bool) -> None:
    pair = Pair(lambda _: ModelUnavailable("gone"))
    with DiskCache(tmp_path) as folder:
        for _ in range(2):
            assert pair.extract(folder, cache=mode).meta.cache.value == mode.value
        assert len(pair.second.asked) == 6
        key = Reader(pair.second, Profile.SMALL).key(Task.of(WANTED))
        assert (asyncio.run(folder.get(key)) is not None) is kept


def test_without_time_the_second_is_not_asked() -> None:
    pair = Pair(strike_of)
    pair.first.delay_s = 60
    with pytest.raises(DeadlineExceeded):
        pair.extract(timeout_s=0.3)
    assert pair.second.asked == []


def test_ready_as_soon_as_one_of_them_is() -> None:
    async def main() -> None:
        pair = Pair(strike_of)
        pair.first = ScriptedModel(unreachable=1000)
        extractor = pair.extractor()
        assert await extractor.ready() == "the model has not answered yet"
        await extractor.warm_up()
        assert await extractor.ready() is None
        assert (pair.first.dialects, pair.second.dialects) == (1, 1)

    asyncio.run(main())


def test_what_was_seen_of_the_first_is_withdrawn_if_the_second_reads_it_otherwise() -> None:
    async def main() -> None:
        open_ = asyncio.Event()

        async def wait(asked: Asked) -> None:
            if "Calw" in asked.passage:
                await open_.wait()

        pair = Pair(
            from_the_second(ModelUnavailable("gone")), lambda asked: strike_of(asked) if "Calw" in asked.passage else {}
        )
        pair.first.delay_s = wait
        told: list[str] = []

        async def look() -> None:
            async for event in pair.extractor().stream(WANTED):
                told.append(type(event).__name__)  # noqa: PERF401 - read meanwhile

        looking = asyncio.create_task(look())
        await until(lambda: told == [Found.__name__])
        open_.set()
        await looking
        assert told == [Found.__name__, Withdrawn.__name__, Found.__name__, Extraction.__name__]

    asyncio.run(main())
