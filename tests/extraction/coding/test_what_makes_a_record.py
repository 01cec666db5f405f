"""How little may be told of an event for it to be a record, by the codebook: own sentences about other places."""

import pytest
from tests.extraction.drafting import actor, assembled, attack, diplomacy, place, target, weapon

FALLEN = "Redland troops {} the town of Amberg after a long siege."


@pytest.mark.parametrize("verb", ["seized", "stormed", "penetrated"])
def test_a_named_place_that_is_taken_is_an_assault(verb: str) -> None:
    taken = attack(1, attack_type="ground_assault", places=[place("Amberg")], attackers=["Redland troops"])
    found = assembled(FALLEN.format(verb), (1, 1, [taken]))
    assert [a.attack_type for a in found.attacks] == ["ground_assault"]


def test_so_is_a_foothold_in_it() -> None:
    text = "Redland troops hold a narrow bridgehead at Amberg."
    taken = attack(1, attack_type="ground_assault", places=[place("Amberg")], attackers=["Redland troops"])
    assert [a.attack_type for a in assembled(text, (1, 1, [taken])).attacks] == ["ground_assault"]


def test_a_claim_to_hold_it_is_none() -> None:
    taken = attack(1, attack_type="ground_assault", places=[place("Amberg")], attackers=["Redland troops"])
    assert assembled("Redland troops claimed to have seized Amberg.", (1, 1, [taken])).attacks == ()


def test_daily_attacks_are_a_campaign_unless_a_toll_makes_them_one() -> None:
    text = "Drones strike Amberg almost daily; on Monday 3 people were killed."
    daily = attack(1, scope="campaign", attack_type="drone_strike", places=[place("Amberg")], weapons=[weapon("drone")])
    assert [a.scope for a in assembled(text, (1, 1, [daily])).attacks] == ["campaign"]
    with_toll = daily.model_copy(update={"killed": "3 people"})
    assert [a.scope for a in assembled(text, (1, 1, [with_toll])).attacks] == ["incident"]


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("A missile hit a depot in Amberg, and four employees were killed.", True),
        ("A missile fell on Amberg with many casualties among civilians and on a depot.", True),
        ("A missile hit a depot in Amberg, and four soldiers were killed.", None),
    ],
)
def test_civilians_by_what_they_are_called(text: str, harm: bool | None) -> None:
    draft = attack(
        1,
        attack_type="missile_strike",
        places=[place("Amberg")],
        weapons=[weapon("missile")],
        targets=[target("industrial", "a depot")],
        killed="four" if "four" in text else None,
    )
    assert [a.civilian_harm for a in assembled(text, (1, 1, [draft])).attacks] == [harm]


def test_talks_in_a_state_are_those_in_its_town() -> None:
    text = "Poland met Norway for talks in Turkey.\nPoland met Norway for talks in Ankara about a ceasefire."
    vague = diplomacy(
        "consult", 1, initiators=[actor("Poland", "PL")], topics=["ceasefire"], place=place("Turkey", "TR")
    )
    exact = diplomacy(
        "consult",
        1,
        initiators=[actor("Poland", "PL"), actor("Norway", "NO")],
        topics=["ceasefire"],
        place=place("Ankara", "TR"),
    )
    (event,) = assembled(text, (1, 1, [vague]), (2, 2, [exact])).diplomatic_events
    assert event.place is not None
    assert event.place.name == "Ankara"
