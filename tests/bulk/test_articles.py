"""What stands in a corpus becomes an article with the wishes of the run, or a reason without a word of its text."""

from datetime import date

import pytest

from groundwire.bulk.articles import Flaw, Intake, Row, request_of
from groundwire.bulk.sources import Piece, Place
from groundwire.schemas import RecordType

INTAKE = Intake({"published": "2024-01-01", "record_types": ("attack",)}, 100)
SECRET = "Zalizny Port"


def read(fields: dict[str, object], intake: Intake = INTAKE) -> Row | Flaw:
    return intake.read(Piece(7, fields, None, Place(1, 7)))


def test_an_article_has_its_own_day_and_the_wishes_of_the_run() -> None:
    row = read({"text": "News.", "id": "a", "published": "2024-03-16", "source_url": "https://x", "title": "T"})
    assert isinstance(row, Row)
    assert (row.line, row.id, row.published, row.title, row.source_url) == (7, "a", date(2024, 3, 16), "T", "https://x")
    assert request_of(row).record_types == (RecordType.ATTACK,)
    assert request_of(row).published == date(2024, 3, 16)


def test_what_is_missing_is_filled_in() -> None:
    row = read({"text": "News.", "published": None})
    assert isinstance(row, Row)
    assert (row.id, row.published) == ("7", date(2024, 1, 1))


def test_a_number_is_an_id_and_true_is_none() -> None:
    row = read({"text": "News.", "id": 12})
    assert isinstance(row, Row)
    assert row.id == "12"
    assert isinstance(read({"text": "News.", "id": True}), Flaw)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "text: Field required"),
        ({"text": None}, "text: Field required"),
        ({"text": " \n"}, "text: must not be empty or blank"),
        ({"text": 5}, "text: Input should be a valid string"),
        ({"text": "\ud800"}, "text: must not contain lone surrogates (U+D800 to U+DFFF)"),
        ({"text": SECRET, "published": "16 March"}, "published: must be a day of the calendar, written YYYY-MM-DD"),
        ({"text": SECRET, "id": "a\nb"}, "id: must "),
        ({"text": SECRET * 10}, "text: 120 characters are over 100"),
        ({"text": SECRET, "autor": "x", "b\n" + "y" * 99: 1}, "unknown columns autor, b?" + "y" * 38),
    ],
)
def test_what_is_no_article_has_a_reason_without_its_text(fields: dict[str, object], reason: str) -> None:
    flaw = read(fields)
    assert isinstance(flaw, Flaw)
    assert flaw.line == 7
    assert flaw.reason.startswith(reason)
    assert SECRET not in flaw.reason


def test_unknown_columns_can_be_passed_over() -> None:
    assert isinstance(read({"text": "News.", "author": "x"}, Intake({}, 100, ignore_unknown=True)), Row)


def test_a_piece_that_cannot_be_read_keeps_its_reason() -> None:
    assert INTAKE.read(Piece(3, None, "not JSON", Place(1, 3))) == Flaw(3, "not JSON")
