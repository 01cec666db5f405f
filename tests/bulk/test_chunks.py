"""A corpus is cut alike from wherever it is begun, and an id that stood before is found again after a kill."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.bulk.corpora import INTAKE, write_lines

from groundwire.bulk.chunks import CHARS, PIECES, Chunk, cut
from groundwire.bulk.errors import OutOfRoom
from groundwire.bulk.ids import Ids
from groundwire.bulk.sources import Piece, Place, open_source


def pieces(ids: Sequence[str]) -> list[Piece]:
    return [Piece(n, {"text": "News.", "id": name}, None, Place(n, n)) for n, name in enumerate(ids, 1)]


def chunks(corpus: Path, ids: Ids, begin: Place, number: int) -> list[Chunk]:
    return list(cut(open_source(corpus, 10_000).pieces(begin), INTAKE, ids, number))


def test_chunks_are_the_same_from_any_of_their_beginnings(tmp_path: Path) -> None:
    corpus = write_lines(tmp_path / "in.jsonl", 2 * PIECES + 5)
    with Ids(tmp_path / "ids.db") as ids:
        whole = chunks(corpus, ids, Place(), 0)
        assert [len(chunk.rows) for chunk in whole] == [PIECES, PIECES, 5]
        assert [chunk.number for chunk in whole] == [0, 1, 2]
        for chunk in whole:
            assert chunks(corpus, ids, chunk.end, chunk.number + 1) == whole[chunk.number + 1 :]
    with Ids(tmp_path / "ids.db") as ids:
        assert chunks(corpus, ids, Place(), 0) == whole


def test_long_articles_make_short_chunks(tmp_path: Path) -> None:
    text = "x" * (CHARS // 4)
    corpus = write_lines(tmp_path / "in.jsonl", 9, text)
    with Ids(tmp_path / "ids.db") as ids:
        source = open_source(corpus, CHARS)
        intake = type(INTAKE)({}, CHARS)
        assert [len(chunk.rows) for chunk in cut(source.pieces(Place()), intake, ids, 0)] == [4, 4, 1]


def test_a_repeated_id_is_a_flaw_wherever_the_first_stood(tmp_path: Path) -> None:
    with Ids(tmp_path / "ids.db") as ids:
        (chunk,) = cut(pieces(["a", "b", "a"]), INTAKE, ids, 0)
        assert [(flaw.line, flaw.reason) for flaw in chunk.flaws] == [(3, "id: that of line 1 again")]
        assert [row.id for row in chunk.rows] == ["a", "b"]
    with Ids(tmp_path / "ids.db") as ids:
        later = [Piece(9, {"text": "News.", "id": "b"}, None, Place(9, 9))]
        (chunk,) = cut(later, INTAKE, ids, 1)
        assert [flaw.reason for flaw in chunk.flaws] == ["id: that of line 2 again"]


def test_the_number_of_a_line_is_an_id_like_any_other(tmp_path: Path) -> None:
    named = [Piece(1, {"text": "News.", "id": "2"}, None, Place(1, 1)), Piece(2, {"text": "News."}, None, Place(2, 2))]
    with Ids(tmp_path / "ids.db") as ids:
        (chunk,) = cut(named, INTAKE, ids, 0)
    assert [flaw.line for flaw in chunk.flaws] == [2]


def test_ids_are_kept_all_or_none_when_the_disk_is_full(tmp_path: Path) -> None:
    with Ids(tmp_path / "ids.db") as ids:
        ids.first_lines([("a", 1)])
        database = ids._database
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OutOfRoom, match="table of ids"):
            list(cut(pieces([f"b{n}" for n in range(1000)]), INTAKE, ids, 0))
        database.execute("PRAGMA max_page_count = 1000000")
        assert ids.first_lines([("b1", 99)]) == [99]


def test_a_file_of_ids_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "ids.db").write_bytes(b"no database" * 1000)
    with pytest.raises(OutOfRoom, match="table of ids"):
        Ids(tmp_path / "ids.db")


def test_the_file_of_ids_can_be_read_by_all_threads(tmp_path: Path) -> None:
    with Ids(tmp_path / "ids.db") as ids:
        assert ids.first_lines([("a", 1), ("a", 2)]) == [1, 1]
    with sqlite3.connect(tmp_path / "ids.db") as database:
        assert database.execute("SELECT count(*) FROM ids").fetchone() == (1,)
    database.close()
