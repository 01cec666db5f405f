"""The playground of a service that asks for keys: the browser has one, loses it, and gets it back."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect
from tests.browsing import needs_browser
from tests.pages.records import FOUND_ATTACK, TEXT, extraction
from tests.pages.scripted import Steps
from tests.pages.watching import watched
from tests.server.access.support import NOON, new_key
from tests.server.support import serving

from groundwire.extraction.observer import Observer
from groundwire.schemas import Extraction
from groundwire.server import ServerLimits, create_app
from groundwire.server.access import Access, Keyring, RequestRates, TokenBudget, open_usage
from groundwire.server.access.keys import KeyDocument

pytestmark = needs_browser


@contextmanager
def _closed(folder: Path, keyring: Keyring) -> Iterator[str]:
    with open_usage(folder / "usage.db") as usage:
        tokens = TokenBudget(keyring, usage, None, Observer())
        # Six a minute, and six at once: the files of the page must not count.
        access = Access(keyring, RequestRates(6), tokens, Observer())
        with serving(create_app(Steps([FOUND_ATTACK, extraction()]), ServerLimits(), access)) as url:
            yield url


def test_a_key_lets_a_browser_in_and_a_lost_one_is_asked_for(browser: Browser, tmp_path: Path) -> None:
    kept, key = new_key()
    keyring = Keyring(KeyDocument(keys=[kept]))
    credentials = {"username": "anybody", "password": key}
    with _closed(tmp_path, keyring) as url, watched(browser, http_credentials=credentials) as visitor:
        visitor.expected.append("401")
        page = visitor.open(url)
        visitor.extract(TEXT)
        expect(page.locator("#meta")).to_be_visible()
        keyring.replace(KeyDocument(keys=[kept.model_copy(update={"revoked": NOON})]))
        page.get_by_role("button", name="Edit article").click()
        page.get_by_role("button", name="Extract records").click()
        expect(page.get_by_role("alert")).to_contain_text("Your key is not accepted any more")
        keyring.replace(KeyDocument(keys=[kept]))
        page.get_by_role("button", name="Enter a key").click()
        expect(page.locator("#meta")).to_be_visible()
        assert page.locator("#article").text_content() == TEXT
        visitor.check()


def test_without_a_key_there_is_no_page(browser: Browser, tmp_path: Path) -> None:
    kept, _ = new_key()
    with (
        _closed(tmp_path, Keyring(KeyDocument(keys=[kept]))) as url,
        watched(browser) as visitor,
        pytest.raises(Error, match="ERR_INVALID_AUTH_CREDENTIALS"),  # nobody answers what the browser asks
    ):
        visitor.page.goto(url)


def test_what_is_copied_takes_the_key_from_the_environment(browser: Browser, tmp_path: Path) -> None:
    kept, key = new_key()
    with (
        _closed(tmp_path, Keyring(KeyDocument(keys=[kept]))) as url,
        watched(
            browser,
            http_credentials={"username": "", "password": key},
            permissions=["clipboard-read", "clipboard-write"],
        ) as visitor,
    ):
        page = visitor.open(url)
        visitor.extract(TEXT)
        page.get_by_role("button", name="Copy curl").click()
        expect(page.get_by_role("status")).to_have_text("curl copied.")
        command = page.evaluate("navigator.clipboard.readText()")
        assert key not in command
        done = subprocess.run(
            ["sh"],  # noqa: S607 - the shell of the system
            input=command.encode(),
            env={**os.environ, "GROUNDWIRE_KEY": key},
            capture_output=True,
            timeout=30,
            check=True,
        )
    assert Extraction.model_validate_json(done.stdout).attacks == extraction().attacks
