"""Proper names of a sentence by their capital letters, and what each can stand for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.candidates.leads import LEADS
from groundwire.extraction.candidates.names import Sort, capitalised, find_names
from groundwire.extraction.reading.folding import folded


def names(sentence: str, *known: str) -> dict[str, str]:
    return {name.words: name.sort.name for name in find_names(sentence, frozenset(known))}


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        # A capital at the beginning of a sentence says nothing, unless what follows is a name.
        ("Shelling killed two men near Kidal.", "Kidal OTHER"),
        ("Dozens fled Marib.", "Marib OTHER"),
        ("Recent Malian strikes hit Kidal.", "Malian STATE|Kidal OTHER"),
        ("Jan Nowak met Elif Kaya in Bonn.", "Jan Nowak OTHER|Elif Kaya OTHER|Bonn OTHER"),
        ("New Zealand sent tents to Fiji.", "New Zealand STATE|Fiji STATE"),
        ("New attacks hit Aden.", "Aden OTHER"),
        ("South Sudan and North Korea signed a treaty.", "South Sudan STATE|North Korea STATE"),
        ("NATO condemned the raid.", "NATO OTHER"),
        ("Al-Shabaab attacked Baidoa.", "Al-Shabaab OTHER|Baidoa OTHER"),
        # Titles.
        ("Prime Minister Ana Cruz met King Olaf in Oslo.", "Ana Cruz PERSON|Olaf PERSON|Oslo SEAT"),
        ("Mr. Lopez met Ms. Tan.", "Lopez PERSON|Tan PERSON"),
        ("Vice-President Kamau's visit to Juba ended.", "Kamau PERSON|Juba SEAT"),
        ("The President of South Sudan Omar Ali spoke.", "Omar Ali PERSON"),
        ("Secretary of State Jane Doe spoke.", "Jane Doe PERSON"),
        ("President Maria Kos of Poland spoke.", "Maria Kos PERSON"),
        ("The President of Chad spoke.", "Chad STATE"),
        ("The General Staff spoke.", "General Staff OTHER"),
        ("The U.N. General Assembly met.", "U.N. General Assembly OTHER"),
        ("Bundeskanzlerin Anna Weber traf den Präsidenten Ilir Hoxha.", "Anna Weber PERSON|Ilir Hoxha PERSON"),
        # A demonym, and whom it introduces.
        ("Polish President Maria Kos visited Riga.", "Polish STATE|Maria Kos PERSON|Riga SEAT"),
        ("Ethiopia's army shelled Mekelle's market.", "Ethiopia STATE|Mekelle OTHER"),
        ("General Omar Haddad’s troops shelled El Obeid.", "Omar Haddad PERSON|El Obeid OTHER"),
        # Initials and hyphens.
        ("The U.S. envoy flew to Doha.", "U.S. STATE|Doha SEAT"),
        ("Fighters seized Port-au-Prince and Al-Fashir.", "Port-au-Prince OTHER|Al-Fashir OTHER"),
        ("They met for UN-brokered talks in Bonn.", "Bonn OTHER"),
        # Dates, parts of the world and occasions are none.
        ("On Monday, 3 March 2031, troops entered Gao.", "Gao OTHER"),
        ("In May the army took Gao.", "Gao OTHER"),
        ("Many in Eastern Europe remember the Cold War and Christmas.", ""),
        # Regions.
        ("A drone hit a mill in Kharkiv region.", "Kharkiv region REGION"),
        ("A shell fell in the Idlib governorate.", "Idlib governorate REGION"),
        ("Ракета влучила в будинок у Харківській області.", "Харківській області REGION"),
        ("Снаряд попал в дом в Гомской области.", "Гомской области REGION"),
        # Other scripts.
        ("Ракети вдарили по Ізмаїлу.", "Ізмаїлу OTHER"),
        ("Президент Молдовы Ион Русу прибыл в Баку.", "Молдовы STATE|Ион Русу OTHER|Баку OTHER"),
    ],
)
def test_names_and_their_sorts(sentence: str, listed: str) -> None:
    assert [f"{words} {sort}" for words, sort in names(sentence).items()] == [
        entry for entry in listed.split("|") if entry
    ]


@pytest.mark.parametrize("seat", ["Kyiv", "Moscow", "Ankara", "Doha"])
def test_a_city_where_a_government_sits_is_known_as_both(seat: str) -> None:
    assert names(f"Envoys met in {seat}.") == {seat: Sort.SEAT.name}
    assert names(f"{seat} rejected it.") == {seat: Sort.SEAT.name}


def test_a_word_that_has_a_capital_elsewhere_is_a_name_at_the_beginning_of_a_sentence_too() -> None:
    assert names("Kidal was shelled again.") == {}
    known = capitalised(["More shells fell on Kidal at dawn.", "Kidal was shelled again."])
    assert names("Kidal was shelled again.", *known) == {"Kidal": "OTHER"}


def test_a_heading_does_not_tell_which_words_are_names() -> None:
    assert capitalised(["Shells Kill Nine Near Kidal"]) == frozenset()


@given(st.text(alphabet="Aab éЇя.'’- of\u0301", max_size=40), st.sets(st.sampled_from(["a", "ab", "я"])))
def test_names_are_words_of_the_sentence_in_order_and_apart(sentence: str, known: set[str]) -> None:
    found = find_names(sentence, frozenset(known))
    assert all(sentence[name.start : name.end] == name.words for name in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert not any(folded(name.words) in LEADS for name in found)
