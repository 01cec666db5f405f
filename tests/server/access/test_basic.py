"""Keys as browsers send them, and why other sites cannot make a browser use one."""

import base64
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.access.support import asked, house, new_key
from tests.server.support import FakeExtractor, problem_of

from groundwire.extraction.observer import Observer
from groundwire.server import ServerLimits, create_app
from groundwire.server.access import Access, Keyring, RequestRates, TokenBudget, open_usage
from groundwire.server.access.basic import as_bearer
from groundwire.server.access.keys import KeyDocument

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def _basic(password: str, user: str = "", scheme: str = "Basic") -> dict[str, str]:
    return {"Authorization": f"{scheme} {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


@pytest.mark.parametrize(("user", "scheme"), [("", "Basic"), ("desk", "basic"), ("größe", "BASIC")])
def test_a_key_as_password_opens_with_any_user_name(tmp_path: Path, user: str, scheme: str) -> None:
    kept, key = new_key()
    with house(tmp_path, kept) as built:
        assert asked(built.app, "GET", "/docs", headers=_basic(key, user, scheme)).status_code == 200


@pytest.mark.parametrize("password", ["", "gw_", "x:{key}", "{key}:x", "{key}x", "Bearer {key}"])
def test_nothing_else_as_password_does(tmp_path: Path, password: str) -> None:
    kept, key = new_key()
    with house(tmp_path, kept) as built:
        assert asked(built.app, "GET", "/docs", headers=_basic(password.format(key=key))).status_code == 401


@given(st.binary(max_size=80))
def test_whatever_is_sent_is_taken_for_what_it_is(sent: bytes) -> None:
    assert as_bearer(sent) == sent or sent.lower().startswith(b"basic ")
    encoded = b"Basic " + base64.b64encode(b"user:" + sent)
    assert as_bearer(encoded) == b"Bearer " + sent


def test_a_browser_is_asked_for_a_key_and_a_program_is_not(tmp_path: Path) -> None:
    kept, _ = new_key()
    with house(tmp_path, kept) as built:
        page = asked(built.app, "GET", "/docs", headers=PAGE)
        assert page.headers["www-authenticate"] == 'Basic realm="Groundwire", charset="UTF-8"'
        assert problem_of(page).kind == "unauthorized"
        for answer in (asked(built.app, "GET", "/docs"), asked(built.app, "POST", "/v1/extract", headers=PAGE)):
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.fixture
def answers(tmp_path: Path) -> list[httpx.Response]:
    """What a browser that knows the key gets for what a foreign page can make it send."""
    kept, key = new_key()
    keyring = Keyring(KeyDocument(keys=[kept]))
    extractor = FakeExtractor()
    with open_usage(tmp_path / "usage.db") as usage:
        tokens = TokenBudget(keyring, usage, None, Observer())
        app = create_app(extractor, ServerLimits(), Access(keyring, RequestRates(600), tokens, Observer()))
        own = _basic(key)
        page = asked(app, "GET", "/", headers=PAGE | own)
        assert (page.status_code, 'data-keyed="yes"' in page.text, key in page.text) == (200, True, False)
        assert asked(app, "GET", "/", headers=PAGE).status_code == 401
        foreign = own | {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
        simple = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
        sent = [
            asked(app, "POST", path, content=b'{"text": "a"}', headers=foreign | {"Content-Type": kind})
            for kind in simple
            for path in ("/v1/extract", "/v1/extract/stream")
        ]
        assert {answer.status_code for answer in sent} == {415}
        asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        sent += [asked(app, "OPTIONS", "/v1/extract", headers=headers | asks) for headers in (foreign, {})]
        assert extractor.calls == []
    return sent


def test_a_foreign_page_cannot_extract_with_a_key_that_the_browser_keeps(answers: list[httpx.Response]) -> None:
    for answer in answers:
        assert answer.status_code in {401, 405, 415}
        assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_the_files_of_the_pages_need_no_key_and_nothing_hides_among_them(tmp_path: Path) -> None:
    kept, _ = new_key()
    with house(tmp_path, kept) as built:
        for path in ("/static/0/page.css", "/static/../v1/extract", "/static/%2e%2e/docs"):
            assert asked(built.app, "GET", path).status_code in {401, 404}
        assert asked(built.app, "GET", "/static").status_code == 401
