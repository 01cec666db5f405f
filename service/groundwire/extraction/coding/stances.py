"""How a mention of a party stands to the deed or the act of its clause: of those who did it, apart from it, or open.

The rules are of English. Where none applies, as in other languages, a mention stands open, and what the model read
counts as before.
"""

import re
from collections.abc import Callable
from enum import Enum

from groundwire.extraction.coding.geography import is_demonym
from groundwire.extraction.reading.folding import folded


class Stance(Enum):
    """What the words around a mention say of it."""

    BOUND = "bound"
    OPEN = "open"
    APART = "apart"


Judge = Callable[[str, tuple[int, int]], Stance]
"""Judges the mention at a span of a sentence."""


def anyhow(_said: str, _span: tuple[int, int]) -> Stance:
    """Judges nothing: any mention will do."""
    return Stance.OPEN


# Words of one noun phrase: none that ends it, and no verb of speech whose object is the attack of another.
_WORDS = (
    r"(?:[ -](?!(?:and|or|but|in|on|at|by|of|to|from|for|with|as|that|which|who|is|was|were|are|has|have|had|the|an?|"
    r"its|their|any|all|this|these|condemn\w*|denounc\w*|reject\w*|criticis\w*|criticiz\w*|call\w*|urg\w*|demand\w*|"
    r"accus\w*|said|says|confirm\w*|report\w*|announc\w*|den(?:y|ie)\w*|warn\w*|stop\w*|halt\w*|end\w*|fac\w+|"
    r"suffer\w*|repel\w*|intercept\w*)\b)[\w-]+)"
)
_ADVERBS = r"(?: (?:has|have|had|also|again|then|later|once|now|\w+ly))*"
_WEAPONS = (
    r"(?:missiles?|drones?|uavs?|rockets?|shells|shelling|bombs?|artillery|mortars?|strikes?|airstrikes?|attacks?|"
    r"assaults?|raids?|bombardments?|barrages?|offensives?|invasion|warplanes?|jets?|salvos?)\b(?! (?:defen[cs]es?|"
    r"makers?|manufactur\w+|factor\w+|plants?|depots?|sites?|bases?|launchers?|programmes?|programs?|industry|"
    r"production|facilit\w+|units?|stocks?|deliveries))"
)
_TROOPS = (
    r"(?:forces|troops|soldiers|army|military|navy|marines|fleet|fighters|militants|rebels|gunmen|"
    r"combatants|militias?|"
    r"aviation|units|brigades?|invaders|occupiers)\b(?! (?:administration|officials?|spokes\w+|sources?))"
)
_DEED = (
    r"(?:launch(?:ed|es|ing)?|attack(?:ed|s|ing)?|struck|strikes?|striking|fir(?:ed|es|ing)|bomb(?:ed|s|ing)|"
    r"shell(?:ed|s|ing)|hits?|hitting|target(?:ed|s|ing)|pound(?:ed|s|ing)|unleash(?:ed|es|ing)|carri(?:ed|es) out|"
    r"carrying out|raid(?:ed|s|ing)|storm(?:ed|s|ing)|seiz(?:ed|es|ing)|captur(?:ed|es|ing)|killed|killing|"
    r"destroy(?:ed|s|ing)|damaged|intensif(?:ied|ies|ying)|retaliat(?:ed|es|ing)|penetrated|invad(?:ed|es|ing)|"
    r"amplif(?:ied|ies|ying)|ramped up|stepped up|escalat(?:ed|es|ing)|bombard(?:ed|s|ing)|opened fire|blew up|"
    r"claim(?:ed|s|ing)? (?:responsibility|(?:the |an? )?(?:attacks?|strikes?|raids?)))\b"
)
_OFFICE = (
    r"(?:officials?|authorit(?:y|ies)|governors?|presidents?|(?:vice-)?premier|(?:prime )?ministers?|ministry|police|"
    r"prosecutors?|mayors?|spokes\w+|media|news|agency|embassy|foreign|rescuers|administration|parliament|leaders?|"
    r"officers?|investigators|experts?|analysts?|journalists?|emergency)\b"
)
_SPEECH = (
    r"(?:said|says|saying|confirm(?:ed|s|ing)|report(?:ed|s|ing)|announc(?:ed|es|ing)|told|tells|added|adds|"
    r"condemn(?:ed|s|ing)|denounc(?:ed|es|ing)|stated|states|warn(?:ed|s|ing)|described|deni(?:ed|"
    r"es)|call(?:ed|s|ing))\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|across|inside|within|throughout|near|into|around|outside|over|on|against|at|for|to|towards?) (?:the )?"
    r"(?:(?:\w+ern|central|occupied|mainland|the|capital|city) )*$"
)
_OF_BEFORE = re.compile(
    r"(?<!ministers )(?<!minister )(?<!presidents )(?<!president )(?<!leaders )(?<!leader )(?<!representatives )"
    r"(?<!envoys )(?<!delegations )(?<!delegation )(?<!officials )(?<!government )(?<!governments )"
    r"(?<!forces )(?<!troops )(?<!army )(?<!military )(?<!side )\bof (?:the )?(?:\w+ern )?$"
)
_WAR_BETWEEN = re.compile(
    r"\b(?:war|conflict|fighting|clashes|hostilities|fire|border|tensions) (?:\w+ )?between "
    r"(?:[\w' -]{1,40} and )?(?:the )?$"
)
_BY_BEFORE = re.compile(r"\b(?P<verb>[\w-]+)(?: (?:out|on|overnight|there))? by (?:the |an? )?(?:[\w-]+ ){0,2}$")
_DEED_WORD = re.compile(_DEED + "|" + _WEAPONS + r"|wounded|injured|blasts?|explosions?|hit")
_BLAMED_BEFORE = re.compile(
    r"\b(?:(?:accus|blam)(?:ed|es|e|ing) (?:the )?|blam(?:ed|es|e|ing) (?:[\w'-]+ ){1,8}on (?:the )?)$"
)
_VICTIM_BEFORE = re.compile(
    r"\b(?:hit|hits|struck|attacked|targeted|targeting|shelled|bombed|killed|killing|wounded|injured|"
    r"destroyed|damaged|"
    r"raided|against|employees at|workers at) (?:(?:the|an?|several|many|\w+) )?$"
)
_WEAPON_AFTER = re.compile(rf"(?:'s)?{_WORDS}{{0,3}}?[ -]{_WEAPONS}")
_TROOPS_AFTER = re.compile(rf"(?:'s)?{_WORDS}{{0,3}}?[ -]{_TROOPS}")
_DEED_AFTER = re.compile(
    rf"(?:'s)?(?:{_WORDS}{{0,3}}?[ -](?:{_TROOPS}|{_OFFICE}))?(?:, [^,]{{1,60}},)?{_ADVERBS} {_DEED}"
)
_OFFICE_AFTER = re.compile(rf"(?:'s)?{_WORDS}{{0,3}}?[ -]{_OFFICE}")
_OWNS_UP = re.compile(
    r"[^.;,]{0,60}\b(?:claim\w* responsibility|admitted|(?:said|says) (?:that )?(?:its?|their|they)\b)"
)
_SPEECH_AFTER = re.compile(rf"(?:, [^,]{{1,60}})?,?{_ADVERBS} {_SPEECH}")
_SUFFERS_AFTER = re.compile(
    r"(?: (?:has|have|had|also|again|\w+ly)){0,3} (?:was|were|is|are|been|being|come|comes|came)"
    r"(?: (?:also|again|\w+ly))* (?:hit|struck|attacked|shelled|bombed|targeted|pounded|raided|"
    r"stormed|invaded|seized|captured|rocked|under (?:\w+ )?(?:attack|fire))\b|"
    r" (?:woke|awoke|suffered|faced|endured|mourned|repelled|intercepted|shot down)\b"
)
_OWN_THING_AFTER = re.compile(r"(?:'s)? [\w-]+")


def around(said: str, span: tuple[int, int]) -> tuple[str, str]:
    """The words before and after a mention, folded."""
    plain = folded(said)
    return plain[: span[0]], plain[span[1] :]


def of_attacker(said: str, span: tuple[int, int]) -> Stance:
    """Whether a state or group is named as the one who attacked ("Russian missiles hit", "fired by X").

    Whoever only tells of it, is hit, or lends its name to the place stands apart.
    """
    before, after = around(said, span)
    if _BLAMED_BEFORE.search(before) or _OWNS_UP.match(after):
        return Stance.BOUND
    if is_foe(before) or _ORIGIN_BEFORE.search(before):
        return Stance.APART
    if _DEED_AFTER.match(after) and not is_place(before):
        return Stance.BOUND
    if _SUFFERS_AFTER.match(after):
        return Stance.APART
    if _OFFICE_AFTER.match(after):
        return Stance.APART
    if _WEAPON_AFTER.match(after):
        return Stance.BOUND
    agent = _BY_BEFORE.search(before)
    if agent:
        return Stance.BOUND if _DEED_WORD.fullmatch(agent["verb"]) else Stance.OPEN
    if _VICTIM_BEFORE.search(before) or is_place(before):
        return Stance.APART
    if _TROOPS_AFTER.match(after):
        return Stance.OPEN
    told = _SPEECH_AFTER.match(after) or (_OWN_THING_AFTER.match(after) and is_demonym(said[span[0] : span[1]]))
    return Stance.APART if told else Stance.OPEN


_ORIGIN_BEFORE = re.compile(
    r"\b(?:launch\w*|fired|took off|flew|flown|flying|originat\w*|came|coming|sent) (?:[\w-]+ ){0,3}?from "
    r"(?:the )?(?:[\w-]+ ){0,2}$"
)
_GROUP_END = re.compile(r"(?:partners|allies|officials|leaders|countries|nations|governments|forces|troops|people)$")
_GROUP_AFTER = re.compile(
    r"'s? (?:[\w-]+ ){0,2}?(?:partners|allies|officials|leaders|government|authorities|forces|troops|"
    r"army|military|president|"
    r"ministers?|ministry|mayor|parliament|decision|call|request|response|demand|campaign)(?!\w)"
)


def of_site(said: str, span: tuple[int, int]) -> Stance:
    """Whether a name can be a place that was hit: not where weapons were launched, and no group of people."""
    before, after = around(said, span)
    apart = (
        _ORIGIN_BEFORE.search(before) or _GROUP_END.search(folded(said[span[0] : span[1]])) or _GROUP_AFTER.match(after)
    )
    return Stance.APART if apart else Stance.OPEN


def is_place(before: str) -> bool:
    """Whether the words before a name make it a place or what something is directed at ("in", "support for")."""
    return bool(_PLACE_BEFORE.search(before) or _OF_BEFORE.search(before))


def is_fighting(after: str) -> bool:
    """Whether the words after a name tell of its arms or its fighting."""
    return bool(_WEAPON_AFTER.match(after) or _TROOPS_AFTER.match(after) or _DEED_AFTER.match(after))


def is_foe(before: str) -> bool:
    """Whether a name is that of a side of a war ("the conflict between X and Y"), which says nothing of a deed."""
    return bool(_WAR_BETWEEN.search(before))
