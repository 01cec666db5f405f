"""Counts in Ukrainian, Russian and German prose, in every case: by value, or not at all."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.extraction.reading.spelled_numbers import CASES, Case, german, slavic

from groundwire.extraction.reading.quantities import find_quantities
from groundwire.schemas import Quantity

Bounds = tuple[int | None, int | None]

EXACT = [
    ("двадцятьма трьома пораненими", 23), ("двадцять трьох поранених", 23), ("сто двадцятьма дронами", 120),
    ("п'ятьма особами", 5), ("шістьма ракетами", 6), ("десятьма дронами", 10), ("чотирьох осіб", 4),
    ("двом особам", 2), ("двома ракетами", 2), ("двох людей", 2), ("тридцятьма сімома дронами", 37),
    ("двомастами дронами", 200), ("двохсот сорока осіб", 240), ("трьомстам особам", 300), ("п'ятдесятьох людей", 50),
    ("одинадцятьох людей", 11), ("чотирнадцятьма дронами", 14), ("двома тисячами осіб", 2000),
    ("двом тисячам осіб", 2000), ("трьома мільйонами осіб", 3000000), ("двох мільйонів осіб", 2000000),
    ("п'ятьма сотнями осіб", 500), ("два\u0301дцять три особи", 23), ("двадцять п’ять осіб", 25),
    ("двадцять пʼять осіб", 25), ("пів сотні осіб", 50), ("півсотні осіб", 50), ("пів мільйона осіб", 500000),
    ("півмільйона осіб", 500000), ("півтори сотні осіб", 150), ("півтора десятка осіб", 15),
    ("пів тисячі осіб", 500), ("півтисячі осіб", 500), ("два десятки осіб", 20), ("три сотні осіб", 300),
    ("десяток осіб", 10), ("сотня дронів", 100), ("тисяча осіб", 1000), ("дві з половиною тисячі осіб", 2500),
    ("зросла до двадцяти", 20), ("ніхто не загинув", 0), ("ніхто не постраждав", 0), ("без жертв", 0),
    ("обійшлося без постраждалих", 0), ("постраждалих немає", 0), ("жертв немає", 0), ("загиблих нема", 0),
    ("жодна людина не загинула", 0), ("жодного загиблого", 0), ("1 200 осіб", 1200), ("1\xa0200 осіб", 1200),
    ("1\u202f200 осіб", 1200), ("1,5 млн осіб", 1500000), ("1,5 тис. осіб", 1500), ("2,3 тисячі осіб", 2300),
    ("300 тисяч осіб", 300000), ("0,5 млн осіб", 500000), ("1,25 млрд осіб", 1250000000), ("20 тис осіб", 20000),
    ("12-ти осіб", 12), ("5-ро осіб", 5), ("20-ма дронами", 20), ("3-х осіб", 3), ("4-ьох осіб", 4),
    ("2-ох дітей", 2), ("двадцатью тремя ранеными", 23), ("двадцати трех раненых", 23),
    ("двадцати трёх раненых", 23), ("четырьмя ракетами", 4), ("двумястами дронами", 200),
    ("двухсот сорока человек", 240), ("тремстам людям", 300), ("пятьюдесятью дронами", 50),
    ("одиннадцатью дронами", 11), ("двумя тысячами человек", 2000), ("двум тысячам человек", 2000),
    ("тремя миллионами человек", 3000000), ("двух миллионов человек", 2000000), ("восьмерых человек", 8),
    ("семерых детей", 7), ("десятерых детей", 10), ("двоим детям", 2), ("троим", 3), ("полсотни человек", 50),
    ("полмиллиона человек", 500000), ("полторы сотни человек", 150), ("полтора десятка человек", 15),
    ("полтысячи человек", 500), ("два десятка человек", 20), ("три сотни человек", 300), ("десяток человек", 10),
    ("сотня дронов", 100), ("тысяча человек", 1000), ("две с половиной тысячи человек", 2500),
    ("возросло до 24", 24), ("увеличилось до 24", 24), ("выросла до двадцати", 20), ("достигло 24", 24),
    ("никто не погиб", 0), ("никто не пострадал", 0), ("обошлось без пострадавших", 0), ("пострадавших нет", 0),
    ("жертв нет", 0), ("ни один человек не погиб", 0), ("1 200 человек", 1200), ("1,5 млн человек", 1500000),
    ("2,5 тыс. человек", 2500), ("300 тысяч человек", 300000), ("12-ти человек", 12), ("3-х человек", 3),
    ("5-ти детей", 5), ("dreiundzwanzig Menschen", 23), ("drei\xadund\xadzwanzig Menschen", 23),
    ("Dreiundzwanzig Menschen", 23), ("zwei Dutzend Menschen", 24), ("ein Dutzend Menschen", 12),
    ("ein halbes Dutzend Menschen", 6), ("eine halbe Million Menschen", 500000),
    ("eineinhalb Millionen Menschen", 1500000), ("anderthalb Millionen Menschen", 1500000),
    ("zweieinhalb Millionen Menschen", 2500000), ("hunderttausend Menschen", 100000),
    ("dreihunderttausend Menschen", 300000), ("zwei Millionen Menschen", 2000000), ("der Tod zweier Menschen", 2),
    ("dreier Kinder", 3), ("1.200 Menschen", 1200), ("1.200 Verletzte", 1200), ("1.200 Raketen", 1200),
    ("12.500 Häftlinge", 12500), ("1,5 Millionen Menschen", 1500000), ("1,5 Mio. Menschen", 1500000),
    ("1,2 Mrd. Menschen", 1200000000), ("1 200 Menschen", 1200), ("1’200 Menschen", 1200), ("dreißig Menschen", 30),
    ("dreissig Menschen", 30), ("fuenf Menschen", 5), ("zwoelf Menschen", 12), ("hundert Menschen", 100),
    ("einhundertzwanzig Menschen", 120), ("hundertundfünf Menschen", 105), ("tausend Menschen", 1000),
    ("stieg auf 24", 24), ("niemand starb", 0), ("niemand wurde verletzt", 0), ("keine Toten", 0),
    ("keine Verletzten", 0), ("ohne Verletzte", 0), ("kein Mensch starb", 0), ("keine Opfer", 0),
    ("twenty‑three sailors", 23), ("two dozen sailors", 24), ("a hundred sailors", 100), ("half a dozen sailors", 6),
    ("1 200 sailors", 1200), ("1,200 sailors", 1200), ("двадцять п\xadять осіб", 25), ("жодної жертви", 0),
    ("12-х осіб", 12), ("twenty–three sailors", 23), ("До 12 зросла кількість загиблих", 12),
    ("До 24 выросло число погибших", 24), ("2 млн. 300 тис. осіб", 2300000), ("The toll went up to 40", 40),
    ("ein Bericht über 20 Tote", 20), ("den Angaben nach kamen 12.500 Häftlinge", 12500),
    ("у будинку 5 загиблих", 5),
]  # fmt: skip

BOUNDS = [
    ("кілька десятків осіб", (None, None)), ("понад сотню дронів", (100, None)),
    ("понад тисячу дронів", (1000, None)), ("більше сотні осіб", (100, None)),
    ("щонайменше п'ятеро загинули", (5, None)), ("не менш як 20 осіб", (20, None)),
    ("не менш ніж 20 осіб", (20, None)), ("не менше двадцяти осіб", (20, None)), ("мінімум 20 осіб", (20, None)),
    ("як мінімум 20 осіб", (20, None)), ("принаймні 20 осіб", (20, None)), ("понад 20 осіб", (20, None)),
    ("більш ніж 20 осіб", (20, None)), ("щонайбільше 20 осіб", (None, 20)), ("не більше 20 осіб", (None, 20)),
    ("не більш ніж 20 осіб", (None, 20)), ("менш ніж 20 осіб", (None, 20)), ("менше 20 осіб", (None, 20)),
    ("до 20 осіб", (None, 20)), ("майже 20 осіб", (None, 20)), ("20 і більше осіб", (20, None)),
    ("20 або більше осіб", (20, None)), ("від 20 до 30 осіб", (20, 30)), ("між 20 та 30 особами", (20, 30)),
    ("20–30 осіб", (20, 30)), ("п'ять-шість осіб", (5, 6)), ("п'ять чи шість осіб", (5, 6)),
    ("20 чи 30 осіб", (20, 30)), ("300-400 тис. осіб", (300000, 400000)),
    ("несколько десятков человек", (None, None)), ("более сотни человек", (100, None)),
    ("свыше тысячи человек", (1000, None)), ("по меньшей мере пятеро погибли", (5, None)),
    ("не менее двадцати человек", (20, None)), ("не меньше чем 20 человек", (20, None)),
    ("как минимум 20 человек", (20, None)), ("минимум 20 человек", (20, None)), ("хотя бы 20 человек", (20, None)),
    ("более чем 20 человек", (20, None)), ("больше 20 человек", (20, None)), ("не более 20 человек", (None, 20)),
    ("менее 20 человек", (None, 20)), ("до 20 человек", (None, 20)), ("почти 20 человек", (None, 20)),
    ("от 20 до 30 человек", (20, 30)), ("между 20 и 30 ранеными", (20, 30)), ("20—30 человек", (20, 30)),
    ("пять-шесть человек", (5, 6)), ("пять или шесть человек", (5, 6)), ("mehr als 12.500 Häftlinge", (12500, None)),
    ("mindestens zwanzig Tote", (20, None)), ("wenigstens 20 Tote", (20, None)), ("zumindest 20 Tote", (20, None)),
    ("mehr als 20 Tote", (20, None)), ("über 20 Tote", (20, None)), ("nicht weniger als 20 Tote", (20, None)),
    ("bis zu 20 Tote", (None, 20)), ("fast 20 Tote", (None, 20)), ("knapp 20 Tote", (None, 20)),
    ("höchstens 20 Tote", (None, 20)), ("maximal 20 Tote", (None, 20)), ("weniger als 20 Tote", (None, 20)),
    ("20 oder mehr Tote", (20, None)), ("zwischen 20 und 30 Tote", (20, 30)), ("20 bis 30 Tote", (20, 30)),
    ("20-30 Tote", (20, 30)), ("fünf bis sieben Tote", (5, 7)), ("fünf oder sechs Tote", (5, 6)),
    ("mind. 20 Tote", (20, None)), ("Dutzende Tote", (None, None)), ("Hunderte Verletzte", (None, None)),
    ("mehrere Tote", (None, None)), ("einige Hundert Menschen", (None, None)),
    ("mehrere Hundert Menschen", (None, None)), ("Zehntausende Menschen", (None, None)),
    ("Hunderttausende Menschen", (None, None)), ("no fewer than two dozen", (24, None)), ("gut 20 Tote", (20, None)),
    ("не понад 20 осіб", (None, 20)), ("не свыше 20 человек", (None, 20)), ("nicht über 20 Tote", (None, 20)),
    ("до 2 млн. 300 тис. осіб", (None, 2300000)),
]  # fmt: skip

ABOUT = [
    ("близько сотні осіб", 100), ("близько двадцяти осіб", 20), ("близько 20 осіб", 20), ("приблизно 20 осіб", 20),
    ("орієнтовно 20 осіб", 20), ("десь 20 осіб", 20), ("около сотни человек", 100), ("около 20 человек", 20),
    ("примерно 20 человек", 20), ("порядка 20 человек", 20), ("приблизительно 20 человек", 20),
    ("ориентировочно 20 человек", 20), ("rund tausend Menschen", 1000), ("etwa 20 Tote", 20), ("rund 20 Tote", 20),
    ("ungefähr 20 Tote", 20), ("circa 20 Tote", 20), ("ca. 20 Tote", 20),
]  # fmt: skip

SEVERAL = [
    ("збільшилася з 5 до 7", [(5, 5), (7, 7)]), ("зросла з 5 до 7", [(5, 5), (7, 7)]),
    ("выросло с 5 до 7", [(5, 5), (7, 7)]), ("увеличилось с 5 до 7", [(5, 5), (7, 7)]),
    ("stieg von 5 auf 7", [(5, 5), (7, 7)]),
]  # fmt: skip

NO_COUNTS = [
    "двадцять сьома бригада", "двадцять третій день", "сьома бригада", "сьома річниця", "тридцять перша бригада",
    "сто двадцять восьма бригада", "двадцять четвертого лютого", "обидва загинули", "1.200 осіб", "24-го лютого",
    "24-й день", "24-та бригада", "24-ої бригади", "5-та річниця", "3-й корпус", "20 %", "20%", "20 відсотків",
    "20 відсоткам", "20-відсоткове", "34-річна жінка", "34 роки", "віком 34 роки", "чоловік 1985 року народження",
    "Іван Дуб, 34, загинув", "5-поверховий будинок", "п'ятиповерховий будинок", "о 20:30", "о 5 ранку",
    "о 5-й ранку", "о п'ятій ранку", "о 20 годині", "близько 20 години", "у 2024 році", "2024-го",
    "у 2023–2024 роках", "20 км", "20 кілометрах", "20 кілометрами", "20 кілограмами вибухівки", "20 метрах",
    "три доби", "двох діб", "трьома годинами", "п'ять разів", "двічі", "20 хвилинах", "20 гривень", "2 га",
    "9 поверх", "9-му поверсі", "будинок № 7", "вул. Лісова, 7", "двадцать седьмая бригада", "двадцать третий день",
    "седьмая бригада", "сто двадцать восьмая бригада", "двадцать четвертого февраля", "оба погибли", "20-ю дронами",
    "24-го февраля", "24-я бригада", "5-й день", "20 процентов", "20 процентам", "20-процентный",
    "34-летняя женщина", "34 года", "34 лет", "в возрасте 34 лет", "в 20:30", "в 5 утра", "в 20 часов",
    "около 20 часов", "в 2024 году", "20 километрах", "трое суток", "пять раз", "20 рублей", "5-этажный дом",
    "дом № 7", "keine Berichte über Opfer", "am 5. März", "im 3. Quartal", "die 3. Brigade", "der 2. Weltkrieg",
    "die dritte Brigade", "am dreiundzwanzigsten Tag", "20 Prozent", "20-prozentig", "34-jährige Frau",
    "34-Jähriger", "eine 34 Jahre alte Frau", "im Alter von 34 Jahren", "Anna Huber, 34, starb",
    "Anna Huber (34) starb", "um 20 Uhr", "um 20.30 Uhr", "gegen 5 Uhr", "2022", "im Jahr 2022", "20 Kilometer",
    "20 Kilometern", "20 km", "20 Kilogramm Sprengstoff", "drei Tagen", "fünfmal", "fünf Mal", "20 Euro",
    "Hausnummer 7", "Haus Nr. 7", "eine der Frauen", "Artikel 5", "§ 5", "1.200 sailors", "the 5th day",
    "a 23rd victim", "sixty-first brigade", "two-thirds", "20 pct", "ні один не загинув", "на 9 поверсі",
    "вул. Лісова, буд. 7", "Paragraf 5", "twenty three-year-olds", "zweieinhalbtausend Menschen", "12.500 People",
    "90-х роках", "двадцять з половиною", "halbe Dutzend",
]  # fmt: skip


def bounds(text: str) -> list[Bounds]:
    return [(mention.quantity.min, mention.quantity.max) for mention in find_quantities(text)]


@pytest.mark.parametrize("around", ["{}", "Також {}.", "«{}», – Also: “x”"])
@pytest.mark.parametrize(("text", "expected"), EXACT, ids=str)
def test_a_number_in_words_and_digits(text: str, expected: int, around: str) -> None:
    assert bounds(around.format(text)) == [(expected, expected)]


@pytest.mark.parametrize(("text", "expected"), BOUNDS)
def test_bounds(text: str, expected: Bounds) -> None:
    assert bounds(text) == [expected]


@pytest.mark.parametrize(("text", "expected"), ABOUT)
def test_approximations(text: str, expected: int) -> None:
    (mention,) = find_quantities(text)
    assert mention.quantity == Quantity(min=expected, max=expected, approximate=True)


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_a_change_is_no_range(text: str, expected: list[Bounds]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize("around", ["{}", "Також {}."])
@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_does_not_count(text: str, around: str) -> None:
    assert bounds(around.format(text)) == []


# -- every number, spelled apart from the code under test --


@pytest.mark.parametrize("forms", CASES, ids=lambda forms: forms.units[2])
def test_every_slavic_number_below_a_thousand(forms: Case) -> None:
    for number in range(2, 1000):
        spelled = slavic(number, forms)
        assert bounds(f"Вони зустрілися з {spelled} {forms.noun}") == [(number, number)], spelled


@given(st.integers(2000, 999_999), st.sampled_from(CASES))
def test_slavic_thousands(number: int, forms: Case) -> None:
    spelled = slavic(number, forms)
    assert bounds(f"{spelled} {forms.noun}") == [(number, number)], spelled


@given(st.integers(2, 999_999).filter(lambda number: number % 100 != 1))
@example(601_000)
def test_german_numbers(number: int) -> None:
    spelled = german(number)
    plain = spelled.replace("ß", "ss").replace("ü", "ue").replace("ö", "oe")
    for written in (spelled, spelled.capitalize(), plain):
        assert bounds(f"Dort waren {written} Menschen.") == [(number, number)], written


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u200c", "\u2060"], ids=ascii)
@given(data=st.data())
def test_what_nobody_sees_changes_no_number(mark: str, data: st.DataObject) -> None:
    """A hyphen that is shown only at the end of a line never leaves the tail of a number."""
    number = data.draw(st.integers(2, 999))
    spellings = [slavic(number, forms) for forms in CASES] + [german(number)] * (number % 100 != 1)
    words_ = data.draw(st.sampled_from(spellings))
    place = data.draw(st.integers(1, len(words_) - 1))
    assume(words_[place - 1 : place + 1].isalpha())
    written = words_[:place] + mark + words_[place:]
    assert bounds(f"Там {written} осіб") == [(number, number)], ascii(written)


@pytest.mark.parametrize("ordinal", ["третій", "третього", "сьома", "п'ята", "третий", "седьмой", "третьего"])
@given(st.integers(2, 99).filter(lambda tens: tens % 10 > 1))
def test_an_ordinal_is_no_count(ordinal: str, tens: int) -> None:
    for forms in CASES:
        assert bounds(f"{slavic(tens * 10, forms)} {ordinal} бригада") == []
