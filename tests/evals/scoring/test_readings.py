"""Alternatives of a gold record: which values they accept, and what is said where they are broken."""

import pytest
from tests.evals.labelled import label, label_at
from tests.extraction.recording import on, strike

from groundwire.evals.errors import EvalError
from groundwire.evals.scoring.readings import accepted_by
from groundwire.schemas import Place, Quantity, Target, Weapon

MISSILE = Weapon(kind="missile", launched=Quantity(min=2, max=2))
HOUSE = Target(category="residential", text="house")


def test_without_alternatives_the_label_is_all_that_is_accepted() -> None:
    accepted = accepted_by(label(strike(0, "Odesa", killed=2)))
    assert accepted.values["killed"] == (Quantity(min=2, max=2),)
    assert accepted.values["injured"] == (None,)
    ((odesa,),) = accepted.lists["places"]
    assert (odesa.readings, odesa.needed) == ((Place(name="Odesa"),), True)


def test_a_value_has_its_alternatives_after_it() -> None:
    accepted = accepted_by(label(strike(0, killed=2), killed=[None, {"min": 3}]))
    assert accepted.values["killed"] == (Quantity(min=2, max=2), None, Quantity(min=3))


def test_alternatives_of_parts_combine() -> None:
    record = strike(0, date=on("at the weekend", "2024-03-16", "2024-03-17"))
    accepted = accepted_by(label(record, date__start=["2024-03-15"], date__end=["2024-03-18"]))
    spans = [(str(date.start), str(date.end)) for date in accepted.values["date"]]
    assert spans == [
        ("2024-03-16", "2024-03-17"),
        ("2024-03-15", "2024-03-17"),
        ("2024-03-16", "2024-03-18"),
        ("2024-03-15", "2024-03-18"),
    ]


def test_an_element_may_be_left_out_or_read_otherwise_whole_or_in_part() -> None:
    record = strike(0, "Odesa Kyiv", weapons=(MISSILE,))
    accepted = accepted_by(
        label(record, places__0=[{"name": "Odesa port"}], places__1=[None], weapons__0__launched=[None])
    )
    ((odesa, kyiv),) = accepted.lists["places"]
    assert [place.name for place in odesa.readings] == ["Odesa", "Odesa port"]
    assert (odesa.needed, kyiv.needed) == (True, False)
    ((missile,),) = accepted.lists["weapons"]
    assert missile.readings == (MISSILE, Weapon(kind="missile"))


def test_a_list_has_other_whole_lists_and_further_elements() -> None:
    further = {"category": "port", "text": "quay"}
    record = label_at(strike(0, targets=(HOUSE,)), "r", {"/targets": ([],), "/targets/-": (further,)})
    label_list, empty_list = accepted_by(record).lists["targets"]
    assert [(element.readings[0].text, element.needed) for element in label_list] == [("house", True), ("quay", False)]
    assert [(element.readings[0].text, element.needed) for element in empty_list] == [("quay", False)]


@pytest.mark.parametrize(
    ("pointer", "given", "message"),
    [
        ("/kiled", None, "no such value"),
        ("/evidence", None, "no such value"),
        ("/places/1", None, "no such element"),
        ("/places/x", None, "no such element"),
        ("/places/0/town", "Odesa", "no such value"),
        ("/killed/least", 2, "no such value"),
        ("/killed", {"min": -1}, "greater than or equal to 0"),
        ("/scope", "raid", "'incident', 'wave' or 'campaign'"),
    ],
)
def test_a_broken_alternative_is_named(pointer: str, given: object, message: str) -> None:
    record = label_at(strike(0, killed=2), "odesa", {pointer: (given,)})
    with pytest.raises(EvalError, match=message) as error:
        accepted_by(record)
    assert "'odesa'" in str(error.value)
