"""Which state a name stands for: country names in four languages, and the demonyms and metonyms of the codebook.

Names come from CLDR through babel. Demonyms and seats of government that stand for a government (codebook, rule 8)
are in no library that we know of, so those of states that news of wars and aid speak of are listed here.
"""

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from groundwire.extraction.folding import folded

_LANGUAGES = ("en", "uk", "ru", "de")

# Demonyms, then seats of government; the first letter of each is upper case in English text.
_MORE = {
    "AE": "Emirati|Abu Dhabi",
    "AF": "Afghan|Kabul",
    "AM": "Armenian|Yerevan",
    "AT": "Austrian|Vienna",
    "AU": "Australian|Canberra",
    "AZ": "Azerbaijani|Azeri|Baku",
    "BA": "Bosnian|Sarajevo",
    "BE": "Belgian",
    "BG": "Bulgarian|Sofia",
    "BR": "Brazilian|Brasilia",
    "BY": "Belarusian|Belarussian|Minsk",
    "CA": "Canadian|Ottawa",
    "CH": "Swiss|Bern",
    "CN": "Chinese|Beijing",
    "CU": "Cuban|Havana",
    "CZ": "Czech|Czech Republic|Prague",
    "DE": "German|Berlin",
    "DK": "Danish|Copenhagen",
    "EE": "Estonian|Tallinn",
    "EG": "Egyptian|Cairo",
    "ER": "Eritrean|Asmara",
    "ES": "Spanish|Madrid",
    "ET": "Ethiopian|Addis Ababa",
    "EU": "European Union|EU|European leaders|Brussels|ЄС|ЕС|Євросоюз|Евросоюз|Європейський Союз|Европейский союз",
    "FI": "Finnish|Helsinki",
    "FR": "French|Paris|Elysee",
    "GB": "British|Britain|UK|U.K.|Great Britain|London|Downing Street",
    "GE": "Georgian|Tbilisi",
    "GR": "Greek|Athens",
    "HR": "Croatian|Zagreb",
    "HU": "Hungarian|Budapest",
    "IE": "Irish|Dublin",
    "IL": "Israeli|Jerusalem|Tel Aviv",
    "IN": "Indian|New Delhi",
    "IQ": "Iraqi|Baghdad",
    "IR": "Iranian|Tehran",
    "IS": "Icelandic|Reykjavik",
    "IT": "Italian|Rome",
    "JO": "Jordanian|Amman",
    "JP": "Japanese|Tokyo",
    "KP": "North Korean|North Korea|Pyongyang",
    "KR": "South Korean|South Korea|Seoul",
    "KZ": "Kazakh|Kazakhstani|Astana",
    "LB": "Lebanese|Beirut",
    "LT": "Lithuanian|Vilnius",
    "LU": "Luxembourgish",
    "LV": "Latvian|Riga",
    "LY": "Libyan|Tripoli",
    "MD": "Moldovan|Moldova|Chisinau",
    "ME": "Montenegrin|Podgorica",
    "MK": "Macedonian|Skopje",
    "ML": "Malian|Bamako",
    "MM": "Burmese|Burma|Naypyidaw",
    "NG": "Nigerian|Abuja",
    "NL": "Dutch|Holland|The Hague",
    "NO": "Norwegian|Oslo",
    "NZ": "New Zealander|Wellington",
    "PK": "Pakistani|Islamabad",
    "PL": "Polish|Warsaw",
    "PS": "Palestinian|Palestine|Ramallah",
    "PT": "Portuguese|Lisbon",
    "QA": "Qatari|Doha",
    "RO": "Romanian|Bucharest",
    "RS": "Serbian|Belgrade",
    "RU": "Russian|Russian Federation|Moscow|Kremlin|the Kremlin|Москва|Кремль",
    "SA": "Saudi|Riyadh",
    "SD": "Sudanese|Khartoum",
    "SE": "Swedish|Stockholm",
    "SI": "Slovenian|Slovene|Ljubljana",
    "SK": "Slovak|Bratislava",
    "SO": "Somali|Mogadishu",
    "SS": "South Sudanese|Juba",
    "SY": "Syrian|Syria|Damascus",
    "TR": "Turkish|Turkey|Ankara",
    "TW": "Taiwanese|Taipei",
    "UA": "Ukrainian|Kyiv|Kiev|Київ|Киев|Kiew",
    "US": "American|U.S.|US|USA|U.S.A.|United States of America|America|Washington|White House|Pentagon|США",
    "UZ": "Uzbek|Tashkent",
    "VE": "Venezuelan|Caracas",
    "YE": "Yemeni|Sanaa",
}
_FORCES = re.compile(
    r"(?: (?:air|aircraft|armed|army|artillery|attacks?|authorities|aviation|ballistic|cruise|drones?|fighters|fleet|"
    r"forces?|government|invaders|jets|marines|military|missiles?|navy|occupiers|regime|rockets?|shelling|side|"
    r"soldiers|state|strikes?|troops|warplanes))+$"
)


@dataclass(frozen=True, slots=True)
class StateName:
    """A state as a name stands for it.

    Attributes:
        code: ISO 3166-1 alpha-2, or EU.
        name: The state's name in English.
    """

    code: str
    name: str


@cache
def _territories() -> dict[str, str]:
    """Folded name of a state to its code."""
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale(language).territories.items():
            if _is_state(code):
                names.setdefault(_bare(name), code)
    return names


@cache
def _names() -> dict[str, str]:
    """Folded name, demonym or seat of government to the code of its state."""
    more = {_bare(name): code for code, names in _MORE.items() for name in names.split("|")}
    return _territories() | more


def _bare(words: str) -> str:
    return " ".join(folded(words).strip(" .,;:'\"").split()).removeprefix("the ")


def _is_state(code: str) -> bool:
    # CLDR's territories also hold regions of the world (numbers) and codes for no state in particular.
    return len(code) == 2 and code.isalpha() and code not in {"EZ", "QO", "UN", "XA", "XB", "ZZ"}


def valid_code(code: str | None) -> str | None:
    """The code in upper case if it is one of a state or EU, "UK" put right; else None."""
    code = (code or "").strip().upper()
    code = {"UK": "GB", "EL": "GR"}.get(code, code)
    return code if _is_state(code) and code in Locale("en").territories else None


def state_named(words: str) -> StateName | None:
    """The state that `words` stand for as a whole: its name, demonym or seat of government, forces aside.

    "Russia", "Russian forces", "the Kremlin" and "Moscow" are all Russia; "Kyiv's Western partners" is no state.
    """
    code = _names().get(_FORCES.sub("", _bare(words)))
    return StateName(code, str(Locale("en").territories[code])) if code else None


def is_whole_state(words: str) -> bool:
    """Whether `words` are the name of a state itself, not a demonym and not a seat of government."""
    return _bare(words) in _territories()


def names_of(code: str) -> tuple[str, ...]:
    """All names, demonyms and seats that stand for a state, folded, longest first."""
    return tuple(sorted((name for name, owner in _names().items() if owner == code), key=len, reverse=True))
