"""The eval pages over runs that `groundwire eval` made, and in the service that `groundwire serve` starts."""

import shutil

import httpx
from tests.cli.eval_tools import Bench
from tests.cli.support import Shell, endpoint_variables, reader, without
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.server.support import FakeExtractor, ask

from groundwire.evals.pages import build_pages
from groundwire.server import ServerLimits, create_app


def test_runs_and_nights_as_they_are_made(bench: Bench) -> None:
    app = create_app(FakeExtractor(), ServerLimits(), more=[build_pages(bench.evals / "runs")])
    assert bench.run("first").status == 0
    assert bench.call("eval", "gate", "first", "--accept").status == 0
    for night in ("2026-11-20", "2026-11-21"):
        assert bench.call("eval", "nightly", "--night", night, "--cases", "gold,negative").status == 0
    page = ask(app, "GET", "/evals").text
    assert page.count("</span> fine") == 2
    assert "the baseline, <b>first</b>" in page
    assert 'class="name">first' in page
    compared = ask(app, "GET", "/evals/compare?old=2026-11-20&new=2026-11-21").text
    assert "over the 4 answers that both have" in " ".join(compared.split())


def test_a_report_is_made_when_somebody_asks_for_it(bench: Bench) -> None:
    app = create_app(FakeExtractor(), ServerLimits(), more=[build_pages(bench.evals / "runs")])
    bench.run("first")
    report = bench.kept("first").path / "report.html"
    written = report.read_bytes()
    report.unlink()
    assert ask(app, "GET", "/evals/runs/first").content == written
    assert report.read_bytes() == written
    report.unlink()
    shutil.rmtree(bench.evals / "gold")  # the labels are elsewhere
    answer = ask(app, "GET", "/evals/runs/first")
    assert answer.status_code == 404
    assert "This run has no report: gold: holds no gold file" in answer.text
    assert ask(app, "GET", "/evals").status_code == 200


def test_a_service_has_the_pages_if_the_extra_is_installed(bare: Shell) -> None:
    (bare.folder / "runs" / "begun").mkdir(parents=True)
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        variables = {**endpoint_variables(endpoint.base_url), "GROUNDWIRE_RUNS_DIR": str(bare.folder / "runs")}
        with bare.serving(variables) as (_, url):
            page = httpx.get(f"{url}/evals", trust_env=False, timeout=60)
            assert page.status_code == 200
            assert "begun: not a run folder" in page.text
        with bare.serving(variables | without(bare, "rapidfuzz")) as (_, url):
            answer = httpx.get(f"{url}/evals", trust_env=False, timeout=60)
            assert (answer.status_code, answer.json()["type"]) == (404, "urn:groundwire:problem:not-found")
