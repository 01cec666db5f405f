"""The perfect choice of what a brief form offers: sentence by sentence, by the places where labels are written."""

from typing import Any

from pydantic import JsonValue
from tests.extraction.forms.forming import form

from groundwire.evals.choosing import chosen
from groundwire.evals.labels.gold import AnyGoldRecord, GoldRecord
from groundwire.extraction.reading.sentences import split_sentences
from groundwire.schemas import Attack, DiplomaticEvent, Evidence, RecordType


def written(text: str, words: str) -> Evidence:
    """The first place where some words stand."""
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), quote=words)


def label(text: str, record: Attack | DiplomaticEvent, **spans: str) -> AnyGoldRecord:
    """A label; double underscores for slashes: `places__0="Kidal"`."""
    told = {"/" + path.replace("__", "/"): (written(text, words),) for path, words in spans.items()}
    values: dict[str, Any] = {"id": "event", "record": record, "spans": told}
    if isinstance(record, Attack):
        return GoldRecord[Attack].model_validate(values)
    return GoldRecord[DiplomaticEvent].model_validate(values)


def attack(text: str, sentence: str, scope: str = "incident") -> Attack:
    evidence = [written(text, sentence)]
    return Attack.model_validate(
        {"evidence": evidence, "scope": scope, "attack_type": "other", "attribution": "unknown"}
    )


def choose(kind: RecordType, text: str, *labels: AnyGoldRecord) -> JsonValue:
    return chosen(text, split_sentences(text), form(kind, text), labels)


FIRST = "Malian drones hit Kidal and Gao, killing six."
SECOND = "A shell hit a school and a bakery in Mopti, killing two."
TEXT = f"{FIRST} {SECOND}"


def test_a_sentence_that_is_evidence_of_nothing_is_left_out() -> None:
    assert choose(RecordType.ATTACK, TEXT) == {}
    labelled = label(TEXT, attack(TEXT, FIRST, "wave"), places__0="Kidal", places__1="Gao", killed="six")
    assert choose(RecordType.ATTACK, TEXT, labelled) == {"s1": {"scope": "wave", "places": ["Kidal", "Gao"]}}


def test_where_several_things_are_offered_the_labelled_ones_are_chosen() -> None:
    labelled = label(TEXT, attack(TEXT, SECOND), places__0="Mopti", targets__0="bakery")
    assert choose(RecordType.ATTACK, TEXT, labelled) == {"s2": {"targets": ["bakery"]}}


def test_where_all_that_has_to_be_chosen_is_wrong_it_is_the_first() -> None:
    labelled = label(TEXT, attack(TEXT, FIRST, "wave"), killed="six")
    assert choose(RecordType.ATTACK, TEXT, labelled) == {"s1": {"scope": "wave", "places": ["Kidal"]}}


def test_of_two_tolls_each_room_takes_its_own_record() -> None:
    text = "Malian drones killed 12 people in Kidal and three in Gao."
    kidal = label(text, attack(text, text), places__0="Kidal", killed="12")
    gao = label(text, attack(text, text), places__0="Gao", killed="three")
    answer = choose(RecordType.ATTACK, text, kidal, gao)
    assert isinstance(answer, dict)
    said = [(room["places"], room["killed"]) for room in answer.values() if isinstance(room, dict)]
    assert sorted(map(str, said)) == ["(['Gao'], 'three')", "(['Kidal'], '12')"]


def test_of_several_acts_the_one_of_the_labelled_type_is_told() -> None:
    text = "Peru condemned the raid and urged Chile to wait."
    event = DiplomaticEvent.model_validate({"evidence": [written(text, text)], "event_type": "request"})
    labelled = label(text, event, initiators__0="Peru", counterparts__0="Chile")
    assert choose(RecordType.DIPLOMATIC_EVENT, text, labelled) == {"s1b": {"to": ["Chile"]}}
