"""What is written of a corpus: the same bytes for the same answers, in lines of JSON or in Parquet."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.bulk.corpora import INTAKE, PAID, done, extraction, open_store, problem, rows_of, write_lines

from groundwire.bulk import parquet_out
from groundwire.bulk.articles import Flaw, Row
from groundwire.bulk.chunks import Chunk
from groundwire.bulk.errors import Unfit
from groundwire.bulk.sources import Piece, Place
from groundwire.bulk.store import ARTICLES, PART, names_of, publish
from groundwire.client.exports import columns_of
from groundwire.jobs.engine import NewItem, Result
from groundwire.schemas import ProblemType
from groundwire.schemas.jobs import ResultState


def chunk(number: int, count: int = 2, flaws: Sequence[Flaw] = ()) -> Chunk:
    rows = []
    for place in range(count):
        fields = {"text": "News.", "id": f"{number}.{place}", "published": "2024-03-16", "source_url": "https://x"}
        row = INTAKE.read(Piece(number * 10 + place, fields, None, Place()))
        assert isinstance(row, Row)
        rows.append(row)
    return Chunk(number, tuple(rows), tuple(flaws), Place(number + 1, number + 1))


def results(*texts: tuple[ResultState, str]) -> list[Result]:
    return [Result(index, None, *text) for index, text in enumerate(texts)]


DONE = done(NewItem(""))
FAILED = (ResultState.FAILED, problem(ProblemType.INVALID_ANSWER))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "in.jsonl", 3)


def test_rows_tables_and_errors_are_written_in_order(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_store(corpus, out) as (place, store):
        store.take_in(chunk(0), results(DONE, FAILED), PAID, 0.5)
        store.take_in(chunk(1, 0, [Flaw(5, "not JSON")]), [], PAID, None)
        store.take_in(
            chunk(2, 1), results((ResultState.DONE, extraction(2, complete=False).model_dump_json())), PAID, 1
        )
        store.end()
        bill = store.checkpoint.bill
        files = publish(place, out)
    assert (bill.done, bill.incomplete, bill.failed, bill.flaws, bill.records) == (2, 1, 1, 1, 3)
    assert bill.usage.calls == 3
    assert bill.cost_usd is None
    assert files == list(names_of(out).values())
    assert not (tmp_path / "out.jsonl.run").exists()
    first, second, third = rows_of(out)
    assert list(first) == ["id", "line", "state", "article_id", "source_url", "published", "title", "extraction"]
    assert (first["id"], first["published"], second["state"], third["line"]) == ("0.0", "2024-03-16", "failed", 20)
    assert list(second)[-1] == "problem"
    assert second["problem"]["detail"] == "it said no"  # type: ignore[index]
    attacks = rows_of(tmp_path / "out.attacks.jsonl")
    assert [row["id"] for row in attacks] == ["0.0", "2.0", "2.0"]
    assert list(attacks[0]) == ["id", *columns_of("attack")]
    assert rows_of(tmp_path / "out.errors.jsonl") == [{"line": 5, "reason": "not JSON"}]
    assert (tmp_path / "out.aid_pledges.jsonl").read_bytes() == b""


def test_a_row_does_not_tell_when_and_how_it_was_made(corpus: Path, tmp_path: Path) -> None:
    lines = []
    for name in ("one", "two"):
        made = extraction()
        with open_store(corpus, tmp_path / f"{name}.jsonl") as (place, store):
            store.take_in(chunk(0, 1), results((ResultState.DONE, made.model_dump_json())), PAID, None)
            lines.append((place.folder / (ARTICLES + PART)).read_bytes())
    assert lines[0] == lines[1]
    meta = json.loads(lines[0])["extraction"]["meta"]
    assert not meta.keys() & {"created", "cache", "stage_ms", "usage", "cost_usd"}
    assert meta["model"] == "scripted"


def test_what_a_kill_left_half_does_not_count(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_store(corpus, out) as (_, store):
        store.take_in(chunk(0), results(DONE, DONE), PAID, 0.0)
        store._parts.append(ARTICLES + PART, ["half of the next chunk"])
    with open_store(corpus, out) as (place, store):
        assert store.checkpoint.chunk == 1
        store.take_in(chunk(1), results(DONE, DONE), PAID, 0.0)
        store.end()
        publish(place, out)
    assert [row["id"] for row in rows_of(out)] == ["0.0", "0.1", "1.0", "1.1"]


def test_giving_names_is_done_again_after_a_kill(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open_store(corpus, out) as (place, store):
        store.take_in(chunk(0), results(DONE, DONE), PAID, 0.0)
        store.end()
        (place.folder / ("errors" + PART)).replace(tmp_path / "out.errors.jsonl")
    with open_store(corpus, out) as (place, store):
        assert store.checkpoint.ended
        publish(place, out)
    assert len(rows_of(out)) == 2
    assert rows_of(tmp_path / "out.errors.jsonl") == []


def test_parquet_has_the_same_rows_in_groups(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_out, "ROWS", 2)
    out = tmp_path / "out.parquet"
    with open_store(corpus, out) as (place, store):
        for number in range(3):
            store.take_in(chunk(number, 1), results(FAILED if number == 1 else DONE), PAID, 0.0)
        store.end()
        publish(place, out)
    table = pq.ParquetFile(out)
    assert table.metadata.num_row_groups == 2
    rows = table.read().to_pylist()
    assert [row["id"] for row in rows] == ["0.0", "1.0", "2.0"]
    assert rows[0]["published"] == date(2024, 3, 16)
    assert json.loads(rows[0]["extraction"])["attacks"][0]["scope"] == "incident"
    assert rows[1]["extraction"] is None
    assert json.loads(rows[1]["problem"])["status"] == 502
    attacks = pq.read_table(tmp_path / "out.attacks.parquet")
    assert attacks.schema.names == ["id", *columns_of("attack")]
    assert attacks.num_rows == 2
    assert pq.read_table(tmp_path / "out.aid_pledges.parquet").num_rows == 0
    assert rows_of(tmp_path / "out.errors.jsonl") == []
    assert not (tmp_path / "out.parquet.run").exists()


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(Unfit, match=r"groundwire\[bulk\]"):
        parquet_out.need_pyarrow()
