"""Words that make it worth asking the model whether a passage reports a record of some type.

A cue only decides whether a question is put; what is a record, the model and the checks after it decide. So the
lists are broad, and a passage without any cue of a type costs nothing. Stems are English, Ukrainian, Russian, German.
"""

import re

from groundwire.schemas import RecordType

_FORCES = r"(?:forces|troops|soldiers|army|marines|paratroopers|fighters|militants|rebels|insurgents|militia\w*|tanks)"
_GAINS = (
    r"(?:advanc\w*|cross(?:ed|es|ing)|enter(?:ed|s|ing)|land(?:ed|ing)|push(?:ed|es|ing)?|"
    r"t(?:ook|aken|akes?|aking)(?! part)|(?:re)?gain(?:ed|s|ing)|occup\w*|moved in\w*|broke through|drove)"
)
_FIGHTING = (
    r"bl(?:ew|own|ow|owing) up|rubble|"
    rf"{_FORCES} [^.;]{{0,40}}?\b{_GAINS}|footholds?|bridgeheads?|beachheads?|overr[au]n\w*|retook|retak(?:en|ing)|"
    r"recaptur\w*|encircl\w*|besieg\w*|siege|clash(?:es|ed|ing)?|firefights?|gun ?battles?|shoot-?outs?|torpedo\w*|"
    r"s[aiu]nk(?:s|ing)?|crippl(?:ed|ing)|torch(?:ed|ing)|(?:set|on) (?:fire|ablaze|alight)|ablaze|derail\w*|"
    r"open(?:ed|ing|s)? fire|shot (?:dead|at|and)|shooting|gunned|detonat\w*|grenades?|shrapnel|"
    r"warplanes?|massacre\w*"
)
"""Ground taken, ships and trains wrecked, shots: armed force without a word for an attack or its victims."""
_FIGHTING_ABROAD = (
    r"плацдарм\w*|форсув\w*|форсир\w*|прорв\w*|оточи\w*|окружи\w*|засід[кц]\w*|засад\w*|зіткнен\w*|столкновени\w*|"
    r"боях|бої|бои|стрілянин\w*|стрельб\w*|перестріл\w*|перестрел\w*|підірв\w*|подорв\w*|взорв\w*|"
    r"підпал\w*|подж[ео]\w*|"
    r"потопи\w*|розстріл\w*|расстрел\w*|диверс\w*|бомб\w*|влучи\w*|влучан\w*|гранат\w*|снаряд\w*|знищ\w*|уничтож\w*|"
    r"brückenkopf\w*|eingenommen|(?:zurück)?erobert\w*|gestürmt|stürmte\w*|gefecht\w*|hinterhalt\w*|"
    r"überfall\w*|überfiel\w*|"
    r"gesprengt|sprengte\w*|spreng(?:satz|stoff)\w*|versenk\w*|in brand|brandanschl\w*|anschl[aä]g\w*|schüsse\w*|"
    r"erschoss\w*|umzingel\w*|eingekesselt|belager\w*|granat\w*|luftschl[aä]g\w*|bomb\w*|einmarsch\w*|getroffen"
)
_ATTACK = (
    r"attack\w*|hit(?:s|ting)?|claim\w* [^.;]{0,30}?li(?:fe|ves)|str(?:ike|ikes|uck|iking)|"
    r"airstrike\w*|shell(?:ed|ing|s)?|bomb\w*|assault\w*|raid\w*|barrage\w*|ambush\w*|"
    r"missiles?|drones?|rockets?|artillery|mortars?|howitzers?|mines?|uavs?|gunfire|gunmen|sabotage\w*|blast\w*|"
    r"explo[ds]\w*|kill\w*|dead|deaths?|died|casualt\w*|fatal\w*|injur\w*|wound\w*|storm(?:ed|ing)|"
    r"seiz\w*|captur\w*|penetrat\w*|"
    r"обстріл\w*|удар\w*|атак\w*|вибух\w*|загин\w*|поранен\w*|ракет\w*|дрон\w*|безпілотник\w*|захопи\w*|штурм\w*|"
    r"обстрел\w*|взрыв\w*|погиб\w*|ранен\w*|беспилотник\w*|убит\w*|захвати\w*|"
    r"angriff\w*|angegriffen|beschuss|beschossen|bombard\w*|rakete\w*|drohne\w*|getötet\w*|"
    r"verletzt\w*|explosion\w*|tote[nr]?|"
    rf"{_FIGHTING}|{_FIGHTING_ABROAD}"
)
_DIPLOMACY = (
    r"telephoned|phoned|received|turned down|accept(?:s|ed|ing)?|outrage(?:ous)?|spoke (?:by|with|"
    r"to)|hold(?:s|ing)? talks|"
    r"talks|negotiat\w*|summits?|conferences?|met|meet(?:s|ing|ings)?|visit\w*|convened|hosted|envoys?|diplomat\w*|"
    r"agree[ds]?|agreements?|deals?|treat(?:y|ies)|pacts?|accords?|cease-?fires?|truces?|exchange[ds]?|swaps?|"
    r"urg(?:e|ed|es|ing)|call(?:s|ed|ing)? (?:on|for|upon)|appeal\w*|demand\w*|insist\w*|propos\w*|preconditions?|"
    r"accus\w*|condemn\w*|blam\w*|denounc\w*|criticis\w*|criticiz\w*|reject\w*|refus\w*|rebuff\w*|"
    r"sanction\w*|withdr[ae]w\w*|suspend\w*|terminat\w*|expel\w*|recogni[sz]\w*|solidarity|endors\w*|"
    r"back(?:s|ed|ing)|"
    r"support(?:s|ed|ing)?|threat\w*|warn\w*|ultimatum|"
    r"перегов\w*|переговор\w*|зустрі\w*|встреч\w*|саміт\w*|саммит\w*|угод\w*|соглашен\w*|домов\w*|договор\w*|"
    r"заклик\w*|призва\w*|призыва\w*|вимага\w*|требу\w*|засуди\w*|осуди\w*|звинува\w*|обвини\w*|"
    r"відкин\w*|отверг\w*|санкц\w*|"
    r"verhand\w*|gespräch\w*|treffen|traf|gipfel\w*|abkommen\w*|waffenruhe|forder\w*|verurteil\w*|"
    r"beschuldig\w*|ablehn\w*|lehnt\w*"
)
_AID = (
    r"gives?|gave|given|sends?|sent|donated?|"
    r"aid|assistance|package[sd]?|pledg\w*|loans?|grants?|donat\w*|donors?|fund(?:s|ed|ing)?|contribut\w*|"
    r"[$€£₴]\s?\d[\w.,]*|dollars?|euros?|ammunition|supply|supplies|supplied|deliver\w*|provid\w*|allocat\w*|"
    r"допомог\w*|помощ\w*|пакет\w*|кредит\w*|грант\w*|долар\w*|доллар\w*|євро|евро|гривень|гривен|"
    r"hilfe\w*|hilfs\w*|paket\w*|darlehen|zusage\w*|zugesagt"
)
_CUES = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for kind, words in (
        (RecordType.ATTACK, _ATTACK),
        (RecordType.DIPLOMATIC_EVENT, _DIPLOMACY),
        (RecordType.AID_PLEDGE, _AID),
    )
}

_VICTIMS = re.compile(
    r"(?<!\w)(?:kill\w*|dead|deaths?|died|casualt\w*|fatal\w*|injur\w*|wound\w*|claim\w* [^.;]{0,30}?li(?:fe|ves)|"
    r"загин\w*|поранен\w*|погиб\w*|ранен\w*|убит\w*|getötet\w*|verletzt\w*|tote[nr]?)(?!\w)",
    re.IGNORECASE,
)


def tells_of_force(words: str) -> bool:
    """Whether some words tell of armed force, and not of its victims only: an avalanche has these too."""
    return any(_VICTIMS.fullmatch(match[0]) is None for match in _CUES[RecordType.ATTACK].finditer(words))


def has_cue(kind: RecordType, sentence: str) -> bool:
    """Whether `sentence` holds a word that makes a record of that type worth asking for."""
    return _CUES[kind].search(sentence) is not None
