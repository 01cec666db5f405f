"""Reconciling: what is the same event, and that no order of telling makes another answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extraction.recording import act, entry, gift, on, states, strike

from groundwire.extraction.coding.support import Note
from groundwire.extraction.reconcile import Entry, reconcile
from groundwire.schemas import Actor, Attack, Money, Record, WarningCode

FRIDAY, SATURDAY = on("on Friday", "2030-06-07"), on("on Saturday", "2030-06-08")
OSLO: dict[str, Any] = {"place": {"name": "Oslo"}}
USD = Money(value=314_000_000, currency="USD")


def settled(*records: Record) -> tuple[Entry, ...]:
    return reconcile([entry(record) for record in records])


def one(*records: Record) -> Entry:
    (found,) = settled(*records)
    return found


def test_several_passages_about_one_event_make_one_record() -> None:
    found = one(strike(0, killed=(20, None), date=FRIDAY), strike(300, injured=75), strike(900, killed=21, date=FRIDAY))
    assert isinstance(found.record, Attack)
    assert [e.start for e in found.record.evidence] == [0, 300, 900]
    assert found.record.killed is not None
    assert (found.record.killed.min, found.record.killed.max) == (21, 21)
    assert found.record.injured is not None
    assert [note.code for note in found.notes] == [WarningCode.RECORDS_MERGED]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (strike(0, date=FRIDAY), strike(9, date=SATURDAY)),
        # Publication unknown: other weekdays are other days all the same.
        (strike(0, date=on("Friday evening")), strike(9, date=on("on Saturday"))),
        (strike(0, "Amberg"), strike(9, "Seeheim")),
        (strike(0, killed=3, injured=9), strike(9, killed=8, injured=27)),
        (strike(0, scope="wave"), strike(9)),
        (strike(0, perpetrators=states("Chad")), strike(9, perpetrators=states("Peru"))),
        (act(0, "Chad Peru"), act(9, "Chad Peru", event_type="agree")),
        (act(0, "Chad"), act(9, "Peru")),
        (act(0, "Chad", date=FRIDAY), act(9, "Chad", date=SATURDAY)),
        (act(0, "Chad", "Peru", "accuse"), act(9, "Chad", "Mali", "accuse")),
        (act(0, "Chad", topics=("energy",)), act(9, "Chad", topics=("ceasefire",))),
        (act(0, "Chad", **OSLO), act(9, "Chad", place={"name": "Rome"})),
        (gift(0, "Chad", USD), gift(9, "Peru", USD)),
        (gift(0, "Chad", USD), gift(9, "Chad", Money(value=314_000_001, currency="USD"))),
        (gift(0, "Chad", USD), gift(9, "Chad", items=("tents",))),
        (gift(0, "Chad", USD), gift(0, "Chad", items=("tents",), aid_type="humanitarian")),
        (strike(0), act(0, "Chad")),
    ],
)
def test_what_differs_stays_two(a: Record, b: Record) -> None:
    assert len(settled(a, b)) == len(settled(b, a)) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (strike(0, date=FRIDAY), strike(9, date=on("Friday night", "2030-06-07", "2030-06-08"))),
        (strike(0, date=on("Friday night")), strike(9, date=on("on Saturday"))),
        (strike(0, date=on("recently")), strike(9, date=FRIDAY)),
        (strike(0, "Amberg Seeheim", scope="wave"), strike(9, "Seeheim Calw", scope="wave")),
        (strike(0, ""), strike(0, "Amberg")),
        (act(0, "Chad Peru", **OSLO), act(9, "Peru Mali", place={"name": "OSLO"})),
        (gift(0, "Chad", USD), gift(9, "Chad", Money(value=290, currency="EUR"), stated_equivalents=(USD,))),
        (gift(0, "Chad", items=("tents", "rice")), gift(9, "Chad", items=("Tents",))),
    ],
)
def test_what_tells_the_same_becomes_one(a: Record, b: Record) -> None:
    assert one(a, b).record == one(b, a).record


def test_a_person_by_full_and_by_last_name_is_one() -> None:
    full, last = Actor(name="Eva Lindqvist", country="SE", kind="official"), Actor(name="Lindqvist", kind="official")
    other = Actor(name="Karl Lindqvist", country="SE", kind="official")
    assert one(act(0, (full,)), act(9, (last,)))
    assert len(settled(act(0, (full,)), act(9, (other,)))) == 2


def test_figures_that_differ_are_spanned_and_said_at_their_path() -> None:
    found = one(strike(0, killed=3), strike(9, killed=8))
    assert isinstance(found.record, Attack)
    assert found.record.killed is not None
    assert (found.record.killed.min, found.record.killed.max) == (3, 8)
    note = next(note for note in found.notes if note.code is WarningCode.FIGURES_DIFFER)
    assert (note.path, "killed" in note.message) == ("/killed", True)


def test_a_corrected_figure_is_not_another_event() -> None:
    found = one(strike(0, killed=3, injured=(9, None)), strike(9, killed=4, injured=12))
    assert isinstance(found.record, Attack)


def test_notes_follow_their_values() -> None:
    about = Note(WarningCode.VALUE_UNSUPPORTED, "removed 'Hesse'", "/places/0/admin")
    (found,) = reconcile([entry(strike(0, "Calw Amberg")), entry(strike(9, "Amberg"), about)])
    assert [n.path for n in found.notes if n.code is about.code] == ["/places/1/admin"]


def test_a_repetition_of_a_record_is_no_merger() -> None:
    assert one(strike(0, killed=3), strike(0, killed=3)).notes == ()


def test_facts_that_joined_facts_show_to_belong_together() -> None:
    """The first two have no place in common until the third is joined."""
    a, b = strike(0, "Amberg", scope="wave"), strike(50, "Calw", scope="wave")
    bridge = strike(100, "Amberg Calw", scope="wave")
    assert len(settled(a, b)) == 2
    assert isinstance(one(a, b, bridge).record, Attack)


def test_order_is_that_of_the_article() -> None:
    found = settled(strike(500, "Calw"), strike(0, "Amberg"), strike(250, "Bonn"))
    assert [e.record.evidence[0].start for e in found] == [0, 250, 500]


PLACES = st.sampled_from(["Amberg", "Calw", "Amberg Calw", "Bonn", ""])
FIGURES = st.one_of(st.none(), st.integers(0, 5), st.tuples(st.integers(0, 5), st.none()))
DATES = st.sampled_from([None, FRIDAY, SATURDAY, on("Friday evening"), on("on Saturday"), on("recently")])
STRIKES = st.builds(
    lambda at, places, killed, injured, date, scope: strike(at * 10, places, killed, injured, date=date, scope=scope),
    st.integers(0, 6),
    PLACES,
    FIGURES,
    FIGURES,
    DATES,
    st.sampled_from(["incident", "wave"]),
)
NAMES = st.sampled_from(["Chad", "Peru", "Chad Peru", "Mali"])
ACTS = st.builds(
    lambda at, a, b, kind, date: act(at * 10, a, b, kind, date=date),
    st.integers(0, 6),
    NAMES,
    NAMES,
    st.sampled_from(["accuse", "request"]),
    DATES,
)
SUMS = st.sampled_from([None, USD, Money(value=290, currency="EUR")])
GIFTS = st.builds(
    lambda at, who, amount, more, items: gift(at * 10, who, amount, items, stated_equivalents=more if amount else ()),
    st.integers(0, 6),
    NAMES,
    SUMS,
    st.sampled_from([(), (Money(value=1, currency="SEK"),)]),
    st.sampled_from([(), ("tents",), ("rice", "tents")]),
)
ENTRIES = st.lists(st.one_of(STRIKES, ACTS, GIFTS).map(entry), max_size=8)


@given(ENTRIES, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_no_order_of_telling_makes_another_answer(entries: list[Entry], chance: Any) -> None:  # noqa: ANN401
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert reconcile(shuffled) == reconcile(entries)


@given(ENTRIES)
@settings(max_examples=150)
def test_reconciling_again_changes_nothing(entries: list[Entry]) -> None:
    once = reconcile(entries)
    assert reconcile(once) == once


@given(ENTRIES)
@settings(max_examples=150)
def test_no_evidence_is_lost_and_groundings_lead_to_values(entries: list[Entry]) -> None:
    found = reconcile(entries)
    before = {(type(e.record), span) for e in entries for span in e.record.evidence}
    assert {(type(e.record), span) for e in found for span in e.record.evidence} == before
    for item in found:
        assert len({g.path for g in item.record.grounding}) == len(item.record.grounding)
        for grounding in item.record.grounding:
            value: Any = item.record
            for step in grounding.path.split("/")[1:]:
                value = value[int(step)] if isinstance(value, tuple) else getattr(value, step)
            assert value is not None
