"""Folding keeps every offset; words are found whole or not at all."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.folding import find_words, folded


def _found(words: str, text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(words, text)]


def test_folding_keeps_the_length_of_every_code_point() -> None:
    for code in range(sys.maxunicode + 1):
        assert len(folded(chr(code))) == 1, hex(code)


def test_folding_is_the_same_for_a_text_as_for_its_characters() -> None:
    text = "İSTANBUL “Große” 20\u202f000 – ΣΊΣΥΦΟΣ\r\n«Одеса» ﬁ"
    assert folded(text) == "".join(map(folded, text))
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("Odesa", "In ODESA, odesa and Odesa's port", ["ODESA", "odesa", "Odesa"]),
        ("Iran", "Tirana and Iranian and Iran", ["Iran"]),
        ("U.S.", "the U.S. and the U.S.A.", ["U.S", "U.S"]),
        ("the port", "a port, The Port, ports", ["port", "Port"]),
        ("The", "the the", ["the", "the"]),
        ("a", "a b", ["a"]),
        ("at least  nine", "At least\u00a0nine, at\nleast nine; at least 90", ["At least\u00a0nine", "at\nleast nine"]),
        ("don't", "don’t and don't", ["don’t", "don't"]),
        ('"Kinzhal"', "“Kinzhal”, «Kinzhal» and Kinzhal", ["Kinzhal"] * 3),
        ("Iskander-M", "Iskander–M, Iskander‑M, Iskander M", ["Iskander–M", "Iskander‑M"]),
        ("Одеса", "В ОДЕСА та Одесах", ["ОДЕСА"]),
        ("die Hafenstadt", "eine Hafenstadt", ["Hafenstadt"]),
        ("$314 million", "worth $314 million.", ["$314 million"]),
        ("a.b", "axb a.b", ["a.b"]),
        ("(EU)", "the (EU) said", ["(EU)"]),
        ("👩‍🚒", "a 👩‍🚒 came", ["👩‍🚒"]),
    ],
)  # fmt: skip
def test_words_are_found_whole(words: str, text: str, found: list[str]) -> None:
    assert _found(words, text) == found


@pytest.mark.parametrize(
    "text",
    ["120", "201", "20,000", "1,020", "1.20", "20.5", "0,20", "20’000", "2020", "x20", "20th", "１20", "20٠"],
)  # fmt: skip
def test_digits_are_never_found_inside_a_number(text: str) -> None:
    assert _found("20", text) == []
    assert _found("20", f"about {text} people") == []


@pytest.mark.parametrize(
    "text", ["20", "20.", "20, 30", "(20)", "$20", "20%", "15-20", "killed 20.\n5 more", "-20", "20-year"]
)
def test_numbers_are_found_whole(text: str) -> None:
    assert _found("20", text) == ["20"]


@pytest.mark.parametrize(("words", "text"), [("20,000", "1,20,000 and 120,000"), ("1.5", "1.55 or 11.5 or 1.5.2")])
def test_numbers_with_separators_are_found_whole_too(words: str, text: str) -> None:
    assert _found(words, text) == []


@pytest.mark.parametrize("words", ["", " ", ".", "'\"", "…"[:0], "\t\n"])
def test_nothing_is_found_nowhere(words: str) -> None:
    assert _found(words, "a . ' \" b") == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("said", ["NFC", "NFD"])
def test_composed_and_decomposed_words_are_found_as_the_text_writes_them(form: str, said: str) -> None:
    text = unicodedata.normalize(form, "Харків, Київ і Запоріжжя: Präsident é")  # type: ignore[arg-type]
    for words in ("Київ", "Präsident"):
        written = unicodedata.normalize(form, words)  # type: ignore[arg-type]
        assert _found(unicodedata.normalize(said, words), text) == [written]  # type: ignore[arg-type]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_found_is_a_true_span(words: str, text: str) -> None:
    for start, end in find_words(words, text):
        assert 0 <= start < end <= len(text)
        assert not text[start].isspace()


@given(st.text(st.characters(categories=["L", "Nd"]), min_size=1), st.sampled_from(["", "  \n", ", “", "– ("]))
def test_a_word_of_a_text_is_found_in_it(word: str, before: str) -> None:
    text = f"{before}{word} ."
    assert (len(before), len(before) + len(word)) in set(find_words(word, text))


@pytest.mark.parametrize("words", ["Bad Urach", "Urach", "20", "Zoë", "сёла", "the mill", "nowhere"])
def test_an_article_is_searched_as_a_sentence_is(words: str) -> None:
    said = (
        "Bad  Urach’s mill, not 1.20 but 20 of Bad Urachs, Zoe\u0308, Zoë; сёла та села. The MILL in Bad\u00a0Urach. "
    )
    short, long = list(find_words(words, said)), list(find_words(words, said * 100))
    assert long == [(start + n * len(said), end + n * len(said)) for n in range(100) for start, end in short]
    assert bool(short) is (words != "nowhere")
