"""Number words of English, Ukrainian, Russian and German, spelled as `tokens.fold` spells.

Those of Ukrainian and Russian, which inflect them, are in `slavic_numbers`.
German "ein" is missing on purpose: it is also the indefinite article (see quantities.find_quantities).
"""

from decimal import Decimal

from groundwire.extraction.reading.slavic_numbers import HALVES, SLAVIC, SLAVIC_MULTIPLIERS, SLAVIC_SINGULAR
from groundwire.extraction.reading.tokens import fold, word_set

_ENGLISH = {
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen": range(1, 20),
    "twenty thirty forty fifty sixty seventy eighty ninety": range(20, 100, 10),
    "fourty": (40,),
}

_GERMAN_UNITS = ["zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"]
_GERMAN_TEENS = ["dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"]
_GERMAN_TENS = ["zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"]
_PLAIN = str.maketrans({"ü": "ue", "ö": "oe", "ß": "ss"})


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
        words |= {f"{prefix}hundertund{word}": hundreds * 100 + value for word, value in below.items() if value < 13}
    words |= {word.translate(_PLAIN): value for word, value in words.items()}
    genitives = {"zweier": 2, "dreier": 3}
    return {fold(word): value for word, value in (words | genitives).items()}


def _atoms() -> dict[str, int]:
    words: dict[str, int] = {}
    for spelled, values in _ENGLISH.items():
        words |= dict(zip(spelled.split(), values, strict=True))
    return words | SLAVIC | GERMAN


GERMAN = _german()
"""German number words from two to 999."""
ATOMS = _atoms()
"""Number words that are one word, with their values, 1 to 999."""

PARTS = {
    **{
        fold(word): Decimal("1.5")
        for word in ["півтора", "півтори", "полтора", "полторы", "полутора", "anderthalb", "eineinhalb"]
    },
    **{f"{fold(unit)}einhalb": value + Decimal("0.5") for value, unit in enumerate(_GERMAN_UNITS[:8], start=2)},
    **dict.fromkeys(HALVES, Decimal("0.5")),
}
"""Numbers with a half, and a half: only before a multiplier ("півтори тисячі", "zweieinhalb Millionen")."""
FUSED_HALVES = {
    f"{half}{word}": value // 2
    for half, language in (("пів", "сотні тисячі мільйона мільярда"), ("пол", "сотни тысячи миллиона миллиарда"))
    for word, value in ((word, SLAVIC_MULTIPLIERS[word]) for word in language.split())
}
"""Halves in one word: "півмільйона", "полсотни"."""
GERMAN_HALVES = word_set("halbe halben halber halbes halbem")
"""German halves, which stand between an article and a multiplier ("eine halbe Million")."""

_HUNDRED, _THOUSAND, _MILLION, _BILLION, _TRILLION = 100, 10**3, 10**6, 10**9, 10**12
ENGLISH_MULTIPLIERS = {
    "dozen": 12, "hundred": _HUNDRED, "thousand": _THOUSAND, "million": _MILLION, "billion": _BILLION,
    "trillion": _TRILLION,
}  # fmt: skip
"""English multipliers; "a" before one of these is the figure 1."""

_GERMAN_MULTIPLIERS = {
    12: "dutzend",
    _THOUSAND: "tausend tsd",
    _MILLION: "millionen mio mln",
    _BILLION: "milliarde milliarden mrd mld",
    _TRILLION: "billionen bio",
}
FOREIGN_MULTIPLIERS = SLAVIC_MULTIPLIERS | {
    word: value for value, words in _GERMAN_MULTIPLIERS.items() for word in words.split()
}
"""Multipliers of the other languages. After these a comma is a decimal point ("1,5 Mrd. Euro")."""
SINGULAR = SLAVIC_SINGULAR | {"dutzend"}
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
    high = 1 if head in {"", "ein"} else GERMAN.get(head, GERMAN.get(f"{head}s"))  # "hunderteintausend"
    low = 0 if not tail else 1 if tail == "eins" else GERMAN.get(tail.removeprefix("und"))
    return None if high is None or low is None else high * 1000 + low
