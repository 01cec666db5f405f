"""Things that were hit, in the words of a sentence."""

import pytest

from groundwire.extraction.candidates.targets import find_targets


@pytest.mark.parametrize(
    ("sentence", "targets"),
    [
        ("A missile hit a five-storey apartment building and a school.", "five-storey apartment building|school"),
        ("Drones struck the city's main power station and two grain silos.", "main power station|grain silos"),
        ("Shells damaged shops and a private clinic.", "shops|private clinic"),
        ("The warehouse caught fire after the strike.", "warehouse"),
        ("Shells hit troops near Gao.", "troops"),
        ("Troops hit by shells fled.", "Troops"),
        ("Ракета влучила в житловий будинок і школу.", "житловий будинок|школу"),
        ("Снаряд разрушил больницу.", "больницу"),
        ("Eine Rakete traf ein Wohnhaus.", "Wohnhaus"),
        # Nothing was hit.
        ("The school opened in May.", ""),
        ("The market was full of people.", ""),
        # Those who tell of it, who fight it and who attack.
        ("Police said that a bus was hit.", "bus"),
        ("A hospital said that the attack killed two.", ""),
        ("According to the city administration, a drone hit a mill.", "mill"),
        ("Firefighters battled a blaze at a bakery.", "bakery"),
        ("Chadian troops shelled a bridge.", "bridge"),
        ("An air-defence battery was hit by artillery fire.", "air-defence battery"),
    ],
)
def test_targets(sentence: str, targets: str) -> None:
    assert "|".join(find_targets(sentence)) == targets


def test_a_noun_inside_a_proper_name_is_none() -> None:
    sentence = "Port Sudan was bombed."
    assert find_targets(sentence, [(0, 10)]) == ()
    assert find_targets(sentence) == ("Port",)
