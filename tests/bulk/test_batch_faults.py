"""Batches under failure: refusals, broken connections, what a kill leaves, folders that are about something else."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tests.bulk.batch_tools import KEPT, MADE, OPEN, OTHER, ROW, THIRD, Bench, bench
from tests.fakes.batch_endpoint import Plan, out_of_quota
from tests.fakes.endpoint import Reply, reset, status

from groundwire.bulk.batch_book import Book
from groundwire.bulk.batch_collect import Collector
from groundwire.bulk.batch_parcel import file_of
from groundwire.bulk.batch_run import marks_of
from groundwire.bulk.errors import Occupied, OutOfRoom, Unfit
from groundwire.extraction.cache import DiskCache
from groundwire.extraction.errors import ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.llm_batch import BatchClient


def test_a_creation_that_breaks_off_is_looked_for_before_it_is_tried_again(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.endpoint.creations = [reset()]
        there.submit()
        assert (len(there.endpoint.batches), there.endpoint.lists) == (1, 1)
        assert there.collect().articles == MADE


def test_a_batch_is_found_among_many(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.endpoint.begin_others(250)
        there.endpoint.creations = [reset()]
        there.submit()
        there.endpoint.begin_others(250)
        assert there.endpoint.batches[250].marks != {}
        assert there.collect().articles == MADE


@pytest.mark.parametrize("refused", [out_of_quota(), status(400), status(401)])
def test_what_a_provider_refuses_is_handed_in_by_the_same_command_later(tmp_path: Path, refused: Reply) -> None:
    with bench(tmp_path) as there:
        there.endpoint.creations = [None, refused]
        with pytest.raises(ModelRejected):
            there.submit(questions=2)
        assert len(there.endpoint.batches) == 1
        assert there.collect().articles["open"] > 0
        there.submit(questions=2)
        assert [len(batch) for batch in there.sent()] == [2, 2]
        assert there.collect().articles["open"] == 0
        assert set(there.endpoint.paid.values()) == {1}


def test_a_provider_that_is_out_of_reach_is_tried_again_a_few_times(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.endpoint.creations = [status(500), status(429)]
        there.submit()
        there.endpoint.downloads = [status(502), reset()]
        assert there.collect().articles == MADE
        there.corpus([{**ROW, "title": "Another"}])
        there.endpoint.creations = [status(500)] * 3
        with pytest.raises(ModelUnavailable):
            there.submit()
        there.submit()
        assert len(there.endpoint.batches) == 2


def test_a_batch_that_was_begun_and_not_noted_is_found_again(tmp_path: Path) -> None:
    """What a kill leaves that comes between the two."""

    async def begin(book: Book, client: BatchClient, _: DiskCache) -> None:
        (parcel,) = book.packed()
        await client.create(await client.upload(file_of(there.state, parcel), "x"), marks_of(book, parcel.number))

    with bench(tmp_path) as there:
        there.endpoint.creations = [status(400)]
        with pytest.raises(ModelError):
            there.submit()
        _do(there, begin)
        assert len(there.endpoint.batches) == 1
        there.submit()
        assert len(there.endpoint.batches) == 1
        assert there.collect().articles == MADE
        assert set(there.endpoint.paid.values()) == {1}


def test_a_kill_while_packing_leaves_nothing_that_counts(tmp_path: Path) -> None:
    async def pack(book: Book, _: BatchClient, __: DiskCache) -> None:
        book.pack([*there.sent()[0][:1], "a" * 64])

    async def look(book: Book, _: BatchClient, __: DiskCache) -> None:
        assert book.packed() == book.under_way() == []

    with bench(tmp_path, Plan(line=lambda _n, _reply: None), Plan()) as there:
        there.submit()
        there.collect()
        _do(there, pack)
        (there.state / "parcel.new").write_text("half a line")
        (there.state / "parcel-000099.jsonl").write_text("of no parcel")
        there.submit()
        assert not list(there.state.glob("parcel*"))
        assert sorted(there.sent()[1]) == sorted(there.sent()[0])
        assert there.collect().articles == MADE
        _do(there, look)


def test_answers_count_when_all_of_a_batch_are_there(tmp_path: Path) -> None:
    with bench(tmp_path, Plan(line=lambda n, reply: reply if n else "odd"), Plan()) as there:
        there.submit()
        there.endpoint.downloads = [None, status(404)]
        with pytest.raises(ModelRejected):
            there.collect()
        assert not (there.state / "answers.new").exists()
        there.collect()
        assert [question["why"] for question in there.open_questions()] == ["odd"]
        there.submit()
        assert there.collect().articles["open"] == 0
        for row in (ROW, OTHER, THIRD):
            assert there.extract(row).meta.usage.failed_calls == 0


def test_a_cache_that_keeps_nothing_loses_no_answer(tmp_path: Path) -> None:
    class Forgetful(DiskCache):
        async def put(self, key: str, text: str) -> None:
            """Keep nothing."""

    async def collect(book: Book, client: BatchClient, _: DiskCache) -> None:
        with Forgetful(tmp_path / "full") as full:
            await Collector(book, client, full, there.told.append).collect()

    with bench(tmp_path) as there:
        there.submit()
        with pytest.raises(OutOfRoom, match="the cache does not keep"):
            _do(there, collect)
        assert there.collect().articles == MADE


def test_waiting_goes_on_while_the_provider_is_out_of_reach(tmp_path: Path) -> None:
    with bench(tmp_path, Plan(looks=1)) as there:
        there.submit()
        there.endpoint.looks = [status(500)] * 4
        assert there.collect(wait_s=0.01).articles == MADE
        assert any("waiting on" in line for line in there.told)
        there.endpoint.looks = [status(401)]
        assert there.collect().articles == KEPT


def test_a_folder_is_about_one_thing(tmp_path: Path) -> None:
    with bench(tmp_path, Plan(looks=None)) as there:
        assert there.submit().articles == OPEN
        there.model = "another"
        with pytest.raises(Unfit, match="another model"):
            there.collect()
        there.model = "scripted"
        there.wishes = {"record_types": ["attack"]}
        with pytest.raises(Unfit, match="another corpus"):
            there.submit()


def test_one_command_at_a_time(tmp_path: Path) -> None:
    async def meanwhile(*_: object) -> None:
        with pytest.raises(Occupied):
            await asyncio.to_thread(there.submit)

    with bench(tmp_path) as there:
        _do(there, meanwhile)


def test_a_damaged_database_is_said_to_be_one(tmp_path: Path) -> None:
    with bench(tmp_path) as there:
        there.state.mkdir()
        (there.state / "batches.db").write_bytes(b"no database" * 1000)
        with pytest.raises(Unfit, match=r"batches\.db"):
            there.submit()


def _do(there: Bench, work: Callable[[Book, BatchClient, DiskCache], Awaitable[None]]) -> None:
    async def main() -> None:
        async with there.opened() as opened:
            await work(*opened)

    asyncio.run(main())
