"""Server-sent events out of bytes that are cut anywhere."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.client import _sse
from groundwire.client._sse import EventParser, EventTooLong, ServerSentEvent


def _parsed(*pieces: bytes) -> list[ServerSentEvent]:
    parser = EventParser()
    return [event for piece in pieces for event in parser.feed(piece)]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_names_data_comments_and_fields_that_are_not_needed(end: bytes) -> None:
    lines = [
        b"\xef\xbb\xbf: still reading",
        b"",
        b"event: record",
        b"id: 7",
        b"data: {",
        b"data:  1}",
        b"",
        b"data:",
        b"",
        b"event: without data",
        b"",
        b"retry: 5",
        b"data: \xe2\x80\xa8\xff",
        b"",
        b"data: never ended",
    ]
    assert _parsed(end.join(lines) + b"\n") == [
        ServerSentEvent("record", "{\n 1}"),
        ServerSentEvent("message", ""),
        ServerSentEvent("message", "\u2028\ufffd"),
    ]


@given(
    events=st.lists(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"])), max_size=5),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    cuts=st.lists(st.integers(0, 200), max_size=20),
)
def test_it_does_not_matter_where_the_bytes_are_cut(events: list[str], end: str, cuts: list[int]) -> None:
    stream = b"".join(f": beat{end}data: {data}{end}{end}".encode() for data in events) + b":"
    edges = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]
    pieces = [stream[begin:stop] for begin, stop in pairwise(edges)]
    assert [event.data for event in _parsed(*pieces)] == events


def test_an_event_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sse, "MAX_EVENT_BYTES", 1000)
    with pytest.raises(EventTooLong):
        _parsed(b"data: " + b"x" * 1000)
    with pytest.raises(EventTooLong):
        _parsed(*[b"data: " + b"x" * 100 + b"\n"] * 11)
    assert len(_parsed(*[b"data: " + b"x" * 900 + b"\n\n"] * 5)) == 5
