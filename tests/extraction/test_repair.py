"""Second questions about what a passage does not state: what they say, what is taken of the answers, what they cost."""

import json
from typing import Any

import pytest
from tests.extraction.drafting import actor, attack, place, weapon
from tests.extraction.grounding_tools import assert_grounded
from tests.extraction.reading_tools import read
from tests.fakes.model import NOTHING, Asked, Reply, ScriptedModel

from groundwire.extraction.drafts import AnyDraft
from groundwire.extraction.errors import InvalidAnswer, ModelError, ModelUnavailable
from groundwire.extraction.profiles import Profile
from groundwire.schemas import Attack, Extraction, Place, Quantity, RecordType, Unsupported, WarningCode

TEXT = "Two missiles struck Aden on Friday, killing three people and wounding at least nine. Yemen blamed Peru."
FALSE = {"killed": "30 people", "places": [place("Aden"), place("Taiz")]}


def strike(**more: Any) -> AnyDraft:  # noqa: ANN401 - read by the schema
    return attack(1, **{"places": [place("Aden")], "weapons": [weapon("missile")], **more})


def said(*drafts: AnyDraft) -> dict[str, Any]:
    return {"records": [draft.model_dump(mode="json") for draft in drafts]}


def model(first: Reply, second: Reply, **how: Any) -> ScriptedModel:  # noqa: ANN401
    """Gives one answer to the first question of the dialogue, another one to the second."""
    return ScriptedModel(lambda asked: second if is_second(asked) else first, **how)


def is_second(asked: Asked) -> bool:
    return "does not state" in asked.messages[-1].content


def extract(scripted: ScriptedModel, text: str = TEXT, **how: Any) -> Extraction:  # noqa: ANN401
    wanted = {"kinds": (RecordType.ATTACK,), "unsupported": Unsupported.REPAIR, **how}
    return read(scripted, text, Profile.LARGE, **wanted)


def attack_of(made: Extraction) -> Attack:
    (record,) = made.attacks
    assert_grounded(TEXT, record)
    return record


def test_a_question_is_put_once_more_with_the_values_that_are_not_stated() -> None:
    scripted = model(said(strike(**FALSE)), said(strike(killed="three people")))
    record = attack_of(made := extract(scripted))
    assert (record.killed, record.places) == (Quantity(min=3, max=3), (Place(name="Aden", country="YE"),))
    assert [(w.code, w.path) for w in made.warnings] == [(WarningCode.VALUE_UNSUPPORTED, "/attacks/0/places")]
    assert (made.meta.complete, made.meta.usage.calls, made.meta.usage.prompt_tokens) == (True, 2, 200)
    first, second = scripted.asked
    assert first.schema == second.schema
    assert second.messages[: len(first.messages)] == first.messages
    answer, told = second.messages[len(first.messages) :]
    assert (answer.role, told.role) == ("assistant", "user")
    assert json.loads(answer.content) == {"records": [strike(**FALSE).model_dump(mode="json", exclude_none=True)]}
    assert "“30 people” (killed)" in told.content
    assert "“Taiz” (places)" in told.content
    assert "three" not in told.content


@pytest.mark.parametrize("policy", [Unsupported.DROP, Unsupported.FLAG])
def test_other_policies_ask_once(policy: Unsupported) -> None:
    scripted = model(said(strike(**FALSE)), said(strike(killed="three people")))
    extract(scripted, unsupported=policy)
    assert len(scripted.asked) == 1


@pytest.mark.parametrize(
    "answer", [NOTHING, said(strike(killed="three people", places=[place("Yemen"), place("Aden")]))]
)
def test_an_answer_whose_values_are_all_stated_is_not_doubted(answer: Reply) -> None:
    scripted = model(answer, said(strike(injured="nine")))
    made = extract(scripted)  # a whole state is refused as a place, though it is named
    assert made.meta.usage.calls == len(scripted.asked) == 1


def test_at_most_once_and_what_is_still_not_stated_is_dropped() -> None:
    scripted = model(said(strike(killed="30 people")), said(strike(killed="31 people")))
    made = extract(scripted)
    assert len(scripted.asked) == 2
    assert attack_of(made).killed is None
    removed = [w.message for w in made.warnings if w.code is WarningCode.VALUE_UNSUPPORTED]
    assert removed == [f"removed '{n} people': no such figure of killed in the passage" for n in (30, 31)]


@pytest.mark.parametrize("second", [NOTHING, said(strike(injured="90")), said(strike(killed="at least nine"))])
def test_what_the_first_answer_supports_stays(second: Reply) -> None:
    first = strike(killed="three people", injured="at least nine", when="on Friday", attackers=["Chad"])
    before = attack_of(extract(model(said(first), second), unsupported=Unsupported.DROP))
    after = attack_of(extract(model(said(first), second)))
    assert after == before


def test_a_supported_figure_is_never_changed_by_the_second_answer() -> None:
    text = "A missile struck Aden, killing three people, then 12 of the wounded died. Two people were killed in Aden."
    first = attack(1, places=[place("Aden")], killed="three people", injured="40", weapons=[weapon("missile")])
    second = attack(1, 2, places=[place("Aden")], killed="two people", weapons=[weapon("missile")])
    made = extract(model(said(first), said(second)), text)
    assert Quantity(min=3, max=3) in {record.killed for record in made.attacks}
    assert WarningCode.FIGURES_DIFFER not in {w.code for w in made.warnings}
    assert all(record.killed in {Quantity(min=3, max=3), Quantity(min=2, max=2)} for record in made.attacks)


def test_a_draft_that_was_no_record_may_become_one() -> None:
    first = attack(1, places=[place("Taiz")], killed="30 people")
    made = extract(model(said(first), said(strike(killed="three people"))))
    assert attack_of(made).killed == Quantity(min=3, max=3)


def test_members_of_lists_join() -> None:
    first = strike(weapons=[weapon("missile", "12")], attackers=["Chad"])
    second = strike(weapons=[weapon("missile", "two")], attackers=["Peru"])
    record = attack_of(extract(model(said(first), said(second))))
    assert record.weapons[0].launched == Quantity(min=2, max=2)
    assert [party.name for party in record.perpetrators] == ["Peru"]
    assert record.attribution != "unknown"


@pytest.mark.parametrize("error", [InvalidAnswer("no JSON"), ModelUnavailable("gone")])
def test_a_second_question_that_fails_changes_nothing_and_is_told(error: ModelError) -> None:
    first = said(strike(**FALSE))
    dropped = extract(model(first, NOTHING), unsupported=Unsupported.DROP)
    made = extract(model(first, error))
    assert (made.attacks, made.coverage) == (dropped.attacks, dropped.coverage)
    (failed,) = [w for w in made.warnings if w.code is WarningCode.CALL_FAILED]
    assert failed.message.startswith("sentences 1 to 2 were not asked about once more, for values of records of type")
    assert [w for w in made.warnings if w != failed] == list(dropped.warnings)
    assert not made.meta.complete
    assert (made.meta.usage.calls, made.meta.usage.failed_calls) == (2, 1)


def test_parties_of_diplomatic_events() -> None:
    text = "Peru accused Chad of shelling Aden."
    blame = {
        "sentences": [1],
        "event_type": "accuse",
        "initiators": [actor("Peru").model_dump()],
        "counterparts": [actor("Norway").model_dump()],
        "mediators": [],
        "topics": ["condemnation_of_attack"],
        "status": None,
        "place": None,
        "when": None,
        "summary": "",
    }
    right = {**blame, "counterparts": [actor("Chad").model_dump()]}
    scripted = model({"records": [blame]}, {"records": [right]})
    made = extract(scripted, text, kinds=(RecordType.DIPLOMATIC_EVENT,))
    (event,) = made.diplomatic_events
    assert [party.name for party in event.counterparts] == ["Chad"]


def test_each_new_record_completes_the_one_that_it_is_nearest_to() -> None:
    text = "Missiles struck Aden, killing three people, and Taiz, wounding nine, on Friday."
    aden = attack(1, places=[place("Aden")], weapons=[weapon("missile")], killed="three people", when="on Monday")
    taiz = attack(1, places=[place("Taiz")], weapons=[weapon("missile")], injured="90")
    right = [taiz.model_copy(update={"injured": "nine"}), aden.model_copy(update={"when": "on Friday"})]
    made = extract(model(said(aden, taiz), said(*right)), text)
    told = {record.places[0].name: (record.killed, record.injured) for record in made.attacks}
    assert told == {"Aden": (Quantity(min=3, max=3), None), "Taiz": (None, Quantity(min=9, max=9))}
    assert {record.date and record.date.text for record in made.attacks if record.killed} == {"on Friday"}
