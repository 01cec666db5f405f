"""The use case: cache, single flight, partial failures, offsets; with a scripted model and the real cache."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.extraction.drafting import attack, place
from tests.extraction.llm_tools import until
from tests.extraction.reading_tools import ARTICLE, ATTACKS, TEXT, WANTED, asking_for, places, strike_of
from tests.fakes.model import NOTHING, Asked, Reply, ScriptedModel

from groundwire.extraction.admission import Admission
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelError,
    ModelRejected,
    ModelUnavailable,
)
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.model import Loss
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Task
from groundwire.schemas import (
    Article,
    CacheMode,
    CacheState,
    Extraction,
    RecordType,
    Unsupported,
    WarningCode,
)

T = TypeVar("T")


def run(
    folder: Path | None, model: ScriptedModel, work: Callable[[Extractor], Awaitable[T]], prices: Prices | None = None
) -> T:
    """Do something with an Extractor in a loop of its own, on the cache in `folder`."""

    async def main(cache: DiskCache | None) -> T:
        return await work(Extractor(Reader(model, Profile.SMALL, prices=prices), cache))

    if folder is None:
        return asyncio.run(main(None))
    with DiskCache(folder) as cache:
        return asyncio.run(main(cache))


def extract(folder: Path | None, model: ScriptedModel, article: Article = ARTICLE, **how: Any) -> Extraction:  # noqa: ANN401
    return run(folder, model, lambda e: e.extract(asking_for(article, **how)))


def test_an_article_goes_in_and_records_come_out(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of)
    made = extract(tmp_path, model)
    assert places(made) == ["Amberg", "Calw", "Bonn"]
    assert made.article_id == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (made.meta.cache, made.meta.complete, made.meta.mode) == (CacheState.MISS, True, "json_schema")
    assert made.meta.schema_enforced is True
    assert (made.meta.usage.calls, made.meta.usage.failed_calls, made.meta.usage.prompt_tokens) == (3, 0, 300)
    assert set(made.meta.stage_ms) == {"plan", "ask", "code"}
    assert made.meta.cost_usd is None


def test_a_hit_asks_nothing_and_tells_what_was_spent_then(tmp_path: Path) -> None:
    model, second = ScriptedModel(strike_of), ScriptedModel(strike_of)
    first = extract(tmp_path, model)
    again = extract(tmp_path, second)
    assert again.meta.cache is CacheState.HIT
    assert second.asked == []
    assert second.dialects == 0
    assert again.meta.usage == first.meta.usage
    assert again == first.model_copy(update={"meta": first.meta.model_copy(update={"cache": CacheState.HIT})})


@pytest.mark.parametrize(
    ("mode", "state", "asked_later"),
    [
        (CacheMode.USE, CacheState.HIT, 0),
        (CacheMode.REFRESH, CacheState.REFRESH, 3),
        (CacheMode.OFF, CacheState.OFF, 3),
    ],
)
def test_modes(tmp_path: Path, mode: CacheMode, state: CacheState, asked_later: int) -> None:
    extract(tmp_path, ScriptedModel(strike_of))
    model = ScriptedModel()  # answers otherwise
    made = extract(tmp_path, model, cache=mode)
    assert (made.meta.cache, len(model.asked)) == (state, asked_later)
    kept = extract(tmp_path, ScriptedModel())
    assert kept.meta.cache is CacheState.HIT
    assert len(kept.attacks) == (0 if mode is CacheMode.REFRESH else 3)


def test_off_stores_nothing(tmp_path: Path) -> None:
    extract(tmp_path, ScriptedModel(strike_of), cache=CacheMode.OFF)
    assert extract(tmp_path, ScriptedModel(strike_of)).meta.cache is CacheState.MISS


def test_without_a_cache_every_call_is_a_miss() -> None:
    model = ScriptedModel(strike_of)
    assert [extract(None, model).meta.cache for _ in range(2)] == [CacheState.MISS] * 2
    assert len(model.asked) == 6


@pytest.mark.parametrize(
    ("article", "model", "kinds"),
    [
        (Article(text=TEXT + " "), ScriptedModel(), ATTACKS),
        (Article(text=TEXT, published=date(2030, 6, 10)), ScriptedModel(), ATTACKS),
        (Article(text=TEXT, title="Night of strikes"), ScriptedModel(), ATTACKS),
        (ARTICLE, ScriptedModel(name="other"), ATTACKS),
        (ARTICLE, ScriptedModel(sampling={"temperature": 1}), ATTACKS),
        (ARTICLE, ScriptedModel(), (RecordType.ATTACK, RecordType.AID_PLEDGE)),
    ],
)
def test_whatever_the_answer_depends_on_makes_a_miss(
    tmp_path: Path, article: Article, model: ScriptedModel, kinds: tuple[RecordType, ...]
) -> None:
    extract(tmp_path, ScriptedModel(strike_of))
    assert extract(tmp_path, model, article, record_types=kinds).meta.cache is CacheState.MISS


@pytest.mark.parametrize("wish", [{"unsupported": Unsupported.FLAG}, {"recall_pass": True}])
def test_other_wishes_are_other_requests(tmp_path: Path, wish: dict[str, Any]) -> None:
    extract(tmp_path, ScriptedModel(strike_of))
    assert [extract(tmp_path, ScriptedModel(strike_of), **wish).meta.cache for _ in range(2)] == [
        CacheState.MISS,
        CacheState.HIT,
    ]
    assert extract(tmp_path, ScriptedModel()).meta.cache is CacheState.HIT


def test_a_small_model_is_asked_once_more_about_what_it_missed() -> None:
    def reply(asked: Asked) -> Reply:
        if "Calw" in asked.passage and "Bonn" in asked.passage:
            return {"s1": {}, "s2": {}}
        return strike_of(asked) if "Amberg" in asked.passage else NOTHING

    model = ScriptedModel(reply)
    made = extract(None, model, Article(text=TEXT.replace("Bonn.", "Bonn, killing two people.")), recall_pass=True)
    assert places(made) == ["Amberg", "Calw", "Bonn"]
    assert made.meta.usage.calls == len(model.asked) == 4
    assert set(made.meta.stage_ms) == {"plan", "ask", "code"}


def test_whatever_it_does_not_depend_on_makes_a_hit(tmp_path: Path) -> None:
    extract(tmp_path, ScriptedModel(strike_of), record_types=(RecordType.ATTACK, RecordType.AID_PLEDGE))
    turned = (RecordType.AID_PLEDGE, RecordType.ATTACK, RecordType.ATTACK)
    article = Article(text=TEXT, source_url="https://example.org/1")
    made = extract(tmp_path, ScriptedModel(concurrency=4), article, record_types=turned)
    assert made.meta.cache is CacheState.HIT


def failing(at: str, error: ModelError) -> Callable[[Asked], Reply]:
    return lambda asked: error if at in asked.passage else strike_of(asked)


@pytest.mark.parametrize("error", [InvalidAnswer("prose"), DeadlineExceeded("no answer within 3 s")])
def test_one_failure_costs_one_question_and_is_said_and_not_kept(tmp_path: Path, error: ModelError) -> None:
    model = ScriptedModel(failing("Calw", error))
    made = extract(tmp_path, model)
    assert places(made) == ["Amberg", "Bonn"]
    assert made.meta.complete is False
    (warning,) = [w for w in made.warnings if w.code is WarningCode.CALL_FAILED]
    assert str(error) in warning.message
    assert "sentences 2 to 2" in warning.message
    assert (made.meta.usage.calls, made.meta.usage.failed_calls) == (3, 1)
    later = extract(tmp_path, ScriptedModel(strike_of))
    assert (later.meta.cache, len(later.attacks)) == (CacheState.MISS, 3)


@pytest.mark.parametrize("error", [ModelUnavailable("cannot be reached"), ModelRejected("wrong key")])
def test_an_endpoint_out_of_reach_is_not_asked_further(tmp_path: Path, error: ModelError) -> None:
    model = ScriptedModel(failing("Calw", error))
    made = extract(tmp_path, model)
    assert len(model.asked) == 2
    assert places(made) == ["Amberg"]
    assert [w.code for w in made.warnings] == [WarningCode.CALL_FAILED] * 2
    assert made.meta.complete is False


@pytest.mark.parametrize("code", [WarningCode.ANSWER_TRUNCATED, WarningCode.ITEM_INVALID])
def test_what_is_lost_of_an_answer_costs_nothing_else_and_is_said_and_not_kept(
    tmp_path: Path, code: WarningCode
) -> None:
    def torn(asked: Asked) -> Reply:
        reply = strike_of(asked)
        return (reply, Loss(code, "it breaks off")) if isinstance(reply, dict) and "Calw" in asked.passage else reply

    made = extract(tmp_path, ScriptedModel(torn))
    assert places(made) == ["Amberg", "Calw", "Bonn"]
    assert made.meta.complete is False
    (warning,) = [w for w in made.warnings if w.code is code]
    assert warning.message == "sentences 2 to 2 may tell of further records of type attack: it breaks off"
    assert warning.path is None
    assert extract(tmp_path, ScriptedModel(strike_of)).meta.cache is CacheState.MISS


def test_total_failure_is_an_error_that_knows_its_cost(tmp_path: Path) -> None:
    model = ScriptedModel(lambda _: InvalidAnswer("prose"))
    with pytest.raises(InvalidAnswer) as caught:
        extract(tmp_path, model)
    assert (caught.value.usage.calls, caught.value.usage.failed_calls) == (3, 3)
    assert extract(tmp_path, ScriptedModel(strike_of)).meta.cache is CacheState.MISS


def test_an_endpoint_that_never_answered_is_an_error_too(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of, unreachable=1)
    with pytest.raises(ModelError, match="cannot be reached") as caught:
        extract(tmp_path, model)
    assert caught.value.usage.calls == 1
    assert model.asked == []


async def together(extractor: Extractor, callers: int, **how: Any) -> list["asyncio.Task[Extraction]"]:  # noqa: ANN401
    """Callers of one article, all of them waiting."""
    tasks = [asyncio.create_task(extractor.extract(asking_for(**how))) for _ in range(callers)]
    await asyncio.sleep(0.1)
    return tasks


def test_twenty_callers_share_one_run(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of, delay_s=0.1)

    async def work(extractor: Extractor) -> list[Extraction]:
        return await asyncio.gather(*await together(extractor, 20))

    made = run(tmp_path, model, work)
    assert len(model.asked) == 3
    states = [one.meta.cache for one in made]
    assert (states.count(CacheState.MISS), states.count(CacheState.SHARED)) == (1, 19)
    assert len({one.model_copy(update={"meta": made[0].meta}).model_dump_json() for one in made}) == 1


def test_a_leader_that_leaves_harms_nobody(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of, delay_s=0.1)

    async def work(extractor: Extractor) -> list[Extraction | BaseException]:
        tasks = await together(extractor, 3)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, *others = run(tmp_path, model, work)
    assert isinstance(first, asyncio.CancelledError)
    assert [len(one.attacks) for one in others if isinstance(one, Extraction)] == [3, 3]
    assert (len(model.asked), model.cancelled) == (3, 0)


def test_a_full_house_says_so_before_it_is_asked_but_not_to_who_joins() -> None:
    model = ScriptedModel(strike_of, delay_s=60)

    async def work() -> None:
        extractor = Extractor(Reader(model, Profile.SMALL), None, admission=Admission(1, 0))
        asked, other = asking_for(), asking_for(Article(text=TEXT + "\nMore followed."))
        assert extractor.refusal(other) is None
        running = asyncio.create_task(extractor.extract(asked))
        await until(lambda: model.running == 1)
        assert extractor.refusal(asked) is None
        refusal = extractor.refusal(other)
        assert refusal is not None
        with pytest.raises(type(refusal)) as caught:
            await extractor.extract(other)
        assert (str(caught.value), caught.value.retry_after_s) == (str(refusal), refusal.retry_after_s)
        running.cancel()
        await until(lambda: extractor.refusal(other) is None)

    asyncio.run(work())


def test_when_all_have_left_the_model_stops(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of, delay_s=60)

    async def work(extractor: Extractor) -> None:
        tasks = await together(extractor, 3)
        assert model.running == 1
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)
        assert (model.running, model.cancelled) == (0, 1)
        model.delay_s = 0
        made = await extractor.extract(WANTED)  # and a later caller begins anew
        assert (made.meta.cache, len(made.attacks)) == (CacheState.MISS, 3)

    run(tmp_path, model, work)


def test_a_failure_is_shared_and_not_remembered(tmp_path: Path) -> None:
    model = ScriptedModel(lambda _: ModelUnavailable("busy"), delay_s=0.05)

    async def work(extractor: Extractor) -> None:
        met = await asyncio.gather(*await together(extractor, 5), return_exceptions=True)
        assert [type(error) for error in met] == [ModelUnavailable] * 5
        assert len(model.asked) == 1
        model.reply = strike_of
        assert len((await extractor.extract(WANTED)).attacks) == 3

    run(tmp_path, model, work)


def test_other_articles_do_not_wait_for_each_other(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of, delay_s=0.02)

    async def work(extractor: Extractor) -> list[Extraction]:
        articles = [Article(text=TEXT + " " * n) for n in range(4)]
        return await asyncio.gather(*(extractor.extract(asking_for(a)) for a in articles))

    assert [one.meta.cache for one in run(tmp_path, model, work)] == [CacheState.MISS] * 4
    assert len(model.asked) == 12


@pytest.mark.parametrize("stored", ["{}", "[]", "null", "not JSON", '{"article_id": 5}', '{"schema_version": 2}'])
def test_a_kept_answer_that_does_not_fit_is_removed_and_made_anew(tmp_path: Path, stored: str) -> None:
    model = ScriptedModel(strike_of)
    key = Reader(model, Profile.SMALL).key(Task(ARTICLE, ATTACKS))

    async def store(cache: DiskCache) -> None:
        await cache.put(key, stored)

    with DiskCache(tmp_path) as cache:
        asyncio.run(store(cache))
    assert extract(tmp_path, model, cache=CacheMode.USE).meta.cache is CacheState.MISS
    assert extract(tmp_path, ScriptedModel()).meta.cache is CacheState.HIT


def test_an_article_without_a_cue_asks_nothing(tmp_path: Path) -> None:
    model = ScriptedModel(strike_of)
    made = extract(tmp_path, model, Article(text="The garden was green and the tea was warm."))
    assert (model.asked, model.dialects) == ([], 0)
    assert (made.attacks, made.warnings, made.meta.complete) == ((), (), True)
    assert (made.meta.mode, made.meta.schema_enforced) == (None, None)
    assert made.meta.usage.calls == 0


@pytest.mark.parametrize(
    "text",
    [
        "🚀 A missile struck Amberg, killing 3 soldiers.\r\n\r\nA “drone” hit Calw\u00a0and hurt at least nine. 🎈",
        "שלום. A missile struck Amberg, killing 3 soldiers.\rمرحبا. A drone hit Calw and wounded at least nine.",
        "\ufeff\tA missile struck Amberg, killing 3 soldiers.\u2028 e\u0301 A drone hit Calw, at least nine hurt.\f",
    ],
)
def test_offsets_are_exact_whatever_stands_around(tmp_path: Path, text: str) -> None:
    made = extract(tmp_path, ScriptedModel(strike_of), Article(text=text))
    assert made.attacks
    for record in made.attacks:
        for evidence in record.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
        (figure,) = [g for g in record.grounding if g.path in {"/killed", "/injured"}]
        assert text[figure.start : figure.end] in {"3", "at least nine"}
    assert extract(tmp_path, ScriptedModel(), Article(text=text)).attacks == made.attacks


@pytest.mark.parametrize("concurrency", [1, 2, 8])
def test_as_many_questions_at_once_as_the_model_takes(concurrency: int) -> None:
    model = ScriptedModel(strike_of, concurrency=concurrency, delay_s=0.01)
    made = extract(None, model, Article(text="\n".join([TEXT] * 2)))
    assert model.most == min(concurrency, 6)
    assert places(made) == ["Amberg", "Calw", "Bonn"]


def test_what_the_model_proposes_without_support_is_dropped_with_a_warning() -> None:
    def invent(asked: Asked) -> Reply:
        draft = attack(1, places=[place("Amberg")], killed="five people")
        return {"records": [draft.model_dump(mode="json")]} if "Amberg" in asked.passage else NOTHING

    large = Extractor(Reader(ScriptedModel(invent), Profile.LARGE), None)
    made = asyncio.run(large.extract(WANTED))
    assert made.attacks == ()
    assert [w.code for w in made.warnings] == [WarningCode.RECORD_UNSUPPORTED]


def test_prices() -> None:
    made = run(None, ScriptedModel(strike_of), lambda e: e.extract(WANTED), Prices(2.0, 10.0))
    assert made.meta.cost_usd == pytest.approx((300 * 2.0 + 30 * 10.0) / 1e6)


def test_ready_once_the_model_has_answered() -> None:
    async def work(extractor: Extractor) -> None:
        assert "not answered" in (await extractor.ready() or "")
        await extractor.warm_up()
        assert await extractor.ready() is None
        await extractor.warm_up()

    model = ScriptedModel(strike_of)
    run(None, model, work)
    assert model.dialects == 1


def test_ready_also_by_an_extraction() -> None:
    async def work(extractor: Extractor) -> str | None:
        await extractor.extract(WANTED)
        return await extractor.ready()

    assert run(None, ScriptedModel(strike_of), work) is None


def test_warming_up_says_why_it_is_not_ready_and_goes_on_trying() -> None:
    async def work(extractor: Extractor) -> None:
        task = asyncio.create_task(extractor.warm_up())
        await asyncio.sleep(0.05)
        assert await extractor.ready() == "the endpoint cannot be reached"
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(None, ScriptedModel(unreachable=5), work)
