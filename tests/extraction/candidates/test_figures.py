"""Figures of a sentence: the dead, the injured and weapons with their counts."""

import pytest

from groundwire.extraction.candidates.figures import find_tolls, find_weapons


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("The blast killed nine and injured at least 20.", "nine", "at least 20"),
        ("Nobody was hurt.", "", "Nobody"),
        ("The barrage killed 12 people in Marib and three in Taiz.", "12|three", ""),
        ("Удар убив трьох людей і поранив п’ятьох.", "трьох", "п’ятьох"),
        ("Взрыв убил двух человек, ещё семеро ранены.", "двух", "семеро"),
        ("Bei dem Angriff wurden vier Menschen getötet und elf verletzt.", "vier", "elf"),
        ("Troops fired 40 rockets at 15 villages.", "", ""),
        # Another time's, or the war's as a whole.
        ("More than 4,000 people have been killed since 2014.", "", ""),
        ("Shelling last year killed 30 people and wounded 60.", "", ""),
        ("Some 900 civilians have died over the past decade.", "", ""),
        ("Three people died in the strike, which came after 200 were killed last month.", "Three", ""),
        ("З 2014 року загинуло 300 людей.", "", ""),
        ("В прошлом году погибли 70 человек.", "", ""),
        ("Seit 2014 wurden 300 Menschen getötet.", "", ""),
    ],
)
def test_tolls(sentence: str, killed: str, injured: str) -> None:
    assert "|".join(find_tolls(sentence, "killed")) == killed
    assert "|".join(find_tolls(sentence, "injured")) == injured


@pytest.mark.parametrize(
    ("sentence", "weapons"),
    [
        ("Rebels launched 60 drones and nine cruise missiles at Aden.", "60 drones|nine cruise missiles"),
        ("Two Grad rockets hit a power station.", "Two Grad rockets"),
        ("The army said that 479 explosive drones were launched.", "479 explosive drones"),
        ("Three Kalibr cruise missiles, fired from a ship, hit the port.", "Three Kalibr cruise missiles"),
        ("A Shahed drone hit a school.", "A Shahed drone"),
        ("Artillery and mortars pounded the town.", "Artillery|mortars"),
        ("Дві балістичні ракети влучили в порт.", "Дві балістичні ракети"),
        ("Восемь ударных дронов атаковали город.", "Восемь ударных дронов"),
        ("Zwölf Drohnen und eine Rakete trafen die Stadt.", "Zwölf Drohnen|eine Rakete"),
        # A count stays with its own noun.
        ("Fighters killed 20 people with drones.", "drones"),
        ("Police arrested two men beside a missile.", "a missile"),
        ("Nine villages lost power.", ""),
    ],
)
def test_weapons_with_their_counts(sentence: str, weapons: str) -> None:
    assert "|".join(find_weapons(sentence)) == weapons
