"""Slot fills of a pair of records: scalars, lists, weapons, and what the alternatives of gold change."""

from typing import Any

import pytest
from tests.evals.labelled import label, label_at, scored, verdicts
from tests.extraction.recording import act, gift, on, strike

from groundwire.evals.labels.gold import AnyGoldRecord
from groundwire.evals.scoring.scores import Verdict
from groundwire.evals.scoring.slots import SLOTS, likeness, score_alone
from groundwire.schemas import (
    AidPledge,
    Attack,
    DiplomaticEvent,
    Money,
    Quantity,
    Record,
    RecordType,
    Target,
    Weapon,
)

FORMS: dict[RecordType, type[Record]] = {
    RecordType.ATTACK: Attack,
    RecordType.DIPLOMATIC_EVENT: DiplomaticEvent,
    RecordType.AID_PLEDGE: AidPledge,
}


def target(category: Any, text: str) -> Target:  # noqa: ANN401 - any category
    return Target(category=category, text=text)


def weapon(kind: Any, launched: int | None = None, name: str | None = None) -> Weapon:  # noqa: ANN401 - any kind
    return Weapon(kind=kind, name=name, launched=None if launched is None else Quantity(min=launched, max=launched))


def outcome(gold: AnyGoldRecord | Record, predicted: Record, slot: str) -> list[str]:
    """Outcomes of a slot of the only pair."""
    (score,) = scored(gold, predicted)
    return verdicts(score, slot)


@pytest.mark.parametrize("kind", RecordType)
def test_every_field_is_a_slot_but_evidence_and_summary(kind: RecordType) -> None:
    fields = FORMS[kind].model_fields.keys() - Record.model_fields.keys() - {"summary"}
    assert {slot.name for slot in SLOTS[kind]} == fields


def test_every_field_of_a_weapon_is_a_part() -> None:
    (weapons,) = (slot for slot in SLOTS[RecordType.ATTACK] if slot.parts)
    assert {part.name for part in weapons.parts} == Weapon.model_fields.keys()


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (20, 20, "COR"),
        (20, (20, None), "PAR"),
        (20, 21, "INC"),
        (20, None, "MIS"),
        (None, 20, "SPU"),
        (None, None, "NUL"),
        ((None, None), None, "MIS"),
        (None, (None, None), "SPU"),
    ],
)
def test_values(gold: Any, predicted: Any, expected: str) -> None:  # noqa: ANN401 - figures of all sorts
    assert outcome(strike(0, killed=gold), strike(0, killed=predicted), "killed") == [expected]


def test_false_is_a_value() -> None:
    assert outcome(strike(0, civilian_harm=False), strike(0), "civilian_harm") == ["MIS"]
    assert outcome(strike(0, civilian_harm=False), strike(0, civilian_harm=True), "civilian_harm") == ["INC"]


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("Odesa Kyiv", "Kyiv Odesa", ["COR", "COR"]),
        ("Odesa Kyiv", "Odesa", ["COR", "MIS"]),
        ("Odesa", "Odesa Kyiv", ["COR", "SPU"]),
        ("Odesa", "Odesa Odesa", ["COR", "SPU"]),
        ("Odesa", "Kyiv", ["MIS", "SPU"]),
        ("", "", ["NUL"]),
        ("", "Kyiv", ["SPU"]),
    ],
)
def test_lists(gold: str, predicted: str, expected: list[str]) -> None:
    assert outcome(strike(0, gold, killed=3), strike(0, predicted, killed=3), "places") == expected


def test_elements_are_paired_so_that_most_is_right() -> None:
    # Pairing the first with the first would leave "grain depot" half right and the house wrong.
    gold = strike(0, targets=(target("other", "house"), target("food", "grain depot")))
    predicted = strike(0, targets=(target("other", "grain depot"), target("other", "house")))
    assert outcome(gold, predicted, "targets") == ["COR", "PAR"]


def test_money_is_never_half_right() -> None:
    gold = gift(0, "Sweden", Money(value=90, currency="EUR"), items=("boots",))
    dollars = gift(0, "Sweden", Money(value=90, currency="USD"), items=("boots",))
    assert outcome(gold, dollars, "amount") == ["INC"]


def test_months_and_topics_are_exact() -> None:
    assert outcome(gift(0, "Sweden", period_months=24), gift(0, "Sweden", period_months=12), "period_months") == ["INC"]
    gold, predicted = act(0, "A B", topics=("energy", "nuclear")), act(0, "A B", topics=("energy", "sanctions"))
    assert outcome(gold, predicted, "topics") == ["COR", "MIS", "SPU"]


def test_a_weapon_is_scored_by_its_parts() -> None:
    gold = strike(0, weapons=(weapon("drone", 300, "Shahed"), weapon("missile", 7)))
    (score,) = scored(gold, strike(0, weapons=(weapon("cruise_missile", 7, "Kalibr"), weapon("drone", 301))))
    assert verdicts(score, "weapons.kind") == ["COR", "INC"]
    assert verdicts(score, "weapons.name") == ["MIS", "SPU"]
    assert verdicts(score, "weapons.launched") == ["COR", "INC"]
    assert verdicts(score, "weapons.intercepted") == ["NUL", "NUL"]


def test_as_many_drones_are_no_missiles() -> None:
    gold, predicted = strike(0, weapons=(weapon("missile", 2),)), strike(0, weapons=(weapon("drone", 2),))
    assert outcome(gold, predicted, "weapons.launched") == ["MIS", "SPU"]


def test_a_missile_told_more_exactly_is_one_weapon_of_the_wrong_kind() -> None:
    gold, predicted = strike(0, weapons=(weapon("missile"),)), strike(0, weapons=(weapon("ballistic_missile"),))
    assert outcome(gold, predicted, "weapons.kind") == ["INC"]


def test_of_two_weapons_of_a_kind_the_figures_decide() -> None:
    gold = strike(0, weapons=(weapon("drone", 300), weapon("drone", 41)))
    predicted = strike(0, weapons=(weapon("drone", 41), weapon("drone", 300)))
    assert outcome(gold, predicted, "weapons.launched") == ["COR", "COR"]


def test_a_record_alone_has_every_value_missing_or_spurious_and_no_null() -> None:
    record = strike(0, "Odesa Kyiv", killed=2, weapons=(weapon("drone", 3),))
    for verdict in (Verdict.MIS, Verdict.SPU):
        fills = score_alone(RecordType.ATTACK, record, verdict)
        assert {fill.verdict for fill in fills} == {verdict}
        assert sorted(fill.slot for fill in fills) == [
            "attack_type", "attribution", "killed", "places", "places", "scope", "weapons.kind", "weapons.launched",
        ]  # fmt: skip
        assert all((fill.gold is None) == (verdict is Verdict.SPU) for fill in fills)
        assert all((fill.predicted is None) == (verdict is Verdict.MIS) for fill in fills)


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [(2, "COR"), (3, "COR"), (None, "NUL"), ((3, None), "PAR"), (4, "INC")],
)
def test_any_accepted_value_is_right(predicted: Any, expected: str) -> None:  # noqa: ANN401 - figures of all sorts
    gold = label(strike(0, killed=2), killed=[{"min": 3, "max": 3}, None])
    assert outcome(gold, strike(0, killed=predicted), "killed") == [expected]


def test_what_is_shown_of_gold_is_the_label() -> None:
    gold = label(strike(0, weapons=(weapon("drone", 3),)), weapons__0__launched=[None])
    (score,) = scored(gold, strike(0, weapons=(weapon("drone"),)))
    (launched,) = (slot for slot in score.slots if slot.slot == "weapons.launched")
    assert (launched.verdict, launched.gold, launched.predicted) == (
        "NUL", {"min": 3, "max": 3, "approximate": False}, None,
    )  # fmt: skip


def test_a_town_is_accepted_for_its_site() -> None:
    gold = label(strike(0, "Harbour"), places__0=[{"name": "Odesa"}])
    assert outcome(gold, strike(0, "Odesa"), "places") == ["COR"]
    assert outcome(gold, strike(0, "Harbour Odesa"), "places") == ["COR", "SPU"]


def test_an_element_that_may_be_left_out_is_right_in_and_out() -> None:
    gold = label(strike(0, "Odesa Kyiv"), places__1=[None])
    assert outcome(gold, strike(0, "Odesa"), "places") == ["COR"]
    assert outcome(gold, strike(0, "Odesa Kyiv"), "places") == ["COR", "COR"]


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        (("house",), ["COR"]),
        (("house", "quay"), ["COR", "COR"]),
        (("house", "bridge"), ["COR", "SPU"]),
        (("quay",), ["COR", "MIS"]),
        ((), ["MIS"]),
    ],
)
def test_further_elements_may_be_present(predicted: tuple[str, ...], expected: list[str]) -> None:
    further = {"category": "port", "text": "quay"}
    gold = label_at(strike(0, targets=(target("residential", "house"),)), "r", {"/targets/-": (further,)})
    categories = {"house": "residential", "quay": "port", "bridge": "transport"}
    found = tuple(target(categories[text], text) for text in predicted)
    assert outcome(gold, strike(0, targets=found), "targets") == expected


def test_further_elements_never_take_what_is_needed() -> None:
    house = {"category": "residential", "text": "house"}
    gold = label_at(strike(0, targets=(target("residential", "house"),)), "r", {"/targets/-": (house,)})
    assert outcome(gold, strike(0, targets=(target("residential", "house"),)), "targets") == ["COR"]


def test_what_may_be_left_out_never_takes_what_is_needed() -> None:
    gold = label(strike(0, "Odesa Odessa"), places__0=[None])
    assert outcome(gold, strike(0, "Odesa"), "places") == ["COR"]


def test_of_whole_lists_the_best_one_counts() -> None:
    gold = label_at(strike(0, "Odesa Kyiv"), "r", {"/places": ([{"name": "Lviv"}], [])})
    assert outcome(gold, strike(0, "Odesa Kyiv"), "places") == ["COR", "COR"]
    assert outcome(gold, strike(0, "Lviv"), "places") == ["COR"]
    assert outcome(gold, strike(0, ""), "places") == ["NUL"]
    assert outcome(gold, strike(0, "Smila"), "places") == ["SPU"]


def test_a_date_may_be_read_in_parts() -> None:
    gold = label(strike(0, date=on("this month", "2024-03-01", "2024-03-31")), date__end=["2024-03-15"])
    assert outcome(gold, strike(0, date=on("March", "2024-03-01", "2024-03-15")), "date") == ["COR"]


def test_likeness_is_the_f1_of_fills_by_hand() -> None:
    (score,) = scored(strike(0, "Odesa Kyiv", killed=20, injured=9), strike(0, "Odesa", killed=(20, None), injured=8))
    # COR: scope, attack_type, attribution, one place; PAR: killed; INC: injured; MIS: the other place.
    assert likeness(score.slots) == pytest.approx(2 * 4.5 / (7 + 6))
