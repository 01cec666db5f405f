"""Numbers in Ukrainian, Russian and German words, spelled apart from the code under test."""

from typing import NamedTuple


class Case(NamedTuple):
    """The forms of one case of a language."""

    units: list[str]
    """Of 0 (no word) to 19."""
    tens: list[str]
    """Of 20 to 90."""
    hundreds: list[str]
    """Of 100 to 900."""
    thousand: str
    """After numbers of thousands; grammar that the reader need not know aside."""
    noun: str
    """Persons that are counted."""


UK_UNITS = [
    "", "один", "два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять", "десять", "одинадцять",
    "дванадцять",
    "тринадцять", "чотирнадцять", "п'ятнадцять", "шістнадцять", "сімнадцять", "вісімнадцять", "дев'ятнадцять",
]  # fmt: skip
UK_TENS = ["двадцять", "тридцять", "сорок", "п'ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев'яносто"]
UK_HUNDREDS = ["сто", "двісті", "триста", "чотириста", "п'ятсот", "шістсот", "сімсот", "вісімсот", "дев'ятсот"]
UK_GENITIVE = [
    "", "одного", "двох", "трьох", "чотирьох", "п'яти", "шести", "семи", "восьми", "дев'яти", "десяти", "одинадцяти",
    "дванадцяти", "тринадцяти", "чотирнадцяти", "п'ятнадцяти", "шістнадцяти", "сімнадцяти", "вісімнадцяти",
    "дев'ятнадцяти",
]  # fmt: skip
UK_GENITIVE_TENS = [
    "двадцяти", "тридцяти", "сорока", "п'ятдесяти", "шістдесяти", "сімдесяти", "вісімдесяти", "дев'яноста",
]  # fmt: skip
UK_GENITIVE_HUNDREDS = [
    "ста", "двохсот", "трьохсот", "чотирьохсот", "п'ятисот", "шестисот", "семисот", "восьмисот", "дев'ятисот",
]  # fmt: skip
UK_INSTRUMENTAL = [
    "", "одним", "двома", "трьома", "чотирма", "п'ятьма", "шістьма", "сімома", "вісьмома", "дев'ятьма", "десятьма",
    "одинадцятьма", "дванадцятьма", "тринадцятьма", "чотирнадцятьма", "п'ятнадцятьма", "шістнадцятьма", "сімнадцятьма",
    "вісімнадцятьма", "дев'ятнадцятьма",
]  # fmt: skip
UK_INSTRUMENTAL_TENS = [
    "двадцятьма", "тридцятьма", "сорока", "п'ятдесятьма", "шістдесятьма", "сімдесятьма", "вісімдесятьма", "дев'яноста",
]  # fmt: skip
UK_INSTRUMENTAL_HUNDREDS = [
    "ста", "двомастами", "трьомастами", "чотирмастами", "п'ятьмастами", "шістьмастами", "сьомастами", "вісьмастами",
    "дев'ятьмастами",
]  # fmt: skip
RU_UNITS = [
    "", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать",
    "двенадцать",
    "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
]  # fmt: skip
RU_TENS = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
RU_HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
RU_GENITIVE = [
    "", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти", "одиннадцати",
    "двенадцати", "тринадцати", "четырнадцати", "пятнадцати", "шестнадцати", "семнадцати", "восемнадцати",
    "девятнадцати",
]  # fmt: skip
RU_GENITIVE_TENS = [
    "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти", "восьмидесяти", "девяноста",
]  # fmt: skip
RU_GENITIVE_HUNDREDS = [
    "ста", "двухсот", "трёхсот", "четырёхсот", "пятисот", "шестисот", "семисот", "восьмисот", "девятисот",
]  # fmt: skip
RU_INSTRUMENTAL = [
    "", "одним", "двумя", "тремя", "четырьмя", "пятью", "шестью", "семью", "восемью", "девятью", "десятью",
    "одиннадцатью", "двенадцатью", "тринадцатью", "четырнадцатью", "пятнадцатью", "шестнадцатью", "семнадцатью",
    "восемнадцатью", "девятнадцатью",
]  # fmt: skip
RU_INSTRUMENTAL_TENS = [
    "двадцатью", "тридцатью", "сорока", "пятьюдесятью", "шестьюдесятью", "семьюдесятью", "восемьюдесятью", "девяноста",
]  # fmt: skip
RU_INSTRUMENTAL_HUNDREDS = [
    "ста", "двумястами", "тремястами", "четырьмястами", "пятьюстами", "шестьюстами", "семьюстами", "восемьюстами",
    "девятьюстами",
]  # fmt: skip
CASES = [
    Case(UK_UNITS, UK_TENS, UK_HUNDREDS, "тисяч", "осіб"),
    Case(UK_GENITIVE, UK_GENITIVE_TENS, UK_GENITIVE_HUNDREDS, "тисяч", "осіб"),
    Case(UK_INSTRUMENTAL, UK_INSTRUMENTAL_TENS, UK_INSTRUMENTAL_HUNDREDS, "тисячами", "особами"),
    Case(RU_UNITS, RU_TENS, RU_HUNDREDS, "тысяч", "человек"),
    Case(RU_GENITIVE, RU_GENITIVE_TENS, RU_GENITIVE_HUNDREDS, "тысяч", "человек"),
    Case(RU_INSTRUMENTAL, RU_INSTRUMENTAL_TENS, RU_INSTRUMENTAL_HUNDREDS, "тысячами", "людьми"),
]


def slavic(number: int, forms: Case) -> str:
    """A number from 1 to 999,999 in words."""
    parts = []
    if number >= 1000:
        parts += [slavic(number // 1000, forms), forms.thousand]
        number %= 1000
    if number >= 100:
        parts.append(forms.hundreds[number // 100 - 1])
    if number % 100 >= 20:
        parts += [forms.tens[number % 100 // 10 - 2], forms.units[number % 10]]
    else:
        parts.append(forms.units[number % 100])
    return " ".join(filter(None, parts))


DE_UNITS = [
    "", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn",
    "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
]  # fmt: skip
DE_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def german(number: int) -> str:
    """A number from 1 to 999,999 in words, as before a noun."""
    if number >= 1000:
        return german(number // 1000) + "tausend" + german(number % 1000)
    if number >= 100:
        return DE_UNITS[number // 100] + "hundert" + german(number % 100)
    if number >= 20:
        return DE_UNITS[number % 10] + "und" * (number % 10 > 0) + DE_TENS[number // 10 - 2]
    return DE_UNITS[number]
