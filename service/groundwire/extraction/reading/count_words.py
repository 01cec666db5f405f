"""What surrounds a number that counts persons or things, and what surrounds one that does not."""

from groundwire.extraction.reading.tokens import tokenize, word_set


def _phrases(spelled: str) -> dict[str, list[tuple[str, ...]]]:
    """Index phrases by their first word, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in spelled.split("|"):
        keys = tuple(token.key for token in tokenize(phrase))
        index.setdefault(keys[0], []).append(keys)
    for phrases in index.values():
        phrases.sort(key=len, reverse=True)
    return index


VAGUE = _phrases(
    "dozens|scores|hundreds|thousands|millions|billions|several|many|numerous|some|a few|few|a handful|handful|"
    "multiple|"
    "countless|tens|a number of|a couple of hundred|a couple of thousand|a couple of dozen|a couple hundred|"
    "a couple thousand|a couple dozen|кілька|декілька|десятки|сотні|тисячі|мільйони|багато|чимало|численні|несколько|"
    "сотни|тысячи|миллионы|много|многочисленные|mehrere|einige|viele|zahlreiche|dutzende|dutzenden|hunderte|hunderten|"
    "tausende|tausenden|zehntausende|zehntausenden|hunderttausende|hunderttausenden|millionen"
)
"""Words that tell of some and give no figure: both bounds unknown."""
VAGUE_ENDS = word_set(
    "dozen dozens score scores hundred hundreds thousand thousands million millions billion billions десятків сотень "
    "тисяч мільйонів десятков сотен тысяч миллионов dutzend hundert tausend"
)
"""What may follow one of them, with or without "of" ("several hundred", "tens of thousands")."""

PAIRS = _phrases("a couple|a pair of|a pair|двійко")
"""Two. "A couple of" things is said loosely: two, approximately."""

ZERO = _phrases(
    "no one|no-one|not one|nobody|none|no lives|no loss of life|without loss of life|ніхто|никто|niemand|zero"
)
"""A stated nobody."""
NO = word_set(
    "no without zero kein keine keinen keiner ohne без жодних жодного жодна жодної жоден жодну жодне ніяких никаких"
)
"""With one of the words below, a stated nobody too."""
HARM = word_set(
    "casualty casualties injury injuries death deaths fatality fatalities victim victims wounded dead killed people "
    "person civilians verletzte verletzten verletzter tote toten toter opfer todesopfer mensch menschen person "
    "personen "
    "zivilist zivilisten жертв жертви жертва постраждалих постраждалого загиблих загиблого поранених пораненого "
    "травмованих травмованого людина людини людину людей особа особи особу осіб мешканець житель пострадавших "
    "пострадавшего погибших погибшего раненых раненого человек человека людей мирного"
)
"""What "no" must be said of. "No serious injuries" and "no reports of casualties" are not nobody."""
HARM_KINDS = word_set("human civilian military known reported any")
"""What may stand between the two."""
NOT_ONE = frozenset({"ні", "ни"})
"""Before "one" and a word of harm, a stated nobody ("ни один человек"); before "one" alone, no count."""
ABSENT = word_set("немає нема нет")
"""With a word of harm before it, a stated nobody ("жертв немає")."""

_MASCULINE = "- а у ом ові е і и ы ів ов ам ами ах"
_FEMININE = "а и і ы у ою ой е - ам ами ах"


def _declined(stems: str, endings: str) -> str:
    """All Slavic stems with all endings of their cases; "-" is the empty one."""
    return " ".join(stem + ending.strip("-") for stem in stems.split() for ending in endings.split())


_LENGTHS = (
    "km kms kilometer kilometers kilometre kilometres meter meters metre metres mile miles yard yards foot feet "
    "inch inches cm mm m nm hectare hectares acre acres sq square км м см мм га kilometern metern quadrat "
    "quadratkilometer quadratkilometern quadratmeter hektar zentimeter millimeter meilen "
    + _declined("кілометр метр сантиметр міліметр гектар километр сантиметр миллиметр", _MASCULINE)
)
_WEIGHTS = (
    "kg kilogram kilograms kilo kilos g gram grams ton tons tonne tonnes liter liters litre litres gallon gallons "
    "barrel barrels lb lbs pound pounds кг т tonnen kilogramm gramm litern "
    + _declined("кілограм грам літр барел килограмм грамм литр барр", _MASCULINE)
    + " "
    + _declined("тонн", _FEMININE)
)
_TIMES = (
    "second seconds minute minutes hour hours day days night nights week weeks weekend weekends month months year "
    "years decade decades century centuries fortnight times time fold am pm o'clock gmt utc est edt cet eet uhr hrs "
    "день дні днів дня дням днями днях дней доба доби добу добою діб добам добами добах сутки суток сутками ніч ночі "
    "ночей ночами тиждень тижні тижнів тижня тижням тижнями тижнях неделя недели неделю недель неделям неделями "
    "неделях "
    "місяць місяці місяців місяця місяцям місяцями місяцях месяц месяца месяцы месяцев месяцам месяцами месяцах рік "
    "роки "
    "років року рокам роками роках год года лет годов годам годами годах раз рази разів раза разом разами разах "
    "десятиліття десятиліть десятилетия десятилетий год хв сек ранку вечора утра вечера ночи пополудні "
    "поверх поверсі поверху этаж этаже этажа sekunden minuten stunden stunde tage tagen nächte nächten wochen woche "
    "monate monaten monat jahre jahren jahr mal "
    + _declined("секунд хвилин годин минут час", _FEMININE)
    + " часов часам часами часах часе"
)
_RATES = (
    "percent percentage pct pc % ‰ ° degrees degree celsius fahrenheit mw gw kw kwh mwh megawatt megawatts gigawatt "
    "gigawatts kilowatt kilowatts megatons kilotons kiloton megaton mph kmh knots knot volts volt "
    "kv kilovolts hertz mhz ghz points "
    "відсоток відсотка відсотку відсотком відсотки відсотків відсоткам відсотками відсотках процентів процентов "
    "процента проценти проценты процент процентам процентами процентах prozent prozentpunkte мвт гвт квт "
    "градусів градуси градуса градусов grad uhr third thirds quarter quarters half halves fourth fourths fifth fifths "
    "sixth tenth tenths "
    "hundredth hundredths"
)
UNITS = word_set(f"{_LENGTHS} {_WEIGHTS} {_TIMES} {_RATES}")
"""What a number before it measures, instead of counting persons or things."""
UNIT_ADJECTIVES = word_set(
    "square nautical cubic metric more full whole long straight consecutive further additional calendar entire short"
)
"""What may stand between a number and its unit."""

DESIGNATORS = word_set(
    "no nos nr number numbers № # article articles chapter resolution flight highway route channel formula boeing "
    "airbus leopard shahed geran mirage marder gepard patriot abrams type version category level stage phase page "
    "section paragraph annex protocol psalm figure table block reactor building room apartment terminal gate pier "
    "platform avenue street будинок буд дом кв корп корпус під'їзд подъезд д haus hausnummer "
    "paragraf § "
    "ward line unit school school's brigade force battalion regiment division day week step point option "
    "su mig tu il ka mi kh стаття статті статья статьи школа школи школы № номер ст су миг міг ту ил іл бригада шахед "
    "герань шахеды artikel kapitel absatz"
)
"""Words after which a number is a name ("Article 5", "Leopard 2"); English ones mostly with a capital letter."""
AGES_BEFORE = word_set("aged age ages aging turned turning віком возрасте alter")
"""Words after which a number is an age."""
PERSONS = word_set(
    "people persons men women children civilians soldiers troops boys girls adults teenagers youths citizens "
    "residents recruits minors males females those anyone everyone person man woman child reservists conscripts "
    "pensioners"
)
"""After one of these "under 25" and "over 60" are ages; after "5m" they make it five million."""
MEMBERS = word_set("strong member members person man woman people")
"""After a number and a hyphen, these leave it a count ("a 12-strong crew")."""
CARDINAL_ENDINGS = word_set("ти ми ма ох ьох х ро еро")
"""After a number and a hyphen, endings of Slavic numerals that count ("20-ти осіб")."""

ONE_BEFORE = word_set("no any every each this which the another some square ground day on")
"""Words after which "one" is a pronoun."""
CLAUSE_OPENERS = word_set("that as")
"""Words after which "one" is a pronoun only before a verb or a mark: "that one was", not "that one woman was"."""
ONE_ACTS = word_set("is was has had does did can could may might must shall should will would")
"""Verbs that follow a pronoun."""
ONE_AFTER = word_set(
    "of another day time point hand side thing way might could should would can must by such who that which whose or "
    "more's in"
)
"""Words before which "one" is no count ("one of the", "at one point", "one in five")."""
ONE = word_set("one один одна одне одно одного одну однієї одной одному одним")
"""The words for one that are also pronouns."""
GERMAN_LEADS = word_set(
    "am im vom zum beim ab seit bis der die das den dem des seine seiner seinem seinen ihre ihrer ihrem ihren"
)
"""German words after which a number with a full stop is an ordinal ("im 3. Quartal")."""
STREETS = word_set(
    "вул вулиця вулиці вулицю вулицею ул улица улице улицу просп проспект проспекті проспекте пров провулок пер "
    "переулок переулке бульв бульвар бульварі бульваре площа площі площадь площади шосе шоссе straße strasse allee"
)
"""Words of an address, behind whose name the number of a house stands ("вул. Лісова, 7")."""
ONE_OF = word_set("of із з с из")
"""What makes them pronouns in the other languages."""

CHANGES = word_set("up down went gone brought toll number count total figure число кількість zahl sank cut cuts rose")
"""Words with which "from 5 to 7" is a change and not a range."""
CHANGE_STEMS = tuple(
    word_set(
        "rise rising raise raising increas grew grow jump climb fell fall drop revis reduc decreas expand soar surg "
        "lower doubl tripl bring push зрос зріс збільш підня зменш знизи возрос вырос увелич подня "
        "снизи сократ stieg steig "
        "gestiegen erhöh"
    )
)
"""Starts of other such words."""

ARTICLES = word_set("a an ein eine einen einem einer eines")
"""Indefinite articles, which count one before the nouns that a caller names."""
HEADS = word_set(
    "attack attacks strike strikes assault assaults raid raids barrage campaign operator operators unit units factory "
    "plant programme program maker makers system systems launcher launchers defence defense war warfare shortage "
    "threat alert threats pilot pilots crew base launch launches swarm wave hit debris fragments force forces "
    "hospital school"
)
"""Nouns that take over the article of the noun before them: "a drone attack" is no drone."""

GERMAN_WORDS = word_set(
    "und der das den dem des von vom mit im ist sind nach wurde wurden haben hat bei auf aus für zu zum zur seit wegen "
    "als sich nicht eine einem einen einer"
)
"""Words that only German has, and that no German sentence is long without."""
GERMAN_NOUNS = word_set(
    "menschen personen soldaten zivilisten tote toten verletzte verletzten opfer drohnen raketen kinder frauen männer "
    "einwohner ukrainer russen panzer gefangene kriegsgefangene flüchtlinge marschflugkörper häuser haushalte"
)
"""Nouns after which "1.234" is 1234."""
