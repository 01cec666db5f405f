"""`groundwire extract --watch`: what a folder holds and gets becomes files of JSON, until Ctrl-C."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.support import AID, ARTICLE, ATTACK, MARK, Running, Shell, wait_until
from tests.fakes.endpoint import ScriptedEndpoint

from groundwire.schemas import Extraction


@pytest.fixture
def inbox(shell: Shell) -> Path:
    """A folder with one article."""
    folder = shell.folder / "inbox"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@contextmanager
def _watching(shell: Shell, *options: str) -> Iterator[tuple[Running, Path]]:
    log = shell.folder / "watch.log"
    with shell.start("extract", "--watch", "inbox", *options, log=log) as running:
        yield running, log


def test_what_is_there_and_what_comes_and_changes_becomes_json(
    shell: Shell, inbox: Path, endpoint: ScriptedEndpoint
) -> None:
    with _watching(shell, "--published", "2024-03-16") as (running, log):
        assert running.line() == "one.txt: 1 attack, 1 aid pledge -> inbox/one.json\n"
        made = Extraction.model_validate_json((inbox / "one.json").read_bytes())
        assert str(made.aid_pledges[0].date and made.aid_pledges[0].date.start) == "2024-03-11"
        for name, content in {"bad.txt": b"\xff", ".hidden.txt": AID.encode(), "notes.md": AID.encode()}.items():
            (inbox / name).write_bytes(content)
        wait_until(lambda: "inbox/bad.txt is not UTF-8" in log.read_text(), 30)
        (inbox / "Two.TXT").write_text(AID, encoding="utf-8")
        assert running.line() == "Two.TXT: 1 aid pledge -> inbox/Two.json\n"
        (inbox / "one.txt").write_text(ATTACK, encoding="utf-8")
        assert running.line() == "one.txt: 1 attack -> inbox/one.json\n"
        assert json.loads((inbox / "one.json").read_text())["aid_pledges"] == []
        running.signal(signal.SIGINT)
        ended = running.finish(15)
    assert (ended.status, ended.stdout) == (0, "")
    assert log.read_text().count("bad.txt") == 1
    assert MARK not in log.read_text()
    assert "Traceback" not in log.read_text()
    names = {".hidden.txt", "Two.TXT", "Two.json", "bad.txt", "notes.md", "one.json", "one.txt"}
    assert {path.name for path in inbox.iterdir()} == names
    assert endpoint.calls == 4


def test_a_later_watch_does_only_what_is_not_done_yet(shell: Shell, inbox: Path, endpoint: ScriptedEndpoint) -> None:
    told = ["one.txt: 1 attack, 1 aid pledge -> records/one.json\n", "two.txt: 1 aid pledge -> records/two.json\n"]
    for line in told:
        with _watching(shell, "--out", "records", "--cache", "off") as (running, log):
            assert running.line() == line
            running.signal(signal.SIGTERM)
            assert running.finish(15).status == 0
        assert log.read_text().splitlines()[-1] == "Watching inbox; Ctrl-C ends it"
        (inbox / "two.txt").write_text(AID, encoding="utf-8")
    assert endpoint.calls == 3
    assert sorted(path.name for path in (shell.folder / "records").iterdir()) == ["one.json", "two.json"]


def test_a_result_that_cannot_be_written_is_told_and_the_watch_goes_on(shell: Shell, inbox: Path) -> None:
    (inbox / "one.json").mkdir()
    with _watching(shell) as (running, log):
        wait_until(lambda: "cannot write inbox/one.json" in log.read_text(), 30)
        (inbox / "two.txt").write_text(AID, encoding="utf-8")
        assert running.line() == "two.txt: 1 aid pledge -> inbox/two.json\n"
        running.signal(signal.SIGINT)
        assert running.finish(15).status == 0


def test_a_reader_of_what_it_tells_may_go(shell: Shell, inbox: Path) -> None:
    with _watching(shell) as (running, log):
        assert running.line().startswith("one.txt: ")
        assert running.process.stdout is not None
        running.process.stdout.close()
        running.process.stdout = None
        (inbox / "two.txt").write_text(AID, encoding="utf-8")
        assert running.process.wait(30) == 141
    assert "Traceback" not in log.read_text()
    assert (inbox / "two.json").exists()
