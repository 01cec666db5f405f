"""`groundwire bulk run` as a process: files in, files out, and every way in which it may be stopped and go on."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest
from tests.cli.support import (
    ARTICLE,
    COMMAND,
    PUBLISHED,
    Ended,
    Running,
    Shell,
    endpoint_variables,
    make_shell,
    reader,
    wait_until,
)
from tests.fakes.endpoint import Json, Reply, ScriptedEndpoint, delay, enforcing, status
from typer.testing import CliRunner

from groundwire.cli.bulk.app import bulk_app
from groundwire.cli.exits import Exit

PRICES = {"GROUNDWIRE_PRICE_PROMPT_USD": "1000", "GROUNDWIRE_PRICE_COMPLETION_USD": "0"}
"""A cent for each call to the scripted endpoint, which counts 10 tokens read."""


def write(shell: Shell, count: int, name: str = "in.jsonl") -> None:
    with (shell.folder / name).open("w", encoding="utf-8") as file:
        for n in range(count):
            file.write(json.dumps({"text": f"Report {n}. {ARTICLE}", "id": f"a{n}", "published": PUBLISHED}) + "\n")


def rows(shell: Shell, name: str = "out.jsonl") -> list[Json]:
    return [json.loads(line) for line in (shell.folder / name).read_text(encoding="utf-8").splitlines()]


def bulk(shell: Shell, *options: str, variables: dict[str, str] | None = None) -> Ended:
    return shell.run("bulk", "run", "in.jsonl", "--out", "out.jsonl", *options, variables=variables).calm()


def test_a_corpus_becomes_rows_tables_and_a_summary_as_foretold(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    write(shell, 12)
    with (shell.folder / "in.jsonl").open("ab") as file:
        file.write(b'caf\xe9\n{"text": "again", "id": "a3"}\n')
    foretold = bulk(shell, "--dry-run", "--type", "attack", variables=PRICES)
    assert foretold.status == Exit.OK
    assert "articles   13 with " in foretold.stdout, "ids that repeat are not looked for"
    assert "cached     0\nquestions  12\n" in foretold.stdout
    assert "cost       about $" in foretold.stdout
    assert not list(shell.folder.glob("out*"))
    assert endpoint.requests == []

    ended = bulk(shell, "--concurrency", "4", "--type", "attack", variables=PRICES)
    assert ended.status == Exit.INCOMPLETE
    assert "articles  12: 12 done (0 in part), 0 failed" in ended.stdout
    assert "errors    2 (lines that are no article, in out.errors.jsonl)" in ended.stdout
    assert "cost      $0." in ended.stdout
    found = rows(shell)
    assert [row["id"] for row in found] == [f"a{n}" for n in range(12)]
    assert {row["state"] for row in found} == {"done"}
    assert len(rows(shell, "out.attacks.jsonl")) == 12
    assert rows(shell, "out.aid_pledges.jsonl") == []
    assert [row["line"] for row in rows(shell, "out.errors.jsonl")] == [13, 14]
    assert not (shell.folder / "out.jsonl.run").exists()
    assert endpoint.calls == 12

    before = (shell.folder / "out.jsonl").read_bytes()
    assert bulk(shell, "--restart", "--type", "attack").status == Exit.INCOMPLETE
    assert (shell.folder / "out.jsonl").read_bytes() == before
    assert endpoint.calls == 12, "the second time all came from the cache"


def test_a_table_becomes_parquet_without_the_columns_that_mean_nothing(shell: Shell) -> None:
    (shell.folder / "in.csv").write_text(f'text,author,id\n"{ARTICLE}",x,b\n"Again. {ARTICLE}",y,a\n', newline="")
    arguments = ("in.csv", "--out", "out.parquet", "--ignore-unknown", "--published", PUBLISHED)
    assert shell.run("bulk", "run", *arguments).calm().status == Exit.OK
    assert pq.read_table(shell.folder / "out.parquet")["id"].to_pylist() == ["b", "a"]
    assert pq.read_table(shell.folder / "out.attacks.parquet")["killed_min"].to_pylist() == [20, 20]


def test_a_budget_ends_the_run_and_a_larger_one_goes_on(shell: Shell, endpoint: ScriptedEndpoint) -> None:
    write(shell, 30)
    options = ("--concurrency", "1", "--type", "attack")
    ended = bulk(shell, *options, "--budget-usd", "0.05", variables=PRICES)
    assert ended.status == Exit.UNFINISHED
    assert "the budget of $0.05 is spent; run again with a larger --budget-usd to go on" in ended.stderr
    assert not (shell.folder / "out.jsonl").exists()
    spent = endpoint.calls
    assert 5 <= spent < 30
    assert bulk(shell, *options, "--budget-usd", "100", variables=PRICES).status == Exit.OK
    assert len(rows(shell)) == 30
    assert endpoint.calls <= 30 + 1, "what was in flight may have been asked twice"


def slow_until(go: list[bool]) -> Callable[[Json, int], Reply]:
    """A model that answers when it may."""
    return lambda body, n: reader(body, n) if go or n < 2 else delay(60, reader(body, n))


def workers_of(running: Running) -> set[int]:
    """The processes that read beside this one."""
    children = psutil.Process(running.process.pid).children()
    return {child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE}


def test_whatever_ends_it_the_same_command_goes_on(tmp_path: Path) -> None:
    go: list[bool] = []
    options = ("--type", "attack", "--concurrency", "2")
    arguments = ("bulk", "run", "in.jsonl", "--out", "out.jsonl", *options)
    with ScriptedEndpoint(enforcing(slow_until(go))) as endpoint:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url))
        write(shell, 8)
        with shell.start(*arguments, "--workers", "2") as running:
            wait_until(lambda: bool(workers_of(running)), 30)
            (first,) = workers_of(running)
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: bool(workers_of(running) - {first}), 30)
            (second,) = workers_of(running) - {first}
            running.signal(signal.SIGKILL)
        wait_until(lambda: not psutil.pid_exists(second), 30)
        for number in (signal.SIGINT, signal.SIGTERM):
            asked = endpoint.calls
            with shell.start(*arguments) as running:
                wait_until(lambda asked=asked: endpoint.calls > asked, 30)  # type: ignore[misc]
                if number is signal.SIGINT:
                    assert "another run works on out.jsonl" in bulk(shell, *options).stderr
                running.signal(number)
                ended = running.finish(20).calm()
            assert ended.status == Exit.INTERRUPTED
            assert "stopped; the same command goes on where it was" in ended.stderr
        assert "begun with another record_types (attack, now not given)" in bulk(shell).stderr
        go.append(True)
        assert bulk(shell, *options).status == Exit.OK
        assert [row["id"] for row in rows(shell)] == [f"a{n}" for n in range(8)]


def test_a_refused_key_stops_the_run_and_spoils_nothing(tmp_path: Path) -> None:
    mended: list[bool] = []

    healthy = enforcing(reader)

    def script(body: Json, n: int) -> Reply:
        return healthy(body, n) if mended else status(401)

    with ScriptedEndpoint(script) as endpoint:
        shell = make_shell(tmp_path, endpoint_variables(endpoint.base_url))
        write(shell, 22)
        ended = bulk(shell)
        assert ended.status == Exit.MODEL_FAILED
        assert "the endpoint fails every article" in ended.stderr
        mended.append(True)
        assert bulk(shell).status == Exit.OK
        assert {row["state"] for row in rows(shell)} == {"done"}


def test_a_full_disk_is_told_and_nothing_is_lost_or_doubled(shell: Shell) -> None:
    write(shell, 3)
    corpus = shell.folder / "in.jsonl"
    corpus.write_text("broken\n" * 6_000 + corpus.read_text())
    limited = ("/bin/bash", "-c", 'ulimit -f 200; exec "$@"', "bash", *COMMAND)
    arguments = ("bulk", "run", "in.jsonl", "--out", "out.jsonl")
    ended = shell.run(*arguments, command=limited).calm()
    assert ended.status == Exit.UNFINISHED
    assert "errors.part: File too large; when there is room, the same command goes on" in ended.stderr
    assert bulk(shell).status == Exit.INCOMPLETE
    assert [row["line"] for row in rows(shell, "out.errors.jsonl")] == list(range(1, 6_001))
    assert [row["line"] for row in rows(shell)] == [6_001, 6_002, 6_003]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rate", "fast"), "--rate fast: write it as 5/s or 300/min"),
        (("--rate", "0/s"), "--rate 0/s: write it"),
        (("--published", "yesterday"), "published: must be a day"),
        (("--workers", "0"), "--workers 0 needs --database-url"),
        (("--budget-usd", "5"), "--budget-usd needs GROUNDWIRE_PRICE_PROMPT_USD"),
        (("--out", "out.csv"), "give a file that ends in .jsonl or .parquet"),
        (("--out", "none/out.jsonl"), "cannot write beside none/out.jsonl: No such file or directory"),
        (("--out", "in.jsonl"), "in.jsonl would be written over"),
        (("--out", "old.jsonl"), "old.jsonl is there already; --restart makes it anew"),
    ],
)
def test_what_cannot_be_is_told_before_anything_runs(
    options: tuple[str, ...], said: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(shell, 1)
    (shell.folder / "old.jsonl").write_text("")
    monkeypatch.chdir(shell.folder)
    arguments = ["run", "in.jsonl", "--out", "out.jsonl", *options]
    ended = CliRunner().invoke(bulk_app, arguments, env=dict(shell.environment({})))
    assert ended.exit_code == Exit.USAGE
    assert said in ended.stderr
    assert not list(shell.folder.glob("out*"))


def test_unknown_columns_are_told_before_anything_runs(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    (shell.folder / "in.csv").write_text("text,author\nNews.,x\n")
    monkeypatch.chdir(shell.folder)
    arguments = ["run", "in.csv", "--out", "out.jsonl"]
    ended = CliRunner().invoke(bulk_app, arguments, env=dict(shell.environment({})))
    assert ended.exit_code == Exit.USAGE
    assert "in.csv: unknown columns author; known are text, id, published, title, source_url" in ended.stderr
    assert not list(shell.folder.glob("out*"))
