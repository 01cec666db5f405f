"""`groundwire eval peers` on a scripted endpoint: three systems, the same articles, one table."""

import json

import pytest
from tests.cli.eval_tools import STRIKE, TOWNS, Bench, read_strikes
from tests.fakes.endpoint import Json, Reply, answer, prose, status

from groundwire.evals.locking import held

pytest.importorskip("langextract", reason="the peers need groundwire[peers]")


def read_by_any(body: Json, n: int) -> Reply:
    """A model that reads the strikes for whoever asks, in the form that is asked for."""
    asked = json.dumps(body["messages"])  # a retry quotes the article in an earlier message
    town = next((name for name in TOWNS if STRIKE.format(name) in asked), None)
    form = json.dumps(body["response_format"])
    if '"extractions"' in form:
        attributes = {
            "scope": "incident",
            "attack_type": "missile_strike",
            "perpetrators": ["Russia"],
            "attribution": "attributed",
            "places": [town],
            "killed": "at least 20",
        }
        item = {"attack": STRIKE.format(town), "attack_attributes": attributes}
        return answer({"extractions": [item] if town else []}, prompt_tokens=400, completion_tokens=40)
    if '"aid_pledges"' in form:
        return (
            prose("I would rather talk about it.")
            if town == "Velden"
            else answer(
                {"attacks": [], "diplomatic_events": [], "aid_pledges": []}, prompt_tokens=300, completion_tokens=30
            )
        )
    return read_strikes(body, n)


@pytest.fixture
def peers(bench: Bench) -> Bench:
    """A bench whose model answers all three systems."""
    bench.model.script = read_by_any
    return bench


def test_three_systems_read_the_same_articles_and_are_scored_alike(peers: Bench) -> None:
    ended = peers.call("eval", "peers", "trial")
    assert ended.status == 0, ended.stderr
    folder = peers.evals / "runs" / "trial"
    kept = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.json"))
    assert kept == [
        f"{name}/{n}00.json" for name in ("groundwire", "langextract", "plain-instructor") for n in range(3)
    ]
    scores = json.loads((folder / "scores.json").read_text())
    figures = {name: run["groups"]["gold"]["metrics"] for name, run in scores.items()}
    assert [figures[name]["record.f1"]["value"] for name in ("groundwire", "langextract")] == [1.0, 1.0]
    assert figures["plain-instructor"]["record.recall"]["value"] == 0.0
    # An article without a usable answer is a failure and scores 0; it is not left out.
    assert figures["plain-instructor"]["failure_rate"]["value"] == pytest.approx(1 / 3)
    assert figures["plain-instructor"]["failure_rate"]["n"] == 3
    assert figures["langextract"]["completion_tokens"]["value"] == 40.0
    heading = next(line for line in ended.stdout.splitlines() if "groundwire" in line)
    assert heading.index("plain-instructor") < heading.index("langextract") < heading.index("groundwire")
    assert "plain-instructor, 100: " in ended.stderr
    assert peers.endpoint.requests


def test_a_trial_goes_on_with_the_articles_that_are_open(peers: Bench) -> None:
    peers.call("eval", "peers", "trial")
    asked = peers.endpoint.calls
    (peers.evals / "runs" / "trial" / "langextract" / "200.json").unlink()
    ended = peers.call("eval", "peers", "trial")
    assert ended.status == 0
    assert [line.split(":")[0] for line in ended.stderr.splitlines() if "tokens written" in line] == [
        "langextract, 200"
    ]
    assert peers.endpoint.calls == asked + 1


def test_a_trial_of_another_model_is_refused_and_a_broken_answer_named(peers: Bench) -> None:
    peers.call("eval", "peers", "trial")
    refused = peers.call("eval", "peers", "trial", "--model", "other").calm()
    assert refused.status == 2
    assert "evals/runs/trial/trial.json: model: the trial was begun with another one" in refused.stderr
    broken = peers.evals / "runs" / "trial" / "groundwire" / "000.json"
    broken.write_text("{}")
    ended = peers.call("eval", "peers", "trial").calm()
    assert ended.status == 2
    assert "groundwire/000.json: is not an answer of a peer; remove it" in ended.stderr
    assert broken.read_text() == "{}"


def test_a_folder_of_something_else_is_left_alone(peers: Bench) -> None:
    assert peers.run("night").status == 0
    kept = {path: path.read_bytes() for path in peers.kept("night").path.rglob("*") if path.is_file()}
    ended = peers.call("eval", "peers", "night").calm()
    assert (ended.status, "evals/runs/night: is no trial and not empty" in ended.stderr) == (2, True)
    assert {path: path.read_bytes() for path in peers.kept("night").path.rglob("*") if path.is_file()} == kept


def test_a_model_out_of_reach_is_no_failure_of_the_systems(peers: Bench) -> None:
    peers.model.canaries = status(503)
    ended = peers.call("eval", "peers", "trial").calm()
    assert (ended.status, "the model scripted cannot be asked" in ended.stderr) == (2, True)
    peers.model.canaries = None
    assert peers.call("eval", "peers", "trial").status == 0


def test_each_family_has_a_table_and_one_without_cases_is_refused(peers: Bench) -> None:
    ended = peers.call("eval", "peers", "trial", "--cases", "gold,negative")
    assert ended.status == 0
    titles = [line.strip() for line in ended.stdout.splitlines() if line.startswith(("gold", "negative"))]
    assert titles == ["gold", "negative"]
    ended = peers.call("eval", "peers", "none", "--cases", "donor").calm()
    assert (ended.status, ended.stderr) == (2, "groundwire: evals: holds no case of these families: donor\n")
    assert not peers.kept("none").path.exists()


def test_two_commands_do_not_work_on_one_trial(peers: Bench) -> None:
    with held(peers.evals / "runs" / "trial"):
        ended = peers.call("eval", "peers", "trial").calm()
    assert (ended.status, "another command works on this run" in ended.stderr) == (2, True)
