"""Armed groups that a sentence names."""

import pytest

from groundwire.extraction.candidates.groups import find_groups


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("Rebels shot at a bus.", ("Rebels",)),
        ("On Friday anti-government fighters shot at a bus.", ("anti-government fighters",)),
        ("Boko Haram militants burned a school.", ("Boko Haram militants",)),
        ("A Houthi rebel fired at Eilat, as Tuareg separatists did at Gao.", ("Houthi rebel", "Tuareg separatists")),
        ("Бойовики обстріляли село.", ("Бойовики",)),
        ("Боевики напали на колонну.", ("Боевики",)),
        ("Rebellen griffen die Stadt an.", ("Rebellen",)),
        ("Troops fired at the town.", ()),
    ],
)
def test_groups_come_with_what_tells_them_apart(sentence: str, groups: tuple[str, ...]) -> None:
    assert [words.removeprefix("A ") for words in find_groups(sentence)] == list(groups)
