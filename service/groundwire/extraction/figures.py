"""Counts of a draft, grounded: the number must stand in the passage, in the role that the draft gives it.

The model's words only point to a figure; the figure itself, with its "at least" or "up to", is read from the article
by code, and its digits are compared by value, never by likeness. A figure counts as one of killed if the nearest
word about dead or hurt people around it speaks of the dead; likewise for the injured, and for weapons by their kind.
"""

import re
from collections.abc import Callable

from groundwire.extraction.quantities import QuantityMention, find_quantities
from groundwire.extraction.support import Support, stated
from groundwire.schemas import GroundingStatus, Quantity

_ROLES = {
    # "Lives" alone may be saved or in danger.
    "killed": r"kill\w*|dead|deaths?|died|dies|dying|fatal\w*|perish\w*|slain|murder\w*|toll|"
    r"(?:claim\w*|los[est]\w*|t(?:ook|aken|aking)|cost\w*)[^.;]{0,40}?li(?:fe|ves)|li(?:fe|ves)[^.;\d]{0,15}lost|"
    r"загин\w*|вбит\w*|убит\w*|погиб\w*|жертв\w*|смерт\w*|getötet\w*|tote[nr]?|starb\w*|ums leben",
    "injured": r"injur\w*|wound\w*|hurt|hospitali[sz]ed|maimed|поранен\w*|травм\w*|ранен\w*|пострада\w*|постражда\w*|"
    r"verletzt\w*|verwundet\w*",
}
_WEAPONS = {
    "ballistic_missile": r"missiles?|ballistic\w*|iskander\w*|kinzhal\w*|ракет\w*|rakete\w*",
    "cruise_missile": r"missiles?|cruise|kalibr\w*|ракет\w*|rakete\w*|marschflugkörper\w*",
    "missile": r"missiles?|iskander\w*|kinzhal\w*|kalibr\w*|ракет\w*|rakete\w*",
    "drone": r"drones?|uavs?|shaheds?|geran\w*|дрон\w*|безпілотник\w*|беспилотник\w*|шахед\w*|drohne\w*",
    "artillery": r"artiller\w*|shell\w*|howitzers?|mortars?|артилер\w*|артиллер\w*|снаряд\w*|мін\w*",
    "rocket": r"rockets?|grads?|mlrs|himars|ракет\w*|rakete\w*",
    "bomb": r"bombs?|bombed|bombing\w*|bombard\w*|explosives?|бомб\w*|bombe\w*|sprengs\w*",
    "small_arms": r"gun\w*|shots?|rifles?|snipers?|стріл\w*|стрел\w*|schüsse\w*",
    "mine": r"mines?|landmines?|мін\w*|мин\w*|minen?",
    "other": r"weapons?|munitions?|зброї|оружи\w*|waffe\w*",
}
_INTERCEPTED = (
    r"shot down|downed|intercept\w*|destroyed|neutrali[sz]ed|stopped|repelled|"
    r"збит\w*|сбит\w*|перехоп\w*|перехва\w*|abgefangen|abgeschossen"
)


def _whole_words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


_CASUALTY_CUES = {role: _whole_words(words) for role, words in _ROLES.items()}
_WEAPON_CUES = {kind: _whole_words(words) for kind, words in _WEAPONS.items()}
_INTERCEPTED_CUE = _whole_words(_INTERCEPTED)


def ground_casualties(support: Support, role: str, words: str | None) -> Quantity | None:
    """The number of killed or injured that `words` point to, as the article states it; None if it states none.

    Args:
        support: Of the record.
        role: "killed" or "injured"; also the path of the value.
        words: What the draft says, such as "at least 20 people".
    """
    said = stated(words)
    if said is None:
        return None
    found = _find(support, said, lambda sentence, mention: _nearest_role(sentence, mention) == role)
    if found is None:
        support.drop(f"/{role}", said, f"no such figure of {role} in the passage")
        return None
    span, quantity = found
    support.ground(f"/{role}", _status(support, said, span), span)
    return quantity


def ground_weapon_count(support: Support, path: str, kind: str, words: str | None) -> Quantity | None:
    """How many weapons of a kind were used (`path` ends in /launched) or stopped (/intercepted)."""
    said = stated(words)
    if said is None:
        return None
    if not find_quantities(said):  # "strike drones" says no number
        return None

    def fits(sentence: str, mention: QuantityMention) -> bool:
        after = _segment(sentence, mention)
        if path.endswith("/intercepted"):
            return _INTERCEPTED_CUE.search(sentence) is not None
        return _WEAPON_CUES[kind].search(sentence[mention.start : after[1]]) is not None

    found = _find(support, said, fits)
    if found is None:
        support.drop(path, said, f"no such figure for {kind.replace('_', ' ')} in the passage")
        return None
    span, quantity = found
    support.ground(path, _status(support, said, span), span)
    return quantity


def names_weapon(support: Support, kind: str) -> tuple[int, int] | None:
    """Where the passage speaks of a weapon of that kind."""

    def locate(sentence: str) -> tuple[int, int] | None:
        match = _WEAPON_CUES[kind].search(sentence)
        return match.span() if match else None

    return support.find(locate)


def _find(
    support: Support, words: str, fits: Callable[[str, QuantityMention], bool]
) -> tuple[tuple[int, int], Quantity] | None:
    """The first mention in the passage whose figure is the one in `words` and that fits its role."""
    wanted = [mention.quantity for mention in find_quantities(words)]
    if not wanted:
        return None
    for sentence in support.scope():
        said = support.said(sentence)
        for mention in find_quantities(said):
            if _same_figure(mention.quantity, wanted[0]) and fits(said, mention):
                support.cite(sentence)
                return (sentence.start + mention.start, sentence.start + mention.end), mention.quantity
    return None


def _same_figure(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are written with the same numbers, whatever stands before them."""
    return {a.min, a.max} - {None} == {b.min, b.max} - {None}


def _nearest_role(sentence: str, mention: QuantityMention) -> str | None:
    """Whether the figure speaks of killed or injured; None if the words up to its neighbours speak of neither."""
    first, last = _segment(sentence, mention)
    best: tuple[int, str] | None = None
    for role, cue in _CASUALTY_CUES.items():
        for match in cue.finditer(sentence, first, last):
            distance = max(mention.figure[0] - match.end(), match.start() - mention.figure[1], 0)
            if best is None or distance < best[0]:
                best = (distance, role)
    return best[1] if best else None


def _segment(sentence: str, mention: QuantityMention) -> tuple[int, int]:
    """From the figure before to the figure after."""
    first, last = 0, len(sentence)
    for other in find_quantities(sentence):
        if other.figure[1] <= mention.figure[0]:
            first = other.figure[1]
        elif other.figure[0] >= mention.figure[1]:
            last = min(last, other.figure[0])
    return first, last


def _status(support: Support, words: str, span: tuple[int, int]) -> GroundingStatus:
    written = support.text[span[0] : span[1]]
    return GroundingStatus.EXACT if written in words else GroundingStatus.NORMALISED
