"""Which state a name stands for, in four languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.coding.geography import (
    _names,
    find_state,
    is_region_at,
    is_whole_state,
    split_region,
    state_named,
    states_in,
    valid_code,
)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("RU", "Russia|Russian|the Kremlin|Moscow|Russian forces|Russia's army|Росія|Россия|Russland|Москва|Кремль"),
        ("RU", "Росії|России|російські війська|российская армия|russische Truppen|Russian Federation|Russian missiles"),
        ("UA", "Ukraine|Ukrainian|Kyiv|Kiev|Україна|Украина|die Ukraine|Ukrainian drones|України|українські сили"),
        ("US", "US|U.S.|USA|United States|the United States|Washington|the White House|American troops|США"),
        ("GB", "UK|the UK|Britain|British|London|Велика Британія|Großbritannien|Vereinigtes Königreich"),
        ("KP", "North Korea|North Korean|Pyongyang|Північна Корея|Nordkorea"),
        ("TR", "Turkey|Türkiye|Turkish|Ankara|Туреччина|Турция|Türkei"),
        ("EU", "European Union|EU|Brussels|European leaders|Євросоюз|Евросоюз|Europäische Union"),
    ],
)
def test_names_demonyms_and_seats(code: str, names: str) -> None:
    for name in names.split("|"):
        found = state_named(name)
        assert found is not None, name
        assert found.code == code, name


@pytest.mark.parametrize(
    "name",
    [
        "Kyiv's Western partners",
        "Moscow-backed rebels",
        "the Russian Defence Ministry",
        "Ukrainian officials",
        "Russians",
        "NATO",
        "the West",
        "rebels",
        "forces",
        "us",
        "the us",
        "",
    ],
)
def test_what_is_no_state(name: str) -> None:
    assert state_named(name) is None


@pytest.mark.parametrize("name", ["Ukraine", "Turkey", "the UK", "USA", "Росія", "Україні", "Syria", "Bosnia"])
def test_whole_states(name: str) -> None:
    assert is_whole_state(name)


@pytest.mark.parametrize("name", ["Kyiv", "Moscow", "Ukrainian", "the Kremlin", "Odesa", "Brussels", "Київ"])
def test_seats_and_demonyms_are_no_territory(name: str) -> None:
    assert not is_whole_state(name)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("ua", "UA"), (" UA ", "UA"), ("UK", "GB"), ("EL", "GR"), ("EU", "EU"), ("XK", "XK")]
    + [(code, None) for code in ("", None, "ZZ", "UN", "EZ", "QO", "XA", "U", "12", "USA", "??")],
)
def test_codes(code: str | None, expected: str | None) -> None:
    assert valid_code(code) == expected


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("US", "He told us about the US fleet.", "US"),
        ("US", "he told us", None),
        ("SD", "South Sudan and Sudan agreed", "Sudan"),
        ("GN", "Equatorial Guinea", None),
        ("PL", "to polish", None),
        ("RU", "Удар по росії", "росії"),
        ("TR", "the Turkish side", "Turkish"),
        ("IR", "Tirana", None),
    ],
)
def test_where_a_state_is_named(code: str, text: str, expected: str | None) -> None:
    span = find_state(code, text)
    assert (text[span[0] : span[1]] if span else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lviv region", ("Lviv", True)),
        ("the western region of Lviv", ("Lviv", True)),
        ("Lviv Oblast", ("Lviv", True)),
        ("eastern Donetsk region", ("Donetsk", True)),
        ("Lviv", ("Lviv", False)),
        ("", ("", False)),
    ],
)
def test_regions_by_name(name: str, expected: tuple[str, bool]) -> None:
    assert split_region(name) == expected


def test_regions_by_what_stands_around() -> None:
    text = "Lviv, the region of Lviv, Lviv region"
    spots = [at for at in range(len(text)) if text.startswith("Lviv", at)]
    assert [is_region_at(text, (at, at + 4)) for at in spots] == [False, True, True]


@given(st.lists(st.sampled_from([*sorted(_names()), "the", "South", "Guinea", "польські", "Amberg"]), max_size=6))
def test_all_states_of_a_text_are_those_that_it_names_one_by_one(names: list[str]) -> None:
    text = " ".join(name.title() for name in names)
    assert states_in(text) == {code for code in set(_names().values()) if find_state(code, text)}


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = state_named(text)
    assert found is None or find_state(found.code, text) is None or valid_code(found.code) == found.code
    is_whole_state(text)
    assert split_region(text)[0] in text
    find_state("UA", text)
