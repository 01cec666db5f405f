"""Patterns that are compiled late find what others find."""

import re

import pytest

from groundwire.extraction.reading.patterns import Pattern

TEXT = "One tank, two Tanks"


def test_it_finds_what_python_finds_whatever_the_case() -> None:
    ours, theirs = Pattern(r"tanks?"), re.compile(r"tanks?", re.IGNORECASE)
    assert [match.span() for match in ours.finditer(TEXT)] == [match.span() for match in theirs.finditer(TEXT)]
    assert [match.span() for match in ours.finditer(TEXT, 5, 18)] == [(14, 18)]
    for name in ("search", "match", "fullmatch"):
        for bounds in ((), (4,), (14,), (4, 8)):
            found, expected = getattr(ours, name)(TEXT, *bounds), getattr(theirs, name)(TEXT, *bounds)
            assert (found and found.span()) == (expected and expected.span()), (name, bounds)


def test_an_error_shows_at_the_first_use_only() -> None:
    pattern = Pattern("(")
    with pytest.raises(re.error):
        pattern.search("")
