"""The means of an attack, from the kinds of weapons used and the words of the sentences that tell of it."""

import re
from collections.abc import Collection, Sequence

from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.coding.weapon_words import CUES
from groundwire.extraction.reading.patterns import Pattern
from groundwire.schemas import AttackType, WeaponKind

_MISSILES = {"ballistic_missile", "cruise_missile", "missile"}
_NEEDED: dict[AttackType, tuple[WeaponKind, ...]] = {
    "missile_strike": ("missile",),
    "drone_strike": ("drone",),
    "missile_and_drone_strike": ("missile", "drone"),
}
_TAKEN = re.compile(
    r"\b(?:seiz\w+|captur\w+|recaptur\w+|penetrat\w+|storm(?:ed|ing)|overr[au]n|retook|retak\w+|"
    r"(?:bridge|beach)heads?|footholds?|захопи\w*|захвати\w*|штурм\w*|плацдарм\w*|erobert\w*|gestürmt|"
    r"brückenkopf)\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(r"\b(?:claim\w*|заяв\w*|behaupte\w*)\b", re.IGNORECASE)
_FROM_THE_AIR = whole_words(
    r"air[- ]?(?:strikes?|raids?|attacks?|bombardments?)|aerial (?:strikes?|bomb\w*|attacks?)|warplanes?|(?:fighter |"
    r"combat )?"
    r"jets?|(?<!suicide )bombers?|helicopters?|aircraft|(?:guided|glide|gliding) (?:aerial |air )?bombs?|"
    r"[kf]abs?(?:-\d+)?|"
    r"drop\w* (?:[\w-]+ ){0,4}bombs?|авіаудар\w*|авіабомб\w*|авіаці\w*|літак\w*|авиаудар\w*|авиабомб\w*|авиаци\w*|"
    r"самол[её]т\w*|"
    r"luftangriff\w*|luftschl[aä]g\w*|kampfjets?|kampfflugzeug\w*|fliegerbombe\w*|gleitbombe\w*"
)
_SHELLED = whole_words(
    r"shell(?:ed|s|ing|fire)?|artiller\w*|mortars?|howitzers?|rockets?|rocket fire|mlrs|grads?|обстр[іе]л\w*|артил\w*|"
    r"мином[её]т\w*|"
    r"міномет\w*|рсз[во]|beschuss|beschossen|artillerie\w*|granat\w*"
)
_PLANTED = whole_words(
    r"bomb(?:ing|er)s?|(?:car|roadside|suicide|truck|planted|home-?made|letter|parcel|time|nail) bomb\w*|(?:a|"
    r"the) bomb|"
    r"explosive (?:device|belt|vest)s?|ieds?|suicide (?:attack|vest|bomb)\w*|detonated|(?:land)?mines?|"
    r"booby[- ]trap\w*|"
    r"explosives|теракт\w*|вибухівк\w*|вибухов\w+ пристр\w*|замінован\w*|підірва\w*|взрывчатк\w*|"
    r"взрывн\w+ устройств\w*|подорва\w*|"
    r"sprengs\w+|autobombe|bombenanschl\w+|selbstmordanschl\w+"
)
_SABOTAGE = whole_words(
    r"sabotag\w*|saboteurs?|arson\w*|set (?:fire to|ablaze|alight)|derail\w*|severed|диверс\w*|підпал\w*|поджог\w*|"
    r"подж[её]г\w*|"
    r"brandanschl\w+|brandstift\w+|sabotiert\w*"
)
_ON_THE_GROUND = whole_words(
    r"ground (?:assaults?|attacks?|offensives?|operations?|forces|troops|invasion)|assault(?:s|ed|ing)?|offensives?|"
    r"infantry|"
    r"incursions?|invad\w+|invasion|storm(?:ed|ing|s)|raided|ambush\w*|gunm[ae]n|fire ?fights?|clash\w*|gun battles?|"
    r"entered|advanced on|"
    r"наступ\w*|штурм\w*|піхот\w*|пехот\w*|вторгн\w*|bodenoffensive\w*|sturmangriff\w*|infanterie\w*|überfall\w*|"
    r"einmarsch\w*"
)
_STRUCK = whole_words(
    r"strikes?|struck|hit|hits|attack\w*|barrage\w*|explo[ds]\w*|blasts?|удар\w*|атак\w*|влучи\w*|вибух\w*|взрыв\w*|"
    r"angriff\w*|"
    r"getroffen|explosion\w*"
)


def takes_ground(sentence: str) -> bool:
    """Whether a sentence tells that a place was entered or seized, and not that a side claims so (codebook)."""
    return bool(_TAKEN.search(sentence)) and not _CLAIMED.search(sentence)


def lacks_weapon(attack_type: AttackType, article: str) -> bool:
    """Whether a type needs a missile or drone that the article names nowhere."""
    # One strike of many may be told without its weapon, which then stands anywhere in the article.
    return not all(CUES[kind].search(article) for kind in _NEEDED.get(attack_type, ()))


def type_by_weapons(weapons: Collection[WeaponKind]) -> AttackType | None:
    """The type that follows from missiles, drones, artillery or rockets; None if there are none of these."""
    missiles, drones = bool(_MISSILES.intersection(weapons)), "drone" in weapons
    if missiles and drones:
        return "missile_and_drone_strike"
    if missiles:
        return "missile_strike"
    if drones:
        return "drone_strike"
    return "shelling" if {"artillery", "rocket"}.intersection(weapons) else None


def attack_type_of(weapons: Collection[WeaponKind], sentences: Sequence[str], article: str = "") -> AttackType:
    """The means of an attack by the codebook.

    One strike of many may be told without its weapon, which is that of the article if it names one sort only.

    Args:
        weapons: Kinds of the weapons used, as far as they are told.
        sentences: What tells of the attack.
        article: The whole text.
    """
    told = type_by_weapons(weapons)
    if told is not None:
        return told
    said = " ".join(sentences)
    if "bomb" in weapons:
        return "air_strike" if _FROM_THE_AIR.search(said) else "bombing"
    if "mine" in weapons:
        return "bombing"
    by_words = _type_by_words(sentences, said)
    if by_words != "other" or not _STRUCK.search(said):
        return by_words
    elsewhere = type_by_weapons(_missiles_or_drones(article))
    return elsewhere if elsewhere in {"missile_strike", "drone_strike"} else "other"


def _type_by_words(sentences: Sequence[str], said: str) -> AttackType:
    cues: tuple[tuple[AttackType, Pattern], ...] = (
        ("sabotage", _SABOTAGE),
        ("air_strike", _FROM_THE_AIR),
        ("shelling", _SHELLED),
        ("bombing", _PLANTED),
        ("ground_assault", _ON_THE_GROUND),
    )
    by_words = next((attack_type for attack_type, cue in cues if cue.search(said)), None)
    if any(takes_ground(sentence) for sentence in sentences):
        by_words = "ground_assault"
    return type_by_weapons(_missiles_or_drones(said)) or by_words or "other"


def _missiles_or_drones(said: str) -> set[WeaponKind]:
    return {kind for kind in ("missile", "drone") if CUES[kind].search(said)}
