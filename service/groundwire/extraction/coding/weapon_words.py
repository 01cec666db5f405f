"""Words by which a passage names weapons, and tells how many were fired and how many were stopped."""

import re

from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.reading.patterns import Pattern
from groundwire.extraction.reading.tokens import word_set
from groundwire.schemas import WeaponKind

_MISSILE = r"missiles?|iskander\w*|kinzhal\w*|kalibr\w*|ракет(?!н\w* (?:тривог|тревог))\w*|rakete\w*"
_BALLISTIC = (
    r"ballistic\w*|iskander\w*|kinzhal\w*|tochka\w*|hwasong\w*|kn-23|atacms|баліст\w*|баллист\w*|[іи]скандер\w*"
)
_CRUISE = (
    r"cruise|kalibr\w*|tomahawks?|storm shadows?|kh-\d+\w*|калібр\w*|калибр\w*|крилат\w*|крылат\w*|"
    r"marschflugkörper\w*"
)
_WORDS: dict[WeaponKind, str] = {
    "ballistic_missile": f"{_BALLISTIC}|{_MISSILE}",
    "cruise_missile": f"{_CRUISE}|{_MISSILE}",
    "missile": f"{_MISSILE}|{_BALLISTIC}|{_CRUISE}",
    "drone": r"drones?|uavs?|shaheds?|geran\w*|дрон\w*|безпілотник\w*|беспилотник\w*|бпла|шахед\w*|drohne\w*",
    # Not "minister", "minute", "minimum".
    "artillery": r"artiller\w*|shell(?:s|ed|ing|fire)?|howitzers?|mortars?|артилер\w*|артиллер\w*|снаряд\w*|міномет\w*|"
    r"мином[её]т\w*|granat\w*|beschuss",
    "rocket": r"rockets?|grads?|mlrs|himars|ракет\w*|rakete\w*",
    # "Bombardment" says nothing about bombs.
    "bomb": (
        r"bombs?|bombed|bombings?|explosives?(?! (?:drone|uav|boat|vehicle|device))|бомб\w*|вибухівк\w*|"
        r"взрывчатк\w*|bomben?|sprengs\w*"
    ),
    "small_arms": r"gunfire|gunm[ae]n|guns?|shots?(?! down)|rifles?|snipers?|стрілянин\w*|стрельб\w*|schüsse\w*",
    "mine": r"(?:land)?mines?|мін(?:а|и|у|ою|ами|ах)|замінован\w*|мин(?:а|ы|у|ой|ами|ах)|заминирован\w*|minen?",
    "other": r"weapons?|munitions?|зброї|оружи\w*|waffen?",
}
CUES = {kind: whole_words(words) for kind, words in _WORDS.items()}
"""What names a weapon of each kind; a missile of any sort may be called a missile."""
SPECIFIC: dict[WeaponKind, Pattern] = {
    "ballistic_missile": whole_words(_BALLISTIC),
    "cruise_missile": whole_words(_CRUISE),
}
"""What tells these from other missiles."""
_FAMILIES: dict[WeaponKind, str] = {"ballistic_missile": "missile", "cruise_missile": "missile"}

STOPPED = whole_words(
    r"shot down|shooting down|downed|downing|intercept\w*|neutrali[sz]ed|repelled|(?:were|was|been|being|are) "
    r"(?:all )?(?:destroyed|stopped|jammed)|"
    r"(?:destroyed|stopped|jammed)(?= (?:[\w-]+ ){0,3}(?:drones|missiles|uavs|of the))|"
    r"збит\w*|збил\w*|сбит\w*|сбил\w*|перехоп\w*|перехва\w*|знешкод\w*|подавлен\w*|abgefangen|abgeschossen"
)
"""That weapons did not arrive."""
FIRED = whole_words(
    r"launch\w*|fir(?:ed|ing)|sent|attacked with|used|испол\w*|запущен\w*|запусти\w*|випусти\w*|"
    r"выпусти\w*|abgefeuert|gestartet"
)
"""That weapons were sent on their way."""
NOUNS = word_set("missile drone rocket shell bomb mine uav shahed mortar projectile drohne rakete")
"""Before one of these, "a" counts one."""
UNBOUND = re.compile(
    r"(?<!\w)(?:and|or|in|on|at|by|for|from|with|to|as|people|persons|who|that|which|were|was|і|й|та|"
    r"и|und|von|mit)(?!\w)|[,;:()]",
    re.IGNORECASE,
)
"""What cannot stand between a figure and the noun that it counts."""


def family(kind: WeaponKind) -> str:
    """The kind under which counts are told: missiles of all sorts are missiles."""
    return _FAMILIES.get(kind, kind)


def families_in(words: str) -> set[str]:
    """The kinds of weapons that some words name; "rockets" in languages where they are missiles count as such."""
    found = {family(kind) for kind, cue in CUES.items() if kind != "other" and cue.search(words)}
    return found - {"rocket"} if "missile" in found else found
