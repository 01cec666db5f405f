"""Actors and places: named by the passage, states by code, and each value grounded where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import actor, coded_event, diplomacy, place, support, words_at

from groundwire.extraction.coding.parties import ground_actors, ground_forces, ground_place, ground_places
from groundwire.extraction.coding.support import Support
from groundwire.extraction.drafts import PlaceDraft
from groundwire.schemas import GroundingStatus, WarningCode


def grounded(behind: Support, path: str) -> str:
    (entry,) = [entry for entry in behind.grounding if entry.path == path]
    assert entry.start is not None
    return behind.text[entry.start : entry.end]


@pytest.mark.parametrize(
    ("text", "said", "code", "words"),
    [
        ("Russian forces shelled the mill.", "Russia", "RU", "Russian"),
        ("Russian forces shelled the mill.", "Russian forces", "RU", "Russian forces"),
        ("The Kremlin refused.", "Russia", "RU", "Kremlin"),
        ("Moscow refused.", "Moscow", "RU", "Moscow"),
        ("Офіційний Київ відповів.", "Ukraine", "UA", "Київ"),
        ("Удар завдали російські війська.", "російські війська", "RU", "російські війська"),
        ("Удар завдали російські війська.", "Russia", "RU", "російські"),
        ("Удар нанесли войска России.", "Russia", "RU", "России"),
        ("Ukrainische Truppen rückten vor.", "Ukraine", "UA", "Ukrainische"),
        ("The US and others met.", "United States", "US", "US"),
        ("The U.K. agreed.", "Britain", "GB", "U.K"),
    ],
)
def test_a_state_is_found_by_any_of_its_names(text: str, said: str, code: str, words: str) -> None:
    behind = support(text)
    (found,) = ground_actors(behind, "/donors", [actor(said)])
    assert (found.country, found.kind) == (code, "state")
    assert grounded(behind, "/donors/0/name") == words
    assert not behind.notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He told us that all is well.", "US"),
        ("He told us that all is well.", "United States"),
        ("South Sudan agreed.", "Sudan"),
        ("They polish their shoes.", "Poland"),
        ("The prime minister of Tirana spoke.", "Iran"),
        ("Envoys met.", "Ivan Petrenko"),
    ],
)
def test_who_is_not_named_is_dropped_with_a_warning(text: str, said: str) -> None:
    behind = support(text)
    assert ground_actors(behind, "/initiators", [actor(said)]) == ()
    (note,) = behind.notes
    assert (note.code, note.path) == (WarningCode.VALUE_UNSUPPORTED, "/initiators")
    assert repr(said) in note.message
    assert not behind.grounding


def test_a_phrase_about_a_state_is_not_the_state() -> None:
    (found,) = ground_actors(
        support("Kyiv’s Western partners met."), "/x", [actor("Kyiv's Western partners", None, "other")]
    )
    assert (found.name, found.country) == ("Kyiv’s Western partners", None)


@pytest.mark.parametrize(
    ("code", "expected"), [("PL", "PL"), ("pl", "PL"), ("UK", "GB"), ("EU", "EU"), ("ZZ", None), ("X", None)]
)
def test_codes_are_real_ones(code: str, expected: str | None) -> None:
    text = "Jan Nowak spoke of Poland, Britain and the European Union."
    (found,) = ground_actors(support(text), "/x", [actor("Jan Nowak", code, "official")])
    assert found.country == expected


def test_an_actors_state_must_be_named_by_the_article() -> None:
    (found,) = ground_actors(support("Jan Nowak spoke."), "/x", [actor("Jan Nowak", "PL", "official")])
    assert found.country is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Ukrainian defence ministry", "Ukraine"),
        ("Sudanese army", "Sudan"),
        ("rebels", "rebels"),
        ("Wagner", "Wagner"),
        ("President Nowak", None),
        ("City officials", None),
        ("drone activity", None),
        ("Ukrainian-backed rebels", "Ukrainian-backed rebels"),
    ],
)
def test_an_attacker_is_a_state_or_an_armed_group(words: str, name: str | None) -> None:
    behind = support(f"{words} struck the town.")
    found = ground_forces(behind, "/perpetrators", [words])
    assert [actor.name for actor in found] == ([name] if name else [])
    assert [note.code for note in behind.notes] == ([] if name else [WarningCode.VALUE_INVALID])


def test_the_union_is_an_organisation() -> None:
    (found,) = ground_actors(
        support("European leaders pledged more."), "/donors", [actor("European leaders", None, "other")]
    )
    assert (found.name, found.country, found.kind) == ("European Union", "EU", "international_organisation")


def test_one_state_under_two_names_is_one_actor_and_the_next_keeps_its_own_grounding() -> None:
    behind = support("Russian jets took off after Moscow and Turkey spoke.")
    found = ground_forces(behind, "/perpetrators", ["Russian jets", "Moscow", "Turkey"])
    assert [a.name for a in found] == ["Russia", "Türkiye"]
    assert grounded(behind, "/perpetrators/1/name") == "Turkey"


def test_actors_with_a_part_already_are_left_out_and_the_others_keep_their_grounding() -> None:
    text = "Sweden urged Norway to help; Finland mediated with Sweden."
    draft = diplomacy(
        "request",
        initiators=[actor("Sweden")],
        counterparts=[actor("Sweden"), actor("Norway")],
        mediators=[actor("Norway"), actor("Sweden"), actor("Finland")],
        topics=["ceasefire"],
    )
    event = coded_event(text, draft)
    assert [a.name for a in event.counterparts] == ["Norway"]
    assert words_at(text, event, "/counterparts/0/name") == "Norway"
    assert [a.name for a in event.mediators] == ["Norway", "Finland"]
    assert words_at(text, event, "/mediators/1/name") == "Finland"


@pytest.mark.parametrize(
    ("text", "draft", "name", "admin"),
    [
        ("A mill in Amberg burned.", place("Amberg"), "Amberg", None),
        ("A mill in AMBERG burned.", place("Amberg"), "AMBERG", None),
        ("A mill in the Elbe region burned.", place("Elbe region"), "Elbe region", None),
        ("A mill in the Elbe region burned.", place("Elbe"), "Elbe region", None),
        ("In the western region of Elbe a mill burned.", place("Elbe region"), "Elbe region", None),
        ("In the western region of Elbe a mill burned.", place("Elbe"), "Elbe region", None),
        ("Elbe burned; shells fell in Elbe region.", place("Elbe"), "Elbe", None),
        ("A mill in Amberg, Elbe region, burned.", place("Amberg", None, "Elbe region"), "Amberg", "Elbe"),
        ("A mill in Amberg, Elbe oblast, burned.", place("Amberg", None, "Elbe"), "Amberg", "Elbe"),
        ("A mill in Amberg burned.", place("Amberg", None, "Amberg"), "Amberg", None),
        ("北京が攻撃された。", place("北京"), None, None),
    ],
)
def test_places_are_named_as_the_codebook_wants(
    text: str, draft: PlaceDraft, name: str | None, admin: str | None
) -> None:
    behind = support(text)
    found = ground_place(behind, "/place", draft)
    if name is None:  # not a whole word of that script: lost, but said
        assert (found, len(behind.notes)) == (None, 1)
    else:
        assert found is not None
        assert (found.name, found.admin) == (name, admin)
        assert not behind.notes


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ukraine", WarningCode.VALUE_INVALID),
        ("Україна", WarningCode.VALUE_INVALID),
        ("the mill", WarningCode.VALUE_INVALID),
        ("120", WarningCode.VALUE_INVALID),
        ("Seeheim", WarningCode.VALUE_UNSUPPORTED),
    ],
)
def test_what_is_no_place_that_was_hit_is_said(name: str, code: WarningCode) -> None:
    behind = support("Across Ukraine (Україна) 120 shells hit the mill.")
    assert ground_places(behind, "/places", [place(name)]) == ()
    assert [(note.code, note.path) for note in behind.notes] == [(code, "/places")]
    assert not behind.grounding


def test_a_region_that_is_not_named_costs_only_the_region() -> None:
    behind = support("A mill in Amberg, Germany, burned.")
    (found,) = ground_places(behind, "/places", [place("Amberg", "DE", "Hesse")])
    assert (found.name, found.admin, found.country) == ("Amberg", None, "DE")
    assert [(note.code, note.path) for note in behind.notes] == [(WarningCode.VALUE_UNSUPPORTED, "/places/0/admin")]


def test_a_place_named_twice_is_one_and_the_next_keeps_its_own_grounding() -> None:
    behind = support("Amberg burned, and so did AMBERG and Seeheim.")
    found = ground_places(behind, "/places", [place("Amberg", "DE"), place("AMBERG"), place("Seeheim")])
    assert [p.name for p in found] == ["Amberg", "Seeheim"]
    assert grounded(behind, "/places/1/name") == "Seeheim"
    assert "/places/1/country" not in {entry.path for entry in behind.grounding}


def test_exact_words_and_other_spellings_are_told_apart() -> None:
    behind = support("Amberg and SEEHEIM burned.")
    ground_places(behind, "/places", [place("Amberg"), place("Seeheim")])
    status = {entry.path: entry.status for entry in behind.grounding}
    assert status == {"/places/0/name": GroundingStatus.EXACT, "/places/1/name": GroundingStatus.NORMALISED}


@given(st.text(max_size=30), st.text(max_size=80))
def test_no_name_and_no_text_breaks_it(name: str, text: str) -> None:
    behind = support(text)
    for found in ground_actors(behind, "/x", [actor(name[:30])]):
        assert found.name
    ground_places(behind, "/places", [place(name)])
    for entry in behind.grounding:
        if entry.start is not None:
            assert text[entry.start : entry.end]
