"""What the scripts compute, asked for whatever may come: offsets, pieces, events and texts to be copied."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browsing import needs_browser
from tests.pages.scripted import playing
from tests.pages.watching import watched

pytestmark = needs_browser

ALPHABET = [
    "a",
    "é",
    "\u0301",
    "\U0001f600",
    "\U0001f1fa",
    "\n",
    "\r",
    "\u2028",
    "\u202e",
    "\x7f",
    "'",
    '"',
    "\\",
    "$",
    "`",
    "\U000e0041",
    "\xa0",
]
CHANCE = random.Random(7)  # noqa: S311 - the same texts each time


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that has the modules at hand."""
    with playing() as (url, _), watched(browser) as visitor:
        yield visitor.open(url)


def _texts() -> list[str]:
    return ["", *("".join(CHANCE.choices(ALPHABET, k=CHANCE.randint(1, 30))) for _ in range(300))]


def _called(page: Page, module: str, code: str, given: object) -> Any:  # noqa: ANN401 - JSON
    body = (
        f"async given => {{ const own = await import(new URL('{module}', document.scripts[1].src)); return {code}; }}"
    )
    return page.evaluate(body, given)


def test_code_points_are_cut_as_python_cuts_them(page: Page) -> None:
    cuts = []
    for text in _texts():
        start, end = sorted(CHANCE.choices(range(len(text) + 1), k=2))
        cuts.append((text, start, end))
    code = "given.map(([text, ...cut]) => [new own.CodePoints(text).slice(...cut), new own.CodePoints(text).length])"
    assert _called(page, "offsets.js", code, cuts) == [[text[start:end], len(text)] for text, start, end in cuts]


def test_pieces_cover_the_text_and_know_all_their_spans(page: Page) -> None:
    cases = []
    for _ in range(200):
        length = CHANCE.randint(0, 30)
        spans = [
            {"start": CHANCE.randint(-1, 30), "end": CHANCE.randint(-1, 32), "id": each}
            for each in range(CHANCE.randint(0, 8))
        ]
        cases.append((length, spans))
    found = _called(page, "offsets.js", "given.map(([length, spans]) => own.pieces(length, spans))", cases)
    for (length, spans), pieces in zip(cases, found, strict=True):
        assert [place for piece in pieces for place in range(piece["start"], piece["end"])] == list(range(length))
        valid = [span for span in spans if 0 <= span["start"] < span["end"] <= length]
        for piece in pieces:
            over = [span["id"] for span in valid if span["start"] < piece["end"] and span["end"] > piece["start"]]
            assert sorted(span["id"] for span in piece["spans"]) == over


def test_events_are_the_same_wherever_the_stream_is_cut(page: Page) -> None:
    told = [{"name": "record", "data": {"text": text}} for text in _texts()[:20]]
    frames = [f"event: {event['name']}\ndata: {json.dumps(event['data'])}\n\n" for event in told]
    stream = ": still reading\n\n".join(frames)
    chunks = []
    for _ in range(20):
        cuts = sorted(CHANCE.choices(range(len(stream)), k=40))
        chunks.append([stream[start:end] for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)])
    code = "await Promise.all(given.map(chunks => Array.fromAsync(own.eventsOf(chunks))))"
    assert _called(page, "asking.js", code, chunks) == [told] * len(chunks)


def test_copied_texts_hold_the_article_and_nothing_unseen(page: Page) -> None:
    texts = _texts()
    lines = _called(page, "texts.js", "given.map(text => own.jsonLine({text}))", texts)
    programs = _called(page, "texts.js", "given.map(text => own.pythonText('http://x', {text}, true))", texts)
    for text, line, program in zip(texts, lines, programs, strict=True):
        assert json.loads(line) == {"text": text}
        assert line.isprintable()
        assert all(written.isprintable() for written in program.split("\n"))
        defined: dict[str, object] = {}
        exec(program.partition("from groundwire.client import Client\n")[2].partition("\nwith ")[0], defined)  # noqa: S102 - our own page wrote it
        assert defined["text"] == text


def test_intervals_read_as_the_codebook_has_them(page: Page) -> None:
    said = {
        "20": (20, 20, False),
        "at least 20": (20, None, False),
        "at most 1,200": (None, 1200, False),
        "5 to 7": (5, 7, False),
        "about 120": (120, 120, True),
        "some, no figure": (None, None, False),
    }
    quantities = [{"min": low, "max": high, "approximate": about} for low, high, about in said.values()]
    assert _called(page, "facts.js", "given.map(own.interval)", quantities) == list(said)
