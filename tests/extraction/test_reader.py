"""One model, one article: what is answered by the deadline counts, what is not is said."""

import asyncio
import time

import pytest
from tests.extraction.drafting import attack, place
from tests.extraction.reading_tools import ARTICLE, ATTACKS, asking_for, places, strike_of
from tests.fakes.model import NOTHING, Asked, Reply, ScriptedModel

from groundwire.extraction.deadline import Deadline
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Dialect
from groundwire.extraction.observer import Observer
from groundwire.extraction.prices import Prices
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader, Reading, Task
from groundwire.schemas import CacheState, RecordType, Unsupported, Usage, WarningCode

TASK = Task(ARTICLE, ATTACKS)


def hangs_at(*names: str) -> ScriptedModel:
    """A model that never answers about some lines."""

    async def wait(asked: Asked) -> None:
        if any(name in asked.passage for name in names):
            await asyncio.sleep(60)

    return ScriptedModel(strike_of, delay_s=wait)


def read(model: ScriptedModel, task: Task = TASK, seconds: float = 60.0) -> Reading:
    return asyncio.run(Reader(model, Profile.SMALL).read(task, Ledger(Deadline(seconds))))


def test_a_task_is_what_a_request_asks_for_whatever_the_order() -> None:
    turned = (RecordType.AID_PLEDGE, RecordType.ATTACK, RecordType.ATTACK)
    task = Task.of(asking_for(record_types=turned, unsupported="flag", recall_pass=True))
    assert task == Task(ARTICLE, (RecordType.ATTACK, RecordType.AID_PLEDGE), Unsupported.FLAG, recall_pass=True)


def test_nothing_is_looked_up_or_kept() -> None:
    made = read(ScriptedModel(strike_of)).extraction
    assert (made.meta.cache, made.meta.complete, made.meta.fallback) == (CacheState.OFF, True, False)


@pytest.mark.parametrize(("names", "found"), [(["Calw"], ["Amberg"]), (["Bonn"], ["Amberg", "Calw"])])
def test_what_was_answered_by_the_deadline_is_returned_and_the_rest_is_named(
    names: list[str], found: list[str]
) -> None:
    model = hangs_at(*names)
    begin = time.monotonic()
    reading = read(model, seconds=1.0)
    assert time.monotonic() - begin < 4
    made = reading.extraction
    assert places(made) == found
    assert made.meta.complete is False
    failed = [warning.message for warning in made.warnings if warning.code is WarningCode.CALL_FAILED]
    assert len(failed) == 3 - len(found)
    assert all("no answer before the deadline of the request" in message for message in failed)
    assert (made.meta.usage.calls, made.meta.usage.failed_calls) == (len(found) + 1, 1)
    assert (model.running, model.cancelled) == (0, 1)
    assert reading.cut_off is None


def test_nothing_answered_by_the_deadline_is_an_error_that_knows_its_cost() -> None:
    model = hangs_at("Amberg")
    with pytest.raises(DeadlineExceeded, match="before the deadline of the request") as caught:
        read(model, seconds=0.3)
    assert (caught.value.usage.calls, caught.value.usage.failed_calls) == (1, 1)
    assert (model.running, model.cancelled) == (0, 1)


def test_a_deadline_that_is_over_asks_nothing() -> None:
    model = ScriptedModel(strike_of)
    with pytest.raises(DeadlineExceeded):
        read(model, seconds=0.0)
    assert model.asked == []


class Planning(Observer):
    """Notes how many questions were planned."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def planned(self, questions: int) -> None:
        """Note it."""
        self.told.append(questions)


def test_how_many_questions_are_to_come_is_told_before_the_first_is_put() -> None:
    planning = Planning()
    model = hangs_at("Amberg")
    with pytest.raises(DeadlineExceeded):
        asyncio.run(Reader(model, Profile.SMALL, observer=planning).read(TASK, Ledger(Deadline(0.3))))
    assert (planning.told, len(model.asked)) == ([3], 1)


class Unreachable(ScriptedModel):
    """A model that does not say how it is asked."""

    async def dialect(self, ledger: Ledger) -> Dialect:
        """Never."""
        ledger.sent()
        await asyncio.sleep(60)
        raise AssertionError


def test_finding_out_how_to_ask_ends_at_the_deadline_too() -> None:
    with pytest.raises(DeadlineExceeded) as caught:
        read(Unreachable(), seconds=0.2)
    assert caught.value.usage.calls == 1


def test_a_deadline_that_is_put_off_meanwhile_holds() -> None:
    async def main() -> Reading:
        deadline = Deadline(0.2)
        model = ScriptedModel(strike_of, delay_s=0.15)
        reading = asyncio.create_task(Reader(model, Profile.SMALL).read(TASK, Ledger(deadline)))
        await asyncio.sleep(0.05)
        deadline.put_off(Deadline(60))
        return await reading

    assert places(asyncio.run(main()).extraction) == ["Amberg", "Calw", "Bonn"]


def test_a_first_answer_stands_when_there_is_no_time_for_a_second() -> None:
    async def wait(asked: Asked) -> None:
        if "does not state" in asked.passage:
            await asyncio.sleep(60)

    def reply(asked: Asked) -> Reply:
        draft = attack(1, places=[place("Amberg")], killed="3 soldiers", injured="nine hundred people")
        return {"records": [draft.model_dump(mode="json")]} if "Amberg" in asked.passage else NOTHING

    model = ScriptedModel(reply, delay_s=wait)
    task = Task(ARTICLE, ATTACKS, Unsupported.REPAIR)
    made = asyncio.run(Reader(model, Profile.LARGE).read(task, Ledger(Deadline(1.0)))).extraction
    assert places(made) == ["Amberg"]
    assert made.meta.complete is False


@pytest.mark.parametrize(
    ("error", "fatal"),
    [
        (ModelUnavailable("gone"), True),
        (ModelRejected("wrong key"), True),
        (InvalidAnswer("prose"), False),
        (DeadlineExceeded("no answer within 3 s"), False),
    ],
)
def test_an_endpoint_that_breaks_off_is_told_apart_from_an_answer_that_is_no_use(
    error: ModelError, fatal: bool
) -> None:
    reading = read(ScriptedModel(lambda asked: error if "Calw" in asked.passage else strike_of(asked)))
    assert reading.extraction.meta.complete is False
    assert reading.cut_off is (error if fatal else None)


def test_of_several_errors_that_of_the_endpoint_is_raised() -> None:
    def reply(asked: Asked) -> Reply:
        return InvalidAnswer("prose") if "Amberg" in asked.passage else ModelUnavailable("gone")

    with pytest.raises(ModelUnavailable, match="gone") as caught:
        read(ScriptedModel(reply))
    assert caught.value.usage.calls == 2


def test_an_observer_is_told_what_was_made() -> None:
    told: list[tuple[dict[str, float], dict[str, int], dict[str, int]]] = []

    class Noting(Observer):
        def made(self, stage_ms: dict[str, float], records: dict[str, int], warnings: dict[str, int]) -> None:
            """Kept."""
            told.append((stage_ms, records, warnings))

    model = ScriptedModel(lambda asked: InvalidAnswer("x") if "Calw" in asked.passage else strike_of(asked))
    asyncio.run(Reader(model, Profile.SMALL, observer=Noting()).read(TASK, Ledger()))
    ((stage_ms, records, warnings),) = told
    assert set(stage_ms) == {"plan", "ask", "code"}
    assert records == {"attack": 2, "diplomatic_event": 0, "aid_pledge": 0}
    assert warnings["call_failed"] == 1


def test_cost() -> None:
    usage = Usage(prompt_tokens=1_000_000, completion_tokens=100_000)
    assert Reader(ScriptedModel(), prices=Prices(2.0, 10.0)).cost(usage) == 3.0
    assert Reader(ScriptedModel()).cost(usage) is None


def test_reached_once_it_has_said_how_it_is_asked() -> None:
    async def main() -> None:
        reader = Reader(ScriptedModel(unreachable=1))
        with pytest.raises(ModelError):
            await reader.reach(Ledger())
        assert not reader.reached
        await reader.reach(Ledger())
        assert reader.reached

    asyncio.run(main())


def test_different_tasks_and_models_have_different_keys() -> None:
    tasks = [TASK, Task(ARTICLE), Task(ARTICLE, ATTACKS, recall_pass=True), Task(ARTICLE, ATTACKS, Unsupported.FLAG)]
    readers = [Reader(ScriptedModel(), Profile.SMALL), Reader(ScriptedModel(), Profile.LARGE)]
    readers.append(Reader(ScriptedModel(name="other"), Profile.SMALL))
    assert len({reader.key(task) for reader in readers for task in tasks}) == 12
    assert Reader(ScriptedModel(), Profile.SMALL).key(TASK) == readers[0].key(Task(ARTICLE, ATTACKS))
