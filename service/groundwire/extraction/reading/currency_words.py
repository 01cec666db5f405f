"""What newspapers call currencies, with the ISO 4217 codes.

Full names ("Swedish kronor") come from babel (CLDR) in four languages. A noun alone stands for a currency only where
news prose means one by it. Ambiguities, decided:

* "dollars" and "$" are USD; "C$", "A$", "HK$", "Canadian dollars" are the others.
* "pounds" and "£" are GBP ("Egyptian pounds" EGP); but "pounds" after a number without a multiplier is no money: it is
  also a weight.
* "¥" and "yen" are JPY, "yuan" and "renminbi" CNY; "rubles" are RUB ("Belarusian rubles" BYN); "lira" is TRY.
* "crowns", "kronor", "kroner", "francs", "lei", "dinars" and "pesos" alone are none: only with a nationality.
"""

from functools import cache

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name, get_territory_currencies

from groundwire.extraction.reading.tokens import fold, tokenize, word_set

SYMBOLS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "₴": "UAH", "₽": "RUB", "¥": "JPY", "zł": "PLN", "₺": "TRY",
    "₹": "INR", "₪": "ILS", "₩": "KRW", "₾": "GEL", "₸": "KZT", "kč": "CZK", "c$": "CAD", "ca$": "CAD", "a$": "AUD",
    "au$": "AUD", "nz$": "NZD", "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "r$": "BRL", "cn¥": "CNY", "sfr": "CHF",
}  # fmt: skip
"""Symbols that stand at the digits, before or after."""

_UNITS = {
    "USD": "dollar dollars bucks дол долл долар долара долару доларом долари доларів доларам доларами доларах доллар "
    "доллара доллару долларом доллары долларов долларам долларами долларах",
    "EUR": "euro euros євро евро",
    "GBP": "pound pounds sterling фунт фунта фунти фунтів фунтам фунтами фунтах фунты фунтов pfund",
    "UAH": "hryvnia hryvnias hryvnya hryvnyas hryvna hryvnas гривня гривні гривень гривню гривнею гривням гривнями "
    "гривнях грн гривна гривны гривну гривне гривной гривен гривнам гривнами гривнах hrywnja hrywna griwna",
    "RUB": "ruble rubles rouble roubles рубль рублі рублів рубля рубли рублей рублю рублем рублям рублями рублях руб "
    "rubel",
    "PLN": "zloty zlotys zlotych złoty złotych злотий злотих злотый злотых",
    "JPY": "yen єна єн ієн иен йен",
    "CNY": "yuan renminbi юань юанів юаней",
    "TRY": "lira liras лір",
    "INR": "rupee rupees",
    "ILS": "shekel shekels",
    "KRW": "won",
    "KZT": "tenge тенге",
    "GEL": "lari ларі лари",
    "HUF": "forint forints",
    "ZAR": "rand",
    "CZK": "koruna korunas",
}
UNITS = {fold(word): code for code, names in _UNITS.items() for word in names.split()}
"""Nouns that name a currency by themselves in news prose."""
CROWNS = word_set(
    "crown crowns krona kronor krone kroner kronen franc francs franken lei leu dinar dinars peso pesos rial rials "
    "крон крони кроны франків франков лей леїв динарів"
)
"""Nouns of several currencies: no amount without a nationality, and no count either."""
WEIGHTS = word_set("pound pounds pfund фунт фунта фунти фунтів фунтам фунтами фунтах фунты фунтов won rand")
"""Nouns of currencies that are also something else."""

_EXTRA = {
    "USD": "u.s. dollar|u.s. dollars|american dollars|us-dollar|us-dollars|доларів сша|долари сша|долларов сша|"
    "дол. сша|долл. сша|"
    "американських доларів|американских долларов",
    "GBP": "pounds sterling|pound sterling|british pounds|uk pounds",
    "SEK": "swedish crowns|swedish krona|schwedische kronen|шведських крон|шведских крон",
    "NOK": "norwegian crowns|norwegian krone|norwegische kronen|норвезьких крон|норвежских крон",
    "DKK": "danish crowns|danish krone|dänische kronen|данських крон|датских крон",
    "CZK": "czech crowns|czech koruna|czech korunas|tschechische kronen|чеських крон|чешских крон",
    "CHF": "swiss francs|swiss franc|schweizer franken|швейцарських франків|швейцарских франков",
    "CAD": "канадських доларів|канадских долларов",
    "AUD": "австралійських доларів|австралийских долларов",
    "RUB": "russian rubles|russian roubles",
    "BYN": "belarusian rubles|belarusian roubles",
}
_WORDS_TOO = frozenset(["ALL", "TOP", "CUP", "MOP", "SOS", "PEN", "BAM"])


@cache
def codes() -> frozenset[str]:
    """ISO codes of the currencies in use, but for those that are English words in capitals."""
    territories = get_global("territory_currencies")
    current = (code for territory in territories for code in get_territory_currencies(territory))
    return frozenset(current) - _WORDS_TOO


@cache
def names() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Full names of currencies ("Swedish kronor"), from babel in four languages: by first word, the longest first."""
    index: dict[str, dict[tuple[str, ...], str]] = {}

    def add(name: str, code: str) -> None:
        keys = tuple(token.key for token in tokenize(name))
        if len(keys) > 1:
            index.setdefault(keys[0], {})[keys] = code

    for language in ("en", "uk", "ru", "de"):
        locale = Locale(language)
        for code in sorted(codes()):
            for count in (1, 2, 5):
                add(get_currency_name(code, count, locale), code)
    for code, spelled in _EXTRA.items():
        for name in spelled.split("|"):
            add(name, code)
    return {first: sorted(found.items(), key=lambda entry: -len(entry[0])) for first, found in index.items()}
