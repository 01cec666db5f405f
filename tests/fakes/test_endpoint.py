"""The scripted endpoint does on the wire what its replies promise."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.fakes.endpoint import (
    Json,
    Reply,
    Script,
    ScriptedEndpoint,
    answer,
    delay,
    drip,
    empty_choices,
    enforcing,
    hang,
    html,
    lax,
    prose,
    raw,
    refusal,
    reset,
    reset_in_head,
    status,
    truncated_json,
    two_choices,
)

PLAIN: Json = {"model": "m", "messages": []}
CANARY_SCHEMA = {"type": "object", "properties": {"canary": {"const": "blue"}}}
TOOLS: Json = {**PLAIN, "tools": [{"type": "function", "function": {"name": "Events", "parameters": {}}}]}


def _post(endpoint: ScriptedEndpoint, body: Json, timeout_s: float = 5.0) -> httpx.Response:
    return httpx.post(f"{endpoint.base_url}/chat/completions", json=body, timeout=timeout_s)


def _choice(response: httpx.Response) -> Json:
    choice: Json = response.json()["choices"][0]
    return choice


def test_an_answer_is_content_or_arguments_as_the_request_demands() -> None:
    reply = answer({"a": 1}, prompt_tokens=7, completion_tokens=3, cached_tokens=4)
    with ScriptedEndpoint([reply]) as endpoint:
        plain, tools = _post(endpoint, PLAIN), _post(endpoint, TOOLS)
    assert _choice(plain)["message"]["content"] == '{"a": 1}'
    assert _choice(plain)["finish_reason"] == "stop"
    call = _choice(tools)["message"]["tool_calls"][0]["function"]
    assert call == {"name": "Events", "arguments": '{"a": 1}'}
    assert plain.json()["usage"] == {
        "prompt_tokens": 7,
        "completion_tokens": 3,
        "total_tokens": 10,
        "prompt_tokens_details": {"cached_tokens": 4},
    }


def test_replies_come_in_order_and_the_last_repeats_on_one_kept_connection() -> None:
    with ScriptedEndpoint([status(429, headers={"Retry-After": "2"}), answer("ok")]) as endpoint:
        with httpx.Client(base_url=endpoint.base_url, headers={"X-Probe": "1"}) as client:
            first, second, third = (client.post("/chat/completions", json=PLAIN) for _ in range(3))
        assert (first.status_code, first.headers["retry-after"]) == (429, "2")
        assert second.json() == third.json()
        assert endpoint.calls == 3
        assert endpoint.requests[0].body == PLAIN
        assert endpoint.requests[0].headers["x-probe"] == "1"


def test_a_function_sees_the_body_and_the_number_of_calls() -> None:
    def script(body: Json, n: int) -> Reply:
        return answer(f"{body['model']} {n}")

    with ScriptedEndpoint(script) as endpoint:
        said = [_choice(_post(endpoint, PLAIN))["message"]["content"] for _ in range(2)]
    assert said == ["m 0", "m 1"]


def test_bad_answers() -> None:
    script = [refusal("no"), html(), empty_choices(), truncated_json(), raw(b"\xff")]
    with ScriptedEndpoint(script) as endpoint:
        refused, page, empty, cut, odd = (_post(endpoint, PLAIN) for _ in script)
    assert _choice(refused)["message"]["refusal"] == "no"
    assert page.headers["content-type"].startswith("text/html")
    assert empty.json()["choices"] == []
    assert _choice(cut)["finish_reason"] == "length"
    with pytest.raises(ValueError, match=r".+"):
        json.loads(_choice(cut)["message"]["content"])
    assert odd.content == b"\xff"


def test_delay_drip_and_reset() -> None:
    script = [delay(0.1, answer("late")), drip(0.001, raw(b"x" * 100)), reset()]
    with ScriptedEndpoint(script) as endpoint:
        for least_s in (0.1, 0.1):
            begin = time.monotonic()
            _post(endpoint, PLAIN)
            assert time.monotonic() - begin >= least_s
        with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
            _post(endpoint, PLAIN)


def test_a_client_that_leaves_a_hanging_answer_is_counted() -> None:
    with ScriptedEndpoint([hang()]) as endpoint:
        with pytest.raises(httpx.ReadTimeout):
            _post(endpoint, PLAIN, timeout_s=0.1)
        deadline = time.monotonic() + 5
        while endpoint.abandoned == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert endpoint.abandoned == 1


def test_leaving_the_block_ends_hanging_answers_idle_connections_and_threads() -> None:
    before = threading.active_count()
    begin = time.monotonic()
    with httpx.Client(timeout=5) as client, ThreadPoolExecutor(1) as pool:
        with ScriptedEndpoint([answer("ok"), hang()]) as endpoint:
            client.post(f"{endpoint.base_url}/chat/completions", json=PLAIN)
            hanging = pool.submit(_post, endpoint, PLAIN)
            while endpoint.calls < 2:
                time.sleep(0.01)
        assert isinstance(hanging.exception(), httpx.RemoteProtocolError)
    assert threading.active_count() == before
    assert time.monotonic() - begin < 3


def test_many_connections_at_once() -> None:
    with ScriptedEndpoint([delay(0.2, answer("ok"))]) as endpoint:
        begin = time.monotonic()
        with ThreadPoolExecutor(16) as pool:
            codes = [r.status_code for r in pool.map(lambda _: _post(endpoint, PLAIN), range(16))]
    assert codes == [200] * 16
    assert time.monotonic() - begin < 16 * 0.2


@pytest.mark.parametrize(
    "carrier",
    [
        {"response_format": {"type": "json_schema", "json_schema": {"name": "C", "schema": CANARY_SCHEMA}}},
        {"tools": [{"type": "function", "function": {"name": "C", "parameters": CANARY_SCHEMA}}]},
    ],
)
def test_canaries_are_answered_apart_and_are_no_calls(carrier: Json) -> None:
    script: Script = [answer("first"), answer("second")]
    with ScriptedEndpoint(enforcing(script)) as endpoint:
        message = _choice(_post(endpoint, {**PLAIN, **carrier}))["message"]
        said = message["content"] or message["tool_calls"][0]["function"]["arguments"]
        assert json.loads(said) == {"canary": "blue"}
        assert _choice(_post(endpoint, PLAIN))["message"]["content"] == "first"
        assert (endpoint.calls, len(endpoint.requests)) == (1, 2)
    with ScriptedEndpoint(lax(script)) as endpoint:
        assert _choice(_post(endpoint, {**PLAIN, **carrier}))["message"]["content"] == "PONG"


def test_a_script_that_fails_fails_its_block() -> None:
    def script(_body: Json, _n: int) -> Reply:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), ScriptedEndpoint(script) as endpoint:
        assert _post(endpoint, PLAIN).status_code == 500


def test_models_are_listed_and_other_paths_are_not_found() -> None:
    with ScriptedEndpoint([answer("ok")]) as endpoint:
        assert httpx.get(f"{endpoint.base_url}/models").json()["data"][0]["id"] == "scripted"
        assert httpx.get(f"{endpoint.base_url}/nothing").status_code == 404
        assert endpoint.requests == []


def test_a_reset_in_the_head_leaves_no_answer() -> None:
    with ScriptedEndpoint([reset_in_head()]) as endpoint, pytest.raises(httpx.TransportError):
        _post(endpoint, PLAIN)


def test_two_choices_come_in_one_answer() -> None:
    with ScriptedEndpoint([two_choices({"a": 1}, {"a": 2})]) as endpoint:
        choices = _post(endpoint, PLAIN).json()["choices"]
    assert [(each["index"], each["message"]["content"]) for each in choices] == [(0, '{"a": 1}'), (1, '{"a": 2}')]


def test_an_endpoint_comes_back_on_the_port_that_it_left() -> None:
    with ScriptedEndpoint([prose("one")]) as first:
        port = int(first.base_url.split(":")[2].partition("/")[0])
    with ScriptedEndpoint([prose("two")], port) as second:
        assert second.base_url == first.base_url
        assert _choice(_post(second, PLAIN))["message"]["content"] == "two"
