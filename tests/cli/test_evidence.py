"""Evidence on a terminal: each value's words by colour and by sign, within its width; in a file as it is."""

import io
from typing import Literal

import pytest
from rich.console import Console
from tests.cli.made import extraction
from tests.cli.support import ATTACK

from groundwire.cli.evidence import marked, plain
from groundwire.cli.tables import show
from groundwire.schemas import Evidence, Grounding


def _shown(width: int = 200, *, terminal: bool = True, colours: bool = True) -> str:
    out = io.StringIO()
    system: Literal["standard"] | None = "standard" if colours and terminal else None
    show(extraction(), Console(file=out, width=width, force_terminal=terminal, color_system=system))
    return out.getvalue()


def test_words_have_the_colour_and_the_sign_of_how_their_value_was_found() -> None:
    said = _shown()
    # Within longer words that only suggest the type; of two values on the same words, both signs.
    assert "\x1b[1;3;36mRussian\x1b[0m\x1b[2m*\x1b[0m" in said
    assert "\x1b[1;3;32mZalizny Port\x1b[0m\x1b[2m=~\x1b[0m" in said
    assert "at least 20\x1b[0m\x1b[2m*" in said
    assert "exact\x1b[0m\x1b[2m=" in said
    assert "ungrounded" in said


def test_without_colours_the_signs_remain() -> None:
    said = _shown(colours=False)
    assert "\x1b[3" not in said
    assert "A Russian* missile strike on Zalizny Port=~ on Friday killed at least 20* people" in said


def test_what_goes_to_a_file_is_the_evidence_as_it_is() -> None:
    said = _shown(terminal=False)
    assert f"“{ATTACK}”" in said
    assert "Words of evidence" not in said


@pytest.mark.parametrize("width", [40, 60, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = _shown(width, colours=False).replace("\x1b[0m", "").splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) > 10


def test_nothing_in_a_quote_acts_on_the_terminal_wherever_values_are() -> None:
    quote = "a\x1b[2Jb\r\n9\u202ec [bold]"
    span = Evidence(quote=quote, start=5, end=5 + len(quote))
    digit = 5 + quote.index("9")
    grounding = [
        Grounding.model_validate({"path": "/killed/min", "status": "exact", "start": digit, "end": digit + 1}),
        Grounding.model_validate({"path": "/injured/min", "status": "exact", "start": 0, "end": 3}),  # elsewhere
    ]
    assert marked(span, grounding).plain == "“a\ufffd[2Jb\n9=\ufffdc [bold]”"
    assert plain(span).plain == "“a\ufffd[2Jb\n9\ufffdc [bold]”"
