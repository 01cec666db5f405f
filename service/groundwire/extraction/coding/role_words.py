"""Words by which a sentence tells what its figures count, in English, Ukrainian, Russian and German."""

import re

from groundwire.extraction.reading.patterns import Pattern

CASUALTIES = ("killed", "injured")
"""The roles that make a toll."""

_KILLED = (
    # "Lives" alone may be saved or in danger.
    r"kill\w*|dead|deaths?|died|dies|dying|fatal\w*|perish\w*|slain|murder\w*|toll|"
    r"(?:claim\w*|los[est]\w*|t(?:ook|aken|aking)|cost\w*)[^.;]{0,40}?li(?:fe|ves)|li(?:fe|ves)[^.;\d]{0,15}lost|"
    r"загин\w*|загиб\w*|вбит\w*|вбив\w*|убит\w*|убив\w*|убил\w*|погиб\w*|гибел\w*|жертв\w*|"
    # "Смертельно ранены" are dead.
    r"смерт\w*(?: (?:по)?ранен\w*)?|помер(?:л\w+|ти)?|умер(?:л[аио]|ших|шие|ший|шего)?|скончал\w*|сконал\w*|"
    r"(?:забра[влт]\w*|ун[её]с\w*|позбав\w*|лишил\w*)[^.;]{0,40}?(?:життя|жизн[иь])|"
    r"втрат\w* життя|життя втрат\w*|лишил\w* жизни|"
    r"getötet\w*|töte\w*|tote[nr]?|starb\w*|stirbt|sterben|gestorben|verstarb\w*|verstorben\w*|todesopfer\w*|"
    r"todesfäll\w*|tode?s?|tödlich\w*(?: verletz\w*| verwunde\w*)?|erschossen\w*|umgekommen\w*|umgebracht|"
    r"menschenleben|ums leben|(?:verl[oi]r\w*|kostet\w*)[^.;]{0,40}?(?:das|ihr|sein) leben"
)
_INJURED = (
    r"(?<!fatally )(?:injur\w*|wound\w*)|hurt|hospitali[sz]ed|maimed|травм\w*|"
    r"(?<!смертельно )(?:поранен\w*|поранив|поранил[аио]|ранен\w*|ранил[аио]?)|"
    r"пострада\w*|постражда\w*|контуже\w*|контузі\w*|госпіталізова\w*|госпитализирова\w*|"
    r"(?<!tödlich )(?:verletz\w*|verwunde\w*)"
)
_OTHER = (
    r"unhurt|unharmed|uninjured|rescu\w*|sav(?:ed|ing)|evacuat\w*|missing|trapped|arrest\w*|detain\w*|captur\w*|displac\w*|"
    r"homeless|surviv\w*|freed|released|stranded|fled|flee\w*|sheltered|escaped|pulled|returned|exchanged|repatriated|"
    r"врятова\w*|евакуйова\w*|евакуюва\w*|евакуац\w*|зник\w*|затрима\w*|звільн\w*|спас(?:ен|л)\w*|эвакуирова\w*|"
    r"эвакуац\w*|пропа(?:л|в)\w*|задержа\w*|освобожд\w*|освободи\w*|gerettet\w*|evakuiert\w*|vermisst\w*|"
    r"festgenommen\w*|befreit\w*|unverletzt\w*|unversehrt\w*|in sicherheit"
)


def whole_words(words: str) -> Pattern:
    """A pattern for one of several words, as a whole, in any case."""
    return Pattern(rf"(?<!\w)(?:{words})(?!\w)")


CUES = {"killed": whole_words(_KILLED), "injured": whole_words(_INJURED), "other": whole_words(_OTHER)}
"""Words about the fate of people by what they say; "other" is neither dead nor hurt."""
TOLL = whole_words(
    r"death toll|toll|number of (?:the )?(?:dead|deaths|fatalities)|"
    r"(?:кількість|число|количество) (?:загиблих|погибших|жертв)|zahl der (?:toten|todesopfer|getöteten)|opferzahl"
)
"""What a figure may follow at a distance ("the toll from the strike, officials said, rose to 20")."""

_AND = r"and|as well as|і|й|та|и|und|sowie"
_COUNTED = (
    r"(?<!загиблих)(?<!поранених)(?<!постраждалих)(?<!травмованих)(?<!погибших)(?<!раненых)(?<!пострадавших)(?<!жертв)"
)
BOUNDARY = re.compile(
    # "Поранених – 12": a Slavic dash in the place of a verb parts nothing.
    rf"[,;()]|{_COUNTED}(?:\s[–—-]\s|(?<!\s)—)|(?<!\w)(?:{_AND}|but|while|whereas|а|але|но|während|aber)(?!\w)",
    re.IGNORECASE,
)
"""Where the words of one figure end and those of the next begin."""
_AHEAD = rf"(?:(?:\w[\w'’-]*)\s+){{0,6}}?(?:{_KILLED}|{_INJURED}|{_OTHER})(?!\w)"
_PART = (
    r"including|among them|among whom|of whom|of them|some of them|у тому числі|зокрема|серед них|серед яких|з них|"
    r"з яких|серед (?:поранених|загиблих|постраждалих)|среди (?:раненых|погибших|пострадавших)|в том числе|"
    r"[ув] т\. ?ч\.|включая|среди них|среди которых|из них|из которых|darunter|davon|unter ihnen|von ihnen|"
    r"unter den (?:verletzten|toten|verwundeten)|einschließlich"
)
_SOURCE = (
    r"[^,;.–—()\d]{0,60}?\b(?:said|says|saying|reported|confirmed|according to|повідоми\w*|за даними|сообщи\w*|"
    r"по данным|laut)"
)
INSERTION = re.compile(
    rf"(?:\s*[,(–—]?\s*(?<!\w)|\s*[,(–—]\s*(?:at least\s+)?\w+\s+)(?:{_PART})(?!\w)"
    rf"(?:(?!(?<!\w)(?:{_AND})\s+{_AHEAD})[^,;.()–—])*[,)–—]?"
    rf"|,\s*[^,;.–—()]{{1,40}}?(?:among them|of them|among whom)(?=\s*,),"
    rf"|\s[–—]\s[^–—.;]{{1,80}}\s[–—](?=\s)"
    rf"|,{_SOURCE}[^,;.–—()\d]{{0,60}},",
    re.IGNORECASE,
)
"""A part of a figure, or the source of a sentence, that stands between a figure and its verb."""
FILLERS = re.compile(
    r"[\s\"“”'’]*(?:(?:another|further|additional|an?|the|some|other|to|of|up|what)\s+)*", re.IGNORECASE
)
"""What may stand between a verb and the figure that it governs."""
JOINED_AFTER = re.compile(
    rf"\s*(?:/|,|(?:,?\s*(?:{_AND}|or|або|чи|или|oder)(?!\w)))\s*"
    r"(?:(?:were|was|are|also|seriously|badly|severely|even|suffered|sustained|received|дістали|отримали|зазнали|були|"
    r"получили|были|тяжко|тяжело|серйозно|erlitten|wurden|schwer)\s+){0,2}",
    re.IGNORECASE,
)
JOINED_BEFORE = re.compile(
    rf"(?:\s*/\s*|\s+(?:(?P<both>{_AND})|(?P<either>or|або|чи|или|oder))\s+(?:(?:seriously|badly|severely)\s+)?)$",
    re.IGNORECASE,
)
"""What joins two roles of one figure."""
PART_OF = re.compile(r"\s+(?:of|out of|з|із|из|von)\s+(?:(?:the|its|their|those|all|den)\s+)?", re.IGNORECASE)
OF_THOSE = re.compile(r"\s+(?:of|among)\s+(?:(?:the|those|all|his|her|their)\s+)?", re.IGNORECASE)
"""Between a figure and those of whom it is a part."""
IN_HOSPITAL = re.compile(
    r"\s+(?:(?:later|in (?:the |a )?hospital|у лікарні|в лікарні|в больнице|згодом|позже|im krankenhaus|später)\s+)*",
    re.IGNORECASE,
)
"""Between those hurt and the verb by which they died: "two wounded died in hospital"."""
AGE_BEFORE = re.compile(r"[^\W\d_],\s$")
AGE_AFTER = re.compile(r"\s*(?:[,.)]|$)(?!\d)")
"""Around a number that is somebody's age."""
ROSE_FROM = re.compile(r"(?<!\w)(?:from|від|з|от|с|von)\s+$", re.IGNORECASE)
ROSE_TO = re.compile(r"\s+(?:to|до|auf)\s", re.IGNORECASE)
"""Around a figure that another one replaces."""
TERM_OF_SUM = re.compile(rf"\s+(?:[\w'’-]+\s*){{1,3}}(?:,?\s*(?<!\w)(?:{_AND})|,)\s+", re.IGNORECASE)
"""Between two figures that are added in mind: "two men and three women"."""
ELLIPSIS = re.compile(
    r"(?:\s+(?:more|others?|people|persons|civilians|людей|осіб|человек|menschen|personen))?\s+(?:in|at|near|outside|around|у|в|на|під|возле|bei|im)\s",
    re.IGNORECASE,
)
"""After a figure without a verb: "two in Kyiv"."""
_IN_NAMED = (
    r"(?:[УуВв]|[Нн]а|[Пп]ід|[Пп]од|[Бб]іля|[Ii]n|[Bb]ei|[Ii]m) (?:(?:місті|городе|der|dem) )?"
    r"[^\W\d_a-zа-яґєіїё][\w’'-]+"
)
ELLIPSIS_BEFORE = re.compile(
    rf"(?:,|;|(?<!\w)(?:{_AND}|а|while))\s+(?:а\s+)?{_IN_NAMED}(?:\s+[–—-])?\s+(?:(?:ще|еще|ещё|weitere)\s+)?$"
)
"""Before a figure without a verb: "а в Одесі – двоє", "in Kiel zwei"."""
ELLIPSIS_ENDS = re.compile(r"(?:\s+(?:людей|осіб|человек|человека|menschen|personen))?\s*(?:[.,;!?]|$)", re.IGNORECASE)
"""After such a figure: nothing more is said of it."""
GOES_ON = re.compile(rf"(?:,|;|(?<!\w)(?:{_AND}|а))\s*$")
"""Before a figure that goes on with what the one before it counts."""
NEW_SUBJECT = re.compile(
    r"(?<!\w)(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|who|which|that|[^\W\d_a-zа-яґєії]\w*)(?!\w)"
)
"""Between a list and its verb: somebody else begins to act."""

_PERSONS = (
    "woman man child person boy girl civilian soldier teenager pensioner baby infant toddler medic doctor nurse driver "
    "policeman worker firefighter rescuer journalist resident villager student teacher guard officer volunteer sailor "
    "serviceman paramedic mother father son daughter wife husband brother sister grandmother grandfather passer-by "
    "frau mann kind mensch zivilist zivilistin soldat mädchen junge säugling bewohner bewohnerin arbeiter "
    "polizist polizistin lehrer lehrerin arzt ärztin sanitäter sanitäterin helfer helferin feuerwehrmann rentner "
    "rentnerin fahrer journalist journalistin passant"
)
PERSON_NOUNS = frozenset(_PERSONS.split())
"""Before one of these, "a" counts one."""
PERSON_AFTER_AND = re.compile(
    rf"\s+(?:[\w'’-]+\s+){{1,3}}and\s+(?:their|his|her)\s+(?:[\w'’-]+\s+){{0,2}}?(?:{'|'.join(_PERSONS.split())})(?!\w)",
    re.IGNORECASE,
)
"""A person who is added without a figure: "two men and their driver"."""
THINGS = re.compile(
    r"[\s-]+(?:of\s+(?:the|its|their)\s+)?"
    r"(?:(?!(?:in|on|at|by|of|for|from|with|during|after|when|as|and|or|people|persons|civilians|soldiers|men|women|children)\s)"
    r"[\w'’.-]+\s+){0,3}?"
    r"(?:(?:missile|drone|rocket|shell|bomb|mine|uav|attack|strike|raid|explosion|blast|wave|house|home|building|apartment|"
    r"flat|block|school|hospital|clinic|shop|warehouse|store|village|town|cit(?:y|ie)|region|district|settlement|site|"
    r"target|facilit(?:y|ie)|vehicle|car|truck|bus|tank|train|ship|boat|plane|aircraft|jet|substation|plant|factor(?:y|ie)|"
    r"port|front|occasion|round|animal|dog|cow|horse|missile|floor|store?y)(?:e?s)?|aircraft|"
    r"ракет\w*|дрон\w*|безпілотник\w*|беспилотник\w*|снаряд\w*|бомб\w*|будин\w*|будів\w*|здани\w*|дом(?:а|ов|ах)|"
    r"квартир\w*|автомобіл\w*|автомобил\w*|машин\w*|шкіл|школ\w*|лікарень|больниц\w*|об['’]єкт\w*|объект\w*|raketen?|"
    r"drohnen?|bomben?|häuser\w*|wohnungen|autos?|fahrzeuge\w*|schulen|gebäude\w*)(?!\w)(?!\s+(?:residents?|workers?|employees|staff|passengers?|drivers?|crew|crews|members?|operators?))",
    re.IGNORECASE,
)
"""After a figure: it counts things, not people."""


def any_cue(words: str) -> bool:
    """Whether some words speak of the fate of people."""
    return any(pattern.search(words) for pattern in CUES.values())
