"""Confusion tables by hand: misses, inventions, accepted readings, optional records."""

from groundwire.evals.report.confusion import CODED_SLOTS, confusions
from groundwire.evals.scoring.scores import CaseScore, RecordScore, SlotScore, Verdict
from groundwire.schemas import RecordType


def scored(*slots: SlotScore, kind: RecordType = RecordType.ATTACK, optional: bool = False) -> CaseScore:
    record = RecordScore(type=kind, label="", slots=slots, optional=optional)
    return CaseScore(case="000", family="gold", origin="000", repeat=1, records=(record,))


def test_every_slot_with_a_fixed_list_of_values_has_a_table() -> None:
    assert {f"{kind}.{slot}" for kind, slot in CODED_SLOTS} == {
        "attack.scope",
        "attack.attack_type",
        "attack.attribution",
        "diplomatic_event.event_type",
        "diplomatic_event.status",
        "aid_pledge.aid_type",
        "aid_pledge.instrument",
        "aid_pledge.status",
    }


def test_counts_stand_in_the_codebooks_order() -> None:
    (table,) = confusions(
        "gold",
        [
            scored(SlotScore(slot="attack_type", verdict=Verdict.COR, gold="shelling", predicted="shelling")),
            scored(SlotScore(slot="attack_type", verdict=Verdict.INC, gold="shelling", predicted="drone_strike")),
            scored(SlotScore(slot="attack_type", verdict=Verdict.MIS, gold="shelling")),
            scored(SlotScore(slot="attack_type", verdict=Verdict.SPU, predicted="drone_strike")),
        ],
    )
    assert (table.group, table.type, table.slot) == ("gold", RecordType.ATTACK, "attack_type")
    assert table.values == ("drone_strike", "shelling", "none")
    assert table.counts == ((0, 0, 0), (1, 1, 1), (1, 0, 0))


def test_an_accepted_other_reading_is_no_confusion() -> None:
    (table,) = confusions(
        "gold", [scored(SlotScore(slot="scope", verdict=Verdict.COR, gold="wave", predicted="campaign"))]
    )
    assert (table.values, table.counts) == (("campaign", "none"), ((1, 0), (0, 0)))


def test_optional_records_empty_slots_and_other_slots_count_nowhere() -> None:
    wrong = SlotScore(slot="scope", verdict=Verdict.INC, gold="wave", predicted="incident")
    empty = SlotScore(slot="status", verdict=Verdict.NUL)
    free = SlotScore(slot="killed", verdict=Verdict.MIS, gold={"min": 1})
    cases = [scored(wrong, optional=True), scored(empty, kind=RecordType.DIPLOMATIC_EVENT), scored(free)]
    assert list(confusions("gold", cases)) == []
