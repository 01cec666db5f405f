"""Dates: the codebook's rule 7, with the date of publication as the only clock."""

import os
import subprocess
import sys
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.dates import UNRESOLVED, Resolved, find_dates, find_header_date, resolve_date
from groundwire.schemas import DateBasis, DateRange

WEDNESDAY = date(2023, 5, 17)
SATURDAY = date(2023, 5, 20)


def days(text: str, published: date | None = WEDNESDAY, *, forward: bool = False) -> tuple[str, str] | None:
    """First and last day in ISO form, None if unresolved."""
    resolved = resolve_date(text, published, forward=forward)
    if resolved.start is None or resolved.end is None:
        assert resolved == UNRESOLVED
        return None
    return resolved.start.isoformat(), resolved.end.isoformat()


def on(day: str) -> tuple[str, str]:
    return day, day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 April 2021", on("2021-04-07")),
        ("April 7, 2021", on("2021-04-07")),
        ("Apr. 7, 2021", on("2021-04-07")),
        ("7th of April 2021", on("2021-04-07")),
        ("April 7th, 2021", on("2021-04-07")),
        ("Wednesday, April 7, 2021", on("2021-04-07")),
        ("2021-04-07", on("2021-04-07")),
        ("2021-04-07T12:30:00Z", on("2021-04-07")),
        ("2021/04/07", on("2021-04-07")),
        ("07.04.2021", on("2021-04-07")),
        ("25/12/2021", on("2021-12-25")),
        ("12/25/2021", on("2021-12-25")),
        ("April 2021", ("2021-04-01", "2021-04-30")),
        ("early April 2021", ("2021-04-01", "2021-04-30")),
        ("in 2021", ("2021-01-01", "2021-12-31")),
        ("2020-2022", ("2020-01-01", "2022-12-31")),
        ("from 3 to 5 April 2021", ("2021-04-03", "2021-04-05")),
        ("April 3-5, 2021", ("2021-04-03", "2021-04-05")),
        ("3 and 4 April 2021", ("2021-04-03", "2021-04-04")),
        ("between 3 and 5 April 2021", ("2021-04-03", "2021-04-05")),
        ("28 March to 2 April 2021", ("2021-03-28", "2021-04-02")),
        ("30 December to 2 January 2022", ("2021-12-30", "2022-01-02")),
        ("from 3 April 2021 to 5 April", ("2021-04-03", "2021-04-05")),
        ("30 December 2021 to 2 January", ("2021-12-30", "2022-01-02")),
        ("between March and May 2021", ("2021-03-01", "2021-05-31")),
        ("the night of April 7, 2021", ("2021-04-07", "2021-04-08")),
        ("the night of 7-8 April 2021", ("2021-04-07", "2021-04-08")),
        ("7 квітня 2021 року", on("2021-04-07")),
        ("7-го квітня 2021", on("2021-04-07")),
        ("7 апреля 2021 года", on("2021-04-07")),
        ("в апреле 2021 года", ("2021-04-01", "2021-04-30")),
        ("am 7. April 2021", on("2021-04-07")),
        ("im März 2021", ("2021-03-01", "2021-03-31")),
        ("ніч на 8 квітня 2021 року", ("2021-04-07", "2021-04-08")),
        ("7 avril 2021", on("2021-04-07")),
        ("7 de abril de 2021", on("2021-04-07")),
        ("7 kwietnia 2021", on("2021-04-07")),
    ],
)
def test_words_that_need_no_publication(text: str, expected: tuple[str, str]) -> None:
    for published in (None, WEDNESDAY, date(1999, 1, 1)):
        for forward in (False, True):
            assert days(text, published, forward=forward) == expected
    assert resolve_date(text, None).basis is DateBasis.EXPLICIT


@pytest.mark.parametrize(
    ("text", "back", "ahead"),
    [
        ("Wednesday", on("2023-05-17"), on("2023-05-24")),
        ("on Monday", on("2023-05-15"), on("2023-05-22")),
        ("on Thursday", on("2023-05-11"), on("2023-05-18")),
        ("Monday's", on("2023-05-15"), on("2023-05-22")),
        ("Thursday evening", on("2023-05-11"), on("2023-05-18")),
        ("early on Thursday", on("2023-05-11"), on("2023-05-18")),
        ("Thursday night", ("2023-05-11", "2023-05-12"), ("2023-05-18", "2023-05-19")),
        ("overnight into Saturday", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("overnight on Saturday", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("Friday night into Saturday", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("from Friday to Sunday", ("2023-05-12", "2023-05-14"), ("2023-05-19", "2023-05-21")),
        ("on Friday and Saturday", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("over the weekend", ("2023-05-13", "2023-05-14"), ("2023-05-20", "2023-05-21")),
        ("7 April", on("2023-04-07"), on("2024-04-07")),
        ("December 24", on("2022-12-24"), on("2023-12-24")),
        ("May 17", on("2023-05-17"), on("2023-05-17")),
        ("29 February", on("2020-02-29"), on("2024-02-29")),
        ("Monday, 8 May", on("2023-05-08"), on("2024-05-08")),
        ("in April", ("2023-04-01", "2023-04-30"), ("2024-04-01", "2024-04-30")),
        ("in May", ("2023-05-01", "2023-05-31"), ("2023-05-01", "2023-05-31")),
        ("in December", ("2022-12-01", "2022-12-31"), ("2023-12-01", "2023-12-31")),
        ("30 December to 2 January", ("2022-12-30", "2023-01-02"), ("2023-12-30", "2024-01-02")),
        ("between Friday and Sunday", ("2023-05-12", "2023-05-14"), ("2023-05-19", "2023-05-21")),
        ("у п'ятницю", on("2023-05-12"), on("2023-05-19")),
        ("в пятницу вечером", on("2023-05-12"), on("2023-05-19")),
        ("am Freitagabend", on("2023-05-12"), on("2023-05-19")),
        ("in der Nacht zum Samstag", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("у ніч на суботу", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
        ("в ночь с пятницы на субботу", ("2023-05-12", "2023-05-13"), ("2023-05-19", "2023-05-20")),
    ],
)
def test_words_that_point_back_or_ahead(text: str, back: tuple[str, str], ahead: tuple[str, str]) -> None:
    assert days(text) == back
    assert days(text, forward=True) == ahead
    assert days(text, None) is None
    assert resolve_date(text, WEDNESDAY).basis is DateBasis.RELATIVE
    assert resolve_date(text, WEDNESDAY, header=True).basis is DateBasis.HEADER


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", on("2023-05-17")),
        ("this morning", on("2023-05-17")),
        ("yesterday", on("2023-05-16")),
        ("yesterday evening", on("2023-05-16")),
        ("tomorrow", on("2023-05-18")),
        ("the day before yesterday", on("2023-05-15")),
        ("tonight", ("2023-05-17", "2023-05-18")),
        ("overnight", ("2023-05-16", "2023-05-17")),
        ("last night", ("2023-05-16", "2023-05-17")),
        ("overnight into yesterday", ("2023-05-15", "2023-05-16")),
        ("yesterday (Tuesday)", on("2023-05-16")),
        ("last Wednesday", on("2023-05-10")),
        ("last Friday", on("2023-05-12")),
        ("this Friday", on("2023-05-19")),
        ("this Monday", on("2023-05-15")),
        ("next Wednesday", on("2023-05-24")),
        ("next Friday", on("2023-05-19")),
        ("last weekend", ("2023-05-13", "2023-05-14")),
        ("this weekend", ("2023-05-20", "2023-05-21")),
        ("next weekend", ("2023-05-20", "2023-05-21")),
        ("last week", ("2023-05-08", "2023-05-14")),
        ("this week", ("2023-05-15", "2023-05-21")),
        ("earlier this week", ("2023-05-15", "2023-05-17")),
        ("later this month", ("2023-05-17", "2023-05-31")),
        ("Monday of last week", on("2023-05-08")),
        ("last month", ("2023-04-01", "2023-04-30")),
        ("next month", ("2023-06-01", "2023-06-30")),
        ("last May", ("2022-05-01", "2022-05-31")),
        ("last year", ("2022-01-01", "2022-12-31")),
        ("three days ago", on("2023-05-14")),
        ("a day ago", on("2023-05-16")),
        ("two weeks ago", ("2023-05-01", "2023-05-07")),
        ("a month ago", ("2023-04-01", "2023-04-30")),
        ("two years ago", ("2021-01-01", "2021-12-31")),
        ("in the past 24 hours", ("2023-05-16", "2023-05-17")),
        ("over the last three days", ("2023-05-14", "2023-05-17")),
        ("since Monday", ("2023-05-15", "2023-05-17")),
        ("since February 2022", ("2022-02-01", "2023-05-17")),
        ("вчора ввечері", on("2023-05-16")),
        ("минулого тижня", ("2023-05-08", "2023-05-14")),
        ("цієї ночі", ("2023-05-16", "2023-05-17")),
        ("три дні тому", on("2023-05-14")),
        ("позавчера", on("2023-05-15")),
        ("в прошлом году", ("2022-01-01", "2022-12-31")),
        ("gestern Abend", on("2023-05-16")),
        ("vor drei Tagen", on("2023-05-14")),
        ("letzte Woche", ("2023-05-08", "2023-05-14")),
    ],
)
def test_words_that_say_themselves_which_way_they_point(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == expected
    assert days(text, None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Saturday", on("2023-05-20")),
        ("the weekend", ("2023-05-20", "2023-05-21")),
        ("last weekend", ("2023-05-13", "2023-05-14")),
        ("next weekend", ("2023-05-27", "2023-05-28")),
        ("this Friday", on("2023-05-19")),
    ],
)
def test_on_a_weekend(text: str, expected: tuple[str, str]) -> None:
    assert days(text, SATURDAY) == expected


def test_in_two_days_is_a_date_only_ahead() -> None:
    assert days("in two days", forward=True) == on("2023-05-19")
    assert days("in two days") is None  # "they took the town in two days"


@pytest.mark.parametrize(
    "text",
    [
        "recently", "in recent weeks", "soon", "after the invasion", "after the 2022 invasion", "a week earlier",
        "two days later", "the previous night", "by Friday", "before Friday", "until March",
        "more than a year ago", "around 7 April 2021", "the week of March 3", "on Monday and Friday",
        "the eve of 7 April", "03/04/2021", "31 April 2021", "2021-02-30", "32 April", "", " ", "Olena", "17",
        "weeks ago", "the anniversary of 24 February 2022", "at 14:30", "march", "may", "7 Foo 2021", "12 Odesa 2022",
    ],
)  # fmt: skip
def test_words_that_fix_no_span(text: str) -> None:
    assert days(text) is None
    assert days(text, forward=True) is None


def test_the_edges_of_the_calendar_are_no_error() -> None:
    assert days("yesterday", date.min) is None
    assert days("next year", date.max) is None
    assert days("9999 years ago") is None


# -- where dates stand --


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" date 2023-05-17 In a surprising turn", "2023-05-17"),
        ("Published: 17 May 2023\nThe mayor", "17 May 2023"),
        ("Published on May 17, 2023 by Olena Koval\nThe mayor", "May 17, 2023"),
        ("KYIV, May 17, 2023 (Agency) — The mayor", "May 17, 2023"),
        ("KYIV, Ukraine, May 17, 2023 — The mayor", "May 17, 2023"),
        ("A title here\n17 May 2023\nThe mayor", "17 May 2023"),
        ("A title here\nWednesday, May 17, 2023, 14:30\nThe mayor", "May 17, 2023"),
        ("A title here\nBy Olena Koval, May 17, 2023\nThe mayor", "May 17, 2023"),
        ("2023-05-17 The mayor said", "2023-05-17"),
        ("2023-05-17T08:00:00Z The mayor said", "2023-05-17"),
        ("Опубліковано: 17 травня 2023 року\nМер сказав", "17 травня 2023 року"),
        ("Stand: 17.05.2023", "17.05.2023"),
    ],
)
def test_a_date_at_the_top(text: str, expected: str) -> None:
    found = find_header_date(text)
    assert found is not None
    day, start, end = found
    assert day == WEDNESDAY
    assert text[start:end] == expected


@pytest.mark.parametrize(
    "text",
    [
        "On 17 May 2023 the mayor spoke",
        "17 May 2023 was a dark day",
        "The mayor spoke.\nOn 17 May 2023 he left.",
        "KYIV, May 17 (Agency) — The mayor",
        "Published: yesterday",
        "Published: May 2023",
        "Published: 31 April 2023",
        "The report that was published on 17 May 2023 says",
        "x " * 120 + "\n17 May 2023\n",
        "",
    ],
)
def test_a_date_in_running_text_is_no_header(text: str) -> None:
    assert find_header_date(text) is None


def test_a_date_is_not_cut_where_the_header_ends() -> None:
    text = "x" * 187 + "\n17 May 2023\nThe mayor"
    found = find_header_date(text)
    assert found is not None
    assert text[found[1] : found[2]] == "17 May 2023"


def test_dates_are_found_in_prose() -> None:
    text = (
        "On Friday evening, two days after the 7 April talks, 20 men left. In May 30 left; by 2025 the 2000 others "
        "may. Last week, since March 2022, at 10:30."
    )
    assert [text[start:end] for start, end in find_dates(text)] == [
        "Friday evening", "7 April", "May", "2025", "Last week", "March 2022",
    ]  # fmt: skip


# -- properties --

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def split(words: str) -> list[str]:
    return words.split(" ")


PIECES = st.sampled_from(
    split(
        "Friday Saturday night overnight into on the last next this week weekend month year days ago 3 5 24 2024 2022 "
        "March May Feb . , - – and to from between since by before yesterday today tomorrow 2024-03-05 05.03.2024 "
        "лютого у ніч на п'ятницю минулого тому три Nacht zum Samstag vor Tagen März 9999 0 31 February of early"
    )
)
WORDS = st.one_of(
    st.text(max_size=40), st.lists(PIECES, max_size=8).map(" ".join), st.lists(PIECES, max_size=6).map("".join)
)


@given(WORDS, st.none() | st.dates(), st.booleans(), st.booleans())
def test_any_words_give_a_valid_range(text: str, published: date | None, header: bool, forward: bool) -> None:
    resolved = resolve_date(text, published, header=header, forward=forward)
    DateRange(text="x", start=resolved.start, end=resolved.end, basis=resolved.basis)
    assert published is not None or resolved.basis in {DateBasis.EXPLICIT, DateBasis.NONE}
    assert resolved == resolve_date(text, published, header=header, forward=forward)


@given(DAYS, DAYS)
def test_a_full_date_is_read_back(day: date, published: date) -> None:
    month = day.strftime("%B")
    dotted = f"{day.day:02}.{day.month:02}.{day.year}"
    for text in (
        day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", dotted,
    ):  # fmt: skip
        assert resolve_date(text, published) == Resolved(day, day, DateBasis.EXPLICIT)


@given(DAYS, st.sampled_from(split("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")))
def test_a_weekday_is_within_a_week_of_publication(published: date, name: str) -> None:
    back = resolve_date(f"on {name}", published).start
    ahead = resolve_date(f"on {name}", published, forward=True).start
    assert back is not None
    assert ahead is not None
    assert back.strftime("%A") == ahead.strftime("%A") == name
    assert timedelta(0) <= published - back < timedelta(7)
    assert timedelta(0) < ahead - published <= timedelta(7)


@given(WORDS)
def test_spans_are_in_order_and_shift_with_the_text(text: str) -> None:
    found = find_dates(text)
    end = 0
    for start, stop in found:
        assert end <= start < stop <= len(text)
        end = stop
    before = "Кіт спав. 🙂\n\n"
    assert find_dates(before + text) == tuple((start + len(before), stop + len(before)) for start, stop in found)


@given(WORDS)
def test_decomposed_words_say_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    if unicodedata.normalize("NFC", decomposed) == composed:
        assert days(decomposed) == days(composed)


_ASK = """
import datetime, sys, time
real = datetime.datetime
class Moved(real):
    @classmethod
    def now(cls, tz=None): return real.fromisoformat(sys.argv[1]).replace(tzinfo=tz)
    @classmethod
    def utcnow(cls): return cls.now()
    @classmethod
    def today(cls): return cls.now()
datetime.datetime = Moved
time.time = lambda: real.fromisoformat(sys.argv[1]).timestamp()
from groundwire.extraction.reading.dates import resolve_date
for words in ("Friday", "7 April", "7 avril 2021", "avril 2021", "7 avril", "12 2021", "vendredi", "7 de abril"):
    for published in (None, datetime.date(2023, 5, 17)):
        print(words, resolve_date(words, published))
"""


def test_the_answer_does_not_depend_on_the_day_on_which_it_is_asked() -> None:
    path = os.pathsep.join(sys.path)
    answers = set()
    for now in ("2001-02-03", "2024-02-29", "2031-12-31"):
        command = [sys.executable, "-c", _ASK, now]
        done = subprocess.run(command, capture_output=True, check=True, text=True, env={"PYTHONPATH": path})  # noqa: S603 - our own interpreter and text
        answers.add(done.stdout)
    assert len(answers) == 1
