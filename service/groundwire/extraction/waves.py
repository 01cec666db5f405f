"""Which incidents belong to which wave: told once, for what they lend each other and for the sums.

A barrage told both in total and by place makes one wave and one incident for each place (codebook, scope). Only where
the article leaves no choice does an incident belong to a wave.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from groundwire.extraction.coding.geography import split_region
from groundwire.extraction.likeness import overlap
from groundwire.extraction.merging import STRIKES
from groundwire.extraction.reading.folding import folded
from groundwire.extraction.times import days_apart
from groundwire.schemas import Attack


def owners_of(attacks: Sequence[Attack]) -> dict[int, int]:
    """By the position of an incident among the attacks, that of the one wave that it can be a share of.

    A wave that names its places has no share elsewhere; where none names any, they may be told place by place.
    """
    waves = [index for index, attack in enumerate(attacks) if attack.scope == "wave"]
    bare = waves if not any(attacks[index].places for index in waves) else []
    by_place: defaultdict[str, list[int]] = defaultdict(list)
    for index in waves:
        for name in {folded(split_region(place.name)[0]) for place in attacks[index].places}:
            by_place[name].append(index)
    owners: dict[int, int] = {}
    for index, attack in enumerate(attacks):
        if attack.scope != "incident":
            continue
        naming = {wave for name in _where(attack) for wave in by_place.get(name, ())}
        possible = [wave for wave in naming or bare if _can_own(attacks[wave], attack)]
        if len(possible) == 1:
            owners[index] = possible[0]
    return owners


def _where(incident: Attack) -> Iterator[str]:
    """The places of an incident and their regions: a wave may be told by the regions that it hit."""
    for place in incident.places:
        yield folded(split_region(place.name)[0])
        if place.admin is not None:
            yield folded(place.admin)


def _can_own(wave: Attack, incident: Attack) -> bool:
    """Whether neither day, nor perpetrator, nor means speak against it."""
    if days_apart(wave.date, incident.date):
        return False
    if wave.perpetrators and incident.perpetrators and not overlap(wave.perpetrators, incident.perpetrators):
        return False
    types = {wave.attack_type, incident.attack_type}
    mixed = types <= STRIKES and wave.attack_type == "missile_and_drone_strike"
    return mixed or len(types) == 1 or incident.attack_type == "other"
