"""SIGKILL of a bulk run at any moment: its output is that of a run that nobody disturbed, byte for byte.

GROUNDWIRE_BULK_KILLS says how often (default 2, 220 articles; 10 with 10,000 articles for the figures in
docs/how-to/bulk.md: make bulk-kill-test).
"""

import json
import logging
import os
import time
from collections import Counter
from pathlib import Path

from benchmarks.load.articles import article
from tests.cli.support import Shell, endpoint_variables, make_shell, reader
from tests.fakes.endpoint import ScriptedEndpoint, enforcing

KILLS = int(os.environ.get("GROUNDWIRE_BULK_KILLS", "2"))
ARTICLES = 10_000 if KILLS >= 10 else 220
AT_ONCE = 8
PATIENCE_S = 60 + ARTICLES
OUTPUTS = ("out.jsonl", *(f"out.{name}.jsonl" for name in ("attacks", "diplomatic_events", "aid_pledges", "errors")))
_log = logging.getLogger("groundwire.tests.kill")


def make_corpus(shell: Shell) -> None:
    with (shell.folder / "in.jsonl").open("w", encoding="utf-8") as file:
        for number in range(ARTICLES):
            file.write(json.dumps({"id": f"a{number}", "text": article(number)}) + "\n")
            if number % 100 == 50:
                file.write("broken\n")


def run(shell: Shell, endpoint: ScriptedEndpoint, until_calls: int | None) -> float:
    """Run to the end, or until the endpoint has had so many calls and then SIGKILL; seconds that it took."""
    begin = time.monotonic()
    arguments = ("bulk", "run", "in.jsonl", "--out", "out.jsonl", "--concurrency", str(AT_ONCE))
    with shell.start(*arguments, log=shell.folder / "log") as running:
        while running.process.poll() is None and (until_calls is None or endpoint.calls < until_calls):
            assert time.monotonic() - begin < PATIENCE_S
            time.sleep(0.05)
        running.process.kill()
        running.process.wait()
        if until_calls is None:
            assert running.process.returncode == 5, (shell.folder / "log").read_text()
    return time.monotonic() - begin


def undisturbed(folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(folder, endpoint_variables(endpoint.base_url))
        make_corpus(shell)
        seconds = run(shell, endpoint, None)
    _log.info("undisturbed: %d articles in %.1f s", ARTICLES, seconds)
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def test_no_kill_changes_a_byte_of_the_output(tmp_path: Path) -> None:
    expected = undisturbed(tmp_path / "calm")
    folder = tmp_path / "killed"
    folder.mkdir()
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(folder, endpoint_variables(endpoint.base_url))
        make_corpus(shell)
        seconds = sum(run(shell, endpoint, ARTICLES * kill // (KILLS + 1)) for kill in range(1, KILLS + 1))
        seconds += run(shell, endpoint, None)
        asked = Counter(request.body["messages"][-1]["content"] for request in endpoint.requests if not request.canary)
    ids = Counter(json.loads(line)["id"] for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines())
    repeated = asked.total() - len(asked)
    _log.info(
        "%d kills: %d articles in %.1f s, %d calls repeated, %d lost, %d doubled",
        *(KILLS, ARTICLES, seconds, repeated, ARTICLES - len(ids), ids.total() - len(ids)),
    )
    assert {name: (folder / name).read_bytes() for name in OUTPUTS} == expected
    assert len(ids) == ids.total() == ARTICLES
    assert repeated <= KILLS * AT_ONCE
    assert not (folder / "out.jsonl.run").exists()
