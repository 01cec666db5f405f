"""What is taken out of a torn answer is whole and unchanged, wherever it was torn."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.extraction.llm_tools import City, Strike, Strikes, strike

from groundwire.extraction.canary import Canary
from groundwire.extraction.drafts import answer_to
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError
from groundwire.extraction.model import Loss, Message
from groundwire.extraction.salvage import Torn, list_form, one_item, salvage
from groundwire.schemas import RecordType, WarningCode


class Many(BaseModel):
    """An answer without a bound."""

    records: list[Strike]


# Whatever looks like the end of something.
NASTY = st.text(st.sampled_from('{}[]",:\\`\n 0eé🚀') | st.characters(exclude_categories=["Cs"]), max_size=8)
WEAPONS = st.fixed_dictionaries({"kind": st.sampled_from(["drone", "missile"]), "count": st.floats(0, 1e9)})
STRIKES = st.fixed_dictionaries(
    {
        "place": NASTY | st.just('{"records": [{"place": "x", "killed": 1, "weapons": []}]}'),
        "killed": st.none() | st.integers(0, 10**6),
        "weapons": st.lists(WEAPONS, max_size=2),
    }
)
WRITTEN = st.sampled_from([{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False}])
AROUND = st.sampled_from(["", "```json\n", "Here they are: {answer}\n", "\ufeff  ", '{"records": []}\n'])


def torn(items: list[Any], schema: type[Strikes | Many] = Strikes) -> Torn[Any]:
    found = salvage(schema, json.dumps({"records": items}))
    assert found is not None
    return found


def dumped(found: Torn[Any] | None) -> list[dict[str, Any]]:
    return [item.model_dump() for item in found.items] if found else []


@given(st.lists(STRIKES, max_size=4), WRITTEN, AROUND, st.data())
def test_an_answer_cut_off_anywhere_keeps_the_items_that_it_holds_to_their_end(
    items: list[dict[str, Any]], written: dict[str, Any], before: str, data: st.DataObject
) -> None:
    text = before + json.dumps({"records": items}, **written)
    length = data.draw(st.integers(0, len(text)))
    found = salvage(Strikes, text[:length])
    kept = dumped(found)
    assert kept == items[: len(kept)]
    if found is not None:
        assert found.broken == ()
        assert (found.cut is None) is (length > text.rindex("]"))
    # No more than necessary is given up: an item whose last bracket stands there is kept.
    opening = text.index("[", len(before))
    decoder, position, whole = json.JSONDecoder(), opening + 1, 0
    while True:
        while position < length and text[position] in " \n,":
            position += 1
        try:
            _, position = decoder.raw_decode(text[:length], position)
        except ValueError:
            break
        whole += 1
    assert len(kept) == whole


@given(st.lists(STRIKES, min_size=1, max_size=4), st.data(), WRITTEN)
def test_a_broken_item_costs_none_of_the_others(
    items: list[dict[str, Any]], data: st.DataObject, written: dict[str, Any]
) -> None:
    at = data.draw(st.integers(0, len(items) - 1))
    bad: list[dict[str, Any]] = [
        {**items[at], "killed": "many"},
        {**items[at], "weapons": [{"kind": "laser", "count": 1}]},
        {**items[at], "more": 1},
        {name: value for name, value in items[at].items() if name != "place"},
    ]
    wrong = data.draw(st.sampled_from(bad))
    found = salvage(Strikes, json.dumps({"records": [*items[:at], wrong, *items[at + 1 :]]}, **written))
    assert found is not None
    assert dumped(found) == [*items[:at], *items[at + 1 :]]
    (broken,) = found.broken
    assert json.loads(broken.text) == wrong
    assert found.cut is None


@given(st.text(st.sampled_from('{}[]",:\\rec{"records":[') | st.characters()), st.booleans())
def test_nothing_that_a_model_writes_is_too_odd(text: str, begun: bool) -> None:
    found = salvage(Strikes, '{"records":[' + text if begun else text)
    assert found is None or found.items or found.broken


@pytest.mark.parametrize("figure", ["2", "20", "20.", "2e", "-", "nul", "null", '"2', '"20"', "[2", '{"a":2'])
def test_a_value_at_which_the_answer_ends_is_never_taken(figure: str) -> None:
    first = json.dumps(strike("Calw"))
    found = salvage(Strikes, f'{{"records":[{first},{{"place":"Bonn","weapons":[],"killed":{figure}')
    assert found is not None
    assert [item["place"] for item in dumped(found)] == ["Calw"]
    assert found.broken == ()
    assert found.cut == "the answer breaks off"
    assert salvage(Strikes, f'{{"records":[{{"place":"Bonn","weapons":[],"killed":{figure}') is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No attack is reported.",
        "[]",
        json.dumps([strike("Calw")]),
        json.dumps(strike("Calw")),
        json.dumps({"attacks": [strike("Calw")]}),
        '{"records": 3}',
        '{"records": [3, {"place": "Calw"}]}',
        '{"records": ["Calw", "Bonn"',
        '{"records": [',
        '{"records": []}',
        '{"records": [}',
        '{"records": [{"place": "Calw"]}',
        "{" * 100_000,
        '{"records": [' + '{"a":[' * 100_000,
        '{"records": ["' + '\\"' * 100_000,
    ],
    ids=lambda text: text[:24],
)
def test_where_there_is_no_item_there_is_nothing_to_take(text: str) -> None:
    assert salvage(Strikes, text) is None


def test_items_that_are_no_json_are_broken_and_told_by_place_only() -> None:
    good = json.dumps(strike("Calw"))
    for bad in ('{"place": Bonn}', "{'place': 'Bonn'}", '{"place": "Bonn",}', '{"place": "the "Bonn" site"}', "{}"):
        found = salvage(Strikes, f'{{"records":[{good},{bad},{good}]}}')
        assert found is not None
        assert dumped(found) == [strike("Calw")] * 2
        assert [broken.text for broken in found.broken] == [bad]
        assert "Bonn" not in found.broken[0].flaw


def test_what_is_no_number_is_no_figure() -> None:
    text = json.dumps({"records": [strike("Calw"), strike("Bonn", float("nan")), strike("Amberg")]})  # type: ignore[arg-type]
    assert "NaN" in text
    found = salvage(Strikes, text)
    assert [item["place"] for item in dumped(found)] == ["Calw", "Amberg"]


def test_a_flaw_names_fields_and_what_is_allowed_never_the_value() -> None:
    wrong = {"place": "Bonn", "weapons": [{"kind": "the governor", "count": "several"}], "the governor": 1}
    (broken,) = torn([wrong]).broken
    assert broken.flaw == (
        "killed: Field required; weapons.0.kind: Input should be 'drone' or 'missile'; "
        "weapons.0.count: Input should be a valid number, unable to parse string as a number; "
        "the answer: Extra inputs are not permitted"
    )


def test_more_items_than_there_is_room_for_are_an_answer_without_end() -> None:
    names = ["Calw", "Bonn", "Amberg", "Ulm", "Hof"]
    found = torn([strike(name) for name in names])
    assert [item["place"] for item in dumped(found)] == names[:4]
    assert found.cut == "the answer goes on after 4 records"
    assert torn([strike(name) for name in names], Many).cut is None


def test_of_several_lists_the_last_is_the_answer() -> None:
    first, second = (json.dumps({"records": [strike(name)]}) for name in ("Calw", "Bonn"))
    for text in (f"```json\n{first}\n```\nor rather\n```json\n{second}\n```", f"<think>{first}</think>{second}"):
        assert [item["place"] for item in dumped(salvage(Strikes, text))] == ["Bonn"]
    twice = f"```json\n{second}\n```\n```json\n{second}\n```"
    assert [item["place"] for item in dumped(salvage(Strikes, twice))] == ["Bonn"]


@pytest.mark.parametrize("kind", RecordType)
def test_every_question_of_ours_can_be_salvaged_and_asked_for_one_record(kind: RecordType) -> None:
    for citable in (1, 5):
        schema = answer_to(kind, citable)
        form = list_form(schema)
        assert form is not None
        assert (form.field, form.room) == ("records", min(citable + 1, 4))
        one = one_item(form)
        assert one is one_item(form)
        expected = schema.model_json_schema()
        expected["properties"]["records"]["maxItems"] = 1
        assert one.model_json_schema() == expected


@pytest.mark.parametrize("schema", [City, Canary])
def test_an_answer_of_one_piece_is_whole_or_nothing(schema: type[BaseModel]) -> None:
    assert list_form(schema) is None
    assert salvage(schema, '{"city": "Odesa"') is None


def test_an_item_is_asked_for_again_at_the_end_of_the_same_dialogue() -> None:
    found = salvage(Strikes, f'{{"records":[{json.dumps(strike("Calw"))},{{"place": "\ud800"}}]}}')
    assert found is not None
    before = [Message("system", "Rules"), Message("user", "Which?")]
    *same, shown, asked = found.form.about(found.broken[0], before)
    assert same == before
    assert (shown.role, asked.role) == ("assistant", "user")
    assert "Calw" not in shown.content
    assert shown.content.encode() == b'{"records":[{"place": "?"}]}'  # half a character cannot be sent
    assert found.broken[0].flaw in asked.content


FLAWED = {"place": "Bonn"}
FLAW = "one that does not fit was left out (killed: Field required; weapons: Field required)"


@pytest.mark.parametrize(
    ("outcome", "places", "losses"),
    [
        ([Strike.model_validate(strike("Bonn"))], ["Calw", "Bonn"], ()),
        ([], ["Calw"], (Loss(WarningCode.ITEM_INVALID, FLAW),)),
        (InvalidAnswer("prose"), ["Calw"], (Loss(WarningCode.ITEM_INVALID, FLAW),)),
        (
            DeadlineExceeded("late"),
            ["Calw"],
            (Loss(WarningCode.CALL_FAILED, f"{FLAW}, and asking for it again failed: late"),),
        ),
    ],
    ids=["given", "withdrawn", "broken again", "out of reach"],
)
def test_what_becomes_of_an_item_that_was_asked_for_again(
    outcome: list[BaseModel] | ModelError, places: list[str], losses: tuple[Loss, ...]
) -> None:
    answered = torn([strike("Calw"), FLAWED]).settled([outcome])
    assert [item.place for item in answered.answer.records] == places
    assert answered.losses == losses


def test_where_nothing_can_be_used_in_the_end_there_is_no_answer() -> None:
    alone = torn([FLAWED])
    with pytest.raises(InvalidAnswer, match="prose"):
        alone.settled([InvalidAnswer("prose")])
    withdrawn = alone.settled([[]])
    assert withdrawn.answer.records == []
    assert [loss.code for loss in withdrawn.losses] == [WarningCode.ITEM_INVALID]
