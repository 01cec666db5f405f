"""Counts in prose: the codebook's rule 6, what is no count, and that no digit can change on the way."""

import re
import sys
import unicodedata
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwire.extraction.reading.numerals import read_numeral
from groundwire.extraction.reading.quantities import QuantityMention, find_quantities, same_figure
from groundwire.schemas import Quantity

Bounds = tuple[int | None, int | None]

NOUNS = frozenset({"drone", "missile", "woman", "child", "medic", "drohne"})
UNKNOWN: Bounds = (None, None)


def bounds(text: str) -> list[Bounds]:
    return [(mention.quantity.min, mention.quantity.max) for mention in find_quantities(text)]


def only(text: str) -> QuantityMention:
    (mention,) = find_quantities(text)
    return mention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 miners were rescued", (20, 20)),
        ("at least 20 miners", (20, None)),
        ("At the very least 20 miners", (20, None)),
        ("no fewer than 20 miners", (20, None)),
        ("a minimum of 20 miners", (20, None)),
        ("more than 75 sailors", (75, None)),
        ("over 300 sailors", (300, None)),
        ("exceeding 140", (140, None)),
        ("in excess of 140 sailors", (140, None)),
        ("upwards of 90 sailors", (90, None)),
        ("well over 90 sailors", (90, None)),
        ("20+ sailors", (20, None)),
        ("20 or more sailors", (20, None)),
        ("20 sailors or more", (20, None)),
        ("the dead, 20 at least, lay there", (20, None)),
        (">20 sailors", (20, None)),
        ("up to 40 sailors", (None, 40)),
        ("as many as 40 sailors", (None, 40)),
        ("nearly 60 sailors", (None, 60)),
        ("almost 60 sailors", (None, 60)),
        ("close to 60 sailors", (None, 60)),
        ("at most 8 sailors", (None, 8)),
        ("fewer than 9 sailors", (None, 9)),
        ("under 10 sailors", (None, 10)),
        ("no more than 11 sailors", (None, 11)),
        ("just under 50 sailors", (None, 50)),
        ("5 to 7 sailors", (5, 7)),
        ("5-7 sailors", (5, 7)),
        ("5–7 sailors", (5, 7)),
        ("between 5 and 7 sailors", (5, 7)),
        ("between five and seven sailors", (5, 7)),
        ("two or three sailors", (2, 3)),
        ("between 15,000 and 20,000 troops", (15000, 20000)),
        ("5 to 7 million people", (5_000_000, 7_000_000)),
        ("two to three hundred people", (200, 300)),
        ("no one was hurt", (0, 0)),
        ("Nobody died", (0, 0)),
        ("without casualties", (0, 0)),
        ("There were no injuries", (0, 0)),
        ("no civilian casualties", (0, 0)),
        ("not a single sailor", (0, 0)),
        ("жертв немає", (0, 0)),
        ("dozens of sailors", UNKNOWN),
        ("several ships", UNKNOWN),
        ("several hundred ships", UNKNOWN),
        ("tens of thousands of people", UNKNOWN),
        ("a number of ships", UNKNOWN),
        ("кілька сотень людей", UNKNOWN),
    ],
)
def test_rule_six(text: str, expected: Bounds) -> None:
    mention = only(text)
    assert (mention.quantity.min, mention.quantity.max) == expected
    assert not mention.quantity.approximate


@pytest.mark.parametrize(
    "text",
    [
        "about 120 flats", "around 120 flats", "approximately 120 flats", "some 120 flats", "roughly 120 flats",
        "circa 120 flats", "ca. 120 flats", "~120 flats", "120 or so flats", "an estimated 120 flats",
        "близько 120 квартир", "приблизно 120 квартир", "около 120 квартир", "etwa 120 Wohnungen",
    ],
)  # fmt: skip
def test_an_approximation_keeps_its_figure(text: str) -> None:
    assert only(text).quantity == Quantity(min=120, max=120, approximate=True)


def test_qualifiers_stack() -> None:
    assert only("at least about 20 ships").quantity == Quantity(min=20, approximate=True)
    assert only("between about 5 and 7 ships").quantity == Quantity(min=5, max=7, approximate=True)
    assert only("no more than some 20 ships").quantity == Quantity(max=20, approximate=True)
    assert bounds("up to 20 people or more") == [UNKNOWN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one sailor", 1),
        ("twenty-three sailors", 23),
        ("Twenty three sailors", 23),
        ("a hundred and five sailors", 105),
        ("one hundred five sailors", 105),
        ("two thousand sailors", 2000),
        ("two thousand three hundred and twelve sailors", 2312),
        ("twelve hundred sailors", 1200),
        ("one million two hundred thousand people", 1_200_000),
        ("a dozen sailors", 12),
        ("two dozen sailors", 24),
        ("half a dozen sailors", 6),
        ("half a million people", 500_000),
        ("one and a half million people", 1_500_000),
        ("a couple were killed", 2),
        ("1,234 sailors", 1234),
        ("1\u00a0234 sailors", 1234),
        ("1\u2009234\u2009567 people", 1_234_567),
        ("1 234 sailors", 1234),
        ("1'234 sailors", 1234),
        ("1.234.567 Menschen", 1_234_567),
        ("1.234 Soldaten", 1234),
        ("1.2 million people", 1_200_000),
        ("3k people", 3000),
        ("2bn people", 2_000_000_000),
        ("5m people", 5_000_000),
        ("п'ять людей", 5),
        ("пʼятеро людей", 5),
        ("двоє загиблих", 2),
        ("двадцять три дрони", 23),
        ("сто двадцять п’ять осіб", 125),
        ("дві тисячі триста осіб", 2300),
        ("півтори тисячі осіб", 1500),
        ("2,5 тис. осіб", 2500),
        ("20-ти осіб", 20),
        ("двадцать три человека", 23),
        ("двоих человек", 2),
        ("2 млн 300 тыс. человек", 2_300_000),
        ("dreiundzwanzig Soldaten", 23),
        ("zweitausenddreihundert Soldaten", 2300),
        ("ein Dutzend Drohnen", 12),
        ("2,5 Millionen Menschen", 2_500_000),
        ("a 12-strong crew", 12),
    ],
)
def test_spellings_of_one_number(text: str, expected: int) -> None:
    assert bounds(text) == [(expected, expected)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("щонайменше 20 осіб", (20, None)),
        ("не менше 20 осіб", (20, None)),
        ("понад 300 дронів", (300, None)),
        ("більше ніж 300 дронів", (300, None)),
        ("до 40 осіб", (None, 40)),
        ("майже 60 осіб", (None, 60)),
        ("від 5 до 7 осіб", (5, 7)),
        ("по меньшей мере 20 человек", (20, None)),
        ("не менее 20 человек", (20, None)),
        ("свыше 75 человек", (75, None)),
        ("почти 60 человек", (None, 60)),
        ("mindestens 20 Tote", (20, None)),
        ("mehr als 1.200 Drohnen", (1200, None)),
        ("bis zu 40 Tote", (None, 40)),
        ("fast 60 Menschen", (None, 60)),
        ("Кількість загиблих зросла до 12", (12, 12)),
        ("Число погибших выросло до 12", (12, 12)),
    ],
)
def test_qualifiers_of_other_languages(text: str, expected: Bounds) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "20% of homes", "20 percent", "20 per cent", "20–30 percent", "20 відсотків", "20 Prozent",
        "the 2nd wave", "a second wave", "the third night", "its twenty-third day", "the 93rd Brigade", "24-й день",
        "in 2024", "the 2014 vote", "on 24 February", "on February 24, 2022", "on 2024-03-15", "am 15.03.2024",
        "between 2014 and 2022", "the 1990s", "24 лютого 2022 року",
        "at 10:30", "at 5 p.m.", "at 4am", "at 14.30 Uhr", "about 3 o'clock", "at 1400 GMT",
        "a 10-year-old boy", "a man aged 34", "aged 8, 11 and 14", "Olena Koval, 34, said", "34 years old",
        "men under 25, he said", "women over 60", "34-річний", "дітей 5 і 7 років",
        "$5 million", "20 euros", "75 billion kroner", "UAH 500", "50 млн доларів США",
        "S-300", "Kh-101", "Su-34", "T-72s", "Iskander-M", "F-16", "F16", "an S–300", "MH17", "Leopard 2", "Boeing 737",
        "a 1,000-kilometer line",
        "5 km away",
        "40,000 sq km", "300 square kilometres", "25 degrees", "20 tonnes",
        "155mm",
        "a 30-day truce", "nearly 18 months", "for five hours", "hit three times", "within 24 hours",
        "2.5 on the scale", "20.0", "1.234", "1,5", "12,34,56", "007", "+380 44 123 45 67", "044 279 12 34",
        "one of the ships", "at one point", "the one that sank", "one day", "one in five", "1 in 5 men", "number one",
        "Air Force One", "one another", "Article 5", "Resolution 2202", "No. 7", "школа № 7", "[12]", "on day 3",
        "24/7", "1/3", "4x4", "10:1", "a 5-4 vote", "-20", "minus 20", "two thirds of homes", "three-quarters",
        "three-quarters of a million people", "nineteen ninety-five", "twenty twenty-four",
        "no reports of casualties", "no serious injuries", "no further casualties", "several hours", "many years",
        "hundreds of millions of dollars", "15-20,000 troops", "1.000 Millionen", "1\u200b234 sailors", "٢٠ people",
    ],
)  # fmt: skip
def test_what_does_not_count(text: str) -> None:
    assert bounds(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In May 20 sailors died.", [(20, 20)]),
        ("On May 20 sailors went home.", []),
        ("On March 3, 12 drones came.", [(12, 12)]),
        ("In 2022 14 sailors died.", [(14, 14)]),
        ("They lost 2000 sailors in 2022.", [(2000, 2000)]),
        ("The toll rose from 5 to 7.", [(5, 5), (7, 7)]),
        ("raising the toll from 21 to 24", [(21, 21), (24, 24)]),
        ("It takes from 5 to 7 sailors.", [(5, 7)]),
        ("They downed 76 of 81 drones.", [(76, 76), (81, 81)]),
        ("They sent 14 Leopard 2 tanks.", [(14, 14)]),
        ("They sent three 120mm mortars.", [(3, 3)]),
        ("They handed over 20 bodies.", [(20, 20)]),
        ("In talks about 20 prisoners", [(20, 20)]),
        ("a minimum of 30 dead and more than 75 hurt", [(30, None), (75, None)]),
        ("at least one of the ships", [(1, None)]),
        ("One was killed and two were hurt", [(1, 1), (2, 2)]),
        ("20 dead, at least 5 of them sailors", [(20, 20), (5, None)]),
        ("some over 20 sailors", [(20, None)]),
        ("Toll rises to 5\nMillions flee", [(5, 5), UNKNOWN]),
        ("Toll rises to 20\n300 hurt", [(20, 20), (300, 300)]),
        ("Killed: 20; hurt: 30", [(20, 20), (30, 30)]),
        ("(20 dead, “30 hurt”)", [(20, 20), (30, 30)]),
    ],
)
def test_numbers_among_others(text: str, expected: list[Bounds]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a drone fell", 1),
        ("a long-range drone fell", 1),
        ("A Russian ballistic missile and a drone.", 2),
        ("eine Drohne stürzte ab", 1),
        ("a drone attack", 0),
        ("a house hit by the drone", 0),
        ("a report of the missile", 0),
    ],
)
def test_an_article_counts_only_before_the_nouns_that_are_asked_for(text: str, count: int) -> None:
    mentions = find_quantities(text, nouns=NOUNS)
    assert [mention.quantity for mention in mentions] == [Quantity(min=1, max=1)] * count
    assert find_quantities(text) == ()


def test_span_and_figure() -> None:
    text = "Officials said no fewer than twenty-three sailors or more."
    mention = only(text)
    assert text[mention.start : mention.end] == "no fewer than twenty-three sailors or more"
    assert text[slice(*mention.figure)] == "twenty-three"


def test_same_figure_ignores_approximation_only() -> None:
    assert same_figure(Quantity(min=5, max=5), Quantity(min=5, max=5, approximate=True))
    assert not same_figure(Quantity(min=5, max=5), Quantity(min=5))
    assert not same_figure(Quantity(), Quantity())


# -- properties --


def split(words: str) -> list[str]:
    return words.split(" ")


_UNITS = split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = split("twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def in_words(number: int, *, link: str = " and ", hyphen: str = "-") -> str:
    """A number in English words, written apart from the code under test."""
    for scale, name in _SCALES:
        if number >= scale:
            rest = number % scale
            join = link if rest < 100 else " "
            tail = join + in_words(rest, link=link, hyphen=hyphen) if rest else ""
            return f"{in_words(number // scale, link=link, hyphen=hyphen)} {name}{tail}"
    if number >= 100:
        rest = number % 100
        return f"{_UNITS[number // 100]} hundred" + (link + in_words(rest, hyphen=hyphen) if rest else "")
    if number >= 20:
        return _TENS[number // 10 - 2] + (hyphen + _UNITS[number % 10] if number % 10 else "")
    return _UNITS[number]


def spellings(number: int) -> list[str]:
    grouped = f"{number:,}"
    found = [
        str(number),
        grouped,
        grouped.replace(",", "\u00a0"),
        grouped.replace(",", "\u202f"),
        grouped.replace(",", "'"),
    ]
    if number:
        found += [in_words(number), in_words(number, link=" ", hyphen=" "), in_words(number).capitalize()]
    return found


NUMBERS = st.one_of(st.integers(2, 130), st.integers(2, 99_999), st.integers(2, 10**12 - 1))


@given(NUMBERS)
def test_a_number_is_found_back_in_every_spelling(number: int) -> None:
    for spelled in spellings(number):
        assert bounds(f"Officials said {spelled} sailors left.") == [(number, number)], spelled
        assert bounds(f"Officials said at least {spelled} sailors left.") == [(number, None)], spelled
        assert bounds(f"Officials said up to {spelled} sailors left.") == [(None, number)], spelled


@given(NUMBERS, NUMBERS)
def test_two_numbers_are_never_taken_for_each_other(first: int, second: int) -> None:
    for one, other in zip(spellings(first), spellings(second), strict=True):
        (left,) = find_quantities(f"They lost {one} sailors.")
        (right,) = find_quantities(f"They lost {other} sailors.")
        assert same_figure(left.quantity, right.quantity) is (first == second)


PIECES = st.sampled_from(
    split(
        "20 5 1,234 1.5 1.000 300 2024 7 one two twenty hundred thousand million dozen half and a the of at least more "
        "than up to from between no over about some or so - – , . ( ) $ € % : ' + per cent people drones killed in on "
        "May March Friday night last week years km Su S year old m bn k п'ять сто до млн понад рублів dreißig Mrd Euro "
        "USD \n \u00a0"
    )
)
PROSE = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=25).map("".join),
)


@given(PROSE)
def test_spans_are_in_order_and_hold_their_figures(text: str) -> None:
    end = 0
    for mention in find_quantities(text, nouns=NOUNS):
        assert end <= mention.start <= mention.figure[0] < mention.figure[1] <= mention.end <= len(text)
        end = mention.figure[1]


@given(PROSE)
def test_text_before_shifts_the_spans_and_changes_nothing_else(text: str) -> None:
    before = "Кіт спав. 🙂\n\n"
    shift = len(before)
    moved = [
        QuantityMention(m.start + shift, m.end + shift, m.quantity, (m.figure[0] + shift, m.figure[1] + shift))
        for m in find_quantities(text)
    ]
    assert list(find_quantities(before + text)) == moved


@given(PROSE)
def test_decomposed_text_says_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", composed)
    if unicodedata.normalize("NFC", decomposed) == composed:
        assert bounds(decomposed) == bounds(composed)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_blanks_that_do_not_break_say_the_same(text: str) -> None:
    assert bounds(text.replace(" ", "\u00a0")) == bounds(text)


@given(PROSE)
def test_digits_are_never_changed(text: str) -> None:
    for mention in find_quantities(text):
        figure = text[slice(*mention.figure)]
        if re.fullmatch(r"[0-9][0-9 .,'’\u00a0\u2009\u202f]*", figure):
            said = {mention.quantity.min, mention.quantity.max} - {None}
            assert said <= {int(re.sub("[^0-9]", "", figure))}, figure


@pytest.mark.parametrize(
    "piece", ["1 000 ", "twenty-", "5 to 7 ", "at least ", "a ", "1,", "'", "2 млн ", "one of ", "5-"]
)
def test_work_grows_with_the_length_only(piece: str) -> None:
    short = _reads(piece * 500)
    assert _reads(piece * 5000) <= 10 * short + 10


def _reads(text: str) -> int:
    """How often a numeral is tried while a text is read; counted by the interpreter, nothing is replaced."""
    reads = 0

    def count(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal reads
        reads += event == "call" and frame.f_code is read_numeral.__code__

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        find_quantities(text)
    finally:
        sys.setprofile(before)
    return reads


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Officials said that one woman was killed.", 1),
        ("Panic spread as one person died.", 1),
        ("Of the two bridges that one was hit.", 0),
        ("They acted as one.", 0),
        ("They acted as one, and won.", 0),
    ],
)
def test_one_after_that_and_as_counts_what_it_names(text: str, counts: int) -> None:
    ones = [mention for mention in find_quantities(text) if mention.quantity == Quantity(min=1, max=1)]
    assert len(ones) == counts


def test_a_count_that_no_column_holds_is_not_read() -> None:
    assert bounds("killing 9,223,372 trillion people") == [(9_223_372 * 10**12, 9_223_372 * 10**12)]
    assert bounds("killing 9,223,373 trillion people") == []
