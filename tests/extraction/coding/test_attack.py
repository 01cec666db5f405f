"""Attacks by the codebook: field by field, and what is dropped is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import (
    assert_true_grounding,
    attack,
    coded,
    coded_attack,
    noted,
    place,
    target,
    weapon,
    words_at,
)

from groundwire.schemas import Quantity, WarningCode

TEXT = "A missile struck a depot in Amberg on Friday, killing three guards. Officials in Seeheim blamed the rebels."
HIT = attack(1, places=[place("Amberg")], weapons=[weapon("missile")])


def test_a_whole_record() -> None:
    draft = attack(
        1,
        attack_type="missile_strike",
        places=[place("Amberg", "DE")],
        attackers=["the rebels"],
        attribution="attributed",
        weapons=[weapon("missile", "a missile")],
        when="on Friday",
        targets=[target("military", "a depot")],
        killed="three guards",
    )
    record = coded_attack(TEXT, draft)
    assert_true_grounding(TEXT, record)
    assert record.killed == Quantity(min=3, max=3)
    assert record.weapons[0].launched == Quantity(min=1, max=1)
    assert (record.perpetrators[0].name, record.perpetrators[0].kind) == ("rebels", "armed_group")
    assert record.date is not None
    assert record.date.text == "on Friday"
    assert str(record.date.start) == "2030-06-07"
    assert record.civilian_harm is False
    assert len(record.evidence) == 2  # the sentence with the rebels joined
    assert words_at(TEXT, record, "/places/0/name") == "Amberg"


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (attack(5, places=[place("Amberg")], killed="three"), "cites no sentence"),
        (attack(2, places=[place("Seeheim")], weapons=[weapon("missile")]), "speaks of an attack"),
        (attack(1, places=[place("Amberg")]), "neither casualties"),
        (attack(1, places=[place("Amberg")], killed="four"), "neither casualties"),
        (attack(1, places=[place("Amberg")], targets=[target("other", "a depot")]), "neither casualties"),
        (attack(1, places=[place("Germany")], weapons=[weapon("missile")]), "neither a place"),
        (attack(1, weapons=[weapon("missile")]), "neither a place"),
    ],
)
def test_no_record_without_support(draft: Any, reason: str) -> None:  # noqa: ANN401 - parametrised
    found = coded(TEXT, draft)
    assert found.record is None
    (note,) = found.notes
    assert note.code is WarningCode.RECORD_UNSUPPORTED
    assert reason in note.message


def test_sentences_that_do_not_exist_are_not_cited() -> None:
    record = coded_attack(TEXT, HIT.model_copy(update={"sentences": [1, 4, 5]}))
    assert [e.quote for e in record.evidence] == [TEXT[: TEXT.index(" Officials")]]


@pytest.mark.parametrize(
    ("toll", "expected"),
    [
        ("In Amberg a strike killed three people.", None),
        ("The strike near Amberg killed three people.", None),
        ("It killed three people.", 3),
        ("The strike in Calw killed three people.", 3),
        ("In March three people were killed.", 3),
        ("It killed three people in Germany.", 3),
    ],
)
def test_a_sentence_that_is_not_cited_lends_no_toll_of_another_place(toll: str, expected: int | None) -> None:
    for text, cited in (
        (f"{toll} In Calw a missile struck a school.", 2),
        (f"In Calw a missile struck a school. {toll}", 1),
    ):
        found = coded(text, attack(cited, places=[place("Calw")], weapons=[weapon("missile")], killed="three people"))
        assert found.record is not None
        killed = found.record.model_dump()["killed"]
        assert (killed and killed["min"]) == expected
        assert len(noted(found, WarningCode.VALUE_UNSUPPORTED)) == (expected is None)


@pytest.mark.parametrize(
    ("scope", "names", "text", "expected"),
    [
        ("incident", ["Amberg"], "Missiles hit Amberg and Seeheim.", "incident"),
        ("wave", ["Amberg"], "Missiles hit Amberg and Seeheim.", "incident"),
        ("wave", ["Amberg", "Seeheim"], "Missiles hit Amberg and Seeheim.", "wave"),
        ("incident", ["Amberg", "Seeheim"], "Missiles hit Amberg and Seeheim.", "wave"),
        ("wave", [], "Last Friday missiles hit several towns.", "wave"),
        ("campaign", ["Amberg"], "Previous missile strikes on Amberg went on.", "campaign"),
        ("campaign", ["Amberg"], "A missile hit Amberg.", "incident"),
    ],
)
def test_scope(scope: str, names: list[str], text: str, expected: str) -> None:
    draft = attack(
        1,
        scope=scope,
        places=[place(n) for n in names],
        weapons=[weapon("missile")],
        when=None if names else "Last Friday",
    )
    assert coded_attack(text, draft).scope == expected


@pytest.mark.parametrize(
    ("kinds", "drafted", "text", "expected"),
    [
        (["missile"], "other", "Missiles hit Amberg.", "missile_strike"),
        (["drone"], "missile_strike", "Drones hit Amberg.", "drone_strike"),
        (["drone", "missile"], "drone_strike", "Drones and missiles hit Amberg.", "missile_and_drone_strike"),
        (["drone", "ballistic_missile"], "other", "Drones and missiles hit Amberg.", "missile_and_drone_strike"),
        (["artillery"], "other", "Artillery hit Amberg.", "shelling"),
        (["bomb"], "air_strike", "Guided bombs hit Amberg.", "air_strike"),
        ([], "ground_assault", "Two died as troops attacked Amberg.", "ground_assault"),
        ([], "drone_strike", "Two died as drones attacked Amberg.", "drone_strike"),
        ([], "missile_strike", "Two died as troops attacked Amberg.", "other"),
    ],
)
def test_attack_type_follows_from_the_weapons(kinds: list[str], drafted: str, text: str, expected: str) -> None:
    killed = None if kinds else "two"
    draft = attack(1, attack_type=drafted, places=[place("Amberg")], weapons=[weapon(k) for k in kinds], killed=killed)
    assert coded_attack(text, draft).attack_type == expected


@pytest.mark.parametrize(
    ("drafted", "attackers", "expected"),
    [
        ("claimed", ["rebels"], "claimed"),
        ("disputed", ["rebels"], "disputed"),
        ("unknown", ["rebels"], "attributed"),
        ("claimed", [], "unknown"),
        ("attributed", ["Martians"], "unknown"),
    ],
)
def test_attribution_needs_somebody(drafted: str, attackers: list[str], expected: str) -> None:
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("missile")], attribution=drafted, attackers=attackers)
    assert coded_attack("Rebels hit Amberg with a missile.", draft).attribution == expected


@pytest.mark.parametrize(
    ("categories", "casualties", "text", "expected"),
    [
        (["residential"], None, "A missile hit a house in Amberg.", True),
        (["military"], None, "A missile hit a house in Amberg.", False),
        (["military", "residential"], None, "A missile hit a house in Amberg.", True),
        ([], "two", "A missile killed two civilians in Amberg.", True),
        ([], "two", "A missile killed two soldiers in Amberg.", None),
        (["government"], None, "A missile hit a house in Amberg.", None),
        ([], None, "A missile hit a house in Amberg.", None),
    ],
)
def test_civilian_harm(categories: list[str], casualties: str | None, text: str, expected: bool | None) -> None:
    words = ["a house", "house"]
    targets = [target(category, words[i]) for i, category in enumerate(categories)]
    if len(targets) == 2:
        text, targets[1]["text"] = "A missile hit a house and a barracks in Amberg.", "barracks"
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("missile")], targets=targets, killed=casualties)
    assert coded_attack(text, draft).civilian_harm is expected


@pytest.mark.parametrize(
    ("drafted", "text", "kind", "name"),
    [
        (weapon("ballistic_missile"), "A missile hit Amberg.", "missile", None),
        (weapon("ballistic_missile"), "A ballistic missile hit Amberg.", "ballistic_missile", None),
        (weapon("cruise_missile", name="Kalibr"), "A Kalibr hit Amberg.", "cruise_missile", "Kalibr"),
        (weapon("missile", name="Russian missiles"), "Russian missiles hit Amberg.", "missile", None),
        (weapon("missile", name="Ballistic missile"), "Ballistic missile hit Amberg.", "missile", None),
        (
            weapon("missile", name="two Iskander-M missiles"),
            "Two Iskander-M missiles hit Amberg.",
            "missile",
            "Iskander-M",
        ),
        (weapon("drone", name="Shahed drones"), "Shahed drones hit Amberg.", "drone", "Shahed"),
        (weapon("rocket", name="Grad"), "Rockets hit Amberg.", "rocket", None),
    ],
)
def test_weapons_are_no_more_specific_than_the_passage(drafted: Any, text: str, kind: str, name: str | None) -> None:  # noqa: ANN401
    record = coded_attack(text, attack(1, places=[place("Amberg")], weapons=[drafted]))
    assert [(w.kind, w.name) for w in record.weapons] == [(kind, name)]
    assert_true_grounding(text, record)


def test_two_models_of_one_kind_are_two_weapons_and_a_repetition_is_none() -> None:
    text = "Four Kalibr and two Onyx missiles hit Amberg."
    weapons = [weapon("missile", "four", name="Kalibr"), weapon("missile", "two", name="Onyx"), weapon("missile")]
    record = coded_attack(text, attack(1, places=[place("Amberg")], weapons=weapons))
    assert [(w.name, w.launched and w.launched.min) for w in record.weapons] == [("Kalibr", 4), ("Onyx", 2)]
    swapped = [weapon("missile", "two", name="Kalibr"), weapon("missile", "four", name="Onyx")]
    record = coded_attack(text, attack(1, places=[place("Amberg")], weapons=swapped))
    assert [w.launched for w in record.weapons] == [None, None]
    assert_true_grounding(text, record)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("artillery", "Міністр сказав, що в Амберзі вибух."),
        ("mine", "Минулої ночі в Амберзі стався вибух."),
        ("small_arms", "A drone was shot down over Amberg after an attack."),
        ("bomb", "The bombardment of Amberg was an attack."),
        ("other", "Waffenruhe nach dem Angriff in Amberg."),
    ],
)
def test_words_that_only_look_like_weapons(kind: str, text: str) -> None:
    found = coded(text, attack(1, places=[place("Amberg")], weapons=[weapon(kind)]))
    assert found.record is None


def test_a_weapon_that_is_not_named_is_dropped_with_a_warning() -> None:
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("drone", "nine drones"), weapon("missile")])
    found = coded(TEXT, draft)
    assert noted(found, WarningCode.VALUE_UNSUPPORTED) == ["removed 'drone': the passage names no such weapon"]
    assert found.record is not None


@pytest.mark.parametrize(
    ("text", "count", "intercepted"),
    [
        ("The ministry reported the interception of 102 drones over Amberg.", None, "102"),
        ("The ministry reported the interception of 102 drones over Amberg.", "102", None),
        ("All nine drones were shot down over Amberg.", None, "nine"),
    ],
)
def test_an_interception_without_a_hit_is_no_attack(text: str, count: str | None, intercepted: str | None) -> None:
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("drone", count, intercepted)])
    found = coded(text, draft)
    assert found.record is None
    assert "no hit" in found.notes[0].message


def test_an_interception_with_a_hit_is_one() -> None:
    text = "Of 60 drones 41 were shot down, the others hit a power station in Amberg."
    draft = attack(
        1, places=[place("Amberg")], weapons=[weapon("drone", "60", "41")], targets=[target("energy", "power station")]
    )
    (drones,) = coded_attack(text, draft).weapons
    assert (drones.launched, drones.intercepted) == (Quantity(min=60, max=60), Quantity(min=41, max=41))


def test_a_place_that_was_hit_is_no_target_besides() -> None:
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("missile")], targets=[target("other", "AMBERG")])
    assert coded_attack(TEXT, draft).targets == ()


def test_targets_each_once_none_invented() -> None:
    text = "A missile hit a school, the School and a clinic in Amberg."
    targets = [target("school", t) for t in ("a school", "School", "a church")] + [target("medical", "clinic")]
    found = coded(text, attack(1, places=[place("Amberg")], weapons=[weapon("missile")], targets=targets))
    record = coded_attack(text, attack(1, places=[place("Amberg")], weapons=[weapon("missile")], targets=targets))
    assert [t.text for t in record.targets] == ["school", "clinic"]
    assert words_at(text, record, "/targets/1/text") == "clinic"
    assert noted(found, WarningCode.VALUE_UNSUPPORTED) == ["removed 'a church': the passage does not say it"]


@pytest.mark.parametrize(
    ("text", "said", "written", "start"),
    [
        ("A missile hit Amberg on 15 March 2028.", "15 March", "15 March 2028", "2028-03-15"),
        ("A missile hit Amberg on 15 March 2028.", "March 2028", "15 March 2028", "2028-03-15"),
        ("A missile hit Amberg on Friday night.", "Friday", "Friday night", "2030-06-07"),
        ("A missile hit Amberg recently.", "recently", "recently", "None"),
    ],
)
def test_a_part_of_a_date_is_read_with_the_whole(text: str, said: str, written: str, start: str) -> None:
    record = coded_attack(text, attack(1, places=[place("Amberg")], weapons=[weapon("missile")], when=said))
    assert record.date is not None
    assert (record.date.text, str(record.date.start)) == (written, start)
    assert_true_grounding(text, record)


def test_a_date_that_is_not_said_is_dropped_and_one_that_fixes_no_days_is_kept() -> None:
    base: dict[str, Any] = {"places": [place("Amberg")], "weapons": [weapon("missile")]}
    missing = coded(TEXT, attack(1, when="on Sunday", **base))
    assert noted(missing, WarningCode.VALUE_UNSUPPORTED) == ["removed 'on Sunday': the passage does not say it"]
    unknown = coded(TEXT, attack(1, when="on Friday", **base), published=None)
    assert len(noted(unknown, WarningCode.DATE_UNRESOLVED)) == 1


WORDS = st.text(max_size=40)


@given(
    text=st.lists(
        st.sampled_from(
            [
                "A missile hit",
                "Amberg",
                "killed",
                "20",
                "at least",
                "drones",
                ".",
                ", and",
                "three",
                "wounded",
                "\n",
                "Ёж 🚀",
                "Iran",
                "u.s.",
                "on Friday",
            ]
        ),
        min_size=1,
        max_size=25,
    ).map(" ".join),
    said=st.lists(WORDS, min_size=6, max_size=6),
    sentences=st.lists(st.integers(1, 5), min_size=1, max_size=4),
)
def test_any_draft_of_any_text_is_a_true_record_or_a_reason(text: str, said: list[str], sentences: list[int]) -> None:
    draft = attack(
        *sentences,
        places=[place(said[0]), place("Amberg"), place("Amberg", "XX", said[0])],
        attackers=[said[1], "US", "Iran"],
        weapons=[weapon("missile", said[2], "20"), weapon("drone", "three", said[2], said[3])],
        targets=[target("residential", said[4]), target("military", "missile")],
        when=said[5],
        killed="20",
        injured="three",
    )
    found = coded(text, draft)
    if found.record is None:
        assert [note.code for note in found.notes] == [WarningCode.RECORD_UNSUPPORTED]
    else:
        assert_true_grounding(text, found.record)
