"""Quotes of a peer in an article."""

import pytest

from groundwire.evals.peers.evidence import in_order, locate

TEXT = "He said “no”. They left.\nHe said “no”. Talks — of a kind — go on in Łódź."


@pytest.mark.parametrize(
    ("quote", "near", "found"),
    [
        ("They left.", 0, (14, 24)),
        (" They left. ", 0, (14, 24)),
        ("He said “no”.", 0, (0, 13)),
        ("He said “no”.", 30, (25, 38)),
        ('he said "no". they LEFT', 0, (0, 23)),
        ("Talks - of a kind - go on", 0, (39, 64)),
        ("They  left.\nHe said", 0, (14, 32)),
        ("They right.", 0, None),
        ("", 0, None),
        (" \n", 0, None),
    ],
)
def test_a_quote_is_found_where_the_article_says_it(quote: str, near: int, found: tuple[int, int] | None) -> None:
    span = locate(quote, TEXT, near)
    assert (span and (span.start, span.end)) == found
    if span is not None:
        assert span.quote == TEXT[span.start : span.end]


def test_evidence_is_in_order_and_each_span_once() -> None:
    late, early = locate("They left.", TEXT), locate("He said", TEXT)
    assert in_order([late, None, early, late]) == (early, late)
