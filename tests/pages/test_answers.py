"""What the page makes of an answer, of one that breaks off, and of a refusal."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.browsing import needs_browser
from tests.cli.support import wait_until
from tests.pages.records import AID, FOUND_ATTACK, FOUND_PLEDGE, STRIKE, TAG, TEXT, extraction
from tests.pages.scripted import playing
from tests.pages.watching import Watched

from groundwire.extraction.errors import InvalidAnswer, Overloaded
from groundwire.extraction.streaming import Withdrawn
from groundwire.server import ServerLimits

pytestmark = needs_browser


def test_records_come_one_by_one_and_go_when_they_are_withdrawn(visit: Watched) -> None:
    with playing(FOUND_PLEDGE, FOUND_ATTACK, None, Withdrawn(FOUND_PLEDGE.id), extraction()) as (url, steps):
        page = visit.open(url)
        visit.extract(TEXT)
        visit.card("Drone strike · Odesa")
        visit.card("314 million USD · Sweden")
        assert page.locator(".card h3").all_text_contents() == ["Drone strike · Odesa", "314 million USD · Sweden"]
        expect(page.get_by_role("status")).to_have_text("2 records so far.")
        expect(page.locator("#elapsed")).to_have_text(re.compile(r"\d+ s"))
        assert page.locator("#results").get_attribute("aria-busy") == "true"
        assert not page.locator("#tools").is_visible()
        page.locator(".card").nth(1).focus()
        steps.go.set()
        expect(page.locator(".card h3")).to_have_text(["Drone strike · Odesa"])
        expect(page.locator("#results-title")).to_be_focused()
        expect(page.locator("#tools")).to_be_visible()


def test_pointing_works_both_ways_and_counts_as_the_service_does(visit: Watched) -> None:
    with playing(FOUND_ATTACK, FOUND_PLEDGE, extraction()) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.locator("#meta")).to_be_visible()
        assert page.locator("#article").text_content() == TEXT
        attack, pledge = visit.card("Drone strike"), visit.card("314 million")
        attack.locator("h3").hover()
        assert visit.marked(".lit") == STRIKE
        attack.locator('[data-path="/killed"] .said').hover()
        assert visit.marked(".strong") == "at least 20"
        pledge.focus()
        page.mouse.move(0, 0)
        assert visit.marked(".lit") == AID
        page.locator("#article mark", has_text="$314 million").hover()
        expect(page.locator(".cards > .lit h3")).to_have_text(["314 million USD · Sweden"])
        expect(page.locator(".value.lit .said").first).to_have_text("314,000,000 USD")
        page.get_by_role("link", name="Record 1: Drone strike · Odesa").focus()
        page.mouse.move(0, 0)
        expect(page.locator(".cards > .lit h3")).to_have_text(["Drone strike · Odesa"])
        page.keyboard.press("Enter")
        expect(attack).to_be_focused()


def test_each_value_says_how_it_stands_to_the_text(visit: Watched) -> None:
    with playing(FOUND_ATTACK, FOUND_PLEDGE, extraction()) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        card = visit.card("Drone strike")
        told = {
            "/places/0/name": "exact",
            "/killed": "normalised",
            "/places/0/country": "inferred",
            "/injured": "ungrounded",
        }
        colours = set()
        for path, status in told.items():
            badge = card.locator(f'[data-path="{path}"] > .badge')
            expect(badge).to_have_text(status)
            expect(badge.locator("svg")).to_be_visible()
            colours.add(badge.evaluate("badge => getComputedStyle(badge).color"))
        assert len(colours) == len(told)
        expect(card.locator('[data-path="/killed"] .said')).to_have_text("at least 20")
        expect(card.locator("blockquote")).to_have_text(STRIKE)
        expect(page.locator("#legend")).to_contain_text("ungrounded")


def test_markup_of_an_article_and_of_an_answer_stays_text(visit: Watched) -> None:
    with playing(FOUND_ATTACK, FOUND_PLEDGE, extraction()) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.locator("#warnings")).to_contain_text(TAG)
        expect(visit.card("314 million").locator('[data-path="/items/0"] .said')).to_have_text(TAG)
        assert page.locator("main img").count() == 0
        assert page.title() == "Groundwire playground"


def test_warnings_lead_to_records_and_unclaimed_facts_to_the_article(visit: Watched) -> None:
    with playing(FOUND_ATTACK, FOUND_PLEDGE, extraction()) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        page.locator("#warnings a").click()
        expect(visit.card("314 million")).to_be_focused()
        expect(page.locator("#coverage")).to_contain_text("3 of 4")
        page.get_by_role("button", name="place Kyiv").focus()
        assert visit.marked(".lit") == "Kyiv"
        for words in ("fake", "miss", "10 read, 0 written", "no price is set"):
            expect(page.locator("#meta")).to_contain_text(words)


def test_an_incomplete_answer_says_so_loudly(visit: Watched) -> None:
    with playing(FOUND_ATTACK, extraction(complete=False, fallback=True)) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("incomplete")
        expect(alert).to_contain_text("The second model, fake, answered")


def test_cancelling_stops_the_service_and_keeps_the_text(visit: Watched) -> None:
    with playing(FOUND_ATTACK, None, extraction()) as (url, steps):
        page = visit.open(url)
        visit.extract(TEXT)
        visit.card("Drone strike")
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("status")).to_have_text("Cancelled. 1 record had been found.")
        expect(page.get_by_label("Text of a news article")).to_have_value(TEXT)
        expect(page.get_by_role("button", name="Extract records")).to_be_focused()
        wait_until(steps.cancelled.is_set)


def test_a_lost_connection_offers_to_try_again_with_the_same_text(visit: Watched) -> None:
    visit.expected.append("ERR_INCOMPLETE_CHUNKED_ENCODING")
    with playing(FOUND_ATTACK, FOUND_PLEDGE, extraction(), cuts=1) as (url, steps):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
        assert page.locator("#article").text_content() == TEXT
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#meta")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        assert [request.text for request in steps.asked] == [TEXT, TEXT]


def test_a_service_that_is_gone_is_a_lost_connection(visit: Watched) -> None:
    visit.expected.append("ERR_CONNECTION_REFUSED")
    with playing(extraction()) as (url, _):
        page = visit.open(url)
    visit.extract(TEXT)
    expect(page.get_by_role("alert")).to_contain_text("The connection was lost")
    page.get_by_role("button", name="Edit article").click()
    expect(page.get_by_label("Text of a news article")).to_have_value(TEXT)


def test_a_failure_after_records_keeps_what_came(visit: Watched) -> None:
    with playing(FOUND_ATTACK, InvalidAnswer("the model answered with prose")) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.get_by_role("alert")).to_contain_text("Invalid answer of the model")
        visit.card("Drone strike")
        expect(page.get_by_role("button", name="Try again")).to_be_enabled()


def test_a_service_that_is_overloaded_is_asked_again_when_it_wishes(visit: Watched) -> None:
    visit.expected.append("503")
    with playing(Overloaded("Too many wait.", 2.0)) as (url, _):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.get_by_role("alert")).to_contain_text("Overloaded")
        again = page.get_by_role("button", name=re.compile("Try again in [12] s"))
        expect(again).to_be_disabled()
        expect(page.get_by_role("button", name="Try again", exact=True)).to_be_enabled()


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [(" ", "text", "Paste an article first"), ("a" * 41, "text", "has 41 characters; at most 40")],
)
def test_what_is_wrong_is_said_beside_its_field(visit: Watched, text: str, field: str, words: str) -> None:
    visit.expected.append("413")
    with playing(extraction(), limits=ServerLimits(max_chars=40)) as (url, steps):
        page = visit.open(url)
        visit.extract(text)
        expect(page.locator(f"#{field}-error")).to_contain_text(words)
        expect(page.locator(f"#{field}")).to_be_focused()
        assert page.locator(f"#{field}").get_attribute("aria-invalid") == "true"
        expect(page.locator("#text")).to_have_value(text)
        assert steps.asked == []


def test_an_error_of_the_service_stands_beside_its_field_too(visit: Watched) -> None:
    visit.expected.append("422")
    with playing(extraction()) as (url, _):
        page = visit.open(url)
        visit.extract("a\x00b")
        expect(page.locator("#text-error")).to_have_text("This must not contain NUL characters (U+0000).")
        expect(page.get_by_role("alert")).to_contain_text("said beside the field")
        expect(page.get_by_role("button", name="Try again")).to_have_count(0)
        expect(page.get_by_label("Text of a news article")).to_be_focused()


def test_without_a_kind_of_record_nothing_is_asked(visit: Watched) -> None:
    with playing(extraction()) as (url, steps):
        page = visit.open(url)
        for label in ("Attacks", "Diplomacy", "Aid"):
            page.get_by_label(label, exact=True).uncheck()
        visit.extract(TEXT)
        expect(page.locator("#record_types-error")).to_have_text("Choose at least one kind of record.")
        expect(page.get_by_label("Attacks", exact=True)).to_be_focused()
        assert steps.asked == []


def test_the_wishes_are_sent_and_defaults_are_not(visit: Watched) -> None:
    with playing(extraction()) as (url, steps):
        page = visit.open(url)
        visit.extract(TEXT)
        expect(page.locator("#meta")).to_be_visible()
        page.get_by_role("button", name="Edit article").click()
        page.get_by_label("Published").fill("2024-03-16")
        page.get_by_label("Aid", exact=True).uncheck()
        page.get_by_text("More", exact=True).click()
        page.get_by_label("A value that the article does not state").select_option("flag")
        page.get_by_label("Read sentences once more").check()
        with page.expect_request("**/v1/extract/stream") as sent:
            page.get_by_role("button", name="Extract records").click()
        assert json.loads(sent.value.post_data or "") == {
            "text": TEXT,
            "published": "2024-03-16",
            "record_types": ["attack", "diplomatic_event"],
            "unsupported": "flag",
            "recall_pass": True,
        }
        assert steps.asked[0].recall_pass is False
