"""Each value of a record says how it stands in the article, whatever drafts it was made of."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import actor, aid, assembled, attack, coded_attack, diplomacy, place, target, weapon
from tests.extraction.grounding_tools import assert_grounded, entry_of, leaves

from groundwire.extraction.assembly import Findings
from groundwire.extraction.drafts import AnyDraft
from groundwire.schemas import GroundingStatus, Unsupported

TEXT = (
    "Two Kalibr missiles hit the port of Aden on Friday, killing three people and wounding at least nine.\n"
    "Peru's president Ana Rojas condemned the attack on Aden and met Chad's foreign minister in Lima on 3 May 2030.\n"
    "Norway pledged $9 million, or €8 million, in loans over two years and six field hospitals to Chad.\n"
    "Drones struck Aden and Taiz in Yemen overnight; 12 of the 20 drones were shot down and up to four people died."
)
WORDS = st.sampled_from(
    "Aden|Taiz|Lima|Yemen|Peru|Ana Rojas|Chad|Norway|three people|at least nine|nine|four|up to four people|seventeen|"  # noqa: SIM905
    "12|20|two|Kalibr|$9 million|€8 million|$70 million|on Friday|overnight|3 May 2030|in March|over two years|"
    "six field hospitals|the port|a school|unknown|".split("|")
)
KINDS = st.sampled_from(["missile", "drone", "rocket", "artillery"])
ATTACKS = st.builds(
    lambda sentence, words, kinds, scope: attack(
        sentence,
        scope=scope,
        attack_type="missile_strike",
        attribution="claimed",
        places=[place(words[0], "YE", words[1]), place(words[2])],
        attackers=[words[3], words[4]],
        weapons=[weapon(kinds[0], words[5], words[6], words[7]), weapon(kinds[1], words[8])],
        targets=[target("port", words[9]), target("other", words[10])],
        killed=words[11],
        injured=words[12],
        when=words[13],
    ),
    st.integers(1, 2),
    st.lists(WORDS, min_size=14, max_size=14),
    st.tuples(KINDS, KINDS),
    st.sampled_from(["incident", "wave", "campaign"]),
)
EVENTS = st.builds(
    lambda event_type, sentence, words: diplomacy(
        event_type,
        sentence,
        initiators=[actor(words[0], "PE", "official"), actor(words[1])],
        counterparts=[actor(words[2])],
        mediators=[actor(words[3])],
        topics=["peace_terms", "energy"],
        status="concluded",
        place=place(words[4], None, words[5]),
        when=words[6],
        summary="They met.",
    ),
    st.sampled_from(["consult", "accuse", "request"]),
    st.integers(1, 2),
    st.lists(WORDS, min_size=7, max_size=7),
)
PLEDGES = st.builds(
    lambda instrument, sentence, words: aid(
        sentence,
        donors=[actor(words[0])],
        recipients=[actor(words[1])],
        instrument=instrument,
        amount=words[2],
        equivalents=[words[3]],
        items=[words[4], words[5]],
        period=words[6],
        when=words[7],
    ),
    st.sampled_from(["grant", "loan", "in_kind", None]),
    st.integers(1, 2),
    st.lists(WORDS, min_size=8, max_size=8),
)
PASSAGES = st.lists(
    st.tuples(st.integers(1, 3), st.lists(ATTACKS | EVENTS | PLEDGES, max_size=3)), min_size=1, max_size=4
)


def found(drafted: Sequence[tuple[int, Sequence[AnyDraft]]], unsupported: Unsupported = Unsupported.DROP) -> Findings:
    passages = [(first, first + 1, drafts) for first, drafts in drafted]
    return assembled(TEXT, *passages, published=date(2030, 6, 10), unsupported=unsupported)


@given(PASSAGES)
def test_each_value_is_grounded_and_truly(drafted: list[tuple[int, list[AnyDraft]]]) -> None:
    for record in found(drafted).records:
        assert_grounded(TEXT, record)
        assert all(entry.status is not GroundingStatus.UNGROUNDED for entry in record.grounding)


@given(PASSAGES)
def test_so_is_each_value_that_is_shown_without_support(drafted: list[tuple[int, list[AnyDraft]]]) -> None:
    for record in found(drafted, Unsupported.FLAG).records:
        assert_grounded(TEXT, record)


def test_the_walk_finds_what_has_no_grounding() -> None:
    record = coded_attack(
        TEXT,
        attack(1, places=[place("Aden")], weapons=[weapon("missile", "two", name="Kalibr")], killed="three people"),
    )
    paths = set(leaves(record))
    assert {"/places/0/name", "/weapons/0/kind", "/weapons/0/launched/min", "/killed/max", "/scope"} <= paths
    bare = record.model_copy(
        update={"grounding": tuple(e for e in record.grounding if e.path != "/weapons/0/launched")}
    )
    assert entry_of(record, "/weapons/0/launched/min") is not None
    with pytest.raises(AssertionError, match="/weapons/0/launched/min has no grounding"):
        assert_grounded(TEXT, bare)
    wrong = [e.model_copy(update={"path": "/injured"}) if e.path == "/killed" else e for e in record.grounding]
    other = record.model_copy(update={"killed": None, "injured": record.killed, "grounding": tuple(wrong)})
    assert_grounded(TEXT, other)  # the walk reads words, not roles
    changed = record.model_copy(update={"killed": record.killed and record.killed.model_copy(update={"max": 4})})
    with pytest.raises(AssertionError, match="does not stand in"):
        assert_grounded(TEXT, changed)
