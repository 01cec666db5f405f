"""A visitor of the playground, and all that the page asked for and said meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, expect

WAIT_MS = 30_000
"""How long anything may take on a busy machine."""


@dataclass
class Watched:
    """One visitor.

    Attributes:
        page: What is looked at.
        asked: Addresses that it asked for.
        said: Errors and dialogs; refusals of a policy are among them.
        expected: Words of errors that a test brings about itself.
    """

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """Open the playground of a service."""
        self.page.goto(url)
        expect(self.page.locator("#count")).to_have_text("0")  # the script has run
        return self.page

    def extract(self, text: str) -> None:
        """Send an article."""
        self.page.get_by_label("Text of a news article").fill(text)
        self.page.get_by_role("button", name="Extract records").click()

    def card(self, title: str) -> Locator:
        """The card with words in its title, once it is there."""
        found = self.page.locator(".card", has=self.page.locator("h3", has_text=title))
        expect(found).to_be_visible()
        return found

    def marked(self, css: str) -> str:
        """The words of the article under marks of a class, joined as they stand there."""
        return "".join(self.page.locator(f"#article mark{css}").all_text_contents())

    def check(self) -> None:
        """Nothing was asked of anybody else, no policy was broken, nothing went wrong in the page."""
        origins = {urlsplit(address).netloc for address in self.asked if not address.startswith(("data:", "blob:"))}
        assert len(origins) <= 1, origins
        assert [line for line in self.said if not any(words in line for words in self.expected)] == []


@contextmanager
def watched(browser: Browser, **context: Any) -> Iterator[Watched]:  # noqa: ANN401 - playwright's arguments
    """A visitor with a profile of their own."""
    with browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **context}) as own:
        own.set_default_timeout(WAIT_MS)
        expect.set_options(timeout=WAIT_MS)
        yield _watched(own)


def _watched(context: BrowserContext) -> Watched:
    visitor = Watched(context.new_page())

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            visitor.said.append(message.text)

    def dismiss(dialog: Dialog) -> None:
        visitor.said.append(dialog.message)
        dialog.dismiss()

    visitor.page.on("console", hear)
    visitor.page.on("dialog", dismiss)
    visitor.page.on("pageerror", lambda error: visitor.said.append(str(error)))
    visitor.page.on("request", lambda request: visitor.asked.append(request.url))
    return visitor
