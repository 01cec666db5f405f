"""Grounding by the scorer's own reading: what counts as a value, and when the evidence holds it."""

from typing import Any

import pytest
from tests.evals.labelled import by_kind
from tests.extraction.recording import act, gift, on, quantity, strike

from groundwire.evals.scoring.grounded import ground
from groundwire.evals.scoring.scores import Grounded
from groundwire.schemas import Actor, Evidence, Grounding, GroundingStatus, Money, Place, Record, Target, Weapon

TEXT = (
    "At least 20 people died in Odesa on Friday. Two Shahed drones hit a grain depot in the region of Lviv. "
    "The Kremlin denied it. Sweden gave $1.2 billion and ammunition over the next two years. A woman was hurt."
)


def cited(record: Record, *quotes: str) -> Record:
    """The record with these parts of the text as its evidence."""
    spans = tuple(Evidence(quote=q, start=TEXT.index(q), end=TEXT.index(q) + len(q)) for q in quotes)
    return record.model_copy(update={"evidence": spans})


def grounded(record: Record) -> Grounded:
    return ground(TEXT, by_kind(record))


@pytest.mark.parametrize(
    ("field", "value", "supported"),
    [
        ("killed", quantity((20, None)), True),
        ("killed", quantity((200, None)), False),
        ("killed", quantity((2, None)), False),
        ("places", (Place(name="Odesa"),), True),
        ("places", (Place(name="Odessa"),), False),
        ("places", (Place(name="Ode"),), False),
        ("date", on("on Friday"), True),
        ("date", on("Saturday"), False),
        ("targets", (Target(category="food", text="people"),), True),
        ("targets", (Target(category="food", text="grain depot"),), False),
        ("weapons", (Weapon(kind="drone", name="Shahed"),), False),
    ],
)
def test_one_value_of_one_sentence(field: str, value: object, supported: bool) -> None:
    found = grounded(
        cited(strike(0, "").model_copy(update={field: value}), "At least 20 people died in Odesa on Friday.")
    )
    assert (found.values, found.supported) == (1, supported)


@pytest.mark.parametrize(
    ("quote", "name", "supported"),
    [
        ("The Kremlin denied it.", "Russia", True),
        ("The Kremlin denied it.", "Kremlin", True),
        ("The Kremlin denied it.", "Ukraine", False),
        ("in the region of Lviv", "Lviv region", True),
        ("Sweden gave", "Sweden", True),
    ],
)
def test_states_and_regions_by_any_name(quote: str, name: str, supported: bool) -> None:
    found = grounded(cited(act(0, (Actor(name=name, kind="state"),)), quote))
    assert (found.values, found.supported) == (1, supported)


def test_sums_months_and_goods() -> None:
    quote = "Sweden gave $1.2 billion and ammunition over the next two years."
    right = gift(0, "Sweden", Money(value=1_200_000_000, currency="USD"), items=("ammunition",), period_months=24)
    assert grounded(cited(right, quote)) == Grounded(values=4, supported=4, numbers=2)
    wrong = gift(0, "Sweden", Money(value=1_200_000_000, currency="EUR"), items=("boots",), period_months=12)
    assert grounded(cited(wrong, quote)) == Grounded(
        values=4,
        supported=1,
        numbers=2,
        unsupported_numbers=(
            "aid_pledges/0/amount = 1200000000 EUR",
            "aid_pledges/0/period_months = 12",
        ),
    )


@pytest.mark.parametrize(("quote", "count"), [("Two Shahed drones hit", 2), ("A woman was hurt.", 1)])
def test_numbers_in_words_are_read_by_value(quote: str, count: int) -> None:
    record = strike(0, "", weapons=(Weapon(kind="drone", launched=quantity(count)),))
    assert grounded(cited(record, quote)) == Grounded(values=2, supported=2, numbers=2)


def test_several_spans_support_together() -> None:
    record = strike(0, "Odesa", weapons=(Weapon(kind="drone", name="Shahed"),))
    assert grounded(cited(record, "in Odesa", "Two Shahed drones")).supported == 2


def test_what_the_answer_says_about_its_grounding_is_not_asked() -> None:
    said = Grounding(path="/killed", status=GroundingStatus.EXACT, start=0, end=11)
    record = cited(strike(0, "", killed=21).model_copy(update={"grounding": (said,)}), "At least 20 people died")
    assert grounded(record).unsupported_numbers == ("attacks/0/killed/min = 21", "attacks/0/killed/max = 21")


def test_a_quote_that_does_not_stand_there_supports_nothing() -> None:
    moved = Evidence(quote="At least 20 people", start=5, end=23)
    record = strike(0, "", killed=(20, None)).model_copy(update={"evidence": (moved,)})
    assert grounded(record) == Grounded(
        values=1, supported=0, numbers=1, unsupported_numbers=("attacks/0/killed/min = 20",)
    )


@pytest.mark.parametrize("spans", [(), (Evidence(quote="x" * 9, start=9_000, end=9_009),)])
def test_evidence_that_is_empty_or_beyond_the_text_supports_nothing(spans: Any) -> None:  # noqa: ANN401 - spans
    record = strike(0, "Odesa", killed=(20, None)).model_copy(update={"evidence": spans})
    assert (grounded(record).values, grounded(record).supported) == (2, 0)


def test_codes_judgements_and_days_are_no_values_to_look_up() -> None:
    record = strike(0, "", civilian_harm=True, attribution="claimed", date=None)
    assert grounded(record) == Grounded()


def test_the_records_are_numbered_within_their_kind() -> None:
    records = by_kind(strike(0, ""), cited(strike(0, "", killed=7), "Two"), gift(0, ""))
    assert ground(TEXT, records).unsupported_numbers == ("attacks/1/killed/min = 7", "attacks/1/killed/max = 7")
