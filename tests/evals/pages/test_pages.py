"""The eval pages over folders of all kinds: what they show, what they refuse, and that nothing is a 500."""

import http.client
import json
import shutil
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from tests.evals.pages.shelf import GOOD, WORSE, app_over, fill, get
from tests.evals.report.example import manifest, run_score, write_run
from tests.server.support import ask, problem_of, serving

from groundwire.evals.runs.folder import RunFolder

SECRET = "nobody's business"
FORMS = ("runs/{}", "runs/{}/scores.json", f"compare?old={{}}&new={GOOD}", f"compare?old={GOOD}&new={{}}")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An `evals` folder, not to be changed."""
    return fill(tmp_path_factory.mktemp("filled") / "evals").parent


@pytest.fixture
def runs(filled: Path, tmp_path: Path) -> Path:
    """A folder of runs."""
    return shutil.copytree(filled, tmp_path / "evals") / "runs"


def test_nights_are_drawn_and_listed_with_their_outcome_and_ways_on(runs: Path) -> None:
    answer = get(runs, "/evals")
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    page = answer.text
    assert page.index("2031-05-08") < page.index('datetime="2031-05-07"')
    assert page.count("</span> fine") == 5
    assert page.count("</span> regression") == 1
    assert f'href="evals/runs/{GOOD}"' in page
    assert f'href="evals/compare?old={GOOD}&amp;new={WORSE}"' in page
    assert "0.49" in page
    assert "0.37–0.61" in page
    assert f"Dashed: the baseline, <b>{GOOD}</b>" in page
    assert page.count('class="baseline"') == 3
    assert "2031-05-06: 0.60, 95 % interval 0.45 to 0.75" in page  # for who does not see the plot


def test_a_baseline_of_another_model_is_not_drawn(runs: Path) -> None:
    path = runs.parent / "baseline.json"
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"model": "another"}))
    page = get(runs, "/evals").text
    assert 'class="baseline"' not in page
    assert "so it is not drawn" in page


@pytest.mark.parametrize("folder", ["nowhere", "evals/nowhere", "file"])
def test_without_a_run_it_says_how_to_make_the_first(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("no folder")
    for path in ("/evals", "/evals/compare"):
        answer = get(tmp_path / folder, path)
        assert answer.status_code == 200
        assert "groundwire eval run" in answer.text
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]  # looking leaves nothing behind


def test_a_report_is_served_as_it_lies_there_and_nothing_but_its_own_script_may_run(runs: Path) -> None:
    answer = get(runs, f"/evals/runs/{GOOD}")
    assert answer.content == (runs / GOOD / "report.html").read_bytes()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    script = policy.partition("script-src ")[2].partition(";")[0]
    assert script.startswith("'sha256-")
    assert script in answer.text
    assert policy.endswith("sandbox allow-scripts")
    scores = get(runs, f"/evals/runs/{GOOD}/scores.json")
    assert scores.headers["content-type"] == "application/json"
    assert scores.content == (runs / GOOD / "scores.json").read_bytes()


OUTSIDE = [
    "..", "../", "%2e%2e", "..%2fsecret", "%2e%2e%2fsecret", "..%5csecret", "%2fetc%2fpasswd", "../../secret", "%00",
    f"{GOOD}%00", f"{GOOD}%2f..%2f..%2fsecret", "%ff", "linked", ".hidden", ".", "history.sqlite", "%20", GOOD.upper(),
]  # fmt: skip


def test_no_name_leads_out_of_the_folder(runs: Path) -> None:
    secret = write_run(runs.parent / "secret").path
    (secret / "report.html").write_text(SECRET)
    (secret / "scores.json").write_text(SECRET)
    (runs / "linked").symlink_to(secret)
    shutil.copytree(secret, runs / ".hidden")
    with serving(app_over(runs)) as url:
        for path in (f"/evals/{form.format(name)}" for name in OUTSIDE for form in FORMS):
            status, answer = _as_it_is(url, path)
            assert status == 404, path
            assert SECRET not in answer, path
        _, listed = _as_it_is(url, "/evals")
    assert "linked" not in listed
    assert ".hidden" not in listed


def _as_it_is(url: str, path: str) -> tuple[int, str]:
    """Ask for a path without taking `..` out of it, as httpx would."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    with closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("name", ["report.html", "scores.json"])
def test_a_link_in_a_run_is_not_followed(runs: Path, name: str) -> None:
    (runs.parent / "secret").write_text(SECRET)
    (runs / GOOD / name).unlink()
    (runs / GOOD / name).symlink_to(runs.parent / "secret")
    answer = get(runs, f"/evals/runs/{GOOD}" + ("/scores.json" if name == "scores.json" else ""))
    assert answer.status_code == 404
    assert SECRET not in answer.text


def _cut(name: str) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        (path / name).write_bytes((path / name).read_bytes()[:200])

    return damage


def _unfinished(path: Path) -> None:
    RunFolder(path).write_manifest(manifest().model_copy(update={"name": path.name, "finished": None}))
    (path / "answers" / "000~1.json").unlink()


def _a_trial(path: Path) -> None:
    (path / "manifest.json").unlink()
    (path / "trial.json").write_text("{}")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (shutil.rmtree, None),
        (lambda path: (path / "manifest.json").unlink(), "it holds no manifest.json"),
        (lambda path: (path / "scores.json").unlink(), "not scored yet: groundwire eval score hurt"),
        (_cut("manifest.json"), "hurt/manifest.json: Invalid JSON"),
        (_cut("scores.json"), "hurt/scores.json: Invalid JSON"),
        (lambda path: (path / "scores.json").write_text("[]"), "hurt/scores.json: Input should be an object"),
        (lambda path: (path / "scores.json").write_bytes(b"\xff\x00"), "hurt/scores.json: Invalid JSON"),
        (_unfinished, "not finished: 9 of 10 answers are there"),
        (_a_trial, "holds a trial beside other systems, no run"),
    ],
)
def test_what_a_broken_run_lacks_is_said(runs: Path, damage: Callable[[Path], None], words: str | None) -> None:
    hurt = write_run(runs / "hurt", manifest().model_copy(update={"name": "hurt"}))
    app = app_over(runs)
    assert ask(app, "GET", "/evals").text.count('class="name">hurt') == 1
    damage(hurt.path)
    page = ask(app, "GET", "/evals")
    assert page.status_code == 200
    assert ('class="name">hurt' in page.text) == (words is not None)
    assert words is None or words in page.text
    assert str(runs.parent) not in page.text
    report = ask(app, "GET", "/evals/runs/hurt")
    assert report.status_code == 404
    assert report.headers["content-type"] == "text/html; charset=utf-8"
    assert ask(app, "GET", f"/evals/compare?old=hurt&new={GOOD}").status_code in {200, 404}


@pytest.mark.parametrize("name", ["runs/history.sqlite", "baseline.json"])
def test_history_and_baseline_that_are_broken_hide_nothing_else(runs: Path, name: str) -> None:
    (runs.parent / name).write_bytes(b"broken" * 200)
    page = get(runs, "/evals")
    assert page.status_code == 200
    assert f"{Path(name).name}: " in page.text.partition('role="note"')[2]
    assert str(runs.parent) not in page.text
    assert f"evals/runs/{GOOD}" in page.text


def test_a_change_is_seen_at_once(runs: Path) -> None:
    for name in ("history.sqlite", WORSE):
        shutil.rmtree(runs / name, ignore_errors=True)
        (runs / name).unlink(missing_ok=True)
    app = app_over(runs)
    assert "0.123" not in ask(app, "GET", "/evals").text
    figures = json.loads((runs / GOOD / "scores.json").read_bytes())
    figures["groups"]["gold"]["metrics"]["prompt_tokens"] = {"value": 4321, "low": None, "high": None, "n": 2}
    (runs / GOOD / "scores.json").write_text(json.dumps(figures))
    assert "4,321" in ask(app, "GET", "/evals").text
    write_run(runs / "another")
    assert 'class="name">another' in ask(app, "GET", "/evals").text


def test_two_runs_side_by_side(runs: Path) -> None:
    page = get(runs, f"/evals/compare?old={GOOD}&new={WORSE}")
    assert page.status_code == 200
    text = " ".join(page.text.split())
    assert "over the 10 answers that both have" in text
    assert "</span> worse" in text
    assert f'href="runs/{GOOD}#case-000"' in text
    assert f'href="runs/{WORSE}#case-000"' in text
    assert "attack · velm-terminal" in text
    assert "<td><bdi>found</bdi></td>" in text
    same = get(runs, f"/evals/compare?old={GOOD}&new={GOOD}").text
    assert "Nothing came out differently." in same
    assert "0 figures significantly better, 0 worse, 0 flips" in same


def test_runs_that_cannot_be_compared_are_told_apart_from_those_that_are_not_there(runs: Path) -> None:
    write_run(runs / "other", scores=run_score().model_copy(update={"gold_digest": "0" * 64}))
    page = get(runs, f"/evals/compare?old={GOOD}&new=other")
    assert page.status_code == 200
    assert "were scored against different labels" in page.text
    shorn = tuple(case.model_copy(update={"records": ()}) for case in run_score().cases)
    write_run(runs / "shorn", scores=run_score().model_copy(update={"cases": shorn}))
    page = get(runs, f"/evals/compare?old={GOOD}&new=shorn")
    assert page.status_code == 200
    assert "only one run has the label velm-terminal" in page.text
    gone = get(runs, f"/evals/compare?old={GOOD}&new=gone")
    assert gone.status_code == 404
    assert "There is no run called “gone”." in gone.text


def test_names_and_labels_are_text(runs: Path) -> None:
    name = "<img src=x onerror=alert(1)>&'\""
    write_run(runs / name, manifest().model_copy(update={"name": name}))
    app = app_over(runs)
    listed = ask(app, "GET", "/evals").text
    link = listed.partition('class="name">&lt;img')[2].partition('href="')[2].partition('"')[0]
    missing = ask(app, "GET", f"/{link}")
    assert missing.status_code == 404  # it has no report, and the labels of the example are in no folder
    assert "<h1>&lt;img" in missing.text
    compared = ask(app, "GET", f"/evals/compare?old={GOOD}&new={WORSE}").text
    for page in (listed, missing.text, compared):
        assert "<img" not in page
        assert "<script" not in page


def test_the_style_is_there_and_nothing_else_below(runs: Path) -> None:
    app = app_over(runs)
    name = ask(app, "GET", "/evals").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    style = ask(app, "GET", f"/{name}")
    assert style.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in style.headers["cache-control"]
    assert problem_of(ask(app, "GET", "/evals/page.css")).status == 404
    assert problem_of(ask(app, "POST", "/evals")).status == 405


def test_others_are_served_while_a_page_waits(runs: Path) -> None:
    with (
        serving(app_over(runs)) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=60) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        assert client.get("/evals").status_code == 200  # all is loaded
        other = sqlite3.connect(runs / "history.sqlite", isolation_level=None)
        other.execute("DELETE FROM nights WHERE night = '2031-05-01'")
        other.execute("BEGIN EXCLUSIVE")  # a command writes, and takes its time
        waiting = pool.submit(client.get, "/evals")
        assert not _is_done_within(waiting.result, 0.3)
        assert client.get("/healthz").status_code == 200
        assert not waiting.done()
        other.execute("COMMIT")
        other.close()
        assert waiting.result().status_code == 200


def _is_done_within(result: Callable[[float], object], seconds: float) -> bool:
    try:
        result(seconds)
    except TimeoutError:
        return False
    return True


def test_many_at_once_get_the_same(runs: Path) -> None:
    with serving(app_over(runs)) as url, ThreadPoolExecutor(8) as pool:
        begin = threading.Barrier(8)

        def ask_all(_: int) -> tuple[str, str]:
            begin.wait()
            with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
                return client.get("/evals").text, client.get(f"/evals/compare?old={GOOD}&new={WORSE}").text

        assert len(set(pool.map(ask_all, range(8)))) == 1
