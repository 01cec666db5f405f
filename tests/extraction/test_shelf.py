"""The shelf: whatever has a bond with a record is found, so that looking there is as good as comparing with all."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extraction.recording import act, entry, gift, on, strike

from groundwire.extraction import reconcile as module
from groundwire.extraction.merging import AnyRecord
from groundwire.extraction.reconcile import Entry, reconcile
from groundwire.extraction.sameness import Bond, bond
from groundwire.extraction.shelf import Shelf
from groundwire.schemas import Actor, DateRange, Money, Place

DAY = date(2030, 6, 3)


def span(first: int, days: int) -> DateRange:
    start = DAY + timedelta(first)
    return on("then", str(start), str(start + timedelta(days)))


DATES = st.one_of(
    st.sampled_from([None, on("recently"), on("on Friday")]), st.builds(span, st.integers(0, 5), st.integers(0, 40))
)
FIGURES = st.one_of(st.none(), st.integers(0, 3))
PLACES = st.lists(
    st.builds(
        lambda name, admin: Place(name=name, admin=admin),
        st.sampled_from(["Amberg", "AMBERG", "Amberg region", "Calw"]),
        st.sampled_from([None, "Amberg", "Hesse"]),
    ),
    max_size=2,
).map(tuple)


def _strike(at: int, scope: str, places: Any, killed: Any, when: Any) -> AnyRecord:  # noqa: ANN401
    record = strike(at * 10, "", killed, date=when, scope=scope)
    return record.model_copy(update={"places": places})


ACTORS = st.sampled_from(
    [
        Actor(name="Eva Lind", country="SE", kind="official"),
        Actor(name="Minister Lind", kind="official"),
        Actor(name="Minister", kind="official"),
        Actor(name="Chad", kind="state"),
    ]
).map(lambda actor: (actor,))
SUMS = st.sampled_from([None, Money(value=290, currency="EUR")])
RECORDS = st.one_of(
    st.builds(_strike, st.integers(0, 6), st.sampled_from(["incident", "wave"]), PLACES, FIGURES, DATES),
    st.builds(lambda at, who, when: act(at * 10, who, "", "accuse", date=when), st.integers(0, 6), ACTORS, DATES),
    st.builds(
        lambda at, amount, when: gift(at * 10, "Chad", amount, ("tents",), date=when), st.integers(0, 6), SUMS, DATES
    ),
)


@given(RECORDS, RECORDS)
@settings(max_examples=500)
def test_what_has_a_bond_is_found(kept: AnyRecord, other: AnyRecord) -> None:
    assert bond(kept, other) is bond(other, kept)
    shelf = Shelf()
    shelf.put(7, kept)
    if bond(kept, other) is not Bond.NONE:
        assert shelf.near(other) == [7]


class _Floor(Shelf):
    """Everything lies in one heap: each record is compared with all before it."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: set[int] = set()

    def put(self, number: int, record: AnyRecord) -> None:  # noqa: ARG002 - the shelf's signature
        self._numbers.add(number)

    def near(self, record: AnyRecord) -> list[int]:  # noqa: ARG002 - the shelf's signature
        return sorted(self._numbers)


@given(st.lists(RECORDS.map(entry), max_size=9))
@settings(max_examples=200)
def test_reconciling_by_the_shelf_is_comparing_all(entries: list[Entry]) -> None:
    found = reconcile(entries)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "Shelf", _Floor)
        assert reconcile(entries) == found


def test_other_places_and_days_are_not_looked_at() -> None:
    shelf = Shelf()
    shelf.put(0, strike(0, "Amberg", date=on("on May 3", "2030-05-03")))
    shelf.put(1, strike(20, "Calw"))
    assert shelf.near(strike(40, "Amberg", date=on("on May 9", "2030-05-09"))) == []
    assert shelf.near(strike(60, "Amberg Calw")) == [0, 1]
