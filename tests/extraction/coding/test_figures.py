"""Figures: the article decides what a number is and what it counts; the draft only points to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import support

from groundwire.extraction.coding.figures import ground_casualties, ground_weapon_count
from groundwire.extraction.coding.roles import Roles
from groundwire.extraction.coding.support import Support
from groundwire.schemas import Quantity, WarningCode, WeaponKind

Bounds = tuple[int | None, int | None]


def bounds(quantity: Quantity | None) -> Bounds | None:
    return None if quantity is None else (quantity.min, quantity.max)


def casualties(text: str, role: str, words: str) -> tuple[Bounds | None, Support]:
    """What becomes of a draft's words; what is dropped is always said."""
    behind = support(text)
    found = bounds(ground_casualties(behind, role, words))
    if found is None:
        (note,) = behind.notes
        assert note.code is WarningCode.VALUE_UNSUPPORTED
        assert repr(words) in note.message
        assert note.path == f"/{role}"
        assert not behind.grounding
    else:
        assert not behind.notes
    return found, behind


def roles_of(sentence: str) -> dict[str, str]:
    roles = Roles(sentence)
    return {sentence[m.figure[0] : m.figure[1]]: "/".join(sorted(roles.of(m))) for m in roles.mentions}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The strike left two dead and at least nine injured.", {"two": "killed", "nine": "injured"}),
        ("Shells killed eight and wounded 27.", {"eight": "killed", "27": "injured"}),
        ("Of the 27 hurt, four died.", {"27": "injured", "four": "killed"}),
        ("Two people were killed and 15 others were injured.", {"Two": "killed", "15": "injured"}),
        ("11 killed, 30 people were injured", {"11": "killed", "30": "injured"}),
        ("Killed: 4, injured: 9.", {"4": "killed", "9": "injured"}),
        ("Shelling killed 4, injured 9 and left 2 missing.", {"4": "killed", "9": "injured", "2": ""}),
        ("It claimed the lives of at least 16 and left more than 70 hurt.", {"16": "killed", "70": "injured"}),
        ("A minimum of 31 fatalities and injuries exceeding 140.", {"31": "killed", "140": "injured"}),
        ("A shop was hit, claiming one life.", {"one": "killed"}),
        ("The maker confirmed the deaths of three employees after a strike.", {"three": "killed"}),
        ("Three people have life-threatening injuries.", {"Three": "injured"}),
        ("19 residents lost their lives.", {"19": "killed"}),
        ("The toll in the town, a railway hub, rose to 21.", {"21": "killed"}),
        ("A woman was killed in the suburb.", {"A": "killed"}),
        ("Three died in Amberg and two in Seeheim.", {"Three": "killed", "two": "killed"}),
        ("At least 12 people, according to the mayor, were wounded.", {"12": "injured"}),
        ("13 men, women and children were killed", {"13": "killed"}),
        ("Загинуло щонайменше 20 людей, понад 75 поранено.", {"20": "killed", "75": "injured"}),
        ("Погибли 20 человек, ранены 75.", {"20": "killed", "75": "injured"}),
        ("20 Menschen wurden getötet und 75 verletzt.", {"20": "killed", "75": "injured"}),
    ],
)
def test_each_figure_has_the_role_of_its_own_words(sentence: str, expected: dict[str, str]) -> None:
    assert roles_of(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Medics saved 20 lives after the explosion.", "20"),
        ("A woman was killed in the attack, and 20 were evacuated.", "20"),
        ("20 people attended the vigil, the mayor was killed.", "20"),
        ("15 firefighters fought the blaze, and the mayor died.", "15"),
        ("A strike on 20 buildings killed three.", "20"),
        ("At least 16 people died after two missiles struck.", "two"),
        ("15,000 people were left without power and one died.", "15,000"),
        # Terms of a sum that is not stated: any one of them would be too small a toll.
        ("Two men and three women were killed.", "three"),
        ("The shell killed two men and three women.", "two"),
        ("A woman and a child were killed.", "a"),
        ("The bomb killed two men and their driver.", "two"),
        # The age of somebody.
        ("A man was killed and his wife, 60, was wounded.", "60"),
        # Replaced by another.
        ("The death toll rose from 20 to 24.", "20"),
        # One toll for both.
        ("20 people were killed or injured.", "20"),
        ("20 people were killed and injured.", "20"),
        ("The blast killed and injured 20 people.", "20"),
        ("Two missiles killed or wounded 20 people.", "20"),
        # A part of another figure.
        ("Eleven people, including three children, were killed.", "three"),
        ("Eleven people, three of them children, were killed.", "three"),
        ("Two of those killed were children.", "Two"),
        ("It killed 20, including two children and wounded 30.", "two"),
        ("12 of the 20 passengers were killed.", "20"),
    ],
)
def test_a_figure_that_is_no_toll_of_its_own_has_no_role(sentence: str, figure: str) -> None:
    assert roles_of(sentence)[figure] == ""


def test_parts_do_not_hide_the_whole() -> None:
    assert roles_of("Eleven people, including three children, were killed.")["Eleven"] == "killed"
    found = roles_of("It killed 20, including two children and wounded 30.")
    assert (found["20"], found["30"]) == ("killed", "injured")
    assert roles_of("12 of the 20 passengers were killed.")["12"] == "killed"
    assert roles_of("The death toll rose from 20 to 24.")["24"] == "killed"
    assert roles_of("Two of those injured died.")["Two"] == "killed"
    assert roles_of("Five people — two women and three men — were killed.")["Five"] == "killed"
    assert roles_of("24 people, eight children among them, were killed.")["24"] == "killed"
    assert roles_of("Two journalists were injured and their driver killed.")["Two"] == "injured"
    assert roles_of("Two of the 20 injured died.") == {"Two": "killed", "20": "injured"}


@pytest.mark.parametrize(
    ("role", "words"),
    [("killed", "19"), ("killed", "27"), ("injured", "eight"), ("killed", "20 lives"), ("injured", "six")],
)
def test_a_figure_of_another_role_is_dropped_and_named(role: str, words: str) -> None:
    text = "Six missiles caused 19 injuries. Later, shells killed eight and wounded 27. Surgeons saved 20 lives."
    assert casualties(text, role, words)[0] is None


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("At least 20 people were killed.", "20", (20, None)),
        ("At least 20 people were killed.", "at least 20 people", (20, None)),
        ("At least 20 people were killed.", "up to 20", (20, None)),
        ("Up to 20 people were killed.", "at least 20", (None, 20)),
        ("20 people were killed.", "at least 20", (20, 20)),
        ("Nearly 60 people were killed.", "60", (None, 60)),
        ("Between 5 and 7 people were killed.", "5 to 7", (5, 7)),
        ("Dozens of people were killed.", "dozens", (None, None)),
        ("At least 20 people were killed.", "at least 30", None),
        ("At least 20 people were killed.", "200", None),
        ("At least 20 people were killed.", "2", None),
        ("At least 20 people were killed.", "21", None),
        ("Between 5 and 7 people were killed.", "5", None),
        ("At least 20 people were killed.", "dozens", None),
        ("At least 20 people were killed.", "many", None),
        ("At least 1,200 people were killed.", "1200", (1200, None)),
        ("At least 1,200 people were killed.", "1.2", None),
    ],
)
def test_the_article_qualifies_and_never_another_digit(text: str, words: str, expected: Bounds | None) -> None:
    assert casualties(text, "killed", words)[0] == expected


@pytest.mark.parametrize(
    ("text", "role", "words", "expected"),
    [
        ("No one was hurt in the strike.", "injured", "no one was hurt", (0, 0)),
        ("No one was hurt in the strike.", "injured", "0", (0, 0)),
        ("No one was hurt in the strike.", "killed", "0", None),
        ("There were no casualties.", "killed", "0", (0, 0)),
        ("There were no casualties.", "injured", "no casualties", (0, 0)),
        ("No one was killed or injured.", "injured", "0", (0, 0)),
        ("No one was killed, but five were hurt.", "killed", "0", (0, 0)),
        ("No one was killed, but five were hurt.", "injured", "0", None),
        ("The strike destroyed a depot.", "killed", "0", None),
        ("The strike wounded 12.", "killed", "zero", None),
    ],
)
def test_zero_only_where_it_is_stated(text: str, role: str, words: str, expected: Bounds | None) -> None:
    assert casualties(text, role, words)[0] == expected


@pytest.mark.parametrize("words", [None, "", "null", "unknown", "not stated", "N/A"])
def test_nothing_said_is_null_without_a_warning(words: str | None) -> None:
    behind = support("At least 20 people were killed.")
    assert ground_casualties(behind, "killed", words) is None
    assert not behind.notes


def test_the_figure_is_grounded_where_it_stands() -> None:
    text = "It was night. “At least 20 people” died 🚀, police said."
    _, behind = casualties(text, "killed", "at least 20 people")
    (entry,) = behind.grounding
    assert (entry.path, text[entry.start : entry.end]) == ("/killed", "At least 20")


def test_words_that_copy_two_figures_give_each_role_its_own() -> None:
    text = "The raid resulted in two deaths and at least nine injuries."
    words = "two deaths and at least nine injuries"
    assert casualties(text, "killed", words)[0] == (2, 2)
    assert casualties(text, "injured", words)[0] == (9, None)


def test_a_figure_beside_the_citation_joins_the_evidence() -> None:
    text = "A rocket hit the mill. Six workers died. The weather was fine."
    behind = support(text, 1)
    assert bounds(ground_casualties(behind, "killed", "six")) == (6, 6)
    assert [e.quote for e in behind.evidence()] == ["A rocket hit the mill.", "Six workers died."]


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split()  # noqa: SIM905


def spellings(number: int) -> st.SearchStrategy[str]:
    """Ways to write a number."""
    ways = [str(number), f"{number:,}", f"{number} people", f"at least {number}", f"about {number} residents"]
    if number < len(_UNITS):
        ways += [_UNITS[number], _UNITS[number].capitalize()]
    return st.sampled_from(ways)


NUMBERS = st.one_of(
    st.integers(1, 14), st.integers(15, 200), st.integers(201, 3_000_000).filter(lambda n: n % 100 != 0)
)


@given(st.data())
def test_no_number_ever_becomes_another(data: st.DataObject) -> None:
    drafted, written = data.draw(NUMBERS), data.draw(NUMBERS)
    text = f"In the harbour {data.draw(spellings(written))} were killed."
    words = data.draw(spellings(drafted))
    found, _ = casualties(text, "killed", words)
    if drafted == written:
        assert found is not None
        assert set(found) - {None} == {written}
    else:
        assert found is None


@given(killed=st.integers(1, 999), injured=st.integers(1, 999), data=st.data())
def test_killed_and_injured_are_never_swapped(killed: int, injured: int, data: st.DataObject) -> None:
    pattern = data.draw(
        st.sampled_from(
            [
                "The attack killed {k} people and wounded {i}.",
                "The attack wounded {i} and killed {k}.",
                "{k} people died and {i} others were injured.",
                "{k} were killed, {i} hurt.",
                "It left {k} dead and {i} injured.",
                "Of {i} wounded people {k} later died.",
                "The attack resulted in {k} deaths and {i} injuries.",
                "{i} Menschen wurden verletzt, {k} getötet.",
                "{k} людей загинули, ще {i} поранені.",
            ]
        )
    )
    text = pattern.format(k=killed, i=injured)
    for role, right, wrong in (("killed", killed, injured), ("injured", injured, killed)):
        assert casualties(text, role, str(right))[0] == (right, right)
        if right != wrong:
            assert casualties(text, role, str(wrong))[0] is None


def count(text: str, path: str, kind: WeaponKind, words: str) -> Bounds | None:
    behind = support(text)
    found = bounds(ground_weapon_count(behind, path, kind, words))
    assert len(behind.notes) == (found is None)
    return found


BARRAGE = "The barrage involved more than 300 drones and seven missiles. It was the largest so far."


@pytest.mark.parametrize(
    ("kind", "words", "expected"),
    [
        ("drone", "300 drones", (300, None)),
        ("missile", "seven", (7, 7)),
        ("missile", "300", None),
        ("drone", "seven", None),
        ("drone", "307", None),
        ("rocket", "seven", None),
    ],
)
def test_counts_are_bound_to_the_noun_behind_them(kind: WeaponKind, words: str, expected: Bounds | None) -> None:
    assert count(BARRAGE, "/weapons/0/launched", kind, words) == expected


@pytest.mark.parametrize(
    ("text", "path", "kind", "words", "expected"),
    [
        ("Air defences shot down 41 of 60 drones.", "intercepted", "drone", "41", (41, 41)),
        ("Air defences shot down 41 of 60 drones.", "launched", "drone", "60", (60, 60)),
        ("Air defences shot down 41 of 60 drones.", "launched", "drone", "41", None),
        ("Air defences shot down 41 of 60 drones.", "intercepted", "drone", "60", None),
        ("41 of the 60 drones were shot down.", "intercepted", "drone", "41", (41, 41)),
        ("41 of the 60 drones were shot down.", "intercepted", "drone", "60", None),
        ("Sixty drones flew in. Of the drones, 41 were shot down.", "intercepted", "drone", "41", (41, 41)),
        ("They fired 60 drones and 9 missiles, and 41 were shot down.", "intercepted", "missile", "41", None),
        ("They fired 60 drones and 9 missiles, and 41 were shot down.", "intercepted", "drone", "41", None),
        ("The ministry told of the interception of 102 drones.", "launched", "drone", "102", None),
        ("The ministry told of the interception of 102 drones.", "intercepted", "drone", "102", (102, 102)),
        ("A Grad rocket struck the depot.", "launched", "rocket", "a rocket", (1, 1)),
        ("Two Russian-made Iskander-M missiles fell.", "launched", "ballistic_missile", "two", (2, 2)),
        ("Seven missiles hit the town, killing three people near drones.", "launched", "drone", "three", None),
        ("Missiles hit five towns.", "launched", "missile", "five", None),
        ("300 drones destroyed a school.", "launched", "drone", "300", (300, 300)),
        ("Ворог випустив 36 ракет і 90 дронів.", "launched", "missile", "36", (36, 36)),
        ("Ворог випустив 36 ракет і 90 дронів.", "launched", "drone", "36", None),
    ],
)
def test_fired_and_stopped_are_told_apart(
    text: str, path: str, kind: WeaponKind, words: str, expected: Bounds | None
) -> None:
    assert count(text, f"/weapons/0/{path}", kind, words) == expected


@given(drones=st.integers(1, 999), missiles=st.integers(1, 999))
def test_counts_of_two_weapons_are_never_swapped(drones: int, missiles: int) -> None:
    text = f"Overnight {drones} drones and at least {missiles} cruise missiles were launched."
    assert count(text, "/weapons/0/launched", "drone", str(drones)) == (drones, drones)
    assert count(text, "/weapons/0/launched", "cruise_missile", str(missiles)) == (missiles, None)
    if drones != missiles:
        assert count(text, "/weapons/0/launched", "drone", str(missiles)) is None
        assert count(text, "/weapons/0/launched", "cruise_missile", str(drones)) is None


def test_words_without_a_number_are_no_count_and_no_warning() -> None:
    behind = support(BARRAGE)
    assert ground_weapon_count(behind, "/weapons/0/launched", "drone", "strike drones") is None
    assert not behind.notes
