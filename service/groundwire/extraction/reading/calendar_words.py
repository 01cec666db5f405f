"""Names of days, months and spans of time in four languages, spelled as `tokens.fold` spells."""

from groundwire.extraction.reading.tokens import fold, word_set


def _numbered(rows: dict[int, str]) -> dict[str, int]:
    return {fold(word): value for value, words in rows.items() for word in words.split()}


def _named(rows: dict[str, str]) -> dict[str, str]:
    return {fold(word): value for value, words in rows.items() for word in words.split()}


MONTHS = _numbered(
    {
        1: "January Jan січень січня січні январь января январе Januar Jänner",
        2: "February Feb лютий лютого лютому февраль февраля феврале Februar",
        3: "March Mar березень березня березні март марта марте März",
        4: "April Apr квітень квітня квітні апрель апреля апреле",
        5: "May травень травня травні май мая мае Mai",
        6: "June Jun червень червня червні июнь июня июне Juni",
        7: "July Jul липень липня липні июль июля июле Juli",
        8: "August Aug серпень серпня серпні август августа августе",
        9: "September Sept Sep вересень вересня вересні сентябрь сентября сентябре",
        10: "October Oct жовтень жовтня жовтні октябрь октября октябре Oktober",
        11: "November Nov листопад листопада листопаді ноябрь ноября ноябре",
        12: "December Dec грудень грудня грудні декабрь декабря декабре Dezember Dez",
    }
)
"""Month names, with the cases in which dates are written, 1 to 12."""
_DAY_STEMS = {
    1: "перш перв",
    2: "друг втор",
    3: "трет",
    4: "четверт",
    5: "п'ят пят",
    6: "шост шест",
    7: "сьом седьм",
    8: "восьм",
    9: "дев'ят девят",
    10: "десят",
    11: "одинадцят одиннадцат",
    12: "дванадцят двенадцат",
    13: "тринадцят тринадцат",
    14: "чотирнадцят четырнадцат",
    15: "п'ятнадцят пятнадцат",
    16: "шістнадцят шестнадцат",
    17: "сімнадцят семнадцат",
    18: "вісімнадцят восемнадцат",
    19: "дев'ятнадцят девятнадцат",
    20: "двадцят двадцат",
    30: "тридцят тридцат",
}
DAY_WORDS = {
    stem + ending: day
    for day, stems in _DAY_STEMS.items()
    for stem in stems.split()
    for ending in (("ього", "ьего") if stem == "трет" else ("ого",))
}
"""Days of a month in words, as they stand before its name ("восьмого листопада")."""
DAY_TENS = {"двадцять": 20, "двадцать": 20, "тридцять": 30, "тридцать": 30}
"""What may stand before the first nine of them ("двадцять четвертого")."""
SHORT_MONTHS = word_set("jan feb mar apr jun jul aug sept sep oct nov dec dez")
"""Month names that may end in a full stop."""
CAPITAL_MONTHS = SHORT_MONTHS | {"may", "march", "august"}
"""Month names that are months only with a capital letter; small, they are other words."""

WEEKDAYS = _numbered(
    {
        0: "Monday понеділок понеділка понеділку понедельник понедельника Montag",
        1: "Tuesday вівторок вівторка вторник вторника Dienstag",
        2: "Wednesday середа середу середи среда среду Mittwoch",
        3: "Thursday четвер четверга четверг Donnerstag",
        4: "Friday п'ятниця п'ятницю п'ятниці пятница пятницу пятницы Freitag",
        5: "Saturday субота суботу суботи суббота субботу субботы Samstag Sonnabend",
        6: "Sunday неділя неділю неділі воскресенье воскресенья Sonntag",
    }
)
"""Weekday names, 0 for Monday."""
SHORT_WEEKDAYS = _numbered({0: "mon", 1: "tue tues", 2: "wed", 3: "thu thur thurs", 4: "fri", 5: "sat", 6: "sun"})
"""Weekdays only right before a date: "sat" and "sun" are other words elsewhere."""

_GERMAN_DAYS = [fold(day) for day in ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]]
WEEKDAY_PARTS = {
    f"{day}{part}": number
    for number, day in enumerate(_GERMAN_DAYS)
    for part in ("abend", "morgen", "mittag", "nachmittag", "vormittag")
}
"""German compounds of a weekday and a part of its day."""
WEEKDAY_NIGHTS = {f"{day}nacht": number for number, day in enumerate(_GERMAN_DAYS)}
"""German compounds of a weekday and its night."""

RELATIVE = _numbered(
    {
        0: "today сьогодні сегодня heute",
        -1: "yesterday вчора учора вчера gestern",
        1: "tomorrow завтра",
        -2: "позавчора позавчера vorgestern",
        2: "післязавтра послезавтра übermorgen",
    }
)
"""Days counted from the day of publication."""
LAST_NIGHT = word_set("overnight вночі уночі ночью")
"""The night before publication, or before the day that follows ("overnight on Saturday", "вночі 5 березня")."""
INTO_DAY = word_set("into to на проти auf zum zu")
"""After a night and before a day: the night leads into the day ("in der Nacht zum Samstag")."""
OF_DAY = word_set("of von vom з зі с со із")
"""The same for a night that a day is named for, or that begins with it ("у ніч з 4 на 5 березня")."""
NIGHT = word_set("night nights ніч ночі ночь ночи nacht")
"""A night; it belongs to two days."""
DAY_PARTS = word_set(
    "morning afternoon evening dawn noon lunchtime вранці зранку ранку ввечері увечері вечора утром утра вечером днем "
    "morgen abend mittag früh vormittag nachmittag"
)
"""Parts of one day."""

MODIFIERS = _named(
    {
        "last": "last past минулий минулого минулої минулу минулому минулих минулі минулою прошлый прошлого прошлой "
        "прошлую прошлом прошлых прошлые минувший минувшего минувшей минувшую минувшем минувших минувшие прошедший "
        "прошедшего прошедшей прошедшую прошедшем прошедших прошедшие останні останню останніх останньої останній "
        "последние последних последнюю последней letzte letzten letzter letztes letztem vergangene vergangenen "
        "vergangener vergangenes vergangenem vorige vorigen voriger voriges vorigem",
        "this": "this цей цього цієї цьому ці цю этот этого этой этом эти эту diese diesen dieser dieses diesem",
        "next": "next coming upcoming наступний наступного наступної наступному наступних наступну наступні следующий "
        "следующего следующей следующую следующем следующих следующие nächste nächsten nächster nächstes nächstem "
        "kommende kommenden kommender kommendes kommendem",
    }
)
"""Which one is meant: the last, this or the next."""

UNITS = _named(
    {
        "hour": "hour hours години годин годину час часа часов stunde stunden",
        "day": "day days день дня дні днів дней доба добу доби сутки суток tag tage tagen",
        "week": "week weeks тиждень тижня тижні тижнів неделя неделю недели недель неделе woche wochen",
        "weekend": "weekend weekends вихідні вихідних выходные выходных wochenende",
        "month": "month months місяць місяця місяці місяців месяц месяца месяцы месяцев месяце monat monats monate "
        "monaten",
        "year": "year years рік року роки років році год года году лет jahr jahres jahre jahren",
    }
)
"""Spans of time."""
YEAR_WORDS = word_set("рік року році роком р год года году годом г")
"""Words that may follow the number of a year."""
SINGLE_UNITS = word_set("день добу тиждень місяць рік неделю месяц год")
"""Those that stand for one of theirs before "ago" ("тиждень тому")."""
AGO = word_set("ago тому назад")
"""What makes a span of time an earlier day."""

IN_YEAR = word_set(
    "in since until till by of from year during before after early late mid spring summer autumn fall winter the "
    "between throughout end start beginning through у в з із с від до от після після перед кінці начале seit ab "
    "anfang ende jahr jahre bis"
)
"""Words before a number of four digits that make it a year even if a noun follows ("the 2014 protests")."""
STRICT_IN_YEAR = word_set("in since until till during year throughout у в jahr")
"""Those that do so for a round number too: "a force of 2000 soldiers" is a count."""

RANGE_WORDS = word_set("to until till through into по до на bis auf zum - – — −")
"""What stands between the first and the last day of a span."""
AND_WORDS = word_set("and & і й та и und")
"""What joins two days that must follow on each other to be one span."""
SINCE = word_set("since seit відтоді починаючи начиная з із зі с со")
"""What makes a date the start of a span that lasts until publication."""
BETWEEN = word_set("between між между zwischen")
"""What makes "and" the middle of a span."""
NO_SPAN = word_set(
    "before after until till by ahead about around circa nearly almost than to vor nach bis до після перед после "
    "накануне um gegen близько около майже почти roughly approximately"
)
"""Words that, right before a date, leave no span that a calendar could tell."""
