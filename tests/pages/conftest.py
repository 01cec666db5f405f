"""A browser for each module, and for each test a page that is watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browsing import open_browser
from tests.cli.support import endpoint_variables, make_shell, reader, wait_until_ready
from tests.fakes.endpoint import ScriptedEndpoint, enforcing
from tests.pages.watching import Watched, watched


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with open_browser() as started:
        yield started


@pytest.fixture
def visit(browser: Browser) -> Iterator[Watched]:
    """A visitor, who opens what a test serves; in the end nothing may have gone wrong in the page."""
    with watched(browser) as visitor:
        yield visitor
        visitor.check()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`groundwire serve` before a scripted endpoint that reads the article of the command line's tests."""
    folder: Path = tmp_path_factory.mktemp("service")
    with ScriptedEndpoint(enforcing(reader)) as endpoint:
        shell = make_shell(folder, endpoint_variables(endpoint.base_url))
        with shell.serving(log=folder / "log") as (_, url):
            wait_until_ready(url, 60)
            yield url
