"""What is told while somebody waits: the model everywhere, questions and articles to people only."""

from pathlib import Path

import pytest

from groundwire.cli.progress import ReadingProgress, model_progress, spinner


def test_the_first_run_says_what_is_done_where_and_what_else_there_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    with model_progress(tmp_path) as report:
        for done in range(3):
            report("joining", done, 3)
        report("loading", 0, 0)
    said = capsys.readouterr().err.splitlines()
    assert said[0] == f"First run: the embedded model (1.1 GB) is put together once in {tmp_path}."
    assert "GROUNDWIRE_BASE_URL" in said[1]
    assert said[2:] == ["Joining the model's weights (once) …", "Loading the model …"]


def test_later_runs_and_quiet_ones_say_less(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ReadingProgress(2, tmp_path) as progress:
        progress.model("loading", 0, 0)
        progress.begun()
        progress.planned(3)
        with progress.paused():
            progress.read()
    with model_progress(tmp_path, quiet=True) as report:
        report("joining", 0, 1)
    with spinner("Waiting"):
        pass
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "Loading the model …\n")
