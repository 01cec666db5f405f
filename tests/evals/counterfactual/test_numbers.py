"""Numbers are found and written as articles write them."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.evals.counterfactual.numbers import another, in_words, like, numbers_in
from groundwire.extraction.reading.quantities import find_quantities


def _draw(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - to be repeatable, not to be secret


@given(st.integers(2, 99))
def test_words_are_those_that_the_reader_of_articles_knows(number: int) -> None:
    found = find_quantities(f"The list names {in_words(number)} boats.")
    assert [mention.quantity.min for mention in found] == [number]


@given(st.integers(0, 99))
def test_a_number_in_words_is_found_whole(number: int) -> None:
    text = f"It was {in_words(number)} boats."
    assert numbers_in(text) == [(number, 7, 7 + len(in_words(number)))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("17,350 seats", [17350]),
        ("a dozen eggs", [12]),
        ("twenty one days and Thirty-Two nights", [21, 32]),
        ("2023-05-20", [2023, 5, 20]),
        ("$314 million", [314]),
        ("30-day truce, 10-year-old", [30, 10]),
        ("the B52s, someone, often", []),
    ],
)
def test_numbers_of_a_text(text: str, values: list[int]) -> None:
    assert [value for value, _, _ in numbers_in(text)] == values


@pytest.mark.parametrize(
    ("number", "model", "expected"),
    [(12, "nine", "twelve"), (12, "Nine", "Twelve"), (45, "30", "45"), (2500, "1,200", "2,500"), (800, "1,200", "800")],
)
def test_a_number_is_written_like_the_one_that_it_replaces(number: int, model: str, expected: str) -> None:
    assert like(number, model) == expected


@given(st.integers(2, 5000), st.booleans(), st.sets(st.integers(2, 60)), st.integers())
def test_another_number_is_new_plural_and_as_round(number: int, spelled: bool, taken: set[int], seed: int) -> None:
    spelled = spelled and number < 100
    new = another(number, in_words(number) if spelled else str(number), taken, _draw(seed))
    if new is None:
        return
    assert new >= 2
    assert new != number
    assert new not in taken
    assert like(new, "nine" if spelled else "9") == (in_words(new) if spelled else str(new))
    if not spelled:
        assert number * 0.5 <= new <= number * 2
        assert number % 100 or new % 100 == 0


def test_there_may_be_no_other_number_left() -> None:
    assert another(3, "three", set(range(2, 13)), _draw(1)) is None
