"""The figures of a group, computed by hand."""

import pytest
from tests.evals.labelled import gold_of, label, scored, scored_case
from tests.extraction.recording import gift, strike

from groundwire.evals.scoring.aggregate import score_group
from groundwire.evals.scoring.figures import METRICS
from groundwire.evals.scoring.scores import CaseScore, Grounded
from groundwire.schemas import Money, Quantity, Record, Usage, Weapon


def figures(*cases: CaseScore) -> dict[str, float | None]:
    return {name: interval.value for name, interval in score_group(cases).metrics.items()}


def case(gold: list[Record], predicted: list[Record], name: str = "000") -> CaseScore:
    return scored_case(*scored(gold_of(*gold), *predicted), case=name, origin=name)


def drones(launched: int) -> Weapon:
    return Weapon(kind="drone", launched=Quantity(min=launched, max=launched))


MIXED = case(
    [strike(0, "Odesa", killed=20, weapons=(drones(9),)), strike(100, "Kyiv", killed=1), gift(200, "Sweden")],
    [
        strike(0, "Odesa", killed=21, injured=4, weapons=(drones(9),)),
        strike(300, "Lviv", killed=7),
        gift(200, "Sweden"),
    ],
)
"""Odesa is found with scope, type, attribution, place, kind and count of drones right, a wrong toll and one made up;
Kyiv is missed with 5 values, Lviv is spurious with 5; the gift's 3 values are right."""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("record.precision", 2 / 3),
        ("record.recall", 2 / 3),
        ("record.f1", 2 / 3),
        ("attack.record.precision", 1 / 2),
        ("aid_pledge.record.f1", 1),
        ("diplomatic_event.record.f1", None),
        ("slot.precision", 9 / (8 + 5 + 3)),
        ("slot.recall", 9 / (7 + 5 + 3)),
        ("slot.f1", 18 / (16 + 15)),
        ("slot.matched_f1", 18 / (11 + 10)),
        ("attack.slot.f1", 12 / (13 + 12)),
        ("attack.slot.matched_f1", 12 / (8 + 7)),
        ("aid_pledge.slot.f1", 1),
        ("diplomatic_event.slot.f1", None),
        ("figure.precision", 1 / 4),
        ("figure.recall", 1 / 3),
        ("figure.f1", 2 / 7),
        ("wrong_figures", 3),
        ("exact_record_rate", 1 / 3),
        # Left empty: name and stops of the drone, attackers, date, targets, civilian harm, 7 fields of the gift.
        ("null_accuracy", 13 / 14),
        ("article_slot_f1_mean", 18 / (16 + 15)),
        ("hallucinated_records", 1),
        ("failure_rate", 0),
    ],
)
def test_by_hand(name: str, value: float | None) -> None:
    assert figures(MIXED)[name] == (value if value is None else pytest.approx(value))


def test_half_credit() -> None:
    half = figures(case([strike(0, "Odesa", killed=20)], [strike(0, "Odesa", killed=(20, None))]))
    assert half["figure.precision"] == half["figure.recall"] == 0.5
    assert half["slot.f1"] == pytest.approx(4.5 / 5)
    assert half["wrong_figures"] == 0


def test_counts_and_slots_are_told() -> None:
    group = score_group([MIXED])
    assert group.counts == {"COR": 9, "PAR": 0, "INC": 1, "SPU": 6, "MIS": 5, "NUL": 13}
    assert group.slots["attack.killed"] == {"INC": 1, "MIS": 1, "SPU": 1}
    assert group.slots["attack.weapons.launched"] == {"COR": 1}
    assert group.slots["aid_pledge.amount"] == {"NUL": 1}


def test_sums_are_divided_once_but_the_mean_over_articles_is_unweighted() -> None:
    right = case([strike(0, "Odesa")], [strike(0, "Odesa")], "right")
    missed = case([strike(0, "Odesa", killed=1), strike(50, "Kyiv", killed=1)], [], "missed")
    quiet = case([], [], "quiet")
    found = figures(right, missed, quiet)
    assert found["record.recall"] == pytest.approx(1 / 3)
    assert found["slot.recall"] == pytest.approx(4 / (4 + 10))
    assert found["article_slot_f1_mean"] == pytest.approx((1 + 0) / 2)


def test_optional_records_count_nowhere() -> None:
    gold = gold_of(
        label(strike(0, "Odesa", killed=3), "found", optional=True),
        label(strike(100, "Kyiv", killed=3), "missed", optional=True),
    )
    group = score_group([scored_case(*scored(gold, strike(0, "Odesa", killed=4)))])
    assert group.metrics["record.f1"].value is None
    assert group.metrics["wrong_figures"].value == 0
    assert group.slots == {}


def test_a_sum_in_the_wrong_currency_is_a_wrong_figure() -> None:
    euros, dollars = (Money(value=90, currency=currency) for currency in ("EUR", "USD"))
    gold, predicted = gift(0, "Sweden", euros, stated_equivalents=(dollars,)), gift(0, "Sweden", dollars)
    found = figures(case([gold], [predicted]))
    assert (found["wrong_figures"], found["figure.recall"]) == (1, 0)


def test_support_failures_and_forbidden_strings_are_rates() -> None:
    fine = scored_case().model_copy(update={"grounded": Grounded(values=10, supported=9, numbers=4)})
    bad = scored_case().model_copy(
        update={
            "grounded": Grounded(values=2, supported=0, numbers=1, unsupported_numbers=("x",)),
            "forbidden": ("a", "b"),
        }
    )
    gone = scored_case().model_copy(update={"failure": "answer: none", "seconds": None})
    found = figures(fine, bad, gone)
    assert found["grounding_rate"] == pytest.approx(9 / 12)
    assert found["unsupported_number_rate"] == pytest.approx(1 / 5)
    assert found["forbidden_rate"] == found["failure_rate"] == pytest.approx(1 / 3)


def test_costs_are_means_over_the_answers_that_have_them() -> None:
    def took(tokens: int, cost: float | None, seconds: float) -> CaseScore:
        usage = Usage(calls=1, prompt_tokens=tokens, completion_tokens=tokens // 10)
        return scored_case().model_copy(update={"usage": usage, "cost_usd": cost, "seconds": seconds})

    gone = scored_case().model_copy(update={"failure": "answer: none", "seconds": None})
    found = figures(took(100, 0.5, 1), took(300, None, 2), took(200, 0.1, 40), gone)
    assert (found["calls"], found["prompt_tokens"], found["completion_tokens"]) == (1, 200, 20)
    assert found["cost_usd"] == pytest.approx(0.3)
    assert (found["seconds_p50"], found["seconds_p95"]) == (2, 40)


def test_what_has_no_denominator_is_null() -> None:
    nothing = figures(scored_case().model_copy(update={"seconds": None}))
    assert nothing["slot.f1"] is None
    assert nothing["cost_usd"] is None
    assert nothing["seconds_p50"] is None


def test_every_figure_goes_by_its_name_and_says_what_it_is() -> None:
    for name, metric in METRICS.items():
        assert metric.name == name
        assert metric.meaning.endswith(".")
        assert metric.unit
