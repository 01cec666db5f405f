"""Kind, name and count of a weapon, from the words that name it."""

import pytest

from groundwire.extraction.deriving.weapons import weapon_of


@pytest.mark.parametrize(
    ("kind", "listed"),
    [
        ("ballistic_missile", "a ballistic missile|two Iskander-M missiles|Tochka-U|балістичні ракети|Scud"),
        (
            "cruise_missile",
            "cruise missiles|nine Kalibr|three Iskander-K missiles|Kh-101|крылатые ракеты|Marschflugkörper",
        ),
        ("missile", "S-300 missiles|ракети|zwei Raketen|anti-ship missiles"),
        ("drone", "60 drones|Shahed|12 шахедів|an FPV quadcopter|a sea drone|Kamikazedrohnen|loitering munitions|БпЛА"),
        ("rocket", "Grad|HIMARS|multiple-launch rocket systems|a rocket-propelled grenade|РСЗВ"),
        ("artillery", "howitzers|mortar shells|tank fire|heavy shelling|артилерія|міномети|Haubitzen|Caesar"),
        ("bomb", "a car bomb|guided aerial bombs|FAB-500|explosives|an IED|вибухівка|Fliegerbomben"),
        ("small_arms", "gunfire|machine guns|a pistol|AK-47 rifles|кулемет"),
        ("mine", "a landmine|anti-tank mines|міни"),
        ("other", "munitions of an unknown sort|a knife"),
    ],
)
def test_kinds(kind: str, listed: str) -> None:
    for words in listed.split("|"):
        found = weapon_of(words)
        assert found is not None, words
        assert found.kind == kind, words


def test_words_that_name_no_weapon() -> None:
    for words in ("an attack", "a strike", "the minister", "", "a night of terror", "вночі"):
        assert weapon_of(words) is None, words


def test_the_article_knows_better_than_the_list_of_models() -> None:
    found = weapon_of("a new Hydra-7 ballistic missile")
    assert found is not None
    assert (found.kind, found.name) == ("ballistic_missile", "Hydra-7")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("nine Kalibr cruise missiles", "Kalibr"),
        ("Russian-made Shahed-136 drones", "Shahed-136"),
        ("шість ракет «Калібр»", "Калібр"),
        ("nine missiles of the Kalibr type", "Kalibr"),
        ("30 Zephyr-9 drones", "Zephyr-9"),
        ("Iranian drones", None),
        ("a ballistic missile", None),
        ("a degree of caution with a bomb", None),
        ("Turkish-built drones", None),
    ],
)
def test_only_proper_names_are_names(words: str, name: str | None) -> None:
    found = weapon_of(words)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("nine Kalibr cruise missiles", "nine"),
        ("at least 30 Shahed-136 drones", "at least 30"),
        ("Shahed-136 drones", None),
        ("S-300 missiles", None),
        ("a ballistic missile", "a ballistic missile"),
        ("mortars", None),
    ],
)
def test_a_count_is_what_reads_alone_as_one(words: str, count: str | None) -> None:
    found = weapon_of(words)
    assert found is not None
    assert found.count == count
