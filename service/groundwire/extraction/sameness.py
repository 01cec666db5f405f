"""Whether two records tell of one real event, and how surely.

What counts is what the records say, not how they are worded: attacks by place, date, weapons and figures; diplomatic
events by type and parties; aid by donor and sum. What cannot be true of one event keeps two records apart.
"""

from collections.abc import Sequence
from enum import IntEnum

from groundwire.extraction.coding.geography import split_region
from groundwire.extraction.likeness import lies_in, overlap, same_member
from groundwire.extraction.merging import STRIKES
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.times import days_apart, same_time, times_of_day
from groundwire.schemas import Actor, AidPledge, Attack, DateRange, DiplomaticEvent, Place, Quantity, Record


class Bond(IntEnum):
    """What speaks for it that two records are one event; what is surer goes before the rest."""

    NONE = 0
    """They are two, or nothing says that they are one."""
    RIVAL = 1
    """They can be one if one of their figures was corrected, or is disputed."""
    POSSIBLE = 2
    """Nothing contradicts it."""
    LIKELY = 3
    """They agree in a time or a figure as well."""
    SURE = 4
    """The same sentences say both: the model was asked about them twice."""


def bond(a: Record, b: Record) -> Bond:
    """How surely two records of any types are one event; the same whichever comes first."""
    if isinstance(a, Attack) and isinstance(b, Attack):
        return _of_attacks(a, b)
    if isinstance(a, DiplomaticEvent) and isinstance(b, DiplomaticEvent):
        return _of_diplomacy(a, b)
    if isinstance(a, AidPledge) and isinstance(b, AidPledge):
        return _of_aid(a, b)
    return Bond.NONE


def _of_attacks(a: Attack, b: Attack) -> Bond:
    if a.scope != b.scope and not _told_once(a, b):
        return Bond.NONE
    rivals, agreed = _tolls_compared(a, b)
    if rivals > 1 or days_apart(a.date, b.date) or _different(a.perpetrators, b.perpetrators) or _means_apart(a, b):
        return Bond.NONE
    once = _told_once(a, b)
    if a.scope != b.scope and not (agreed and _names(a) == _names(b)):
        return Bond.NONE
    # One figure may have been corrected, two make two events; so does one within the same words.
    if rivals > (0 if once else 1) or not _can_be_placed_alike(a, b, agreed=agreed > 0):
        return Bond.NONE
    dated = same_time(a.date, b.date)
    if a.scope == "wave" and not dated and _launched_apart(a, b):
        return Bond.NONE
    if rivals:
        hours, others = times_of_day(a.date), times_of_day(b.date)
        return Bond.RIVAL if not (hours and others) or hours & others else Bond.NONE
    return Bond.SURE if once else Bond.LIKELY if dated or agreed else Bond.POSSIBLE


def _names(attack: Attack) -> set[str]:
    return {folded(place.name) for place in attack.places}


def _tolls_compared(a: Attack, b: Attack) -> tuple[int, int]:
    """How many of the figures of killed and injured exclude each other, and how many are the same."""
    pairs = [(x, y) for x, y in ((a.killed, b.killed), (a.injured, b.injured)) if x is not None and y is not None]
    same = [x == y and (x.min, x.max) != (None, None) for x, y in pairs]
    return sum(_apart(x, y) for x, y in pairs), sum(same)


def _can_be_placed_alike(a: Attack, b: Attack, *, agreed: bool) -> bool:
    """Whether both were in one place; of a region and a town in it, only if a figure says so too."""
    here, there = _names(a), _names(b)
    if not (here and there):
        return _shared_evidence(a, b) or (a.scope == "wave" and _told_alike(a, b))
    return bool(here & there) or (agreed and (_in_region(a, b) or _in_region(b, a)))


def _in_region(part: Attack, whole: Attack) -> bool:
    regions = {split_region(place.name)[0] for place in whole.places if split_region(place.name)[1]}
    return any(place.admin is not None and folded(place.admin) in map(folded, regions) for place in part.places)


def _told_alike(a: Attack, b: Attack) -> bool:
    """Whether two waves, one told without its places, are of the same sort, and neither dated nor counted otherwise.

    An article tells of one barrage again and again ("the overnight assault with 40 drones"); two are told by their
    numbers, their times or their places.
    """
    if a.date and b.date and None in {a.date.start, b.date.start} and folded(a.date.text) != folded(b.date.text):
        return False
    # Drones alone are no barrage of drones and missiles; of a wave told without weapons the type is only guessed.
    guessed = {a.attack_type, b.attack_type} <= STRIKES and not (a.weapons and b.weapons)
    return (guessed or a.attack_type == b.attack_type) and all(x == y for x, y in _launched(a, b))


def _launched(a: Attack, b: Attack) -> list[tuple[Quantity, Quantity]]:
    pairs = [(x, y) for x in a.weapons for y in b.weapons if same_member(x, y)]
    return [(x.launched, y.launched) for x, y in pairs if x.launched and y.launched]


def _launched_apart(a: Attack, b: Attack) -> bool:
    return any(_apart(x, y) for x, y in _launched(a, b))


_SYMMETRIC = {"consult", "agree", "cooperate"}
"""Events in which every party is an initiator."""
_FAMILIES = ({*STRIKES, "air_strike"}, {"shelling"}, {"ground_assault"}, {"bombing", "sabotage"})
"""Types of attack that articles and models take for each other."""


def _means_apart(a: Attack, b: Attack) -> bool:
    """Whether the means of both are known and of other sorts, and no weapon is common to both.

    A recap ("the strike on Amberg") names no weapon, and its type is then only guessed.
    """
    if "other" in {a.attack_type, b.attack_type} or any({a.attack_type, b.attack_type} <= f for f in _FAMILIES):
        return False
    here, there = {weapon.kind for weapon in a.weapons}, {weapon.kind for weapon in b.weapons}
    on_the_ground = "ground_assault" in {a.attack_type, b.attack_type}
    return not here & there and (on_the_ground or bool(here and there))


def _apart(a: Quantity, b: Quantity) -> bool:
    return max(a.min or 0, b.min or 0) > min(_upper(a), _upper(b))


def _upper(quantity: Quantity) -> float:
    return float("inf") if quantity.max is None else quantity.max


def _of_diplomacy(a: DiplomaticEvent, b: DiplomaticEvent) -> Bond:
    if a.event_type != b.event_type or days_apart(a.date, b.date):
        return Bond.NONE
    if not overlap(a.initiators, b.initiators) or _different(a.counterparts, b.counterparts):
        return Bond.NONE
    if (a.event_type in _SYMMETRIC and _parties_apart(a, b)) or {a.status, b.status} == {"planned", "concluded"}:
        return Bond.NONE
    once = _told_once(a, b)
    topics_meet = once or not a.topics or not b.topics or bool(set(a.topics) & set(b.topics))
    if not topics_meet or not _can_be_there(a.place, b.place):
        return Bond.NONE
    return _weighed(a.date, b.date, once=once, agreed=False)


def _parties_apart(a: DiplomaticEvent, b: DiplomaticEvent) -> bool:
    """Whether each was with somebody else: who meets one party today and another tomorrow meets twice."""
    if a.place is not None and b.place is not None and same_member(a.place, b.place):
        return False
    return _has_another(a.initiators, b.initiators) and _has_another(b.initiators, a.initiators)


def _has_another(parties: Sequence[Actor], others: Sequence[Actor]) -> bool:
    """Whether one of the parties is none of the others, nor acts for the state of one."""
    states = {actor.country for actor in others} - {None}
    return any(party.country not in states and not overlap([party], others) for party in parties)


def _can_be_there(a: Place | None, b: Place | None) -> bool:
    return a is None or b is None or same_member(a, b) or lies_in(a, b) or lies_in(b, a)


def _of_aid(a: AidPledge, b: AidPledge) -> Bond:
    if not overlap(a.donors, b.donors) or days_apart(a.date, b.date) or _different(a.recipients, b.recipients):
        return Bond.NONE
    once = _told_once(a, b)
    if a.amount is not None and b.amount is not None:
        agreed = a.amount in {b.amount, *b.stated_equivalents} or b.amount in a.stated_equivalents
        return _weighed(a.date, b.date, once=once, agreed=True) if agreed else Bond.NONE
    goods = {folded(item) for item in a.items} & {folded(item) for item in b.items}
    # Two gifts of one donor may share a sentence: "€100 million for air defence, and 200 generators".
    alike = bool(goods) or (a.aid_type == b.aid_type and _shared_evidence(a, b))
    return _weighed(a.date, b.date, once=once, agreed=False) if alike else Bond.NONE


def _weighed(a: DateRange | None, b: DateRange | None, *, once: bool, agreed: bool) -> Bond:
    return Bond.SURE if once else Bond.LIKELY if agreed or same_time(a, b) else Bond.POSSIBLE


def _told_once(a: Record, b: Record) -> bool:
    """Whether the evidence of both is the same sentences."""
    spans = zip(a.evidence, b.evidence, strict=False)
    return len(a.evidence) == len(b.evidence) and all((x.start, x.end) == (y.start, y.end) for x, y in spans)


def _different(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return bool(a and b) and not overlap(a, b)


def _shared_evidence(a: Record, b: Record) -> bool:
    return bool({span.start for span in a.evidence} & {span.start for span in b.evidence})
