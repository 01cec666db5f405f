"""How a mention of a party stands to a diplomatic act: whoever acts, whoever is addressed, whoever mediates.

As in `groundwire.extraction.coding.stances`, the rules are of English, and a mention that none settles stands open.
"""

import re

from groundwire.extraction.coding.geography import is_whole_state
from groundwire.extraction.coding.stances import Judge, Stance, around, is_fighting, is_foe, is_place
from groundwire.extraction.reading.folding import folded

_ADDRESSING = (
    r"(?:accus|urg|criticis|criticiz|condemn|denounc|blam|warn|threaten|thank|ask|press|pressur|encourag|coerc|sanction|"
    r"forc|lobb(?:y|i)|call(?:ed|s|ing)? (?:on|upon|for)|demand\w*(?: that)?|insist\w* (?:on|that)|told|tell|"
    r"appeal\w* to|propos\w* to|solidarity with|support for|sanctions? (?:on|against)|pressure on)"
)
_ADDRESSED_BEFORE = re.compile(
    rf"\b{_ADDRESSING}(?:e?d|es?|ing|s)? (?:for )?(?:the |all |both |a )?(?:(?:full|complete|top|senior|urgent) )?$"
)
_DEMANDED_BEFORE = re.compile(
    r"\b(?:demand|insist|request|seek|commitment|concession|guarantee)\w* [^.;]{0,60}\bfrom (?:the )?$"
)
_BLAMING = re.compile(r"\b(?:accus|condemn|denounc|blam|criticis|criticiz)\w*")
_HOST_PLACE = re.compile(
    r"\b(?:in|across|inside|within|throughout|near|into|around|outside|over) (?:the )?(?:\w+ern |occupied )*$"
)
_OWNED_BEFORE = re.compile(r"\b(?:owned|held|occupied|controlled|annexed|seized) by (?:the )?(?:[\w-]+ ){0,3}$")
_OWN_ACT_AFTER = re.compile(
    r"(?:'s)? (?:\w+ )?(?:decision|withdrawal|refusal|rejection|calls?|demands?|appeal|request|proposal|offer|threats?|"
    r"visit|exit|pledge|accession|recognition)\b"
)
_NAMED_AFTER_VENUE = re.compile(
    r" (?:peace )?(?:talks|negotiations|meetings?|summit|conference|agreements?|accords?|protocols?|treaty|deal)\b"
)
_NO_VENUE_BEFORE = re.compile(r"\b(?:on|of|for|against|by|to|from|over|between) (?:the )?$")
_IN_PART_OF = re.compile(
    r"\b(?:in|at|near) (?:the )?(?:[\w-]+ ){0,2}(?:region|city|town|village|district|port) of (?:the )?$"
)
_MEDIATION = re.compile(
    r"mediat|broker|host|facilitat|chair|good offices|auspices|go-between|"
    r"посередни|посредни|приймав|принима|vermitt|gastgeb",
)


def of_initiator(said: str, span: tuple[int, int]) -> Stance:
    """Whether a party can be the one who acts: not a place, an addressee, a side of a war or a fighting force."""
    before, after = around(said, span)
    if _OWN_ACT_AFTER.match(after):
        return Stance.BOUND
    apart = (
        _ADDRESSED_BEFORE.search(before)
        or _DEMANDED_BEFORE.search(before)
        or _OWNED_BEFORE.search(before)
        or is_place(before)
        or is_foe(before)
        or is_fighting(after)
    )
    return Stance.APART if apart else Stance.OPEN


def of_addressee(said: str, span: tuple[int, int]) -> Stance:
    """Whether a party can be the one addressed: no place and no fighting force, unless blamed."""
    before, after = around(said, span)
    if _ADDRESSED_BEFORE.search(before) or _DEMANDED_BEFORE.search(before):
        return Stance.BOUND
    if is_fighting(after):
        return Stance.BOUND if _BLAMING.search(before) else Stance.APART
    apart = _HOST_PLACE.search(before) or _OWNED_BEFORE.search(before) or is_foe(before)
    return Stance.APART if apart else Stance.OPEN


def of_venue(said: str, span: tuple[int, int]) -> Stance:
    """Whether a place can be where an act took place: not what it was about, nor whose something is."""
    before, after = around(said, span)
    if _IN_PART_OF.search(before) or (_NAMED_AFTER_VENUE.match(after) and not is_whole_state(said[span[0] : span[1]])):
        return Stance.OPEN
    apart = _NO_VENUE_BEFORE.search(before) or after.startswith("'s ") or is_fighting(after)
    return Stance.APART if apart else Stance.OPEN


def of_mediator(said: str, span: tuple[int, int]) -> Stance:
    """Whether a sentence tells of mediating at all."""
    del span
    return Stance.OPEN if _MEDIATION.search(folded(said)) else Stance.APART


JUDGES: dict[str, Judge] = {
    "/initiators": of_initiator,
    "/counterparts": of_addressee,
    "/mediators": of_mediator,
}
"""The judge of each list of parties to a diplomatic event."""
