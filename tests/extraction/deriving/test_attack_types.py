"""The means of an attack, from weapons and words."""

import pytest

from groundwire.extraction.deriving.attack_types import attack_type_of, lacks_weapon, takes_ground


def test_weapons_decide() -> None:
    said = ["Aircraft attacked Amberg."]
    assert attack_type_of(["cruise_missile", "drone"], said) == "missile_and_drone_strike"
    assert attack_type_of(["ballistic_missile"], said) == "missile_strike"
    assert attack_type_of(["drone"], said) == "drone_strike"
    assert attack_type_of(["rocket", "small_arms"], said) == "shelling"
    assert attack_type_of(["bomb"], said) == "air_strike"
    assert attack_type_of(["bomb"], ["A bomb went off in Amberg."]) == "bombing"
    assert attack_type_of(["mine"], ["A tractor hit a mine."]) == "bombing"


@pytest.mark.parametrize(
    ("attack_type", "said"),
    [
        ("missile_strike", "A missile hit the harbour of Amberg."),
        ("drone_strike", "Дрон влучив у будинок."),
        ("missile_and_drone_strike", "Raketen und Drohnen trafen Amberg."),
        ("air_strike", "Warplanes dropped guided bombs on the village."),
        ("air_strike", "Авіаудар зруйнував міст."),
        ("shelling", "Artillery fire killed two in Bremsk."),
        ("shelling", "Обстрел продолжался всю ночь."),
        ("ground_assault", "Rebels stormed the town at dawn."),
        ("ground_assault", "Troops seized the village of Orlin."),
        ("bombing", "A suicide bomber killed nine at the market."),
        ("bombing", "Eine Autobombe explodierte."),
        ("sabotage", "Saboteurs derailed a freight train near Lodwick."),
        ("other", "The attack killed two people."),
    ],
)
def test_words_decide_where_no_weapon_is_known(attack_type: str, said: str) -> None:
    assert attack_type_of([], [said]) == attack_type


def test_a_strike_without_a_weapon_has_the_only_one_of_the_article() -> None:
    said = "A second strike hit the harbour."
    assert attack_type_of([], [said], f"Drones came at night. {said}") == "drone_strike"
    assert attack_type_of([], [said], f"Drones and missiles came at night. {said}") == "other"
    assert attack_type_of([], ["Nine people died."], "Drones came at night. Nine people died.") == "other"


def test_a_claim_to_hold_a_place_is_no_taking() -> None:
    assert takes_ground("The rebels captured Orlin.")
    assert not takes_ground("The ministry claimed that its troops captured Orlin.")


def test_a_type_may_lack_its_weapon() -> None:
    assert lacks_weapon("missile_and_drone_strike", "A drone hit Amberg.")
    assert not lacks_weapon("drone_strike", "A drone hit Amberg.")
    assert not lacks_weapon("shelling", "Nothing is told.")
