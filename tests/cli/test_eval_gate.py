"""`groundwire eval compare`, `gate` and `report` after runs on a scripted endpoint: a planted regression is found."""

import json

import pytest
from tests.cli.eval_tools import Bench, read_strikes
from tests.fakes.endpoint import Json, Reply, answer, status


def obeys_the_prompt(body: Json, n: int) -> Reply:
    """A model that finds nothing when a prompt tells it so: a worse prompt gives worse answers."""
    told = body["messages"][0]["content"]
    return answer({"records": []}) if "Report nothing" in told else read_strikes(body, n)


def worse_prompt(bench: Bench) -> str:
    folder = bench.folder / "worse"
    folder.mkdir()
    (folder / "attack.md").write_text("Report nothing.")
    return str(folder)


def accepted(bench: Bench) -> None:
    """A good run, accepted as the baseline."""
    assert bench.run("good").status == 0
    ended = bench.call("eval", "gate", "good", "--accept").calm()
    assert (ended.status, ended.stderr) == (0, "evals/baseline.json: the baseline is now good\n")


def test_the_gate_says_how_little_a_part_of_the_baseline_is(bench: Bench) -> None:
    accepted(bench)
    assert bench.call("eval", "run", "part", "--cases", "gold").status == 0
    ended = bench.call("eval", "gate", "part").calm()
    assert (ended.status, ended.stdout) == (
        0,
        "Gate: fine: nothing got worse\n  over 3 answers; 1 of the baseline are not in this run\n",
    )


def test_figures_are_there_on_a_narrow_terminal(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    assert "1.00" in bench.run("good").stdout
    assert "1.000" in bench.call("eval", "compare", "good", "good").stdout


def test_the_gate_lets_an_equal_run_pass(bench: Bench) -> None:
    accepted(bench)
    assert bench.run("same").status == 0
    ended = bench.call("eval", "gate", "same").calm()
    assert (ended.status, ended.stdout) == (0, "Gate: fine: nothing got worse\n")


def test_a_planted_regression_ends_with_1_and_is_named(bench: Bench) -> None:
    bench.model.script = obeys_the_prompt
    accepted(bench)
    assert bench.run("worse", "--prompt", worse_prompt(bench)).status == 0
    ended = bench.call("eval", "gate", "worse").calm()
    assert ended.status == 1
    assert "Gate: a regression" in ended.stdout
    assert "gold: record.f1 went from 1.000 to 0.000 (change -1.000 to -1.000 with 95 % confidence, n = 3)" in (
        ended.stdout
    )
    judged = json.loads(bench.call("eval", "gate", "worse", "--json").stdout)
    assert judged["outcome"] == 1
    assert any(reason.startswith("gold: figure.recall") for reason in judged["reasons"])


def test_one_article_that_got_worse_is_no_significant_regression(bench: Bench) -> None:
    accepted(bench)
    bench.model.script = lambda body, n: answer({"records": []}) if "Velden" in str(body) else read_strikes(body, n)
    assert bench.run("unlucky", "--cache", "refresh").status == 0
    assert bench.call("eval", "gate", "unlucky").status == 0


def test_compare_tells_figures_and_flips(bench: Bench) -> None:
    bench.model.script = obeys_the_prompt
    accepted(bench)
    bench.run("worse", "--prompt", worse_prompt(bench))
    ended = bench.call("eval", "compare", "good", "worse").calm()
    assert ended.status == 0
    assert "good → worse, 4 answers in both" in ended.stdout
    assert "3 flips" in ended.stdout
    assert "000 / attack / strike-karsk: exact → missed" in ended.stdout
    told = json.loads(bench.call("eval", "compare", "good", "worse", "--json").stdout)
    gold = next(one for one in told["differences"] if (one["group"], one["metric"]) == ("gold", "record.recall"))
    assert (gold["before"], gold["after"], gold["significant"]) == (1.0, 0.0, "worse")
    assert gold["change"] == {"value": -1.0, "low": -1.0, "high": -1.0, "n": 3}


def test_missing_answers_for_reasons_outside_are_not_judged(bench: Bench) -> None:
    accepted(bench)
    bench.model.script = lambda body, n: status(503) if "Velden" in str(body) else read_strikes(body, n)
    assert bench.run("broken", "--cache", "refresh").status == 0
    ended = bench.call("eval", "gate", "broken").calm()
    assert ended.status == 2
    assert "Gate: not judged" in ended.stdout
    assert "100: the infrastructure failed: " in ended.stdout
    refused = bench.call("eval", "gate", "broken", "--accept").calm()
    assert (refused.status, "cannot be a baseline: 100: the infrastructure failed" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gate", "good"), "evals/baseline.json: there is no baseline; accept a run as one with: groundwire eval gate"),
        (("gate", "nowhere", "--accept"), "evals/runs/nowhere: not a run folder"),
        (("compare", "good", "nowhere"), "evals/runs/nowhere: not scored yet"),
        (("report", "nowhere"), "evals/runs/nowhere: not a run folder"),
    ],
)
def test_what_is_not_there_is_named_and_ends_with_2(bench: Bench, arguments: tuple[str, ...], words: str) -> None:
    assert bench.run("good").status == 0
    ended = bench.call("eval", *arguments).calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert words in ended.stderr


def test_a_broken_baseline_and_one_of_another_model_are_refused(bench: Bench) -> None:
    accepted(bench)
    kept = bench.evals / "baseline.json"
    whole = kept.read_text()
    kept.write_text(whole[:-100])
    ended = bench.call("eval", "gate", "good").calm()
    assert (ended.status, "evals/baseline.json: Invalid JSON" in ended.stderr) == (2, True)
    kept.write_text(whole)
    bench.run("other", "--model", "other")
    ended = bench.call("eval", "gate", "other").calm()
    assert ended.status == 2
    assert "keep a baseline for each model: --baseline FILE" in ended.stderr


def test_runs_of_other_labels_are_not_compared(bench: Bench) -> None:
    accepted(bench)
    kept = bench.evals / "baseline.json"
    kept.write_text(kept.read_text().replace(json.loads(kept.read_text())["scores"]["gold_digest"], "0" * 64))
    ended = bench.call("eval", "gate", "good").calm()
    assert ended.status == 2
    assert "and, in the baseline, 000000000000); accept a run on the present ones" in ended.stderr


def test_a_run_ends_with_its_reports_and_they_can_be_written_anew(bench: Bench) -> None:
    bench.run("good")
    folder = bench.kept("good").path
    for name in ("report.html", "report.json", "junit.xml"):
        assert (folder / name).is_file()
        (folder / name).unlink()
    ended = bench.call("eval", "report", "good").calm()
    assert (ended.status, ended.stdout) == (0, "evals/runs/good/report.html\n")
    assert "Karsk" in (folder / "report.html").read_text()
