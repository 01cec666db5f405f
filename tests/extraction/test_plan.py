"""Any article becomes questions of bounded size, in order, and no more of them than its text gives reason for."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.cues import has_cue
from groundwire.extraction.plan import (
    MAX_CHUNK_CHARS,
    MAX_PASSAGE_CHARS,
    MAX_SENTENCES,
    OVERLAP,
    Passage,
    Question,
    plan,
)
from groundwire.extraction.profiles import Profile
from groundwire.extraction.reading.sentences import MAX_SENTENCE_CHARS, split_sentences
from groundwire.schemas import RecordType

ARTICLES = sorted((Path(__file__).parents[2] / "evals" / "articles").glob("*.txt"))
KINDS = tuple(RecordType)
ATTACK, DIPLOMACY, AID = RecordType.ATTACK, RecordType.DIPLOMATIC_EVENT, RecordType.AID_PLEDGE


def _plan(text: str, kinds: tuple[RecordType, ...] = KINDS, profile: Profile = Profile.SMALL) -> tuple[Question, ...]:
    return plan(text, split_sentences(text), kinds, profile)


def _size(passage: Passage) -> int:
    return passage.sentences[-1].end - passage.sentences[0].start


def _words(text: str, question: Question) -> str:
    return text[question.passage.sentences[0].start : question.passage.sentences[-1].end]


def _check(text: str) -> None:
    """All that holds for the questions about any text that are put to a small model."""
    questions = _plan(text)
    assert [question.kind for question in questions] == sorted((q.kind for q in questions), key=KINDS.index)
    for kind in KINDS:
        passages = [question.passage for question in questions if question.kind is kind]
        sent = 0
        last = 0
        for passage in passages:
            numbers = [sentence.number for sentence in passage.sentences]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert passage.context in {0, 1}
            own = numbers[passage.context :]
            assert last < own[0]
            last = own[-1]
            assert 1 <= len(own) <= MAX_SENTENCES
            assert len({sentence.paragraph for sentence in passage.sentences}) == 1
            assert _size(passage) <= MAX_PASSAGE_CHARS
            sent += passage.sentences[-1].end - passage.sentences[passage.context].start
        assert sent <= len(text)
    for question in questions:
        told = [text[s.start : s.end] for s in question.passage.sentences]
        cued = [i for i, words in enumerate(told) if has_cue(question.kind, words)]
        assert list(question.citable) == [i for i in cued if i >= question.passage.context] != []


PARTS = st.lists(
    st.sampled_from(
        [
            "Missiles hit the port.", "Missiles Hit the Port", "Ministers met for talks.",
            "Canada sent $5 million in aid.",
            "It rained.", "Weather", "killed " * 200, "x" * 900 + ".", "  ", "\n", "\r\n", "\n\n",
            "Ракети влучили у порт.",
        ]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(PARTS)
def test_passages_are_bounded_in_order_and_apart(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem[:3])
def test_every_article_gives_a_handful_of_questions(path: Path) -> None:
    text = path.read_bytes().decode()
    _check(text)
    questions = _plan(text)
    counts = {kind: sum(question.kind is kind for question in questions) for kind in KINDS}
    assert 3 <= counts[ATTACK] <= 14
    assert 2 <= counts[DIPLOMACY] <= 14
    assert counts[AID] <= 10
    assert not [words for question in questions if len(words := _words(text, question)) < 30]


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        ("000", ATTACK, "at least 20 individuals"),
        ("001", ATTACK, "two deaths and at least nine injuries"),
        ("001", ATTACK, "479 explosive drones"),
        ("001", ATTACK, "penetrated the Dnipropetrovsk region"),
        ("001", DIPLOMACY, "rejected a proposed 30-day unconditional ceasefire"),
        ("002", ATTACK, "Filanovsky oil rig"),
        ("002", DIPLOMACY, "convened in Miami"),
        ("002", DIPLOMACY, "Karol Nawrocki in Warsaw"),
        ("002", AID, "90 billion euros"),
        ("003", ATTACK, "122 missiles and 36 drones"),
        ("003", AID, "aid packages from the U.S."),
        ("004", ATTACK, "six missiles were launched"),
        ("004", DIPLOMACY, "accused the West"),
        ("004", AID, "$314 million"),
    ],
)
def test_what_the_articles_report_is_asked_for(number: str, kind: RecordType, words: str) -> None:
    (path,) = (path for path in ARTICLES if path.stem.startswith(number))
    text = path.read_bytes().decode()
    assert any(words in _words(text, question) for question in _plan(text, (kind,)))


@pytest.mark.parametrize(
    "text", ["", " \n ", "It rained in the mountains all day. The harvest was good.", "Дощило весь день."]
)
def test_no_cue_no_question(text: str) -> None:
    assert _plan(text) == ()


def test_a_cue_is_a_word_of_its_type() -> None:
    text = "Missiles hit the port.\nMinisters met for talks.\nCanada sent $5 million.\nIt rained."
    asked = [(question.kind, _words(text, question)) for question in _plan(text)]
    assert asked == [
        (ATTACK, "Missiles hit the port."),
        (DIPLOMACY, "Ministers met for talks."),
        (AID, "Canada sent $5 million."),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Унаслідок обстрілу загинули двоє.", "Ракети влучили у порт.", "Безпілотник вибухнув.",
        "При ударе погибли трое.",
        "Были ранены пятеро.", "Drohnen trafen den Hafen.", "Drei Menschen wurden getötet.",
        "Six people died in Odesa.",
    ],
)  # fmt: skip
def test_attacks_have_cues_in_four_languages(sentence: str) -> None:
    assert has_cue(ATTACK, sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (ATTACK, "Минает год, всё спокойно."), (ATTACK, "The skilled striker was undeterred."),
        (DIPLOMACY, "The metal was stalked."), (AID, "He said that he was afraid."),
    ],
)  # fmt: skip
def test_a_cue_is_no_part_of_another_word(kind: RecordType, sentence: str) -> None:
    assert not has_cue(kind, sentence)


def test_a_heading_is_left_out_beside_a_body_and_kept_alone() -> None:
    heading, body = "Missiles Hit Odesa", "Missiles hit Odesa on Friday. Three people were killed."
    assert [_words(f"{heading}\n{body}", q) for q in _plan(f"{heading}\n{body}", (ATTACK,))] == [body]
    assert [_words(heading, q) for q in _plan(heading, (ATTACK,))] == [heading]
    assert [_words(heading, q) for q in _plan(f"{heading}\nIt rained all day.", (ATTACK,))] == [heading]


@pytest.mark.parametrize("ending", [".", "!", "?", "…", ".”", ":"])
def test_a_short_sentence_is_no_heading(ending: str) -> None:
    text = f"Missiles hit Odesa{ending}\nDrones hit Kyiv."
    assert len(_plan(text, (ATTACK,))) == 2


def test_a_long_paragraph_is_cut_after_five_sentences_and_each_part_begins_with_the_last_of_the_one_before() -> None:
    text = " ".join(f"Missile {number} hit." for number in range(12))
    asked = [(_words(text, question), question.citable) for question in _plan(text, (ATTACK,))]
    parts = [[f"Missile {n} hit." for n in range(*ends)] for ends in ((0, 5), (4, 10), (9, 12))]
    own = [(0, 1, 2, 3, 4), (1, 2, 3, 4, 5), (1, 2)]
    assert asked == [(" ".join(part), citable) for part, citable in zip(parts, own, strict=True)]


def test_what_is_shown_for_context_only_is_no_reason_to_ask() -> None:
    text = "It rained. " * 4 + "Missiles hit Odesa. " + "It rained again. " * 3
    (question,) = _plan(text, (ATTACK,))
    assert (question.passage.context, question.citable) == (0, (4,))


def test_the_sentence_before_is_left_out_where_it_does_not_fit() -> None:
    sentence = "The missiles " + "a" * 1170 + " hit."
    assert MAX_PASSAGE_CHARS / 3 < len(sentence) < MAX_PASSAGE_CHARS / 2
    questions = _plan(" ".join([sentence] * 4), (ATTACK,))
    assert [(len(question.passage.sentences), question.passage.context) for question in questions] == [(2, 0), (2, 0)]


def test_no_part_shows_a_sentence_of_another_paragraph() -> None:
    text = " ".join(["Missiles hit the port."] * 5) + "\n" + " ".join(["Drones hit the port."] * 2)
    assert [question.passage.context for question in _plan(text, (ATTACK,))] == [0, 0]


def test_long_sentences_share_a_passage_only_where_they_fit() -> None:
    sentence = "The missiles " + "a" * 1000 + " hit."
    text = " ".join([sentence] * 5)
    assert [len(question.citable) for question in _plan(text, (ATTACK,))] == [2, 2, 1]
    assert 2 * MAX_SENTENCE_CHARS <= MAX_PASSAGE_CHARS


def test_types_are_asked_in_the_order_given() -> None:
    text = "Missiles hit the port while ministers met for talks on aid."
    for kinds in (KINDS, KINDS[::-1], (AID,), ()):
        for profile in Profile:
            assert [question.kind for question in _plan(text, kinds, profile)] == list(kinds)


LONG = 100_000


@pytest.mark.parametrize(
    ("unit", "most"),
    [
        ("The missile attack killed nine people in the talks on aid. ", LONG // 59 // MAX_SENTENCES + 2),
        ("attack talks aid ", LONG // 1000),
        ("Missiles hit, talks failed, aid came.\n", LONG // 38 + 1),
        ("a", 0),
        ("Missiles\n", LONG // 9 + 1),
    ],
)
def test_questions_grow_with_the_text_and_no_faster(unit: str, most: int) -> None:
    counts = []
    for length in (LONG // 2, LONG):
        text = unit * (length // len(unit))
        begin = time.process_time()
        questions = _plan(text)
        assert time.process_time() - begin < 3
        for kind in KINDS:
            passages = [question.passage for question in questions if question.kind is kind]
            own = [part.sentences[part.context :] for part in passages]
            assert sum(part[-1].end - part[0].start for part in own) <= len(text)
            assert max((_size(part) for part in passages), default=0) <= MAX_PASSAGE_CHARS
            assert len(passages) <= most
        counts.append(len(questions))
    assert counts[1] <= counts[0] * 2.1 + 3


def _check_chunks(text: str) -> None:
    """All that holds for the questions about any text that are put to a large model."""
    sentences = split_sentences(text)
    questions = _plan(text, KINDS, Profile.LARGE)
    assert [question.kind for question in questions] == sorted((q.kind for q in questions), key=KINDS.index)
    for question in questions:
        chunk = question.passage.sentences
        numbers = [sentence.number for sentence in chunk]
        assert numbers == list(range(numbers[0], numbers[-1] + 1))
        assert _size(question.passage) <= MAX_CHUNK_CHARS
        assert question.passage.context == 0
        assert question.citable == tuple(range(len(chunk)))
        assert any(has_cue(question.kind, text[s.start : s.end]) for s in chunk)
    for kind in KINDS:
        shown = {s.number for q in questions if q.kind is kind for s in q.passage.sentences}
        cued = {s.number for s in sentences if has_cue(kind, text[s.start : s.end])}
        assert cued <= shown


@given(PARTS)
def test_chunks_are_bounded_in_order_and_hold_every_cue(text: str) -> None:
    _check_chunks(text)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem[:3])
def test_an_article_of_usual_length_is_one_question_of_each_type_for_a_large_model(path: Path) -> None:
    text = path.read_bytes().decode()
    questions = _plan(text, KINDS, Profile.LARGE)
    assert {len(question.passage.sentences) for question in questions} == {len(split_sentences(text))}
    kinds = [question.kind for question in questions]
    assert len(set(kinds)) == len(kinds) >= 2


@pytest.mark.parametrize(
    "unit",
    [
        "The missile attack killed nine people in the talks on aid. ",
        "attack talks aid ",
        "Missiles hit, talks failed, aid came.\n",
        "Missiles\n",
        "The missiles " + "a" * 1100 + " hit in talks on aid. ",
    ],
)
def test_a_long_article_is_chunks_that_overlap_by_two_sentences(unit: str) -> None:
    text = unit * (LONG // len(unit))
    _check_chunks(text)
    chunks = [question.passage.sentences for question in _plan(text, (ATTACK,), Profile.LARGE)]
    assert LONG // MAX_CHUNK_CHARS <= len(chunks) <= LONG // (MAX_CHUNK_CHARS - 3 * MAX_SENTENCE_CHARS) + 1
    assert {sentence for chunk in chunks for sentence in chunk} == set(split_sentences(text))
    for before, after in pairwise(chunks):
        assert before[-OVERLAP:] == after[:OVERLAP]
        assert before[-OVERLAP - 1] not in after
        # No chunk ends before it has to.
        assert after[OVERLAP].end - before[0].start > MAX_CHUNK_CHARS


def test_a_chunk_without_a_cue_is_not_asked_about_and_the_others_are() -> None:
    calm = "It rained in the mountains all day. " * (2 * MAX_CHUNK_CHARS // 36)
    text = f"{calm}Missiles hit Odesa. {calm}"
    questions = _plan(text, KINDS, Profile.LARGE)
    assert questions
    for question in questions:
        assert "Missiles hit Odesa." in _words(text, question)
    assert len(questions) <= 2


def test_a_heading_is_part_of_the_article_for_a_large_model() -> None:
    text = "Missiles Hit Odesa\nMissiles hit Odesa on Friday. Three people were killed."
    (question,) = _plan(text, (ATTACK,), Profile.LARGE)
    assert question.citable == (0, 1, 2)
