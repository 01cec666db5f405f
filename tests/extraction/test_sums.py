"""Sums: incidents of a wave that hold more than the wave are said, and nothing else is."""

from typing import Any

import pytest
from tests.extraction.drafting import assembled, attack, place, weapon
from tests.extraction.recording import Figure, on, quantity, strike

from groundwire.extraction.sums import parts_over_totals
from groundwire.schemas import Attack, Place, WarningCode, Weapon


def wave(**more: Any) -> Attack:  # noqa: ANN401 - fields of an attack
    return strike(0, "Amberg Calw", **more).model_copy(update={"scope": "wave"})


def part(name: str, **more: Any) -> Attack:  # noqa: ANN401 - fields of an attack
    return strike(50, name, **more).model_copy(update={"scope": "incident"})


def armed(record: Attack, kind: Any, launched: Figure, name: str | None = None) -> Attack:  # noqa: ANN401 - a Literal
    more = Weapon(kind=kind, name=name, launched=quantity(launched))
    return record.model_copy(update={"weapons": (*record.weapons, more)})


def test_parts_that_exceed_their_total_are_said_where_the_total_stands() -> None:
    (found,) = parts_over_totals([part("Amberg", killed=3), wave(killed=4, injured=9), part("Calw", killed=2)])
    assert (found.code, found.path) == (WarningCode.PARTS_EXCEED_TOTAL, "/attacks/1/killed")
    assert found.message == "killed: its parts hold at least 5, the whole at most 4"


@pytest.mark.parametrize(
    ("total", "share"),
    [(5, 5), (5, None), (None, 9), ((5, None), 9), ((None, 9), 9), (5, (None, 9)), ((2, 9), (9, None))],
)
def test_what_may_be_true_is_not_said(total: Figure, share: Figure) -> None:
    assert parts_over_totals([wave(injured=total), part("Calw", injured=share)]) == []


def test_about_a_hundred_bounds_nothing() -> None:
    about = quantity(100)
    assert about is not None
    about = about.model_copy(update={"approximate": True})
    whole, share = wave(killed=1), part("Calw", killed=104)
    assert parts_over_totals([whole.model_copy(update={"killed": about}), share]) == []
    assert parts_over_totals([wave(killed=99), share.model_copy(update={"killed": about})]) == []


@pytest.mark.parametrize(
    "other",
    [
        part("Bonn", killed=9),
        part("Calw", killed=9, date=on("on 3 May 2030", "2030-05-03")),
        strike(50, "Calw", killed=9).model_copy(update={"scope": "campaign"}),
    ],
)
def test_only_an_incident_of_that_place_and_day_is_a_part(other: Attack) -> None:
    assert parts_over_totals([wave(killed=2, date=on("on 9 May 2030", "2030-05-09")), other]) == []


def test_a_town_in_a_region_that_the_wave_names_is_a_part() -> None:
    town = part("Nagold", killed=9).model_copy(update={"places": (Place(name="Nagold", admin="Calw"),)})
    assert len(parts_over_totals([wave(killed=2), town])) == 1


def test_weapons_are_summed_by_kind() -> None:
    whole = armed(armed(armed(wave(), "drone", 7), "missile", 4, "Iskra"), "missile", 2, "Blitz")
    share = armed(armed(part("Calw"), "missile", 7), "drone", 7)
    (found,) = parts_over_totals([whole, share])
    assert found.path == "/attacks/0/weapons/1/launched"
    assert found.message == "missile launched: its parts hold at least 7, the whole at most 6"


def test_an_extraction_says_it_and_changes_nothing() -> None:
    text = "Drones hit Amberg and Calw on Friday, killing two.\n\nIn Calw, a drone hit a mill, killing three people."
    both, drone = [place("Amberg"), place("Calw")], [weapon("drone")]
    found = assembled(
        text,
        (1, 1, [attack(1, scope="wave", places=both, weapons=drone, killed="two")]),
        (2, 2, [attack(1, places=both[1:], weapons=drone, killed="three people")]),
    )
    assert [(w.code, w.path) for w in found.warnings] == [(WarningCode.PARTS_EXCEED_TOTAL, "/attacks/0/killed")]
    assert [a.killed for a in found.attacks] == [quantity(2), quantity(3)]
