"""Any article becomes questions of bounded size, in order, and no more of them than its text gives reason for."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.cues import has_cue
from groundwire.extraction.drafts import MAX_SENTENCES
from groundwire.extraction.plan import MAX_PASSAGE_CHARS, Question, plan
from groundwire.extraction.reading.sentences import MAX_SENTENCE_CHARS, split_sentences
from groundwire.schemas import RecordType

ARTICLES = sorted((Path(__file__).parents[2] / "evals" / "articles").glob("*.txt"))
KINDS = tuple(RecordType)
ATTACK, DIPLOMACY, AID = RecordType.ATTACK, RecordType.DIPLOMATIC_EVENT, RecordType.AID_PLEDGE


def _plan(text: str, kinds: tuple[RecordType, ...] = KINDS) -> tuple[Question, ...]:
    return plan(text, split_sentences(text), kinds)


def _words(text: str, question: Question) -> str:
    return text[question.passage.sentences[0].start : question.passage.sentences[-1].end]


def _check(text: str) -> None:
    """All that holds for the questions about any text."""
    questions = _plan(text)
    assert [question.kind for question in questions] == sorted((q.kind for q in questions), key=KINDS.index)
    for kind in KINDS:
        passages = [question.passage for question in questions if question.kind is kind]
        sent = 0
        last = 0
        for passage in passages:
            numbers = [sentence.number for sentence in passage.sentences]
            assert numbers == list(range(numbers[0], numbers[-1] + 1))
            assert last < numbers[0]
            last = numbers[-1]
            assert 1 <= len(numbers) <= MAX_SENTENCES
            assert len({sentence.paragraph for sentence in passage.sentences}) == 1
            size = passage.sentences[-1].end - passage.sentences[0].start
            assert size <= MAX_PASSAGE_CHARS
            sent += size
            assert any(has_cue(kind, text[s.start : s.end]) for s in passage.sentences)
        assert sent <= len(text)


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


def test_a_long_paragraph_is_cut_after_five_sentences() -> None:
    text = " ".join(f"Missile {number} hit." for number in range(12))
    assert [len(question.passage.sentences) for question in _plan(text, (ATTACK,))] == [5, 5, 2]


def test_long_sentences_share_a_passage_only_where_they_fit() -> None:
    sentence = "The missiles " + "a" * 1000 + " hit."
    text = " ".join([sentence] * 5)
    assert [len(question.passage.sentences) for question in _plan(text, (ATTACK,))] == [2, 2, 1]
    assert 2 * MAX_SENTENCE_CHARS <= MAX_PASSAGE_CHARS


def test_types_are_asked_in_the_order_given() -> None:
    text = "Missiles hit the port while ministers met for talks on aid."
    for kinds in (KINDS, KINDS[::-1], (AID,), ()):
        assert [question.kind for question in _plan(text, kinds)] == list(kinds)


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
            passages = [question.passage.sentences for question in questions if question.kind is kind]
            assert sum(part[-1].end - part[0].start for part in passages) <= len(text)
            assert max((part[-1].end - part[0].start for part in passages), default=0) <= MAX_PASSAGE_CHARS
            assert len(passages) <= most
        counts.append(len(questions))
    assert counts[1] <= counts[0] * 2.1 + 3
