"""How schemas are put to an endpoint, and how the canary finds out what the endpoint understands and enforces."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.extraction.llm_tools import GOOD, City, asking, by_mode, is_canary, until
from tests.fakes.endpoint import Json, Reply, answer, delay, enforcing, lax, prose, raw, status

from groundwire.extraction.canary import Canary
from groundwire.extraction.drafts import ANSWERS
from groundwire.extraction.errors import InvalidAnswer, ModelError, ModelRejected, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Dialect, Message, Mode
from groundwire.extraction.retry import RetryPolicy
from groundwire.schemas import RecordType

pytestmark = pytest.mark.anyio

PONG = {"canary": "pong"}
OBEDIENT: dict[str, object] = {"canary": "groundwire-7f3a", "words": None, "numbers": []}
NO_RECORDS: dict[str, list[object]] = {"records": []}


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


def _objects(schema: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from _objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _objects(part)


async def _sent(kind: RecordType, mode: Mode) -> Json:
    """The body of a request for records of a type."""
    fenced = f"```json\n{json.dumps(NO_RECORDS)}\n```"
    reply = prose(fenced) if mode is Mode.MD_JSON else answer(NO_RECORDS)
    async with asking(enforcing([reply]), mode=mode, max_output_tokens=321) as asked:
        found = await asked.model.ask(ANSWERS[kind], [Message("user", "Which?")], Ledger())
        assert found.answer.records == []
    body = asked.bodies[-1]
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("scripted", 321, 0.0)
    return body


@pytest.mark.parametrize("kind", RecordType)
async def test_json_schema_is_strict_whole_and_closed(kind: RecordType) -> None:
    body = await _sent(kind, Mode.JSON_SCHEMA)
    assert "tools" not in body
    assert "grammar" not in body
    put = body["response_format"]
    assert (put["type"], put["json_schema"]["strict"]) == ("json_schema", True)
    assert put["json_schema"]["name"] == ANSWERS[kind].__name__
    found = list(_objects(put["json_schema"]["schema"]))
    assert len(found) >= 3
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


@pytest.mark.parametrize("kind", RecordType)
async def test_tools_force_one_call_with_the_schema(kind: RecordType) -> None:
    body = await _sent(kind, Mode.TOOLS)
    assert "response_format" not in body
    (tool,) = body["tools"]
    name = ANSWERS[kind].__name__
    assert tool["function"]["name"] == name
    assert body["tool_choice"] == {"type": "function", "function": {"name": name}}
    assert tool["function"]["parameters"]["properties"].keys() == {"records"}


async def test_json_asks_for_an_object_and_tells_the_schema() -> None:
    body = await _sent(RecordType.ATTACK, Mode.JSON)
    assert body["response_format"] == {"type": "json_object"}
    assert "AttackDraft" in str(body["messages"])


async def test_md_json_asks_for_nothing_but_words() -> None:
    body = await _sent(RecordType.ATTACK, Mode.MD_JSON)
    assert body.keys().isdisjoint({"response_format", "tools", "tool_choice", "grammar"})
    assert "AttackDraft" in str(body["messages"])
    assert "```json" in str(body["messages"])


@pytest.mark.parametrize("kind", RecordType)
async def test_llguidance_sends_a_grammar_and_no_json_schema(kind: RecordType) -> None:
    body = await _sent(kind, Mode.LLGUIDANCE)
    assert body["response_format"] == {"type": "text"}
    assert "tools" not in body
    head, _, schema = body["grammar"].partition("%json ")
    assert head == "%llguidance {}\nstart: "
    described = json.loads(schema)
    assert described.pop("x-guidance") == {"whitespace_flexible": False}
    assert described == ANSWERS[kind].model_json_schema()


async def test_a_temperature_of_none_is_left_to_the_endpoint() -> None:
    async with asking(enforcing([answer(GOOD)]), temperature=None) as asked:
        await asked.ask()
    assert all("temperature" not in body for body in asked.bodies)


async def test_an_enforcing_endpoint_is_known_by_one_canary() -> None:
    async with asking(enforcing([answer(GOOD)]), mode=None) as asked:
        dialect = await asked.model.dialect(asked.ledger)
        assert dialect == Dialect(Mode.JSON_SCHEMA, enforced=True)
        await asked.ask()
        await asked.ask()
        assert [is_canary(body) for body in asked.bodies] == [True, False, False]
    assert asked.ledger.usage.calls == 3


async def test_an_endpoint_that_enforces_nothing_is_asked_in_words() -> None:
    def script(body: Json, _n: int) -> Reply:
        return prose("PONG") if is_canary(body) else prose(f"Sure!\n```json\n{json.dumps(GOOD)}\n```")

    async with asking(lax(script), mode=None) as asked:
        assert await asked.model.dialect(asked.ledger) == Dialect(Mode.MD_JSON, enforced=False)
        assert await asked.ask() == City(city="Odesa", killed=20)
        assert [by_mode(body) for body in asked.bodies] == [Mode.JSON_SCHEMA, Mode.TOOLS, Mode.MD_JSON, Mode.MD_JSON]
    assert (asked.ledger.usage.calls, asked.ledger.usage.failed_calls) == (4, 3)


@pytest.mark.parametrize("said", [PONG, "pong", [], {**OBEDIENT, "more": 1}], ids=str)
async def test_an_endpoint_that_obeys_the_words_enforces_nothing(said: object) -> None:
    async with asking([answer(said)], mode=None) as asked:
        assert (await asked.model.dialect(asked.ledger)).enforced is False


@pytest.mark.parametrize("mode", [Mode.JSON, Mode.MD_JSON])
async def test_a_model_that_has_read_the_schema_in_the_prompt_is_not_forced_by_it(mode: Mode) -> None:
    async with asking([answer(OBEDIENT)], mode=mode) as asked:
        assert await asked.model.dialect(asked.ledger) == Dialect(mode, enforced=False)


async def test_a_model_that_follows_the_schema_in_the_fallback_only_is_not_forced_by_it() -> None:
    def script(body: Json, _n: int) -> Reply:
        return answer(OBEDIENT if by_mode(body) is Mode.MD_JSON else PONG)

    async with asking(script, mode=None) as asked:
        assert await asked.model.dialect(asked.ledger) == Dialect(Mode.MD_JSON, enforced=False)


@pytest.mark.parametrize("mode", [Mode.JSON_SCHEMA, Mode.TOOLS, Mode.LLGUIDANCE])
@pytest.mark.parametrize("enforced", [True, False])
async def test_a_mode_that_the_user_insists_on_is_kept(mode: Mode, *, enforced: bool) -> None:
    async with asking([answer(OBEDIENT if enforced else PONG)], mode=mode) as asked:
        assert await asked.model.dialect(asked.ledger) == Dialect(mode, enforced=enforced)
        assert len(asked.bodies) == 1


def _refusing(field: str, status_code: int = 400) -> Callable[[Json, int], Reply]:
    """An endpoint that enforces schemas and knows no such field of a request."""

    def script(body: Json, n: int) -> Reply:
        if field in body:
            message = f"Unsupported parameter: '{field}' is not supported with this model."
            return status(status_code, body={"error": {"message": message, "param": field, "code": None}})
        return enforcing([answer(GOOD)])(body, n)

    return script


@pytest.mark.parametrize("code", [400, 404, 415, 422, 501])
async def test_an_endpoint_without_response_formats_is_given_tools(code: int) -> None:
    async with asking(_refusing("response_format", code), mode=None) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
        assert await asked.model.dialect(asked.ledger) == Dialect(Mode.TOOLS, enforced=True)
        assert [by_mode(body) for body in asked.bodies] == [Mode.JSON_SCHEMA, Mode.TOOLS, Mode.TOOLS]


async def test_an_endpoint_with_neither_is_asked_in_words() -> None:
    def script(body: Json, n: int) -> Reply:
        return _refusing("tools" if "tools" in body else "response_format")(body, n)

    async with asking(script, mode=None) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
        assert (await asked.model.dialect(asked.ledger)).mode is Mode.MD_JSON


async def test_an_endpoint_that_wants_no_temperature_is_told_none() -> None:
    async with asking(_refusing("temperature"), mode=None) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
        expected = Dialect(Mode.JSON_SCHEMA, enforced=True, temperature=False)
        assert await asked.model.dialect(asked.ledger) == expected
        assert ["temperature" in body for body in asked.bodies] == [True, False, False]


async def test_an_endpoint_that_renamed_its_limit_is_told_the_new_name() -> None:
    async with asking(_refusing("max_tokens"), mode=None, max_output_tokens=99) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
        sent = [(body.get("max_tokens"), body.get("max_completion_tokens")) for body in asked.bodies]
        assert sent == [(99, None), (None, 99), (None, 99)]


async def test_an_endpoint_that_wants_all_of_it_otherwise_is_found_out_too() -> None:
    def script(body: Json, n: int) -> Reply:
        refused = next((name for name in ("max_tokens", "temperature", "response_format") if name in body), "none")
        return _refusing(refused)(body, n)

    async with asking(script, mode=None) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
        expected = Dialect(Mode.TOOLS, enforced=True, limit_field="max_completion_tokens", temperature=False)
        assert await asked.model.dialect(asked.ledger) == expected
        assert len(asked.bodies) <= 7


async def test_an_endpoint_that_refuses_the_same_parameter_for_ever_is_not_asked_for_ever() -> None:
    refuse = status(400, body={"error": {"message": "temperature, max_tokens and response_format", "code": None}})
    async with asking([refuse], mode=None) as asked:
        with pytest.raises(ModelRejected):
            await asked.ask()
        assert len(asked.bodies) <= 9


@pytest.mark.parametrize("mode", [None, Mode.JSON_SCHEMA, Mode.MD_JSON])
@pytest.mark.parametrize("code", [401, 403, 404])
async def test_a_wrong_key_or_model_is_said_after_one_call(mode: Mode | None, code: int) -> None:
    async with asking([status(code)], mode=mode) as asked:
        with pytest.raises(ModelRejected):
            await asked.ask()
        assert len(asked.bodies) == 1
    assert (asked.ledger.usage.calls, asked.ledger.usage.failed_calls) == (1, 1)


async def test_a_refused_mode_that_the_user_insists_on_is_an_error() -> None:
    async with asking(_refusing("response_format"), mode=Mode.JSON_SCHEMA) as asked:
        with pytest.raises(ModelRejected) as caught:
            await asked.ask()
    assert caught.value.parameter == "response_format"


async def test_first_questions_at_the_same_time_share_one_canary() -> None:
    def script(body: Json, n: int) -> Reply:
        return delay(0.05, enforcing([answer(GOOD)])(body, n))

    async with asking(script, mode=None) as asked:
        found = await asyncio.gather(*(asked.ask() for _ in range(8)))
        assert found == [City(city="Odesa", killed=20)] * 8
        assert sum(map(is_canary, asked.bodies)) == 1
        assert len(asked.bodies) == 9


async def test_a_cancelled_first_question_leaves_the_canary_to_the_next() -> None:
    def script(body: Json, n: int) -> Reply:
        return delay(0.1, enforcing([answer(GOOD)])(body, n))

    async with asking(script, mode=None) as asked:
        first, second = asyncio.create_task(asked.ask()), asyncio.create_task(asked.ask())
        await until(lambda: bool(asked.bodies))
        first.cancel()
        assert await second == City(city="Odesa", killed=20)
        assert first.cancelled()


@pytest.mark.parametrize("bad", [status(503), status(401), raw(b"", "text/html")], ids=["503", "401", "nothing"])
async def test_a_canary_that_failed_is_put_again_by_the_next_question(bad: Reply) -> None:
    down = True

    def script(body: Json, n: int) -> Reply:
        return bad if down else enforcing([answer(GOOD)])(body, n)

    async with asking(script, mode=Mode.JSON_SCHEMA, policy=RetryPolicy(1, 1, 0.002)) as asked:
        if bad.status == 200:
            # What is no completion is an answer that obeys no schema; questions then fail one by one.
            assert (await asked.model.dialect(asked.ledger)).enforced is False
            with pytest.raises(InvalidAnswer):
                await asked.ask()
        else:
            with pytest.raises(ModelError):
                await asked.ask()
            assert all(map(is_canary, asked.bodies))
        down = False
        assert await asked.ask() == City(city="Odesa", killed=20)


async def test_a_canary_waits_no_longer_than_the_policy_says() -> None:
    patient = RetryPolicy(transport=2, corrections=1, base_s=0.002, max_wait_s=0.5)
    async with asking([status(503, headers={"Retry-After": "2"})], policy=patient) as asked:
        with pytest.raises(ModelUnavailable):
            await asked.model.dialect(asked.ledger)
        assert len(asked.bodies) == 1


async def test_a_canary_is_never_corrected() -> None:
    async with asking([prose("no")], mode=Mode.TOOLS) as asked:
        await asked.model.dialect(asked.ledger)
        assert len(asked.bodies) == 1


def test_the_canary_allows_nothing_that_its_prompt_asks_for() -> None:
    assert Canary.model_validate(OBEDIENT)
    with pytest.raises(ValueError, match="groundwire"):
        Canary.model_validate(PONG)
