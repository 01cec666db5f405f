"""The eval pages in a real browser: wide and narrow, light and dark, by all rules of axe, without any script."""

from collections.abc import Iterator
from typing import Literal, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.browsing import needs_browser, open_browser
from tests.evals.pages.shelf import GOOD, WORSE, app_over, fill
from tests.pages.watching import watched
from tests.server.support import serving

pytestmark = needs_browser

Scheme = Literal["light", "dark"]
PAGES = ("/evals", f"/evals/compare?old={GOOD}&new={WORSE}", f"/evals/runs/{GOOD}", "/evals/runs/gone")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service with a few runs."""
    with serving(app_over(fill(tmp_path_factory.mktemp("shelf") / "evals"))) as url:
        yield url


@pytest.mark.parametrize("scheme", get_args(Scheme))
@pytest.mark.parametrize("width", [1440, 360])
def test_they_fit_can_be_read_by_everybody_and_break_no_policy(
    browser: Browser, service: str, scheme: Scheme, width: int
) -> None:
    size = {"width": width, "height": 800}
    with watched(browser, color_scheme=scheme, viewport=size) as visitor:
        visitor.expected.append("status of 404")  # the browser tells of the page that is gone
        for path in PAGES:
            visitor.page.goto(service + path)
            visitor.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width, path
            if "/runs/" + GOOD not in path:  # the report has tests of its own
                assert _faults(visitor.page) == []
        visitor.check()
        assert {url.partition(service)[0] for url in visitor.asked} == {""}


def _faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def test_from_night_to_report_and_comparison_by_links_and_form(browser: Browser, service: str) -> None:
    with watched(browser) as visitor:
        page = visitor.page
        page.goto(f"{service}/evals")
        page.get_by_role("link", name=f"What changed from {GOOD} to {WORSE}").click()
        page.get_by_role("heading", name="Compare runs").wait_for()
        page.locator("details.flips summary").first.click()
        page.get_by_role("link", name=f"{GOOD} in case 000").click()
        page.get_by_role("heading", name=GOOD).wait_for()
        assert page.locator("#case-000 mark").first.is_visible()
        assert page.locator("#count").inner_text() == "5 of 5 articles"  # its own script runs
        page.go_back()
        page.locator("select[name=old]").select_option(WORSE)
        page.locator("select[name=new]").select_option(GOOD)
        page.get_by_role("button", name="Compare").click()
        page.wait_for_url(f"**/evals/compare?old={WORSE}&new={GOOD}")
        page.get_by_role("link", name="Evaluation").click()
        page.get_by_role("heading", name="Nights", exact=True).wait_for()
        visitor.check()
