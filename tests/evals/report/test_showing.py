"""Values of slots and figures in words, and text that a browser or an XML parser would not take."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from groundwire.evals.report.showing import figure, shown, visible


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ([], "–"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (24, "24"),
        (1250000, "1,250,000"),
        ("drone_strike", "drone_strike"),
        (["tents", "blankets"], "tents, blankets"),
        ({"min": 20, "max": 20, "approximate": False}, "20"),
        ({"min": 20, "max": None, "approximate": False}, "20 or more"),
        ({"min": None, "max": 40, "approximate": False}, "up to 40"),
        ({"min": 5, "max": 7, "approximate": False}, "5 to 7"),
        ({"min": 120, "max": 120, "approximate": True}, "about 120"),
        ({"min": None, "max": None, "approximate": False}, "some, no figure"),
        ({"value": 314000000, "currency": "USD"}, "314,000,000 USD"),
        ({"text": "Friday", "start": "2031-05-02", "end": "2031-05-02", "basis": "header"}, "“Friday”, 2031-05-02"),
        ({"text": "at night", "start": "2031-05-02", "end": "2031-05-03"}, "“at night”, 2031-05-02 to 2031-05-03"),
        ({"text": "recently", "start": None, "end": None, "basis": "none"}, "“recently”, not resolved"),
        ({"name": "Velm", "admin": None, "country": "NO"}, "Velm, NO"),
    ],
)
def test_values_of_slots(value: JsonValue, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0, "0.00"), (0.0012, "0.0012"), (0.5, "0.50"), (1, "1.00"), (12.25, "12.2"), (5210.4, "5,210")],
)
def test_figures(value: float | None, text: str) -> None:
    assert figure(value) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_visible_text_fits_into_xml_and_comes_back(text: str) -> None:
    element = ET.Element("text")
    element.text = visible(text)
    again = ET.fromstring(ET.tostring(element, encoding="unicode"))  # noqa: S314 - our own
    assert (again.text or "") == visible(text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_visible_text_keeps_its_offsets(text: str) -> None:
    assert len(visible(text)) == len(text)


def test_what_turns_or_ends_text_is_seen() -> None:
    assert visible("a\x00b\u202ec\td\ne\r\n") == "a␀b\ufffdc\td\ne\n"
