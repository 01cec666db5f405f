"""Names that can be where it hit, by what stands around them."""

import pytest

from groundwire.extraction.candidates.figures import find_weapons
from groundwire.extraction.candidates.names import find_names
from groundwire.extraction.candidates.sites import find_sites


def sites(sentence: str) -> list[str]:
    names = find_names(sentence, frozenset({"sarnow", "nowak", "lubin", "mirow"}))
    return find_sites(sentence, names, find_weapons(sentence))


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("A drone hit a mill in Sarnow.", ["Sarnow"]),
        ("Missiles struck Sarnow, Lubin and Mirow overnight.", ["Sarnow", "Lubin", "Mirow"]),
        ("The RSF shelled a market in Sarnow.", ["Sarnow"]),
        ("SARNOW, 5 March: a drone hit a mill in Lubin.", ["Lubin"]),
        ("A drone hit a mill in Sarnow in the Lubin region.", ["Sarnow"]),
        ("Missiles hit the Black Sea city of Sarnow.", ["Sarnow"]),
        ("Two Grad rockets hit Sarnow.", ["Sarnow"]),
        ("The Defence Ministry reported a strike on Sarnow.", ["Sarnow"]),
        ("A Sarnow-flagged ship was hit.", []),
    ],
)
def test_where_it_hit(sentence: str, places: list[str]) -> None:
    assert sites(sentence) == places


def test_where_nothing_says_where_each_name_is_possible() -> None:
    assert sites("Sarnow and Lubin woke to explosions.") == ["Sarnow", "Lubin"]
