"""Merging: two records become one, each value with the grounding that it came with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.recording import Figure, act, gift, on, quantity, source, states, strike

from groundwire.extraction.merging import merge_records
from groundwire.schemas import Actor, Attack, Money, Place, Quantity, Weapon

EUR, USD = Money(value=90, currency="EUR"), Money(value=105, currency="USD")


@pytest.mark.parametrize(
    ("a", "b", "merged", "spanned"),
    [
        (20, 20, 20, False),
        ((20, None), 31, 31, False),
        (31, (20, None), 31, False),
        ((20, None), (None, 40), (20, 40), False),
        ((20, None), (9, None), (20, None), False),
        ((None, 40), (None, 30), (None, 30), False),
        ((3, 8), (5, 12), (5, 8), False),
        ((None, None), 6, 6, False),
        (3, 8, (3, 8), True),
        (8, 3, (3, 8), True),
        ((20, None), 5, (5, None), True),
        ((20, None), (None, 5), (None, None), True),
        (None, 7, 7, False),
        (7, None, 7, False),
    ],
)
def test_figures_are_intersected_or_spanned(a: Figure, b: Figure, merged: Figure, spanned: bool) -> None:
    result = merge_records(strike(0, killed=a), strike(100, killed=b))
    assert isinstance(result.record, Attack)
    assert result.record.killed == quantity(merged)
    assert result.spanned == (("/killed",) if spanned else ())


FIGURES = st.one_of(
    st.integers(0, 50),
    st.tuples(st.integers(0, 50), st.none()),
    st.tuples(st.none(), st.integers(0, 50)),
    st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: (min(pair), max(pair))),
)


@given(FIGURES, FIGURES)
def test_no_bound_is_ever_made_up(a: Figure, b: Figure) -> None:
    first, second = strike(0, killed=a), strike(100, killed=b)
    one, other = merge_records(first, second).record, merge_records(second, first).record
    assert isinstance(one, Attack)
    assert isinstance(other, Attack)
    assert one.killed == other.killed
    assert one.killed is not None
    left, right = first.killed, second.killed
    assert left is not None
    assert right is not None
    assert {one.killed.min, one.killed.max} <= {left.min, left.max, right.min, right.max, None}
    for record in (one, other):  # each bound stands where the record says that it does
        for path in [g.path for g in record.grounding if g.path.startswith("/killed")]:
            origin = left if source(record, path) == 0 else right
            sides = [path.rpartition("/")[2]] if path != "/killed" else ["min", "max"]
            assert all(getattr(origin, side) == getattr(record.killed, side) for side in sides)


def test_approximations() -> None:
    about, plain = Quantity(min=120, max=120, approximate=True), Quantity(min=120, max=120)
    for a, b in ((about, plain), (plain, about)):
        merged = merge_records(
            strike(0).model_copy(update={"killed": a}), strike(9).model_copy(update={"killed": b})
        ).record
        assert isinstance(merged, Attack)
        assert merged.killed == plain


def test_groundings_move_along_with_the_members_of_lists() -> None:
    a, b = strike(0, "Amberg Seeheim"), strike(100, "Calw Seeheim Bonn", killed=3)
    result = merge_records(a, b)
    assert isinstance(result.record, Attack)
    assert [p.name for p in result.record.places] == ["Amberg", "Seeheim", "Calw", "Bonn"]
    assert [source(result.record, f"/places/{i}/name") for i in range(4)] == [0, 0, 100, 100]
    assert source(result.record, "/killed") == 100
    assert result.moved == {"/places/0": "/places/2", "/places/1": "/places/1", "/places/2": "/places/3"}
    paths = [g.path for g in result.record.grounding]
    assert paths == sorted(set(paths))


def test_members_that_both_know_are_completed() -> None:
    a = strike(0).model_copy(update={"places": (Place(name="Amberg"),), "weapons": (Weapon(kind="missile"),)})
    launched = Quantity(min=2, max=2)
    b = strike(100).model_copy(
        update={
            "places": (Place(name="AMBERG", admin="Hesse", country="DE"),),
            "weapons": (Weapon(kind="missile", name="Onyx", launched=launched),),
        }
    )
    grounds = tuple(
        strike(100).grounding[0].model_copy(update={"path": path})
        for path in ("/places/0/admin", "/places/0/country", "/weapons/0/name", "/weapons/0/launched")
    )
    merged = merge_records(a, b.model_copy(update={"grounding": grounds})).record
    assert isinstance(merged, Attack)
    assert merged.places == (Place(name="Amberg", admin="Hesse", country="DE"),)
    assert merged.weapons == (Weapon(kind="missile", name="Onyx", launched=launched),)
    assert source(merged, "/weapons/0/launched") == 100
    assert source(merged, "/places/0/admin") == 100


def test_weapons_with_different_counts_are_spanned_under_their_path() -> None:
    two = strike(0).model_copy(update={"weapons": (Weapon(kind="drone", launched=Quantity(min=2, max=2)),)})
    six = strike(9).model_copy(update={"weapons": (Weapon(kind="drone", launched=Quantity(min=6, max=6)),)})
    result = merge_records(two, six)
    assert isinstance(result.record, Attack)
    assert result.record.weapons[0].launched == Quantity(min=2, max=6)
    assert result.spanned == ("/weapons/0/launched",)


@pytest.mark.parametrize(
    ("field", "a", "b", "merged"),
    [
        ("attribution", "unknown", "attributed", "attributed"),
        ("attribution", "attributed", "claimed", "claimed"),
        ("attribution", "claimed", "disputed", "disputed"),
        ("attack_type", "other", "shelling", "shelling"),
        ("attack_type", "missile_strike", "drone_strike", "missile_and_drone_strike"),
        ("attack_type", "missile_and_drone_strike", "drone_strike", "missile_and_drone_strike"),
        ("civilian_harm", False, True, True),
        ("civilian_harm", None, False, False),
        ("civilian_harm", None, True, True),
    ],
)
def test_of_two_values_the_one_that_says_more(field: str, a: object, b: object, merged: object) -> None:
    for first, second in ((a, b), (b, a)):
        one, other = strike(0).model_copy(update={field: first}), strike(9).model_copy(update={field: second})
        record = merge_records(one, other).record
        assert getattr(record, field) == merged


def test_dates() -> None:
    vague, month, day = on("recently"), on("in May 2030", "2030-05-01", "2030-05-31"), on("3 May 2030", "2030-05-03")
    for worse, better in ((vague, month), (month, day), (vague, day)):
        for first, second in ((worse, better), (better, worse)):
            assert merge_records(strike(0, date=first), strike(9, date=second)).record.date == better


def test_the_fullest_name_stays() -> None:
    short, full = Actor(name="Lindqvist", kind="official"), Actor(name="Eva Lindqvist", country="SE", kind="official")
    for first, second in ((short, full), (full, short)):
        merged = merge_records(act(0, (first,)), act(9, (second,))).record
        assert list(merged.model_dump()["initiators"]) == [full.model_dump()]


@pytest.mark.parametrize("turned", [False, True])
def test_sums_keep_the_first_named_currency(turned: bool) -> None:
    both = gift(0, "Sweden", EUR, stated_equivalents=(USD,))
    one = gift(100, "Sweden", USD)
    merged = (merge_records(one, both) if turned else merge_records(both, one)).record
    assert merged.model_dump()["amount"] == EUR.model_dump()
    assert list(merged.model_dump()["stated_equivalents"]) == [USD.model_dump()]
    assert source(merged, "/amount") == 0
    assert source(merged, "/stated_equivalents/0") == 0


def test_evidence_is_joined_in_order() -> None:
    merged = merge_records(strike(100), strike(0)).record
    assert [e.start for e in merged.evidence] == [0, 100]


def test_merging_with_itself_changes_nothing() -> None:
    for record in (strike(0, killed=3, injured=(5, None)), act(0, "Chad", "Peru"), gift(0, "Chad", EUR, ("tents",))):
        assert merge_records(record, record).record == record


def test_lists_of_actors_are_joined() -> None:
    merged = merge_records(act(0, "Chad Peru"), act(9, "Peru Mali")).record
    assert [a["name"] for a in merged.model_dump()["initiators"]] == [a.name for a in states("Chad Peru Mali")]
    assert source(merged, "/initiators/2/name") == 9


def test_a_missile_of_no_kind_is_the_missile_of_a_kind() -> None:
    plain = strike(0, weapons=(Weapon(kind="missile"),))
    exact = strike(50, weapons=(Weapon(kind="ballistic_missile", name="Iskander-M"),))
    counted = strike(90, weapons=(Weapon(kind="missile", launched=Quantity(min=3, max=3)),))
    for first, second in ((plain, exact), (exact, plain)):
        merged = merge_records(first, second).record
        assert isinstance(merged, Attack)
        assert [(weapon.kind, weapon.name) for weapon in merged.weapons] == [("ballistic_missile", "Iskander-M")]
    merged = merge_records(exact, counted).record
    assert isinstance(merged, Attack)
    assert len(merged.weapons) == 2
