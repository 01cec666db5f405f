"""What the server answers: a JSON Schema is enforced, prefixes are reused, web pages are kept out."""

import json
import re

import httpx
import pytest

from groundwire.local import EmbeddedServer

SCHEMA = {
    "type": "object",
    "properties": {"place": {"enum": ["Kherson", "Odesa"]}, "killed": {"type": "integer", "maximum": 9}},
    "required": ["place", "killed"],
    "additionalProperties": False,
}
FORMAT = {"type": "json_schema", "json_schema": {"name": "event", "strict": True, "schema": SCHEMA}}


@pytest.fixture
def client(tiny_server: EmbeddedServer) -> httpx.Client:
    """A plain HTTP client, closed by its test's `with`."""
    return httpx.Client(base_url=tiny_server.base_url, timeout=60, trust_env=False)


def ask(client: httpx.Client, text: str, **more: object) -> dict[str, object]:
    body = {"messages": [{"role": "user", "content": text}], "max_tokens": 40, "temperature": 0, "seed": 1, **more}
    answer: dict[str, object] = client.post("/chat/completions", json=body).raise_for_status().json()
    return answer


def content(answer: dict[str, object]) -> str:
    found = re.search(r'"content": (".*?(?<!\\)")', json.dumps(answer))
    assert found is not None
    text: str = json.loads(found[1])
    return text


def test_the_schema_is_enforced_on_a_model_that_would_not_follow_it(client: httpx.Client) -> None:
    with client:
        free = content(ask(client, "Tell me about the sea."))
        bound = json.loads(content(ask(client, "Tell me about the sea.", response_format=FORMAT)))
    with pytest.raises(json.JSONDecodeError):
        json.loads(free)
    assert set(bound) == {"place", "killed"}
    assert bound["place"] in {"Kherson", "Odesa"}
    assert isinstance(bound["killed"], int)
    assert bound["killed"] <= 9


def test_the_calls_of_one_article_reuse_its_prefix(client: httpx.Client) -> None:
    article = "Shells hit the market of the town at noon. " * 20
    with client:
        usages = [ask(client, article + question, max_tokens=1)["usage"] for question in ("Who?", "Where?", "When?")]
    for usage in usages[1:]:
        assert isinstance(usage, dict)
        assert usage["prompt_tokens_details"]["cached_tokens"] > 0.9 * usage["prompt_tokens"]


def test_an_article_put_aside_is_taken_up_again(client: httpx.Client) -> None:
    first, second = "The bridge fell in the night. " * 20, "Aid of ten million was pledged. " * 20
    with client:
        ask(client, first, max_tokens=1)
        ask(client, second, max_tokens=1)
        usage = ask(client, first + "Why?", max_tokens=1)["usage"]
    assert isinstance(usage, dict)
    assert usage["prompt_tokens_details"]["cached_tokens"] > 0.8 * usage["prompt_tokens"]


def test_a_prompt_too_long_is_refused_not_shortened(client: httpx.Client) -> None:
    with client:
        answer = client.post("/chat/completions", json={"messages": [{"role": "user", "content": "word " * 3000}]})
    assert answer.status_code == 400
    assert "context" in answer.text


def test_the_first_model_id_is_the_readable_name(client: httpx.Client, tiny_server: EmbeddedServer) -> None:
    with client:
        (model,) = client.get("/models").json()["data"]
        answer = ask(client, "Hello", max_tokens=1)
    assert model["id"] == answer["model"] == tiny_server.model_name == "SmolLM2-135M-Instruct.Q4_1"


def test_no_web_page_may_read_answers_and_no_pages_are_served(
    client: httpx.Client, tiny_server: EmbeddedServer
) -> None:
    root = tiny_server.base_url.removesuffix("/v1")
    with client:
        answer = client.get("/models", headers={"Origin": "https://example.org"})
        allowed = answer.headers.get("access-control-allow-origin", "")
        statuses = [client.get(f"{root}/{path}").status_code for path in ("", "slots", "metrics")]
    assert allowed == ""
    assert all(status >= 400 for status in statuses)


def test_the_log_holds_nothing_of_what_was_asked(client: httpx.Client, tiny_server: EmbeddedServer) -> None:
    with client:
        ask(client, "xylophone", response_format=FORMAT)
    assert "xylophone" not in tiny_server.log_path.read_text()
