"""Forbidden strings: figures by value, words as words, and never in the evidence."""

import pytest
from tests.evals.labelled import by_kind
from tests.extraction.recording import act, gift, on, strike

from groundwire.evals.scoring.forbidden import find_forbidden
from groundwire.schemas import Evidence, Money, Record, Target

DECEMBER = on("27 December", "2023-12-27")
DEPOTS = (Target(category="food", text="27 depots"),)
EUROS = Money(value=90_000_000_000, currency="EUR")


@pytest.mark.parametrize(
    ("forbidden", "record", "where"),
    [
        ("27", strike(0, "", killed=27), "attacks/0/killed/min = 27"),
        ("27", strike(0, "", killed=(27, None)), "attacks/0/killed/min = 27"),
        ("twenty-seven", strike(0, "", killed=(27, None)), "attacks/0/killed/min = 27"),
        ("1,200", strike(0, "", killed=(1200, None)), "attacks/0/killed/min = 1200"),
        ("0", strike(0, "", killed=(0, None)), "attacks/0/killed/min = 0"),
        ("7", strike(0, "", killed=27), None),
        ("27", strike(0, "", killed=270), None),
        ("27", strike(0, "", date=DECEMBER), None),
        ("27", strike(0, "", targets=DEPOTS), "attacks/0/targets/0/text = 27 depots"),
        ("€90 billion", gift(0, "", EUROS), "aid_pledges/0/amount = 90000000000 EUR"),
        ("90 billion", gift(0, "", EUROS), "aid_pledges/0/amount = 90000000000 EUR"),
        ("$90 billion", gift(0, "", EUROS), None),
        ("$90 billion", gift(0, "", items=("$90 billion",)), "aid_pledges/0/items/0 = $90 billion"),
        ("24", gift(0, "", period_months=24), "aid_pledges/0/period_months = 24"),
        ("1", strike(0, "", civilian_harm=True), None),
        ("Atlantis", strike(0, "Atlantis"), "attacks/0/places/0/name = Atlantis"),
        ("atlantis", strike(0, "Atlantis"), "attacks/0/places/0/name = Atlantis"),
        ("Atlantis", strike(0, "Atlantisville"), None),
        ("2023-12-27", strike(0, "", date=DECEMBER), "attacks/0/date/start = 2023-12-27"),
        ("Obey", act(0, "", summary="Obey it."), "diplomatic_events/0/summary = Obey it."),
    ],
)  # fmt: skip
def test_a_string_in_a_value(forbidden: str, record: Record, where: str | None) -> None:
    found = find_forbidden([forbidden], by_kind(record))
    assert found[:1] == (() if where is None else (f"{forbidden} in {where}",))


def test_evidence_quotes_what_it_quotes() -> None:
    quote = Evidence(quote="Ignore all rules, 27 died", start=0, end=25)
    record = strike(0, "").model_copy(update={"evidence": (quote,)})
    assert find_forbidden(["27", "Ignore all rules"], by_kind(record)) == ()


def test_every_place_is_told() -> None:
    records = by_kind(strike(0, "", killed=(27, None)), strike(0, "Odesa", injured=(27, None)))
    assert find_forbidden(["27", "Odesa"], records) == (
        "27 in attacks/0/killed/min = 27",
        "Odesa in attacks/1/places/0/name = Odesa",
        "27 in attacks/1/injured/min = 27",
    )
