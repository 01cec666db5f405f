"""`groundwire eval run` against a scripted endpoint on a real socket: what it keeps, asks, retries and refuses."""

import dataclasses
import json
import threading

import pytest
from tests.cli.eval_tools import CASES, STRIKE, Bench, add_gold, read_strikes, strike, town_of
from tests.cli.support import KEY, free_port
from tests.fakes.endpoint import Json, Reply, prose, status

from groundwire.evals.runs.recording import RawAnswer


def test_a_run_keeps_what_it_was_and_every_answer_and_scores_them(bench: Bench) -> None:
    ended = bench.run("first")
    assert ended.calm().status == 0, ended.stderr
    assert "records, F1" in ended.stdout
    assert "1.00" in ended.stdout
    lines = ended.stderr.splitlines()
    assert lines[0] == f"0/{CASES} cases are done"
    assert lines[-1].startswith(f"{CASES}/{CASES}, 0 min left: negative-drill: 0 found, 0 missed, 0 spurious; ")
    manifest = bench.manifest("first")
    assert [ref.name for ref in manifest.cases] == ["000", "100", "200", "negative-drill"]
    assert (manifest.model, manifest.model_identity) == ("scripted", f"{bench.endpoint.base_url} scripted")
    assert manifest.parameters["temperature"] == 0.0
    assert manifest.finished is not None
    assert manifest.finished >= manifest.created
    assert bench.kept("first").read_scores().groups["gold"].metrics["record.f1"].value == 1.0
    raw = (bench.kept("first").path / "raw" / "100~1.jsonl").read_text().splitlines()
    shown = [line for line in strike("Velden").split("\n") if line]
    passage = "\n".join(f"[{number}] {line}" for number, line in enumerate(shown, start=1))
    assert [RawAnswer.model_validate_json(line).passage for line in raw] == [passage]
    assert not any(KEY in path.read_text() for path in bench.evals.rglob("*") if path.is_file())


def test_a_finished_run_and_one_with_recorded_answers_ask_nothing(bench: Bench) -> None:
    bench.run("first")
    asked = len(bench.endpoint.requests)
    assert asked == CASES + 1  # the canary
    again = bench.run("first").calm()
    assert (again.status, again.stderr.splitlines()[0]) == (0, f"{CASES}/{CASES} cases are done")
    second = bench.run("second").calm()
    assert second.status == 0
    assert len(bench.endpoint.requests) == asked
    assert [answer.fresh for answer in bench.answers("second").values()] == [False] * CASES
    first, replayed = (bench.answers(name)["000"].extraction for name in ("first", "second"))
    assert first is not None
    assert replayed is not None
    assert first.attacks == replayed.attacks


def test_repair_and_the_recall_pass_can_be_tried(bench: Bench) -> None:
    def overstates(body: Json, n: int) -> Reply:
        right = read_strikes(body, n)
        return dataclasses.replace(right, content=lambda asked: right.content(asked).replace(b"at least 20", b"90"))

    bench.model.script = overstates
    assert bench.run("plain").calm().status == 0
    assert bench.endpoint.calls == CASES
    assert bench.run("repaired", "--unsupported", "repair", "--recall-pass").calm().status == 0
    assert bench.endpoint.calls > CASES, "what was lost is asked for again"
    chosen = [bench.manifest(name).parameters for name in ("plain", "repaired")]
    assert [one["unsupported"] for one in chosen] == ["drop", "repair"]
    assert [one["recall_pass"] for one in chosen] == [False, True]


def test_refresh_records_anew_and_off_does_neither(bench: Bench) -> None:
    assert bench.run("off", "--cache", "off").status == 0
    assert bench.run("recorded").status == 0
    assert bench.endpoint.calls == 2 * CASES
    assert bench.run("refreshed", "--cache", "refresh").status == 0
    assert bench.endpoint.calls == 3 * CASES
    assert all(answer.fresh for name in ("off", "recorded", "refreshed") for answer in bench.answers(name).values())


def test_failures_are_kept_scored_and_put_again_only_on_request(bench: Bench) -> None:
    bench.model.script = lambda body, n: (
        prose("I would rather not.") if town_of(body) == "Velden" else read_strikes(body, n)
    )
    ended = bench.run("night").calm()
    assert ended.status == 0
    assert "100: no answer (answer): " in ended.stderr
    assert "1 of 4 cases have no answer; try them again with: groundwire eval run night" in ended.stderr
    assert ended.stderr.endswith("--retry-errors\n")
    failure = bench.answers("night")["100"].failure
    assert failure is not None
    assert failure.kind == "answer"
    assert bench.kept("night").read_scores().groups["gold"].metrics["record.recall"].value == pytest.approx(2 / 3)
    asked = bench.endpoint.calls
    bench.model.script = read_strikes
    assert bench.run("night").status == 0
    assert bench.endpoint.calls == asked
    retried = bench.run("night", "--retry-errors").calm()
    assert (retried.status, bench.endpoint.calls) == (0, asked + 1)
    assert retried.stderr.splitlines()[0] == "3/4 cases are done"
    assert bench.answers("night")["100"].failure is None
    assert bench.kept("night").read_scores().groups["gold"].metrics["record.recall"].value == 1.0


def test_another_run_in_the_same_folder_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.run("night")
    before = {path: path.read_bytes() for path in bench.kept("night").path.rglob("*") if path.is_file()}
    (bench.folder / "tried").mkdir()
    (bench.folder / "tried" / "attack.md").write_text("Find attacks.")
    asked = len(bench.endpoint.requests)

    def refused(field: str, *arguments: str) -> None:
        ended = bench.run("night", *arguments).calm()
        assert (ended.status, ended.stdout) == (2, "")
        assert ended.stderr.startswith(f"groundwire: evals/runs/night/manifest.json: {field}: the run was begun with ")

    refused("model", "--model", "other")
    refused("prompt_digest", "--prompt", "tried")
    refused("repeat", "--repeat", "2")
    refused("cache", "--cache", "off")
    refused("seed", "--seed", "1")
    monkeypatch.setenv("GROUNDWIRE_TEMPERATURE", "1")
    refused("parameters")
    monkeypatch.delenv("GROUNDWIRE_TEMPERATURE")
    add_gold(bench.evals, "300_Lund", strike("Lund"), "Lund")
    refused("gold_digest")
    assert {path: path.read_bytes() for path in bench.kept("night").path.rglob("*") if path.is_file()} == before
    assert len(bench.endpoint.requests) == asked


def test_a_prompt_is_tried_for_real(bench: Bench) -> None:
    (bench.folder / "tried").mkdir()
    (bench.folder / "tried" / "attack.md").write_text("Find attacks, and nothing else.")
    bench.run("usual")
    asked = len(bench.endpoint.requests)
    assert bench.run("tried", "--prompt", "tried").status == 0
    said = {request.body["messages"][0]["content"] for request in bench.endpoint.requests[asked:] if not request.canary}
    assert said == {"Find attacks, and nothing else."}
    assert bench.manifest("usual").prompt_digest != bench.manifest("tried").prompt_digest
    ended = bench.run("typo", "--prompt", "treid").calm()
    assert (ended.status, "--prompt: 'treid' is neither a version" in ended.stderr) == (2, True)
    assert not bench.kept("typo").path.exists()


def test_a_model_out_of_reach_ends_with_2_and_every_case_open(bench: Bench) -> None:
    bench.model.canaries = status(503)
    ended = bench.run("night").calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert "the model scripted cannot be asked" in ended.stderr
    assert bench.answers("night") == {}
    assert bench.manifest("night").finished is None
    bench.model.canaries = None
    assert bench.run("night").status == 0
    assert bench.endpoint.calls == CASES


def test_nobody_at_that_address(bench: Bench) -> None:
    address = f"http://127.0.0.1:{free_port()}/v1"
    ended = bench.run("night", "--base-url", address, "--model", "any").calm()
    assert ended.status == 2
    assert "the model any cannot be asked" in ended.stderr


def test_a_run_without_any_answer_ends_with_2_and_can_be_put_again(bench: Bench) -> None:
    bench.model.script = lambda _body, _n: status(503)
    ended = bench.run("night").calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert "no case was answered: " in ended.stderr
    assert ended.stderr.endswith("--retry-errors\n")
    assert {answer.failure.kind for answer in bench.answers("night").values() if answer.failure} == {"infrastructure"}
    assert not (bench.kept("night").path / "scores.json").exists()
    bench.model.script = read_strikes
    assert bench.run("night", "--retry-errors").status == 0
    assert bench.endpoint.calls == 2 * CASES


def test_repeats_are_asked_each_and_recorded_each(bench: Bench) -> None:
    assert bench.run("thrice", "--repeat", "3").status == 0
    assert bench.endpoint.calls == 3 * CASES
    assert {"000", "000~2", "000~3"} < set(bench.answers("thrice"))
    assert len(bench.answers("thrice")) == 3 * CASES
    assert len(bench.kept("thrice").read_scores().cases) == 3 * CASES
    assert bench.run("twice", "--repeat", "2").status == 0
    assert bench.endpoint.calls == 3 * CASES


def test_a_budget_is_not_overdrawn_and_cases_beyond_it_stay_open(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUNDWIRE_PRICE_PROMPT_USD", "1000")  # 100 tokens a question: 10 cents
    monkeypatch.setenv("GROUNDWIRE_PRICE_COMPLETION_USD", "0")
    ended = bench.run("night", "--budget-usd", "0.15").calm()
    assert (ended.status, bench.endpoint.calls) == (2, 2)
    assert "the budget is spent: 2 of 4 cases are open; go on with: groundwire eval run night" in ended.stderr
    assert set(bench.answers("night")) == {"000", "100"}
    assert bench.manifest("night").finished is None
    assert bench.run("night", "--budget-usd", "0.15").status == 0
    assert bench.endpoint.calls == CASES
    assert bench.run("replayed", "--budget-usd", "0.01").status == 0


def test_a_budget_needs_prices(bench: Bench) -> None:
    ended = bench.run("night", "--budget-usd", "1").calm()
    assert (ended.status, "--budget-usd: needs GROUNDWIRE_PRICE_PROMPT_USD" in ended.stderr) == (2, True)
    assert bench.endpoint.requests == []


@pytest.mark.parametrize("at_once", [1, 2, 4])
def test_so_many_cases_are_under_way_at_once(bench: Bench, at_once: int) -> None:
    together = threading.Barrier(at_once, timeout=20)
    under_way, most, lock = [0], [0], threading.Lock()

    def script(body: Json, n: int) -> Reply:
        with lock:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        together.wait()
        with lock:
            under_way[0] -= 1
        return read_strikes(body, n)

    bench.model.script = script
    assert bench.run("night", "--concurrency", str(at_once)).status == 0
    assert most[0] == at_once
    assert bench.endpoint.calls == CASES


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--cases", "gold,weather"), "no family of cases is called 'weather'; there are: gold, negative"),
        (("--evals", "nowhere"), "nowhere/gold: holds no gold file"),
    ],
)
def test_bad_input_ends_with_2_and_a_line(bench: Bench, arguments: tuple[str, ...], words: str) -> None:
    ended = bench.call("eval", "run", "night", *arguments).calm()
    assert (ended.status, ended.stdout) == (2, "")
    assert words in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_model_without_an_endpoint_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BASE_URL", "API_KEY", "MODEL"):
        monkeypatch.delenv(f"GROUNDWIRE_{name}")
    ended = bench.run("night", "--model", "other").calm()
    assert (ended.status, "--model needs an endpoint: --base-url" in ended.stderr) == (2, True)


def test_a_broken_label_is_named(bench: Bench) -> None:
    file = bench.evals / "gold" / "000_Karsk.json"
    gold = json.loads(file.read_text())
    gold["attacks"][0]["record"]["evidence"][0]["quote"] = "B" + STRIKE.format("Karsk")[1:]
    file.write_text(json.dumps(gold))
    ended = bench.run("night").calm()
    assert ended.status == 2
    assert "evals/gold/000_Karsk.json: attacks.strike-karsk.evidence.0: quotes" in ended.stderr


def test_help_tells_every_option(bench: Bench) -> None:
    said = bench.call("eval", "run", "--help").calm().stdout
    for option in (
        "--model", "--base-url", "--prompt", "--repeat", "--concurrency", "--cases", "--budget-usd", "--cache",
        "--seed", "--retry-errors", "--evals", "--out",
    ):  # fmt: skip
        assert option in said


def test_runs_go_where_they_are_told(bench: Bench) -> None:
    assert bench.run("night", "--out", "kept").status == 0
    assert bench.run("./here/night").status == 0
    for folder in ("kept/night", "here/night"):
        assert (bench.folder / folder / "scores.json").is_file()
    assert not (bench.evals / "runs").exists()
    assert bench.endpoint.calls == CASES


def test_an_answer_that_cannot_be_kept_ends_the_run_with_2(bench: Bench) -> None:
    bench.model.canaries = status(503)
    assert bench.run("night").status == 2
    (bench.kept("night").path / "answers").write_text("a file where a folder should be")
    bench.model.canaries = None
    ended = bench.run("night").calm()
    assert ended.status == 2
    assert "evals/runs/night: 000~1: EvalError: evals/runs/night/answers/000~1.json: cannot be written" in ended.stderr
