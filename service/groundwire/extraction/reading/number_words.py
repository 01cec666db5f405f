"""Number words of English, Ukrainian, Russian and German, spelled as `tokens.fold` spells.

Ukrainian and Russian inflect numerals; the forms below are those of news prose, collective ones ("двоє") included.
German "ein" is missing on purpose: it is also the indefinite article (see quantities.find_quantities).
"""

from decimal import Decimal

from groundwire.extraction.reading.tokens import fold, word_set

_ENGLISH = {
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen": range(1, 20),
    "twenty thirty forty fifty sixty seventy eighty ninety": range(20, 100, 10),
    "fourty": (40,),
}

_UKRAINIAN = {
    1: "один одна одне одного одну однієї одному одним однією",
    2: "два дві двох двом двома двоє двійко",
    3: "три трьох трьом трьома троє",
    4: "чотири чотирьох чотирьом чотирма четверо",
    5: "п'ять п'яти п'ятьох п'ятьом п'ятьма п'ятеро",
    6: "шість шести шістьох шістьом шістьма шестеро",
    7: "сім семи сімох сімом сьома семеро",
    8: "вісім восьми вісьмох вісьмом вісьма восьмеро",
    9: "дев'ять дев'яти дев'ятьох дев'ятеро",
    10: "десять десяти десятьох десятеро",
    11: "одинадцять одинадцяти",
    12: "дванадцять дванадцяти",
    13: "тринадцять тринадцяти",
    14: "чотирнадцять чотирнадцяти",
    15: "п'ятнадцять п'ятнадцяти",
    16: "шістнадцять шістнадцяти",
    17: "сімнадцять сімнадцяти",
    18: "вісімнадцять вісімнадцяти",
    19: "дев'ятнадцять дев'ятнадцяти",
    20: "двадцять двадцяти двадцятьох",
    30: "тридцять тридцяти тридцятьох",
    40: "сорок сорока",
    50: "п'ятдесят п'ятдесяти",
    60: "шістдесят шістдесяти",
    70: "сімдесят сімдесяти",
    80: "вісімдесят вісімдесяти",
    90: "дев'яносто дев'яноста",
    100: "сто ста",
    200: "двісті двохсот",
    300: "триста трьохсот",
    400: "чотириста чотирьохсот",
    500: "п'ятсот п'ятисот",
    600: "шістсот шестисот",
    700: "сімсот семисот",
    800: "вісімсот восьмисот",
    900: "дев'ятсот дев'ятисот",
}

_RUSSIAN = {
    1: "один одна одно одного одну одной одному одним",
    2: "два две двух двум двумя двое двоих",
    3: "три трех трем тремя трое троих",
    4: "четыре четырех четырем четверо четверых",
    5: "пять пяти пятью пятеро пятерых",
    6: "шесть шести шестью шестеро шестерых",
    7: "семь семи семью семеро семерых",
    8: "восемь восьми восемью восьмеро",
    9: "девять девяти девятью девятеро",
    10: "десять десяти десятью десятеро",
    11: "одиннадцать одиннадцати",
    12: "двенадцать двенадцати",
    13: "тринадцать тринадцати",
    14: "четырнадцать четырнадцати",
    15: "пятнадцать пятнадцати",
    16: "шестнадцать шестнадцати",
    17: "семнадцать семнадцати",
    18: "восемнадцать восемнадцати",
    19: "девятнадцать девятнадцати",
    20: "двадцать двадцати",
    30: "тридцать тридцати",
    40: "сорок сорока",
    50: "пятьдесят пятидесяти",
    60: "шестьдесят шестидесяти",
    70: "семьдесят семидесяти",
    80: "восемьдесят восьмидесяти",
    90: "девяносто девяноста",
    100: "сто ста",
    200: "двести двухсот",
    300: "триста трехсот",
    400: "четыреста четырехсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
}

_GERMAN_UNITS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_GERMAN_TEENS = ["dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
_GERMAN_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]


def _german() -> dict[str, int]:
    """German writes a number up to 999 as one word: all of them, in both spellings of "(ein)hundert"."""
    units = {word: value for value, word in enumerate(_GERMAN_UNITS, start=2)}
    below = units | {word: value for value, word in enumerate(_GERMAN_TEENS, start=13)}
    for tens, word in zip(range(20, 100, 10), _GERMAN_TENS, strict=True):
        below[word] = tens
        below |= {f"{unit}und{word}": tens + value for unit, value in units.items() if value < 10}
        below[f"einund{word}"] = tens + 1
    words = dict(below)
    prefixes = {"": 1, "ein": 1} | {unit: value for unit, value in units.items() if value < 10}
    for prefix, hundreds in prefixes.items():
        words[f"{prefix}hundert"] = hundreds * 100
        words[f"{prefix}hunderteins"] = hundreds * 100 + 1
        words |= {f"{prefix}hundert{word}": hundreds * 100 + value for word, value in below.items()}
    return {fold(word): value for word, value in words.items()}


def _atoms() -> dict[str, int]:
    words: dict[str, int] = {}
    for spelled, values in _ENGLISH.items():
        words |= dict(zip(spelled.split(), values, strict=True))
    for table in (_UKRAINIAN, _RUSSIAN):
        for value, forms in table.items():
            words |= dict.fromkeys(map(fold, forms.split()), value)
    return words | GERMAN


GERMAN = _german()
"""German number words from two to 999."""
ATOMS = _atoms()
"""Number words that are one word, with their values, 1 to 999."""

PARTS = {
    fold(word): Decimal("1.5")
    for word in ["півтора", "півтори", "полтора", "полторы", "полутора", "anderthalb", "eineinhalb"]
}
"""One and a half: only before a multiplier ("півтори тисячі")."""

_HUNDRED, _THOUSAND, _MILLION, _BILLION, _TRILLION = 100, 10**3, 10**6, 10**9, 10**12
ENGLISH_MULTIPLIERS = {
    "dozen": 12, "hundred": _HUNDRED, "thousand": _THOUSAND, "million": _MILLION, "billion": _BILLION,
    "trillion": _TRILLION,
}  # fmt: skip
"""English multipliers; "a" before one of these is the figure 1."""

_FOREIGN = {
    10: "десяток десятка десятки десятків десятков",
    12: "дюжина дюжини дюжину дюжин дюжины dutzend",
    _HUNDRED: "сотня сотню сотні сотни сотень сотен",
    _THOUSAND: "тисяча тисячу тисячі тисяч тысяча тысячу тысячи тысяч тис тыс tausend tsd",
    _MILLION: "мільйон мільйона мільйони мільйонів миллион миллиона миллионы миллионов млн millionen mio mln",
    _BILLION: "мільярд мільярда мільярди мільярдів миллиард миллиарда миллиарды миллиардов млрд milliarde milliarden "
    "mrd mld",
    _TRILLION: "трильйон трильйона трильйони трильйонів триллион триллиона триллионов трлн billionen bio",
}
FOREIGN_MULTIPLIERS = {fold(word): value for value, words in _FOREIGN.items() for word in words.split()}
"""Multipliers of the other languages. After these a comma is a decimal point ("1,5 Mrd. Euro")."""
SINGULAR = word_set("десяток дюжина дюжину dutzend сотня сотню тисяча тисячу тысяча тысячу мільйон миллион")
"""Foreign multipliers that stand for one of theirs when they stand alone; the plurals ("тисячі") are no figure."""

SUFFIXES = {
    "k": _THOUSAND, "mn": _MILLION, "bn": _BILLION, "bln": _BILLION, "tn": _TRILLION, "trn": _TRILLION,
}  # fmt: skip
"""Multipliers that are written at the digits: "3k"."""
MONEY_SUFFIXES = SUFFIXES | {"m": _MILLION, "mil": _MILLION, "b": _BILLION, "bil": _BILLION, "t": _TRILLION}
"""The same after money, with those that mean something else elsewhere: "5 m" is otherwise a length."""

MULTIPLIERS = ENGLISH_MULTIPLIERS | FOREIGN_MULTIPLIERS
"""All multipliers that are words."""

ORDINALS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth "
    "eightieth ninetieth hundredth thousandth millionth"
)
"""English ordinals, which are no counts, alone or at the end of a compound ("twenty-third")."""


def german_thousands(key: str) -> int | None:
    """Read a German compound with thousands.

    Args:
        key: A folded word.

    Returns:
        Its value ("zweitausenddreihundert" is 2300); None if it is none.
    """
    head, middle, tail = key.partition("tausend")
    if not middle or (not head and not tail):
        return 1000 if key == "tausend" else None
    high = 1 if head in {"", "ein"} else GERMAN.get(head)
    low = 0 if not tail else 1 if tail == "eins" else GERMAN.get(tail.removeprefix("und"))
    return None if high is None or low is None else high * 1000 + low
