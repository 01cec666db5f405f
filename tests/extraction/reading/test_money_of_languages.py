"""Sums of money in four languages: by value, or not at all."""

import pytest

from groundwire.extraction.reading.money import find_money

Sum = tuple[int, str]

EXACT = [
    ("$1.2bn", (1200000000, "USD")), ("$1.2 bn", (1200000000, "USD")), ("US$1.2bn", (1200000000, "USD")),
    ("$1.2B", (1200000000, "USD")), ("$314m", (314000000, "USD")), ("$314 mln", (314000000, "USD")),
    ("UAH 4.5 million", (4500000, "UAH")), ("4.5 million UAH", (4500000, "UAH")), ("€90bn", (90000000000, "EUR")),
    ("£2.5m", (2500000, "GBP")), ("20k euros", (20000, "EUR")), ("$1,200", (1200, "USD")),
    ("$1,200,000", (1200000, "USD")), ("a million dollars", (1000000, "USD")),
    ("half a billion dollars", (500000000, "USD")), ("twenty-three million euros", (23000000, "EUR")),
    ("two and a half billion euros", (2500000000, "EUR")), ("$5\xa0million", (5000000, "USD")),
    ("4,5 млрд грн", (4500000000, "UAH")), ("4,5 млрд. грн.", (4500000000, "UAH")),
    ("4,5 мільярда гривень", (4500000000, "UAH")), ("90 млрд євро", (90000000000, "EUR")),
    ("90 мільярдів євро", (90000000000, "EUR")), ("1,2 млн доларів", (1200000, "USD")),
    ("1,2 млн доларів США", (1200000, "USD")), ("$1,2 млн", (1200000, "USD")), ("$1,2 млрд", (1200000000, "USD")),
    ("€90 млрд", (90000000000, "EUR")), ("€1,5 млрд", (1500000000, "EUR")), ("500 тис. доларів", (500000, "USD")),
    ("500 тис доларів", (500000, "USD")), ("500 тисяч гривень", (500000, "UAH")), ("1 200 гривень", (1200, "UAH")),
    ("1\u202f200\u202f000 грн", (1200000, "UAH")), ("півтора мільярда євро", (1500000000, "EUR")),
    ("пів мільярда євро", (500000000, "EUR")), ("півмільярда євро", (500000000, "EUR")),
    ("два з половиною мільярди євро", (2500000000, "EUR")), ("2,5 мільярди євро", (2500000000, "EUR")),
    ("двадцять три мільйони євро", (23000000, "EUR")), ("двома мільярдами євро", (2000000000, "EUR")),
    ("мільйон доларів", (1000000, "USD")), ("мільярд євро", (1000000000, "EUR")),
    ("100 млн шведських крон", (100000000, "SEK")), ("100 млн фунтів", (100000000, "GBP")),
    ("100 млн фунтів стерлінгів", (100000000, "GBP")), ("50 млн злотих", (50000000, "PLN")),
    ("10 млн канадських доларів", (10000000, "CAD")), ("5 гривнями", (5, "UAH")), ("5 доларами", (5, "USD")),
    ("5 млн єн", (5000000, "JPY")), ("300 млн дол.", (300000000, "USD")), ("300 млн дол. США", (300000000, "USD")),
    ("2 млн рублів", (2000000, "RUB")), ("₴4,5 млн", (4500000, "UAH")), ("4,5 млн ₴", (4500000, "UAH")),
    ("500 тыс. долларов", (500000, "USD")), ("500 тысяч долларов", (500000, "USD")),
    ("1,2 млрд долларов", (1200000000, "USD")), ("1,2 миллиарда евро", (1200000000, "EUR")),
    ("3 млн. евро", (3000000, "EUR")), ("5 тыс. руб.", (5000, "RUB")), ("5 млрд рублей", (5000000000, "RUB")),
    ("полмиллиона долларов", (500000, "USD")), ("полтора миллиарда евро", (1500000000, "EUR")),
    ("два с половиной миллиарда евро", (2500000000, "EUR")), ("двадцать три миллиона евро", (23000000, "EUR")),
    ("двумя миллиардами евро", (2000000000, "EUR")), ("$300 млн", (300000000, "USD")),
    ("300 млн $", (300000000, "USD")), ("2 млн 300 тыс. рублей", (2300000, "RUB")),
    ("миллион долларов", (1000000, "USD")), ("миллиард евро", (1000000000, "EUR")),
    ("100 млн фунтов стерлингов", (100000000, "GBP")), ("100 млн датских крон", (100000000, "DKK")),
    ("10 млн канадских долларов", (10000000, "CAD")), ("5 миллионами долларов", (5000000, "USD")),
    ("5 рублями", (5, "RUB")), ("300 млн долл.", (300000000, "USD")), ("300 млн долл. США", (300000000, "USD")),
    ("45 млн гривен", (45000000, "UAH")), ("1,2 Mrd. Euro", (1200000000, "EUR")),
    ("1,2 Mrd Euro", (1200000000, "EUR")), ("1,2 Milliarden Euro", (1200000000, "EUR")),
    ("90 Milliarden Euro", (90000000000, "EUR")), ("eine Milliarde Euro", (1000000000, "EUR")),
    ("einer Milliarde Euro", (1000000000, "EUR")), ("eine halbe Milliarde Euro", (500000000, "EUR")),
    ("eineinhalb Milliarden Euro", (1500000000, "EUR")), ("zweieinhalb Millionen Euro", (2500000, "EUR")),
    ("1.200 Euro", (1200, "EUR")), ("1.200.000 Euro", (1200000, "EUR")), ("1,5 Mio. US-Dollar", (1500000, "USD")),
    ("1,5 Millionen US-Dollar", (1500000, "USD")), ("1,5 Millionen Dollar", (1500000, "USD")),
    ("300 Mio. €", (300000000, "EUR")), ("300 Mio. EUR", (300000000, "EUR")), ("EUR 300 Mio.", (300000000, "EUR")),
    ("€ 300 Mio.", (300000000, "EUR")), ("50 Millionen Pfund", (50000000, "GBP")),
    ("50 Millionen Schweizer Franken", (50000000, "CHF")), ("50 Millionen norwegische Kronen", (50000000, "NOK")),
    ("45 Millionen Hrywnja", (45000000, "UAH")), ("45 Millionen Griwna", (45000000, "UAH")),
    ("zwanzig Millionen Euro", (20000000, "EUR")), ("dreihundert Millionen Euro", (300000000, "EUR")),
    ("5 Rubel", (5, "RUB")), ("1,25 Milliarden Euro", (1250000000, "EUR")), ("50 Mio. Zloty", (50000000, "PLN")),
    ("5000 Euro", (5000, "EUR")), ("hunderttausend Euro", (100000, "EUR")), ("500.000 Euro", (500000, "EUR")),
    ("100 Milliarden Yen", (100000000000, "JPY")), ("2,5-Milliarden-Euro-Paket", (2500000000, "EUR")),
    ("2 млн. 300 тис. гривень", (2300000, "UAH")),
]  # fmt: skip

ABOUT = [
    ("more than $5 million", (5000000, "USD")), ("понад 5 млн євро", (5000000, "EUR")),
    ("близько 5 млн євро", (5000000, "EUR")), ("более 300 млн долларов", (300000000, "USD")),
    ("mehr als 5 Millionen Euro", (5000000, "EUR")), ("rund 5 Millionen Euro", (5000000, "EUR")),
]  # fmt: skip

RANGES = [
    ("$5-7 million", [(5000000, "USD"), (7000000, "USD")]),
    ("від 5 до 7 млн євро", [(5000000, "EUR"), (7000000, "EUR")]),
    ("5–7 млн євро", [(5000000, "EUR"), (7000000, "EUR")]),
    ("zwischen 5 und 7 Millionen Euro", [(5000000, "EUR"), (7000000, "EUR")]),
    ("fünf bis sieben Millionen Euro", [(5000000, "EUR"), (7000000, "EUR")]),
]  # fmt: skip

NO_SUMS = [
    "100 млн крон", "100 фунтів", "мільйонів доларів", "сотні мільйонів доларів", "десятки тисяч євро",
    "50 Millionen Franken", "50 Millionen Kronen", "Millionen Euro", "Hunderte Millionen Euro",
    "1.000 Millionen Euro", "12,50 Euro",
]  # fmt: skip


def sums(text: str) -> list[Sum]:
    return [(mention.money.value, mention.money.currency) for mention in find_money(text)]


@pytest.mark.parametrize("around", ["{}", "— {}. Also.", "«{}», – так."])
@pytest.mark.parametrize(("text", "expected"), EXACT)
def test_a_sum(text: str, expected: Sum, around: str) -> None:
    written = around.format(text)
    assert sums(written) == [expected]
    assert sums(written.replace(" ", "\u00a0")) == [expected]
    (mention,) = find_money(written)
    assert not mention.approximate
    assert written[mention.start : mention.end] in text


@pytest.mark.parametrize(("text", "expected"), ABOUT)
def test_a_sum_that_is_not_exact(text: str, expected: Sum) -> None:
    assert sums(text) == [expected]
    assert find_money(text)[0].approximate


@pytest.mark.parametrize(("text", "expected"), RANGES)
def test_both_ends_of_a_range_are_sums(text: str, expected: list[Sum]) -> None:
    assert sums(text) == expected
    assert not any(mention.approximate for mention in find_money(text))


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_sum(text: str) -> None:
    assert sums(text) == []
