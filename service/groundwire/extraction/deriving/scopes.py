"""Whether one strike, a barrage on several places or repeated attacks are told."""

import re
from collections.abc import Sequence

from groundwire.extraction.coding.role_words import whole_words
from groundwire.schemas import AttackScope

_REPEATED = re.compile(
    r"\b(?:attacks|strikes|assaults|raids|bombardments|airstrikes|атаки|удари|удары|обстріли|обстрелы|angriffe)\b",
    re.IGNORECASE,
)
_WITHOUT_END = re.compile(
    r"\b(?:bombardment|shelling|attempts|(?:almost |nearly )?(?:daily|nightly)|(?:every|each) (?:day|night)|"
    r"day after day|night after night|repeatedly|щодня|щоночі|ежедневно|täglich)\b",
    re.IGNORECASE,
)
"""Words for attacks without number; with a toll of its own, what they stand beside is one attack among these."""
_ATTACKS = (
    r"(?:attacks|strikes|assaults|raids|bombardments?|airstrikes|shelling|"
    r"атак\w*|удар\w*|обстр[іе]л\w*|angriffe\w*|beschuss)"
)
_OVER_TIME = whole_words(
    rf"(?:previous|earlier|past|recent|repeated|regular|frequent|continu(?:ed|ing|al|ous)|constant|persistent|"
    rf"relentless|numerous|"
    rf"series of|campaign of|string of|spate of|попередн\w+|минул\w+|постійн\w+|регулярн\w+|неодноразов\w+|"
    rf"предыдущ\w+|прошл\w+|"
    rf"постоянн\w+|регулярн\w+|неоднократн\w+|wiederholt\w*|ständig\w*|frühere\w*|"
    rf"regelmäßig\w*) (?:[\w-]+ ){{0,4}}{_ATTACKS}|"
    rf"{_ATTACKS} (?:[\w-]+ ){{0,4}}(?:continue[ds]?|intensif\w+|escalat\w+)|(?:continue[ds]?|stepp?ed up|intensif\w+|"
    rf"ramped up|"
    rf"escalat\w+|kept up) (?:[\w-]+ ){{0,4}}{_ATTACKS}|"
    r"(?:for|in recent|over (?:the )?(?:past|last)(?: \w+)?|in (?:the )?(?:past|last)(?: \w+)?) (?:months|weeks|years)|"
    r"since the (?:start|beginning)|(?:almost |nearly )?(?:daily|nightly)|(?:every|each) (?:day|night|week)|"
    r"day after day|"
    r"night after night|repeatedly|regularly|routinely|щодня|щоночі|щотижня|ежедневно|еженощно|täglich|jede nacht|"
    r"seit (?:\w+ )?"
    r"(?:wochen|monaten|jahren)"
)
"""That what is told went on for a time."""
_ONE = whole_words(
    r"(?:an?|the|this|that|another|one|single|latest|last|deadly|\w+['’]s) (?:[\w-]+ ){0,4}(?:attack|strike|assault|"
    r"raid|airstrike|barrage|"
    r"blast|explosion|bombing)|(?:an?|the|one|two|three|\d+) (?:[\w-]+ ){0,3}(?:missiles?|drones?|shells?|rockets?|"
    r"bombs?) (?:hit|struck|fell|"
    r"exploded|slammed|landed)|(?:удар|атака|обстріл|обстрел|вибух|взрыв) (?:по|на)|(?:der|ein|dem|"
    r"einem) (?:\w+ )?(?:angriff|anschlag|beschuss)"
)
"""That one attack is told of, whatever else is told beside it."""
_BARRAGE = whole_words(
    r"barrages?|(?:massive|massed|mass|large-scale|combined|nationwide|coordinated) (?:\w+ ){0,4}(?:attacks?|strikes?|"
    r"assaults?|raids?)|waves? of|"
    r"salvos?|(?:across|throughout) (?:the country|\w+)|(?:several|multiple|various|many|\w+) (?:regions|cities|towns|"
    r"provinces)|"
    r"масован\w+|комбінован\w+|по всій країні|кільк\w+ област\w+|массирован\w+|комбинированн\w+|по всей стране|"
    r"нескольк\w+ област\w+|"
    r"großangriff\w*|landesweit\w*|mehrere (?:städte|regionen)"
)
_SALVO = whole_words(
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|dozens|scores|"
    r"hundreds|"
    r"кілька|декілька|десятк\w+|сотн\w+|несколько|dutzende|hunderte) (?:of )?(?:[\w-]+ ){0,4}?"
    r"(?:drones|missiles|rockets|uavs|bombs|дрон\w+|ракет\w*|безпілотник\w+|беспилотник\w+|шахед\w+|drohnen|raketen|"
    r"bomben)"
)
"""Weapons counted together; without a place they are a barrage."""


def tells_of_attacks(sentences: Sequence[str]) -> bool:
    """Whether attacks in the plural are told of."""
    return any(_REPEATED.search(said) for said in sentences)


def settled_scope(scope: AttackScope, places: int, sentences: Sequence[str], *, toll: bool) -> AttackScope:
    """A proposed scope where it can be true: a wave has several places, a campaign several attacks.

    Args:
        scope: What is proposed.
        places: How many places were hit.
        sentences: What tells of the attack.
        toll: Whether dead or injured of it are told.
    """
    if places > 1:
        return scope if scope != "incident" else "wave"
    if scope == "wave" and not places:
        return "wave"
    repeated = tells_of_attacks(sentences) or (not toll and any(_WITHOUT_END.search(said) for said in sentences))
    return "campaign" if scope == "campaign" and repeated else "incident"


def scope_of(places: int, sentences: Sequence[str], *, toll: bool) -> AttackScope:
    """The scope by the codebook; the arguments are those of `settled_scope`.

    Attacks on a named place in the plural are a campaign unless one of them is told of, or they have one toll.
    """
    over_time = any(_OVER_TIME.search(said) for said in sentences)
    plural = places == 1 and not toll and tells_of_attacks(sentences)
    if places and (over_time or plural) and not any(_ONE.search(said) for said in sentences):
        proposed: AttackScope = "campaign"
    elif any(_BARRAGE.search(said) or _SALVO.search(said) for said in sentences):
        proposed = "wave"
    else:
        proposed = "incident"
    return settled_scope(proposed, places, sentences, toll=toll)
