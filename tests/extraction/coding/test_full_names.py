"""A last name is completed by the article's full name only where the article can mean no other person."""

import pytest

from groundwire.extraction.coding.full_names import full_name


def completed(text: str, words: str) -> str | None:
    """The full name of whoever the last mention of some words means."""
    start = text.rindex(words)
    span = full_name(text, (start, start + len(words)))
    return text[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Polish President Jan Nowak met Ion Rusu. Nowak was glad.", "Nowak", "Jan Nowak"),
        ("Foreign Minister Ada B. Brand came. Mrs Brand spoke.", "Mrs Brand", "Ada B. Brand"),
        ("Ursula van der Meer spoke. Later Meer left.", "Meer", "Ursula van der Meer"),
        ("Foreign Minister Vitaly Brand came. Brand spoke.", "Brand", "Vitaly Brand"),
        ("Brand calls for talks\nPrime Minister Ada Brand called on all.\nBrand", "Brand", "Ada Brand"),
        ("Ada Brand, an adviser to the premier, came. Minister Brand spoke.", "Brand", "Ada Brand"),
        ("Außenminister Karl Brand kam. Am Montag Brand.", "Brand", "Karl Brand"),
        ("Президент Іван Петренко прибув. Петренко заявив.", "Петренко", "Іван Петренко"),
        ("Secretary of State Ada Brand came. Brand spoke.", "Brand", "Ada Brand"),
    ],
)
def test_the_one_bearer_of_a_name_is_called_in_full(text: str, words: str, name: str) -> None:
    assert completed(text, words) == name


@pytest.mark.parametrize(
    "text",
    [
        "Jan Nowak met Piotr Nowak. Nowak spoke.",
        "President Jan Nowak came with his wife, Ada Nowak. Nowak spoke.",
        "President Nowak has a son, Piotr Nowak. Nowak spoke.",
        "Piotr Nowak was jailed. President Nowak was silent. Nowak spoke.",
        "Jan Nowak spoke. Mr Nowak met Ms Nowak. Nowak left.",
        "When Nowak came. Reportedly Nowak spoke. On Friday Nowak left. Yesterday Nowak.",
        "Poland's Nowak and the Polish Nowak met NATO Nowak.",
        "President Nowak spoke. Nowak left.",
        "Jan Nowak-Brand spoke. Nowak left.",
    ],
)
def test_in_doubt_a_person_keeps_the_last_name(text: str) -> None:
    assert completed(text, "Nowak") is None


def test_a_full_name_that_comes_later_without_an_office_may_be_somebody_elses() -> None:
    assert full_name("Nowak spoke. Later Jan Nowak sang.", (0, 5)) is None


@pytest.mark.parametrize("words", ["Jan Nowak", "the minister", "Nowaks"])
def test_only_a_last_name_is_completed(words: str) -> None:
    text = f"President Jan Nowak came. {words} spoke."
    assert completed(text, words) is None
