"""Amounts of money: every way to write one, and no amount that is not written."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.money import MoneyMention, find_money

Amount = tuple[int, str]


def amounts(text: str) -> list[Amount]:
    return [(mention.money.value, mention.money.currency) for mention in find_money(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1.2bn", (1_200_000_000, "USD")),
        ("$250 million", (250_000_000, "USD")),
        ("$2-million", (2_000_000, "USD")),
        ("US$5m", (5_000_000, "USD")),
        ("$5M", (5_000_000, "USD")),
        ("$1,234,567", (1_234_567, "USD")),
        ("$5.00", (5, "USD")),
        ("2 billion U.S. dollars", (2_000_000_000, "USD")),
        ("a million US dollars", (1_000_000, "USD")),
        ("half a billion dollars", (500_000_000, "USD")),
        ("C$10 million", (10_000_000, "CAD")),
        ("500 Canadian dollars", (500, "CAD")),
        ("A$3bn", (3_000_000_000, "AUD")),
        ("80 billion euros", (80_000_000_000, "EUR")),
        ("a 80-billion-euro loan", (80_000_000_000, "EUR")),
        ("€80bn", (80_000_000_000, "EUR")),
        ("80 Mrd. Euro", (80_000_000_000, "EUR")),
        ("1,5 Mrd. Euro", (1_500_000_000, "EUR")),
        ("1.000 Euro", (1000, "EUR")),
        ("eine Million Euro", (1_000_000, "EUR")),
        ("£20 m", (20_000_000, "GBP")),
        ("20 million pounds", (20_000_000, "GBP")),
        ("20 pounds sterling", (20, "GBP")),
        ("UAH 4.5 million", (4_500_000, "UAH")),
        ("4.5 million hryvnias", (4_500_000, "UAH")),
        ("₴4.5 million", (4_500_000, "UAH")),
        ("1,2 млрд грн", (1_200_000_000, "UAH")),
        ("100 мільйонів гривень", (100_000_000, "UAH")),
        ("100\u00a0000 гривень", (100_000, "UAH")),
        ("90 млрд евро", (90_000_000_000, "EUR")),
        ("$250 млн", (250_000_000, "USD")),
        ("50 млн доларів США", (50_000_000, "USD")),
        ("5 млн рублей", (5_000_000, "RUB")),
        ("5 000 000 USD", (5_000_000, "USD")),
        ("SEK 3.3 billion", (3_300_000_000, "SEK")),
        ("3.3 billion Swedish kronor", (3_300_000_000, "SEK")),
        ("3.3 billion Swedish crowns", (3_300_000_000, "SEK")),
        ("10 million Norwegian kroner", (10_000_000, "NOK")),
        ("20 million Swiss francs", (20_000_000, "CHF")),
        ("CHF 5m", (5_000_000, "CHF")),
        ("¥500 million", (500_000_000, "JPY")),
        ("300 million yen", (300_000_000, "JPY")),
        ("20 zł", (20, "PLN")),
        ("5 million zlotys", (5_000_000, "PLN")),
    ],
)
def test_ways_to_write_an_amount(text: str, expected: Amount) -> None:
    (mention,) = find_money(f"They gave {text} to the town.")
    assert (mention.money.value, mention.money.currency) == expected
    assert not mention.approximate


@pytest.mark.parametrize(
    "text",
    [
        "hundreds of millions of dollars", "a multi-billion-dollar fund", "$5.55", "€0.5", "$5 quadrillion", "$5x",
        "3 billion kronor", "20 crowns", "20 francs", "weighs 20 pounds", "20 million people", "Euro 2024",
        "$", "1.000 Millionen Euro", "nineteen ninety-five dollars", "three-quarter million dollars", "5 US soldiers",
        "In ALL 20 cases", "$ million", "20 won games",
    ],
)  # fmt: skip
def test_what_is_no_amount(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5-7 million", [(5_000_000, "USD"), (7_000_000, "USD")]),
        ("$5–$7 million", [(5_000_000, "USD"), (7_000_000, "USD")]),
        ("between $5 and $7 million", [(5_000_000, "USD"), (7_000_000, "USD")]),
        ("5 to 7 million euros", [(5_000_000, "EUR"), (7_000_000, "EUR")]),
        ("$300,000-400,000", [(300_000, "USD"), (400_000, "USD")]),
        ("$900,000 to $1 million", [(900_000, "USD"), (1_000_000, "USD")]),
        ("€80 billion ($87 billion)", [(80_000_000_000, "EUR"), (87_000_000_000, "USD")]),
        ("$5 and 7 tanks", [(5, "USD")]),
        ("$20 for 3 B-52s", [(20, "USD")]),
    ],
)
def test_two_amounts(text: str, expected: list[Amount]) -> None:
    assert amounts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "about $5m",
        "nearly $5m",
        "more than $5m",
        "up to $5m",
        "some $5m",
        "(approximately $5m)",
        "$5m or more",
        "понад $5m",
    ],
)
def test_an_amount_that_is_not_exact_says_so(text: str) -> None:
    (mention,) = find_money(text)
    assert mention.approximate


def test_the_span_holds_number_and_currency() -> None:
    text = "They pledged about US$1.2 billion, or 1.1 billion euros, today."
    assert [text[m.start : m.end] for m in find_money(text)] == ["US$1.2 billion", "1.1 billion euros"]


SCALES = {"": 0, " thousand": 3, " million": 6, "m": 6, "bn": 9, " billion": 9, " trillion": 12}


@given(st.integers(1, 10**6), st.integers(0, 3), st.sampled_from(sorted(SCALES)))
def test_the_value_is_exact_or_not_given(mantissa: int, places: int, scale: str) -> None:
    number = Decimal(mantissa).scaleb(-places)
    value = number.scaleb(SCALES[scale])
    whole = value == value.to_integral_value()
    for text, currency in ((f"${number:f}{scale}", "USD"), (f"UAH {number:f}{scale}", "UAH")):
        found = amounts(text)
        assert found in ([(int(value), currency)] if whole else [], [])
        assert found or not whole or places  # digits without a point are always read


def split(words: str) -> list[str]:
    return words.split(" ")


PIECES = st.sampled_from(
    split(
        "$ € £ US USD UAH 5 1,234 1.5 1.000 20 million bn m billion euros dollars hryvnias Swedish kronor about to - "
        "– and between , . ( ) a half of hundreds per грн млрд сто Euro Mrd B-52 \n \u00a0"
    )
)
PROSE = st.one_of(
    st.text(max_size=80), st.lists(PIECES, max_size=20).map(" ".join), st.lists(PIECES, max_size=20).map("".join)
)


@given(PROSE)
def test_spans_are_in_order(text: str) -> None:
    end = 0
    for mention in find_money(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


@given(PROSE)
def test_text_before_shifts_the_spans_and_changes_nothing_else(text: str) -> None:
    before = "Кіт спав. 🙂\n\n"
    shift = len(before)
    moved = [MoneyMention(m.start + shift, m.end + shift, m.money, m.approximate) for m in find_money(text)]
    assert list(find_money(before + text)) == moved


@given(PROSE)
def test_decomposed_text_says_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    if unicodedata.normalize("NFC", decomposed) == composed:
        assert amounts(decomposed) == amounts(composed)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_blanks_that_do_not_break_say_the_same(text: str) -> None:
    assert amounts(text.replace(" ", "\u00a0")) == amounts(text)


def test_an_amount_that_no_column_holds_is_not_read() -> None:
    assert amounts("$9,223,372 trillion") == [(9_223_372 * 10**12, "USD")]
    assert amounts("$9,223,373 trillion") == []
