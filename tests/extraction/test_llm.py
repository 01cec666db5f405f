"""The adapter: what it sends, what it returns, what it never says, when it stops, whom it calls for help."""

import asyncio
import logging
import socket
import threading
import time
import traceback
from collections import Counter

import httpx2
import pytest
from pydantic import SecretStr
from tests.extraction.llm_tools import GOOD, KEY, City, asking, until
from tests.fakes.endpoint import (
    Json,
    Reply,
    answer,
    delay,
    empty_choices,
    enforcing,
    hang,
    html,
    prose,
    raw,
    refusal,
    reset,
    status,
)

from groundwire.extraction.drafts import AidAnswer, AttackAnswer
from groundwire.extraction.errors import InvalidAnswer, ModelError, ModelUnavailable
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.llm_prepared import prepared
from groundwire.extraction.model import Message, Mode

pytestmark = pytest.mark.anyio

ARTICLE = "ballistic " + "missile " * 2 + "article"
ANSWER = "answered " + "words " * 2 + "here"
BODY = "endpoint " + "says " * 2 + "this"
ODD_TEXTS = [
    "{{7*7}} {{ article }} {% raw %}{% for x in y %}",
    "    four spaces before, two after  ",
    "\ttab\r\nand a Windows line\n\n\nthree breaks\n",
    "{city} $city ${city} %(city)s %s \\n \\u0041 <|im_end|> </s> [INST]",
    "«Одеса» 🚀 e\u0301 \u202eRTL\u202c \u2028 \ufeff\u200b",
    "```json\n{\"city\": \"Odesa\"}\n```",
]  # fmt: skip


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_a_text_reaches_the_endpoint_byte_for_byte(text: str) -> None:
    dialogue = [Message("system", text), Message("user", text), Message("assistant", text), Message("user", text)]
    async with asking(enforcing([answer(GOOD)])) as asked:
        await asked.model.ask(City, dialogue, asked.ledger)
        sent = asked.bodies[-1]["messages"]
    assert sent == [{"role": turn.role, "content": turn.content} for turn in dialogue]


@pytest.mark.parametrize("mode", [Mode.TOOLS, Mode.LLGUIDANCE, Mode.JSON, Mode.MD_JSON])
async def test_no_mode_touches_the_words_of_a_user(mode: Mode) -> None:
    text = "\n".join(ODD_TEXTS)
    async with asking(enforcing([answer(GOOD)]), mode=mode) as asked:
        await asked.ask(text)
        users = [turn["content"] for turn in asked.bodies[-1]["messages"] if turn["role"] == "user"]
    assert str(users[0]).startswith(text)


async def test_an_answer_is_a_plain_instance_of_the_schema() -> None:
    async with asking(enforcing([answer(GOOD)])) as asked:
        found = await asked.ask()
    assert type(found) is City
    assert found.model_dump() == GOOD
    assert "_raw_response" not in vars(found)


async def test_a_schema_is_prepared_once_however_often_it_is_asked() -> None:
    before = prepared.cache_info()
    made = set(AttackAnswer.__subclasses__()) | {prepared(AttackAnswer).wrapped}
    async with asking(enforcing([answer({"records": []})])) as asked:
        for schema in (AttackAnswer, AidAnswer) * 4:
            found = await asked.model.ask(schema, [Message("user", "Which?")], asked.ledger)
            assert type(found.answer) is schema
    assert set(AttackAnswer.__subclasses__()) <= made  # instructor makes a class for each call with a bare schema
    after = prepared.cache_info()
    assert after.misses - before.misses <= 3  # those two and the canary
    assert after.hits - before.hits >= 6
    assert prepared(AttackAnswer).wrapped is prepared(AttackAnswer).wrapped


async def test_name_identity_and_sampling_are_those_of_the_endpoint() -> None:
    async with asking([], temperature=None, max_output_tokens=77) as asked:
        assert (asked.model.name, asked.model.identity) == ("scripted", "scripted@here")
        assert asked.model.sampling == {"temperature": None, "max_output_tokens": 77}
        assert asked.endpoint.requests == []


async def test_the_key_is_sent_as_bearer_and_an_empty_one_is_no_obstacle() -> None:
    for key, sent in ((KEY, f"Bearer {KEY}"), ("", "Bearer none")):
        async with asking(enforcing([answer(GOOD)]), api_key=SecretStr(key)) as asked:
            await asked.ask()
            assert {request.headers["authorization"] for request in asked.endpoint.requests} == {sent}


async def test_a_proxy_of_the_environment_is_not_asked_for_a_loopback_address(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with asking(enforcing([answer(GOOD)])) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)


BAD = {
    "prose": prose(ANSWER),
    "wrong type": answer({"city": ANSWER, "killed": ANSWER}),
    "unknown field": answer({**GOOD, ANSWER: ANSWER}),
    "cut off": answer(f'{{"city": "{ANSWER}', finish_reason="length"),
    "filtered": answer({**GOOD, "city": ANSWER}, finish_reason="content_filter"),
    "refusal": refusal(ANSWER),
    "not JSON": raw(ANSWER.encode()),
    "no UTF-8": raw(ANSWER.encode() + b"\xff"),
    "HTML": html(),
    "no choice": empty_choices(),
    "reset": reset(),
    "hang": hang(),
    **{str(code): status(code, body={"error": {"message": BODY, "param": BODY}}) for code in (400, 401, 422, 429, 500)},
}


@pytest.mark.parametrize(
    ("name", "mode"),
    [*((name, Mode.JSON_SCHEMA) for name in BAD), *((name, Mode.TOOLS) for name in BAD if BAD[name].status == 200)],
)
async def test_no_error_and_no_log_quotes_article_answer_or_key(
    name: str, mode: Mode, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # At DEBUG openai logs the options of each request, the article among them: that is for its users to ask for.
    caplog.set_level(logging.INFO, logger="openai")
    async with asking(enforcing([BAD[name]]), mode=mode, call_timeout_s=0.3) as asked:
        with pytest.raises(ModelError) as caught:
            await asked.ask(ARTICLE)
    error: BaseException | None = caught.value
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text
    while error is not None:  # what a handler prints: causes, and contexts that are not suppressed
        shown += repr(error) + str(error.args)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    for secret in (ARTICLE, ANSWER, BODY, KEY):
        assert secret not in shown


async def test_a_key_that_no_header_can_carry_is_not_shown_either() -> None:
    async with asking(enforcing([answer(GOOD)]), api_key=SecretStr(KEY + "\n")) as asked:
        with pytest.raises(ModelUnavailable) as caught:
            await asked.ask()
    assert KEY not in "".join(traceback.format_exception(caught.value))


async def test_an_unusable_answer_is_told_what_was_wrong_and_not_sent_back() -> None:
    async with asking(enforcing([answer({"city": ANSWER}), answer(GOOD)])) as asked:
        await asked.ask("first", ARTICLE)
        first, second = (body["messages"] for body in asked.bodies[-2:])
    assert [turn["content"] for turn in first] == ["first", ARTICLE]
    assert second[0] == first[0]
    assert second[1]["content"].startswith(f"{ARTICLE}\n\nYour last answer could not be used: killed: Field required.")
    assert len(second) == 2
    assert ANSWER not in str(second)


async def test_a_cancelled_question_ends_its_request_at_once() -> None:
    async with asking(enforcing([hang()])) as asked:
        task = asyncio.create_task(asked.ask())
        await until(lambda: asked.endpoint.calls == 1)
        begin = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - begin < 5
        await until(lambda: asked.endpoint.abandoned == 1)
        assert asked.endpoint.calls == 1
    assert (asked.ledger.usage.calls, asked.ledger.usage.failed_calls) == (2, 1)


async def test_a_deadline_of_the_caller_ends_the_waits_between_tries() -> None:
    async with asking(enforcing([status(503, headers={"Retry-After": "20"})])) as asked:
        begin = time.monotonic()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await asked.ask()
        assert time.monotonic() - begin < 10
        assert asked.endpoint.calls == 1


async def test_no_more_requests_are_in_flight_than_allowed() -> None:
    lock, flying, most = threading.Lock(), Counter[str](), 0

    def slow(_body: Json, _n: int) -> Reply:
        nonlocal most
        with lock:
            flying["now"] += 1
            most = max(most, flying["now"])
        time.sleep(0.05)
        with lock:
            flying["now"] -= 1
        return answer(GOOD)

    async with asking(enforcing(slow), concurrency=3) as asked:
        await asyncio.gather(*(asked.ask() for _ in range(12)))
    assert most == 3
    assert asked.ledger.usage.calls == 13


async def test_a_question_that_failed_gives_its_place_back() -> None:
    async with asking(enforcing([prose("no"), prose("no"), answer(GOOD)]), concurrency=1) as asked:
        with pytest.raises(InvalidAnswer):
            await asked.ask()
        assert await asked.ask() == City(city="Odesa", killed=20)


@pytest.mark.parametrize(
    ("replies", "revived"),
    [
        ([status(500), answer(GOOD)], 1),
        ([reset(), status(429), answer(GOOD)], 2),
        ([prose("no"), answer(GOOD)], 0),
        ([answer(GOOD)], 0),
        ([status(500), prose("no"), status(500), answer(GOOD)], 2),
    ],
    ids=["500", "reset and 429", "bad answer", "good answer", "mixed"],
)
async def test_help_is_called_for_an_endpoint_out_of_reach_and_for_nothing_else(
    replies: list[Reply], revived: int
) -> None:
    calls = 0

    async def revive() -> None:
        nonlocal calls
        calls += 1

    async with asking(enforcing(replies), revive=revive) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
    assert calls == revived


async def test_help_brings_a_dead_endpoint_back() -> None:
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        address = port.getsockname()
    served: list[asyncio.Server] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        content = httpx2.Response(200, json={"choices": []}).content
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n" % len(content))
        writer.write(b"Connection: close\r\n\r\n" + content)
        writer.close()

    async def revive() -> None:
        served.append(await asyncio.start_server(serve, *address))

    url = f"http://127.0.0.1:{address[1]}/v1"
    async with asking([], base_url=url, revive=revive) as asked:
        dialect = await asked.model.dialect(Ledger())
    served[0].close()
    assert (len(served), dialect.enforced) == (1, False)


async def test_help_that_fails_is_an_error_like_any_other() -> None:
    async def revive() -> None:
        raise ModelUnavailable("the embedded model does not start")

    async with asking(enforcing([status(500)]), revive=revive) as asked:
        with pytest.raises(ModelUnavailable, match="does not start"):
            await asked.ask()
        assert asked.endpoint.calls == 1


async def test_slow_is_not_late() -> None:
    async with asking(enforcing([delay(0.2, answer(GOOD))]), call_timeout_s=5) as asked:
        assert await asked.ask() == City(city="Odesa", killed=20)
