"""Spans: touching any of many is touching one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.spans import Spans

SPAN = st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair)))


@given(st.lists(SPAN, max_size=12), SPAN)
def test_it_is_what_comparing_with_each_says(spans: list[tuple[int, int]], span: tuple[int, int]) -> None:
    assert Spans(spans).touch(*span) is any(start < span[1] and span[0] < end for start, end in spans)


@pytest.mark.parametrize(("span", "touches"), [((0, 5), False), ((0, 6), True), ((7, 8), False), ((6, 9), True)])
def test_ends_are_exclusive(span: tuple[int, int], touches: bool) -> None:
    assert Spans([(5, 7), (8, 12), (3, 3)]).touch(*span) is touches
