"""What each format prints, for programs that read it."""

import csv
import io
import json

import pytest
from rich.console import Console
from tests.cli.made import extraction

from groundwire.cli.formats import Answer, Format, printer_of
from groundwire.client.exports import ACLED_COLUMNS, KIEL_COLUMNS, PLOVER_FIELDS
from groundwire.schemas import Extraction

FILES = ("one.txt", "=two.txt")


def _printed(form: Format, files: tuple[str, ...] = FILES) -> str:
    printer = printer_of(form, Console(file=io.StringIO(), width=80), several=len(files) > 1)
    articles = [extraction().model_copy(update={"article_id": f"{number:064x}"}) for number in range(len(files))]
    parts = [printer.add(Answer(file, article)) for file, article in zip(files, articles, strict=True)]
    return "".join([*parts, printer.end()])


def _rows(form: Format) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_printed(form), newline=""), strict=True))


def test_json_of_one_file_is_the_extraction_and_of_several_a_list_with_their_names() -> None:
    one = Extraction.model_validate_json(_printed(Format.JSON, FILES[:1]))
    assert (one.attacks, one.aid_pledges) == (extraction().attacks, extraction().aid_pledges)
    listed = json.loads(_printed(Format.JSON))
    assert [each["file"] for each in listed] == list(FILES)
    assert Extraction.model_validate(listed[0]) == one


def test_a_line_of_json_is_printed_as_soon_as_its_file_is_done() -> None:
    printer = printer_of(Format.NDJSON, Console(file=io.StringIO()), several=True)
    line = printer.add(Answer("one.txt", extraction()))
    assert line.count("\n") == 1
    assert json.loads(line)["file"] == "one.txt"
    assert Extraction.model_validate_json(line) == extraction()
    assert printer.end() == ""


def test_tables_of_several_files_have_their_names() -> None:
    said = _printed(Format.TABLE)
    assert all(said.count(file) == 1 for file in FILES)
    assert said.count("Attacks (1)") == 2
    assert FILES[0] not in _printed(Format.TABLE, FILES[:1])


def test_csv_has_a_row_a_record_with_the_columns_of_all_types() -> None:
    rows = _rows(Format.CSV)
    assert [(row["file"], row["record_type"]) for row in rows] == [
        (name, kind) for name in ("one.txt", "'=two.txt") for kind in ("attack", "aid_pledge")
    ]
    assert (rows[0]["killed_min"], rows[0]["date_start"], rows[0]["aid_type"]) == ("20", "2024-03-15", "")
    assert (rows[1]["amount_value"], rows[1]["killed_min"]) == ("314000000", "")


@pytest.mark.parametrize(
    ("form", "columns", "count"), [(Format.ACLED, ACLED_COLUMNS, 2), (Format.KIEL, KIEL_COLUMNS, 2)]
)
def test_columns_of_data_sets(form: Format, columns: tuple[str, ...], count: int) -> None:
    rows = _rows(form)
    assert len(rows) == count
    assert list(rows[0])[: len(columns)] == list(columns)
    assert "one.txt" in rows[0].values()


def test_the_source_of_an_article_that_two_files_hold_is_both() -> None:
    printer = printer_of(Format.ACLED, Console(file=io.StringIO()), several=True)
    printed = "".join([*(printer.add(Answer(name, extraction())) for name in ("one.txt", "two.txt")), printer.end()])
    rows = csv.DictReader(io.StringIO(printed, newline=""), strict=True)
    assert [row["source"] for row in rows] == ["one.txt; two.txt"] * 2


def test_plover_is_lines_of_json() -> None:
    events = [json.loads(line) for line in _printed(Format.PLOVER).splitlines()]
    assert len(events) == 4
    assert all(list(event) == list(PLOVER_FIELDS) for event in events)


@pytest.mark.parametrize("form", [Format.CSV, Format.ACLED, Format.KIEL])
def test_a_header_is_there_without_a_record(form: Format) -> None:
    empty = extraction().model_copy(update={"attacks": (), "aid_pledges": ()})
    printer = printer_of(form, Console(file=io.StringIO()), several=False)
    printer.add(Answer("one.txt", empty))
    assert len(printer.end().splitlines()) == 1
