"""Corpora in each form: what stands in them is read from any place on, and what cannot be read costs only itself."""

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from groundwire.bulk import line_source, parquet_source
from groundwire.bulk.errors import Unfit
from groundwire.bulk.sources import Piece, Place, Source, open_source

TEXTS = ("One.", "Zwei, “drei”.\nVier.", "Пять.")


def jsonl(folder: Path) -> Path:
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps({"text": text, "id": text[0]}) + "\n" for text in TEXTS), encoding="utf-8")
    return path


def ndjson_gz(folder: Path) -> Path:
    path = folder / "in.ndjson.gz"
    path.write_bytes(gzip.compress(jsonl(folder).read_bytes()))
    return path


def csv(folder: Path) -> Path:
    path = folder / "in.csv"
    path.write_text(
        "id,text\r\n" + "".join(f'{text[0]},"{text}"\r\n' for text in TEXTS), encoding="utf-8-sig", newline=""
    )
    return path


def csv_gz(folder: Path) -> Path:
    path = folder / "in.CSV.GZ"
    path.write_bytes(gzip.compress(csv(folder).read_bytes()))
    return path


def parquet(folder: Path) -> Path:
    path = folder / "in.parquet"
    rows = [{"text": text, "id": text[0]} for text in TEXTS]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)
    return path


def texts(folder: Path) -> Path:
    inner = folder / "texts"
    inner.mkdir()
    for text in TEXTS:
        (inner / f"{text[0]}.txt").write_text(text, encoding="utf-8", newline="")
    (inner / ".hidden.txt").write_text("no")
    (inner / "notes.md").write_text("no")
    return inner


FORMS = [jsonl, ndjson_gz, csv, csv_gz, parquet, texts]


def read(path: Path, begin: Place | None = None, max_chars: int = 10_000) -> list[Piece]:
    return list(open_source(path, max_chars).pieces(begin or Place()))


def read_texts(pieces: list[Piece]) -> list[object]:
    return [piece.fields["text"] if piece.fields else piece.flaw for piece in pieces]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_its_articles(form: Callable[[Path], Path], tmp_path: Path) -> None:
    pieces = read(form(tmp_path))
    assert read_texts(pieces) == list(TEXTS)
    assert [str((piece.fields or {})["id"])[0] for piece in pieces] == ["O", "Z", "П"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_goes_on_at_any_place(form: Callable[[Path], Path], tmp_path: Path) -> None:
    path = form(tmp_path)
    pieces = read(path)
    for number, piece in enumerate(pieces, 1):
        assert read(path, piece.after) == pieces[number:]


@pytest.mark.parametrize("form", FORMS)
def test_the_size_is_that_of_the_last_place_where_it_is_known(form: Callable[[Path], Path], tmp_path: Path) -> None:
    path = form(tmp_path)
    source: Source = open_source(path, 10_000)
    last = list(source.pieces(Place()))[-1].after
    assert source.size == (None if path.name.lower().endswith(".gz") else last.offset)


def test_a_quoted_line_break_counts_the_lines_of_the_file(tmp_path: Path) -> None:
    assert [piece.line for piece in read(csv(tmp_path))] == [2, 3, 5]


@pytest.mark.parametrize(
    ("line", "flaw"),
    [
        (b'{"text": "caf\xe9"}', "not UTF-8 (byte 13 of the line)"),
        (b"prose", "not JSON: Expecting value (character 0 of the line)"),
        (b'["text"]', "not a JSON object"),
        (b"[" * 100_000, "not JSON that can be read: too deep, or a number too long"),
        (b'{"text": ' + b"9" * 10_000 + b"}", "not JSON that can be read: too deep, or a number too long"),
        (b'{"text": "' + b"x" * 200_000 + b'"}', "the line is too long"),
    ],
)
def test_a_bad_line_costs_only_itself(line: bytes, flaw: str, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "before"}\n\n' + line + b'\n{"text": "after"}')
    pieces = read(path, max_chars=5_000)
    assert read_texts(pieces) == ["before", flaw, "after"]
    assert [piece.line for piece in pieces] == [1, 3, 4]
    assert read(path, pieces[1].after, max_chars=5_000) == pieces[2:]


def test_a_line_as_long_as_may_be_is_read(tmp_path: Path) -> None:
    longest = 100 * line_source._MOST_BYTES_A_CHARACTER + line_source._FOR_THE_REST
    for length, fits in ((longest, True), (longest + 1, False)):
        path = tmp_path / "in.jsonl"
        head, tail = b'{"text": "', b'"}\n'
        path.write_bytes(head + b"x" * (length - len(head) - len(tail)) + tail + b'{"text": "after"}\n')
        first, second = read(path, max_chars=100)
        assert (first.flaw is None) is fits
        assert second.fields == {"text": "after"}
        assert second.line == 2


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        (b"2,caf\xe9\n", "not UTF-8 (byte 5 of line 3)"),
        (b"2\n", "1 cells where the header has 2"),
        (b"2,a,b\n", "3 cells where the header has 2"),
        (b'2,"a" b\n', "not CSV: ',' expected after '\"'"),
    ],
)
def test_a_bad_row_of_csv_costs_only_itself(row: bytes, flaw: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"id,text\n1,before\n" + row + b"\n3,after\n")
    pieces = read(path)
    assert read_texts(pieces) == ["before", flaw, "after"]
    assert pieces[1].line == 3


def test_an_open_quotation_mark_takes_no_more_than_an_article_may_have(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text('id,text\n1,"open\n' + "2,later\n" * 20_000)
    pieces = read(path, max_chars=100)
    assert pieces[0].flaw is not None
    assert pieces[0].flaw.startswith("not CSV: field larger than field limit")
    assert read_texts(pieces)[-1] == "later"


def test_moments_of_parquet_are_days_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    rows = [{"text": "a", "published": datetime(2024, 3, 16)}, {"text": "b", "published": datetime(2024, 3, 16, 1)}]  # noqa: DTZ001
    pq.write_table(pa.Table.from_pylist(rows), path)
    assert [(piece.fields or {})["published"] for piece in read(path)] == [date(2024, 3, 16), "2024-03-16T01:00:00"]


def test_parquet_of_many_batches_goes_on_at_any_place(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    count = 2 * parquet_source.ROWS + 7
    pq.write_table(pa.Table.from_pylist([{"text": str(n)} for n in range(count)]), path, row_group_size=700)
    for begin in (0, 1, 499, 500, 501, 699, 700, 1006):
        pieces = read(path, Place(begin, begin))
        assert read_texts(pieces) == [str(n) for n in range(begin, count)]
        assert pieces[0].line == begin + 1


def test_files_that_cannot_be_read_are_named_by_their_number(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbfgood")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"packed"))
    (tmp_path / "d.txt").write_text("x" * 500)
    (tmp_path / "e.txt.gz").write_bytes(gzip.compress(b"cut off")[:-9])
    (tmp_path / "f.txt").mkdir()
    assert read_texts(read(tmp_path, max_chars=100)) == [
        "not UTF-8 (byte 0)",
        "good",
        "packed",
        "text: too long",
        "cannot be read: the compressed file is damaged",
        "cannot be read: Is a directory",
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.txt", b"", "not a corpus"),
        ("none.jsonl", None, "No such file"),
        ("in.csv", b"", "no column text"),
        ("in.csv", b"body,id\n", "no column text"),
        ("in.csv", b"text,text\n", "twice"),
        ("in.parquet", b"PAR", "not a Parquet file"),
    ],
)
def test_what_is_no_corpus_is_refused(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(Unfit, match=said):
        open_source(tmp_path / name, 100)


def test_an_empty_folder_and_parquet_without_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match=r"no \.txt file"):
        open_source(tmp_path, 100)
    pq.write_table(pa.table({"body": ["a"]}), tmp_path / "in.parquet")
    with pytest.raises(Unfit, match="no column text"):
        open_source(tmp_path / "in.parquet", 100)


def test_a_compressed_file_that_breaks_off_says_where(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "a"}\n' * 50_000)[:-200])
    with pytest.raises(Unfit, match=r"damaged after line \d+"):
        read(path)


@pytest.mark.parametrize("name", ["in.jsonl", "in.csv", "in.parquet"])
def test_unknown_columns_are_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name == "in.parquet":
        pq.write_table(pa.table({"text": ["a"], "author": ["b"]}), path)
    else:
        path.write_text('{"text": "a", "author": "b"}\n' if name == "in.jsonl" else "text,author\na,b\n")
    assert open_source(path, 100).unknown == ("author",)
