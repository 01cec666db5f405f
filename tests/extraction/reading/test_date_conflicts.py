"""Dates that do not fit: only what words and calendar show, and nothing where a text can be read as true."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.date_conflicts import find_conflicts
from groundwire.extraction.reading.dates import find_rival_header_date

FRIDAY = date(2031, 3, 14)
"""Day of publication."""


def messages(text: str, published: date | None = FRIDAY) -> list[str]:
    return [conflict.message for conflict in find_conflicts(text, published)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("A drone hit Amberg on Friday, 12 March 2031.", "Friday, 12 March 2031"),
        ("On Tuesday, 12 March, a drone hit Amberg.", "Tuesday, 12 March"),
        ("У п’ятницю, 12 березня 2031 року, дрон влучив у млин.", "п’ятницю, 12 березня 2031 року"),
        ("Am Freitag, 12. März 2031, schlug eine Drohne ein.", "Freitag, 12. März 2031"),
    ],
)
def test_a_weekday_that_is_not_that_of_its_date(text: str, quote: str) -> None:
    assert messages(text) == [f"{quote!r}: 2031-03-12 is a Wednesday"]


@pytest.mark.parametrize(
    "quote",
    [
        "earlier this month, on 3 January 2031",
        "Yesterday, 3 March 2031",
        "last Friday, 3 January 2031",
        "two years ago, on 3 March 2024",
        "this week, on 3 March",
    ],
)
def test_words_that_count_from_publication_beside_a_date_that_they_do_not_reach(quote: str) -> None:
    assert messages(f"A mill was hit {quote}, officials said.") == [f"{quote!r} does not fit publication on 2031-03-14"]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("A shell struck a mill on 5 May 2031, killing two.", "5 May 2031"),
        ("The bridge was blown up on Saturday, 3 May 2031.", "3 May 2031"),
        ("The mill has been closed since May 2032.", "May 2032"),
    ],
)
def test_a_date_after_publication_that_is_told_as_past(text: str, quote: str) -> None:
    assert messages(text) == [f"{quote!r} is told as past, but publication is 2031-03-14"]


@pytest.mark.parametrize(
    ("text", "stated", "days"),
    [
        ("In the 18 months since the siege began on 3 March 2027, the town has starved.", "18 months", 1472),
        ("It has lasted for nearly two years, since 3 March 2027.", "2 years", 1472),
        ("They met on 9 March 2031, three days after the raid of 1 February 2031.", "3 days", 36),
        ("It fell on 1 February 2031, three days before the raid of 9 March 2031.", "3 days", 36),
    ],
)
def test_a_stated_time_that_is_not_that_between_its_dates(text: str, stated: str, days: int) -> None:
    assert messages(text) == [f"{stated} are stated between two dates that lie {days} days apart"]


@pytest.mark.parametrize(
    "text",
    [
        "A drone hit Amberg on Wednesday, 12 March 2031.",
        "On Wednesday, March 12, a drone hit Amberg.",
        "He was born on Friday, 12 March 1999.",
        "The talks lasted from Monday, 3 and 4 March.",
        "A mill was hit earlier this month, on 3 March 2031.",
        "Yesterday, 13 March 2031, a shell fell.",
        "Two years ago, on 3 March 2029, a dam broke.",
        "Last Friday, 7 March 2031, a drone fell.",
        "A shell struck a mill on 15 March 2031.",  # publication may lie in another time zone
        "Elections were scheduled for 5 May 2031.",
        "The contract, signed last week, ends on 5 May 2031.",
        "They will meet on 5 May 2031.",
        "The loan was extended until 5 May 2031.",
        "Parliament agreed to open the dam on 5 May 2031.",
        "The ministry said the plant opens on 5 May 2031.",
        "In May 2031 prices may have been higher.",
        "It has been closed since early June.",
        "Troops have held the town for nearly 18 months.",
        "In the four years since the siege began on 3 March 2027, the town has starved.",
        "In the more than two years since 3 March 2027, the town has starved.",
        "It broke on 24 August 2030, 18 months after the landing of 24 February 2029.",
        "Three days after the raid of 3 March 2029 the town was quiet.",
        "He ruled for ten years, and the town has been at war since 3 March 2027.",
    ],
)
def test_what_can_be_true_is_no_conflict(text: str) -> None:
    assert messages(text) == []


def test_without_publication_only_the_text_contradicts_itself() -> None:
    text = "On Friday, 12 March 2031, and yesterday, 3 May 2020, shells fell; it was hit on 5 May 2999."
    (conflict,) = find_conflicts(text, None)
    assert not conflict.with_publication
    assert all(c.with_publication for c in find_conflicts(text, FRIDAY)[1:])


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("date 2031-03-14 AMBERG, March 2, 2031 (Agency) — A drone fell.", date(2031, 3, 2)),
        ("15 March 2031\nPublished: 16 March 2031\nA drone fell.", date(2031, 3, 16)),
        ("Published: 3 March 2031\nUpdated: 5 March 2031\nA drone fell.", None),
        ("Updated: 5 March 2031\nPublished: 3 March 2031\nA drone fell.", None),
        ("AMBERG, March 14, 2031 (Agency) — A drone fell on 3 March 2031.", None),
        ("date 2031-03-14 AMBERG, March 14, 2031 (Agency) — A drone fell.", None),
        ("A drone fell.", None),
    ],
)
def test_a_second_date_of_publication_at_the_top(text: str, rival: date | None) -> None:
    assert find_rival_header_date(text) == rival


PIECES = st.sampled_from(
    ["Friday", ", ", "on ", "12 March 2031", "since ", "18 months ", "after ", "was ", "5 May 2039", ". ", "\n", "ago"]
)


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from([FRIDAY, date.min, date.max, None]))
def test_any_text_is_read_and_each_conflict_is_told_once(text: str, published: date | None) -> None:
    found = find_conflicts(text, published)
    assert len(set(found)) == len(found)
    assert published is not None or not any(conflict.with_publication for conflict in found)
