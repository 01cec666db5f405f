"""Names and wordings: what counts as the same, and that digits are never compared by likeness."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.evals.scoring.names import compare_names, compare_wordings, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Hague", ("hague",)),
        ("Moldova’s President", ("moldova", "president")),
        ("Besançon", ("besancon",)),
        ("Kh-101", ("kh", "101")),
        ("Ministry of the Interior", ("ministry", "interior")),
        ("The", ("the",)),
        ("...", ()),
    ],
)
def test_words_are_folded(text: str, words: tuple[str, ...]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        ("Maia Sandu", "maia sandu", "COR"),
        ("Maia Sandu", "President Maia Sandu", "COR"),
        ("Maia Sandu", "Moldova's President Maia Sandu", "COR"),
        ("Maia Sandu", "Sandu", "PAR"),
        ("Maia Sandu", "Maia Kovac", "INC"),
        ("General Staff of Ukraine", "Ukraine", "PAR"),
        ("Foreign Ministry", "Defence Ministry", "INC"),
        ("Defence Ministry", "Ministry of Defense", "COR"),
        ("Odesa", "Odessa", "COR"),
        ("Luhansk", "Lugansk", "COR"),
        ("Iran", "Iraq", "INC"),
        ("Lviv", "Kyiv", "INC"),
        ("Northern Military District", "Southern Military District", "INC"),
        ("S-300", "S300", "COR"),
        ("Kh-101", "Kh-102", "INC"),
        ("Brigade 100000001", "Brigade 100000002", "INC"),
        ("Shahed-136", "Shahed", "PAR"),
        ("The", "the", "COR"),
        ("...", "Odesa", "INC"),
    ],
)
def test_names(gold: str, predicted: str, verdict: str) -> None:
    assert compare_names(gold, predicted) == verdict
    assert compare_names(predicted, gold) == verdict


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        ("a food warehouse", "the food warehouse", "COR"),
        ("residential building", "residential apartment building", "COR"),
        ("apartment building", "residential building", "PAR"),
        ("ammunition", "artillery ammunition", "PAR"),
        ("ammunition", "generators", "INC"),
        (
            "one very tall 9-storey residential apartment block",
            "one very tall 5-storey residential apartment block",
            "INC",
        ),
        ("9-storey residential apartment block", "residential apartment block", "PAR"),
        ("...", "generators", "INC"),
    ],
)
def test_wordings(gold: str, predicted: str, verdict: str) -> None:
    assert compare_wordings(gold, predicted) == verdict
    assert compare_wordings(predicted, gold) == verdict


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_no_other_number_makes_the_same_name(one: int, other: int) -> None:
    assert (compare_names(f"Unit {one}", f"Unit {other}") == "COR") == (one == other)


@given(st.text(max_size=20), st.text(max_size=20))
def test_either_way_round_is_the_same(one: str, other: str) -> None:
    assert compare_names(one, other) == compare_names(other, one)
    assert compare_wordings(one, other) == compare_wordings(other, one)
