"""Values that the article does not state, shown because the caller wants to see them: marked, and without effect."""

from typing import Any

import pytest
from hypothesis import given
from tests.extraction.drafting import actor, aid, assembled, attack, diplomacy, place, target, weapon
from tests.extraction.grounding_tools import entry_of, leaves
from tests.extraction.test_grounding import PASSAGES, found

from groundwire.extraction.assembly import Findings
from groundwire.extraction.drafts import AnyDraft
from groundwire.schemas import (
    Actor,
    GroundingStatus,
    Money,
    Place,
    Quantity,
    Record,
    Target,
    Unsupported,
    WarningCode,
    Weapon,
)

STRIKE = "A missile struck Auwald, killing three people.\n"


def shown(text: str, *drafts: AnyDraft) -> Findings:
    return assembled(text, (1, 1, drafts), unsupported=Unsupported.FLAG)


def strike(**more: Any) -> AnyDraft:  # noqa: ANN401 - read by the schema
    return attack(1, **{"places": [place("Auwald")], "weapons": [weapon("missile")], **more})


def assert_ungrounded(record: Record, path: str) -> None:
    """The value and each of its parts says that nothing supports it."""
    parts = [leaf for leaf in leaves(record) if leaf == path or leaf.startswith(f"{path}/")]
    assert parts
    for leaf in [path, *parts]:
        entry = entry_of(record, leaf)
        assert entry is not None
        assert (entry.path, entry.status, entry.start, entry.end) == (leaf, GroundingStatus.UNGROUNDED, None, None)


@pytest.mark.parametrize(
    ("draft", "path", "value"),
    [
        (strike(injured="at least nine"), "injured", Quantity(min=9)),
        (strike(injured="two dead and about 40 injured"), "injured", Quantity(min=40, max=40, approximate=True)),
        (strike(places=[place("Auwald"), place("Taiz")]), "places", (Place(name="Auwald"), Place(name="Taiz"))),
        (strike(places=[place("Auwald", region="Lahij")]), "places", (Place(name="Auwald", admin="Lahij"),)),
        (strike(attackers=["Peru"]), "perpetrators", (Actor(name="Peru", country="PE", kind="state"),)),
        (strike(targets=[target("port", "the port")]), "targets", (Target(category="port", text="the port"),)),
        (
            strike(weapons=[weapon("missile"), weapon("drone", "12 drones", "ten", "Shahed")]),
            "weapons",
            (
                Weapon(kind="missile"),
                Weapon(
                    kind="drone", name="Shahed", launched=Quantity(min=12, max=12), intercepted=Quantity(min=10, max=10)
                ),
            ),
        ),
        (strike(weapons=[weapon("missile", name="Kalibr")]), "weapons", (Weapon(kind="missile", name="Kalibr"),)),
    ],
)
def test_a_value_is_read_from_the_words_of_its_draft_and_marked(draft: AnyDraft, path: str, value: object) -> None:
    dropped = assembled(STRIKE, (1, 1, [draft])).attacks[0]
    made = shown(STRIKE, draft)
    (record,) = made.attacks
    assert getattr(record, path) == value
    assert getattr(dropped, path) != value
    (warning,) = [w for w in made.warnings if w.code is WarningCode.VALUE_FLAGGED]
    assert warning.path is not None
    assert_ungrounded(record, warning.path.removeprefix("/attacks/0"))
    assert warning.message.startswith("kept ")
    assert WarningCode.VALUE_UNSUPPORTED not in {w.code for w in made.warnings}


@pytest.mark.parametrize("words", ["several", "nine or so of the 20 people", "9 buildings", "many people", "nine hurt"])
def test_words_of_no_clear_toll_stay_removed(words: str) -> None:
    (record,) = shown(STRIKE, strike(killed=words)).attacks
    assert record.killed is None


def test_what_the_codebook_does_not_allow_stays_removed() -> None:
    made = shown(
        STRIKE,
        strike(
            places=[place("Auwald"), place("Yemen"), place("a suburb")], attackers=["fishermen"], when="three people"
        ),
    )
    (record,) = made.attacks
    assert (record.places, record.perpetrators, record.date) == ((Place(name="Auwald"),), (), None)
    assert WarningCode.VALUE_FLAGGED not in {w.code for w in made.warnings}


def test_no_record_comes_into_being() -> None:
    text = "A ship passed Auwald, where missiles had been seen.\n"
    draft = attack(1, places=[place("Auwald")], killed="nine people")
    made = shown(text, draft)
    assert made.attacks == ()
    assert [w.code for w in made.warnings] == [WarningCode.RECORD_UNSUPPORTED]


def test_a_supported_figure_wins_wherever_it_stands() -> None:
    text = STRIKE + "The strike on Auwald left three people dead and nine wounded."
    wrong = strike(killed="30 people", injured="90")
    right = attack(1, places=[place("Auwald")], killed="three people", injured="nine")
    passages: list[tuple[int, int, list[AnyDraft]]] = [(1, 1, [wrong]), (2, 2, [right])]
    for ordered in (passages, passages[::-1]):
        made = assembled(text, *ordered, unsupported=Unsupported.FLAG)
        (record,) = made.attacks
        assert (record.killed, record.injured) == (Quantity(min=3, max=3), Quantity(min=9, max=9))
        assert all(entry.status is not GroundingStatus.UNGROUNDED for entry in record.grounding)
        assert WarningCode.FIGURES_DIFFER not in {w.code for w in made.warnings}
        assert WarningCode.VALUE_FLAGGED not in {w.code for w in made.warnings}


def test_a_flagged_figure_keeps_no_two_records_together_or_apart() -> None:
    text = STRIKE + "The strike on Auwald killed three people."
    drafts = [
        strike(killed="three people", injured="40"),
        attack(1, places=[place("Auwald")], killed="three", injured="9"),
    ]
    made = assembled(text, (1, 1, drafts[:1]), (2, 2, drafts[1:]), unsupported=Unsupported.FLAG)
    (record,) = made.attacks
    assert record.injured == Quantity(min=40, max=40)  # the first; the other is not spanned with it
    assert_ungrounded(record, "/injured")
    codes = [w.code for w in made.warnings if w.path == "/attacks/0/injured"]
    assert codes == [WarningCode.VALUE_FLAGGED, WarningCode.VALUE_UNSUPPORTED]


def test_sums_and_coverage_do_without_it() -> None:
    text = (
        "Missiles struck Auwald and Taiz overnight, killing three people.\n"
        "In Auwald a missile hit a school, killing two people, and the wounded were taken to Taiz.\n"
    )
    wave = attack(
        1, scope="wave", places=[place("Auwald"), place("Taiz")], weapons=[weapon("missile")], killed="three people"
    )
    part = attack(
        1, places=[place("Auwald")], weapons=[weapon("missile")], targets=[target("school", "a school")], injured="50"
    )
    total = wave.model_copy(update={"injured": "two people"})
    dropped = assembled(text, (1, 1, [total]), (2, 2, [part]))
    made = assembled(text, (1, 1, [total]), (2, 2, [part]), unsupported=Unsupported.FLAG)
    assert {record.injured for record in made.attacks} == {Quantity(min=2, max=2), Quantity(min=50, max=50)}
    assert WarningCode.PARTS_EXCEED_TOTAL not in {w.code for w in made.warnings}
    assert made.coverage == dropped.coverage


def test_parties_and_sums_of_other_records() -> None:
    text = "Norway pledged $9 million in aid to Chad. Peru accused Norway.\n"
    pledge = aid(
        1,
        donors=[actor("Norway")],
        recipients=[actor("Chad"), actor("Norway"), actor("Mali")],
        amount="$9 million",
        equivalents=["€8 million", "$70 million"],
        items=["tents"],
        period="over two years",
        instrument="loan",
    )
    (record,) = assembled(text, (1, 2, [pledge]), unsupported=Unsupported.FLAG).aid_pledges
    assert record.amount == Money(value=9_000_000, currency="USD")
    assert record.stated_equivalents == (Money(value=8_000_000, currency="EUR"),)
    assert (record.items, record.period_months, record.instrument) == (("tents",), 24, "loan")
    assert [party.name for party in record.recipients] == ["Chad", "Mali"]
    for path in ("/stated_equivalents/0", "/items/0", "/period_months", "/instrument", "/recipients/1"):
        assert_ungrounded(record, path)
    blame = diplomacy(
        "accuse", 2, initiators=[actor("Peru")], counterparts=[actor("Norway"), actor("Peru")], place=place("Lima")
    )
    (event,) = assembled(text, (1, 2, [blame]), unsupported=Unsupported.FLAG).diplomatic_events
    assert [party.name for party in event.counterparts] == ["Norway"]
    assert event.place == Place(name="Lima")
    assert_ungrounded(event, "/place")


def without_flagged(record: Record) -> dict[str, Any]:
    """The record as it would be if nothing without support were shown."""
    flagged = {entry.path for entry in record.grounding if entry.status is GroundingStatus.UNGROUNDED}

    def bare(value: Any, path: str) -> Any:  # noqa: ANN401 - of any kind
        if path in flagged:
            return None
        if isinstance(value, list | tuple):
            return [bare(v, f"{path}/{i}") for i, v in enumerate(value) if f"{path}/{i}" not in flagged]
        if isinstance(value, dict):
            return {name: bare(part, f"{path}/{name}") for name, part in value.items()}
        return value

    return {name: bare(value, f"/{name}") for name, value in record.model_dump().items() if name != "grounding"}


@given(PASSAGES)
def test_showing_only_adds(drafted: list[tuple[int, list[AnyDraft]]]) -> None:
    dropped, made = found(drafted), found(drafted, Unsupported.FLAG)
    assert made.coverage == dropped.coverage
    codes = [w.code.value.replace("flagged", "unsupported") for w in made.warnings]
    assert codes == [w.code.value for w in dropped.warnings]
    assert len(made.records) == len(dropped.records)
    for mine, theirs in zip(made.records, dropped.records, strict=True):
        expected = without_flagged(theirs)
        bare = without_flagged(mine)
        if bare.get("attack_type", "") is None:
            bare["attack_type"] = "other"
        assert bare == expected
        paths = {entry.path for entry in mine.grounding if entry.status is GroundingStatus.UNGROUNDED}
        assert [e for e in mine.grounding if e.path not in paths] == [
            e for e in theirs.grounding if e.path not in paths
        ]
