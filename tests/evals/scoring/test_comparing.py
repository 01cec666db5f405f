"""The comparing rules, a row for each reading of each rule. Every row holds either way round."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.recording import Figure, on, quantity

from groundwire.evals.scoring.comparing import (
    compare_actors,
    compare_dates,
    compare_exactly,
    compare_places,
    compare_quantities,
    compare_targets,
    compare_weapons,
)
from groundwire.schemas import Actor, DateRange, Money, Place, Quantity, Target, Weapon


def check(rule: Callable[[Any, Any], str], gold: object, predicted: object, verdict: str) -> None:
    assert rule(gold, predicted) == verdict
    assert rule(predicted, gold) == verdict
    assert rule(gold, gold) == "COR"


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (20, 20, "COR"),
        ((20, None), (20, None), "COR"),
        ((None, None), (None, None), "COR"),
        (20, (20, None), "PAR"),
        ((20, None), (None, 20), "PAR"),
        ((5, 7), (5, 5), "PAR"),
        ((5, 7), (7, None), "PAR"),
        ((5, 7), (5, 8), "INC"),
        ((5, 7), (6, 6), "INC"),
        ((20, None), (21, None), "INC"),
        ((20, None), (200, None), "INC"),
        (20, 21, "INC"),
        ((None, None), 20, "INC"),
        ((None, None), 0, "INC"),
    ],
)
def test_quantities(gold: Figure, predicted: Figure, verdict: str) -> None:
    check(compare_quantities, quantity(gold), quantity(predicted), verdict)


def test_about_is_no_part_of_a_figure() -> None:
    check(compare_quantities, Quantity(min=9, max=9, approximate=True), Quantity(min=9, max=9), "COR")


FIGURES = st.integers(0, 10_000)


@given(FIGURES, FIGURES, st.sampled_from(["exact", "least", "most"]), st.sampled_from(["exact", "least", "most"]))
def test_another_figure_is_never_right_nor_half_right(a: int, b: int, one: str, other: str) -> None:
    def told(figure: int, how: str) -> Quantity:
        return Quantity(min=None if how == "most" else figure, max=None if how == "least" else figure)

    assert (compare_quantities(told(a, one), told(b, other)) == "INC") == (a != b)


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (on("Friday", "2024-03-15"), on("on March 15", "2024-03-15"), "COR"),
        (on("Friday night", "2024-03-15", "2024-03-16"), on("Friday", "2024-03-15"), "PAR"),
        (on("March", "2024-03-01", "2024-03-31"), on("Friday", "2024-03-15"), "PAR"),
        (on("Friday", "2024-03-15"), on("Saturday", "2024-03-16"), "INC"),
        (on("on Friday"), on("Friday"), "COR"),
        (on("the FRIDAY"), on("Friday"), "COR"),
        (on("Friday night"), on("Friday"), "PAR"),
        (on("Friday night"), on("Saturday"), "INC"),
        (on("on Friday"), on("Friday", "2024-03-15"), "PAR"),
        (on("on Friday night"), on("Friday", "2024-03-15"), "INC"),
        (on("15 March"), on("16 March"), "INC"),
    ],
)
def test_dates(gold: DateRange, predicted: DateRange, verdict: str) -> None:
    check(compare_dates, gold, predicted, verdict)


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (("Russia", "RU"), ("Russia", "RU"), "COR"),
        (("Russia", "RU"), ("Moscow", "RU"), "COR"),
        (("Russia", "RU"), ("Russian forces", "RU"), "COR"),
        (("Russia", "RU"), ("Россия", "RU"), "COR"),
        (("European Union", "EU"), ("EU", "EU"), "COR"),
        (("Russia", "RU"), ("Russia", None), "PAR"),
        (("Russia", "RU"), ("Ukraine", "UA"), "INC"),
        (("Austria", "AT"), ("Australia", "AU"), "INC"),
        (("Sergei Lavrov", "RU"), ("Russia", "RU"), "PAR"),
        (("Sergei Lavrov", "RU"), ("Ukraine", "UA"), "INC"),
        (("rebels allied with Russia", None), ("Russia", "RU"), "INC"),
        (("rebels allied with Russia", None), ("Russia", None), "INC"),
        (("Maia Sandu", "MD"), ("President Maia Sandu", "MD"), "COR"),
        (("Maia Sandu", "MD"), ("President Maia Sandu", "RO"), "PAR"),
        (("Maia Sandu", "MD"), ("Sandu", "MD"), "PAR"),
        (("Maia Sandu", "MD"), ("Sandu", None), "PAR"),
        (("Maia Sandu", "MD"), ("Sandu", "RO"), "INC"),
        (("Ukrainian Foreign Ministry", "UA"), ("Russian Foreign Ministry", "RU"), "INC"),
    ],
)
def test_actors(gold: tuple[str, str | None], predicted: tuple[str, str | None], verdict: str) -> None:
    ours, theirs = (Actor(name=name, country=country) for name, country in (gold, predicted))
    check(compare_actors, ours, theirs, verdict)


def test_what_kind_an_actor_is_is_not_scored() -> None:
    check(compare_actors, Actor(name="Maia Sandu", kind="official"), Actor(name="Maia Sandu", kind="state"), "COR")


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (("Odesa", None, "UA"), ("Odessa", None, "UA"), "COR"),
        (("Bakhmut", "Donetsk", "UA"), ("Bakhmut", "Donetsk region", "UA"), "COR"),
        (("Lviv region", None, "UA"), ("Lviv Oblast", None, "UA"), "COR"),
        (("Ukraine", None, "UA"), ("Україна", None, "UA"), "COR"),
        (("Odesa", None, "UA"), ("Odesa", None, None), "PAR"),
        (("Odesa", None, "UA"), ("Odesa", None, "US"), "PAR"),
        (("Bakhmut", "Donetsk", "UA"), ("Bakhmut", None, "UA"), "PAR"),
        (("Bakhmut", "Donetsk", "UA"), ("Bakhmut", "Luhansk", "UA"), "PAR"),
        (("Odesa port", None, "UA"), ("Odesa", None, "UA"), "PAR"),
        (("Odesa port", None, "UA"), ("Odesa", None, "US"), "INC"),
        (("Lviv region", None, "UA"), ("Lviv", None, "UA"), "PAR"),
        (("Bakhmut", "Donetsk", "UA"), ("Donetsk region", None, "UA"), "PAR"),
        (("Bakhmut", "Donetsk", "UA"), ("Donetsk", None, "UA"), "INC"),
        (("Kyiv", None, "UA"), ("Ukraine", None, "UA"), "INC"),
        (("Lviv", None, "UA"), ("Kyiv", None, "UA"), "INC"),
        (("Niger", None, "NE"), ("Nigeria", None, "NG"), "INC"),
    ],
)
def test_places(
    gold: tuple[str, str | None, str | None], predicted: tuple[str, str | None, str | None], verdict: str
) -> None:
    ours, theirs = (Place(name=name, admin=admin, country=country) for name, admin, country in (gold, predicted))
    check(compare_places, ours, theirs, verdict)


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (("food", "a food warehouse"), ("food", "the food warehouse"), "COR"),
        (("food", "a food warehouse"), ("industrial", "food warehouse"), "PAR"),
        (("food", "a food warehouse"), ("food", "grain silos"), "PAR"),
        (("food", "a food warehouse"), ("port", "grain silos"), "INC"),
    ],
)
def test_targets(gold: tuple[Any, str], predicted: tuple[Any, str], verdict: str) -> None:
    ours, theirs = (Target(category=category, text=text) for category, text in (gold, predicted))
    check(compare_targets, ours, theirs, verdict)


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (("drone", None), ("drone", None), "COR"),
        (("drone", "Shahed"), ("drone", None), "COR"),
        (("drone", "Shahed"), ("other", "Shahed"), "COR"),
        (("drone", "Shahed-136"), ("drone", "Shahed"), "PAR"),
        (("drone", "Shahed"), ("drone", "Lancet"), "PAR"),
        (("missile", None), ("ballistic_missile", "Iskander-M"), "PAR"),
        (("cruise_missile", None), ("ballistic_missile", None), "PAR"),
        (("missile", None), ("drone", None), "INC"),
        (("missile", "Kalibr"), ("drone", "Shahed"), "INC"),
    ],
)
def test_whether_weapons_are_the_same(gold: tuple[Any, Any], predicted: tuple[Any, Any], verdict: str) -> None:
    ours, theirs = (Weapon(kind=kind, name=name) for kind, name in (gold, predicted))
    check(compare_weapons, ours, theirs, verdict)


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        (Money(value=90, currency="EUR"), Money(value=90, currency="EUR"), "COR"),
        (Money(value=90, currency="EUR"), Money(value=90, currency="USD"), "INC"),
        (Money(value=90, currency="EUR"), Money(value=91, currency="EUR"), "INC"),
        ("wave", "incident", "INC"),
        (True, False, "INC"),
        (24, 25, "INC"),
    ],
)
def test_sums_codes_and_months_are_equal_or_wrong(gold: object, predicted: object, verdict: str) -> None:
    check(compare_exactly, gold, predicted, verdict)
