"""Over real sockets: a broken item costs no other, is asked for again alone and once, and what is lost is said."""

import json
import logging
from collections.abc import Callable

import pytest
from tests.extraction.llm_tools import Asked, Slots, Strikes, asking, choice, completion, is_canary, strike
from tests.fakes.endpoint import Json, Reply, answer, enforcing, prose, refusal, reset, status

from groundwire.extraction.errors import InvalidAnswer, ModelError, ModelRejected
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.model import Answered, Message, Mode
from groundwire.extraction.retry import RetryPolicy
from groundwire.schemas import Usage, WarningCode

pytestmark = pytest.mark.anyio

DIALOGUE = [Message("system", "Rules"), Message("user", "Calw, Bonn and Amberg were hit.")]
BROKEN, CUT, FAILED = WarningCode.ITEM_INVALID, WarningCode.ANSWER_TRUNCATED, WarningCode.CALL_FAILED


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


def records(*items: Json) -> Json:
    return {"records": list(items)}


def cut(text: str, behind: str) -> Reply:
    """The text to the end of the last `behind`, as from an endpoint whose limit of tokens is reached."""
    return answer(text[: text.rindex(behind) + len(behind)], finish_reason="length")


async def ask(asked: Asked) -> Answered[Strikes]:
    """Put the question on an account of its own, the canary aside."""
    await asked.model.dialect(Ledger())
    asked.ledger = Ledger()
    return await asked.model.ask(Strikes, DIALOGUE, asked.ledger)


def names(answered: Answered[Strikes]) -> list[str]:
    return [found.place for found in answered.answer.records]


CALW, BONN, AMBERG = (strike(name) for name in ("Calw", "Bonn", "Amberg"))
LASER = {**BONN, "weapons": [{"kind": "laser", "count": 2}]}
ALL = json.dumps(records(CALW, BONN, AMBERG))
SHORT = {name: value for name, value in CALW.items() if name != "killed"}

# What is answered in turn, the places in the end, and what is lost.
ROWS: dict[str, tuple[list[Reply], str, list[WarningCode]]] = {
    "a wrong enum": ([answer(records(CALW, LASER, AMBERG)), answer(records(BONN))], "Calw Amberg Bonn", []),
    "a missing field": ([answer(records(SHORT, BONN, AMBERG)), answer(records(CALW))], "Bonn Amberg Calw", []),
    "an extra field": (
        [answer(records(CALW, BONN, {**AMBERG, "more": 1})), answer(records(AMBERG))], "Calw Bonn Amberg", []
    ),
    "NaN": ([answer(ALL.replace("20", "NaN", 1)), answer(records(CALW))], "Bonn Amberg Calw", []),
    "an item that is no JSON": (
        [answer(ALL.replace('"Calw"', "Calw")), answer(records(CALW))], "Bonn Amberg Calw", []
    ),
    "half a character": (
        [answer(f'{{"records": [{json.dumps(CALW)}, {{"place": "\ud800"}}]}}'), answer(records(BONN))], "Calw Bonn", []
    ),
    "broken again": ([answer(records(CALW, LASER, AMBERG)), answer(records(LASER))], "Calw Amberg", [BROKEN]),
    "withdrawn": ([answer(records(CALW, LASER)), answer(records())], "Calw", [BROKEN]),
    "prose for an item": ([answer(records(CALW, LASER)), prose("Sorry.")], "Calw", [BROKEN]),
    "an item and no end": (
        [answer(records(CALW, LASER)), cut(json.dumps(records(BONN, AMBERG)), '"Amberg"')], "Calw Bonn", []
    ),
    "a sibling instead": ([answer(records(CALW, LASER)), answer(records(CALW))], "Calw", [BROKEN]),
    "all siblings": ([answer(records(CALW, LASER)), answer(records(CALW, BONN))], "Calw", [BROKEN]),
    "an item refused": ([answer(records(CALW, LASER)), refusal("no")], "Calw", [BROKEN]),
    "more than the one item": ([answer(records(CALW, LASER)), answer(records(BONN, AMBERG))], "Calw Bonn", []),
    "no endpoint any more": (
        [answer(records(CALW, LASER)), status(500), reset(), status(503)], "Calw", [FAILED]
    ),
    "a busy endpoint": ([answer(records(CALW, LASER)), status(429), answer(records(BONN))], "Calw Bonn", []),
    "one alone": ([answer(records(LASER)), answer(records(BONN))], "Bonn", []),
    "one alone, withdrawn": ([answer(records(LASER)), answer(records())], "", []),
    "an item that is no object": ([answer({"records": [CALW, "Bonn"]}), answer(records(BONN))], "Calw Bonn", []),
    "cut off in the second item": ([cut(ALL, '"Bonn"')], "Calw", [CUT]),
    "cut off in a number": ([cut(ALL, '"killed": 2')], "Calw Bonn", [CUT]),
    "cut off behind a number": ([cut(ALL, '"killed": 20')], "Calw Bonn", [CUT]),
    "cut off behind an item": ([cut(json.dumps(records(CALW)), "]}")], "Calw", []),
    "cut off before the next item": ([answer(ALL[: ALL.index('"Bonn"')], finish_reason="length")], "Calw", [CUT]),
    "cut off, and the endpoint does not say so": ([answer(ALL[:-20])], "Calw Bonn", [CUT]),
    "cut off and broken": (
        [cut(json.dumps(records(CALW, LASER, AMBERG)), '"Amberg"'), answer(records(BONN))], "Calw Bonn", [CUT]
    ),
    "without end": ([answer(records(*[CALW, BONN] * 3))], "Calw Bonn Calw Bonn", [CUT]),
    "more than the list": ([answer({**records(CALW, BONN), "note": "two"})], "Calw Bonn", []),
    "a bracket too few": ([answer(ALL[:-1])], "Calw Bonn Amberg", []),
    "fenced, and cut off": ([cut(f"Here:\n```json\n{ALL}", '"Bonn"')], "Calw", [CUT]),
    "fenced twice, and broken": (
        [answer(f"```json\n{ALL}\n```\n```json\n{ALL.replace('drone', 'laser', 1)}\n```"), answer(records(CALW))],
        "Bonn Amberg Calw",
        [],
    ),
    "nothing to recover": ([prose("It was Calw."), answer(records(CALW))], "Calw", []),
    "cut off in the first item": ([cut(ALL, '"Calw"'), answer(records(CALW))], "Calw", []),
    "another form": ([answer({"strikes": [CALW, BONN]}), answer(records(CALW))], "Calw", []),
}  # fmt: skip


def _replies(script: list[Reply]) -> Callable[[Json, int], Reply]:
    """The replies in turn, and an answer to the canary in whatever mode."""
    left = iter(script)
    return lambda body, _n: prose("pong") if is_canary(body) else next(left)


@pytest.mark.parametrize("mode", [Mode.JSON_SCHEMA, Mode.TOOLS, Mode.MD_JSON])
async def test_what_is_whole_is_kept_and_what_is_lost_is_said(mode: Mode, subtests: pytest.Subtests) -> None:
    for name, (script, places, lost) in ROWS.items():
        with subtests.test(name):
            async with asking(_replies(script), mode=mode) as asked:
                answered = await ask(asked)
                assert names(answered) == places.split()
                assert [loss.code for loss in answered.losses] == lost
                assert {found.killed for found in answered.answer.records} <= {20}
                assert asked.ledger.usage.calls == len(script)


async def test_a_broken_item_is_asked_for_alone_with_its_own_error() -> None:
    script = [answer(records(CALW, LASER, AMBERG)), answer(records(BONN))]
    async with asking(enforcing(script)) as asked:
        await ask(asked)
        first, second = asked.bodies[-2:]
    *same, shown, told = second["messages"]
    assert same == first["messages"]
    assert (shown["role"], json.loads(shown["content"])) == ("assistant", records(LASER))
    assert told["role"] == "user"
    assert "weapons.0.kind: Input should be 'drone' or 'missile'" in told["content"]
    rooms = [body["response_format"]["json_schema"]["schema"]["properties"]["records"] for body in (first, second)]
    assert [room["maxItems"] for room in rooms] == [4, 1]


async def test_each_broken_item_is_asked_for_once() -> None:
    def script(body: Json, n: int) -> Reply:
        if n == 0:
            return answer(records(CALW, LASER, SHORT))
        return answer(records(LASER if "laser" in body["messages"][-2]["content"] else strike("Ulm", 3)))

    async with asking(enforcing(script)) as asked:
        answered = await ask(asked)
        assert names(answered) == ["Calw", "Ulm"]
        (loss,) = answered.losses
        assert (loss.code, asked.endpoint.calls) == (BROKEN, 3)
    assert "weapons.0.kind" in loss.why
    assert "laser" not in loss.why


async def test_an_answer_with_a_key_for_each_item_is_salvaged_alike() -> None:
    first = {"s1": CALW, "s1b": LASER, "s2": None, "s3": AMBERG}
    async with asking(enforcing([answer(first), answer({"s1b": BONN})])) as asked:
        answered = await asked.model.ask(Slots, DIALOGUE, asked.ledger)
        second = asked.bodies[-1]
    assert answered.answer.model_dump() == {**first, "s1b": BONN}
    assert answered.losses == ()
    assert json.loads(second["messages"][-2]["content"]) == {"s1b": LASER}
    assert list(second["response_format"]["json_schema"]["schema"]["properties"]) == ["s1b"]
    async with asking(enforcing([cut(json.dumps(first), '"Amberg", "killed": 2')])) as asked:
        answered = await asked.model.ask(Slots, DIALOGUE, asked.ledger)
        assert [loss.code for loss in answered.losses] == [CUT, BROKEN]
        assert answered.answer.model_dump(exclude_none=True) == {"s1": CALW}


async def test_every_attempt_is_counted_and_those_without_anything_usable_as_failed() -> None:
    script = [
        prose("no"),
        answer(records(CALW, LASER), prompt_tokens=50, completion_tokens=30),
        status(500),
        answer(records(LASER), prompt_tokens=60, completion_tokens=10),
    ]
    async with asking(enforcing(script)) as asked:
        await ask(asked)
        assert asked.ledger.usage == Usage(calls=4, failed_calls=3, prompt_tokens=120, completion_tokens=45)


@pytest.mark.parametrize(
    ("again", "error"),
    [(prose("no"), InvalidAnswer), (answer(records(LASER)), InvalidAnswer), (status(401), ModelRejected)],
    ids=["prose", "broken again", "rejected"],
)
async def test_an_answer_of_which_nothing_is_left_is_none(again: Reply, error: type[ModelError]) -> None:
    async with asking(enforcing([answer(records(LASER)), again])) as asked:
        with pytest.raises(error) as caught:
            await ask(asked)
        assert asked.ledger.usage.calls == asked.ledger.usage.failed_calls == 2
        assert "records.0.weapons.0.kind: Input should be 'drone' or 'missile'" in str(asked.bodies[-1]["messages"])
    assert "drone" not in repr(caught.value)  # what may be chosen from may be words of the article


async def test_who_wants_no_corrections_gets_none() -> None:
    async with asking(enforcing([answer(records(CALW, LASER))]), policy=RetryPolicy(corrections=0)) as asked:
        answered = await ask(asked)
        assert names(answered) == ["Calw"]
        assert ([loss.code for loss in answered.losses], asked.endpoint.calls) == ([BROKEN], 1)


@pytest.mark.parametrize(
    "stopped",
    [completion(choices=choice(content=ALL, refusal="no")), answer(ALL, finish_reason="content_filter")],
    ids=["refused", "filtered"],
)
async def test_nothing_is_taken_out_of_what_was_stopped_on_purpose(stopped: Reply) -> None:
    async with asking(enforcing([stopped])) as asked:
        with pytest.raises(InvalidAnswer):
            await ask(asked)
        assert asked.endpoint.calls == 2


async def test_an_odd_completion_is_no_answer_and_no_defect() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "Strikes", "arguments": None}}
    odds: list[object] = [
        choice(content=None, tool_calls=[call]),
        choice(content=[ALL]),
        choice(content=7),
        [None],
        [{}],
    ]
    for odd in odds:
        async with asking(enforcing([completion(choices=odd)]), mode=Mode.TOOLS) as asked:
            with pytest.raises(InvalidAnswer):
                await ask(asked)


async def test_no_error_and_no_log_quotes_a_broken_item(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    secret = {**BONN, "place": 7, "the governor said": "the governor said"}
    async with asking(enforcing([answer(records(CALW, secret)), answer(records(secret))])) as asked:
        answered = await ask(asked)
    assert answered.losses
    assert "governor" not in caplog.text + str(answered.losses)
