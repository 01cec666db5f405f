"""Which state a place lies in."""

import pytest

from groundwire.extraction.deriving.places import country_of_place

_TWO = " Poland and Norway watched."
"""Two states more, so that none is the only one."""


@pytest.mark.parametrize(
    ("code", "article"),
    [
        ("PL", "A drone fell on the Polish village of Bremsk."),
        ("PL", "A drone fell on Poland's Bremsk."),
        ("PL", "A drone fell on Bremsk, Poland."),
        ("PL", "A drone fell on Bremsk in eastern Poland."),
        ("PL", "A drone fell on Bremsk, a town in southern Poland, at dawn."),
        ("PL", "It fell in the Bremsk region of Poland."),
        ("PL", "Дрон упав у польському місті Bremsk."),
        ("PL", "Eine Drohne traf die polnische Stadt Bremsk."),
        ("RU", "A drone fell on Bremsk in the Voronezh region."),
        ("UA", "A drone fell on Bremsk, Poltava region."),
        (None, "A Polish drone fell on Bremsk."),
        (None, "A Polish attack on the town of Bremsk failed."),
        (None, "Over Bremsk, Poland said, nothing was seen."),
        (None, "A drone fell on Bremsk. Poland is far."),
    ],
)
def test_what_the_article_says_beside_the_name(code: str | None, article: str) -> None:
    assert country_of_place("Bremsk", None, article + _TWO) == code


def test_known_names() -> None:
    for name, code in [
        ("Warsaw", "PL"),
        ("Kyiv", "UA"),
        ("Kursk", "RU"),
        ("Lviv region", "UA"),
        ("Aleppo", "SY"),
        ("Харків", "UA"),
    ]:
        assert country_of_place(name, None, f"It was in {name}." + _TWO) == code, name


def test_the_article_knows_better_than_the_list() -> None:
    assert country_of_place("Odessa", None, "A storm hit Odessa in the United States." + _TWO) == "US"


def test_a_region_tells_the_state() -> None:
    assert country_of_place("Bremsk", "Voronezh", "Bremsk lies in Voronezh." + _TWO) == "RU"


def test_the_only_state_of_an_article_is_the_place_s() -> None:
    assert country_of_place("Bremsk", None, "A mine went off in Bremsk. Sudan's army came.") == "SD"
    assert country_of_place("Bremsk", None, "A mine went off in Bremsk. Sudan's army came, and Chad's.") is None
    assert country_of_place("Bremsk", None, "A mine went off in Bremsk.") is None


def test_a_whole_state_is_its_own() -> None:
    assert country_of_place("Norway", None, "It fell in Norway." + _TWO) == "NO"
