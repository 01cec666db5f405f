"""Which records are a pair: anchors, the least likeness, ties, and optional records."""

import pytest
from tests.evals.labelled import gold_of, label, scored, verdicts
from tests.extraction.recording import act, gift, on, strike

from groundwire.evals.scoring.scores import RecordScore
from groundwire.schemas import AidPledge, Attack, Evidence, Money, Record, Target


def paired(gold: Record, predicted: Record) -> bool:
    return len(scored(gold, predicted)) == 1


def partners(scores: tuple[RecordScore, ...]) -> dict[str | None, int | None]:
    return {score.gold_id: score.predicted_index for score in scores if score.gold_id is not None}


FRIDAY, SUNDAY = on("Friday", "2024-03-15"), on("Sunday", "2024-03-17")
QUAY, FERRY = Target(category="port", text="quay"), Target(category="port", text="ferry")
EUROS = Money(value=90, currency="EUR")


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        # Codes alone make no pair, however many agree.
        (strike(0, "Odesa"), strike(500, "Kyiv"), False),
        (strike(0, "Odesa"), strike(500, "Odesa"), True),
        (strike(0, "Odesa"), strike(0, "Kyiv"), True),
        # Nine characters of evidence: five in common are more than half, four are less.
        (strike(0, "Odesa"), strike(4, "Kyiv"), True),
        (strike(0, "Odesa"), strike(5, "Kyiv"), False),
        # A figure anchors only where the places do not speak against it.
        (strike(0, "Odesa", killed=3), strike(500, "", killed=3), True),
        (strike(0, "Odesa", killed=3), strike(500, "Kyiv", killed=3), False),
        (strike(0, "", killed=3), strike(500, "", killed=4), False),
        (strike(0, "Odesa", targets=(QUAY,)), strike(500, "", targets=(QUAY,)), True),
        (strike(0, "", targets=(QUAY,)), strike(500, "", targets=(FERRY,)), False),
        # Another day is another event, unless the same words tell it.
        (strike(0, "Odesa", date=FRIDAY), strike(500, "Odesa", date=SUNDAY), False),
        (strike(0, "Odesa", date=FRIDAY), strike(0, "Odesa", date=SUNDAY), True),
        (strike(0, "Odesa", date=FRIDAY), strike(500, "Odesa", date=on("Sunday")), True),
        (act(0, "Poland", "Russia", "accuse"), act(500, "Poland", "Ukraine", "accuse"), True),
        (act(0, "Poland", "Russia", "accuse"), act(500, "Poland", "Russia", "support"), False),
        (act(0, "Poland", "Russia", "accuse"), act(500, "Sweden", "Ukraine", "accuse"), False),
        (act(0, "Poland", "Russia", "accuse"), act(0, "Poland", "Ukraine", "support"), True),
        (gift(0, "Sweden", EUROS), gift(500, "Norway", EUROS), True),
        (gift(0, "Sweden", items=("boots",)), gift(500, "", items=("boots",)), True),
        (gift(0, "Sweden"), gift(500, "Sweden"), True),
        (gift(0, "Sweden"), gift(500, "Sweden", aid_type="financial"), False),
        (gift(0, "Sweden"), gift(500, "Norway"), False),
    ],
)  # fmt: skip
def test_what_makes_a_pair(gold: Record, predicted: Record, expected: bool) -> None:
    assert paired(gold, predicted) == expected
    assert paired(predicted, gold) == expected


def test_one_sentence_that_tells_unlike_events_makes_no_pair() -> None:
    gold = strike(0, "Odesa Kyiv Lviv", killed=3, injured=4, scope="wave", attribution="claimed")
    predicted = strike(0, "Smila Lutsk", killed=8, injured=9, attack_type="shelling", scope="campaign")
    assert not paired(gold, predicted)


def test_the_pairing_that_is_most_alike_in_all_is_taken() -> None:
    # The first prediction could be either gold record; the second only the first one.
    gold = gold_of(label(strike(0, "Odesa", killed=3), "a"), label(strike(500, "Odesa", killed=8), "b"))
    only_a = strike(0, "Odesa Lviv", killed=3)
    assert partners(scored(gold, strike(900, "Odesa", killed=8), only_a)) == {"a": 1, "b": 0}


def test_a_record_of_the_whole_does_not_take_the_place_of_the_part_that_stands_in_its_sentence() -> None:
    # Both share most codes with the gold record; the one of its own sentence has the right toll.
    gold = gold_of(label(strike(0, "Odesa", killed=2, injured=9), "odesa"))
    whole = strike(500, "Odesa", killed=3, injured=9)
    part = strike(0, "Odesa Kyiv", killed=2, attack_type="shelling", attribution="unknown")
    (pair, _) = scored(gold, whole, part)
    assert pair.predicted_index == 1
    assert verdicts(pair, "killed") == ["COR"]


def test_where_the_slots_are_equal_the_evidence_decides() -> None:
    gold = gold_of(label(strike(0, "Odesa"), "early"), label(strike(100, "Odesa"), "late"))
    assert partners(scored(gold, strike(100, "Odesa"), strike(0, "Odesa"))) == {"early": 1, "late": 0}


def test_what_is_needed_comes_before_what_is_optional() -> None:
    gold = gold_of(label(strike(0, "Odesa"), "optional", optional=True), label(strike(0, "Odesa"), "needed"))
    assert partners(scored(gold, strike(0, "Odesa"))) == {"optional": None, "needed": 0}


def test_a_prediction_of_an_optional_record_is_not_spurious() -> None:
    gold = gold_of(label(strike(0, "Odesa"), "optional", optional=True))
    (score,) = scored(gold, strike(0, "Odesa"))
    assert (score.gold_id, score.predicted_index, score.optional) == ("optional", 0, True)
    (missed,) = scored(gold)
    assert (missed.predicted_index, missed.optional) == (None, True)


def test_records_of_different_kinds_are_never_a_pair() -> None:
    assert not paired(strike(0, "Odesa"), gift(0, "Sweden"))


def test_a_record_without_evidence_can_still_be_anchored_by_its_facts() -> None:
    bare = strike(0, "Odesa").model_copy(update={"evidence": ()})
    assert paired(strike(0, "Odesa"), bare)
    assert not paired(strike(0, "Kyiv"), bare)


def test_longer_evidence_that_holds_the_shorter_is_the_same() -> None:
    long = strike(0, "Kyiv").model_copy(update={"evidence": (Evidence(quote="x" * 400, start=0, end=400),)})
    assert isinstance(long, Attack)
    assert paired(strike(200, "Odesa"), long)


def test_a_pledge_is_anchored_by_its_equivalents() -> None:
    dollars = Money(value=105, currency="USD")
    gold = gift(0, "Sweden", EUROS, stated_equivalents=(dollars,))
    predicted = gift(500, "Norway", stated_equivalents=(dollars,), aid_type="financial")
    assert isinstance(predicted, AidPledge)
    assert paired(gold, predicted)
