"""What is sent for the page, without a browser: headers, files, samples, and nothing besides."""

import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from tests.server.support import FakeExtractor, app_with, ask

from groundwire.evals.pages import build_pages as build_eval_pages
from groundwire.server import ServerLimits, create_app
from groundwire.server.pages import build_pages
from groundwire.server.pages.samples import read_samples

STATIC = Path(__file__).parents[2] / "service" / "groundwire" / "server" / "pages" / "static"


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """The application."""
    return app_with(FakeExtractor(), ServerLimits(max_chars=1234))


def _pages_with(folder: Path) -> httpx.Response:
    bare = FastAPI()
    bare.include_router(build_pages(ServerLimits(), read_samples(folder), "0"))
    return ask(bare, "GET", "/")


def test_no_script_style_or_request_but_its_own_is_allowed(app: FastAPI) -> None:
    page = ask(app, "GET", "/")
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<script>|<script [^>]*>[^<]|<style| style=| on[a-z]+=|//", page.text)


def test_the_page_tells_the_limits(app: FastAPI) -> None:
    assert "1,234 characters" in ask(app, "GET", "/").text


def test_the_eval_pages_are_linked_where_there_are_any(app: FastAPI, tmp_path: Path) -> None:
    assert 'href="evals"' not in ask(app, "GET", "/").text
    more = create_app(FakeExtractor(), ServerLimits(), more=[build_eval_pages(tmp_path)])
    link = re.search(r'<nav .*href="(evals)">Evaluation</a>', ask(more, "GET", "/").text)
    assert link is not None
    assert ask(more, "GET", f"/{link[1]}").status_code == 200


def test_all_that_the_page_loads_is_there_for_good(app: FastAPI) -> None:
    page = ask(app, "GET", "/").text
    loaded = set(re.findall(r'(?:src|href)="(static/[^"]+)"', page))
    assert len(loaded) == 4
    for path in loaded:
        answer = ask(app, "GET", f"/{path}")
        assert answer.status_code == 200
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_scripts_import_only_what_is_served_and_nothing_from_elsewhere() -> None:
    for script in STATIC.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for name in re.findall(r'from "([^"]+)"', text):
            assert (STATIC / name).is_file(), f"{script.name}: {name}"
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
        assert set(re.findall(r'https?://[^"\s]+', text)) <= {"http://www.w3.org/2000/svg"}
    assert "url(" not in (STATIC / "page.css").read_text(encoding="utf-8")


def test_no_other_file_is_served(app: FastAPI) -> None:
    (digest,) = set(re.findall(r"static/([0-9a-f]+)/", ask(app, "GET", "/").text))
    assert ask(app, "GET", f"/static/{digest}/page.css").status_code == 200
    for path in (
        f"{digest}/..%2froutes.py",
        f"{digest}/PAGE.CSS",
        f"{digest}/",
        "0/page.css",
        f"{digest}/%2e%2e/routes.py",
    ):
        assert ask(app, "GET", f"/static/{path}").status_code == 404
    for path in ("..%2fREADME.md", "000_db53dccfdc94aac8.txt", "nothing"):
        assert ask(app, "GET", f"/samples/{path}").status_code == 404


def test_the_samples_are_the_given_articles_byte_for_byte(app: FastAPI) -> None:
    names = re.findall(r'data-sample="([^"]+)"', ask(app, "GET", "/").text)
    assert len(names) == 5
    for name in names:
        answer = ask(app, "GET", f"/{name}")
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.content == (STATIC.parents[4] / "evals" / "articles" / f"{Path(name).name}.txt").read_bytes()


def test_an_installed_service_shows_no_samples_and_no_broken_links(tmp_path: Path) -> None:
    page = _pages_with(tmp_path / "nowhere")
    assert page.status_code == 200
    assert "data-sample" not in page.text
    assert "Try one of these" not in page.text


def test_a_title_of_a_sample_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('date 2024-03-15 <script>alert("1")</script> and more', encoding="utf-8")
    page = _pages_with(tmp_path).text
    assert "2024-03-15 · &lt;script&gt;alert(&#34;1&#34;)" in page
    assert "<script>" not in page
