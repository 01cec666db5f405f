"""What may support a draft: of a small model's passage all, of a whole article what stands around what it cites."""

from hypothesis import given
from hypothesis import strategies as st
from tests.extraction.drafting import assembled, attack, place, weapon

from groundwire.extraction.nearby import nearby
from groundwire.extraction.plan import MAX_SENTENCES, Passage
from groundwire.extraction.reading.sentences import split_sentences

PARAGRAPHS = [
    "The mill burned. It rained. Two men fled.",
    "A drone fell.",
    " ".join(f"Day {n} was calm." for n in range(9)),
]
TEXT = "\n".join(PARAGRAPHS)
PASSAGE = Passage(split_sentences(TEXT))
SIZE = len(PASSAGE.sentences)


def _shown(*cited: int) -> tuple[list[int], list[int]]:
    """Numbers of the sentences that are kept, and the positions that the draft then cites."""
    kept, draft = nearby(PASSAGE, attack(*cited))
    return [sentence.number for sentence in kept], list(draft.sentences)


def test_a_paragraph_of_a_small_model_is_kept_whole() -> None:
    assert _shown(2) == ([1, 2, 3], [2])
    assert _shown(1, 3) == ([1, 2, 3], [1, 3])


def test_another_paragraph_is_another_event() -> None:
    assert _shown(4) == ([4], [1])
    assert _shown(4, 1) == ([1, 2, 3, 4], [1, 4])


def test_of_a_long_paragraph_only_what_is_at_most_four_sentences_away() -> None:
    assert _shown(5) == ([5, 6, 7, 8, 9], [1])
    assert _shown(9) == ([5, 6, 7, 8, 9, 10, 11, 12, 13], [5])


def test_a_sentence_is_near_one_of_its_own_paragraph() -> None:
    assert _shown(2, 10) == ([1, 2, 3, *range(6, 14)], [2, 8])


def test_what_was_not_shown_is_not_cited() -> None:
    assert _shown(SIZE + 1) == ([], [])
    assert _shown(4, SIZE + 7) == ([4], [1])


@given(st.sets(st.integers(1, SIZE + 3), min_size=1, max_size=8))
def test_a_draft_cites_the_sentences_that_it_cited(cited: set[int]) -> None:
    kept, draft = nearby(PASSAGE, attack(*sorted(cited)))
    assert [kept[number - 1].number for number in draft.sentences] == sorted(n for n in cited if n <= SIZE)
    assert [sentence.number for sentence in kept] == sorted({sentence.number for sentence in kept})
    shown = [PASSAGE.sentences[n - 1] for n in cited if n <= SIZE]
    for sentence in kept:
        near = [other for other in shown if abs(other.number - sentence.number) < MAX_SENTENCES]
        assert sentence.paragraph in {other.paragraph for other in near}


def test_a_toll_of_another_paragraph_is_not_this_events() -> None:
    text = "A missile struck Amberg on Friday.\nA missile struck Calw, killing seven people.\nSeven people were killed."
    draft = attack(1, places=[place("Amberg")], weapons=[weapon("missile")], killed="seven people")
    (record,) = assembled(text, (1, 3, [draft])).attacks
    assert record.places[0].name == "Amberg"
    assert record.killed is None
