"""A browser follows docs/tutorial/browser.md, step by step, in the playground of a real service."""

import re
from pathlib import Path

import platformdirs
import pytest
from playwright.sync_api import expect
from tests.browsing import needs_browser, open_browser
from tests.cli.support import make_shell, wait_until_ready
from tests.docs.blocks import ROOT, blocks
from tests.docs.reader import world
from tests.pages.watching import watched

from groundwire.local import LocalModelError
from groundwire.local.weights import resolve_model

pytestmark = needs_browser
PAGE = Path("docs/tutorial/browser.md")
WORDS = (ROOT / PAGE).read_text(encoding="utf-8")


def test_the_steps_lead_to_records_and_to_the_words_behind_them(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        _follow_the_page(there.service, patience_s=5)


@pytest.mark.model
def test_they_lead_there_with_the_embedded_model_too(tmp_path: Path) -> None:
    try:
        weights = resolve_model(None, platformdirs.user_cache_path("groundwire"))  # joined there once and for all
    except LocalModelError as error:
        pytest.skip(str(error))
    shell = make_shell(tmp_path, {"GROUNDWIRE_GGUF": str(weights.path)})
    with shell.serving(log=tmp_path / "log") as (_, url):
        wait_until_ready(url, 300)
        _follow_the_page(url, patience_s=600)


def _follow_the_page(service: str, patience_s: float) -> None:
    text, published, extract, *copies = re.findall(r"\*\*(.+?)\*\*", WORDS)
    (article,) = [block.code.rstrip() for block in blocks(PAGE) if block.language == "text"]
    attack, pledge = re.findall(r"\*([^*]+ · [^*]+)\*", WORDS)
    with open_browser() as browser, watched(browser) as visitor:
        page = visitor.open(service)
        page.get_by_label(text).fill(article)
        page.get_by_label(published).fill("2024-03-17")
        page.get_by_role("button", name=extract).click()
        expect(page.locator("#meta")).to_be_visible(timeout=patience_s * 1000)
        expect(page.locator(".card h3")).to_have_text([attack, pledge])
        visitor.card(attack).locator("h3").hover()
        assert visitor.marked(".lit").startswith("A Russian drone hit a bus")
        killed = visitor.card(attack).locator('[data-path="/killed"]')
        expect(visitor.card(attack).locator("dt", has_text="Killed")).to_be_visible()
        killed.locator(".said").hover()
        assert visitor.marked(".strong") == "two"
        expect(killed).to_contain_text("exact")
        expect(visitor.card(attack).locator("dd", has_text="2024-03-15")).to_contain_text("inferred")
        page.locator("#article mark", has_text="$314 million").hover()
        expect(page.locator(".cards > .lit h3")).to_have_text([pledge])
        for name in copies:
            expect(page.get_by_role("button", name=name)).to_be_visible()
        visitor.check()
