"""Articles that tell of one event in several places, or of several events in the same words: invented ones."""

from collections.abc import Sequence

import pytest
from tests.extraction.drafting import MONDAY, actor, aid, assembled, attack, diplomacy, place, weapon
from tests.extraction.recording import Figure, quantity

from groundwire.extraction.assembly import Findings
from groundwire.extraction.drafts import AnyDraft, AttackDraft
from groundwire.schemas import Attack, Money, WarningCode

DRONE, MISSILE = [weapon("drone")], [weapon("missile")]


def drone(*sentences: int, at: str = "Amberg", **more: object) -> AttackDraft:
    return attack(*sentences, attack_type="drone_strike", places=[place(at)], weapons=DRONE, **more)


def read(text: str, *passages: tuple[int, int, Sequence[AnyDraft]]) -> Findings:
    return assembled(text, *passages, published=MONDAY)


def tolls(found: Findings) -> list[tuple[str, Figure]]:
    return [(_where(a), (a.killed.min, a.killed.max) if a.killed else None) for a in found.attacks]


def _where(attack_: Attack) -> str:
    return " ".join(place_.name for place_ in attack_.places)


def codes(found: Findings) -> set[WarningCode]:
    return {warning.code for warning in found.warnings}


def test_lead_body_and_recap_are_one() -> None:
    text = (
        "A drone hit Amberg on Friday, killing four people.\n\n"
        "The drone struck a mill in Amberg shortly before noon and injured 12 people.\n\n"
        "The attack on Amberg, in which four people died, was the first drone strike in weeks."
    )
    found = read(
        text,
        (1, 1, [drone(1, when="on Friday", killed="four people")]),
        (2, 2, [drone(1, injured="12 people", targets=[{"category": "industrial", "text": "a mill"}])]),
        (3, 3, [drone(1, killed="four people")]),
    )
    (one,) = found.attacks
    assert (one.killed, one.injured, len(one.evidence)) == (quantity(4), quantity(12), 3)
    assert codes(found) == {WarningCode.RECORDS_MERGED}


def test_strikes_on_one_town_on_two_days_are_two() -> None:
    text = "A drone hit Amberg on Thursday, killing four people.\n\nA drone hit Amberg on Friday, killing four people."
    found = read(
        text,
        (1, 1, [drone(1, when="on Thursday", killed="four people")]),
        (2, 2, [drone(1, when="on Friday", killed="four people")]),
    )
    assert len(found.attacks) == 2


def test_a_strike_told_by_the_days_after_another_is_another() -> None:
    text = "A drone hit Amberg on Thursday, killing four people.\n\nTwo days later a drone hit Amberg again."
    found = read(
        text, (1, 1, [drone(1, when="on Thursday", killed="four people")]), (2, 2, [drone(1, when="Two days later")])
    )
    assert len(found.attacks) == 2


def test_barrages_of_two_nights_that_share_a_day_are_two() -> None:
    text = "Drones hit Amberg overnight into Friday.\n\nDrones hit Amberg overnight into Saturday."
    found = read(
        text,
        (1, 1, [drone(1, when="overnight into Friday")]),
        (2, 2, [drone(1, when="overnight into Saturday")]),
    )
    assert len(found.attacks) == 2


def test_two_towns_on_one_day_are_two_even_in_one_sentence() -> None:
    text = "On Friday drones hit Amberg, killing three people, and Calw, killing five."
    found = read(
        text,
        (
            1,
            1,
            [
                drone(1, when="On Friday", killed="three people"),
                drone(1, at="Calw", when="On Friday", killed="five"),
            ],
        ),
    )
    assert tolls(found) == [("Amberg", (3, 3)), ("Calw", (5, 5))]


def test_tolls_of_two_times_of_day_are_never_spanned() -> None:
    text = (
        "A drone hit Amberg on Friday morning, killing three people.\n\n"
        "A drone hit Amberg on Friday afternoon, killing eight people."
    )
    found = read(
        text,
        (1, 1, [drone(1, when="on Friday morning", killed="three people")]),
        (2, 2, [drone(1, when="on Friday afternoon", killed="eight people")]),
    )
    assert tolls(found) == [("Amberg", (3, 3)), ("Amberg", (8, 8))]


def test_two_tolls_in_one_sentence_are_two_events() -> None:
    text = "Drones hit Amberg on Friday, killing three people at a mill and five people at a school."
    found = read(
        text,
        (
            1,
            1,
            [drone(1, when="on Friday", killed="three people"), drone(1, when="on Friday", killed="five people")],
        ),
    )
    assert tolls(found) == [("Amberg", (3, 3)), ("Amberg", (5, 5))]


@pytest.mark.parametrize(
    ("later", "killed"),
    [
        ("The toll of the drone strike on Amberg rose to 11 dead.", 11),
        ("The drone strike on Amberg killed 11 people, a hospital said.", (9, 11)),
        ("The toll of the drone strike on Amberg was revised to 8 dead.", 8),
    ],
)
def test_a_later_figure_replaces_an_earlier_one_only_where_it_is_told_as_later(later: str, killed: Figure) -> None:
    text = f"A drone hit Amberg on Friday, killing nine people.\n\n{later}"
    words = "11 dead" if "11 dead" in later else "8 dead" if "8 dead" in later else "11 people"
    for order in (1, -1):
        drafts = [
            (1, 1, [drone(1, when="on Friday", killed="nine people")]),
            (2, 2, [drone(1, killed=words)]),
        ][::order]
        found = read(text, *drafts)
        (one,) = found.attacks
        assert one.killed == quantity(killed)
        (said,) = [w for w in found.warnings if w.code is WarningCode.FIGURES_DIFFER]
        assert said.path == "/attacks/0/killed"


def test_a_recap_goes_to_the_strike_whose_toll_it_repeats() -> None:
    text = (
        "A drone hit Amberg on Thursday, killing three people.\n\n"
        "The drone strike on Amberg that killed eight people was condemned widely.\n\n"
        "A drone hit Amberg on Friday, killing eight people."
    )
    found = read(
        text,
        (1, 1, [drone(1, when="on Thursday", killed="three people")]),
        (2, 2, [drone(1, killed="eight people")]),
        (3, 3, [drone(1, when="on Friday", killed="eight people")]),
    )
    assert sorted(tolls(found)) == [("Amberg", (3, 3)), ("Amberg", (8, 8))]


def test_shells_and_drones_that_are_both_told_are_two_attacks() -> None:
    text = "Artillery shells hit Amberg, killing two people.\n\nA drone hit a mill in Amberg."
    shells = attack(
        1, attack_type="shelling", places=[place("Amberg")], weapons=[weapon("artillery")], killed="two people"
    )
    found = read(text, (1, 1, [shells]), (2, 2, [drone(1)]))
    assert [a.attack_type for a in found.attacks] == ["shelling", "drone_strike"]


SEAM = (
    "Sirens were heard before dawn. A drone hit Amberg on Friday, killing four people and injuring nine. "
    "Firemen worked until noon."
)


@pytest.mark.parametrize(
    "again",
    [
        drone(1, when="on Friday", killed="four people", injured="nine"),
        drone(1, when="on Friday", killed="four people"),
        drone(1, killed="four people", injured="nine"),
        attack(1, attack_type="other", places=[place("Amberg")], when="on Friday", killed="four people"),
        attack(1, attack_type="missile_strike", weapons=DRONE, killed="four people"),
        drone(1, scope="campaign", when="on Friday", killed="four people"),
    ],
)
def test_a_record_at_the_seam_of_two_passages_is_found_once_and_without_a_word(again: AttackDraft) -> None:
    first = drone(2, when="on Friday", killed="four people", injured="nine")
    found = read(SEAM, (1, 2, [first]), (2, 3, [again]))
    (one,) = found.attacks
    assert (one.killed, one.injured) == (quantity(4), quantity(9))
    assert [span.quote for span in one.evidence] == [SEAM[31:99]]
    assert WarningCode.RECORDS_MERGED not in codes(found)
    assert WarningCode.FIGURES_DIFFER not in codes(found)


def test_what_one_of_two_passages_adds_at_the_seam_is_kept() -> None:
    text = f"{SEAM} The drone had been launched by the Amber Front."
    first = drone(2, when="on Friday", killed="four people")
    second = drone(1, 3, killed="four people", attackers=["the Amber Front"])
    found = read(text, (1, 3, [first]), (2, 4, [second]))
    (one,) = found.attacks
    assert len(one.evidence) == 2
    assert WarningCode.RECORDS_MERGED not in codes(found)


def test_two_meetings_of_one_side_with_two_others_are_two() -> None:
    text = "Norway held talks with Peru about a ceasefire.\n\nNorway held talks with Chad about a ceasefire."
    drafts = [
        diplomacy("consult", 1, initiators=[actor("Norway"), actor(other)], topics=["ceasefire"], status="concluded")
        for other in ("Peru", "Chad")
    ]
    found = read(text, (1, 1, drafts[:1]), (2, 2, drafts[1:]))
    assert len(found.diplomatic_events) == 2
    again = read(text, (1, 1, drafts[:1]), (1, 1, drafts[:1]))
    assert len(again.diplomatic_events) == 1


def test_equal_sums_for_two_recipients_are_two_pledges() -> None:
    text = "Norway pledged $10 million in aid to Malta and $10 million in aid to Chad."
    drafts = [
        aid(1, donors=[actor("Norway")], recipients=[actor(to)], amount="$10 million") for to in ("Malta", "Chad")
    ]
    found = read(text, (1, 1, drafts))
    assert [p.amount for p in found.aid_pledges] == [Money(value=10_000_000, currency="USD")] * 2


def test_a_wave_and_its_incidents_follow_the_codebook() -> None:
    text = (
        "Redland launched 60 drones at Amberg, Calw and Nagold overnight into Friday, killing nine people in all.\n\n"
        "In Amberg, drones hit a mill and killed four people.\n\n"
        "In Calw, a drone hit a school and killed six people.\n\n"
        "The 60 drones flew in three groups, officials in Amberg and Calw said of the overnight drone attack."
    )
    three = [place("Amberg"), place("Calw"), place("Nagold")]
    swarm = [weapon("drone", "60 drones")]
    found = read(
        text,
        (
            1,
            1,
            [
                attack(
                    1,
                    scope="wave",
                    attack_type="drone_strike",
                    places=three,
                    weapons=swarm,
                    when="overnight into Friday",
                    killed="nine people",
                )
            ],
        ),
        (2, 2, [drone(1, killed="four people")]),
        (3, 3, [drone(1, at="Calw", killed="six people")]),
        (4, 4, [attack(1, scope="wave", attack_type="drone_strike", places=three[:2], weapons=swarm)]),
    )
    assert [a.scope for a in found.attacks] == ["wave", "incident", "incident"]
    wave = found.attacks[0]
    assert (_where(wave), wave.killed) == ("Amberg Calw Nagold", quantity(9))
    assert [w.path for w in found.warnings if w.code is WarningCode.PARTS_EXCEED_TOTAL] == ["/attacks/0/killed"]
