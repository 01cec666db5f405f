"""Makes the pictures of the playground in docs/pictures: `python -m tests.pages.pictures`.

The service is the real one, with a model that knows the labels of the eval set in place of a language model.
"""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, expect
from tests.browsing import open_browser
from tests.pages.support import Labelled
from tests.pages.watching import watched
from tests.server.support import serving

from groundwire.server import ServerLimits, create_app

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PICTURES: Mapping[str, Mapping[str, object]] = {
    "playground.png": {"color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    "playground-dark.png": {"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}},
    "playground-narrow.png": {"color_scheme": "light", "viewport": {"width": 360, "height": 780}},
}


def main() -> None:
    """Make all of them."""
    FOLDER.mkdir(exist_ok=True)
    service = create_app(Labelled(), ServerLimits())
    with serving(service) as url, open_browser() as browser:
        for name, context in PICTURES.items():
            _take(browser, url, FOLDER / name, context)


def _take(browser: Browser, url: str, file: Path, context: Mapping[str, object]) -> None:
    with watched(browser, **context) as visitor:
        page = visitor.open(url)
        page.get_by_role("button", name="Russian Missile Strikes Intensify in Odesa").click()
        expect(page.get_by_role("button", name="Extract records")).to_be_focused()
        page.get_by_label("Published").fill("2025-12-14")
        page.get_by_role("button", name="Extract records").click()
        expect(page.locator("#meta")).to_be_visible()
        if page.viewport_size and page.viewport_size["width"] > 1000:
            page.locator(".card").nth(1).locator("h3").hover()
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
        page.screenshot(path=file)
        visitor.check()


if __name__ == "__main__":
    main()
