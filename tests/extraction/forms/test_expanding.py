"""Sentences of one event are put together; those of another, or of another paragraph, are not."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from tests.extraction.forms.forming import told

from groundwire.extraction.forms.expanding import Chosen, expanded
from groundwire.schemas import RecordType

ATTACK, DIPLOMACY, AID = RecordType.ATTACK, RecordType.DIPLOMATIC_EVENT, RecordType.AID_PLEDGE


def chosen(position: int, words: Mapping[str, Any], *, back: bool = False, paragraph: int = 0) -> Chosen:
    """A choice of words where nothing else was offered."""
    offer = {slot: tuple(said) if isinstance(said, list) else (said,) for slot, said in words.items()}
    return Chosen(position, paragraph, back, offer, words)


def sentences(kind: RecordType, choices: Sequence[Chosen]) -> list[list[int]]:
    return [draft.sentences for draft in expanded(kind, choices)]


AT_KIDAL = chosen(1, {"places": ["Kidal"], "killed": "six"})


@pytest.mark.parametrize(
    ("more", "joined"),
    [
        (chosen(2, {"injured": "nine"}), True),
        (chosen(2, {"places": ["Kidal"], "injured": "nine"}, back=True), True),
        (chosen(2, {"places": ["Gao"], "injured": "nine"}, back=True), False),
        (chosen(2, {"places": ["Kidal"], "injured": "nine"}), False),
        (chosen(2, {"injured": "nine"}, paragraph=1), False),
    ],
)
def test_a_sentence_goes_on_if_it_names_no_place_or_refers_back_to_the_same(more: Chosen, *, joined: bool) -> None:
    assert sentences(ATTACK, [AT_KIDAL, more]) == ([[1, 2]] if joined else [[1], [2]])


def test_what_refers_back_may_name_the_first_place() -> None:
    launched = chosen(1, {"weapons": ["40 drones"], "attackers": ["Malian"]})
    (draft,) = expanded(ATTACK, [launched, chosen(2, {"places": ["Kidal"]}, back=True)])
    assert told(draft) == {"sentences": [1, 2], "places": ["Kidal"], "attackers": ["Malian"], "weapons": ["drone"]}


def test_lists_grow_and_of_two_figures_the_first_stays() -> None:
    (draft,) = expanded(ATTACK, [AT_KIDAL, chosen(2, {"killed": "eight", "targets": ["bakery", "school", "bakery"]})])
    assert told(draft) == {"sentences": [1, 2], "places": ["Kidal"], "killed": "six", "targets": ["bakery", "school"]}


def test_diplomatic_events_of_two_sentences_are_two() -> None:
    choices = [chosen(1, {"act": "consult", "by": ["Peru"]}), chosen(2, {"act": "agree", "by": ["Peru"]})]
    assert sentences(DIPLOMACY, choices) == [[1], [2]]


def test_aid_goes_on_until_another_donor_is_named() -> None:
    choices = [
        chosen(1, {"donors": ["Norway"], "amount": "$5 million", "status": "pledged"}),
        chosen(2, {"items": ["tents"], "status": "pledged"}),
        chosen(3, {"donors": ["Fiji"], "items": ["boats"], "status": "pledged"}),
    ]
    assert sentences(AID, choices) == [[1, 2], [3]]


def test_the_same_told_twice_by_one_sentence_is_one_draft() -> None:
    same = chosen(1, {"act": "consult", "by": ["Peru"]})
    assert sentences(DIPLOMACY, [same, same]) == [[1]]


def test_codes_are_left_to_code() -> None:
    (draft,) = expanded(ATTACK, [AT_KIDAL])
    assert draft.model_dump(include={"attack_type", "attribution"}) == {"attack_type": None, "attribution": None}
