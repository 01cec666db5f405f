"""`groundwire doctor`: what it finds, what it says to do, and what it never does: cost, hang, or tell a secret."""

import json
import threading
import time
from pathlib import Path

import pytest
import redis
from tests.cli.doctor_page import PAGE, SET_UPS, SetUp, in_this_process, page, run, section
from tests.cli.support import KEY, Shell, endpoint_variables, make_shell, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing, hang, html, raw, status
from tests.security.test_disk import fill, lock, small_disk, unlock
from tests.servers.redis import RedisServer

from groundwire.cli.checkup.verdict import Examiner, Level, Verdict, ok
from groundwire.server.access.key_file import KeyFile
from groundwire.server.access.keys import KeyDocument


@pytest.mark.parametrize("set_up", SET_UPS, ids=lambda set_up: set_up.title)
def test_the_page_shows_what_it_says_of(set_up: SetUp, tmp_path: Path) -> None:
    ended = run(set_up, tmp_path)
    assert ended.status == set_up.code
    assert KEY not in ended.stdout
    assert section(set_up, ended) in PAGE.read_text(encoding="utf-8"), "python -m tests.cli.doctor_page writes it anew"


def test_the_page_shows_no_other() -> None:
    assert PAGE.read_text(encoding="utf-8").count("\n## ") == len(SET_UPS)
    assert PAGE.read_text(encoding="utf-8").startswith(page([]))


def test_a_process_of_its_own_prints_json_and_asks_nothing_it_may_not(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    options = ("--json", "--no-model", "--timeout", "20", "--url", "http://127.0.0.1:9")
    ended = shell.run("doctor", *options).calm()
    assert ended.status == 7
    said = json.loads(ended.stdout)
    assert said["healthy"] is False
    assert [check["check"] for check in said["checks"] if check["level"] == "fail"] == ["service"]
    assert all(check.keys() == {"check", "level", "found", "remedy"} for check in said["checks"])
    assert "schemas" not in [check["check"] for check in said["checks"]]
    assert endpoint.requests == []
    assert list(shell.cache.glob("weights")) == []


def _levels(folder: Path, variables: dict[str, str], *options: str) -> dict[str, tuple[str, str]]:
    """Level and words by check."""
    ended = in_this_process(folder, variables, "--json", *options)
    assert KEY not in ended.stdout
    checks = json.loads(ended.stdout)["checks"]
    failed = any(check["level"] == "fail" for check in checks)
    assert ended.status == (7 if failed else 0)
    return {check["check"]: (check["level"], f"{check['found']} {check['remedy'] or ''}") for check in checks}


def test_a_model_that_never_answers_does_not_hold_it(tmp_path: Path) -> None:
    with ScriptedEndpoint([hang()]) as endpoint:
        begin = time.monotonic()
        found = _levels(tmp_path, endpoint_variables(endpoint.base_url), "--timeout", "2")
        assert time.monotonic() - begin < 20
    level, words = found["schemas"]
    assert level == "fail"
    assert "--timeout" in words


def test_lists_of_models_that_are_none_leave_it_to_the_question(tmp_path: Path) -> None:
    for number, models in enumerate([status(404), html(), raw(b'{"data": [{"id": 1}, 2]}'), raw(b"[" * 100_000)]):
        (folder := tmp_path / str(number)).mkdir()
        with ScriptedEndpoint(enforcing(reader), models=models) as endpoint:
            found = _levels(folder, endpoint_variables(endpoint.base_url))
        assert {level for level, _ in found.values()} == {"ok"}
        assert "does not list its models" in found["model"][1]


def test_neither_password_nor_key_is_told_and_the_second_model_is_looked_at_too(tmp_path: Path) -> None:
    with ScriptedEndpoint(enforcing(reader)) as first, ScriptedEndpoint([status(403)], models=status(403)) as second:
        variables = {
            **endpoint_variables(first.base_url.replace("://", "://me:hunter2@")),
            "GROUNDWIRE_FALLBACK_MODEL": "spare",
            "GROUNDWIRE_FALLBACK_BASE_URL": second.base_url,
            "GROUNDWIRE_FALLBACK_API_KEY": "sk-spare",
        }
        found = _levels(tmp_path, variables)
    assert found["schemas"][0] == "ok"
    assert first.requests[0].headers["authorization"].startswith("Basic ")
    assert found["second key"] == (
        "fail",
        "refused with 403 Set GROUNDWIRE_FALLBACK_API_KEY to a key that this endpoint accepts.",
    )
    assert "second schemas" not in found
    said = str(found)
    assert "hunter2" not in said
    assert "sk-spare" not in said


def test_a_redis_without_a_bound_one_that_refuses_when_full_and_one_that_makes_room(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    variables = {"GROUNDWIRE_GGUF": "none", "GROUNDWIRE_REDIS_URL": redis_server.url}
    found = []
    with redis.Redis.from_url(redis_server.url) as client:
        for bound, policy in ((0, "noeviction"), (10**8, "noeviction"), (10**8, "allkeys-lru")):
            client.config_set("maxmemory", bound)
            client.config_set("maxmemory-policy", policy)
            checks = _levels(tmp_path, variables)
            assert checks["cache"][0] == "ok"
            assert "cache folder" not in checks
            found.append(checks["redis"])
        client.config_set("maxmemory", 0)
        client.config_set("maxmemory-policy", "noeviction")
    assert [level for level, _ in found] == ["warn", "warn", "ok"]
    assert "no bound" in found[0][1]
    assert "refuses when it is full" in found[1][1]
    assert "of 100 MB" in found[2][1]


def test_keys_that_others_may_read(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    KeyFile(file).change(lambda _: KeyDocument())
    file.chmod(0o644)
    level, words = _levels(tmp_path, {"GROUNDWIRE_GGUF": "none", "GROUNDWIRE_KEYS_FILE": str(file)})["keys"]
    assert level == "fail"
    assert "chmod 600" in words


def test_a_disk_that_is_full_and_one_that_is_read_only(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        variables = {"GROUNDWIRE_CACHE_DIR": str(disk), "GROUNDWIRE_GGUF": "none"}
        fill(disk)
        full = _levels(tmp_path, variables)
        (disk / "ballast").unlink()
        _levels(tmp_path, variables)
        lock(disk)
        locked = _levels(tmp_path, variables)
        unlock(disk)
    assert "Make room" in full["disk"][1]
    assert full["disk"][0] == full["cache folder"][0] == "fail"
    assert locked["cache folder"][0] == "fail"
    assert "Read-only file system" in locked["cache folder"][1]


def test_a_running_service(tmp_path: Path) -> None:
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url))
        with shell.serving() as (_, url):
            (folder := tmp_path / "doctor").mkdir()
            level, words = _levels(folder, {"GROUNDWIRE_GGUF": "none"}, "--url", url)["service"]
        assert level in {"ok", "warn"}
        assert words.startswith("it lives")
        level, words = _levels(folder, {"GROUNDWIRE_GGUF": "none"}, "--url", endpoint.base_url)["service"]
    assert (level, "no Groundwire" in words) == ("fail", True)


def test_a_check_ends_in_time_and_what_it_fails_with_is_not_told() -> None:
    never = threading.Event()

    def waits() -> Verdict:
        never.wait()
        return ok("")

    def breaks() -> Verdict:
        raise ValueError(KEY)

    examiner = Examiner(0.1)
    late, broken = examiner.examine("late", waits), examiner.examine("broken", breaks)
    never.set()
    assert late.verdict.level is broken.verdict.level is Level.FAIL
    assert "no answer within 0.1 s" in late.verdict.found
    assert broken.verdict.found == "the check ended with ValueError"
