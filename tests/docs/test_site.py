"""The site is built without a complaint; a browser finds things in it and asks nobody else."""

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import expect
from tests.browsing import needs_browser, open_browser
from tests.docs.blocks import ROOT

from groundwire import client, schemas
from groundwire.client import exports, testing

ZENSICAL = Path(sys.executable).parent / "zensical"
WAIT_MS = 30_000
"""How long anything may take on a busy machine."""
pytestmark = pytest.mark.skipif(not ZENSICAL.exists(), reason="the group docs is not installed")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for source in ("service", "schemas"):
        (folder / source).symlink_to(ROOT / source)
    run(folder, sys.executable, str(ROOT / "docs/making/source.py"), "build/docs")
    run(folder, str(ZENSICAL), "build", "--strict")
    return folder / "site"


def run(folder: Path, *command: str) -> None:
    """Run a command, which must end well."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own
    assert done.returncode == 0, done.stdout + done.stderr


def pages_of(navigation: object) -> Iterator[str]:
    """The pages that the navigation names."""
    for line in str(navigation).splitlines():
        if named := re.search(r": ([\w/-]+\.md)$", line):
            yield named[1]


def test_each_page_of_the_navigation_is_there(site: Path) -> None:
    named = list(pages_of((ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    assert len(named) > 20
    assert [page for page in named if not (site / page).with_suffix(".html").exists()] == []


def test_each_page_that_people_wrote_is_in_the_navigation(site: Path) -> None:
    named = set(pages_of((ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    written = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert {page for page in written - named if not page.startswith("decisions/")} == set()
    assert site.exists()


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("reference/client.html", "Calls a Groundwire service and waits for the answer."),
        ("reference/schemas.html", "DiplomaticEvent"),
        ("reference/http.html", "POST /v1/extract/stream"),
        ("reference/http.html", "DELETE /v1/jobs/{job_id}"),
        ("decisions/index.html", "A party must have its part in the clause"),
        ("repository/examples/settings/index.html", "name-of-your-deployment"),
    ],
)
def test_pages_that_are_made_hold_what_they_are_made_of(site: Path, page: str, words: str) -> None:
    assert words in (site / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("package", [client, exports, testing, schemas], ids=lambda package: package.__name__)
def test_every_public_name_is_in_the_reference(site: Path, package: ModuleType) -> None:
    text = "".join((site / "reference" / f"{page}.html").read_text("utf-8") for page in ("client", "schemas"))
    there = {anchor.rpartition(".")[2] for anchor in re.findall(r'id="(groundwire\.[^"]*)"', text)}
    assert [name for name in package.__all__ if name not in there] == []


@needs_browser
def test_a_reader_without_a_network_finds_things(site: Path) -> None:
    asked: list[str] = []
    with served(site) as address, open_browser() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(WAIT_MS)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/index.html")
        expect(page.locator("h1")).to_contain_text("Groundwire")
        page.keyboard.press("/")
        page.keyboard.type("tokens-exhausted")
        expect(page.get_by_role("option").first).to_contain_text("tokens-exhausted", timeout=WAIT_MS)
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a server that gives the files of a folder."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
