"""`groundwire eval nightly` against a scripted endpoint: each night once, judged, compared, recorded."""

from datetime import date
from typing import Any

import pytest
from filelock import FileLock
from tests.cli.eval_tools import CASES, Bench, read_strikes, town_of
from tests.cli.support import Ended
from tests.fakes.endpoint import answer, prose, status

from groundwire.evals.history import History


def nightly(bench: Bench, night: str, *arguments: str) -> Ended:
    return bench.call("eval", "nightly", "--night", night, "--cases", "gold,negative", *arguments).calm()


def history(bench: Bench) -> History:
    return History(bench.evals / "runs" / "history.sqlite")


def with_baseline(bench: Bench) -> None:
    assert bench.run("good").status == 0
    assert bench.call("eval", "gate", "good", "--accept").status == 0


def test_a_night_is_run_judged_reported_and_recorded(bench: Bench) -> None:
    with_baseline(bench)
    asked = bench.endpoint.calls
    ended = nightly(bench, "2026-11-21")
    assert ended.status == 0, ended.stderr
    assert bench.endpoint.calls == asked + CASES  # asked anew, whatever was recorded
    assert "Night 2026-11-21: fine; report: evals/runs/2026-11-21/report.html" in ended.stdout
    assert (bench.kept("2026-11-21").path / "report.html").is_file()
    (night,) = history(bench).nights()
    assert (night.night, night.run, night.gate, night.model) == (date(2026, 11, 21), "2026-11-21", 0, "scripted")
    assert night.headline["gold"]["record.f1"].value == 1.0


def test_a_night_that_is_done_is_not_run_again_unless_forced(bench: Bench) -> None:
    with_baseline(bench)
    nightly(bench, "2026-11-21")
    asked = bench.endpoint.calls
    again = nightly(bench, "2026-11-21")
    assert (again.status, bench.endpoint.calls) == (0, asked)
    assert "Night 2026-11-21 is done: fine" in again.stdout
    assert nightly(bench, "2026-11-21", "--force").status == 0
    assert bench.endpoint.calls == asked + CASES
    assert history(bench).nights()[0].run == "2026-11-21-2"
    assert bench.kept("2026-11-21").read_manifest().finished is not None


@pytest.mark.usefixtures("endpoint")
def test_a_regression_ends_with_1_and_is_compared_with_the_last_night(bench: Bench) -> None:
    with_baseline(bench)
    fine = nightly(bench, "2026-11-20", "--quiet")
    assert (fine.stdout, fine.stderr) == ("", "")
    bench.model.script = lambda _body, _n: answer({"records": []})
    ended = nightly(bench, "2026-11-21", "--quiet")
    assert ended.status == 1
    assert "2026-11-20 → 2026-11-21, 4 answers in both" in ended.stdout
    assert "000 / attack / strike-karsk: exact → missed" in ended.stdout
    assert "Night 2026-11-21: a regression" in ended.stdout
    assert "gold: record.f1 went from 1.000 to 0.000" in ended.stdout
    assert (bench.kept("2026-11-21").path / "comparison.json").is_file()
    assert [night.gate for night in history(bench).nights()] == [0, 1]
    assert nightly(bench, "2026-11-21").status == 1  # told again, not run again


@pytest.mark.usefixtures("endpoint")
def test_an_endpoint_out_of_reach_ends_with_2_and_the_next_call_goes_on(bench: Bench) -> None:
    with_baseline(bench)
    bench.model.canaries = status(503)
    ended = nightly(bench, "2026-11-21")
    assert (ended.status, "cannot be asked" in ended.stderr) == (2, True)
    assert [night.gate for night in history(bench).nights()] == [2]
    bench.model.canaries = None
    assert nightly(bench, "2026-11-21").status == 0
    assert [(night.run, night.gate) for night in history(bench).nights()] == [("2026-11-21", 0)]


def test_a_night_with_missing_answers_is_not_judged_and_completed_by_the_next_call(bench: Bench) -> None:
    with_baseline(bench)
    bench.model.script = lambda body, n: status(503) if "Velden" in str(body) else read_strikes(body, n)
    ended = nightly(bench, "2026-11-21")
    assert (ended.status, "100: the infrastructure failed" in ended.stdout) == (2, True)
    bench.model.script = read_strikes
    asked = bench.endpoint.calls
    assert nightly(bench, "2026-11-21").status == 0
    assert bench.endpoint.calls == asked + 1


def test_without_a_baseline_a_night_is_run_and_recorded_but_not_judged(bench: Bench) -> None:
    ended = nightly(bench, "2026-11-21")
    assert ended.status == 2
    assert "there is no baseline; accept a run as one with: groundwire eval gate RUN --accept" in ended.stdout
    assert (bench.kept("2026-11-21").path / "report.html").is_file()
    asked = bench.endpoint.calls
    assert bench.call("eval", "gate", "2026-11-21", "--accept").status == 0
    assert nightly(bench, "2026-11-21").status == 0
    assert bench.endpoint.calls == asked


def test_two_at_once_do_not_run_the_same_night(bench: Bench) -> None:
    (bench.evals / "runs").mkdir()
    with FileLock(bench.evals / "runs" / ".nightly.lock"):
        ended = nightly(bench, "2026-11-21")
    assert (ended.status, "another nightly is at work there" in ended.stderr) == (2, True)
    assert bench.endpoint.calls == 0


def test_a_half_written_history_is_named_before_anything_is_asked(bench: Bench) -> None:
    runs = bench.evals / "runs"
    runs.mkdir()
    (runs / "history.sqlite").write_bytes(b"SQLite format 3\0" + b"\x10\0\1\1" * 40)
    ended = nightly(bench, "2026-11-21")
    assert (ended.status, "evals/runs/history.sqlite: the history cannot be used" in ended.stderr) == (2, True)
    assert bench.endpoint.calls == 0
    assert (runs / "history.sqlite").stat().st_size == 176


def test_a_night_that_is_no_date_is_refused(bench: Bench) -> None:
    ended = bench.call("eval", "nightly", "--night", "yesterday").calm()
    assert (ended.status, "--night yesterday: is no date such as 2026-11-22" in ended.stderr) == (2, True)


@pytest.mark.parametrize("forced_model", [{"canaries": status(503)}, {"script": lambda _body, _n: status(503)}])
def test_a_forced_run_that_says_nothing_does_not_take_the_place_of_a_judged_one(
    bench: Bench, forced_model: dict[str, Any]
) -> None:
    with_baseline(bench)
    nightly(bench, "2026-11-21")
    kept = history(bench).nights()
    for part, reply in forced_model.items():
        setattr(bench.model, part, reply)
    assert nightly(bench, "2026-11-21", "--force").status == 2
    assert history(bench).nights() == kept


def test_a_last_night_that_is_damaged_is_told_and_costs_the_comparison_alone(bench: Bench) -> None:
    with_baseline(bench)
    nightly(bench, "2026-11-20")
    (bench.kept("2026-11-20").path / "scores.json").write_text("{")
    ended = nightly(bench, "2026-11-21")
    assert ended.status == 0
    assert "not compared with the last night: evals/runs/2026-11-20/scores.json: Invalid JSON" in ended.stdout
    assert (bench.kept("2026-11-21").path / "report.html").is_file()
    assert [night.gate for night in history(bench).nights()] == [0, 0]


def test_a_night_without_open_cases_is_judged_whatever_was_committed_since(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "groundwire.cli.evaluation.performing.git_commit"
    monkeypatch.setattr(commit, lambda _folder: "a" * 40)
    assert nightly(bench, "2026-11-21").status == 2
    assert bench.call("eval", "gate", "2026-11-21", "--accept").status == 0
    monkeypatch.setattr(commit, lambda _folder: "b" * 40)
    asked = bench.endpoint.calls
    assert (nightly(bench, "2026-11-21").status, bench.endpoint.calls) == (0, asked)


def test_only_cases_that_the_infrastructure_failed_are_put_again(bench: Bench) -> None:
    with_baseline(bench)
    failing = {"Velden": status(503), "Karsk": prose("I would rather not.")}
    bench.model.script = lambda body, n: failing.get(town_of(body) or "") or read_strikes(body, n)
    assert nightly(bench, "2026-11-21").status == 2
    bench.model.script = read_strikes
    asked = bench.endpoint.calls
    nightly(bench, "2026-11-21")
    assert bench.endpoint.calls == asked + 1
    answers = bench.answers("2026-11-21")
    assert (answers["100"].failure, answers["000"].failure is not None) == (None, True)


def test_a_stopped_night_says_which_night_to_go_on_with(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWIRE_PRICE_PROMPT_USD", "1000")
    monkeypatch.setenv("GROUNDWIRE_PRICE_COMPLETION_USD", "0")
    ended = bench.call("eval", "nightly", "--cases", "gold,negative", "--budget-usd", "0.15").calm()
    assert ended.status == 2
    (night,) = history(bench).nights()
    command = f"groundwire eval nightly --cases gold,negative --budget-usd 0.15 --night {night.night}"
    assert ended.stderr.endswith(f"go on with: {command}\n")


def test_a_folder_of_runs_that_cannot_be_one_is_named(bench: Bench) -> None:
    (bench.folder / "runs").write_text("a file")
    ended = nightly(bench, "2026-11-21", "--out", "runs")
    assert (ended.status, ended.stderr) == (2, "groundwire: runs: cannot be written: File exists\n")
