"""How the page looks and to whom: themes, widths, readers of screens, files that are dropped on it."""

from typing import Literal, get_args

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browsing import needs_browser
from tests.pages.records import FOUND_ATTACK, FOUND_PLEDGE, TEXT, extraction
from tests.pages.scripted import playing
from tests.pages.watching import Watched, watched

pytestmark = needs_browser

Scheme = Literal["light", "dark"]
schemes = pytest.mark.parametrize("scheme", get_args(Scheme))


def _faults(page: Page) -> list[str]:
    """What axe finds wrong, by all its rules."""
    page.evaluate(SETTLED)
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@schemes
@pytest.mark.parametrize("width", [1440, 360])
def test_it_can_be_read_by_everybody_and_fits(browser: Browser, scheme: Scheme, width: int) -> None:
    size = {"width": width, "height": 800}
    with (
        playing(FOUND_ATTACK, FOUND_PLEDGE, None, extraction(complete=False)) as (url, steps),
        watched(browser, color_scheme=scheme, viewport=size) as visitor,
    ):
        page = visitor.open(url)
        page.get_by_text("More", exact=True).click()
        assert _faults(page) == []
        assert _overflow(page) <= 0
        visitor.extract(TEXT)
        visitor.card("314 million")
        assert _faults(page) == []
        steps.go.set()
        expect(page.locator("#meta")).to_be_visible()
        visitor.card("Drone strike").focus()
        assert _faults(page) == []
        assert _overflow(page) <= 0
        assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") == (scheme == "dark")
        visitor.check()


def _overflow(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


def test_errors_and_problems_can_be_read_by_everybody(visit: Watched) -> None:
    visit.expected.append("422")
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        visit.extract("a\x00b")
        expect(page.get_by_role("alert")).to_be_visible()
        assert _faults(page) == []


def test_article_and_records_stand_side_by_side_and_on_a_phone_one_below_the_other(visit: Watched) -> None:
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        assert page.evaluate(COLUMNS) == "beside"
        page.set_viewport_size({"width": 360, "height": 800})
        assert page.evaluate(COLUMNS) == "below"


def test_a_chosen_theme_stays(visit: Watched) -> None:
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        light = page.evaluate(GROUND)
        page.get_by_role("button", name="Dark theme").click()
        assert page.evaluate(GROUND) != light
        page.reload()
        assert page.evaluate(GROUND) != light
        page.get_by_role("button", name="Light theme").click()
        assert page.evaluate(GROUND) == light


def test_nothing_moves_for_who_wants_that(browser: Browser) -> None:
    with playing(FOUND_ATTACK, None, extraction()) as (url, _), watched(browser, reduced_motion="reduce") as visitor:
        page = visitor.open(url)
        visitor.extract(TEXT)
        visitor.card("Drone strike")
        assert page.evaluate("document.getAnimations().length") == 0


def test_what_is_no_text_is_refused_with_a_sentence(visit: Watched) -> None:
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        page.get_by_label("Text of a news article").fill("typed before")
        for name, media_type, content, words in REFUSED:
            _drop(page, "body", (name, media_type, content))
            expect(page.locator("#text-error")).to_contain_text(f"“{name}” is {words}")
            expect(page.get_by_label("Text of a news article")).to_have_value("typed before")


def test_a_text_file_is_read_wherever_it_is_dropped(visit: Watched) -> None:
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        _drop(page, "#results", ("a.txt", "text/plain", f"\ufeff{TEXT}".encode()))
        expect(page.get_by_label("Text of a news article")).to_have_value(TEXT)
        two = ("a.txt", "text/plain", b"a")
        _drop(page, "#text", two, two)
        expect(page.locator("#text-error")).to_contain_text("one file at a time")
        page.locator("#file").set_input_files({"name": "b.txt", "mimeType": "text/plain", "buffer": b"chosen"})
        expect(page.get_by_label("Text of a news article")).to_have_value("chosen")
        expect(page.locator("#text-error")).to_be_hidden()


def _drop(page: Page, target: str, *files: tuple[str, str, bytes]) -> None:
    listed = [[name, media_type, list(content)] for name, media_type, content in files]
    transfer = page.evaluate_handle(TRANSFER, listed)
    page.locator(target).dispatch_event("drop", {"dataTransfer": transfer})


def test_a_sample_is_one_click_away(visit: Watched) -> None:
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        page.get_by_role("button", name="Russian Missile Strikes Intensify in Odesa").click()
        expect(page.get_by_role("button", name="Extract records")).to_be_focused()
        assert page.get_by_label("Text of a news article").input_value().startswith("Russian Missile Strikes")


def test_without_a_script_it_says_where_else_to_go(browser: Browser) -> None:
    with playing(extraction()) as (url, _), browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(url)
        expect(page.get_by_text("This page needs JavaScript")).to_be_visible()


REFUSED = [
    ("a.pdf", "application/pdf", b"%PDF-1.7 x", "a PDF"),
    ("b.txt", "text/plain", b"%PDF-1.7 x", "a PDF"),
    ("c.png", "image/png", b"\x89PNG", "an image"),
    ("d.txt", "text/plain", b"\x89PNG\r\n", "an image"),
    ("e.docx", "", b"PK\x03\x04x", "an Office document"),
    ("f.txt", "text/plain", "Größe".encode("latin-1"), "not text in UTF-8"),
    ("g.txt", "text/plain", b"a\x00b", "not text in UTF-8"),
    ("h.txt", "text/plain", b"a" * 800_001, "too large"),
]
COLUMNS = """
() => {
  const [source, results] = ["source", "results"].map(id => document.getElementById(id).getBoundingClientRect());
  return source.right <= results.left ? "beside" : source.bottom <= results.top ? "below" : "over";
}
"""
SETTLED = """
Promise.all(document.getAnimations().filter(one => one.effect.getTiming().iterations === 1).map(one => one.finished))
"""
GROUND = "getComputedStyle(document.body).backgroundColor"
TRANSFER = """
files => {
  const transfer = new DataTransfer();
  for (const [name, type, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name, {type}));
  return transfer;
}
"""
