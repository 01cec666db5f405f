"""One strike, a barrage or repeated attacks."""

import pytest

from groundwire.extraction.deriving.scopes import scope_of, settled_scope


@pytest.mark.parametrize(
    ("scope", "places", "toll", "said"),
    [
        ("incident", 1, True, "A strike on Amberg killed two."),
        ("incident", 1, False, "Shelling damaged a bridge in Amberg."),
        ("incident", 1, True, "After months of repeated attacks, a strike on Amberg killed two."),
        ("campaign", 1, False, "Previous strikes on Amberg destroyed its power station."),
        ("campaign", 1, False, "Almost daily attacks have emptied the town of Amberg."),
        ("campaign", 1, False, "Ворог щодня завдає ударів, атаки на Амберг тривають."),
        ("incident", 1, False, "Yesterday's strike on Amberg follows almost daily attacks."),
        ("campaign", 1, False, "The mayor spoke of the strikes on Amberg."),
        ("campaign", 1, True, "Repeated strikes on Amberg killed thirty people in recent months."),
        ("incident", 1, True, "Strikes on Amberg killed two."),
        ("wave", 0, False, "The army launched 60 drones and nine missiles overnight."),
        ("incident", 1, False, "The army launched 60 drones at Amberg."),
        ("wave", 2, True, "Missiles hit Amberg and Bremsk."),
        ("wave", 0, False, "A massive attack hit several regions overnight."),
        ("incident", 1, False, "A massive attack hit Amberg."),
        ("incident", 0, False, "An attack was reported."),
    ],
)
def test_scopes(scope: str, places: int, toll: bool, said: str) -> None:
    assert scope_of(places, [said], toll=toll) == scope


def test_a_proposal_counts_only_where_it_can_be_true() -> None:
    assert settled_scope("incident", 2, ["Missiles fell."], toll=False) == "wave"
    assert settled_scope("wave", 1, ["Missiles fell."], toll=False) == "incident"
    assert settled_scope("campaign", 1, ["A strike hit Amberg."], toll=False) == "incident"
    assert settled_scope("campaign", 1, ["Shelling of Amberg."], toll=False) == "campaign"
    assert settled_scope("campaign", 1, ["Shelling of Amberg."], toll=True) == "incident"
