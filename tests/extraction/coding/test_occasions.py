"""Dates of records: words about time, found in the passage; publication as the caller or the article tells it."""

from datetime import date

import pytest

from groundwire.extraction.coding.occasions import Publication, ground_date, publication_of
from groundwire.extraction.coding.support import Support
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import Article, DateBasis, WarningCode

FRIDAY = Publication(date(2024, 3, 15))


def _support(text: str) -> Support:
    return Support.of(text, split_sentences(text), [1])


@pytest.mark.parametrize("words", ["in central Nyala", "during a raid", "through a coordinated strike"])
def test_words_about_no_time_are_no_date(words: str) -> None:
    behind = _support(f"A mill burned {words}.")
    assert ground_date(behind, FRIDAY, words) is None
    assert [(note.code, note.path) for note in behind.notes] == [(WarningCode.VALUE_INVALID, "/date")]


def test_words_that_fix_no_days_are_kept_unresolved() -> None:
    behind = _support("A mill burned recently.")
    found = ground_date(behind, FRIDAY, "recently")
    assert found is not None
    assert (found.text, found.start, found.basis) == ("recently", None, DateBasis.NONE)
    assert [note.code for note in behind.notes] == [WarningCode.DATE_UNRESOLVED]


def test_a_date_that_the_passage_does_not_say_is_removed() -> None:
    behind = _support("A mill burned on Monday.")
    assert ground_date(behind, FRIDAY, "on Tuesday") is None
    assert [note.code for note in behind.notes] == [WarningCode.VALUE_UNSUPPORTED]


def test_relative_words_resolve_against_what_the_caller_says() -> None:
    found = ground_date(_support("A mill burned on Monday."), FRIDAY, "on Monday")
    assert found is not None
    assert (found.start, found.end, found.basis) == (date(2024, 3, 11), date(2024, 3, 11), DateBasis.RELATIVE)


def test_the_articles_own_head_is_the_publication_where_the_caller_says_nothing() -> None:
    article = Article(text=" date 2024-03-15 A mill burned on Monday.")
    publication, notes = publication_of(article)
    assert publication == Publication(date(2024, 3, 15), in_text=True, head=(6, 16))
    assert notes == ()
    found = ground_date(_support(article.text), publication, "on Monday")
    assert found is not None
    assert found.basis is DateBasis.HEADER


def test_a_head_that_contradicts_the_caller_is_told() -> None:
    publication, notes = publication_of(Article(text=" date 2024-03-15 A mill burned.", published=date(2024, 3, 16)))
    assert publication == Publication(date(2024, 3, 16), doubted=True, head=(6, 16))
    assert [note.code for note in notes] == [WarningCode.DATE_CONTRADICTION]


def test_the_date_of_publication_is_no_date_of_an_event() -> None:
    article = Article(text=" date 2024-03-15 A mill burned; it had burned on 2024-03-10 before.")
    publication, _ = publication_of(article)
    behind = _support(article.text)
    assert ground_date(behind, publication, "2024-03-15") is None
    assert [(note.code, note.path) for note in behind.notes] == [(WarningCode.VALUE_INVALID, "/date")]
    found = ground_date(_support(article.text), publication, "2024-03-10")
    assert found is not None
    assert found.basis is DateBasis.EXPLICIT


@pytest.mark.parametrize(
    "text",
    ["date 2024-03-15 AMBERG, March 2, 2024 (Agency) — A mill burns.", "date 2024-03-15 A mill burns since May 2025."],
)
def test_a_publication_that_the_text_contradicts_is_used_and_said(text: str) -> None:
    publication, (note,) = publication_of(Article(text=text))
    assert (publication.day, publication.doubted) == (date(2024, 3, 15), True)
    assert (note.code, note.path) == (WarningCode.DATE_CONTRADICTION, "")


def test_a_text_that_contradicts_itself_casts_no_doubt_on_its_publication() -> None:
    publication, (note,) = publication_of(Article(text="date 2024-03-15 A mill burned on Friday, 12 March 2024."))
    assert not publication.doubted
    assert note.code is WarningCode.DATE_CONTRADICTION


@pytest.mark.parametrize(("words", "warned"), [("on Friday", True), ("on 3 May 2023", False), ("recently", False)])
def test_only_dates_that_are_counted_from_a_doubted_day_are_said(words: str, warned: bool) -> None:
    behind = _support(f"A mill burned {words}.")
    found = ground_date(behind, Publication(date(2024, 3, 15), doubted=True), words)
    assert found is not None
    notes = [note for note in behind.notes if note.code is WarningCode.DATE_CONTRADICTION]
    assert [note.path for note in notes] == (["/date"] if warned else [])
