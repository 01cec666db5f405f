"""Sentences cut the text at true offsets, and lose nothing of it, whatever the text is."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from groundwire.extraction.reading.sentences import MAX_SENTENCE_CHARS, split_sentences

ARTICLES = sorted((Path(__file__).parents[3] / "evals" / "articles").glob("*.txt"))
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
WILD = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=300),
    st.lists(
        st.sampled_from(
            [
                *BREAKS, "\r\n", " ", "\u00a0", "\t", "\u3000", ".", "!", "?", "…", "。", "؟", "।", '"', "“", "”", "»",
                "U.S.", "Gen.", "z. B.", "м.", "2 млрд. дол.", "Odesa", "Одеса", "أوديسا", "אודסה", "敖德萨",
                "🚀", "👩‍🚒", "e\u0301",
                "\u202e", "\u200f", "\ufeff", "\u0301", "3.5", "1.", "-", "'", "(", ")", "A", "İ", "ß",
            ]
        ),
        max_size=60,
    ).map("".join),
)  # fmt: skip


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


def _check(text: str) -> None:
    """All that holds for the sentences of any text."""
    sentences = split_sentences(text)
    position = paragraph = 0
    for number, sentence in enumerate(sentences, start=1):
        assert sentence.number == number
        assert position <= sentence.start < sentence.end <= len(text)
        gap = text[position : sentence.start]
        words = text[sentence.start : sentence.end]
        assert not gap.strip()
        assert words == words.strip()
        assert len(words.splitlines()) == 1
        assert len(words) <= MAX_SENTENCE_CHARS
        new_line = number > 1 and len(f"x{gap}x".splitlines()) > 1
        assert sentence.paragraph == paragraph + new_line
        position, paragraph = sentence.end, sentence.paragraph
    assert not text[position:].strip()


@given(WILD)
@example("")
@example(" \r\n\t\u2028 ")
@example("One.\r\nTwo.\r\rThree.\fFour.\u2028Five.\x85Six.")
@example("\ufeffOne. \u202eTwo.\u202c 👩‍🚒👩‍🚒! e\u0301. \u0301")
@example("Gen. A. B.\nGen. A. B.")
@example("a" * 3000 + "\n" + "b " * 1500)
def test_sentences_cover_every_character_that_is_not_blank_once_and_in_order(text: str) -> None:
    _check(text)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem[:3])
def test_articles_are_split_into_sentences(path: Path) -> None:
    text = _read(path)
    _check(text)
    found = _split(text)
    lines = [line for line in text.splitlines() if line.strip()]
    assert split_sentences(text)[-1].paragraph == len(lines) - 1
    assert len(lines) < len(found) < 60
    # A sentence that begins in lower case or ends with a title was cut in two.
    assert not [words for words in found if words[0].islower() and not words.startswith("date ")]
    assert not [words for words in found if words.endswith(("Gen.", "Mr.", "U.S.", "President"))]
    # Nor is a sentence left hanging on to the one before.
    assert not [words for words in found if ". " in words.replace("U.S. ", "").replace("Gen. ", "").replace("Mr. ", "")
                and not words.endswith("”")]  # fmt: skip


def test_there_are_five_articles() -> None:
    assert len(ARTICLES) == 5


@pytest.mark.parametrize(
    "whole",
    [
        (
            "The deadlock was acknowledged in an evaluation by Gen. Valeriy Zaluzhnyi, "
            "Ukraine’s Armed Forces commander in chief."
        ),
        "Russian negotiators are engaging separately with U.S. representatives.",
        "They affirmed, “The goal of the strikes was achieved. All designated objects were hit.”",
        (
            "However, Sweden recently announced a considerable aid package worth $314 million, "
            "including ammunition to assist Ukraine."
        ),
    ],
)
def test_abbreviations_and_quotations_of_the_articles_stay_whole(whole: str) -> None:
    assert [words for path in ARTICLES for words in _split(_read(path)) if words == whole]


@pytest.mark.parametrize(
    "sentences",
    [
        # English
        ["At 5.30 a.m. on Jan. 3 two missiles hit St. George St. in the centre.", "Lt. Col. Ivan Koval saw it."],
        ["It cost $1.5 billion.", "“We will rebuild!”", "No. 7 was hit again."],
        # Ukrainian
        ["Ракети влучили в порт о 5 год. ранку.", "Загинуло 20 осіб, зокрема 3 дітей."],
        ["Це сталося у м. Київ.", "Партнери дали 5 млрд. дол. допомоги.", "Усе це було 2024 р. навесні."],
        ["Міністр заявив: «Ми вистоїмо!»", "Потім він поїхав."],
        # Russian
        ["По данным МЧС, повреждены дома на ул. Ленина, д. 5 и рядом.", "Об этом сообщил И. И. Иванов."],
        ["Погибли три человека.", "Ещё пятеро ранены!", "Это было 3 мая?"],
        # German
        ["Am 3. Mai trafen Raketen die Stadt.", "Dr. Huber sagte, es gebe z. B. keine Toten."],
        ["Die EU gibt 1,5 Mio. Euro.", "Das Geld ist für Generatoren."],
    ],
    ids=lambda sentences: sentences[0][:20],
)
def test_abbreviations_of_four_languages_end_no_sentence(sentences: list[str]) -> None:
    assert _split(" ".join(sentences)) == sentences


def test_the_language_is_that_of_the_whole_text() -> None:
    """A line without a letter that tells Ukrainian from Russian is read like its neighbours."""
    text = "Ракети влучили в Одесу, є поранені.\nОбстріл почався о 5 год. ранку."
    assert len(_split(text)) == 2


def test_lines_are_paragraphs_and_blank_lines_are_none() -> None:
    text = "\n\n  Title  \r\n \t \r\nOne. Two.\n\u00a0\nThree."
    assert [(s.number, s.paragraph, text[s.start : s.end]) for s in split_sentences(text)] == [
        (1, 0, "Title"),
        (2, 1, "One."),
        (3, 1, "Two."),
        (4, 2, "Three."),
    ]


@pytest.mark.parametrize("word", ["a", "attack ", "Ракета, ", "🚀", "attack\u00a0"])
def test_what_never_ends_is_cut_between_words(word: str) -> None:
    text = word * (20_000 // len(word))
    _check(text)
    found = split_sentences(text)
    assert len(text) / MAX_SENTENCE_CHARS <= len(found) <= len(text) / MAX_SENTENCE_CHARS * 1.1 + 1
    if " " in word:
        assert {part for words in _split(text) for part in words.split()} == {word.strip()}


@pytest.mark.parametrize("word", ["a", "Hit. ", "A. ", "\n", "Mr. ", '"', "Ракета. ", "!?", "x\r\n"])
def test_time_is_linear(word: str) -> None:
    begin = time.process_time()
    split_sentences(word * (200_000 // len(word)))
    assert time.process_time() - begin < 2
