"""Keys, articles and answers go through every route and every fault, and stand in no log, metric, span, error or name.

One service, a process of its own with the log at its most talkative, before an endpoint that quotes whatever it is
sent; at the end everything that it has said to anybody but the caller is searched for marks that the requests held.
"""

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.cli.support import Shell, endpoint_variables, free_port, make_shell, wait_until
from tests.fakes.endpoint import (
    Json,
    Reply,
    ScriptedEndpoint,
    answer,
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
from tests.security.collector import Collected, collecting

ENDPOINT_KEY = "sk-canary-endpoint-51c77e"
MARKS = {
    "article": "Canaryville",
    "answer": "Answermark",
    "title": "Titlemark",
    "source": "sourcemark",
    "field": "fieldmark",
    "value": "valuemark",
    "path": "pathmark",
    "query": "querymark",
    "header": "headermark",
    "wrong key": "gw_wrongkeymark",
    "endpoint": "Endpointmark",
    "endpoint's key": ENDPOINT_KEY,
}
"""Each stands in one part of the requests or answers, and nowhere else in the world."""
CRASH = "Crashmark"
"""An article with this word makes a library below the service raise an error that quotes the article."""
TEXT = f"A Russian missile strike on {MARKS['article']} on Friday killed at least 20 people, officials said."
_CRASHING = f"""
import sentencex
whole = sentencex.segment
def segment(language, text):
    if "{CRASH}" in text:
        raise RuntimeError("cannot cut " + text)
    return whole(language, text)
sentencex.segment = segment
"""


@dataclass
class Service:
    """A service that runs, and all that it has said so far.

    Attributes:
        url: Where it listens.
        key: Lets requests in.
        fault: What its endpoint does now.
        trap: Listens where articles say that they come from.
        problems: Bodies of all answers that were no Extraction, by request.
        said: What it has said elsewhere, by place; filled at the end.
    """

    url: str
    key: str
    fault: Callable[[Json], Reply]
    trap: socket.socket
    problems: dict[str, str] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)

    def article(self, number: int, **more: object) -> dict[str, object]:
        """A request; no two have the same text."""
        source = f"http://127.0.0.1:{self.trap.getsockname()[1]}/{MARKS['source']}?{MARKS['query']}"
        text = f"{TEXT} {number} reporters saw it. More at {source}."
        return {"text": text, "published": "2024-03-16", "title": MARKS["title"], "source_url": source, **more}

    def get(self, path: str) -> httpx.Response:
        """A GET that is let in."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.get(f"{self.url}{path}", headers=headers, timeout=60, trust_env=False)

    def post(self, name: str, body: object, route: str = "/v1/extract", **headers: str) -> httpx.Response:
        """Send a body, bytes as they are and all else as JSON; note what was answered, if it is no Extraction."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        return self.ask(name, "POST", route, content=content, headers=sent)

    def ask(self, name: str, method: str, path: str, **request: object) -> httpx.Response:
        """Send any request; note what was answered, if it is no Extraction."""
        answered = httpx.request(method, f"{self.url}{path}", timeout=60, trust_env=False, **request)  # type: ignore[arg-type]
        if answered.status_code != 200 or not path.startswith("/v1/extract"):
            self.problems[f"{name} at {path}: {answered.status_code}"] = f"{answered.headers!r} {answered.text}"
        elif path.endswith("/stream"):  # begun with 200, it can only say at its end that it failed
            failed = [event for event in answered.text.split("\n\n") if event.startswith("event: problem\n")]
            self.problems |= {f"{name} in a stream: {number}": event for number, event in enumerate(failed)}
        return answered


def quoting(body: Json) -> str:
    """What an endpoint says that repeats all that it was sent, and more."""
    return f"{MARKS['endpoint']} {ENDPOINT_KEY} {json.dumps(body['messages'], ensure_ascii=False)}"


def page(body: Json) -> Reply:
    """An error page that quotes."""
    return Reply(lambda _: f"<html>{quoting(body)}</html>".encode(), status=500, content_type="text/html")


def lying(_body: Json) -> Reply:
    """An answer with a place that no article names, beside a true one."""
    places = [{"name": name, "region": None, "country": "UA"} for name in (MARKS["article"], MARKS["answer"])]
    draft = {"sentences": [1], "scope": "incident", "attack_type": "missile_strike", "attackers": ["Russia"]}
    rest: Json = {
        "attribution": None,
        "weapons": [],
        "targets": [],
        "when": "on Friday",
        "killed": "20",
        "injured": None,
    }
    return answer({"records": [{**draft, **rest, "places": places}]})


FAULTS: dict[str, Callable[[Json], Reply]] = {
    "good": lying,
    "fields of its own": lambda _: answer({MARKS["answer"]: [{MARKS["answer"]: MARKS["answer"]}]}),
    "values out of bounds": lambda _: answer({"records": [{"sentences": MARKS["answer"], "scope": MARKS["answer"]}]}),
    "prose": lambda body: prose(MARKS["answer"] + quoting(body)),
    "refusal": lambda body: refusal(MARKS["answer"] + quoting(body)),
    "cut off": lambda _: truncated_json(),
    "no choice": lambda _: empty_choices(),
    "a page with 200": lambda _: html(),
    "not JSON": lambda body: raw(quoting(body).encode()),
    "400 that quotes": lambda body: status(400, body={"error": {"message": quoting(body), "param": quoting(body)}}),
    "401 that quotes": lambda body: status(401, body={"error": {"message": quoting(body), "code": quoting(body)}}),
    "404 that quotes": lambda body: status(404, body={"error": {"message": quoting(body)}}),
    "422 that quotes": lambda body: status(422, body={"detail": [{"input": quoting(body), "loc": [quoting(body)]}]}),
    "429 that quotes": lambda body: status(429, headers={"Retry-After": "0"}, body={"error": quoting(body)}),
    "500 that quotes": page,
    "reset": lambda _: reset(),
    "hang": lambda _: hang(),
}


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """A service with a key, spans and the log at debug; at the end it is stopped and all that it said is gathered."""
    with socket.create_server(("127.0.0.1", 0)) as trap:
        yield from _serving(folder, Service("", "", lying, trap))


def _serving(folder: Path, service: Service) -> Iterator[Service]:
    with (
        ScriptedEndpoint(enforcing(lambda body, _n: service.fault(body))) as endpoint,
        collecting() as collected,
    ):
        variables = {
            **endpoint_variables(endpoint.base_url),
            "GROUNDWIRE_API_KEY": ENDPOINT_KEY,
            "GROUNDWIRE_MODE": "json_schema",
            "GROUNDWIRE_LOG_LEVEL": "debug",
            "GROUNDWIRE_CORRECTIONS": "1",
            "GROUNDWIRE_KEYS_FILE": str(folder / "keys.json"),
            "GROUNDWIRE_TRACING": "true",
            "OTEL_EXPORTER_OTLP_ENDPOINT": collected.url,
            "OTEL_BSP_SCHEDULE_DELAY": "50",
        }
        shell = make_shell(folder, variables)
        service.key = shell.run("keys", "create", "tests").stdout.strip()
        log = folder / "serve.log"
        with shell.serving(crashing(shell), log) as (running, url):
            service.url = url
            wait_until(lambda: service.get("/readyz").status_code == 200, 30.0)
            yield service
            service.said["metrics"] = service.get("/metrics").raise_for_status().text
            wait_until(lambda: has_spans(collected))
            running.signal(signal.SIGTERM)
            service.said["stdout"] = running.finish(60).stdout
        service.said["log"] = log.read_text("utf-8")
        service.said["spans"] = b"".join(collected.bodies).decode("utf-8", "replace")
        service.trap.setblocking(False)
        with pytest.raises(BlockingIOError):
            service.trap.accept()  # whatever an article names, nobody came from there
        service.said["names of files"] = "\n".join(str(path.relative_to(folder)) for path in folder.rglob("*"))


def has_spans(collected: Collected) -> bool:
    return any(b"/v1/extract" in body for body in collected.bodies)


def crashing(shell: Shell) -> dict[str, str]:
    """Variables of a process in which a library has a defect."""
    folder = shell.folder / "before-all"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_CRASHING)
    return {"PYTHONPATH": os.pathsep.join([str(folder), shell.variables["PYTHONPATH"]])}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    """A service that has been through everything and has ended."""
    with serving(tmp_path_factory.mktemp("redaction")) as running:
        through_faults(running)
        through_refusals(running)
        through_routes(running)
        hang_up(running)
    return running


def through_faults(service: Service) -> None:
    for number, (name, fault) in enumerate(FAULTS.items()):
        service.fault = fault
        for route in ("/v1/extract", "/v1/extract/stream"):
            service.post(name, service.article(number, timeout_s=2.0), route)
    service.fault = lying
    for unsupported in ("flag", "repair"):
        service.post(unsupported, service.article(100, unsupported=unsupported, recall_pass=True))
    for route in ("/v1/extract", "/v1/extract/stream"):
        service.post("crash", service.article(101, text=f"{TEXT} {CRASH}."), route)
        service.post("from the cache", service.article(0), route)


def through_refusals(service: Service) -> None:
    name, mark = MARKS["field"], MARKS["value"]
    for route in ("/v1/extract", "/v1/extract/stream"):
        service.post("unknown field", service.article(1) | {name: mark}, route)
        service.post("wrong types", {"text": [mark], "published": mark, "record_types": [mark], "cache": mark}, route)
        service.post("no JSON", f'{{"text": "{TEXT}", {mark}'.encode(), route)
        service.post("no UTF-8", TEXT.encode() + b"\xff" + mark.encode(), route)
        service.post("too long", service.article(2, text=TEXT * 4000), route)
        service.post("too large", TEXT.encode() * 60_000, route)
        service.post("no JSON type", service.article(3), route, **{"Content-Type": f"text/{mark}"})
        service.post("compressed", service.article(3), route, **{"Content-Encoding": mark})
        for wrong in (f"Bearer {MARKS['wrong key']}", f"Basic {MARKS['wrong key']}", MARKS["wrong key"]):
            service.post("wrong key", service.article(4), route, Authorization=wrong)
    service.post(
        "odd headers", service.article(5), **{"X-Request-ID": f"{MARKS['header']}\t<>", "X-Any": MARKS["header"]}
    )
    service.post("odd trace", service.article(5), traceparent=MARKS["header"], tracestate=f"a={MARKS['header']}")


def through_routes(service: Service) -> None:
    for route in ("/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/openapi-3.0.json", "/", "/v1/none"):
        path = f"{route}?{MARKS['query']}={MARKS['query']}"
        for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", MARKS["path"].upper()):
            service.ask(f"{method} {route}", method, path, headers={"Authorization": f"Bearer {service.key}"})
    for path in (f"/{MARKS['path']}", f"/v1/{MARKS['path']}/../x", f"/docs/{MARKS['path']}", f"/%00{MARKS['path']}"):
        service.ask("unknown path", "GET", path, headers={"Authorization": f"Bearer {service.key}"})


def hang_up(service: Service) -> None:
    """Go away in the middle of a request, and in the middle of an answer."""
    service.fault = lambda _: hang()
    place = urlsplit(service.url)
    body = json.dumps(service.article(6)).encode()
    head = f"POST /v1/extract HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.key}\r\n".encode()
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    for sent in (head + body[:50], head + body, head[:40] + MARKS["header"].encode() + b"\x00\r\n\r\n"):
        with socket.create_connection((place.hostname or "", place.port or 0)) as connection:
            connection.sendall(sent)
            connection.settimeout(0.3)
            try:
                connection.recv(10)
            except TimeoutError:
                continue


def secrets(service: Service) -> dict[str, str]:
    """All marks, the service's own key and the secret part of it among them."""
    return {**MARKS, "crash": CRASH, "key": service.key, "secret of the key": service.key[-20:]}


@pytest.mark.parametrize("place", ["log", "stdout", "metrics", "spans", "names of files"])
def test_no_mark_stands_where_others_read(service: Service, place: str) -> None:
    assert service.said[place] or place == "stdout"  # it had its one line before
    said = service.said[place].casefold()
    assert [name for name, mark in secrets(service).items() if mark.casefold() in said] == []


def test_no_problem_says_more_than_which_rule_was_broken(service: Service) -> None:
    assert len(service.problems) >= 40
    found = [
        (where, name)
        for where, body in service.problems.items()
        for name, mark in secrets(service).items()
        if mark.casefold() in body.casefold()
    ]
    # Only the name of a field that does not exist is told to who sent it, forty characters of it.
    assert found == [(f"unknown field at {route}: 422", "field") for route in ("/v1/extract", "/v1/extract/stream")]


def test_the_faults_took_place(service: Service) -> None:
    assert any(" in a stream: " in name for name in service.problems)
    answered = {name.rpartition(": ")[2] for name in service.problems}
    assert answered >= {"400", "401", "404", "405", "413", "415", "422", "500", "502", "504"}
    lines = [json.loads(line) for line in service.said["log"].splitlines()]
    assert any("RuntimeError" in json.dumps(line) for line in lines), "the defect is told, without its message"
    assert "groundwire_model_attempts_total" in service.said["metrics"]


def test_an_endpoint_that_cannot_be_reached_is_not_named_with_its_credentials(tmp_path: Path) -> None:
    secret = "hunter2mark"
    variables = {
        **endpoint_variables(f"http://user:{secret}@127.0.0.1:{free_port()}/v1?token={secret}"),
        "GROUNDWIRE_LOG_LEVEL": "debug",
    }
    shell = make_shell(tmp_path, variables)
    log = tmp_path / "serve.log"
    with shell.serving(log=log) as (running, url):
        asked = [httpx.get(f"{url}{path}", trust_env=False).text for path in ("/readyz", "/metrics", "/healthz")]
        body = {"text": TEXT, "timeout_s": 5.0}
        asked.append(httpx.post(f"{url}/v1/extract", json=body, timeout=60, trust_env=False).text)
        running.signal(signal.SIGTERM)
        asked.append(running.finish(60).stdout)
    assert secret not in "\n".join([*asked, log.read_text("utf-8")])
