"""`groundwire eval score`: what it refuses. That it works without a network is in test_eval_processes.py."""

from tests.cli.eval_tools import Bench, add_gold, strike
from tests.fakes.endpoint import status

from groundwire.evals.dataset import gold_digest, load_cases
from groundwire.evals.runs.rescoring import score_folder


def test_a_case_that_changed_is_refused_with_both_digests(bench: Bench) -> None:
    assert bench.run("night").status == 0
    was, kept = bench.manifest("night").gold_digest, bench.kept("night").read_scores()
    file = bench.evals / "gold" / "100_Velden.json"
    file.write_text(file.read_text().replace('"min": 20', '"min": 21'))
    ended = bench.call("eval", "score", "night").calm()
    assert (ended.status, ended.stdout) == (2, "")
    present = gold_digest(bench.evals)
    assert f"gold_digest: the run was made with gold {was}, present is {present}, and case 100" in ended.stderr
    assert "is not the same" in ended.stderr
    for gone in (file, bench.evals / "articles" / "100_Velden.txt"):
        gone.unlink()
    assert "and case 100 is gone" in bench.call("eval", "score", "night").calm().stderr
    assert bench.kept("night").read_scores() == kept


def test_a_case_more_in_the_data_set_does_no_harm(bench: Bench) -> None:
    assert bench.run("night").status == 0
    kept = bench.kept("night").read_scores()
    add_gold(bench.evals, "300_Lund", strike("Lund"), "Lund")
    present = gold_digest(bench.evals)
    scores = score_folder(bench.kept("night"), load_cases(bench.evals), present)
    assert scores.gold_digest == present != kept.gold_digest
    assert scores.groups == kept.groups


def test_a_report_tells_of_the_scores_that_there_are(bench: Bench) -> None:
    assert bench.run("night").status == 0
    folder = bench.kept("night").path
    (folder / "report.html").write_text("of older scores")
    assert bench.call("eval", "score", "night").calm().status == 0
    assert "of older scores" not in (folder / "report.html").read_text()
    (folder / "report.html").unlink()
    assert bench.call("eval", "score", "night").calm().status == 0
    assert not (folder / "report.html").exists()  # nobody asked for one


def test_an_unfinished_run_is_refused(bench: Bench) -> None:
    bench.model.canaries = status(503)
    assert bench.run("night").status == 2
    ended = bench.call("eval", "score", "night").calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert "4 of 4 cases are open; go on with the command that began it" in ended.stderr
    ended = bench.call("eval", "score", "day").calm()
    assert (ended.status, "evals/runs/day: not a run folder" in ended.stderr) == (2, True)


def test_a_broken_answer_is_named(bench: Bench) -> None:
    assert bench.run("night").status == 0
    bench.kept("night").answer_path("000", 1).write_text("{")
    ended = bench.call("eval", "score", "night").calm()
    assert (ended.status, "evals/runs/night/answers/000~1.json: " in ended.stderr) == (2, True)


def test_an_answer_in_the_place_of_another_is_named(bench: Bench) -> None:
    assert bench.run("night").status == 0
    kept = bench.kept("night")
    kept.answer_path("000", 1).write_bytes(kept.answer_path("100", 1).read_bytes())
    for command in ("score", "report"):
        ended = bench.call("eval", command, "night").calm()
        said = "groundwire: evals/runs/night/answers/000~1.json: case: is the answer to 100, repeat 1\n"
        assert (ended.status, ended.stderr) == (2, said)
