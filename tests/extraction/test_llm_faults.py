"""Whatever an endpoint does over a real socket: one error of ours, a bounded number of calls, every token counted."""

import dataclasses
import socket
import time

import pytest
from tests.extraction.llm_tools import GOOD, City, asking, choice, completion
from tests.fakes.endpoint import (
    Reply,
    answer,
    drip,
    empty_choices,
    enforcing,
    hang,
    html,
    prose,
    raw,
    refusal,
    reset,
    status,
    truncated_json,
)

from groundwire.extraction.errors import (
    DeadlineExceeded,
    InvalidAnswer,
    ModelError,
    ModelRejected,
    ModelUnavailable,
)
from groundwire.extraction.ledger import Ledger
from groundwire.extraction.retry import RetryPolicy
from groundwire.schemas import Usage

pytestmark = pytest.mark.anyio

TOKENS = (10, 5)
NONE = (0, 0)
LONG = {"Retry-After": "86400"}
PAST = {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}
FUTURE = {"Retry-After": "Fri, 31 Dec 2399 23:59:59 GMT"}


@pytest.fixture
def anyio_backend() -> str:
    """What the service runs on."""
    return "asyncio"


UNUSABLE: dict[str, tuple[Reply, tuple[int, int]]] = {
    "a page of HTML": (html(), NONE),
    "nothing at all": (raw(b""), NONE),
    "no content (204)": (Reply(status=204), NONE),
    "no JSON under a JSON type": (raw(b"so be it"), NONE),
    "JSON cut off": (raw(b'{"id": "c", "choices": ['), NONE),
    "no UTF-8": (raw(b'{"id": "\xff\xfe"}'), NONE),
    "JSON nested without end": (raw(b"[" * 100_000), NONE),
    "null": (raw(b"null"), NONE),
    "a list": (raw(b"[]"), NONE),
    "a number": (raw(b"12"), NONE),
    "a string": (raw(b'"hello"'), NONE),
    "an error with 200": (raw(b'{"error": {"message": "busy"}}'), NONE),
    "no choice": (empty_choices(), TOKENS),
    "choices null": (completion(choices=None), TOKENS),
    "choices a string": (completion(choices="x"), TOKENS),
    "a choice null": (completion(choices=[None]), TOKENS),
    "a message null": (completion(choices=[{"index": 0, "message": None}]), TOKENS),
    "content null": (completion(choices=choice(content=None)), TOKENS),
    "content a list": (completion(choices=choice(content=[{"type": "text", "text": "{}"}])), TOKENS),
    "prose": (prose("It was Odesa."), TOKENS),
    "cut off": (truncated_json(), TOKENS),
    "cut off after the last brace": (answer(GOOD, finish_reason="length"), TOKENS),
    "refusal": (refusal("I cannot help with that."), TOKENS),
    "content filter": (answer(GOOD, finish_reason="content_filter"), TOKENS),
    "a field short": (answer({"city": "Odesa"}), TOKENS),
    "a field too many": (answer({**GOOD, "more": 1}), TOKENS),
    "a field of the wrong type": (answer({**GOOD, "killed": "many"}), TOKENS),
    "a list of answers": (answer([GOOD]), TOKENS),
    "10 MB": (answer({"city": "a" * 10_000_000}), TOKENS),
}


async def test_an_unusable_answer_is_corrected_once_and_then_given_up(subtests: pytest.Subtests) -> None:
    good = answer(GOOD, prompt_tokens=30, completion_tokens=7, cached_tokens=20)
    usable = Usage(calls=1, prompt_tokens=30, cached_prompt_tokens=20, completion_tokens=7)
    script: list[Reply] = []
    async with asking(enforcing(lambda _body, _n: script.pop(0))) as asked:
        await asked.model.dialect(Ledger())
        for name, (reply, (prompt, completed)) in UNUSABLE.items():
            script[:] = [reply, reply, reply, good]
            unusable = Usage(calls=1, failed_calls=1, prompt_tokens=prompt, completion_tokens=completed)
            asked.ledger = Ledger()
            with subtests.test(name):
                begin = time.monotonic()
                with pytest.raises(InvalidAnswer) as caught:
                    await asked.ask()
                assert time.monotonic() - begin < 5
                assert caught.value.usage == unusable + unusable
            with subtests.test(f"{name}, but the correction helps, and both answers are counted"):
                before = asked.ledger.usage
                assert await asked.ask() == City(city="Odesa", killed=20)
                assert asked.ledger.usage == before + unusable + usable
                assert script == []


FAILING: dict[str, tuple[Reply, type[ModelError], int]] = {
    "reset in mid-answer": (reset(), ModelUnavailable, 3),
    "a body that is not what its encoding says": (
        dataclasses.replace(answer(GOOD), headers={"Content-Encoding": "gzip"}),
        ModelUnavailable,
        3,
    ),
    **{f"{code}": (status(code), ModelRejected, 1) for code in (400, 401, 403, 404, 413, 422, 501)},
    **{f"{code}": (status(code), ModelUnavailable, 3) for code in (408, 409, 425, 429, 500, 502, 503, 504, 529)},
    **{f"{code}, come back at once": (status(code, headers={"Retry-After": "0"}), ModelUnavailable, 3)
       for code in (408, 409, 429, 500, 503, 529)},
    **{f"{code}, come back tomorrow": (status(code, headers=LONG), ModelUnavailable, 1)
       for code in (408, 409, 429, 500, 503, 529)},
    "400 does not mean later": (status(400, headers={"Retry-After": "0"}), ModelRejected, 1),
    "429, come back at a past date": (status(429, headers=PAST), ModelUnavailable, 3),
    "503, come back at a far date": (status(503, headers=FUTURE), ModelUnavailable, 1),
    "429, come back some day": (status(429, headers={"Retry-After": "soon"}), ModelUnavailable, 3),
    "429 with HTML": (dataclasses.replace(html(), status=429), ModelUnavailable, 3),
    "401 with HTML": (dataclasses.replace(html(), status=401), ModelRejected, 1),
    "500 with nothing": (Reply(status=500), ModelUnavailable, 3),
    "not modified": (Reply(status=304), ModelRejected, 1),
    "moved to where nothing is": (Reply(status=307, headers={"Location": "/nothing"}), ModelRejected, 1),
    "quota used up": (
        status(429, body={"error": {"message": "pay", "code": "insufficient_quota"}}), ModelRejected, 1
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILING)
async def test_a_failing_endpoint_is_tried_as_often_as_makes_sense(name: str) -> None:
    reply, kind, calls = FAILING[name]
    async with asking(enforcing([reply])) as asked:
        await asked.model.dialect(Ledger())
        begin = time.monotonic()
        with pytest.raises(ModelError) as caught:
            await asked.ask()
        assert time.monotonic() - begin < 3
        assert type(caught.value) is kind
        assert asked.endpoint.calls == calls
        assert caught.value.usage == asked.ledger.usage == Usage(calls=calls, failed_calls=calls)


async def test_a_refused_port_is_unavailable_and_each_try_is_counted() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    async with asking([answer(GOOD)], base_url=url) as asked:
        with pytest.raises(ModelUnavailable) as caught:
            await asked.ask()
    assert caught.value.usage == Usage(calls=3, failed_calls=3)


@pytest.mark.parametrize("reply", [hang(), drip(0.02, answer(GOOD))], ids=["no byte", "a byte now and then"])
async def test_a_deadline_ends_a_call_and_is_not_tried_again(reply: Reply) -> None:
    async with asking(enforcing([reply]), call_timeout_s=0.4) as asked:
        begin = time.monotonic()
        with pytest.raises(DeadlineExceeded, match=r"^no answer within 0\.4 s$") as caught:
            await asked.ask()
        assert 0.4 <= time.monotonic() - begin < 2
        assert asked.endpoint.calls == 1
    assert caught.value.usage == Usage(calls=2, failed_calls=1, prompt_tokens=10, completion_tokens=5)


@pytest.mark.parametrize("transport", [0, 1, 3])
@pytest.mark.parametrize("corrections", [0, 2])
async def test_attempts_never_exceed_one_and_both_counters(transport: int, corrections: int) -> None:
    bad = [status(500), prose("no"), reset(), prose("no"), status(429), prose("no"), status(503)]
    policy = RetryPolicy(transport, corrections, base_s=0.002)
    async with asking(enforcing(bad), policy=policy) as asked:
        with pytest.raises(ModelError):
            await asked.ask()
        assert asked.endpoint.calls <= 1 + transport + corrections


USAGES: list[tuple[object, tuple[int, int, int]]] = [
    (None, (0, 0, 0)),
    ("lots", (0, 0, 0)),
    ([1], (0, 0, 0)),
    ({}, (0, 0, 0)),
    ({"prompt_tokens": "many", "completion_tokens": 5}, (0, 0, 5)),
    ({"prompt_tokens": 12.0, "completion_tokens": 5.5}, (12, 0, 5)),
    ({"prompt_tokens": -3, "completion_tokens": None}, (0, 0, 0)),
    ({"prompt_tokens": 9, "prompt_tokens_details": "x", "completion_tokens": 1}, (9, 0, 1)),
    ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": None}, "completion_tokens": 1}, (9, 0, 1)),
    ({"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 4}, "completion_tokens": 1}, (9, 4, 1)),
]


async def test_odd_usage_spoils_no_answer(subtests: pytest.Subtests) -> None:
    script = [completion(usage=usage) for usage, _ in USAGES]
    async with asking(enforcing(script)) as asked:
        await asked.model.dialect(Ledger())
        for usage, counted in USAGES:
            asked.ledger = Ledger()
            with subtests.test(str(usage)):
                assert await asked.ask() == City(city="Odesa", killed=20)
                spent = asked.ledger.usage
                assert (spent.prompt_tokens, spent.cached_prompt_tokens, spent.completion_tokens) == counted
                assert (spent.calls, spent.failed_calls) == (1, 0)
