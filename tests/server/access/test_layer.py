"""The layer in front of all routes, over real sockets where bytes and time matter."""

import asyncio
import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.types import ASGIApp, Message
from tests.server.access.support import NOON, Clock, House, asked, bearer, house, new_key, open_house
from tests.server.support import problem_of, serving

from groundwire.extraction.observer import Shed
from groundwire.server.access import KeysError
from groundwire.server.access.key_file import KeyFile
from groundwire.server.access.keys import KeyDocument

PATHS = ["/v1/extract", "/readyz", "/docs", "/metrics", "/nothing", "/healthz/", "/healthz/x", "//healthz", "/HEALTHZ"]


def _extract(built: House, key: str, body: bytes = b"article") -> httpx.Response:
    return asked(built.app, "POST", "/v1/extract", content=body, headers=bearer(key))


def test_without_keys_everything_is_open(tmp_path: Path) -> None:
    with house(tmp_path) as built:
        assert asked(built.app, "GET", "/docs").status_code == 200
        response = asked(built.app, "POST", "/v1/extract", content=b"article")
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("ratelimit")]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("rebound.example", 401),
        ("127.0.0.1.rebound.example:8000", 401),
        ("localhost@rebound.example", 401),
        ("[::1", 401),
    ],
)
def test_without_keys_only_names_of_this_machine_are_answered(tmp_path: Path, host: str, status: int) -> None:
    kept, key = new_key()
    with house(tmp_path) as built:
        response = asked(built.app, "GET", "/docs", headers={"Host": host})
        assert response.status_code == status
        assert status == 200 or "keys create" in problem_of(response).detail
        assert asked(built.app, "GET", "/healthz", headers={"Host": host}).status_code == 200
    with house(tmp_path, kept) as built:
        assert asked(built.app, "GET", "/docs", headers={"Host": host, **bearer(key)}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", PATHS)
def test_with_a_key_everything_but_healthz_is_closed(tmp_path: Path, path: str, method: str) -> None:
    kept, key = new_key()
    with house(tmp_path, kept) as built:
        assert asked(built.app, "GET", "/healthz").status_code == 200
        refused = asked(built.app, method, path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert asked(built.app, method, path, headers=bearer(key)).status_code != 401


def test_a_revoked_key_alone_closes_the_house_to_all(tmp_path: Path) -> None:
    kept, key = new_key()
    with house(tmp_path, kept.model_copy(update={"revoked": NOON})) as built:
        assert asked(built.app, "GET", "/docs").status_code == 401
        assert asked(built.app, "GET", "/docs", headers=bearer(key)).status_code == 401


def test_all_refusals_look_alike(tmp_path: Path) -> None:
    (good, key), (ended, revoked), (late, expired), (_, stranger) = new_key(), new_key(), new_key(), new_key()
    ended = ended.model_copy(update={"revoked": NOON})
    late = late.model_copy(update={"expires": datetime.now(UTC) - timedelta(seconds=1)})
    attempts: list[list[tuple[str, str]]] = [
        [],
        [("Authorization", "Basic Zm9vOmJhcg==")],
        [("Authorization", f"Bearer {stranger}")],
        [("Authorization", f"Bearer {key[:-43]}{stranger[-43:]}")],
        [("Authorization", f"Bearer {revoked}")],
        [("Authorization", f"Bearer {expired}")],
        [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")],
    ]
    with house(tmp_path, good, ended, late) as built:
        answers = [
            asked(built.app, "POST", "/v1/extract", content=b"{}", headers=[*extra, ("X-Request-Id", "one")])
            for extra in attempts
        ]
        assert built.bodies == []
    assert {(answer.status_code, answer.content, tuple(sorted(answer.headers.items()))) for answer in answers} == {
        (401, answers[0].content, tuple(sorted(answers[0].headers.items())))
    }
    assert problem_of(answers[0]).kind == "unauthorized"


def test_the_log_line_says_why_and_who_but_no_secret(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (good, key), (_, stranger) = new_key(), new_key()
    wrong = f"{key[:-43]}{stranger[-43:]}"
    with house(tmp_path, good) as built, caplog.at_level("INFO"):
        for given in (key, wrong, stranger):
            asked(built.app, "GET", "/docs", headers=bearer(given))
    lines = [record.__dict__["told"] for record in caplog.records if record.getMessage() == "request"]
    assert [(line.get("key_id"), line.get("refused")) for line in lines] == [
        (good.id, None),
        (good.id, "wrong_secret"),
        (None, "unknown"),
    ]
    assert key[-43:] not in str(lines)
    assert stranger[-43:] not in str(lines)


def test_refused_before_a_byte_of_the_body_is_sent(tmp_path: Path) -> None:
    kept, _ = new_key()
    head = (
        b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        b"Content-Length: 100000000\r\nExpect: 100-continue\r\n\r\n"
    )
    with house(tmp_path, kept) as built, serving(built.app) as url:
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as client:
            client.sendall(head)
            assert client.recv(4096).startswith(b"HTTP/1.1 401 ")
        assert built.bodies == []


def test_a_key_made_and_revoked_while_the_service_runs(tmp_path: Path) -> None:
    file = tmp_path / "config" / "keys.json"
    kept, key = new_key()
    ended = kept.model_copy(update={"revoked": datetime.now(UTC)})
    with open_house(tmp_path, file=file) as client:
        assert client.get("/docs").status_code == 200
        KeyFile(file).change(lambda _: KeyDocument(keys=(kept,)))
        _until_answers(client, 401, {})
        assert client.get("/docs", headers=bearer(key)).status_code == 200
        KeyFile(file).change(lambda _: KeyDocument(keys=(ended,)))
        assert _until_answers(client, 401, bearer(key)) < 2 + 3  # 2 s are promised; the machine may be busy
        assert client.get("/healthz").status_code == 200


def _until_answers(client: httpx.Client, status: int, headers: dict[str, str]) -> float:
    begin = time.monotonic()
    while client.get("/docs", headers=headers).status_code != status:
        assert time.monotonic() < begin + 20
        time.sleep(0.05)
    return time.monotonic() - begin


def test_the_rate_is_told_on_every_answer_and_held(tmp_path: Path) -> None:
    kept, key = new_key(requests_per_minute=5)
    clock = Clock()
    with house(tmp_path, kept, clock=clock) as built:
        answers = [asked(built.app, "GET", "/docs", headers=bearer(key)) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200] * 5
        assert [answer.headers["ratelimit"] for answer in answers] == [
            f'"requests";r={4 - n};t={12 * (n + 1)}' for n in range(5)
        ]
        assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"requests";q=5;w=60'}
        refused = _extract(built, key)
        assert refused.status_code == 429
        assert problem_of(refused).kind == "rate-limited"
        assert refused.headers["retry-after"] == "12"
        assert refused.headers["ratelimit"] == '"requests";r=0;t=60'
        assert (built.bodies, built.observer.seen) == ([], [Shed.RATE])
        clock.ms += 12_000
        assert _extract(built, key).status_code == 200


def test_an_exhausted_budget_refuses_what_costs_and_serves_what_is_cached(tmp_path: Path) -> None:
    kept, key = new_key(tokens_per_day=150)
    with house(tmp_path, kept, clock=Clock()) as built:
        first, second, third = (_extract(built, key) for _ in range(3))
        assert [first.status_code, second.status_code, third.status_code] == [200, 200, 429]
        assert first.headers["ratelimit-policy"] == '"requests";q=100;w=10, "tokens";q=150;w=86400'
        assert [answer.headers["ratelimit"] for answer in (first, second, third)] == [
            '"requests";r=99;t=1, "tokens";r=150;t=43200',
            '"requests";r=98;t=1, "tokens";r=50;t=43200',
            '"requests";r=97;t=1, "tokens";r=0;t=43200',
        ]
        assert problem_of(third).kind == "tokens-exhausted"
        assert third.headers["retry-after"] == "43200"
        cached = _extract(built, key, b"cached")
        assert cached.status_code == 200
        assert built.observer.seen == [Shed.TOKENS]


def test_a_key_far_over_its_rate_takes_nothing_from_another(tmp_path: Path) -> None:
    (greedy, greedy_key), (modest, modest_key) = new_key(requests_per_minute=60), new_key(requests_per_minute=6000)
    seen: Counter[int] = Counter()
    over = threading.Event()
    with open_house(tmp_path, greedy, modest) as client:

        def flood() -> None:
            with httpx.Client(base_url=client.base_url, timeout=30) as own:
                while not over.is_set():
                    seen[own.get("/docs", headers=bearer(greedy_key)).status_code] += 1

        flooding = threading.Thread(target=flood)
        flooding.start()
        answers = [client.get("/docs", headers=bearer(modest_key)) for _ in range(200)]
        over.set()
        flooding.join()
    assert {answer.status_code for answer in answers} == {200}
    assert seen[429] > seen[200]


def test_a_websocket_is_refused(tmp_path: Path) -> None:
    kept, _ = new_key()
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def connect(app: ASGIApp) -> None:
        await app({"type": "websocket", "path": "/docs", "headers": []}, receive, send)

    with house(tmp_path, kept) as built:
        asyncio.run(connect(built.app))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_a_file_that_strangers_may_read_stops_the_start(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    KeyFile(file).change(lambda old: old)
    file.chmod(0o644)
    with pytest.raises(KeysError, match="chmod 600"), house(tmp_path, file=file):
        pass
