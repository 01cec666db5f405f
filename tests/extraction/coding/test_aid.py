"""Aid pledges by the codebook: field by field, and what is dropped is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import actor, aid, assert_true_grounding, coded, coded_pledge, noted, words_at

from groundwire.schemas import AidPledge, Money, WarningCode

TEXT = (
    "Norway approved a loan of 2 billion kroner (about $190 million) to Chad for grain over the next two years. "
    "Sweden sent tents and blankets."
)
NORWAY, CHAD, SWEDEN = actor("Norway", "NO"), actor("Chad", "TD"), actor("Sweden", "SE")
NOK, USD = Money(value=2_000_000_000, currency="NOK"), Money(value=190_000_000, currency="USD")


def test_a_whole_record() -> None:
    text = (
        "On 3 June 2030 Sweden approved a grant of €90 million ($105 million) to Chad, including tents, over 18 months."
    )
    draft = aid(
        donors=[SWEDEN],
        recipients=[CHAD, SWEDEN],
        aid_type="humanitarian",
        instrument="grant",
        amount="€90 million",
        equivalents=["$105 million"],
        items=["tents"],
        status="committed",
        period="over 18 months",
        when="On 3 June 2030",
    )
    pledge = coded_pledge(text, draft)
    assert_true_grounding(text, pledge)
    assert pledge.amount == Money(value=90_000_000, currency="EUR")
    assert pledge.stated_equivalents == (Money(value=105_000_000, currency="USD"),)
    assert (pledge.instrument, pledge.items, pledge.period_months) == ("grant", ("tents",), 18)
    assert [a.country for a in pledge.recipients] == ["TD"]
    assert pledge.date is not None
    assert str(pledge.date.start) == "2030-06-03"
    assert words_at(text, pledge, "/stated_equivalents/0") == "$105 million"


@pytest.mark.parametrize(
    ("amount", "equivalents"),
    [
        ("2 billion kroner", ["$190 million"]),
        ("$190 million", ["2 billion kroner"]),
        (None, ["$190 million", "2 billion kroner"]),
        ("2 billion kroner", ["$190 million", "2 billion kroner", "$190 million"]),
    ],
)
def test_the_first_named_sum_is_the_amount(amount: str | None, equivalents: list[str]) -> None:
    text = TEXT.replace("kroner", "Norwegian kroner")
    words = [e.replace("kroner", "Norwegian kroner") for e in equivalents]
    said = amount.replace("kroner", "Norwegian kroner") if amount else None
    pledge = coded_pledge(text, aid(donors=[NORWAY], amount=said, equivalents=words))
    assert (pledge.amount, pledge.stated_equivalents) == (NOK, (USD,))
    assert words_at(text, pledge, "/amount") == "2 billion Norwegian kroner"
    assert_true_grounding(text, pledge)


@pytest.mark.parametrize(
    "amount", ["$19 million", "$190 billion", "$190", "€190 million", "191 million dollars", "190 million", "a lot"]
)
def test_an_invented_amount_is_dropped_and_named(amount: str) -> None:
    found = coded(TEXT, aid(donors=[NORWAY], amount=amount, items=["grain"]))
    assert found.record is not None
    assert found.record.model_dump()["amount"] is None
    (message,) = noted(found, WarningCode.VALUE_UNSUPPORTED)
    assert repr(amount) in message


def test_an_invented_amount_alone_makes_no_record() -> None:
    found = coded(TEXT, aid(donors=[NORWAY], amount="$19 million"))
    assert found.record is None
    assert "neither an amount nor goods" in found.notes[0].message


@given(drafted=st.integers(1, 999), written=st.integers(1, 999), unit=st.sampled_from(["million", "billion"]))
def test_no_sum_becomes_another(drafted: int, written: int, unit: str) -> None:
    text = f"Norway pledged ${written} {unit} and tents to Chad."
    found = coded(text, aid(donors=[NORWAY], amount=f"{drafted} {unit} dollars", items=["tents"])).record
    assert found is not None
    amount = found.model_dump()["amount"]
    assert amount == (
        {"value": written * (10**6 if unit == "million" else 10**9), "currency": "USD"} if drafted == written else None
    )


@pytest.mark.parametrize(
    ("instrument", "items", "text", "expected", "warned"),
    [
        ("loan", [], "Norway approved a loan of $9 million.", "loan", False),
        ("loan", [], "Norway approved a credit line of $9 million.", "loan", False),
        ("grant", [], "Norway granted $9 million as a loan.", None, True),
        ("grant", [], "Norway donated $9 million in aid.", "grant", False),
        ("guarantee", [], "Norway guaranteed $9 million of loans.", "guarantee", False),
        ("loan", [], "Norway gave $9 million.", None, True),
        ("in_kind", ["tents"], "Norway gave tents for $9 million in aid.", "in_kind", False),
        ("in_kind", [], "Norway gave $9 million in aid for tents.", None, False),
        (None, ["tents"], "Norway gave tents for $9 million in aid.", "in_kind", False),
    ],
)
def test_instrument_as_stated(
    instrument: str | None, items: list[str], text: str, expected: str | None, warned: bool
) -> None:
    found = coded(
        text + " Aid came.", aid(1, 2, donors=[NORWAY], instrument=instrument, amount="$9 million", items=items)
    )
    assert found.record is not None
    assert found.record.model_dump()["instrument"] == expected
    assert bool(noted(found, WarningCode.VALUE_UNSUPPORTED)) is warned


@pytest.mark.parametrize(
    ("said", "written", "months"),
    [
        ("over the next two years", "over the next two years", 24),
        ("two years", "over the next two years", 24),
        ("24 months", "over the next two years", 24),
        ("two years", "in a two-year programme", 24),
        ("18 months", "for 18 months", 18),
        ("a year", "for a year", 12),
        ("three years", "over the next two years", None),
        ("two months", "over the next two years", None),
        ("soon", "soon", None),
    ],
)
def test_period_in_months(said: str, written: str, months: int | None) -> None:
    text = f"Norway pledged $9 million {written}."
    found = coded(text, aid(donors=[NORWAY], amount="$9 million", period=said))
    assert found.record is not None
    assert found.record.model_dump()["period_months"] == months
    assert len(noted(found, WarningCode.VALUE_UNSUPPORTED)) == (months is None)
    assert_true_grounding(text, found.record)


def test_goods_are_named_once_as_written_and_are_no_money() -> None:
    text = "Sweden sent Tents, blankets and aid for $9 million."
    found = coded(text, aid(donors=[SWEDEN], items=["tents", "the Tents", "$9 million", "rifles", "blankets"]))
    record = coded_pledge(text, aid(donors=[SWEDEN], items=["tents", "the Tents", "$9 million", "rifles", "blankets"]))
    assert record.items == ("Tents", "blankets")
    assert words_at(text, record, "/items/1") == "blankets"
    assert noted(found, WarningCode.VALUE_UNSUPPORTED) == ["removed 'rifles': the passage does not name it"]


@pytest.mark.parametrize(
    ("text", "draft", "reason"),
    [
        ("Norway smiled at Chad.", {"donors": [NORWAY], "items": ["Chad"]}, "speaks of aid"),
        ("Somebody gave aid.", {"donors": [NORWAY], "items": ["aid"]}, "names no donor"),
        ("Norway gave aid.", {"donors": [NORWAY]}, "neither an amount nor goods"),
    ],
)
def test_no_record_without_support(text: str, draft: dict[str, Any], reason: str) -> None:
    found = coded(text, aid(**draft))
    assert found.record is None
    assert reason in found.notes[0].message


def test_a_citation_of_nothing_is_dropped() -> None:
    found = coded(TEXT, aid(5, donors=[NORWAY], items=["tents"]))
    assert found.record is None
    assert [note.code for note in found.notes] == [WarningCode.RECORD_UNSUPPORTED]


@pytest.mark.parametrize(
    ("text", "donors", "expected"),
    [
        ("Chad criticised the aid. Norway gave $9 million and tents to Laos.", ["Chad"], None),
        ("Chad criticised the aid. Norway gave $9 million and tents to Laos.", ["Chad", "Norway"], ["Norway"]),
        ("Norway announced aid. It comes to $9 million and tents.", ["Norway"], ["Norway"]),
        ("Norway announced aid. It brings Laos $9 million and tents.", ["Norway"], ["Norway"]),
        ("Norway and Chad will fund it. Oslo gives aid of $9 million.", ["Norway"], ["Norway"]),
    ],
)
def test_the_donor_is_named_where_the_gift_is(text: str, donors: list[str], expected: list[str] | None) -> None:
    parties = [actor(name, None, "state") for name in donors]
    found = coded(text, aid(1, 2, donors=parties, recipients=[actor("Laos", "LA", "state")], amount="$9 million"))
    if expected is None:
        assert found.record is None
        assert "names no donor" in found.notes[0].message
    else:
        assert isinstance(found.record, AidPledge)
        assert [donor.name for donor in found.record.donors] == expected
