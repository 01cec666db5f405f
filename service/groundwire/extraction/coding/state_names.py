"""Names of states that CLDR does not have: other names, demonyms, seats of government, stems of inflected names.

They are in no library that we know of, so those of states that news of wars and aid speak of are listed here.
"""

NAMES = {
    # Other names of the state itself.
    "BA": "Bosnia",
    "CD": "Democratic Republic of Congo|DR Congo|DRC",
    "CI": "Ivory Coast",
    "CV": "Cape Verde",
    "CZ": "Czech Republic",
    "EU": "European Union|EU|ЄС|ЕС|Євросоюз|Евросоюз|Європейський Союз|Европейский союз",
    "GB": "Britain|UK|U.K.|Great Britain|Großbritannien",
    "KP": "North Korea",
    "KR": "South Korea",
    "MD": "Moldova",
    "MM": "Burma",
    "NL": "Holland",
    "PS": "Palestine",
    "RU": "Russian Federation",
    "SY": "Syria",
    "SZ": "Swaziland",
    "TR": "Turkey",
    "US": "U.S.|US|USA|U.S.A.|United States of America|America|США",
    "VA": "Vatican|Holy See",
}
"""Code to further names of the state itself, parted by bars."""

# Demonyms, then seats of government; the first letter of each is upper case in English text.
ALIASES = {
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
    "CZ": "Czech|Prague",
    "DE": "German|Berlin",
    "DK": "Danish|Copenhagen",
    "EE": "Estonian|Tallinn",
    "EG": "Egyptian|Cairo",
    "ER": "Eritrean|Asmara",
    "ES": "Spanish|Madrid",
    "ET": "Ethiopian|Addis Ababa",
    "EU": "European leaders|Brussels",
    "FI": "Finnish|Helsinki",
    "FR": "French|Paris|Elysee",
    "GB": "British|London|Downing Street",
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
    "KP": "North Korean|Pyongyang",
    "KR": "South Korean|Seoul",
    "KZ": "Kazakh|Kazakhstani|Astana",
    "LB": "Lebanese|Beirut",
    "LT": "Lithuanian|Vilnius",
    "LU": "Luxembourgish",
    "LV": "Latvian|Riga",
    "LY": "Libyan|Tripoli",
    "MD": "Moldovan|Chisinau",
    "ME": "Montenegrin|Podgorica",
    "MK": "Macedonian|Skopje",
    "ML": "Malian|Bamako",
    "MM": "Burmese|Naypyidaw",
    "NG": "Nigerian|Abuja",
    "NL": "Dutch|The Hague",
    "NO": "Norwegian|Oslo",
    "NZ": "New Zealander|Wellington",
    "PK": "Pakistani|Islamabad",
    "PL": "Polish|Warsaw",
    "PS": "Palestinian|Ramallah",
    "PT": "Portuguese|Lisbon",
    "QA": "Qatari|Doha",
    "RO": "Romanian|Bucharest",
    "RS": "Serbian|Belgrade",
    "RU": "Russian|Moscow|Kremlin",
    "SA": "Saudi|Riyadh",
    "SD": "Sudanese|Khartoum",
    "SE": "Swedish|Stockholm",
    "SI": "Slovenian|Slovene|Ljubljana",
    "SK": "Slovak|Bratislava",
    "SO": "Somali|Mogadishu",
    "SS": "South Sudanese|Juba",
    "SY": "Syrian|Damascus",
    "TR": "Turkish|Ankara",
    "TW": "Taiwanese|Taipei",
    "UA": "Ukrainian|Kyiv|Kiev|Kiew",
    "US": "American|Washington|White House|Pentagon",
    "UZ": "Uzbek|Tashkent",
    "VE": "Venezuelan|Caracas",
    "YE": "Yemeni|Sanaa",
}
"""Code to words that stand for the state, but not for its territory, parted by bars."""

NOUN_STEMS = {
    "BY": "білорус(?:ь|і|ю|ією)|беларус(?:ь|и|ью)|белорусси[яиюей]",
    "CN": "кита[йюяєе](?:м|ві)?|кита(?:ем|ї)",
    "DE": "німеччин(?:а|и|і|у|ою)|германи[яиюей]",
    "EU": "євросоюз(?:у|ом|і)?|евросоюз(?:а|у|ом|е)?|europäische[nr]? union",
    "FR": "франці[яїюєй]|франци[яиюей]",
    "GB": "(?:велик(?:а|ої|ій|у|ою) )?британі[яїюєй]|(?:великобритани|британи)[яиюей]",
    "IL": "ізраїл(?:ь|ю|я|ем|і)|израил(?:ь|ю|я|ем|е)",
    "IR": "іран(?:у|ом|і)?|иран(?:а|у|ом|е)?",
    "PL": "польщ(?:а|і|у|ею)|польш(?:а|и|е|у|ей)",
    "RU": "росі(?:я|ї|ю|єю|й)|росси(?:я|и|ю|ей)|рф",
    "SE": "швеці(?:я|ї|ю|єю)|швеци(?:я|и|ю|ей)",
    "TR": "туреччин(?:а|и|і|у|ою)|турци(?:я|и|ю|ей)",
    "UA": "україн(?:а|и|і|у|ою)|украин(?:а|ы|е|у|ой)",
}
"""Code to a pattern of inflected names of the state itself; case does not matter."""

ADJECTIVE_STEMS = {
    "BY": r"білоруськ\w+|белорусск\w+|belarussisch\w*",
    "CN": r"китайськ\w+|китайск\w+|chinesisch\w*",
    "DE": r"німецьк\w+|немецк\w+|deutsche[rnms]?|берлін\w*|берлин\w*",
    "FR": r"французьк\w+|французск\w+|französisch\w*|париж\w*",
    "GB": r"британськ\w+|британск\w+|britisch\w*|лондон\w*",
    "IL": r"ізраїльськ\w+|израильск\w+|israelisch\w*",
    "IR": r"іранськ\w+|иранск\w+|iranisch\w*",
    "PL": r"польськ\w+|польск\w+|polnisch\w*|варшав\w*",
    "RU": r"російськ\w+|российск\w+|russisch\w*|москв(?:а|и|ы|і|у|ою|ой|е)|кремл(?:ь|я|ю|ем|і|е)|moskau\w*|kreml",
    "SE": r"шведськ\w+|шведск\w+|schwedisch\w*",
    "TR": r"турецьк\w+|турецк\w+|türkisch\w*|анкар(?:а|и|ы|і|у|ою|ой|е)",
    "UA": r"українськ\w+|украинск\w+|ukrainisch\w*|київ|києв(?:а|у|ом|і)|киев(?:а|у|ом|е)?",
    "US": r"американськ\w+|американск\w+|(?:us-)?amerikanisch\w*|вашингтон\w*",
}
"""Code to a pattern of inflected demonyms and seats of government; case does not matter."""

FORCES = (
    r"(?:'s)?(?: (?:air|aircraft|armed|army|artillery|attacks?|authorities|aviation|ballistic|cruise|drones?|fighters|"
    r"fleet|forces?|government|ground|invaders|jets|marines|military|missiles?|navy|occupiers|regime|rockets?|shelling|side|"
    r"soldiers|state|strikes?|troops|warplanes|війська|військові|військ|армія|сили|окупанти|авіація|ракети|дрони|влада|"
    r"уряд|войска|военные|армия|силы|оккупанты|авиация|ракеты|дроны|власти|truppen|streitkräfte|armee|luftwaffe|"
    r"soldaten|regierung|raketen|drohnen))*"
)
"""Forces and organs behind the name of a state, which stand for that state."""
