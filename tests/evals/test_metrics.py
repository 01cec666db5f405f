"""GTT's F1, CEAF-REE and CEAF-RME: every clause by hand."""

from collections.abc import Callable
from typing import Any, Literal

import pytest

from groundwire.evals.metrics import Scores, ceaf_ree, ceaf_rme, gtt


def attack(event_type: str = "attack", **roles: object) -> dict[str, Any]:
    return {"incident_type": event_type, **roles}


def sums(scores: Scores) -> tuple[float, float, float, float]:
    return scores[3:]


def in_one_document(
    metric: Callable[..., Scores], pred: list[dict[str, Any]], gold: list[dict[str, Any]], **options: str
) -> tuple[float, float, float, float]:
    return sums(metric({"d": pred}, {"d": gold}, **options))


SIEGE = attack("attack / bombing", Men=[["the two men", "men"]], Hurt=[["Smith", "Mr. Smith"]], Arms=[["bomb"]])


def test_scores_divide_the_sums() -> None:
    scores = gtt({"d": [attack(Men=[["men"]], Hurt=[["Smith"], ["Doe"]])]}, {"d": [SIEGE]})
    # Type, men and Smith of 1 + 3 predicted; the same of 1 + 3 gold. F = 2 · 3/4 · 3/4 / (3/4 + 3/4).
    assert scores == Scores(precision=0.75, recall=0.75, f1=0.75, p_num=3, p_den=4, r_num=3, r_den=4)
    unlike = gtt({"d": [attack(Men=[["men"]])]}, {"d": [SIEGE]})
    # P = 2/2, R = 2/4, F = 2 · 1 · 1/2 / (3/2) = 2/3.
    assert (unlike.precision, unlike.recall) == (1.0, 0.5)
    assert unlike.f1 == pytest.approx(2 / 3)
    assert gtt({"d": []}, {"d": []}) == Scores(0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("mention", "same"),
    [("The  TWO men.", "two men"), ("car-bomb", "carbomb"), ("a.n. other", "other"), ("'Theo' a", "theo"), ("Ω", "ω")],
)
def test_mentions_are_compared_normalised(mention: str, same: str) -> None:
    pred, gold = {"d": [attack(Men=[[mention]])]}, {"d": [attack(Men=[[same]])]}
    assert gtt(pred, gold).f1 == ceaf_ree(pred, gold).f1 == ceaf_rme(pred, gold).f1 == 1
    assert gtt({"d": [attack(Men=[["two  mens"]])]}, gold).f1 < 1


@pytest.mark.parametrize(
    ("predicted", "gold", "p_num"),
    [
        ("attack", "attack / bombing", 2),
        ("bombing", "attack / bombing", 2),
        ("attack / bombing", "attack", 0),
        ("Attack", "attack", 0),
        ("arson", "attack", 0),
    ],
)
def test_gtt_looks_for_the_predicted_type_in_the_gold_type(predicted: str, gold: str, p_num: int) -> None:
    pair = [attack(predicted, Men=[["x"]])], [attack(gold, Men=[["x"]])]
    assert in_one_document(gtt, *pair) == (p_num, 2, p_num, 2)


def test_gtt_matches_entities_not_one_to_one() -> None:
    # Both predictions lie in the one gold entity: 1 + 2 of 1 + 2 predicted, 1 + 1 of 1 + 1 gold.
    pair = [attack(Men=[["x"], ["y"]])], [attack(Men=[["x", "y"]])]
    assert in_one_document(gtt, *pair) == (3, 3, 2, 2)
    # One prediction lies in both gold entities: 1 + 1 of 2, 1 + 2 of 3.
    pair = [attack(Men=[["x"]])], [attack(Men=[["x", "y"], ["x", "z"]])]
    assert in_one_document(gtt, *pair) == (2, 2, 3, 3)
    # All mentions must be in one gold entity: y and z are in two. Only the type counts.
    pair = [attack(Men=[["y", "z"]])], [attack(Men=[["x", "y"], ["x", "z"]])]
    assert in_one_document(gtt, *pair) == (1, 2, 1, 3)


def test_gtt_maps_templates_for_the_best_f1_of_the_document() -> None:
    # The first prediction fits both gold templates, the second only the first: 2 + 2 of 2 + 2.
    pred = [attack(Men=[["x"]]), attack(Hurt=[["y"]])]
    gold = [attack(Men=[["x"]], Hurt=[["y"]]), attack(Men=[["x"]], Arms=[["z"]])]
    # Crosswise: (type, x) + (type, y) = 4 of 4 predicted and 4 of 3 + 3 gold. Straight: 2 + 1 of both.
    assert in_one_document(gtt, pred, gold) == (4, 4, 4, 6)


def test_gtt_counts_unmapped_templates_in_the_denominators_only() -> None:
    more = [attack(Men=[["x"]]), attack(Men=[["x"]]), attack("arson")]
    # Predicted duplicates stay: 2 of 2 + 2 + 1.
    assert in_one_document(gtt, more, [attack(Men=[["x"]])]) == (2, 5, 2, 2)
    assert in_one_document(gtt, [], more) == (0, 0, 0, 3)
    assert in_one_document(gtt, more, []) == (0, 5, 0, 0)


def test_gtt_keeps_the_first_of_maps_with_equal_f1() -> None:
    # With a, x lies in two gold entities: 1 + 1 predicted, 1 + 2 gold. With b, x and y lie in one: 1 + 2 and 1 + 1.
    # Predicted are 1 + 6, gold 3 + 3 and 1 for the arson: F1 is the same for 2/7 and 3/7 as for 3/7 and 2/7.
    pred = [attack(Men=[["x"], ["y"]], Arms=[["p"], ["q"], ["r"], ["s"]])]
    a, b = attack(Men=[["x", "u"], ["x", "v"]]), attack(Men=[["x", "y"]], Hurt=[["w"]])
    gold = [a, b, attack("arson")]
    assert in_one_document(gtt, pred, gold) == (2, 7, 3, 7)
    assert in_one_document(gtt, pred, gold[::-1]) == (3, 7, 2, 7)
    assert gtt({"d": pred}, {"d": gold}).f1 == gtt({"d": pred}, {"d": gold[::-1]}).f1


def test_gold_templates_identical_after_normalisation_are_dropped_and_predicted_ones_are_not() -> None:
    twice = [attack(Men=[["x"], ["The y", "z"]]), attack(Men=[["z", "Y."], ["X"]], Hurt=[])]
    assert in_one_document(gtt, twice, twice) == (3, 6, 3, 3)
    assert in_one_document(ceaf_ree, twice, twice) == (2, 4, 2, 2)
    assert in_one_document(ceaf_rme, twice, twice) == (3, 6, 3, 3)
    # Of identical ones the first stays: k hits its first entity, which is that of b in one and that of a in the other.
    pred, a_first, b_first = (
        attack(Men=men) for men in ([["k"], ["b"]], [["k", "a"], ["k", "b"]], [["k", "b"], ["k", "a"]])
    )
    assert in_one_document(ceaf_rme, [pred], [a_first, b_first], phi="subset") == (2, 2, 2, 2)
    assert in_one_document(ceaf_rme, [pred], [b_first, a_first], phi="subset") == (2, 2, 1, 2)
    other_type = [twice[0], {**twice[1], "incident_type": "arson"}]
    assert in_one_document(gtt, [], other_type) == (0, 0, 0, 6)


@pytest.mark.parametrize("nothing", [{}, {"Men": None}, {"Men": []}, {"Men": ()}])
def test_roles_left_out_or_none_or_empty_are_empty(nothing: dict[str, Any]) -> None:
    assert in_one_document(gtt, [attack(**nothing)], [attack(Men=[["x"]])]) == (1, 1, 1, 2)
    assert in_one_document(gtt, [attack(Men=[["x"]])], [attack(**nothing)]) == (1, 2, 1, 1)
    assert in_one_document(ceaf_ree, [attack(**nothing)], [attack(Men=[["x"]])]) == (0, 0, 0, 1)
    assert in_one_document(ceaf_rme, [attack(Men=[["x"]])], [attack(**nothing)]) == (0, 1, 0, 0)


def test_roles_are_those_of_either_side() -> None:
    pair = [attack(Donor=[["x"]])], [attack(Giver=[["x"]])]
    assert in_one_document(gtt, *pair) == (1, 2, 1, 2)
    assert in_one_document(ceaf_ree, *pair) == (0, 1, 0, 1)
    assert in_one_document(ceaf_rme, *pair) == (0, 1, 0, 1)


def test_an_entity_without_mentions_matches_nothing() -> None:
    some, none = [attack(Men=[["x"]])], [attack(Men=[[]])]
    # Predicted: 1 spurious entity. Gold: dropped.
    assert in_one_document(gtt, none, some) == (1, 2, 1, 2)
    assert in_one_document(gtt, none, none) == (1, 2, 1, 1)
    assert in_one_document(ceaf_ree, none, some) == (0, 1, 0, 1)
    assert in_one_document(ceaf_ree, none, some, phi="prop") == (0, 1, 0, 1)
    assert in_one_document(ceaf_rme, none, none) == (0, 0, 0, 0)
    assert in_one_document(ceaf_rme, none, none, phi="subset") == (0, 1, 0, 0)


@pytest.mark.parametrize("empty", ["", "the", "... A"])
def test_a_mention_of_which_nothing_is_left_equals_the_next_such(empty: str) -> None:
    pred, gold = [attack(Men=[["x", empty]])], [attack(Men=[["x"], ["An", "y"]])]
    # {x, ""} lies in neither {x} nor {"", y}: the type alone counts. phi3 shares one mention with either.
    assert in_one_document(gtt, pred, gold) == (1, 2, 1, 3)
    assert in_one_document(ceaf_rme, pred, gold) == (1, 2, 1, 3)
    assert in_one_document(gtt, [attack(Men=[[empty]])], gold) == (2, 2, 2, 3)
    assert in_one_document(ceaf_ree, [attack(Men=[[empty]])], [attack(Men=[["x"]])]) == (0, 1, 0, 1)
    assert gtt({"d": gold}, {"d": gold}).f1 == 1


@pytest.mark.parametrize("nothing", [None, [], 5])
def test_a_predicted_type_that_is_no_string_is_attack_for_gtt_and_none_for_ceaf_rme(nothing: object) -> None:
    pred = [{"incident_type": nothing, "Men": [["x"]]}]
    assert in_one_document(gtt, pred, [SIEGE]) == (1, 2, 1, 4)
    assert in_one_document(gtt, pred, [attack("arson", Men=[["x"]])]) == (0, 2, 0, 2)
    assert in_one_document(ceaf_ree, pred, [attack("arson", Men=[["x"]])]) == (1, 1, 1, 1)
    assert in_one_document(ceaf_rme, pred, [attack(Men=[["x"]])]) == (0, 1, 0, 1)
    assert in_one_document(ceaf_rme, pred, [attack("attack /", Men=[["x"]])]) == (0, 1, 0, 2)


def test_an_empty_predicted_type_is_part_of_every_gold_type() -> None:
    pair = [attack("", Men=[["x"]])], [attack(Men=[["x"]])]
    assert in_one_document(gtt, *pair) == (2, 2, 2, 2)
    assert in_one_document(ceaf_rme, *pair) == (0, 1, 0, 1)


def test_a_key_that_never_has_a_list_is_no_role() -> None:
    gold = [attack(Men=[["x"]], number=7, stage="accomplished")]
    for metric in (gtt, ceaf_ree, ceaf_rme):
        assert metric({"d": [attack(Men=[["x"]], stage="attempted")]}, {"d": gold}).f1 == 1
        with pytest.raises(TypeError, match=r"pred\['d'\]\[0\].Men: expected a list of entities, got 'x'"):
            metric({"d": [attack(Men="x")]}, {"d": gold})
        with pytest.raises(TypeError, match=r"gold\['d'\]\[0\].stage: expected a list of entities, got 'accom"):
            metric({"e": [attack(stage=[])]}, {"d": gold})


def test_sums_run_over_documents_and_each_metric_has_its_documents() -> None:
    pred = {"both": [attack(Men=[["x"]])], "extra": [attack(Men=[["x"]])]}
    gold = {"both": [attack(Men=[["x"]])], "missed": [attack(Men=[["x"], ["y"]])]}
    assert sums(gtt(pred, gold)) == (2, 2, 2, 5)  # 2 of 2 and 0 of 3
    assert sums(ceaf_ree(pred, gold)) == (1, 1, 1, 3)
    assert sums(ceaf_rme(pred, gold)) == (1, 2, 1, 3)  # with the document that only pred has
    assert sums(gtt(pred, {**gold, "extra": []})) == (2, 4, 2, 5)


PIPES = [["pipes"], ["phone building"], ["booth"], ["phone offices"]]
BUILDINGS = [["phone company building", "phone building", "phone offices"], ["pipes"], ["booth"]]


def test_ceaf_ree_aligns_entities_one_to_one() -> None:
    # Two predictions lie in the first gold entity; one counts. P = 3/4, R = 3/3.
    assert in_one_document(ceaf_ree, [attack(Target=PIPES)], [attack(Target=BUILDINGS)]) == (3, 4, 3, 3)


def test_ceaf_ree_takes_a_prediction_that_joins_two_entities_for_wrong_or_in_part() -> None:
    pred = [attack(Men=[["m1", "m2", "m3", "m4"], ["m5"], ["m6"]])]
    gold = [attack(Men=[["m1", "m2", "m3"], ["m4"], ["m5"], ["m6"]])]
    assert in_one_document(ceaf_ree, pred, gold) == (2, 3, 2, 4)
    # 3 of its 4 mentions: 3/4 + 1 + 1.
    assert in_one_document(ceaf_ree, pred, gold, phi="prop") == (2.75, 3, 2.75, 4)
    assert in_one_document(ceaf_ree, gold, pred) == (3, 4, 3, 3)  # subset the other way round: three of four lie in one


def test_ceaf_ree_pools_roles_over_templates_whatever_their_type() -> None:
    pred = [attack("arson", Men=[["x"]], Hurt=[["z"]])]
    gold = [attack(Men=[["x", "y"]]), attack("bombing", Men=[["x"]], Arms=[["z"]])]
    # Men: 1 of 1 and 2; Hurt: 0 of 1 and 0; Arms: 0 of 0 and 1.
    assert in_one_document(ceaf_ree, pred, gold) == (1, 2, 1, 3)


def test_phi3_counts_shared_mentions_of_entities_paired_one_to_one() -> None:
    pred = [attack(Men=[["k", "m"], ["n"]], Hurt=[["k"]])]
    gold = [attack(Men=[["k", "m", "n"], ["m", "o"]], Hurt=[["z"]])]
    # Straight: {k, m} with {k, m, n} 2, {n} with {m, o} 0. Crosswise: 1 + 1. Either way 2 of 4 and 6 mentions.
    assert in_one_document(ceaf_rme, pred, gold) == (2, 4, 2, 6)


def test_phi3_shares_a_mention_as_often_as_pred_repeats_it_and_prop_as_both_do() -> None:
    once, twice = [attack(Men=[["bomb"]])], [attack(Men=[["bomb", "the bomb"]])]
    assert in_one_document(ceaf_rme, once, twice) == (1, 1, 1, 2)
    assert in_one_document(ceaf_rme, twice, once) == (2, 2, 2, 1)  # as in the released code
    assert in_one_document(ceaf_rme, twice, twice) == (2, 2, 2, 2)
    assert in_one_document(ceaf_ree, twice, once, phi="prop") == (0.5, 1, 0.5, 1)
    assert in_one_document(ceaf_ree, once, twice, phi="prop") == (1, 1, 1, 1)


@pytest.mark.parametrize("phi", ["phi3", "subset"])
def test_ceaf_rme_scores_a_wrong_type_0_and_a_right_one_with_nothing_else_0(phi: Literal["phi3", "subset"]) -> None:
    assert in_one_document(ceaf_rme, [attack("arson", Men=[["x"]])], [attack(Men=[["x"]])], phi=phi) == (0, 1, 0, 1)
    assert in_one_document(ceaf_rme, [attack()], [attack()], phi=phi) == (0, 0, 0, 0)
    # Part of a type is not the type.
    assert in_one_document(ceaf_rme, [attack("att", Men=[["x"]])], [attack(Men=[["x"]])], phi=phi) == (0, 1, 0, 1)


def test_ceaf_rme_keeps_the_better_half_of_a_composite_gold_type() -> None:
    gold = [attack("attack / bombing", Men=[["x"], ["y"]], Arms=[["z"]])]
    # As in the released code, gold's three mentions count for both halves, unless nothing is predicted.
    assert in_one_document(ceaf_rme, [attack("bombing", Men=[["x"]])], gold) == (1, 1, 1, 6)
    assert in_one_document(ceaf_rme, [], gold) == (0, 0, 0, 3)
    assert in_one_document(ceaf_rme, [attack("bombing", Men=[["x"]])], gold, phi="subset") == (1, 1, 1, 3)
    # attack scores 1, bombing 2: bombing is kept.
    both = [attack("attack", Men=[["x"]]), attack("bombing", Men=[["y"]], Arms=[["z"]])]
    assert in_one_document(ceaf_rme, both, gold) == (2, 3, 2, 6)
    # 1 + 1 for attack, 2 for bombing: the first of equals, and one of the two predictions finds no partner.
    three = [attack("attack", Men=[["x"]]), attack("attack", Men=[["y"]]), both[1]]
    assert in_one_document(ceaf_rme, three, gold) == (1, 4, 1, 6)
    assert in_one_document(ceaf_rme, three, [{**gold[0], "incident_type": "bombing/attack"}]) == (2, 4, 2, 6)
    assert in_one_document(ceaf_rme, gold, gold) == (0, 3, 0, 6)  # a predicted composite type is no half


def test_ceaf_rme_aligns_templates_one_to_one() -> None:
    pred = [attack(Men=[["x"]], Hurt=[["y"]]), attack(Men=[["x"]])]
    gold = [attack(Men=[["x"]]), attack(Men=[["x"]], Hurt=[["y"]], Arms=[["z"]])]
    # Straight, 1 + 1 mentions are shared; crosswise, 2 + 1.
    assert in_one_document(ceaf_rme, pred, gold) == (3, 3, 3, 4)
    assert in_one_document(ceaf_rme, pred, gold[:1]) == (1, 3, 1, 1)


def test_subset_counts_predicted_entities_that_share_a_mention_and_gold_entities_hit() -> None:
    # Two predictions share a mention with the first gold entity, none with the second.
    pair = [attack(Men=[["k", "q"], ["m"], ["z"]])], [attack(Men=[["k", "m"], ["n"]])]
    assert in_one_document(ceaf_rme, *pair, phi="subset") == (2, 3, 1, 2)
    # A prediction hits one gold entity: the first with the first mention that any has.
    pair = [attack(Men=[["q", "n", "k"]])], [attack(Men=[["k"], ["n"]])]
    assert in_one_document(ceaf_rme, *pair, phi="subset") == (1, 1, 1, 2)
    pair = [attack(Men=[["n", "k"], ["n"]])], [attack(Men=[["k"], ["n"]])]
    assert in_one_document(ceaf_rme, *pair, phi="subset") == (2, 2, 1, 2)
    pair = [attack(Men=[["k", "n"], ["n"]])], [attack(Men=[["k"], ["n"]])]
    assert in_one_document(ceaf_rme, *pair, phi="subset") == (2, 2, 2, 2)


@pytest.mark.parametrize("metric", [ceaf_rme, ceaf_ree])
def test_an_unknown_phi_is_refused(metric: Callable[..., Scores]) -> None:
    with pytest.raises(ValueError, match="phi is 'phi4': expected"):
        metric({}, {}, phi="phi4")


@pytest.mark.parametrize(
    ("documents", "error", "message"),
    [
        ([], TypeError, r"pred: expected a dictionary of documents, got list"),
        ({"d": {}}, TypeError, r"pred\['d'\]: expected a list of templates, got dict"),
        ({"d": [attack(), "x"]}, TypeError, r"pred\['d'\]\[1\]: expected a template \(a dictionary\), got 'x'"),
        ({"d": [{"Men": []}]}, ValueError, r"pred\['d'\]\[0\]: incident_type is missing"),
        ({"d": [attack(Men=["x"])]}, TypeError, r"pred\['d'\]\[0\].Men\[0\]: expected a list of mentions, got 'x'"),
        ({"d": [attack(Men=[["x", 5]])]}, TypeError, r"pred\['d'\]\[0\].Men\[0\]\[1\]: expected a mention .*, got int"),
    ],
)
@pytest.mark.parametrize("metric", [gtt, ceaf_ree, ceaf_rme])
def test_what_has_another_form_is_refused_with_its_place(
    metric: Callable[..., Scores], documents: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        metric(documents, {})
    with pytest.raises(error, match=message.replace("pred", "gold")):
        metric({}, documents)


@pytest.mark.parametrize("metric", [gtt, ceaf_ree, ceaf_rme])
def test_gold_without_a_type_is_refused(metric: Callable[..., Scores]) -> None:
    with pytest.raises(TypeError, match=r"gold\['d'\]\[0\].incident_type: expected a string, got None"):
        metric({}, {"d": [{"incident_type": None}]})
    with pytest.raises(ValueError, match=r"gold\['d'\]\[0\].incident_type is empty"):
        metric({}, {"d": [attack(" ")]})
