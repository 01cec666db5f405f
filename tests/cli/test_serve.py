"""`groundwire serve` and `groundwire demo` as processes: how they begin, answer and end."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.cli.support import (
    ARTICLE,
    PUBLISHED,
    Running,
    Shell,
    endpoint_variables,
    make_shell,
    processes_with,
    reader,
    status_of,
    wait_until,
)
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing, status

from groundwire.client import Client
from groundwire.schemas import CacheState


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedEndpoint]:
    """A model that takes a moment for each question."""

    def slow(body: Json, n: int) -> Reply:
        return delay(0.5, reader(body, n))

    with ScriptedEndpoint(enforcing(slow)) as scripted:
        yield scripted


@pytest.fixture(scope="module")
def place(model: ScriptedEndpoint, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A folder for all services of this file."""
    return make_shell(tmp_path_factory.mktemp("serve"), endpoint_variables(model.base_url))


@pytest.fixture(scope="module")
def service(place: Shell) -> Iterator[tuple[Running, str]]:
    """One service for the tests that do not end it."""
    with place.serving() as started:
        yield started


def test_the_sdk_gets_records_and_the_second_time_without_a_call(
    service: tuple[Running, str], model: ScriptedEndpoint
) -> None:
    wait_until(lambda: status_of(f"{service[1]}/readyz") == 200)
    assert status_of(f"{service[1]}/healthz") == 200
    with httpx.Client(trust_env=False) as http, Client(service[1], http_client=http) as client:
        first = client.extract(ARTICLE, published=PUBLISHED)
        calls = len(model.requests)
        second = client.extract(ARTICLE, published=PUBLISHED)
    assert len(model.requests) == calls
    assert (first.meta.cache, second.meta.cache) == (CacheState.MISS, CacheState.HIT)
    assert first.attacks == second.attacks
    assert [span.quote for span in first.attacks[0].evidence] == [ARTICLE[: len(first.attacks[0].evidence[0].quote)]]


def test_a_busy_port_fails_at_once_with_a_sentence(service: tuple[Running, str], place: Shell) -> None:
    port = service[1].rpartition(":")[2]
    ended = place.run("serve", "--port", port).calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in ended.stderr
    assert "GROUNDWIRE_PORT" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--port", "65536"), "65535"), (("--host", "192.0.2.1", "--port", "0"), "cannot listen on 192.0.2.1:0")],
)
def test_an_address_that_cannot_be_is_refused(place: Shell, arguments: tuple[str, ...], words: str) -> None:
    ended = place.run("serve", *arguments).calm()
    assert ended.status == 2
    assert words in ended.stderr


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_after_the_request_under_way(
    place: Shell, model: ScriptedEndpoint, ending: signal.Signals
) -> None:
    text = f"{ARTICLE}{ending.name}"
    with place.serving() as (running, url), ThreadPoolExecutor(1) as pool:
        calls = model.calls
        asked = pool.submit(httpx.post, f"{url}/v1/extract", json={"text": text}, trust_env=False, timeout=20)
        wait_until(lambda: model.calls > calls)
        running.signal(ending)
        ended = running.finish(20).calm()
        assert asked.result().status_code == 200
        assert len(asked.result().json()["attacks"]) == 1
    assert (ended.status, ended.stderr) == (0, "")
    assert status_of(f"{url}/healthz") == 0


def test_it_is_alive_at_once_and_ready_when_its_model_is(place: Shell) -> None:
    up = threading.Event()
    good = enforcing(reader)

    def later(body: Json, n: int) -> Reply:
        return good(body, n) if up.is_set() else status(503)

    with (
        ScriptedEndpoint(later) as endpoint,
        place.serving(endpoint_variables(endpoint.base_url)) as (running, url),
    ):
        assert status_of(f"{url}/healthz") == 200
        for answer in (
            httpx.get(f"{url}/readyz", trust_env=False),
            httpx.post(f"{url}/v1/extract", json={"text": ARTICLE, "cache": "off"}, trust_env=False),
        ):
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:groundwire:problem:model-unavailable")
        up.set()
        wait_until(lambda: status_of(f"{url}/readyz") == 200)
        running.signal(signal.SIGTERM)
        ended = running.finish(10).calm()
    assert ended.status == 0
    assert "the model is not ready" in ended.stderr


def test_the_demo_shows_records_checks_them_and_leaves_nothing_behind(shell: Shell) -> None:
    # A proxy that no demo on this machine may ask.
    variables = {"HTTP_PROXY": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "NO_PROXY": None}
    ended = shell.run("demo", "article.txt", "--published", PUBLISHED, variables=variables).calm()
    assert ended.status == 0, ended.stderr
    for words in (
        "1. Starting",
        "Attacks (1)",
        "20 or more",
        "75 or more",
        "2 evidence spans",
        "5. The service has ended",
    ):
        assert words in ended.stdout
    assert processes_with(f"GROUNDWIRE_CACHE_DIR={shell.cache}") == []


def test_a_demo_whose_service_cannot_start_says_why_and_ends_as_it_did(bare: Shell) -> None:
    (bare.folder / "file").write_text("")
    variables = {**endpoint_variables("http://127.0.0.1:9/v1"), "GROUNDWIRE_CACHE_DIR": "file"}
    ended = bare.run("demo", "article.txt", variables=variables).calm()
    assert ended.status == 6
    assert "The cache folder" in ended.stderr
    assert "the service did not start (exit code 6)" in ended.stderr


def test_a_demo_that_is_ended_ends_its_service(shell: Shell) -> None:
    with shell.start("demo", "article.txt") as running:
        assert running.line().startswith("1. Starting")
        wait_until(lambda: len(processes_with(f"GROUNDWIRE_CACHE_DIR={shell.cache}")) == 2)
        running.signal(signal.SIGTERM)
        assert running.finish(20).calm().status == 130
    assert processes_with(f"GROUNDWIRE_CACHE_DIR={shell.cache}") == []
