"""Makes the picture of an eval report in docs/pictures: `python -m tests.docs.pictures`.

The report is the one that `groundwire eval run` wrote of the embedded model, and that docs/evals.md tells about.
"""

from playwright.sync_api import expect
from tests.browsing import open_browser
from tests.docs.blocks import ROOT

REPORT = ROOT / "docs" / "reports" / "embedded-v2.html"
PICTURE = ROOT / "docs" / "pictures" / "eval-report.png"


def main() -> None:
    """Make it."""
    with open_browser() as browser:
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        page.goto(REPORT.as_uri())
        expect(page.locator("h1")).to_be_visible()
        page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
