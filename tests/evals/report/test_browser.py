"""The page in a real browser: wide and narrow, light and dark, by mouse, by keyboard, without a script, on paper."""

from collections.abc import Iterator
from typing import Literal, get_args

import pytest
from playwright.sync_api import Browser, Page
from tests.browsing import needs_browser, open_browser
from tests.evals.report.example import cases, nights, write_run

from groundwire.evals.report import write_report

Scheme = Literal["light", "dark"]
schemes = pytest.mark.parametrize("scheme", get_args(Scheme))


pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page of the example lies."""
    folder = write_run(tmp_path_factory.mktemp("run"))
    write_report(folder, cases(), nights())
    return (folder.path / "report.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, wide and light."""
    with browser.new_page(viewport={"width": 1280, "height": 900}) as opened:
        opened.goto(address)
        yield opened


@pytest.mark.parametrize("width", [1280, 390])
@schemes
def test_it_loads_nothing_says_nothing_and_fits(browser: Browser, address: str, width: int, scheme: Scheme) -> None:
    said: list[str] = []
    asked: list[str] = []
    with browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme) as opened:
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.on("dialog", lambda dialog: said.append(dialog.message))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(address)
        opened.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        for section in ("Headline", "Families", "Trend", "Slots", "Confusions", "Articles", "Failures", "Legend"):
            assert opened.get_by_role("heading", name=section, exact=True, level=2).is_visible()
        assert opened.locator("#case-000 mark").first.is_visible()
        assert opened.locator("#case-000 svg, #headline svg").first.is_visible()
    assert said == []
    assert asked == [address]


def test_gold_and_prediction_stand_side_by_side_and_on_a_phone_one_below_the_other(page: Page) -> None:
    assert page.evaluate(COLUMNS) == {"beside": True, "below": False}
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate(COLUMNS) == {"beside": False, "below": True}


def test_pointing_at_words_lights_up_their_record_and_nothing_else(page: Page) -> None:
    page.locator("#case-000 mark", has_text="31").first.hover()
    lit = page.locator("#case-000 .record.on")
    assert lit.evaluate_all("found => found.map(one => one.id)") == ["1-1-A1"]
    page.locator("h1").hover()
    assert lit.count() == 0


def test_a_tag_leads_to_its_record_by_mouse_and_by_keyboard(page: Page) -> None:
    page.locator("#gold-1-1-D2").click()
    assert page.evaluate("document.querySelector(':target').id") == "1-1-D2"
    page.mouse.move(0, 0)
    page.locator("#predicted-1-1-D3").focus()
    assert page.locator("#case-000 .record.on").get_attribute("id") == "1-1-D3"
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').id") == "1-1-D3"
    assert page.locator("[id='1-1-D3']").is_visible()


def test_a_link_opens_the_collapsed_article_that_it_leads_to(page: Page, address: str) -> None:
    article = page.locator("#case-casualty-000-velm .text").first
    assert not article.is_visible()
    page.goto(f"{address}#case-casualty-000-velm")
    assert article.is_visible()


def test_filters_narrow_the_articles(page: Page) -> None:
    shown = page.locator(".case:visible")
    count = page.locator("#count")
    assert count.inner_text() == "5 of 5 articles"
    page.get_by_label("only with hard faults").check()
    assert shown.evaluate_all("found => found.map(one => one.id)") == [
        "case-001",
        "case-review",
        "case-casualty-000-velm",
    ]
    page.locator("#family").select_option("gold")
    assert count.inner_text() == "1 of 5 articles"
    page.get_by_label("only with hard faults").uncheck()
    page.get_by_label("Find").fill("no such words")
    assert shown.count() == 0
    page.get_by_label("Find").fill("")
    right = page.locator("#case-000 tr.COR").first
    assert right.is_visible()
    page.get_by_label("hide right slots").check()
    assert not right.is_visible()


def test_without_a_script_everything_can_be_read(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        opened = context.new_page()
        opened.goto(address)
        assert opened.locator("#case-000 mark").first.is_visible()
        assert not opened.locator(".filters").is_visible()
        opened.locator("#case-casualty-000-velm summary").first.click()
        assert opened.locator("#case-casualty-000-velm .text").first.is_visible()


@schemes
def test_words_stand_out_from_what_is_behind_them(browser: Browser, address: str, scheme: Scheme) -> None:
    """Contrast by WCAG 2.2, success criterion 1.4.3: at least 4.5 to 1 for text of ordinary size."""
    with browser.new_page(color_scheme=scheme) as opened:
        opened.goto(address)
        for css in (".quiet", ".note", "mark", "a[href]", ".chip", ".verdict", ".fault", "td", "caption", "h4", "dt"):
            assert opened.locator(css).first.evaluate(CONTRAST) >= 4.5, css


def test_on_paper_the_scheme_is_light_and_what_is_for_the_screen_is_left_out(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("h1").evaluate(CONTRAST) >= 4.5
    assert not page.locator("nav").is_visible()
    assert not page.locator(".filters").is_visible()


COLUMNS = """
() => {
  const [gold, predicted] = [...document.querySelectorAll("#case-000 .texts")[0].children].map(
    column => column.getBoundingClientRect());
  return {beside: gold.right < predicted.left && gold.top === predicted.top,
    below: gold.bottom < predicted.top && gold.left === predicted.left};
}
"""
CONTRAST = """
element => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const luminance = () => [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
    .map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const paint = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); };
  const behind = [];
  for (let one = element; one; one = one.parentElement) behind.unshift(getComputedStyle(one).backgroundColor);
  behind.forEach(paint);
  const ground = luminance();
  paint(getComputedStyle(element).color);
  const ink = luminance();
  return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
}
"""
