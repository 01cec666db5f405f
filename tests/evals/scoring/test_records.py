"""Laws of scoring records: the order never matters, gold is perfect against itself, right answers never hurt."""

import random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.evals.labelled import gold_of, label, scored, scored_case
from tests.extraction.recording import act, gift, on, quantity, strike

from groundwire.evals.labels.gold import GoldArticle
from groundwire.evals.scoring.records import records_of, score_records
from groundwire.evals.scoring.sums import Sums, sums_of
from groundwire.schemas import Money, Quantity, Record, Target, Weapon

PLACES = st.sampled_from(["Odesa", "Odessa", "Kyiv", "Lviv", "Lutsk"])
FIGURES = st.sampled_from([None, 3, 4, (3, None), (3, 4), (None, None)])
FRIDAY, SUNDAY = on("Friday", "2024-03-15"), on("Sunday", "2024-03-17")
DATES = st.sampled_from([None, on("Friday"), on("Friday night"), FRIDAY, SUNDAY])
TARGETS = st.builds(Target, category=st.sampled_from(["port", "food"]), text=st.sampled_from(["quay", "food depot"]))
WEAPONS = st.builds(
    Weapon,
    kind=st.sampled_from(["missile", "cruise_missile", "drone"]),
    name=st.sampled_from([None, "Kalibr", "Kalibr-M"]),
    launched=st.sampled_from([None, quantity(3), quantity(4)]),
)
STRIKES = st.builds(
    lambda at, places, killed, **more: strike(at, " ".join(places), killed, **more),
    st.integers(0, 30),
    st.lists(PLACES, max_size=3),
    FIGURES,
    injured=FIGURES,
    date=DATES,
    targets=st.lists(TARGETS, max_size=3).map(tuple),
    weapons=st.lists(WEAPONS, max_size=3).map(tuple),
    scope=st.sampled_from(["incident", "wave"]),
)
STATES = st.lists(st.sampled_from(["Poland", "Russia", "Ukraine", "Ruritania"]), max_size=2, unique=True).map(" ".join)
ACTS = st.builds(act, st.integers(0, 30), STATES, STATES, st.sampled_from(["accuse", "support"]), date=DATES)
SUMS = st.sampled_from([None, Money(value=90, currency="EUR"), Money(value=91, currency="EUR")])
GIFTS = st.builds(gift, st.integers(0, 30), STATES, SUMS, st.sampled_from([(), ("boots",), ("boots", "winter boots")]))
RECORDS: st.SearchStrategy[list[Record]] = st.lists(st.one_of(STRIKES, ACTS, GIFTS), max_size=5)
COUNTS = [
    f"{of}.{part}"
    for of, parts in {
        "records": ("gold", "predicted", "matched"),
        "slots": ("credit", "possible", "actual"),
        "figures": ("possible", "actual"),
    }.items()
    for part in parts
]


def counts(gold: list[Record] | GoldArticle, predicted: list[Record]) -> Sums:
    article = gold if isinstance(gold, GoldArticle) else gold_of(*gold)
    sums = sums_of(scored_case(*scored(article, *predicted)))
    return {name: sums.get(name, 0) for name in COUNTS}


def f1(sums: Sums) -> float:
    below = sums["slots.possible"] + sums["slots.actual"]
    return 2 * sums["slots.credit"] / below if below else 1.0


def shuffled(record: Record, chance: random.Random) -> Record:
    """The record with the elements of its lists in another order."""
    lists: dict[str, Any] = {name: value for name, value in record if isinstance(value, tuple) and name != "evidence"}
    return record.model_copy(update={name: tuple(chance.sample(value, len(value))) for name, value in lists.items()})


@given(RECORDS, RECORDS, st.randoms(use_true_random=False))
def test_the_order_of_records_and_elements_does_not_matter(
    gold: list[Record], predicted: list[Record], chance: random.Random
) -> None:
    other = [shuffled(record, chance) for record in chance.sample(predicted, len(predicted))]
    assert counts(gold, predicted) == counts(gold, other)


@given(RECORDS)
def test_gold_is_perfect_against_itself(gold: list[Record]) -> None:
    scores = scored(gold_of(*gold), *gold)
    assert len(scores) == len(gold)
    assert all(score.exact for score in scores)
    assert {fill.verdict.value for score in scores for fill in score.slots} <= {"COR", "NUL"}


@given(RECORDS, RECORDS)
def test_swapping_the_sides_swaps_precision_and_recall(gold: list[Record], predicted: list[Record]) -> None:
    here, there = counts(gold, predicted), counts(predicted, gold)
    assert here["slots.credit"] == there["slots.credit"]
    assert here["records.matched"] == there["records.matched"]
    for part in ("slots", "figures"):
        assert here[f"{part}.possible"] == there[f"{part}.actual"]
    assert here["slots.actual"] == there["slots.possible"]


@given(RECORDS.filter(bool), RECORDS, st.data())
def test_adding_a_missed_record_never_hurts(gold: list[Record], predicted: list[Record], data: st.DataObject) -> None:
    article = gold_of(*gold)
    missed = [score.gold_id for score in scored(article, *predicted) if score.predicted_index is None]
    assume(missed)
    chosen = data.draw(st.sampled_from(missed))
    right = next(item.record for _, item in article.records() if item.id == chosen)
    before, after = counts(article, predicted), counts(article, [*predicted, right])
    assert after["records.matched"] == before["records.matched"] + 1
    assert after["slots.credit"] > before["slots.credit"]
    assert f1(after) >= f1(before)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans())
def test_a_changed_toll_is_always_wrong(toll: int, other: int, open_ended: bool) -> None:
    def told(figure: int) -> Quantity:
        return Quantity(min=figure, max=None if open_ended else figure)

    (score,) = scored(
        strike(0, "Odesa").model_copy(update={"killed": told(toll)}),
        strike(0, "Odesa").model_copy(update={"killed": told(other)}),
    )
    (killed,) = (slot.verdict.value for slot in score.slots if slot.slot == "killed")
    assert killed == ("COR" if toll == other else "INC")


def test_one_pass_of_labels_is_scored_against_another() -> None:
    first = gold_of(label(strike(0, "Odesa", killed=3), "a"), act(50, "Poland", "Russia", "accuse"))
    second = gold_of(label(strike(0, "Odesa", killed=4), "b"))
    found, missed = score_records(first, records_of(second))
    assert [slot.slot for slot in found.slots if slot.verdict == "INC"] == ["killed"]
    assert (missed.gold_id, missed.predicted_index) == ("r1", None)


def test_pairs_misses_and_spurious_records_are_told_with_their_places() -> None:
    gold = gold_of(label(strike(0, "Odesa", date=FRIDAY), "odesa"), label(strike(100, "Kyiv"), "kyiv"))
    odesa, kyiv, lviv = scored(gold, strike(300, "Lviv"), strike(0, "Odesa"))
    assert (odesa.gold_id, odesa.predicted_index, odesa.exact) == ("odesa", 1, False)
    assert (odesa.label, lviv.label) == ("missile_strike, Odesa, 2024-03-15", "missile_strike, Lviv")
    assert (kyiv.gold_id, kyiv.predicted_index, kyiv.predicted_spans) == ("kyiv", None, ())
    assert (lviv.gold_id, lviv.predicted_index, lviv.gold_spans) == (None, 0, ())
    assert [(span.start, span.end) for span in lviv.predicted_spans] == [(300, 309)]
