"""Whatever is done to an article, its labels quote the new text where they say, and quote what they quoted before."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evals.counterfactual.made_up import TEXT, case

from groundwire.evals.counterfactual.blocks import blocks, paragraphs
from groundwire.evals.counterfactual.edits import Piece, follow, moved, replaced, written
from groundwire.evals.errors import EvalError
from groundwire.evals.labels.checks import check_labels
from groundwire.evals.labels.gold import GoldArticle
from groundwire.schemas import Evidence

GOLD = case().gold
BORDERS = sorted(
    {border for _, item in GOLD.records() for span in item.record.evidence for border in (span.start, span.end)}
    | {border for _, item in GOLD.records() for at in item.spans.values() for s in at for border in (s.start, s.end)}
    | {0, len(TEXT)}
)
"""Everywhere where a label begins or ends: a change between two neighbours cuts none."""


def _quotes(gold: GoldArticle) -> list[list[str]]:
    return [
        [span.quote for span in item.record.evidence] + [s.quote for spans in item.spans.values() for s in spans]
        for _, item in gold.records()
    ]


def _lines(text: str) -> list[str]:
    return [text[slice(*line)] for line in paragraphs(text)]


def _by_hand(span: Evidence, changes: list[Piece]) -> str:
    """What a quote becomes, by changing the quote alone, from its end to its start."""
    quote = span.quote
    for change in sorted(changes, key=lambda piece: piece.start, reverse=True):
        if span.start <= change.start < change.end <= span.end:
            quote = quote[: change.start - span.start] + (change.text or "") + quote[change.end - span.start :]
    return quote


@st.composite
def splices(draw: st.DrawFn) -> list[Piece]:
    chosen = draw(st.sets(st.integers(0, len(BORDERS) - 2), max_size=8))
    changes = []
    for at in sorted(chosen):
        start, end = BORDERS[at], BORDERS[at + 1]
        changes.append(Piece(start, end, draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=12))))
    return changes


@given(splices())
def test_after_any_replacements_every_label_quotes_its_changed_words(changes: list[Piece]) -> None:
    pieces = replaced(TEXT, changes)
    gold = follow(GOLD, TEXT, pieces)
    check_labels(gold, written(TEXT, pieces), "case")
    for (_, before), (_, after) in zip(GOLD.records(), gold.records(), strict=True):
        assert [span.quote for span in after.record.evidence] == [
            _by_hand(span, changes) for span in before.record.evidence
        ]
        for pointer, spans in before.spans.items():
            assert [span.quote for span in after.spans[pointer]] == [_by_hand(span, changes) for span in spans]


@given(st.integers(0, len(TEXT)), st.text(st.characters(codec="utf-8"), min_size=1))
def test_an_insertion_between_labels_changes_no_quote(at: int, words: str) -> None:
    whole = [span for _, item in GOLD.records() for span in item.record.evidence]
    pieces = replaced(TEXT, [Piece(at, at, words)])
    assert written(TEXT, pieces) == TEXT[:at] + words + TEXT[at:]
    gold = follow(GOLD, TEXT, pieces)
    check_labels(gold, written(TEXT, pieces), "case")
    if not any(span.start < at < span.end for span in whole):
        assert _quotes(gold) == _quotes(GOLD)


@given(st.permutations(range(len(blocks(TEXT)))))
def test_blocks_in_any_order_keep_their_paragraphs_and_all_quotes(order: list[int]) -> None:
    pieces = moved(TEXT, blocks(TEXT), order)
    new = written(TEXT, pieces)
    assert sorted(_lines(new)) == sorted(_lines(TEXT))
    gold = follow(GOLD, TEXT, pieces)
    check_labels(gold, new, "case")
    assert sorted(map(sorted, _quotes(gold))) == sorted(map(sorted, _quotes(GOLD)))
    for records in (gold.attacks, gold.aid_pledges, gold.diplomatic_events):
        starts = [item.record.evidence[0].start for item in records]
        assert starts == sorted(starts)


def test_moving_nothing_leaves_the_labels_as_they_were() -> None:
    found = blocks(TEXT)
    pieces = moved(TEXT, found, range(len(found)))
    assert (written(TEXT, pieces), follow(GOLD, TEXT, pieces)) == (TEXT, GOLD)


def test_a_change_across_the_border_of_a_label_is_refused() -> None:
    start = TEXT.index("Smila")
    with pytest.raises(EvalError, match=r"'Smila' at \d+: a change cuts it"):
        follow(GOLD, TEXT, replaced(TEXT, [Piece(start - 3, start + 2, "near Um")]))


def test_a_label_whose_words_are_left_out_is_refused() -> None:
    begin, end = next(line for line in paragraphs(TEXT) if "Lypky" in TEXT[slice(*line)])
    with pytest.raises(EvalError, match="its words were left out"):
        follow(GOLD, TEXT, [Piece(0, begin), Piece(end, len(TEXT))])


def test_a_label_whose_words_are_torn_apart_is_refused() -> None:
    middle = TEXT.index("forces took")
    with pytest.raises(EvalError, match="torn apart"):
        follow(GOLD, TEXT, [Piece(middle, len(TEXT)), Piece(0, middle)])


def test_a_label_that_loses_words_from_its_middle_is_refused() -> None:
    middle = TEXT.index("forces took")
    with pytest.raises(EvalError, match="torn apart"):
        follow(GOLD, TEXT, [Piece(0, middle), Piece(middle + 7, len(TEXT))])


@pytest.mark.parametrize("changes", [[Piece(3, 9, "x"), Piece(5, 12, "y")], [Piece(0, len(TEXT) + 1, "x")]])
def test_changes_that_overlap_or_leave_the_text_are_refused(changes: list[Piece]) -> None:
    with pytest.raises(EvalError, match="overlaps another one or lies outside"):
        replaced(TEXT, changes)


LINES = ("A heading", "A sentence.", "- an item", "The attack went on.", "", "  ")


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_blocks_are_whole_paragraphs_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = blocks(text)
    borders = {line[0] for line in paragraphs(text)}, {line[1] for line in paragraphs(text)}
    assert all(start in borders[0] and end in borders[1] for start, end in found)
    assert all(left[1] < right[0] for left, right in pairwise(found))
    assert sum(len(paragraphs(text[slice(*block)])) for block in found) == len(paragraphs(text))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["A heading", "One sentence.", "Another one."], ["A heading\nOne sentence.", "Another one."]),
        (["One sentence.", "The attack went on."], ["One sentence.\nThe attack went on."]),
        (["One sentence.", "A heading", "They left."], ["One sentence.\nA heading\nThey left."]),
        (["One sentence.", "- an item", "- an item"], ["One sentence.\n- an item\n- an item"]),
        (["One sentence.", "Edited by nobody"], ["One sentence.", "Edited by nobody"]),
    ],
)
def test_what_leans_on_something_stays_with_it(lines: list[str], expected: list[str]) -> None:
    text = "\n".join(lines)
    assert [text[slice(*block)] for block in blocks(text)] == expected
