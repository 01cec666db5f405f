"""The brief form: what there is to choose of each sentence, what is settled, and where there is room for a record."""

import pytest
from pydantic import ValidationError
from tests.extraction.forms.forming import asked, drafts, form, forms, settled, told
from tests.extraction.reading_tools import read
from tests.fakes.model import ScriptedModel

from groundwire.extraction.drafts import AttackDraft
from groundwire.extraction.profiles import Profile
from groundwire.schemas import RecordType

ATTACK, DIPLOMACY, AID = RecordType.ATTACK, RecordType.DIPLOMATIC_EVENT, RecordType.AID_PLEDGE
SHELLING = "Malian troops shelled a bakery in Kidal on Friday."


def test_what_leaves_no_choice_is_settled_and_not_asked() -> None:
    made = form(ATTACK, SHELLING)
    assert asked(made) == {"s1": {}}
    assert settled(made) == {
        "s1": {
            "places": ["Kidal"],
            "targets": ["bakery"],
            "weapons": ["shelled"],
            "attackers": ["Malian"],
            "when": "Friday",
        }
    }
    assert [told(draft) for draft in drafts(made, {"s1": {}})] == [
        {
            "sentences": [1],
            "places": ["Kidal"],
            "attackers": ["Malian"],
            "weapons": ["artillery"],
            "when": "Friday",
            "targets": ["bakery"],
        }
    ]
    assert drafts(made, {}) == []


@pytest.mark.parametrize("answer", [{"s1": {"places": ["Kidal"]}}, {"s2": {}}, {"s1b": {}}, {"records": []}])
def test_nothing_is_taken_that_was_not_asked(answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        form(ATTACK, SHELLING).schema.model_validate(answer)


def test_where_there_is_a_choice_it_has_to_be_made_of_the_words_offered() -> None:
    made = form(ATTACK, "Malian drones hit Kidal and Gao, killing six.")
    assert asked(made) == {"s1": {"scope": ("incident", "wave", "campaign"), "places": ("Kidal", "Gao")}}
    schema = made.schema.model_json_schema()["$defs"]["S1Record"]
    assert sorted(schema["required"]) == ["places", "scope"]
    for refused in ({}, {"scope": "wave"}, {"scope": "wave", "places": []}, {"scope": "wave", "places": ["Timbuktu"]}):
        with pytest.raises(ValidationError):
            made.schema.model_validate({"s1": refused})
    (draft,) = drafts(made, {"s1": {"scope": "wave", "places": ["Gao", "Kidal"]}})
    assert told(draft)["places"] == ["Gao", "Kidal"]
    assert told(draft)["killed"] == "six"


def test_a_sentence_has_room_for_each_of_its_acts_by_its_own_parties() -> None:
    made = form(DIPLOMACY, "Peru condemned the raid and urged Chile to release the sailors.")
    assert [(slot.key, slot.settled["act"], slot.settled["by"]) for slot in made.room] == [
        ("s1", "accuse", ["Peru"]),
        ("s1b", "request", ["Peru"]),
        ("s1c", "concede", ["Peru"]),
    ]
    assert asked(made)["s1b"] == {"to": ("Chile",)}
    first, second = drafts(made, {"s1": {}, "s1b": {"to": ["Chile"]}})
    assert told(first) == {"sentences": [1], "event_type": "accuse", "initiators": ["Peru"]}
    assert told(second) == {
        "sentences": [1],
        "event_type": "request",
        "initiators": ["Peru"],
        "counterparts": ["Chile"],
    }


def test_a_sentence_has_two_rooms_for_two_tolls_at_two_places() -> None:
    made = form(ATTACK, "Malian shelling killed 12 people in Kidal and three in Gao.")
    assert [slot.key for slot in made.room] == ["s1", "s1b"]
    assert asked(made)["s1"] == asked(made)["s1b"]
    assert asked(made)["s1"]["killed"] == ("12", "three")
    both = {"attackers": ["Malian"], "weapons": ["shelling"]}
    answer = {
        "s1": {"scope": "incident", "killed": "12", "places": ["Kidal"], **both},
        "s1b": {"scope": "incident", "killed": "three", "places": ["Gao"], **both},
    }
    assert [told(draft)["places"] for draft in drafts(made, answer)] == [["Kidal"], ["Gao"]]


def test_of_several_who_act_nobody_is_addressed_and_who_acts_does_not_address_himself() -> None:
    assert asked(form(DIPLOMACY, "Peru met Chile and Bolivia in Lyon."))["s1"] == {
        "by": ("Peru", "Chile", "Bolivia"),
        "place": ("Lyon",),
    }
    assert "to" not in asked(form(DIPLOMACY, "Peru rejected the demand."))["s1"]


def test_a_pronoun_brings_those_whom_a_sentence_before_it_names() -> None:
    made = form(DIPLOMACY, "President Ana Cruz spoke in Lyon. She condemned Bolivia.")
    assert settled(made)["s1"]["by"] == ["Ana Cruz"]
    assert asked(made)["s1"]["to"] == ("Bolivia",)
    (draft,) = drafts(made, {"s1": {"to": ["Bolivia"]}})
    assert draft.sentences == [2]


def test_positions_count_the_sentences_of_the_passage_and_keys_those_that_can_be_cited() -> None:
    made = form(ATTACK, f"The morning was calm. People went out. {SHELLING}")
    assert [(slot.key, slot.position) for slot in made.room] == [("s1", 2)]
    assert drafts(made, {"s1": {}})[0].sentences == [3]


def test_a_toll_alone_goes_on_about_the_attack_before_it_whether_or_not_it_is_chosen() -> None:
    text = f"{SHELLING} A nurse wept. Nine people were killed."
    made = form(ATTACK, text)
    answers: list[dict[str, dict[str, str]]] = [{"s1": {}}, {"s1": {}, "s2": {}}]
    for answer in answers:
        (draft,) = drafts(made, answer)
        assert (told(draft)["sentences"], told(draft)["killed"]) == ([1, 3], "Nine")
    # Without an attack before it, it is chosen or left out.
    assert drafts(made, {}) == []


def test_what_refers_back_brings_the_attack_that_it_refers_to() -> None:
    made = form(ATTACK, f"{SHELLING} The attack killed nine people.")
    (draft,) = drafts(made, {"s2": {}})
    assert (told(draft)["places"], told(draft)["killed"], told(draft)["sentences"]) == (["Kidal"], "nine", [1, 2])


def test_a_sentence_with_another_place_is_a_record_of_its_own() -> None:
    made = form(ATTACK, f"{SHELLING} A rocket hit a school in Gao, killing two.")
    first, second = drafts(made, {"s1": {}, "s2": {}})
    assert (told(first)["places"], "killed" in told(first)) == (["Kidal"], False)
    assert (told(second)["places"], told(second)["killed"]) == (["Gao"], "two")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ATTACK, "An avalanche near Tashkent killed nine people, Uzbek officials said."),
        (ATTACK, "The army warned of drones."),
        (DIPLOMACY, "Talks about talks went on."),
        (AID, "The aid of volunteers was welcome."),
        (AID, "Norway spoke of aid."),
    ],
)
def test_a_question_without_room_is_not_put(kind: RecordType, text: str) -> None:
    assert set(forms(kind, text)) == {None}
    model = ScriptedModel()
    made = read(model, text, Profile.SMALL, kinds=(kind,))
    assert (model.asked, model.dialects) == ([], 0)
    assert (made.attacks, made.diplomatic_events, made.aid_pledges, made.meta.complete) == ((), (), (), True)


def test_a_question_with_room_is_put_once() -> None:
    model = ScriptedModel(lambda _: {"s1": {}})
    made = read(model, SHELLING, Profile.SMALL, kinds=(ATTACK,))
    assert [question.schema for question in model.asked] == ["BriefAttack"]
    assert [record.places[0].name for record in made.attacks] == ["Kidal"]


@pytest.mark.parametrize(
    ("second", "reported"),
    [
        ("Nine people were killed.", True),
        ("In a separate accident nine people were killed.", False),
        ("Cholera killed nine people.", False),
    ],
)
def test_a_toll_alone_goes_on_about_the_attack_before_it_unless_it_says_otherwise(second: str, reported: bool) -> None:
    made = form(ATTACK, f"Army drones hit a mill in Sarnow on Friday. {second}")
    (draft,) = made.drafts(made.schema.model_validate({"s1": {}}))
    assert isinstance(draft, AttackDraft)
    assert draft.killed == ("Nine" if second.startswith("Nine") else None)
    assert (2 in draft.sentences) is reported
