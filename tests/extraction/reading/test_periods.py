"""Spans of months and years, as a pledge tells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.periods import find_periods


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("over the next two years", [24]),
        ("a three-year programme", [36]),
        ("for 18 months", [18]),
        ("within a year", [12]),
        ("one and a half years", []),
        ("2.5 years", [30]),
        ("two thousand years", []),
        ("протягом трьох років", [36]),
        ("über zwei Jahre", [24]),
        ("six months or two years", [6, 24]),
        ("34 years old", []),
        ("a 10-year-old boy", []),
        ("two years ago", []),
        ("in 2024", []),
        ("на наступні півтора року", [18]),
        ("пів року і півроку", [6, 6]),
        ("на 2,5 роки", [30]),
        ("упродовж двадцяти чотирьох місяців", [24]),
        ("йому 34 роки", []),
        ("віком 34 роки", []),
        ("три роки тому", []),
        ("рік тому", []),
        ("полтора года, полгода", [18, 6]),
        ("полгода назад", []),
        ("в возрасте 34 лет", []),
        ("за последние два года", [24]),
        ("eineinhalb Jahre", [18]),
        ("zweieinhalb Jahre", [30]),
        ("ein halbes Jahr", [6]),
        ("binnen eines Jahres", [12]),
        ("vor zwei Jahren", []),
        ("34 Jahre alt", []),
        ("im Alter von 34 Jahren", []),
    ],
)
def test_periods(text: str, expected: list[int]) -> None:
    assert [period.months for period in find_periods(text)] == expected


def test_the_span_holds_number_and_unit() -> None:
    (period,) = find_periods("over the next two years, he said")
    assert "over the next two years, he said"[period.start : period.end] == "two years"


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    for period in find_periods(text):
        assert 0 <= period.start < period.end <= len(text)
        assert period.months > 0
