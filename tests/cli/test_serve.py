"""`groundwire serve` and `groundwire demo` as processes: how they begin, answer and end."""

import json
import re
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest
from tests.cli.support import (
    ARTICLE,
    ATTACK,
    PUBLISHED,
    Ended,
    Running,
    Shell,
    endpoint_variables,
    free_port,
    only_to,
    processes_with,
    reader,
    status_of,
    wait_until,
)
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing, hang, status

from groundwire.client import Client
from groundwire.schemas import CacheState, Extraction


def test_the_life_of_a_service(bare: Shell) -> None:
    """One service from its start to its end; each start costs seconds."""
    up = threading.Event()
    good = enforcing(lambda body, n: delay(0.3, reader(body, n)))

    def model(body: Json, n: int) -> Reply:
        return good(body, n) if up.is_set() else status(503)

    with (
        ScriptedEndpoint(model) as endpoint,
        bare.serving(endpoint_variables(endpoint.base_url)) as (running, url),
    ):
        _alive_but_not_ready(url)
        _its_port_is_busy(bare, url)
        up.set()
        wait_until(lambda: status_of(f"{url}/readyz") == 200)
        _answers_the_sdk_and_asks_the_model_once(url, endpoint)
        ended, answer = _ended_in_a_request(signal.SIGTERM, running, url, endpoint)
    assert answer.status_code == 200
    assert len(answer.json()["attacks"]) == 1
    assert ended.calm().status == 0
    assert "the model is not ready" in ended.stderr
    first, second, last = (event for event in events_of(ended) if event.startswith("stop"))
    assert first == "stopping: not ready any more, listening for another 1 s"
    assert re.fullmatch("stopping: no new connections; [01] requests under way have 910 s", second)
    assert last == "stopped"


def events_of(ended: Ended) -> list[str]:
    """What the log says; each line of it is JSON."""
    return [json.loads(line)["event"] for line in ended.stderr.splitlines()]


def _alive_but_not_ready(url: str) -> None:
    assert status_of(f"{url}/healthz") == 200
    for answer in (
        httpx.get(f"{url}/readyz", trust_env=False),
        httpx.post(f"{url}/v1/extract", json={"text": ARTICLE, "cache": "off"}, trust_env=False),
    ):
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:groundwire:problem:model-unavailable")


def _its_port_is_busy(shell: Shell, url: str) -> None:
    port = url.rpartition(":")[2]
    ended = shell.run("serve", "--port", port).calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert f"cannot listen on 127.0.0.1:{port}: Address already in use" in ended.stderr
    assert "GROUNDWIRE_PORT" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def _answers_the_sdk_and_asks_the_model_once(url: str, endpoint: ScriptedEndpoint) -> None:
    with Client(url) as client:
        first = client.extract(ARTICLE, published=PUBLISHED)
        calls = len(endpoint.requests)
        second = client.extract(ARTICLE, published=PUBLISHED)
    assert len(endpoint.requests) == calls
    assert (first.meta.cache, second.meta.cache) == (CacheState.MISS, CacheState.HIT)
    assert first.attacks == second.attacks
    assert [span.quote for span in first.attacks[0].evidence] == [ATTACK]


def _ended_in_a_request(
    ending: signal.Signals, running: Running, url: str, endpoint: ScriptedEndpoint
) -> tuple[Ended, httpx.Response]:
    """Send the signal while the model works on a request."""
    calls = endpoint.calls
    with ThreadPoolExecutor(1) as pool:
        body = {"text": ARTICLE, "cache": "refresh"}
        asked = pool.submit(httpx.post, f"{url}/v1/extract", json=body, trust_env=False, timeout=20)
        wait_until(lambda: endpoint.calls > calls)
        running.signal(ending)
        ended = running.finish(20)
        assert status_of(f"{url}/healthz") == 0
        return ended, asked.result()


def test_ctrl_c_ends_it_after_the_request_under_way(bare: Shell) -> None:
    with (
        ScriptedEndpoint(enforcing(lambda body, n: delay(0.5, reader(body, n)))) as endpoint,
        bare.serving(endpoint_variables(endpoint.base_url)) as (running, url),
    ):
        ended, answer = _ended_in_a_request(signal.SIGINT, running, url, endpoint)
    assert answer.status_code == 200
    assert ended.calm().status == 0
    assert "stopped" in events_of(ended)


def test_a_second_ctrl_c_waits_for_nobody(bare: Shell) -> None:
    with (
        ScriptedEndpoint(enforcing([hang()])) as endpoint,
        bare.serving(endpoint_variables(endpoint.base_url)) as (running, url),
        ThreadPoolExecutor(1) as pool,
    ):
        asked = pool.submit(httpx.post, f"{url}/v1/extract", json={"text": ARTICLE}, trust_env=False, timeout=20)
        wait_until(lambda: endpoint.calls > 0)
        running.signal(signal.SIGINT)
        wait_until(lambda: status_of(f"{url}/healthz") == 0)
        assert running.process.poll() is None
        running.signal(signal.SIGINT)
        ended = running.finish(5).calm()
        assert ended.status == 0
        assert asked.exception() is not None or asked.result().status_code >= 500


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--port", "65536"), "65535"),
        (("--host", "192.0.2.1", "--port", "0"), "cannot listen on 192.0.2.1:0"),
        (("--host", "0.0.0.0", "--port", "0"), "groundwire keys create"),  # noqa: S104 - refused
    ],
)
def test_an_address_that_cannot_be_is_refused(bare: Shell, arguments: tuple[str, ...], words: str) -> None:
    ended = bare.run("serve", *arguments).calm()
    assert ended.status == 2
    assert words in ended.stderr


def test_before_it_stops_listening_it_is_not_ready_and_still_answers(bare: Shell) -> None:
    variables = {"GROUNDWIRE_SHUTDOWN_DELAY_S": "3"}
    with (
        ScriptedEndpoint(enforcing(reader)) as endpoint,
        bare.serving(endpoint_variables(endpoint.base_url) | variables) as (running, url),
        httpx.Client(base_url=url, trust_env=False, timeout=20) as client,
    ):
        wait_until(lambda: status_of(f"{url}/readyz") == 200)
        assert "connection" not in client.get("/healthz").headers
        running.signal(signal.SIGTERM)
        wait_until(lambda: status_of(f"{url}/readyz") == 503)
        problem = client.get("/readyz")
        assert problem.json()["type"] == "urn:groundwire:problem:stopping"
        assert (problem.headers["retry-after"], problem.headers["connection"]) == ("1", "close")
        assert client.post("/v1/extract", json={"text": ARTICLE}).status_code == 200
        assert running.finish(20).calm().status == 0


def test_what_the_drain_cuts_off_is_told_so(bare: Shell) -> None:
    variables = {
        "GROUNDWIRE_REQUEST_TIMEOUT_S": "1",
        "GROUNDWIRE_MAX_REQUEST_TIMEOUT_S": "1",
        "GROUNDWIRE_DRAIN_S": "1.2",
        "GROUNDWIRE_SHUTDOWN_DELAY_S": "0",
    }

    with (
        ScriptedEndpoint(enforcing([hang()])) as endpoint,
        bare.serving(endpoint_variables(endpoint.base_url) | variables) as (running, url),
        httpx.Client(base_url=url, trust_env=False, timeout=20) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        wait_until(lambda: status_of(f"{url}/readyz") == 200)
        asked = pool.submit(client.post, "/v1/extract", json={"text": ARTICLE})
        wait_until(lambda: endpoint.calls > 0)
        running.signal(signal.SIGTERM)
        ended = running.finish(20).calm()
        assert asked.result().status_code in {503, 504}
        assert asked.result().json()["type"].rpartition(":")[2] in {"stopping", "deadline-exceeded"}
        assert ended.status == 0


def test_no_address_that_a_request_names_is_asked(bare: Shell) -> None:
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        port = httpx.URL(endpoint.base_url).port or 0
        with bare.serving(endpoint_variables(endpoint.base_url) | only_to(bare, port)) as (running, url):
            for address in (
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.1:9/",
                "file:///etc/passwd",
                url,
            ):
                body = {"text": f"{ARTICLE}\n{address}", "source_url": address}
                assert httpx.post(f"{url}/v1/extract", json=body, trust_env=False, timeout=20).status_code == 200
            assert running.process.poll() is None  # it would have ended itself


def test_no_request_fails_that_is_tried_again_while_the_service_is_replaced(bare: Shell) -> None:
    port = str(free_port())
    settled: list[Extraction] = []
    over = threading.Event()

    def call(number: int) -> None:
        with Client(f"http://127.0.0.1:{port}", retries=40, timeout_s=60) as client:
            while not over.is_set():
                settled.append(client.extract(f"{ARTICLE}\n{number} {len(settled)}", published=PUBLISHED))

    with (
        ScriptedEndpoint(enforcing(lambda body, n: delay(0.05, reader(body, n)))) as endpoint,
        ThreadPoolExecutor(4) as pool,
        ExitStack() as stack,
    ):
        stack.callback(over.set)  # whatever fails, the pool must not wait for ever
        variables = endpoint_variables(endpoint.base_url) | {"GROUNDWIRE_SHUTDOWN_DELAY_S": "0.2"}
        with bare.start("serve", "--port", port, variables=variables) as running:
            running.line()
            calls = [pool.submit(call, number) for number in range(4)]
            wait_until(lambda: len(settled) >= 8, 40)
            running.signal(signal.SIGTERM)
            assert running.finish(20).calm().status == 0
        before = len(settled)
        with bare.start("serve", "--port", port, variables=variables) as running:
            running.line()
            wait_until(lambda: len(settled) > before, 40)
            over.set()
            for done in calls:
                done.result(40)


def test_the_demo_shows_records_checks_them_and_leaves_nothing_behind(shell: Shell) -> None:
    assert shell.run("keys", "create", "somebody").status == 0  # whose key the demo does not know
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
