"""One case: its answer, or why there is none, and what recorded answers do."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.evals.running_tools import PLEDGE, STRIKE, case, system
from tests.fakes.model import NOTHING, Asked, Reply, ScriptedModel

from groundwire.evals.errors import InfrastructureError
from groundwire.evals.runs.recording import RawAnswer
from groundwire.evals.runs.running import Answered, System, answer_case, reach
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.model import Loss
from groundwire.schemas import CacheMode, WarningCode


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DiskCache]:
    with DiskCache(tmp_path / "store") as cache:
        yield cache


def answered(asked: System, *, repeat: int = 1, text: str = f"{STRIKE}\n\n{PLEDGE}\n") -> Answered:
    return asyncio.run(answer_case(asked, case("one", text), repeat))


def test_an_answer_comes_with_every_answer_of_the_model_behind_it(store: DiskCache) -> None:
    model = ScriptedModel(delay_s=0.01)
    made = answered(system(model, store))
    extraction = made.answer.extraction
    assert extraction is not None
    assert (made.answer.failure, made.answer.fresh, made.answer.repeat) == (None, True, 1)
    assert [raw.passage for raw in made.raw] == [question.passage for question in model.asked]
    assert len(made.raw) == extraction.meta.usage.calls > 1
    assert made.answer.seconds >= sum(raw.seconds for raw in made.raw) > 0
    assert made.spent_usd == pytest.approx(len(made.raw) * (100 * 1 + 10 * 10) / 1e6)


def test_recorded_answers_are_put_back_with_their_own_seconds_and_cost_nothing(store: DiskCache) -> None:
    model = ScriptedModel(delay_s=0.05)
    first = answered(system(model, store))
    asked, dialects = len(model.asked), model.dialects
    again = answered(system(model, store))
    assert (len(model.asked), model.dialects) == (asked, dialects)
    assert (again.answer.fresh, again.spent_usd) == (False, 0.0)
    assert again.raw == first.raw
    assert again.answer.seconds >= sum(raw.seconds for raw in first.raw)
    assert again.answer.extraction is not None
    assert first.answer.extraction is not None
    assert again.answer.extraction.meta.usage == first.answer.extraction.meta.usage
    assert again.answer.extraction.meta.mode == first.answer.extraction.meta.mode


def test_a_case_that_shares_a_paragraph_costs_only_the_other(store: DiskCache) -> None:
    model = ScriptedModel()
    answered(system(model, store))
    asked = len(model.asked)
    changed = answered(system(model, store), text=f"{STRIKE}\n\n{PLEDGE.replace('3', '4')}\n")
    passages = {question.passage for question in model.asked[asked:]}
    assert passages
    assert all("$4 million" in passage for passage in passages)
    assert changed.answer.fresh is False
    assert 0 < changed.spent_usd < len(changed.raw) * 200 / 1e6


@pytest.mark.parametrize(
    ("mode", "asked_again", "kept"), [(CacheMode.USE, 0, True), (CacheMode.REFRESH, 1, True), (CacheMode.OFF, 1, False)]
)
def test_what_recorded_answers_are_used_for(store: DiskCache, mode: CacheMode, asked_again: int, kept: bool) -> None:
    model = ScriptedModel()
    answered(system(model, store, CacheMode.USE), text=STRIKE)
    before = len(model.asked)
    answered(system(model, store, mode), text=STRIKE)
    assert len(model.asked) == before * (1 + asked_again)
    answered(system(model, store, mode), text=PLEDGE)
    before = len(model.asked)
    answered(system(model, store, CacheMode.USE), text=PLEDGE)
    assert (len(model.asked) == before) is kept


def test_refresh_puts_a_question_once_a_run_though_several_cases_share_it(store: DiskCache) -> None:
    model = ScriptedModel()
    answered(system(model, store))
    recorded = len(model.asked)
    night = system(model, store, CacheMode.REFRESH)
    answered(night)
    assert len(model.asked) == 2 * recorded
    answered(night, text=f"{PLEDGE}\n\n{STRIKE}\n")
    assert len(model.asked) == 2 * recorded
    answered(system(model, store, CacheMode.REFRESH))  # another night
    assert len(model.asked) == 3 * recorded


def torn(loss: Loss) -> ScriptedModel:
    """A model of whose every answer something is lost."""
    return ScriptedModel(lambda _: (NOTHING, loss))


def test_what_was_lost_of_an_answer_is_recorded_with_it(store: DiskCache) -> None:
    loss = Loss(WarningCode.ANSWER_TRUNCATED, "it breaks off")
    first = answered(system(torn(loss), store))
    again = answered(system(ScriptedModel(), store))
    assert again.answer.fresh is False
    for made in (first, again):
        assert {raw.losses for raw in made.raw} == {(loss,)}
        assert made.answer.extraction is not None
        assert made.answer.extraction.meta.complete is False
        assert {warning.code for warning in made.answer.extraction.warnings} == {loss.code}


def test_an_answer_without_a_word_about_losses_lost_nothing(store: DiskCache) -> None:
    (raw, *_) = answered(system(ScriptedModel(), store)).raw
    old = raw.model_dump(mode="json", exclude={"losses"})
    assert RawAnswer.model_validate(old) == raw


def test_what_an_endpoint_out_of_reach_cost_an_answer_is_not_recorded(store: DiskCache) -> None:
    answered(system(torn(Loss(WarningCode.CALL_FAILED, "gone")), store))
    assert answered(system(ScriptedModel(), store)).answer.fresh is True


def test_each_repeat_has_answers_of_its_own(store: DiskCache) -> None:
    model = ScriptedModel()
    for repeat in (1, 2, 3, 2, 1):
        answered(system(model, store), repeat=repeat)
    once = len(answered(system(model, store)).raw)
    assert len(model.asked) == 3 * once


def failing(error: ModelError, words: str = "") -> ScriptedModel:
    """A model that meets an error at every passage with these words."""

    def reply(question: Asked) -> Reply:
        return error if words in question.passage else NOTHING

    return ScriptedModel(reply)


KINDS = [
    (ModelUnavailable("gone"), "infrastructure"),
    (ModelRejected("no such model"), "infrastructure"),
    (InvalidAnswer("prose"), "answer"),
    (DeadlineExceeded("too slow"), "answer"),
]


@pytest.mark.parametrize(("error", "kind"), KINDS, ids=lambda value: getattr(value, "args", [value])[0])
def test_a_failure_is_an_answer_too(store: DiskCache, error: ModelError, kind: str) -> None:
    made = answered(system(failing(error), store))
    assert made.answer.extraction is None
    assert made.answer.failure is not None
    assert (made.answer.failure.kind, made.answer.failure.message) == (kind, str(error))


@pytest.mark.parametrize(("error", "kind"), KINDS, ids=lambda value: getattr(value, "args", [value])[0])
def test_gaps_that_the_model_made_are_part_of_its_answer_others_are_not(
    store: DiskCache, error: ModelError, kind: str
) -> None:
    made = answered(system(failing(error, "pledged"), store))
    if kind == "answer":
        assert made.answer.failure is None
        assert made.answer.extraction is not None
        assert made.answer.extraction.meta.complete is False
    else:
        assert made.answer.extraction is None
        assert made.answer.failure is not None
        assert made.answer.failure.kind == kind
    assert made.raw  # what was answered is kept, and put back when the case is put again
    assert all("pledged" not in raw.passage for raw in made.raw)


def test_a_defect_costs_its_case_and_is_logged(store: DiskCache, caplog: pytest.LogCaptureFixture) -> None:
    def reply(_: Asked) -> Reply:
        raise ZeroDivisionError("ours")

    made = answered(system(ScriptedModel(reply), store))
    assert made.answer.failure is not None
    assert made.answer.failure.kind == "program"
    assert "case one" in caplog.text
    assert "ZeroDivisionError: ours" in caplog.text


def test_a_model_that_cannot_be_asked_is_told_apart_from_one_whose_way_is_recorded(store: DiskCache) -> None:
    with pytest.raises(InfrastructureError, match="scripted cannot be asked: the endpoint cannot be reached"):
        asyncio.run(reach(system(ScriptedModel(unreachable=1), store).recorder(1)))
    asyncio.run(reach(system(ScriptedModel(), store).recorder(1)))
    asyncio.run(reach(system(ScriptedModel(unreachable=1), store).recorder(1)))
    with pytest.raises(InfrastructureError):
        asyncio.run(reach(system(ScriptedModel(unreachable=1), store, CacheMode.OFF).recorder(1)))
