"""The playground of a whole service, from typing to what one takes along; by mouse, and by keyboard alone."""

import os
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from tests.browsing import needs_browser
from tests.cli.support import AID, ARTICLE, ATTACK, MARK
from tests.pages.watching import Watched, watched

from groundwire.schemas import Extraction

pytestmark = needs_browser

NASTY = (
    "\U0001f6f0\ufe0f It's \"$(touch oops)\" `touch oops` \\n \\\n'''\nEND_OF_REQUEST\n\u202e\x7f\U000e0041 " + ARTICLE
)
"""Quotes, expansions, ends of what an article may be quoted in, and characters that are not seen, before the news."""


def test_an_article_that_is_typed_becomes_records(visit: Watched, service: str) -> None:
    page = visit.open(service)
    text = f"\U0001f1fa\U0001f1e6 {ARTICLE}"
    page.get_by_label("Text of a news article").fill(text)
    page.get_by_label("Published").fill("2024-03-16")
    page.keyboard.press("Control+Enter")
    page.get_by_label("Text of a news article").press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text(re.compile("^2 records found in"))
    strike = visit.card(f"Missile strike · {MARK}")
    strike.hover()
    assert visit.marked(".lit") in {ATTACK, text.partition("\n")[0]}
    for path, said in (("/killed", "at least 20"), ("/injured", "at least 75"), ("/date/text", "“on Friday”")):
        expect(strike.locator(f'[data-path="{path}"] > .said')).to_have_text(said)
    strike.locator('[data-path="/injured"]').hover()
    assert visit.marked(".strong") == "more than 75"
    page.locator("#article mark", has_text="$314 million").hover()
    expect(page.locator(".cards > .lit h3")).to_contain_text("Sweden")
    assert visit.marked(".lit") == AID


def test_the_keyboard_alone_goes_all_the_way(visit: Watched, service: str) -> None:
    page = visit.open(service)
    assert _tab_to(page, "Skip to the article")
    assert _tab_to(page, "Dark theme")
    assert _tab_to(page, "Open a .txt file")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(ARTICLE)
    assert _tab_to(page, "Extract records")
    page.keyboard.press("Enter")
    expect(page.locator("#results-title")).to_be_focused()
    expect(page.locator("#meta")).to_be_visible()
    assert _tab_to(page, "Copy JSON")
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("card")
    assert visit.marked(".lit") == ATTACK
    assert _tab_to(page, "Skip to the article")  # there is no trap: it comes round to the top again


def _tab_to(page: Page, name: str) -> bool:
    for _ in range(40):
        page.keyboard.press("Tab")
        if _focused(page) == name:
            return bool(page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none")
    return False


def _focused(page: Page) -> str:
    """What a screen reader would say first of what has the focus, or nearly so."""
    name: str = page.evaluate("(one => one.ariaLabel ?? one.innerText)(document.activeElement)")
    return name


def test_what_is_copied_means_the_same_article_everywhere(browser: Browser, service: str, tmp_path: Path) -> None:
    with watched(browser, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True) as visitor:
        page = visitor.open(service)
        page.get_by_label("Published").fill("2024-03-16")
        visitor.extract(NASTY)
        expect(page.locator("#meta")).to_be_visible()
        texts = {name: _copied(page, name) for name in ("JSON", "curl", "Python")}
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert Path(download.value.path()).read_text(encoding="utf-8") == texts["JSON"]
        visitor.check()
    shown = Extraction.model_validate_json(texts["JSON"])
    assert len(shown.attacks) == 1
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(Path(path).absolute()) for path in sys.path if path)}
    for command in (["bash", "-n"], ["bash"], ["sh"], [sys.executable, "-"]):
        text = texts["Python" if command[0] == sys.executable else "curl"]
        done = subprocess.run(  # noqa: S603 - our own page wrote it
            command, input=text.encode(), capture_output=True, cwd=tmp_path, env=environment, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        if command != ["bash", "-n"]:
            answered = Extraction.model_validate_json(done.stdout)
            assert answered.article_id == shown.article_id
            assert answered.attacks == shown.attacks
    assert list(tmp_path.iterdir()) == []


def _copied(page: Page, name: str) -> str:
    page.get_by_role("button", name=f"Copy {name}").click()
    expect(page.get_by_role("status")).to_have_text(f"{name} copied.")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    return copied


def test_the_days_of_a_date_are_shown(visit: Watched, service: str) -> None:
    page = visit.open(service)
    page.get_by_label("Published").fill("2024-03-16")
    visit.extract(ARTICLE)
    shown = visit.card("Missile strike").locator('[data-path="/date/start"] > .said')
    expect(shown).to_have_text(datetime(2024, 3, 15).strftime("%Y-%m-%d"))  # noqa: DTZ001 - a day, no moment
