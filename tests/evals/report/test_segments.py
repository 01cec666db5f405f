"""Marks that overlap, nest and touch: the pieces are the text again, and each knows exactly what covers it."""

from hypothesis import given
from hypothesis import strategies as st

from groundwire.evals.report.form import Mark
from groundwire.evals.report.segments import Segment, segments


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=30))
    starts = st.integers(min_value=0, max_value=40)
    marks = [
        Mark(
            start=start,
            end=start + draw(st.integers(1, 20)),
            record=f"A{number}",
            path=draw(st.sampled_from([None, "/killed"])),
        )
        for number, start in enumerate(draw(st.lists(starts, max_size=6)))
    ]
    return text, marks


@given(marked_texts())
def test_the_pieces_joined_are_the_text(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    assert "".join(piece.text for piece in segments(text, marks)) == text


@given(marked_texts())
def test_every_character_is_covered_by_its_marks_and_no_others(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    place = 0
    for piece in segments(text, marks):
        for offset in range(place, place + len(piece.text)):
            assert set(piece.marks) == {mark for mark in marks if mark.start <= offset < mark.end}
        place += len(piece.text)


@given(marked_texts())
def test_a_record_begins_once_where_its_first_evidence_does(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    begun = [mark for piece in segments(text, marks) for mark in piece.begins]
    assert sorted(mark.record for mark in begun) == sorted(
        mark.record for mark in marks if mark.path is None and mark.start < len(text)
    )


def test_nested_marks_by_hand() -> None:
    outer, inner = Mark(start=0, end=6, record="A1"), Mark(start=2, end=4, record="D1")
    assert list(segments("abcdefg", [outer, inner])) == [
        Segment("ab", (outer,), (outer,)),
        Segment("cd", (outer, inner), (inner,)),
        Segment("ef", (outer,)),
        Segment("g"),
    ]
