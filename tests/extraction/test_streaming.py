"""Records as they are found: each once, withdrawn when they go, the Extraction last and the same as without."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.extraction.llm_tools import until
from tests.extraction.reading_tools import ARTICLE, WANTED, asking_for, read, strike_of
from tests.fakes.model import NOTHING, Asked, Reply, ScriptedModel

from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import ModelUnavailable
from groundwire.extraction.extractor import Extractor
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reader import Reader
from groundwire.extraction.streaming import Event, Found, Sightings, Withdrawn
from groundwire.schemas import Attack, CacheState, Extraction, RecordType

MADE = read(ScriptedModel(strike_of), ARTICLE, Profile.SMALL)
AMBERG, CALW, BONN = MADE.attacks


class Viewer:
    """Somebody who looks on, and notes what is told."""

    def __init__(self, events: AsyncIterator[Event]) -> None:
        self.told: list[str] = []
        self.last: Extraction | None = None
        self._names: dict[str, str] = {}
        self.task = asyncio.create_task(self._look(events))

    async def _look(self, events: AsyncIterator[Event]) -> None:
        async for event in events:
            assert self.last is None, "the Extraction comes last"
            if isinstance(event, Found):
                assert event.id not in self._names
                assert isinstance(event.record, Attack)
                assert event.record_type is RecordType.ATTACK
                self._names[event.id] = event.record.places[0].name
                self.told.append(self._names[event.id])
            elif isinstance(event, Withdrawn):
                self.told.append(f"not {self._names.pop(event.id)}")
            else:
                self.last = event


async def running(seconds: float = 60.0) -> Extraction:
    """A run."""
    await asyncio.sleep(seconds)
    return MADE


def test_who_looks_on_sees_what_is_there_what_comes_and_what_goes() -> None:
    async def main() -> None:
        sightings, end = Sightings(), asyncio.Event()

        async def run() -> Extraction:
            await end.wait()
            return MADE

        task = asyncio.create_task(run())
        assert not sightings.watched.is_set()
        sightings.show([AMBERG])
        early = Viewer(sightings.follow(task))
        await until(lambda: early.told == ["Amberg"])
        assert sightings.watched.is_set()
        sightings.show([AMBERG, CALW])
        late = Viewer(sightings.follow(task))
        await until(lambda: early.told == late.told == ["Amberg", "Calw"])
        sightings.show([CALW])
        await until(lambda: late.told == ["Amberg", "Calw", "not Amberg"])
        end.set()
        await asyncio.wait({early.task, late.task})
        assert early.told == late.told == ["Amberg", "Calw", "not Amberg", "Amberg", "Bonn"]
        assert early.last is MADE

    asyncio.run(main())


def test_a_slow_viewer_sees_the_latest_state_not_every_step() -> None:
    async def main() -> None:
        sightings = Sightings()
        task = asyncio.create_task(running())
        sightings.show([AMBERG])
        events = sightings.follow(task)
        first = await anext(events)
        assert isinstance(first, Found)
        sightings.show([AMBERG, CALW])
        sightings.show([BONN])
        assert await anext(events) == Withdrawn(first.id)
        found = await anext(events)
        assert isinstance(found, Found)
        assert found.record is BONN
        task.cancel()

    asyncio.run(main())


def test_the_error_of_a_run_is_raised_after_what_was_found() -> None:
    async def main() -> None:
        sightings = Sightings()

        async def run() -> Extraction:
            await asyncio.sleep(0.05)
            raise ModelUnavailable("gone")

        viewer = Viewer(sightings.follow(asyncio.create_task(run())))
        sightings.show([CALW])
        with pytest.raises(ModelUnavailable, match="gone"):
            await viewer.task
        assert viewer.told == ["Calw"]

    asyncio.run(main())


def test_a_record_has_the_same_id_wherever_it_is_found_and_another_one_if_it_changes() -> None:
    async def ids(*records: Attack) -> list[str]:
        sightings = Sightings()
        sightings.show(records)
        task = asyncio.create_task(running())
        events = sightings.follow(task)
        found = [await anext(events) for _ in records]
        task.cancel()
        return [event.id for event in found if isinstance(event, Found)]

    changed = AMBERG.model_copy(update={"places": ()})
    first, second = asyncio.run(ids(AMBERG, changed)), asyncio.run(ids(AMBERG))
    assert first[0] == second[0] != first[1]
    assert all(len(name) == 16 for name in first)


def extractor(model: ScriptedModel, cache: DiskCache | None = None) -> Extractor:
    return Extractor(Reader(model, Profile.SMALL), cache)


class Gates:
    """A model that answers each question when it is let.

    Attributes:
        model: The model; it takes one question at a time.
    """

    def __init__(self, reply: Callable[[Asked], Reply] = strike_of) -> None:
        self.model = ScriptedModel(reply, delay_s=self._wait)
        self._open = asyncio.Semaphore(0)

    def let(self) -> None:
        """Let it answer one more question."""
        self._open.release()

    async def _wait(self, _: Asked) -> None:
        await self._open.acquire()


def test_each_record_comes_as_soon_as_its_question_is_answered() -> None:
    async def main() -> None:
        gates = Gates()
        viewer = Viewer(extractor(gates.model).stream(WANTED))
        for found in (["Amberg"], ["Amberg", "Calw"]):
            gates.let()
            await until(lambda found=found: viewer.told == found)  # type: ignore[misc]
        gates.let()
        await viewer.task
        assert viewer.told == ["Amberg", "Calw", "Bonn"]
        assert viewer.last is not None
        assert viewer.last.attacks == MADE.attacks
        assert viewer.last.meta.cache is CacheState.MISS

    asyncio.run(main())


def test_who_joins_a_plain_request_sees_what_was_found_before_and_harms_nothing_by_leaving() -> None:
    async def main() -> None:
        gates = Gates()
        model, extracting = gates.model, extractor(gates.model)
        plain = asyncio.create_task(extracting.extract(WANTED))
        gates.let()
        await until(lambda: len(model.asked) == 2)
        viewers = [Viewer(extracting.stream(WANTED)) for _ in range(2)]
        await until(lambda: viewers[0].told == viewers[1].told == ["Amberg"])
        viewers[0].task.cancel()
        gates.let()
        await until(lambda: viewers[1].told == ["Amberg", "Calw"])
        gates.let()
        await viewers[1].task
        assert (len(model.asked), model.cancelled) == (3, 0)
        assert viewers[1].told == ["Amberg", "Calw", "Bonn"]
        last = viewers[1].last
        assert last is not None
        assert (await plain).attacks == last.attacks
        assert last.meta.cache is CacheState.SHARED

    asyncio.run(main())


def test_a_viewer_that_leaves_alone_ends_the_run() -> None:
    async def main() -> None:
        model = ScriptedModel(strike_of, delay_s=60)
        events = extractor(model).stream(WANTED)
        viewer = Viewer(events)
        await until(lambda: model.running == 1)
        viewer.task.cancel()
        await until(lambda: (model.running, model.cancelled) == (0, 1))

    asyncio.run(main())


def test_a_record_that_goes_into_another_one_is_withdrawn() -> None:
    text = "Russian missiles struck a mill in Amberg on Friday.\nThe strike on Amberg on Friday killed three people."

    def reply(asked: Asked) -> Reply:
        return {"s1": {}} if asked.schema == "BriefAttack" else NOTHING

    async def main() -> None:
        request = asking_for(ARTICLE.model_copy(update={"text": text}))
        gates = Gates(reply)
        viewer = Viewer(extractor(gates.model).stream(request))
        gates.let()
        await until(lambda: viewer.told == ["Amberg"])
        gates.let()
        await viewer.task
        assert viewer.told == ["Amberg", "not Amberg", "Amberg"]
        assert viewer.last is not None
        assert len(viewer.last.attacks) == 1

    asyncio.run(main())


def test_kept_answers_are_told_at_once_and_the_same(tmp_path: Path) -> None:
    async def main(cache: DiskCache) -> None:
        first = Viewer(extractor(ScriptedModel(strike_of), cache).stream(WANTED))
        await first.task
        model = ScriptedModel()
        again = Viewer(extractor(model, cache).stream(WANTED))
        await again.task
        assert model.asked == []
        assert again.told == ["Amberg", "Calw", "Bonn"]
        assert first.last is not None
        assert again.last is not None
        assert again.last.meta.cache is CacheState.HIT
        assert told(again.last) == told(first.last) == told(await extractor(model, cache).extract(WANTED))

    def told(made: Extraction) -> dict[str, Any]:
        return made.model_dump(exclude={"meta": {"cache"}})

    with DiskCache(tmp_path) as cache:
        asyncio.run(main(cache))


def test_a_failure_before_any_record_is_raised_by_the_first_step() -> None:
    async def main() -> None:
        events = extractor(ScriptedModel(lambda _: ModelUnavailable("busy"))).stream(WANTED)
        with pytest.raises(ModelUnavailable, match="busy"):
            await anext(events)

    asyncio.run(main())


def test_who_does_not_look_on_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[int] = []
    monkeypatch.setattr(Sightings, "show", lambda _, records: shown.append(len([*records])))
    asyncio.run(extractor(ScriptedModel(strike_of, delay_s=0.15)).extract(WANTED))
    assert shown == []
