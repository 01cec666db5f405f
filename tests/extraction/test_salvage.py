"""What is taken out of a torn answer is whole and unchanged, wherever it was torn."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from tests.extraction.llm_tools import City, Slots, Strike, Strikes, strike

from groundwire.extraction.canary import Canary
from groundwire.extraction.drafts import ANSWERS
from groundwire.extraction.errors import DeadlineExceeded, InvalidAnswer, ModelError
from groundwire.extraction.model import Loss, Message
from groundwire.extraction.salvage import Torn, item_form, salvage
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
KEYS = list(Slots.model_fields)
AROUND = st.sampled_from(["", "```json\n", "Here they are: {answer}\n", "\ufeff  ", '{"records": []}\n'])


def torn(items: list[Any], schema: type[Strikes | Many] = Strikes) -> Torn[Any]:
    found = salvage(schema, json.dumps({"records": items}))
    assert found is not None
    return found


def dumped(found: Torn[Any] | None) -> list[dict[str, Any]]:
    return [item.model_dump() for _, item in found.items] if found else []


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


@given(st.lists(STRIKES | st.none(), max_size=4), WRITTEN, st.data())
def test_so_does_an_answer_with_a_key_for_each(
    items: list[dict[str, Any] | None], written: dict[str, Any], data: st.DataObject
) -> None:
    given = dict(zip(KEYS, items, strict=False))
    text = json.dumps(given, **written)
    length = data.draw(st.integers(0, len(text)))
    found = salvage(Slots, text[:length])
    kept = {key: item.model_dump() for key, item in found.items} if found else {}
    whole = {key: item for key, item in given.items() if item is not None}
    assert list(kept.items()) == list(whole.items())[: len(kept)]
    if found is not None:
        assert (found.broken, found.lost) == ((), ())
        assert (found.cut is None) is (length == len(text))
    if length == len(text):
        assert kept == whole


@given(st.lists(STRIKES, min_size=2, max_size=4), st.data(), WRITTEN)
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
    told = [*items[:at], wrong, *items[at + 1 :]]
    for schema, answer in ((Strikes, {"records": told}), (Slots, dict(zip(KEYS, told, strict=False)))):
        found = salvage(schema, json.dumps(answer, **written))
        assert found is not None
        assert dumped(found) == [*items[:at], *items[at + 1 :]]
        (broken,) = found.broken
        assert json.loads(broken.text) == wrong
        assert broken.key == ("records" if schema is Strikes else KEYS[at])
        assert (found.lost, found.cut) == ((), None)


@given(st.text(st.sampled_from('{}[]",:\\nul1 ') | st.characters()), st.sampled_from(["", '{"records":[', '{"s1":']))
def test_nothing_that_a_model_writes_is_too_odd(text: str, begun: str) -> None:
    for schema in (Strikes, Slots):
        found = salvage(schema, begun + text)
        assert found is None or found.items


@pytest.mark.parametrize("figure", ["2", "20", "20.", "2e", "-", "nul", "null", '"2', '"20"', "[2", '{"a":2'])
def test_a_value_at_which_the_answer_ends_is_never_taken(figure: str) -> None:
    first = json.dumps(strike("Calw"))
    found = salvage(Strikes, f'{{"records":[{first},{{"place":"Bonn","weapons":[],"killed":{figure}')
    assert found is not None
    assert [item["place"] for item in dumped(found)] == ["Calw"]
    assert found.broken == ()
    assert found.cut == "the answer breaks off"
    assert salvage(Strikes, f'{{"records":[{{"place":"Bonn","weapons":[],"killed":{figure}') is None
    keyed = salvage(Slots, f'{{"s1":{first},"s2":{{"place":"Bonn","weapons":[],"killed":{figure}')
    assert [item["place"] for item in dumped(keyed)] == ["Calw"]


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
        json.dumps({"records": [{"place": "Calw"}, {"place": "Bonn"}]}),
        json.dumps({"s9": strike("Calw")}),
        '{"s1": null, "s2": null, "s3": nul',
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
    assert salvage(Slots, text) is None


def test_items_that_are_no_json_are_broken_and_told_by_place_only() -> None:
    good = json.dumps(strike("Calw"))
    for bad in (
        *('{"place": Bonn}', "{'place': 'Bonn'}", '{"place": "Bonn",}', '{"place": "the "Bonn" site"}', "{}"),
        *('"Bonn"', "7", "Bonn", "[]", '["Bonn"]', "null"),
    ):
        found = salvage(Strikes, f'{{"records":[{good},{bad},{good}]}}')
        assert found is not None
        assert dumped(found) == [strike("Calw")] * 2
        assert [broken.text for broken in found.broken] == [bad]
        assert "Bonn" not in found.broken[0].flaw + found.broken[0].told


def test_what_is_no_number_is_no_figure() -> None:
    text = json.dumps({"records": [strike("Calw"), strike("Bonn", float("nan")), strike("Amberg")]})  # type: ignore[arg-type]
    assert "NaN" in text
    found = salvage(Strikes, text)
    assert [item["place"] for item in dumped(found)] == ["Calw", "Amberg"]


def test_a_flaw_names_fields_and_what_is_allowed_never_the_value() -> None:
    wrong = {"place": "Bonn", "weapons": [{"kind": "the governor", "count": "several"}], "the governor": 1}
    (broken,) = torn([strike("Calw"), wrong]).broken
    assert broken.flaw == "killed: Field required"
    assert broken.told == (
        "killed: Field required; weapons.0.kind: Input should be 'drone' or 'missile'; "
        "weapons.0.count: Input should be a valid number, unable to parse string as a number; "
        "the answer: Extra inputs are not permitted"
    )


def test_values_that_a_field_allows_are_for_the_model_only() -> None:
    wrong = {**strike("Bonn"), "weapons": [{"kind": "laser", "count": 1}]}
    (broken,) = torn([strike("Calw"), wrong]).broken
    assert broken.flaw == "weapons.0.kind: Input should be one of the values offered"
    assert broken.told == "weapons.0.kind: Input should be 'drone' or 'missile'"


def test_a_record_under_a_key_that_was_not_asked_for_is_lost_alone() -> None:
    found = salvage(Slots, json.dumps({"s1": strike("Calw"), "s9": strike("Bonn"), "s2": None, "s3": strike("Ulm")}))
    assert found is not None
    assert [key for key, _ in found.items] == ["s1", "s3"]
    assert (found.broken, len(found.lost), found.cut) == ((), 1, None)
    (loss,) = found.settled([]).losses
    assert loss.code is WarningCode.ITEM_INVALID
    assert "s9" not in loss.why


def test_there_is_an_end_to_the_items_that_are_asked_for_again() -> None:
    found = torn([strike("Calw"), *[{"place": "Bonn"}] * 20], Many)
    assert (len(found.broken), len(found.lost)) == (8, 12)
    assert len(found.settled([[]] * 8).losses) == 20


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
def test_every_list_of_ours_can_be_asked_for_one_record(kind: RecordType) -> None:
    form = item_form(ANSWERS[kind])
    assert form is not None
    assert (list(form.items), form.listed) == (["records"], True)
    wanted = ANSWERS[kind].model_json_schema()
    wanted["properties"]["records"]["maxItems"] = 1
    wanted.pop("description", None)
    assert form.one("records").model_json_schema() == wanted


def test_an_answer_with_keys_can_be_asked_for_one_of_them() -> None:
    form = item_form(Slots)
    assert form is not None
    assert (list(form.items), form.listed) == (KEYS, False)
    one = form.one("s2").model_json_schema()
    assert list(one["properties"]) == ["s2"]
    assert one["additionalProperties"] is False


@pytest.mark.parametrize("schema", [City, Canary])
def test_an_answer_of_one_piece_is_whole_or_nothing(schema: type[BaseModel]) -> None:
    assert item_form(schema) is None
    assert salvage(schema, '{"city": "Odesa"') is None


@pytest.mark.parametrize(
    ("schema", "text", "shown"),
    [
        (Strikes, '{"records":[%s,{"place": "\ud800"}]}', '{"records":[{"place": "?"}]}'),
        (Slots, '{"s1":%s,"s2":{"place": "\ud800"}}', '{"s2":{"place": "?"}}'),
    ],
)
def test_an_item_is_asked_for_again_at_the_end_of_the_same_dialogue(
    schema: type[BaseModel], text: str, shown: str
) -> None:
    found = salvage(schema, text % json.dumps(strike("Calw")))
    assert found is not None
    before = [Message("system", "Rules"), Message("user", "Which?")]
    *same, said, asked = found.form.about(found.broken[0], before)
    assert same == before
    assert (said.role, asked.role) == ("assistant", "user")
    assert said.content == shown  # half a character cannot be sent
    assert found.broken[0].told in asked.content


FLAWED = {"place": "Bonn"}
FLAW = "one that does not fit was left out (killed: Field required)"


@pytest.mark.parametrize(
    ("outcome", "places", "losses"),
    [
        ([Strike.model_validate(strike("Bonn"))], ["Calw", "Bonn"], ()),
        ([], ["Calw"], (Loss(WarningCode.ITEM_INVALID, FLAW),)),
        ([Strike.model_validate(strike("Calw"))], ["Calw"], (Loss(WarningCode.ITEM_INVALID, FLAW),)),
        (InvalidAnswer("prose"), ["Calw"], (Loss(WarningCode.ITEM_INVALID, FLAW),)),
        (
            DeadlineExceeded("late"),
            ["Calw"],
            (Loss(WarningCode.CALL_FAILED, f"{FLAW}, and asking for it again failed: late"),),
        ),
    ],
    ids=["given", "withdrawn", "a sibling", "broken again", "out of reach"],
)
def test_what_becomes_of_an_item_that_was_asked_for_again(
    outcome: list[BaseModel] | ModelError, places: list[str], losses: tuple[Loss, ...]
) -> None:
    answered = torn([strike("Calw"), FLAWED]).settled([outcome])
    assert [item.place for item in answered.answer.records] == places
    assert answered.losses == losses


def test_mended_items_stand_under_their_keys() -> None:
    found = salvage(Slots, json.dumps({"s1": FLAWED, "s2": strike("Calw")}))
    assert found is not None
    answered = found.settled([[Strike.model_validate(strike("Bonn"))]])
    assert answered.answer.model_dump(exclude_none=True) == {"s1": strike("Bonn"), "s2": strike("Calw")}
    assert answered.losses == ()
