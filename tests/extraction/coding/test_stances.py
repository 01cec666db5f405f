"""Who did it and to whom: a mention is judged by its clause."""

import pytest
from tests.extraction.drafting import actor, coded_event, diplomacy, place, support

from groundwire.extraction.coding.acts import of_addressee, of_initiator, of_mediator, of_venue
from groundwire.extraction.coding.parties import ground_actors, ground_forces, ground_places
from groundwire.extraction.coding.stances import Judge, Stance, of_attacker, of_site


def stance(judge: Judge, said: str, name: str) -> Stance:
    first = said.index(name)
    return judge(said, (first, first + len(name)))


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("A Turkish drone strike hit a mill in Amberg.", "Turkish", Stance.BOUND),
        ("Turkish warplanes bombed Amberg.", "Turkish", Stance.BOUND),
        ("Sudan has repeatedly shelled Amberg.", "Sudan", Stance.BOUND),
        ("Amberg was hit by Ethiopian rockets.", "Ethiopian", Stance.BOUND),
        ("The mayor blamed the blast on Eritrea.", "Eritrea", Stance.BOUND),
        ("The Turkish defence ministry claimed responsibility.", "Turkish", Stance.BOUND),
        ("The Turkish army said it had bombed Amberg.", "Turkish", Stance.BOUND),
        ("Sudanese officials said that two people died.", "Sudanese", Stance.APART),
        ("Sudan condemned the attack on Amberg.", "Sudan", Stance.APART),
        ("Three people died across Sudan.", "Sudan", Stance.APART),
        ("The war between Chad and Sudan goes on.", "Sudan", Stance.APART),
        ("Shells killed two workers of Elbtal Works.", "Elbtal Works", Stance.APART),
        ("Elbtal Works confirmed that its mill burned.", "Elbtal Works", Stance.APART),
        ("Rockets landed in Sudanese territory.", "Sudanese", Stance.APART),
        ("Chad, it seems.", "Chad", Stance.OPEN),
        ("Удар завдали війська Судану.", "Судану", Stance.OPEN),
        ("Truppen aus dem Sudan griffen an.", "Sudan", Stance.OPEN),
    ],
)
def test_an_attacker_is_bound_to_the_deed(said: str, name: str, expected: Stance) -> None:
    assert stance(of_attacker, said, name) is expected


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("Chad condemned the attack on Amberg.", "Chad", Stance.OPEN),
        ("Chad accused Sudan of lying.", "Sudan", Stance.APART),
        ("Chad called for support for Niger.", "Niger", Stance.APART),
        ("Sudanese drones hit Amberg as talks went on.", "Sudanese", Stance.APART),
        ("It is a result of Chad's decision to leave.", "Chad", Stance.BOUND),
        ("Peace talks between Chad and Sudan began.", "Chad", Stance.OPEN),
    ],
)
def test_an_initiator_acts(said: str, name: str, expected: Stance) -> None:
    assert stance(of_initiator, said, name) is expected


@pytest.mark.parametrize(
    ("said", "name", "expected"),
    [
        ("Chad accused Sudan of lying.", "Sudan", Stance.BOUND),
        ("Chad condemned a wave of Sudanese strikes.", "Sudanese", Stance.BOUND),
        ("Sudanese strikes went on.", "Sudanese", Stance.APART),
        ("Envoys spoke in Sudan.", "Sudan", Stance.APART),
        ("Chad demanded a promise from Sudan.", "Sudan", Stance.BOUND),
    ],
)
def test_a_counterpart_is_addressed(said: str, name: str, expected: Stance) -> None:
    assert stance(of_addressee, said, name) is expected


def test_a_mediator_needs_mediation_and_a_venue_is_no_object() -> None:
    assert stance(of_mediator, "Qatar mediated.", "Qatar") is Stance.OPEN
    assert stance(of_mediator, "Qatar spoke.", "Qatar") is Stance.APART
    assert stance(of_venue, "Envoys met in Amberg.", "Amberg") is Stance.OPEN
    assert stance(of_venue, "Envoys met in the old city of Amberg.", "Amberg") is Stance.OPEN
    assert stance(of_venue, "Nothing came from the Amberg talks.", "Amberg") is Stance.OPEN
    assert stance(of_venue, "Chad gained from the Peru talks.", "Peru") is Stance.APART
    assert stance(of_venue, "Chad spoke of the city of Amberg.", "Amberg") is Stance.APART
    assert stance(of_venue, "Chad deplored the attack on Amberg.", "Amberg") is Stance.APART


def test_where_weapons_came_from_is_no_place_that_was_hit() -> None:
    assert stance(of_site, "Rockets fired from Seeheim hit Amberg.", "Seeheim") is Stance.APART
    behind = support("Rockets launched from occupied Seeheim hit Amberg.")
    assert [found.name for found in ground_places(behind, "/places", [place("Seeheim"), place("Amberg")])] == ["Amberg"]
    assert len(behind.notes) == 1


def test_an_attacker_that_only_speaks_is_dropped_and_said() -> None:
    behind = support("Sudanese rockets hit a mill. Turkish police said that two people died.")
    assert [found.name for found in ground_forces(behind, "/perpetrators", ["Sudan", "Turkey"])] == ["Sudan"]
    (note,) = behind.notes
    assert "'Türkiye'" in note.message


def test_a_person_who_acts_is_coded() -> None:
    text = "Polish foreign minister Jan Nowak urged Norway to help."
    draft = diplomacy("request", initiators=[actor("Poland")], counterparts=[actor("Norway")], topics=["energy"])
    event = coded_event(text, draft)
    assert [(a.name, a.country, a.kind) for a in event.initiators] == [("Jan Nowak", "PL", "official")]
    assert [a.name for a in event.counterparts] == ["Norway"]


def test_donors_are_not_judged() -> None:
    assert ground_actors(support("Tents for Chad came."), "/recipients", [actor("Chad")]) != ()
