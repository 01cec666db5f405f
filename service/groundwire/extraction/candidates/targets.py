"""Things in a sentence that can have been hit, in its words."""

import re
from collections.abc import Sequence

from groundwire.extraction.coding.role_words import whole_words
from groundwire.extraction.deriving.target_words import PATTERNS

_DETERMINER = re.compile(
    r"(?:a|an|the|one|two|three|several|some|many|its|their|his|her|this|that|number of|nearly|about|"
    r"approximately|ein(?:e[mnrs]?)?|d(?:er|ie|as|en|em|es)|zwei|drei|mehrere|кілька|несколько|два|дві|две|три|\d+)$",
    re.IGNORECASE,
)
_PART = re.compile(r"[\w’'-]+")
_STOP = re.compile(
    r"(?:and|or|in|on|at|by|for|from|with|to|of|as|into|while|when|after|before|near|anti|against|"
    r"without|where|that|which|who|were|was|is|are|it|he|she|they|said|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|has|have|had|been|hit|struck|"
    r"targeted|targeting|damaged|damaging|destroyed|attacked|demolished|ravaged|і|й|та|и|у|в|на|по|"
    r"und|auf|von|\w+ed|\w+ing|traf(?:en)?|wurden?|(?:be|ver|zer)\w+ten?|[а-яіїєґё]+(?:[аиі]в|[аи]л[аои]?|ено|ано))$",
    re.IGNORECASE,
)
_OTHERS = whole_words(
    r"buildings?|structures?|markets?|shops?|stores?|malls?|supermarkets?|restaurants?|"
    r"caf[eé]s?|hotels?|offices?|"
    r"infrastructure|facilit(?:y|ies)|installations?|будівл\w*|споруд\w*|ринок|ринку|магазин\w*|"
    r"здани[еяй]\w*|рынок|рынка|"
    r"инфраструктур\w*|інфраструктур\w*|gebäude\w*|märkte?|markt\w*|geschäfte?|infrastruktur"
)
"""Things of no category of their own."""
_HIT = re.compile(
    r"(?<!\w)(?:hit(?:s|ting)?|str(?:uck|ikes?|iking)|attack\w*|target\w*|damag\w*|destroy\w*|"
    r"demolish\w*|devastat\w*|"
    r"ravag\w*|shell\w*|bomb\w*|burn\w*|fires?|blaz\w+|ablaze|collaps\w*|explo[ds]\w*|blast\w*|"
    r"debris|wreck\w*|gutted|"
    r"slammed|crash\w*|pound\w*|raid\w*|storm\w*|killed|wounded|injured|victims?|"
    r"влучи\w*|вдари\w*|атак\w*|удар\w*|пошкод\w*|зруйн\w*|знищ\w*|обстр\w*|пожеж\w*|вибух\w*|загин\w*|поранен\w*|"
    r"попа[лд]\w*|поврежд\w*|поврежден\w*|разруш\w*|уничтож\w*|пожар\w*|взрыв\w*|погиб\w*|ранен\w*|"
    r"getroffen|traf\w*|angriff\w*|angegriffen|beschädig\w*|zerstör\w*|beschoss\w*|brand\w*|brannt\w*|explosion\w*|"
    r"getötet|verletzt)(?!\w)",
    re.IGNORECASE,
)
"""That something was hit at all."""
_SPEAKS = re.compile(
    r"(?: [\w-]+){0,2}? (?:said|says|told|reported|confirmed|announced|added|battled|worked|arrived|"
    r"rushed|warned|claimed|"
    r"claims|affirmed|insisted|denied|denies|described|responded|"
    r"сказа\w+|повідоми\w+|заяви\w+|сообщи\w+|sagte\w*|teilte\w*)(?!\w)",
    re.IGNORECASE,
)
"""Behind those who tell of it and are no target."""
_DOES = re.compile(r" (?:fire|defen[cs]e)(?!\w)", re.IGNORECASE)
"""Behind what does not stand for itself: "artillery fire"."""
_ATTACKS = re.compile(
    r"(?:troops|soldiers?|servicemen|fighters|militants|tanks?|artillery|howitzers?|bombers?|warplanes?|warships?|"
    r"jets?) (?:shelled|bombed|attacked|stormed|raided|pounded|captured|seized|entered|advanced|"
    r"crossed|fired|launched|"
    r"struck|hit)(?! by)(?!\w)",
    re.IGNORECASE,
)
"""Those who attack, and are no target."""
_SOURCE = re.compile(
    r"(?<!\w)(?:according to|(?:reported|said|told|confirmed|announced|described) by|за даними|за словами|по данным|"
    r"по словам|laut|nach angaben(?: von| der)?) (?:the )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
"""Before those who tell of it."""
_REACH = 4
"""Most words before a noun that belong to it."""


def find_targets(sentence: str, names: Sequence[tuple[int, int]] = ()) -> tuple[str, ...]:
    """The things that a sentence names by a noun for targets, with its adjectives; none if nothing was hit.

    Args:
        sentence: Its text.
        names: Spans of proper names: the port of "Port Sudan" is no target.
    """
    if not _HIT.search(sentence):
        return ()
    patterns = (*PATTERNS.values(), _OTHERS)
    spans = sorted(
        span
        for span in {match.span() for pattern in patterns for match in pattern.finditer(sentence)}
        if not any(start <= span[0] and span[1] <= end for start, end in names)
        and not _acts(sentence, span)
        and not _SOURCE.search(sentence[: span[0]])
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and (start <= merged[-1][1] or sentence[merged[-1][1] : start] == " "):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(dict.fromkeys(_whole(sentence, start, end) for start, end in merged))


def _acts(sentence: str, span: tuple[int, int]) -> bool:
    """Whether what a noun names does something, and was not hit; its last word can be the verb ("Police said")."""
    space = sentence.rfind(" ", *span)
    return bool(
        _SPEAKS.match(sentence, span[1])
        or (space > 0 and _SPEAKS.match(sentence, space))
        or _DOES.match(sentence, span[1])
        or _ATTACKS.match(sentence, space + 1 or span[0])
    )


def _whole(sentence: str, start: int, end: int) -> str:
    """The noun with the adjectives before it, without the determiner."""
    first = start
    for match in reversed(list(_PART.finditer(sentence, max(0, start - 60), start))[-_REACH:]):
        between = sentence[match.end() : first]
        ends = _STOP.match(match[0]) or _DETERMINER.match(match[0]) or match[0].endswith(("'s", "’s"))
        if between.strip() or ends:
            break
        first = match.start()
    return sentence[first:end]
